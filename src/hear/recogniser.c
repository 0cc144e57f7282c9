// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/recogniser.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/clean.h"
#include "hear/level.h"
#include "hear/network.h"
#include "hear/sentence_ends.h"
#include "hear/sphinx.h"
#include "hear/talk.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define ORDER      "order"
#define UNASKED    "unasked"
#define TALK       "talk"
#define BACKGROUND "background"
#define SEGMENTS   400

/* Confidence is the lower of two logistic functions of margins: the grammar words' acoustic score
 * minus the phone loop's over the same frames, per frame. The one is the order's; noise lowers it,
 * so its middle follows the noise. The other is the worst word's (short ones say little): a word
 * that is not in the grammar takes the place of another, whose margin falls far below the order's.
 * Middles were chosen on the tune half of the coffee orders, against other people's speech and
 * orders with unknown words (docs/hearing.md), for either way of scoring frames. */
struct middles {
    double order, order_per_db, worst, worst_per_db;
};
static const struct middles weighed = {-13, 0.2, -50, 0};
static const struct middles unweighed = {-21, 0.5, -50, 0.4};
#define MOST_NOISE_DB 15.0
#define WORST_FRAMES  15
#define MARGIN_WIDTH  3.0
/* Talk fits worse than phones by so much or more: where there is no talk to compare with. */
#define TALK_BELOW_PHONES 20.0
/* What is unasked is short: people's usual means count as so many frames of it. */
#define USUAL_FRAMES 50.0f
/* Where there is no enhancer to tell. */
#define UNKNOWN_NOISE_DB 12.0

struct recogniser {
    struct recogniser_config config;
    struct sphinx *sphinx;
    struct sentence_ends *ends;
    struct talk_words *talk;
    struct enhancer_net *enhancer;
    struct clean *clean; /* NULL: no enhancer, or none that fits the model */
    char *wake_phrase;
    size_t offset; /* of the utterance's first frame, if frames are not from `clean` */
    const struct middles *middles; /* of the utterance */
    struct sphinx_segment words[SEGMENTS], phones[SEGMENTS];
};

static int set_network(struct sphinx *s, const char *search, const struct network *n,
                       struct sahut_why *why)
{
    return sphinx_set_network(s, search, n->n_states, n->start, n->final, n->arcs, n->n_arcs, why);
}

/* The one decoder goes before the other comes, and what it leaves goes back to the system: two word
 * networks at once are 15 MB that a small board does not have. What can go wrong for a reason (a
 * word without pronunciation) has been found out before. */
static int replace_decoder(struct recogniser *r, const struct network *network,
                           const struct network *unasked, const struct network *talk,
                           const struct sahut_lexicon *lexicon, struct sahut_why *why)
{
    sphinx_free(r->sphinx);
    r->sphinx = NULL;
    malloc_trim(0);
    struct sphinx *fresh = NULL;
    struct sphinx_model model = {r->config.acoustic_model, r->config.adapted};
    int err = sphinx_new(SPHINX_WHOLE, &model, lexicon, NULL, &fresh, why);
    if (!err)
        err = set_network(fresh, ORDER, network, why);
    if (!err && unasked->n_arcs > 0)
        err = set_network(fresh, UNASKED, unasked, why);
    if (!err && talk->n_arcs > 0)
        err = set_network(fresh, TALK, talk, why);
    if (!err)
        err = sphinx_set_phone_loop(fresh, BACKGROUND, why);
    if (err)
        sphinx_free(fresh);
    else
        sphinx_settle(r->sphinx = fresh);
    return err;
}

int recogniser_set_grammar(struct recogniser *r, const struct sahut_grammar *grammar,
                           struct sahut_why *why)
{
    struct network network = {0}, unasked = {0}, talk = {0};
    network_build(&network, grammar, r->wake_phrase);
    if (r->config.unasked) {
        network_build(&unasked, r->config.unasked, NULL);
        network_add_words(&network, &unasked);
        talk_network(r->talk, &talk);
        network_add_words(&network, &talk);
    }
    struct sahut_lexicon *lexicon = NULL;
    int err = sahut_lexicon_build(r->config.dictionary, network.words, network.n_words,
                                  r->config.phonemes, r->config.phonemes_ctx, &lexicon, why);
    if (!err)
        err = network_add_phones(&network, lexicon);
    if (!err)
        err = replace_decoder(r, &network, &unasked, &talk, lexicon, why);
    if (!err) {
        sentence_ends_free(r->ends);
        r->ends = sentence_ends_new(grammar);
    }
    sahut_lexicon_free(lexicon);
    network_finish(&network);
    network_finish(&unasked);
    network_finish(&talk);
    return err;
}

