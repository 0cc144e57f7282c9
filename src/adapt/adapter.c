// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/adapt.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "adapt/align.h"
#include "adapt/tied.h"
#include "hear/clean.h"
#include "sahut/file.h"
#include "sahut/sentences.h"
#include "sahut/text.h"
#include "train/wake.h"

/* Every number was chosen on the orders for tuning (docs/hearing.md). */
#define COPIES         12 /* of an order; the first is as it is */
#define LOW_DB         0.0f
#define HIGH_DB        24.0f
#define TEXTURES       60 /* of noise */
#define OTHER_TEXTURES 12
#define MOST_WORDS     64
#define LONGEST        ((size_t)SAHUT_ADAPT_LONGEST_S * WAKE_RATE)
#define FRAMES         (SAHUT_ADAPT_LONGEST_S * 100 + 1)
static const struct tied_weights prior = {.means = 20, .weights = 200};

struct order {
    char *text;
    int16_t *pcm;
    size_t n;
};

struct sahut_adapter {
    struct sahut_adapt_config config;
    struct enhancer_net *enhancer;
    struct clean *clean;
    struct tied *tied;
    uint16_t silence[TRIPHONE_STATES];
    bool has_noise;
    struct recordings noise, other_noise; /* learnt from, and not */
    struct order *orders;
    size_t n, cap;
    int16_t noisy[LONGEST];
    senone_frame frames[FRAMES];
    uint16_t senones[FRAMES];
    int32_t senone_at[FRAMES]; /* of each frame of the order as it is; -1: nobody speaks */
};

int sahut_adapter_new(const struct sahut_adapt_config *config, struct sahut_adapter **out,
                      struct sahut_why *why)
{
    char path[512];
    struct sahut_adapter *a = sahut_alloc(1, sizeof(*a));
    a->config = *config;
    snprintf(path, sizeof(path), "%s/hear/enhancer", config->models);
    int err = enhancer_net_read(path, &a->enhancer, why);
    if (!err)
        err = tied_read(config->acoustic_model, &a->tied, why);
    if (err) {
        sahut_adapter_free(a);
        return err;
    }
    a->clean = clean_new(a->enhancer, CLEAN_REMOVED_SHARE);
    const struct triphones *t = tied_triphones(a->tied);
    int silence = triphones_phone(t, "SIL");
    triphones_find(t, silence, silence, silence, TRIPHONE_ALONE, a->silence);
    *out = a;
    return 0;
}

void sahut_adapter_free(struct sahut_adapter *a)
{
    if (!a)
        return;
    for (size_t i = 0; i < a->n; i++) {
        free(a->orders[i].text);
        free(a->orders[i].pcm);
    }
    free(a->orders);
    recordings_free(&a->noise);
    recordings_free(&a->other_noise);
    clean_free(a->clean);
    free(a->enhancer);
    tied_free(a->tied);
    free(a);
}

int sahut_adapter_add(struct sahut_adapter *a, const int16_t *pcm, size_t n, const char *text,
                      struct sahut_why *why)
{
    if (strstr(text, SAHUT_FREE_WORD))
        return sahut_why(why, -EINVAL, "'%s': free text cannot be learnt from", text);
    if (text[strspn(text, " ")] == 0)
        return sahut_why(why, -EINVAL, "an order without words");
    if (n > LONGEST)
        return sahut_why(why, -EINVAL, "'%s': longer than %d s", text, SAHUT_ADAPT_LONGEST_S);
    if (a->n == a->cap) {
        a->cap = a->cap ? 2 * a->cap : 64;
        a->orders = sahut_realloc(a->orders, a->cap, sizeof(*a->orders));
    }
    struct order *o = &a->orders[a->n++];
    *o = (struct order){sahut_strdup(text), sahut_alloc(n ? n : 1, sizeof(*pcm)), n};
    memcpy(o->pcm, pcm, n * sizeof(*pcm));
    return 0;
}

void sahut_adapter_noise(struct sahut_adapter *a, const int16_t *pcm, size_t n)
{
    if (n == 0)
        return;
    struct recording *r = recordings_add(&a->noise);
    r->sound = (struct sound){sahut_alloc(n, sizeof(float)), n};
    for (size_t i = 0; i < n; i++)
        r->sound.x[i] = (float)pcm[i] / 32768;
}

