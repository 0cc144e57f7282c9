// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/talk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

/* The weight of one more word. Ends cost nothing. */
#define ONE_MORE 0.05

struct talk_words {
    const char **words; /* each allocated */
    size_t n;
};

static void take_line(struct talk_words *t, char *line)
{
    char *save = NULL;
    line[strcspn(line, "#")] = '\0';
    for (char *w = strtok_r(line, " \t\r\n", &save); w; w = strtok_r(NULL, " \t\r\n", &save)) {
        t->words = sahut_realloc(t->words, t->n + 1, sizeof(*t->words));
        t->words[t->n++] = sahut_strdup(w);
    }
}

int talk_words_read(const char *path, struct talk_words **out, struct sahut_why *why)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    struct talk_words *t = sahut_alloc(1, sizeof(*t));
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, f) >= 0)
        take_line(t, line);
    free(line);
    fclose(f);
    if (t->n == 0) {
        talk_words_free(t);
        return sahut_why(why, -EINVAL, "%s: no word is in it", path);
    }
    *out = t;
    return 0;
}

void talk_words_free(struct talk_words *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->n; i++)
        free((char *)t->words[i]);
    free(t->words);
    free(t);
}

/*   start --word--> start,  start --(no sound)--> final   */
void talk_network(const struct talk_words *t, struct network *out)
{
    memset(out, 0, sizeof(*out));
    if (!t)
        return;
    out->n_states = 2;
    out->final = 1;
    out->words = sahut_alloc(t->n, sizeof(*out->words));
    out->arcs = sahut_alloc(t->n + 1, sizeof(*out->arcs));
    out->n_words = t->n;
    memcpy(out->words, t->words, t->n * sizeof(*out->words));
    for (size_t i = 0; i < t->n; i++)
        out->arcs[out->n_arcs++] = (struct sphinx_arc){0, 0, t->words[i], ONE_MORE};
    out->arcs[out->n_arcs++] = (struct sphinx_arc){0, 1, NULL, 1};
}