static int read_enhancer(struct recogniser *r, struct sahut_why *why)
{
    char path[512];
    if (!r->config.models)
        return 0;
    snprintf(path, sizeof(path), "%s/hear/enhancer", r->config.models);
    int err = enhancer_net_read(path, &r->enhancer, why);
    return err == -ENOENT ? 0 : err;
}

static int read_talk(struct recogniser *r, struct sahut_why *why)
{
    if (!r->config.unasked || !r->config.talk)
        return 0;
    int err = talk_words_read(r->config.talk, &r->talk, why);
    return err == -ENOENT ? 0 : err;
}

int recogniser_new(const struct recogniser_config *config, const struct sahut_grammar *grammar,
                   struct recogniser **out, struct sahut_why *why)
{
    struct recogniser *r = sahut_alloc(1, sizeof(*r));
    r->config = *config;
    r->wake_phrase = config->wake_phrase ? sahut_strdup(config->wake_phrase) : NULL;
    int err = read_enhancer(r, why);
    if (!err)
        err = read_talk(r, why);
    if (!err)
        err = recogniser_set_grammar(r, grammar, why);
    if (err) {
        recogniser_free(r);
        return err;
    }
    if (r->enhancer && sphinx_has_our_front(r->sphinx))
        r->clean = clean_new(r->enhancer, CLEAN_REMOVED_SHARE);
    *out = r;
    return 0;
}

void recogniser_free(struct recogniser *r)
{
    if (!r)
        return;
    sphinx_free(r->sphinx);
    sentence_ends_free(r->ends);
    clean_free(r->clean);
    talk_words_free(r->talk);
    free(r->enhancer);
    free(r->wake_phrase);
    free(r);
}

const struct enhancer_net *recogniser_enhancer(const struct recogniser *r)
{
    return r->enhancer;
}

static bool is_filler(const struct sphinx_segment *s)
{
    return strchr("<[+(", s->word[0]) != NULL;
}

/* The best phones' score over the frames first…last, shared out evenly within each phone. */
static double background_score(const struct sphinx_segment *phones, int n, int first, int last)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        int a = phones[i].first > first ? phones[i].first : first;
        int b = phones[i].last < last ? phones[i].last : last;
        if (b >= a)
            sum += (double)phones[i].score * (b - a + 1) / (phones[i].last - phones[i].first + 1);
    }
    return sum;
}

/* Where a decoded frame begins in the utterance. */
static size_t sample_of(const struct recogniser *r, int frame)
{
    size_t place = (size_t)(r->clean ? clean_place(r->clean, frame) : frame);
    return r->offset + place * SPHINX_FRAME;
}

static void add_word(struct recognised *out, const char *word)
{
    size_t n = strlen(out->text);
    snprintf(out->text + n, sizeof(out->text) - n, "%s%s", n ? " " : "", word);
}

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

static double confidence_of(const struct recognised *o, const struct middles *m)
{
    double noise = fmin(o->noise_db, MOST_NOISE_DB);
    double order = o->margin - m->order + m->order_per_db * noise;
    double word = o->worst - m->worst + m->worst_per_db * noise;
    return logistic(fmin(order, word) / MARGIN_WIDTH);
}