size_t sahut_adapter_orders(const struct sahut_adapter *a)
{
    return a->n;
}

const char *sahut_adapter_text(const struct sahut_adapter *a, size_t i)
{
    return a->orders[i].text;
}

const int16_t *sahut_adapter_pcm(const struct sahut_adapter *a, size_t i, size_t *n)
{
    *n = a->orders[i].n;
    return a->orders[i].pcm;
}

/* ---- noise ---- */

static double loudest(const int16_t *pcm, size_t n)
{
    float *x = sahut_alloc(n + 1, sizeof(*x));
    for (size_t i = 0; i < n; i++)
        x[i] = (float)pcm[i];
    double most = sound_loudest(x, n);
    free(x);
    return most;
}

/* Of our own; both are always the same. */
static void make_noise(struct sahut_adapter *a)
{
    struct dice d = {88172645u + a->config.seed}, other = {2463534242u + a->config.seed};
    if (a->has_noise)
        return;
    a->has_noise = true;
    noise_make_textures(&d, TEXTURES, &a->noise);
    noise_make(&d, &a->noise);
    noise_make_textures(&other, OTHER_TEXTURES, &a->other_noise);
}

static void mix(struct dice *d, const struct recordings *noise, const struct order *o,
                double snr_db, int16_t *out)
{
    const struct sound *s = &noise->items[dice_next(d) % noise->n].sound;
    size_t from = dice_next(d) % s->n;
    float *x = sahut_alloc(o->n + 1, sizeof(*x));
    for (size_t i = 0; i < o->n; i++)
        x[i] = s->x[(from + i) % s->n];
    double wanted = loudest(o->pcm, o->n) / pow(10, snr_db / 10);
    float gain = (float)sqrt(wanted / (sound_loudest(x, o->n) + 1e-9));
    for (size_t i = 0; i < o->n; i++) {
        float y = (float)o->pcm[i] + gain * x[i];
        out[i] = (int16_t)fmaxf(INT16_MIN, fminf(INT16_MAX, y));
    }
    free(x);
}

void sahut_adapter_noisy(struct sahut_adapter *a, size_t i, double snr_db, int16_t *out)
{
    make_noise(a);
    struct dice d = {(a->config.seed + 1) * 2654435761u + (uint32_t)i * 40503u + 1};
    mix(&d, &a->other_noise, &a->orders[i], snr_db, out);
}

/* ---- learning ---- */

struct learning {
    struct sahut_adapter *a;
    size_t without, of;
    struct sahut_lexicon *lexicon;
    struct dice dice;
    struct sahut_adapt_report *report;
};

static bool is_learnt(const struct learning *l, size_t i)
{
    return l->of == 0 || i % l->of != l->without;
}

static void split(char *text, const char *words[MOST_WORDS], size_t *n)
{
    char *save = NULL;
    *n = 0;
    for (char *w = strtok_r(text, " ", &save); w && *n < MOST_WORDS; w = strtok_r(NULL, " ", &save))
        words[(*n)++] = w;
}

static int make_lexicon(struct learning *l, struct sahut_why *why)
{
    const struct sahut_adapter *a = l->a;
    const char **all = NULL;
    char **texts = sahut_alloc(a->n + 1, sizeof(*texts));
    size_t count = 0;
    for (size_t i = 0; i < a->n; i++) {
        const char *words[MOST_WORDS];
        size_t n;
        texts[i] = sahut_strdup(a->orders[i].text);
        split(texts[i], words, &n);
        all = sahut_realloc(all, count + n + 1, sizeof(*all));
        for (size_t w = 0; w < n; w++) {
            bool known = false;
            for (size_t k = 0; k < count && !known; k++)
                known = strcmp(all[k], words[w]) == 0;
            if (!known)
                all[count++] = words[w];
        }
    }
    int err = sahut_lexicon_build(a->config.dictionary, all, count, a->config.phonemes,
                                  a->config.phonemes_ctx, &l->lexicon, why);
    for (size_t i = 0; i < a->n; i++)
        free(texts[i]);
    free(texts);
    free(all);
    return err;
}

