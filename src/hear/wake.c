// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/attention.h"
#include "hear/history.h"
#include "hear/second_look.h"
#include "hear/wake_folder.h"
#include "hear/wake_search.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define RATE 16000
/* The search begins when a voice was found in so many looks (the clink of a dish is in fewer), and
 * looks back to what was before the first. */
#define SEARCH_LOOKS 6
#define LOOK_BACK    (7 * RATE / 10 + SEARCH_LOOKS * WAKE_SPOT_STEP * MEL_HOP)
#define RECENT       SECOND_LOOK_WINDOW
/* A network is often sure before the phrase is over. */
#define STILL_TO_COME (RATE / 10)
/* Of the search: powers of ten a step of the sensitivity. */
#define SEARCH_STEP 0.4

/* A model that knows the phrase: a shipped one, or one that somebody taught. */
struct known {
    struct wake_model *model;
    int phrase; /* in the model */
    float threshold;
    struct wake_spot spot;
    struct candidate candidate;
};

struct wake {
    struct attention attention;
    struct voice_net *voice;
    struct known *known[WAKE_KNOWN]; /* none: search */
    int n_known;
    const char *wanted; /* while it is made */
    double lowest;      /* sensitivity that would have woken */
    double base_log;    /* of the search: log10 of the threshold at sensitivity 50 */

    struct second_look *second; /* NULL: no model wants one */
    struct wake_search *search;
    bool searching;
    size_t base;           /* of the search's position 0, since wake_begin */
    struct history recent; /* with what was before wake_begin */
    int64_t begun;
    int16_t ring[RECENT];
    int16_t straight[RECENT];
};

static int knows_phrase(void *ctx, const char *file, struct wake_model *m)
{
    struct wake *w = ctx;
    int phrase = wake_model_find(m, w->wanted);
    if (phrase < 0)
        return 0;
    sahut_log(SAHUT_LOG_DEBUG, "hear", "wake phrase '%s': %s", w->wanted, file);
    struct known *k = sahut_alloc(1, sizeof(*k));
    *k = (struct known){.model = m, .phrase = phrase};
    const struct wake_net *nets[WAKE_SPOT_NETS];
    for (int i = 0; i < m->n_nets; i++)
        nets[i] = &m->nets[i];
    wake_spot_init(&k->spot, nets, m->n_nets, phrase);
    if (m->second_look)
        k->spot.ask_others = SECOND_LOOK_ASK;
    w->known[w->n_known++] = k;
    return w->n_known < WAKE_KNOWN ? 2 : 1;
}

/* What was taught comes first; a model that cannot be read does not keep the assistant from
 * hearing with the others. */
static int find_models(struct wake *w, const struct wake_config *config, struct sahut_why *why)
{
    struct sahut_why taught;
    if (config->taught && wake_folder_read(config->taught, knows_phrase, w, &taught))
        sahut_log(SAHUT_LOG_ERROR, "hear", "%s; teach the phrase again", taught.text);
    if (!config->models || w->n_known == WAKE_KNOWN)
        return 0;
    return wake_folder_read(config->models, knows_phrase, w, why);
}

/* One knob for both: see setting wake.sensitivity. */
static int new_search(struct wake *w, const struct wake_config *config, struct sahut_why *why)
{
    struct wake_config c = *config;
    w->base_log = log10(config->threshold);
    double exponent = w->base_log - SEARCH_STEP * (config->sensitivity - 50);
    c.threshold = pow(10, fmax(-60, fmin(0, exponent)));
    return wake_search_new(&c, WAKE_SEARCH_STREAM, &w->search, why);
}

/* A phrase that was taught and whose words nobody can pronounce now cannot be told any more. */
static int new_second_look(struct wake *w, const struct wake_config *config, struct sahut_why *why)
{
    bool wanted = false;
    for (int i = 0; i < w->n_known; i++)
        wanted = wanted || w->known[i]->model->second_look;
    return wanted ? second_look_new(config, &w->second, why) : 0;
}

struct wake_config wake_config_of(const struct sahut_hearing_config *c)
{
    return (struct wake_config){
        .acoustic_model = c->acoustic_model,
        .dictionary = c->dictionary,
        .phrase = c->wake_phrase,
        .models = c->models,
        .taught = c->taught,
        .threshold = c->wake_threshold,
        .sensitivity = c->wake_sensitivity,
        .phonemes = c->phonemes,
        .phonemes_ctx = c->phonemes_ctx,
    };
}

int wake_new(const struct wake_config *config, struct wake **out, struct sahut_why *why)
{
    struct wake *w = sahut_alloc(1, sizeof(*w));
    w->wanted = config->phrase;
    int err = voice_net_of(config->models, &w->voice, why);
    if (!err)
        err = find_models(w, config, why);
    for (int i = 0; i < w->n_known; i++)
        w->known[i]->threshold = wake_model_threshold(
            &w->known[i]->model->phrases[w->known[i]->phrase], config->sensitivity, w->n_known);
    if (!err)
        err = w->n_known ? new_second_look(w, config, why) : new_search(w, config, why);
    w->recent = (struct history){.ring = w->ring, .room = RECENT};
    attention_init(&w->attention, w->voice, NULL, 0, -1);
    if (err) {
        wake_free(w);
        return err;
    }
    w->wanted = NULL;
    *out = w;
    return 0;
}

