// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/wake_measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/attention.h"
#include "hear/endpointer.h"
#include "sahut/text.h"

#define LEAD  WAKE_RATE /* of the noise before the recording */
#define TRAIL (WAKE_RATE / 4)
#define APART 25 /* looks in a second */

const char *const channel_names[CHANNELS] = {"as recorded", "10 dB kitchen", "telephone",
                                             "far room", "cheap microphone"};

static uint32_t hash_of(const struct sound *s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s->n && i < 4000; i += 7)
        h = (h ^ (uint32_t)(int32_t)(s->x[i] * 32768)) * 16777619u;
    return h ? h : 1;
}

static void add_noise(const struct measuring *m, float *x, size_t n, const struct sound *speech,
                      uint32_t hash)
{
    size_t from = hash % m->noise.n;
    float *y = sahut_alloc(n, sizeof(*y));
    for (size_t i = 0; i < n; i++)
        y[i] = m->noise.x[(from + i) % m->noise.n];
    double have = sound_loudest(y + LEAD, speech->n);
    float gain = (float)sqrt(sound_loudest(speech->x, speech->n) / 10 / (have + 1e-12));
    for (size_t i = 0; i < n; i++)
        x[i] += gain * y[i];
    free(y);
}

static int16_t *arrive(const struct measuring *m, const struct sound *s, enum channel channel,
                       size_t *n)
{
    struct dice dice = {hash_of(s)};
    *n = LEAD + s->n + TRAIL;
    float *x = sahut_alloc(*n, sizeof(*x)), most = 1;
    memcpy(x + LEAD, s->x, s->n * sizeof(*x));
    switch (channel) {
    case CHANNEL_NOISE:
        add_noise(m, x, *n, s, dice.state);
        break;
    case CHANNEL_TELEPHONE:
        for (int i = 0; i < 2; i++) {
            wake_filter(x, *n, FILTER_HIGH_PASS, 300, 0, 0.7);
            wake_filter(x, *n, FILTER_LOW_PASS, 3400, 0, 0.7);
        }
        break;
    case CHANNEL_ROOM:
        wake_reverberate(&dice, x, *n, 0.5f, 1);
        break;
    case CHANNEL_CHEAP:
        wake_filter(x, *n, FILTER_HIGH_PASS, 350, 0, 0.7);
        wake_filter(x, *n, FILTER_PEAK, 3000, 9, 1.5);
        wake_filter(x, *n, FILTER_HIGH_SHELF, 5000, -12, 0.7);
        break;
    case CHANNEL_NONE:
    case CHANNELS:
        break;
    }
    for (size_t i = 0; i < *n; i++)
        most = fmaxf(most, fabsf(x[i]));
    int16_t *pcm = sahut_alloc(*n, sizeof(*pcm));
    for (size_t i = 0; i < *n; i++)
        pcm[i] = (int16_t)lrintf(x[i] / most * 32767);
    free(x);
    return pcm;
}

typedef void on_look(void *ctx, const float scores[WAKE_NET_PHRASES]);

static void feed(struct measuring *m, struct attention *a, const int16_t *pcm, size_t n,
                 on_look *look, void *ctx)
{
    for (size_t at = 0; at < n;) {
        size_t k = n - at;
        if (attention_feed(a, pcm + at, &k)) {
            look(ctx, a->scores);
            m->voice_s += a->on ? 0.04 : 0;
        }
        at += k;
    }
}

/* As hearing does it: the search begins half a second before the endpointer was sure, with what was
 * before as context. */
static void listen(struct measuring *m, const int16_t *pcm, size_t n, on_look *look, void *ctx)
{
    const struct wake_net *nets[WAKE_SPOT_NETS];
    for (int i = 0; i < m->model->n_nets; i++)
        nets[i] = &m->model->nets[i];
    struct attention *a = sahut_alloc(1, sizeof(*a));
    attention_init(a, m->voice, nets, m->model->n_nets, -1);
    attention_begin(a, NULL, 0);
    struct endpointer gate;
    endpointer_init(&gate);
    bool open = !m->gate;
    for (size_t at = 0; at + LEVEL_FRAME <= n; at += LEVEL_FRAME) {
        enum endpoint e = endpointer_step(&gate, pcm + at, ENDPOINTER_END);
        if (open)
            feed(m, a, pcm + at, LEVEL_FRAME, look, ctx);
        if (m->gate && e == ENDPOINT_BEGIN) {
            size_t now = at + LEVEL_FRAME,
                   from = now > ENDPOINTER_PRE_ROLL ? now - ENDPOINTER_PRE_ROLL : 0;
            size_t context = from > FEATURES_CONTEXT ? from - FEATURES_CONTEXT : 0;
            attention_begin(a, pcm + context, from - context);
            feed(m, a, pcm + from, now - from, look, ctx);
            open = true;
        }
        if (m->gate && e == ENDPOINT_END)
            open = false;
        m->total_s += (double)LEVEL_FRAME / WAKE_RATE;
        m->gated_s += open ? (double)LEVEL_FRAME / WAKE_RATE : 0;
    }
    free(a);
}