/* The frames of what is heard now; returns their number. */
static int hear(struct sahut_adapter *a, const int16_t *pcm, size_t n)
{
    int frames = clean_run(a->clean, pcm, n);
    frames = frames < FRAMES ? frames : FRAMES;
    senone_features(clean_cepstra(a->clean), frames, a->frames);
    return frames;
}

/* Which senone every frame of the order is, as it is. */
static bool align(struct learning *l, const struct order *o)
{
    struct sahut_adapter *a = l->a;
    const char *words[MOST_WORDS];
    char *text = sahut_strdup(o->text);
    struct align_words w = {.words = words, .lexicon = l->lexicon};
    float score;
    split(text, words, &w.n);
    int frames = hear(a, o->pcm, o->n);
    int err = align_run(a->tied, &w, a->frames, frames, a->senones, &score);
    free(text);
    for (int t = 0; t < FRAMES; t++)
        a->senone_at[t] = -1;
    for (int t = 0; t < frames && !err; t++)
        a->senone_at[clean_place(a->clean, t)] = a->senones[t];
    if (!err)
        l->report->speech_s += frames / 100.0;
    return !err;
}

/* `frames` of what was heard last. What is kept of a noisy order where nobody speaks is noise, and
 * noise is silence: or else it becomes words. */
static void count(struct sahut_adapter *a, int frames)
{
    for (int t = 0; t < frames; t++) {
        int32_t senone = a->senone_at[clean_place(a->clean, t)];
        tied_look(a->tied, &a->frames[t]);
        tied_count(a->tied, senone >= 0 ? senone : a->silence[t % TRIPHONE_STATES],
                   clean_shares(a->clean)[t]);
    }
}

static void learn_order(struct learning *l, const struct order *o)
{
    struct sahut_adapter *a = l->a;
    if (!align(l, o)) {
        l->report->left_out++;
        return;
    }
    l->report->learnt++;
    count(a, hear(a, o->pcm, o->n));
    for (int k = 1; k < COPIES; k++) {
        float step = (HIGH_DB - LOW_DB) / (COPIES - 1);
        float snr_db = LOW_DB + step * ((float)(k - 1) + dice_real(&l->dice));
        mix(&l->dice, &a->noise, o, (double)snr_db, a->noisy);
        count(a, hear(a, a->noisy, o->n));
    }
}

static double processor_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int sahut_adapter_learn(struct sahut_adapter *a, size_t without, size_t of,
                        sahut_adapt_progress *progress, void *ctx,
                        struct sahut_adapt_report *report, struct sahut_why *why)
{
    double begin_s = processor_s();
    *report = (struct sahut_adapt_report){0};
    struct learning l = {.a = a,
                         .without = without,
                         .of = of,
                         .dice = {88172645u + a->config.seed},
                         .report = report};
    make_noise(a);
    tied_forget(a->tied);
    int err = make_lexicon(&l, why);
    for (size_t i = 0; i < a->n && !err; i++) {
        if (is_learnt(&l, i))
            learn_order(&l, &a->orders[i]);
        if (progress && !progress(ctx, (double)(i + 1) / (double)a->n))
            err = sahut_why(why, -ECANCELED, "stopped; nothing was changed");
    }
    sahut_lexicon_free(l.lexicon);
    report->cpu_s = processor_s() - begin_s;
    if (!err && report->learnt == 0)
        err = sahut_why(why, -ENODATA, "no order fits its words");
    return err;
}

int sahut_adapter_write(struct sahut_adapter *a, const char *state, const char *note,
                        struct sahut_why *why)
{
    char folder[450], means[512], sendump[512], card[512];
    snprintf(folder, sizeof(folder), "%s/" SAHUT_ADAPT_FOLDER, state);
    if ((mkdir(state, 0700) && errno != EEXIST) || (mkdir(folder, 0700) && errno != EEXIST))
        return sahut_why(why, -errno, "%s: %s", folder, strerror(errno));
    snprintf(means, sizeof(means), "%s/means", folder);
    snprintf(sendump, sizeof(sendump), "%s/sendump", folder);
    snprintf(card, sizeof(card), "%s/card", folder);
    int err = tied_write(a->tied, &prior, means, sendump, why);
    if (err)
        return err;
    err = sahut_file_replace(card, note, strlen(note), 0600, NULL, NULL);
    return err ? sahut_why(why, err, "%s: %s", card, strerror(-err)) : 0;
}