static void read_order(struct recogniser *r, int n, int n_phones, struct recognised *out)
{
    double score = 0, background = 0;
    int frames = 0;
    out->worst = 0;
    bool in_free = false, have_free = false, begun = false;
    for (int i = 0; i < n; i++) {
        const struct sphinx_segment *s = &r->words[i];
        if (is_filler(s) || network_is_wake(s->word))
            continue;
        size_t a = sample_of(r, s->first), b = sample_of(r, s->last) + SPHINX_FRAME;
        out->start = begun ? out->start : a;
        out->end = b;
        begun = true;
        if (network_is_phone(s->word)) {
            if (!in_free)
                add_word(out, SAHUT_FREE_WORD);
            if (!in_free && !have_free)
                out->free_start = a;
            if (!have_free || in_free)
                out->free_end = b;
            in_free = have_free = true;
            continue;
        }
        in_free = false;
        add_word(out, s->word);
        double phones = background_score(r->phones, n_phones, s->first, s->last);
        int length = s->last - s->first + 1;
        if (length >= WORST_FRAMES)
            out->worst = fmin(out->worst, (s->score - phones) / length);
        score += s->score;
        background += phones;
        frames += length;
        out->longest = length > out->longest ? length : out->longest;
    }
    out->noise_db = r->clean ? (double)clean_noise_db(r->clean) : UNKNOWN_NOISE_DB;
    out->margin = frames ? (score - background) / frames : -1000;
    out->confidence = confidence_of(out, r->middles);
}

/* The frames from the first to behind the last grammar word: the background is needed only there.
 */
static void word_frames(const struct sphinx_segment *words, int n, int *first, int *end)
{
    *first = *end = 0;
    for (int i = 0; i < n; i++) {
        if (is_filler(&words[i]) || network_is_wake(words[i].word) ||
            network_is_phone(words[i].word))
            continue;
        if (*end == 0)
            *first = words[i].first;
        *end = words[i].last + 1;
    }
}

/* What people say to each other, decoded over the frames of what is unasked. */
static void compare_with_talk(struct recogniser *r, int n, int first, int stop,
                              struct recognised *out)
{
    out->beyond_talk = out->margin + TALK_BELOW_PHONES;
    if (!r->talk || stop == 0)
        return;
    int others = sphinx_decode(r->sphinx, TALK, first, stop, r->phones, SEGMENTS);
    double sum = 0;
    int frames = 0;
    for (int i = 0; i < n; i++) {
        const struct sphinx_segment *s = &r->words[i];
        if (is_filler(s))
            continue;
        sum += s->score - background_score(r->phones, others, s->first, s->last);
        frames += s->last - s->first + 1;
    }
    if (frames > 0 && others > 0)
        out->beyond_talk = sum / frames;
}

static int take_in(struct recogniser *r, float usual, const int16_t *pcm, size_t n)
{
    size_t begin = 0, end = n;
    if (r->clean) {
        int frames = clean_run(r->clean, pcm, n);
        r->offset = 0;
        return sphinx_take(r->sphinx, clean_cepstra(r->clean), frames, usual);
    }
    level_speech(pcm, n, &begin, &end);
    r->offset = begin;
    return sphinx_hear(r->sphinx, pcm + begin, end - begin);
}

void recogniser_run(struct recogniser *r, enum recogniser_use use, const int16_t *pcm, size_t n,
                    struct recognised *out)
{
    const char *search = use == RECOGNISER_UNASKED && r->config.unasked ? UNASKED : ORDER;
    memset(out, 0, sizeof(*out));
    if (!r->sphinx)
        return;
    int frames = take_in(r, use == RECOGNISER_UNASKED ? USUAL_FRAMES : 0, pcm, n);
    bool weigh =
        use == RECOGNISER_ORDER && r->clean && sphinx_weigh(r->sphinx, clean_shares(r->clean));
    r->middles = weigh ? &weighed : &unweighed;
    int words = sphinx_decode(r->sphinx, search, 0, frames, r->words, SEGMENTS);
    if (words <= 0)
        return;
    int first, stop;
    word_frames(r->words, words, &first, &stop);
    int phones = sphinx_decode(r->sphinx, BACKGROUND, first, stop, r->phones, SEGMENTS);
    read_order(r, words, phones > 0 ? phones : 0, out);
    if (use == RECOGNISER_UNASKED)
        compare_with_talk(r, words, first, stop, out);
    if (use == RECOGNISER_ORDER)
        out->complete = sentence_ends_with(r->ends, out->text);
}
