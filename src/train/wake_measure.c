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

int16_t *measure_arrival(const struct measuring *m, const struct sound *s, enum channel channel,
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

/* What one stretch of sound is listened to with. */
struct listening {
    struct measuring *m;
    const int16_t *pcm;
    size_t n, at; /* at: behind the last look */
    struct attention attention;
    struct candidate candidates[WAKE_NET_PHRASES];
    float best[WAKE_NET_PHRASES]; /* of the running peak */
    int age[WAKE_NET_PHRASES];
    struct peaks *peaks; /* NULL: only the best is wanted */
};

static void begin_peaks(struct listening *l)
{
    for (int k = 0; k < WAKE_NET_PHRASES; k++) {
        l->best[k] = WAKE_SPOT_LOWEST;
        l->age[k] = 0;
    }
}

static void begin_attention(struct listening *l, const int16_t *before, size_t n)
{
    attention_begin(&l->attention, before, n);
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        candidate_begin(&l->candidates[k]);
}

static void end_peak(struct listening *l, int phrase)
{
    struct peaks *p = l->peaks;
    if (p && l->best[phrase] > WAKE_SPOT_LOWEST) {
        if (p->n[phrase] % 1024 == 0)
            p->scores[phrase] =
                sahut_realloc(p->scores[phrase], p->n[phrase] + 1024, sizeof(*p->scores[phrase]));
        p->scores[phrase][p->n[phrase]++] = l->best[phrase];
        l->best[phrase] = WAKE_SPOT_LOWEST;
    }
    l->age[phrase] = 0;
}

static void add_score(struct listening *l, int phrase, float score)
{
    l->age[phrase]++;
    if (score > l->best[phrase]) {
        l->best[phrase] = score;
        l->age[phrase] = 0;
    }
    if (l->age[phrase] >= APART)
        end_peak(l, phrase);
}

static float look_again(struct listening *l, int phrase, float logit)
{
    size_t from = l->at > SECOND_LOOK_WINDOW ? l->at - SECOND_LOOK_WINDOW : 0;
    return second_look_score(l->m->second[phrase], &l->m->model->likeness, logit, l->pcm + from,
                             l->at - from);
}

static void take_look(struct listening *l)
{
    for (int k = 0; k < l->m->model->n_phrases; k++) {
        float score = l->attention.scores[k];
        if (l->m->second[k])
            score = candidate_look(&l->candidates[k], score, &score) ? look_again(l, k, score)
                                                                     : WAKE_SPOT_LOWEST;
        add_score(l, k, score);
    }
    l->m->voice_s += l->attention.on ? 0.04 : 0;
}

static void feed(struct listening *l, size_t from, size_t to)
{
    while (from < to) {
        size_t k = to - from;
        bool looked = attention_feed(&l->attention, l->pcm + from, &k);
        from += k;
        l->at = from;
        if (looked)
            take_look(l);
    }
}

static void end_listening(struct listening *l)
{
    for (int k = 0; k < l->m->model->n_phrases; k++) {
        float peak;
        if (l->m->second[k] && candidate_end(&l->candidates[k], &peak))
            add_score(l, k, look_again(l, k, peak));
        if (l->peaks)
            end_peak(l, k);
    }
}

/* As hearing does it: the search begins half a second before the endpointer was sure, with what was
 * before as context. */
static void listen(struct listening *l)
{
    struct measuring *m = l->m;
    const struct wake_net *nets[WAKE_SPOT_NETS];
    for (int i = 0; i < m->model->n_nets; i++)
        nets[i] = &m->model->nets[i];
    attention_init(&l->attention, m->voice, nets, m->model->n_nets, -1);
    if (m->second[0])
        l->attention.spot.ask_others = SECOND_LOOK_ASK;
    begin_attention(l, NULL, 0);
    begin_peaks(l);
    struct endpointer gate;
    endpointer_init(&gate);
    bool open = !m->gate;
    for (size_t at = 0; at + LEVEL_FRAME <= l->n; at += LEVEL_FRAME) {
        size_t now = at + LEVEL_FRAME;
        enum endpoint e = endpointer_step(&gate, l->pcm + at, ENDPOINTER_END);
        if (open)
            feed(l, at, now);
        if (m->gate && e == ENDPOINT_BEGIN) {
            size_t from = now > ENDPOINTER_PRE_ROLL ? now - ENDPOINTER_PRE_ROLL : 0;
            size_t context = from > FEATURES_CONTEXT ? from - FEATURES_CONTEXT : 0;
            begin_attention(l, l->pcm + context, from - context);
            feed(l, from, now);
            open = true;
        }
        if (m->gate && e == ENDPOINT_END)
            open = false;
        m->total_s += (double)LEVEL_FRAME / WAKE_RATE;
        m->gated_s += open ? (double)LEVEL_FRAME / WAKE_RATE : 0;
    }
    end_listening(l);
}

void measure_recording(struct measuring *m, const struct sound *s, enum channel channel,
                       float best[WAKE_NET_PHRASES])
{
    struct listening *l = sahut_alloc(1, sizeof(*l));
    l->m = m;
    int16_t *pcm = measure_arrival(m, s, channel, &l->n);
    l->pcm = pcm;
    listen(l);
    memcpy(best, l->best, sizeof(l->best));
    free(pcm);
    free(l);
}

static void find_peaks(struct measuring *m, const int16_t *pcm, size_t n, struct peaks *out)
{
    struct listening *l = sahut_alloc(1, sizeof(*l));
    l->m = m;
    l->pcm = pcm;
    l->n = n;
    l->peaks = out;
    listen(l);
    free(l);
}

void measure_false_pcm(struct measuring *m, const int16_t *pcm, size_t n, struct peaks *out)
{
    find_peaks(m, pcm, n, out);
    out->hours += (double)n / WAKE_RATE / 3600;
}

void measure_false(struct measuring *m, const struct sound *s, enum channel channel,
                   struct peaks *out)
{
    size_t n;
    int16_t *pcm = measure_arrival(m, s, channel, &n);
    find_peaks(m, pcm, n, out);
    out->hours += (double)s->n / WAKE_RATE / 3600;
    free(pcm);
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
