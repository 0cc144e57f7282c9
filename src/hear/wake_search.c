// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake_search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hear/clean.h"
#include "hear/level.h"
#include "hear/sphinx.h"
#include "sahut/text.h"

#define SEARCH       "wake"
#define MAX_WORDS    8
#define MAX_VARIANTS 8
#define ANY          1e-150 /* threshold of what has a score */

struct wake_search {
    struct sphinx *sphinx;
};

/* The phrase search takes the first pronunciation of each word only: spell the others out as
 * "hey computer(2)", all combinations up to a few. */
static size_t spell_variants(const struct sahut_lexicon *lexicon, const char *const *words,
                             size_t n_words, char *variants[MAX_VARIANTS])
{
    size_t count[MAX_WORDS] = {0}, n = 1;
    for (size_t w = 0; w < n_words; w++)
        for (size_t i = 0; i < lexicon->count; i++)
            count[w] += strcmp(lexicon->items[i].word, words[w]) == 0;
    for (size_t w = 0; w < n_words; w++)
        n *= count[w];
    n = n < MAX_VARIANTS ? n : MAX_VARIANTS;
    for (size_t v = 0; v < n; v++) {
        struct sahut_text t = {0};
        size_t rest = v;
        for (size_t w = 0; w < n_words; w++) {
            size_t variant = rest % count[w];
            rest /= count[w];
            sahut_text_addf(&t, "%s%s", w ? " " : "", words[w]);
            if (variant > 0)
                sahut_text_addf(&t, "(%zu)", variant + 1);
        }
        variants[v] = sahut_text_take(&t);
    }
    return n;
}

static int set_phrases(struct sphinx *sphinx, const struct sahut_lexicon *lexicon,
                       const char *const *words, size_t n_words, double threshold,
                       struct sahut_why *why)
{
    char *variants[MAX_VARIANTS];
    size_t n = spell_variants(lexicon, words, n_words, variants);
    int err = sphinx_set_phrases(sphinx, SEARCH, (const char *const *)variants, n, threshold, why);
    for (size_t i = 0; i < n; i++)
        free(variants[i]);
    return err;
}

static int unpronounceable(const struct wake_config *config, int err, struct sahut_why *why)
{
    struct sahut_why word = {.text = ""};
    if (why)
        word = *why;
    return sahut_why(why, err == -ENOENT ? -EINVAL : err,
                     "wake phrase '%s' cannot be pronounced: %s; write it as it is spoken",
                     config->phrase, word.text);
}

int wake_search_new(const struct wake_config *config, enum wake_search_use use,
                    struct wake_search **out, struct sahut_why *why)
{
    bool whole = use == WAKE_SEARCH_WHOLE;
    char *copy = sahut_strdup(config->phrase), *save = NULL;
    const char *words[MAX_WORDS];
    size_t n = 0;
    for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save)) {
        if (n == MAX_WORDS) {
            free(copy);
            return sahut_why(why, -EINVAL, "wake phrase '%s': more than %d words; two or three do",
                             config->phrase, MAX_WORDS);
        }
        words[n++] = w;
    }
    struct sahut_lexicon *lexicon = NULL;
    struct sphinx *sphinx = NULL;
    struct sphinx_model model = {config->acoustic_model, NULL};
    int err =
        n ? 0 : sahut_why(why, -EINVAL, "the wake phrase is empty; say for example 'hey computer'");
    if (!err) {
        err = sahut_lexicon_build(config->dictionary, words, n, config->phonemes,
                                  config->phonemes_ctx, &lexicon, why);
        if (err && access(config->dictionary, R_OK) == 0)
            err = unpronounceable(config, err, why);
    }
    if (!err)
        err = sphinx_new(whole ? SPHINX_WHOLE : SPHINX_STREAM, &model, lexicon, NULL, &sphinx, why);
    if (!err)
        err = set_phrases(sphinx, lexicon, words, n, whole ? ANY : config->threshold, why);
    sahut_lexicon_free(lexicon);
    free(copy);
    if (err) {
        sphinx_free(sphinx);
        return err;
    }
    *out = sahut_alloc(1, sizeof(**out));
    (*out)->sphinx = sphinx;
    return 0;
}

void wake_search_free(struct wake_search *w)
{
    if (!w)
        return;
    sphinx_free(w->sphinx);
    free(w);
}

void wake_search_begin(struct wake_search *w)
{
    sphinx_begin(w->sphinx, SEARCH);
}

bool wake_search_feed(struct wake_search *w, const int16_t *pcm, size_t n, size_t *start,
                      size_t *end, double *score)
{
    int first, last;
    sphinx_feed(w->sphinx, pcm, n);
    if (!sphinx_spotted(w->sphinx, &first, &last, score))
        return false;
    *start = (size_t)(first > 0 ? first : 0) * SPHINX_FRAME;
    *end = (size_t)(last + 1) * SPHINX_FRAME;
    return true;
}

void wake_search_end(struct wake_search *w)
{
    sphinx_end(w->sphinx);
}

double wake_search_whole(struct wake_search *w, struct clean *clean, const int16_t *pcm, size_t n,
                         int *frames)
{
    size_t begin = 0, end = n;
    if (clean) {
        *frames = clean_run(clean, pcm, n);
        sphinx_take(w->sphinx, clean_cepstra(clean), *frames, 0);
    } else {
        level_speech(pcm, n, &begin, &end);
        *frames = sphinx_hear(w->sphinx, pcm + begin, end - begin);
    }
    return sphinx_best_phrase(w->sphinx, SEARCH);
}

bool wake_search_has_our_front(const struct wake_search *w)
{
    return sphinx_has_our_front(w->sphinx);
}

void wake_search_forget(struct wake_search *w)
{
    sphinx_forget(w->sphinx);
}