void wake_free(struct wake *w)
{
    if (!w)
        return;
    wake_search_free(w->search);
    second_look_free(w->second);
    for (int i = 0; i < w->n_known; i++) {
        free(w->known[i]->model);
        free(w->known[i]);
    }
    free(w->voice);
    free(w);
}

const struct voice_net *wake_voice(const struct wake *w)
{
    return w->voice;
}

size_t wake_context(const struct wake *w)
{
    return w->voice || w->n_known ? FEATURES_CONTEXT : 0;
}

/* Samples since wake_begin. */
static size_t fed(const struct wake *w)
{
    return (size_t)(w->recent.position - w->begun);
}

void wake_begin(struct wake *w, const int16_t *before, size_t n)
{
    wake_end(w);
    w->lowest = WAKE_NEVER;
    w->recent.position = 0;
    history_add(&w->recent, before, n);
    w->begun = w->recent.position;
    attention_begin(&w->attention, before, n);
    for (int i = 0; i < w->n_known; i++) {
        wake_spot_begin(&w->known[i]->spot);
        candidate_begin(&w->known[i]->candidate);
    }
}

/* Copies the last `n` samples, or what there is of them, to `straight`. */
static size_t recall(struct wake *w, size_t n)
{
    int64_t from = w->recent.position - (int64_t)n;
    return history_copy(&w->recent, &from, w->recent.position, w->straight);
}

/* The score of a network, after a second look if its model wants one: once its peak has settled, be
 * there still a voice or not. False while there is none. */
static bool judge(struct wake *w, struct known *k, float *score)
{
    float scores[WAKE_NET_PHRASES];
    *score = WAKE_SPOT_LOWEST;
    if (w->attention.on) {
        wake_spot_look(&k->spot, &w->attention.features, scores);
        *score = scores[k->phrase];
    }
    if (!k->model->second_look)
        return w->attention.on;
    if (!candidate_look(&k->candidate, *score, score))
        return false;
    *score = second_look_score(w->second, &k->model->likeness, *score, w->straight,
                               recall(w, SECOND_LOOK_WINDOW));
    return true;
}

/* The phrase counts when one of the models says so. */
static bool look(struct wake *w, size_t *start, size_t *end, double *told)
{
    float score, most = 0;
    const struct known *best = NULL;
    for (int i = 0; i < w->n_known; i++) {
        struct known *k = w->known[i];
        if (!judge(w, k, &score))
            continue;
        float above = score - k->threshold;
        w->lowest = fmin(w->lowest,
                         wake_model_sensitivity(&k->model->phrases[k->phrase], score, w->n_known));
        if (above < 0 || (best && above <= most))
            continue;
        most = above;
        best = k;
        *told = (double)score;
    }
    if (!best)
        return false;
    size_t length = (size_t)(best->model->phrases[best->phrase].seconds * RATE);
    size_t ago = best->model->second_look ? SECOND_LOOK_AFTER : 0;
    *end = fed(w) + STILL_TO_COME - (ago < fed(w) ? ago : 0);
    *start = *end > length ? *end - length : 0;
    return true;
}

static void end_search(struct wake *w)
{
    if (w->searching)
        wake_search_end(w->search);
    w->searching = false;
}

/* The search gets the piece, or at its beginning what led to it as well. */
static bool search(struct wake *w, const int16_t *pcm, size_t n, size_t *start, size_t *end,
                   double *score)
{
    if (!w->attention.on) {
        end_search(w);
        return false;
    }
    if (!w->searching) {
        if (w->attention.has_voice && w->attention.voice.found < SEARCH_LOOKS)
            return false;
        n = recall(w, fed(w) < LOOK_BACK ? fed(w) : LOOK_BACK);
        w->base = fed(w) - n;
        pcm = w->straight;
        wake_search_begin(w->search);
        w->searching = true;
    }
    if (!wake_search_feed(w->search, pcm, n, start, end, score))
        return false;
    *start += w->base;
    *end += w->base;
    w->lowest = fmin(w->lowest, fmax(0, 50 + (w->base_log - *score) / SEARCH_STEP));
    return true;
}

bool wake_searches(const struct wake *w)
{
    return w->search != NULL;
}

double wake_lowest(struct wake *w)
{
    double lowest = w->lowest;
    w->lowest = WAKE_NEVER;
    return lowest;
}

bool wake_feed(struct wake *w, const int16_t *pcm, size_t n, size_t *start, size_t *end,
               double *score)
{
    bool found = false;
    size_t s = 0, e = 0;
    double sc = 0;
    while (n > 0) {
        size_t k = n;
        bool looked = wake_context(w) > 0 && attention_feed(&w->attention, pcm, &k);
        history_add(&w->recent, pcm, k);
        bool hit = w->n_known ? looked && look(w, &s, &e, &sc) : search(w, pcm, k, &s, &e, &sc);
        if (hit && !found) {
            found = true;
            *start = s;
            *end = e;
            *score = sc;
        }
        pcm += k;
        n -= k;
    }
    return found;
}

void wake_end(struct wake *w)
{
    end_search(w);
}

void wake_forget(struct wake *w)
{
    end_search(w);
    if (w->search)
        wake_search_forget(w->search);
}
