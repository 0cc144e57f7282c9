// SPDX-License-Identifier: GPL-3.0-or-later
/* Private to the files that read profiles: profile.c the boards, profile_find.c which of them,
 * hat.c what sits on it. */
#ifndef BOARD_PROFILE_PRIVATE_H
#define BOARD_PROFILE_PRIVATE_H

#include "sahut/board.h"

#define PROFILE_CHIPS 16

struct profile_chip {
    const char *name, *label, *node;
};

struct sahut_profile {
    const char *name, *source, *note, *tree, *named;
    const char **compatible;
    bool verified;
    struct profile_chip chips[PROFILE_CHIPS];
    size_t n_chips;
    struct sahut_pin *pins;
    size_t n_pins;
    struct sahut_hat hat; /* its name NULL: none */
    char **texts;         /* everything else points into these */
    size_t n_texts;
};

/* Is the machine whose device tree is below `root` this board? */
bool profile_is_machine(const struct sahut_profile *p, const char *root);
/* A copy that lives with the profile. */
char *profile_keep(struct sahut_profile *p, const char *text);
/* The next word of `*at`, cut off; NULL at the end. */
char *profile_word(char **at);
/* All words that are left, as a list that lives with the profile. */
const char **profile_words(struct sahut_profile *p, char *rest);
/* -ENOENT: `folder` has no file `name`, but these. */
int profile_why_none(const char *folder, const char *name, struct sahut_why *why);
/* Calls `take` with every line that says something, without blanks around, kept with the profile;
 * `take` may change it. The first error ends it. `line` counts. -ENOENT, … with `why`. */
int profile_read_lines(struct sahut_profile *p, const char *path, int *line,
                       int (*take)(void *ctx, char *text), void *ctx, struct sahut_why *why);

#endif