static void keep_best(void *ctx, const float scores[WAKE_NET_PHRASES])
{
    float *best = ctx;
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        best[k] = fmaxf(best[k], scores[k]);
}

void measure_recording(struct measuring *m, const struct sound *s, enum channel channel,
                       float best[WAKE_NET_PHRASES])
{
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        best[k] = WAKE_SPOT_LOWEST;
    size_t n;
    int16_t *pcm = arrive(m, s, channel, &n);
    listen(m, pcm, n, keep_best, best);
    free(pcm);
}

struct finding {
    struct peaks *out;
    float best[WAKE_NET_PHRASES];
    int age[WAKE_NET_PHRASES];
};

static void add_peak(struct peaks *p, int phrase, float score)
{
    if (score <= WAKE_SPOT_LOWEST)
        return;
    if (p->n[phrase] % 1024 == 0)
        p->scores[phrase] =
            sahut_realloc(p->scores[phrase], p->n[phrase] + 1024, sizeof(*p->scores[phrase]));
    p->scores[phrase][p->n[phrase]++] = score;
}

static void find_peak(void *ctx, const float scores[WAKE_NET_PHRASES])
{
    struct finding *f = ctx;
    for (int k = 0; k < WAKE_NET_PHRASES; k++) {
        f->age[k]++;
        if (scores[k] > f->best[k]) {
            f->best[k] = scores[k];
            f->age[k] = 0;
        }
        if (f->age[k] >= APART) {
            add_peak(f->out, k, f->best[k]);
            f->best[k] = WAKE_SPOT_LOWEST;
            f->age[k] = 0;
        }
    }
}

static void begin_finding(struct finding *f, struct peaks *out)
{
    *f = (struct finding){.out = out};
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        f->best[k] = WAKE_SPOT_LOWEST;
}

static void end_finding(const struct finding *f)
{
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        add_peak(f->out, k, f->best[k]);
}

void measure_false(struct measuring *m, const struct sound *s, enum channel channel,
                   struct peaks *out)
{
    size_t n;
    int16_t *pcm = arrive(m, s, channel, &n);
    struct finding f;
    begin_finding(&f, out);
    listen(m, pcm, n, find_peak, &f);
    end_finding(&f);
    out->hours += (double)s->n / WAKE_RATE / 3600;
    free(pcm);
}

void measure_features(const struct measuring *m, const struct sound *s, enum channel channel,
                      struct clips *out)
{
    struct mel mel;
    mel_init(&mel);
    size_t n;
    int16_t *pcm = arrive(m, s, channel, &n);
    clips_add_pcm(out, &mel, pcm, n);
    free(pcm);
}

void measure_clip(const struct wake_model *m, const struct clip *c, struct peaks *out)
{
    struct {
        struct features features;
        struct wake_spot spot;
    } *w = sahut_alloc(1, sizeof(*w));
    const struct wake_net *nets[WAKE_SPOT_NETS];
    for (int i = 0; i < m->n_nets; i++)
        nets[i] = &m->nets[i];
    features_begin(&w->features);
    wake_spot_init(&w->spot, nets, m->n_nets, -1);
    struct finding f;
    begin_finding(&f, out);
    float scores[WAKE_NET_PHRASES];
    for (int t = 0; t < c->n; t++) {
        features_add(&w->features, c->frames + (size_t)t * MEL_BANDS);
        if (w->features.frames % WAKE_SPOT_STEP)
            continue;
        wake_spot_look(&w->spot, &w->features, scores);
        find_peak(&f, scores);
    }
    end_finding(&f);
    out->hours += c->n * 0.02 / 3600;
    free(w);
}

static int downwards(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x < y) - (x > y);
}

float peaks_threshold(struct peaks *p, int phrase, double rate)
{
    size_t allowed = (size_t)(rate * p->hours);
    qsort(p->scores[phrase], p->n[phrase], sizeof(float), downwards);
    return allowed < p->n[phrase] ? p->scores[phrase][allowed] + 1e-3f : WAKE_SPOT_LOWEST;
}

double peaks_rate(const struct peaks *p, int phrase, float threshold)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n[phrase]; i++)
        n += p->scores[phrase][i] >= threshold;
    return p->hours > 0 ? (double)n / p->hours : 0;
}

void peaks_free(struct peaks *p)
{
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        free(p->scores[k]);
    memset(p, 0, sizeof(*p));
}
