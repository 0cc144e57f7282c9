// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/attention.h"
#include "hear/wake_folder.h"
#include "hear/wake_search.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define RATE 16000
/* The search looks back this far when a voice is noticed. */
#define LOOK_BACK (7 * RATE / 10)
/* A network is often sure before the phrase is over. */
#define STILL_TO_COME (RATE / 10)

struct wake {
    struct attention attention;
    struct voice_net *voice;
    struct wake_model *model; /* NULL: search */
    const char *wanted;       /* while it is made */
    int phrase;               /* in the model */
    float threshold;

    struct wake_search *search;
    bool searching;
    size_t fed, base; /* samples since wake_begin; base: of the search's position 0 */
    int16_t recent[LOOK_BACK];
    int16_t look_back[LOOK_BACK];
};

static int read_voice(struct wake *w, const char *models, struct sahut_why *why)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/wake/voice", models);
    int err = voice_net_read(path, &w->voice, why);
    return err == -ENOENT ? 0 : err;
}

static int knows_phrase(void *ctx, const char *file, struct wake_model *m)
{
    struct wake *w = ctx;
    w->phrase = wake_model_find(m, w->wanted);
    if (w->phrase < 0)
        return 0;
    sahut_log(SAHUT_LOG_DEBUG, "hear", "wake phrase '%s': %s", w->wanted, file);
    w->model = m;
    return 1;
}

int wake_new(const struct wake_config *config, struct wake **out, struct sahut_why *why)
{
    struct wake *w = sahut_alloc(1, sizeof(*w));
    w->wanted = config->phrase;
    int err = config->models ? read_voice(w, config->models, why) : 0;
    if (!err && config->models)
        err = wake_folder_read(config->models, knows_phrase, w, why);
    const struct wake_net *nets[WAKE_SPOT_NETS];
    for (int i = 0; w->model && i < w->model->n_nets; i++)
        nets[i] = &w->model->nets[i];
    if (w->model)
        w->threshold = wake_model_threshold(&w->model->phrases[w->phrase], config->sensitivity);
    else if (!err)
        err = wake_search_new(config, &w->search, why);
    attention_init(&w->attention, w->voice, nets, w->model ? w->model->n_nets : 0, w->phrase);
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
    free(w->model);
    free(w->voice);
    free(w);
}

size_t wake_context(const struct wake *w)
{
    return w->voice || w->model ? FEATURES_CONTEXT : 0;
}

void wake_begin(struct wake *w, const int16_t *before, size_t n)
{
    wake_end(w);
    w->fed = 0;
    attention_begin(&w->attention, before, n);
}

static bool look(struct wake *w, size_t *start, size_t *end, double *score)
{
    float s = w->attention.scores[w->phrase];
    if (s < w->threshold)
        return false;
    size_t length = (size_t)(w->model->phrases[w->phrase].seconds * RATE);
    *end = w->fed + STILL_TO_COME;
    *start = *end > length ? *end - length : 0;
    *score = (double)s;
    return true;
}

static void remember(struct wake *w, const int16_t *pcm, size_t n)
{
    for (size_t i = 0; i < n; i++)
        w->recent[(w->fed + i) % LOOK_BACK] = pcm[i];
    w->fed += n;
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
        n = w->fed < LOOK_BACK ? w->fed : LOOK_BACK;
        w->base = w->fed - n;
        for (size_t i = 0; i < n; i++)
            w->look_back[i] = w->recent[(w->base + i) % LOOK_BACK];
        pcm = w->look_back;
        wake_search_begin(w->search);
        w->searching = true;
    }
    if (!wake_search_feed(w->search, pcm, n, start, end, score))
        return false;
    *start += w->base;
    *end += w->base;
    return true;
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
        remember(w, pcm, k);
        bool hit = w->model ? looked && look(w, &s, &e, &sc) : search(w, pcm, k, &s, &e, &sc);
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
