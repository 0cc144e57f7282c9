// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hear/sphinx.h"
#include "sahut/hearing.h"
#include "sahut/text.h"

#define SEARCH   "text"
#define SEGMENTS 300

static void join_words(const struct sphinx_segment *segments, int n, struct sahut_text *t)
{
    for (int i = 0; i < n; i++)
        if (!strchr("<[+(", segments[i].word[0]))
            sahut_text_addf(t, "%s%s", t->len ? " " : "", segments[i].word);
}

int sahut_hearing_hint(const char *acoustic_model, const char *dictionary,
                       const char *language_model, const int16_t *pcm, size_t n, char **text,
                       struct sahut_why *why)
{
    struct sphinx *sphinx;
    struct sphinx_model model = {acoustic_model, NULL};
    int err = sphinx_new(SPHINX_WHOLE, &model, NULL, dictionary, &sphinx, why);
    if (err)
        return err;
    err = sphinx_set_language_model(sphinx, SEARCH, language_model, why);
    if (!err) {
        struct sphinx_segment *segments = sahut_alloc(SEGMENTS, sizeof(*segments));
        int words =
            sphinx_decode(sphinx, SEARCH, 0, sphinx_hear(sphinx, pcm, n), segments, SEGMENTS);
        struct sahut_text t = {0};
        join_words(segments, words, &t);
        *text = sahut_text_take(&t);
        free(segments);
    }
    sphinx_free(sphinx);
    return err;
}
