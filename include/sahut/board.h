// SPDX-License-Identifier: GPL-3.0-or-later
/** Board profiles: which board this is, and what its pins are. One readable file each, in the
 * folder `boards`; docs/boards.md says how to write one. */
#ifndef SAHUT_BOARD_H
#define SAHUT_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "sahut/why.h"

struct sahut_profile;

/** Reads one profile. -ENOENT, or -EINVAL with "FILE:LINE: …". */
int sahut_profile_read(const char *path, struct sahut_profile **out, struct sahut_why *why);
/** The profile in `folder` of the board whose device tree is below `root` ("" for this machine's):
 * the first compatible string that a profile has. -ENODEV if none has: then `generic` is right.
 * Other errors as above. */
int sahut_profile_detect(const char *folder, const char *root, struct sahut_profile **out,
                         struct sahut_why *why);
/** As setting board.profile says: "" detects, and takes `generic` for an unknown board. */
int sahut_profile_open(const char *folder, const char *name, const char *root,
                       struct sahut_profile **out, struct sahut_why *why);
void sahut_profile_free(struct sahut_profile *profile);

/** "Raspberry Pi 4 Model B". All texts live as long as the profile. */
const char *sahut_profile_name(const struct sahut_profile *profile);
/** Were its lines compared with a device tree? */
bool sahut_profile_verified(const struct sahut_profile *profile);
/** Where its facts come from, what to mind, its device tree in Debian's kernel packages; "" if the
 * file does not say. */
const char *sahut_profile_source(const struct sahut_profile *profile);
const char *sahut_profile_note(const struct sahut_profile *profile);
const char *sahut_profile_tree(const struct sahut_profile *profile);
/** NULL-terminated. */
const char *const *sahut_profile_compatible(const struct sahut_profile *profile);

/** A pin of a header. A pin may be there twice: two lines lead to it. */
struct sahut_pin {
    const char *header;
    int number;
    const char *name;        /**< "GPIO17"; of power, "3V3"; "-" if nothing is known */
    const char *chip;        /**< label of its chip; "" if it is no line */
    const char *node;        /**< of the chip in the device tree; "" if not known */
    unsigned line;           /**< on the chip */
    const char *const *also; /**< what else it is called and used for, NULL-terminated */
    int at;                  /**< line of the file */
    const char *hat;         /**< what the hat has there: "button", "light" (both for Sahut to use),
                                  "i2s", …; NULL: nothing */
    const char *kernel;      /**< what the kernel uses it for: "spi0"; NULL: nothing is known */
};
const struct sahut_pin *sahut_profile_pins(const struct sahut_profile *profile, size_t *count);
/** The pin that is called so: "header:11" (of the first header), "P9:12", "P9_12", "GPIO17", or
 * what else its row says. NULL if there is none. */
const struct sahut_pin *sahut_profile_pin(const struct sahut_profile *profile, const char *text);
/** The pin that leads to this line of the chip with this label; NULL if none is known. */
const struct sahut_pin *sahut_profile_line(const struct sahut_profile *profile, const char *chip,
                                           unsigned line);
/** How the device tree names the line of `pin`, if the profile says how: "7J1 Header Pin11". */
bool sahut_profile_named(const struct sahut_profile *profile, const struct sahut_pin *pin,
                         char *out, size_t size);

/** A sound card that is more than one: it sits on pins of the header, or has buttons and lights. */
struct sahut_hat {
    const char *name, *source, *note;
    bool verified;
    char card[64]; /**< its ALSA card's name where it was found, or as it usually is */
    bool plays;    /**< it has a loudspeaker, too: "plughw:CARD=…,DEV=0" for both */
    bool found;    /**< its sound card is there */
};

/** Puts the hat on the board that setting board.hat names: a file of `folder`/hats or a path; "":
 * the one whose sound card is there; "none": none. Its pins, and those that the kernel uses for
 * something else by its device tree, are known from then on. Looks below `root` ("": this machine).
 * -ENOENT or -EINVAL with `why`. */
int sahut_profile_equip(struct sahut_profile *profile, const char *folder, const char *hat,
                        const char *root, struct sahut_why *why);
/** NULL: none. Lives as long as the profile. */
const struct sahut_hat *sahut_profile_hat(const struct sahut_profile *profile);

/** What the kernel says about a line, by its chip's label. -ENOENT (no such chip), -EACCES, … */
struct sahut_line_state {
    char name[32];   /**< the kernel's; "" if it has none */
    char holder[32]; /**< "" if nobody holds it */
};
int sahut_board_line(const char *chip, unsigned line, struct sahut_line_state *out);

#endif
