// SPDX-License-Identifier: GPL-3.0-or-later
/* Examples: some recordings of speech with pauses, one or two kinds of noise at 0 to 24 dB, each
 * through an equaliser of its own, at some level in a room that is not silent. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/enhance.h"

#define SAMPLES    ((size_t)ENHANCE_FRAMES * FRONT_HOP + FRONT_FRAME)
#define CORPORA    4
#define LONG       (WAKE_RATE * 3) /* a longer recording may begin inside */
#define LOW_SNR    (-2.0f)
#define HIGH_SNR   24.0f
#define FULL_SCALE 32768.0f

/* How often each corpus is used: read speech in long sentences, accented sentences, names and
 * numbers, single words. */
static const struct {
    const char *prefix;
    float share;
} corpora[CORPORA] = {
    {"librispeech/", 0.3f}, {"speechocean762/", 0.4f}, {"accents/", 0.1f}, {"words/", 0.2f}};

struct choice {
    const struct sound **items;
    size_t n;
};

struct enhance_maker {
    struct dice dice;
    struct front front;
    struct choice speech[CORPORA], noise;
    float x[1 + SAMPLES], y[1 + SAMPLES];
};

static void add(struct choice *c, const struct sound *s)
{
    c->items = sahut_realloc(c->items, c->n + 1, sizeof(*c->items));
    c->items[c->n++] = s;
}

struct enhance_maker *enhance_maker_new(const struct wake_data *data, uint32_t seed)
{
    struct enhance_maker *m = sahut_alloc(1, sizeof(*m));
    m->dice.state = 2463534242u + seed * 7919u;
    front_init(&m->front);
    for (size_t i = 0; i < data->speech.n; i++)
        for (int c = 0; c < CORPORA; c++)
            if (!data->speech.items[i].held_out &&
                strncmp(data->speech.items[i].file, corpora[c].prefix, strlen(corpora[c].prefix)) ==
                    0)
                add(&m->speech[c], &data->speech.items[i].sound);
    for (size_t i = 0; i < data->noise.n; i++)
        if (!data->noise.items[i].held_out)
            add(&m->noise, &data->noise.items[i].sound);
    return m;
}

void enhance_maker_free(struct enhance_maker *m)
{
    if (!m)
        return;
    for (int c = 0; c < CORPORA; c++)
        free(m->speech[c].items);
    free(m->noise.items);
    free(m);
}

static size_t below(struct dice *d, size_t n)
{
    return n ? dice_next(d) % n : 0;
}

static void fill_speech(struct enhance_maker *m, float *x)
{
    struct dice *d = &m->dice;
    float at = dice_real(d);
    int corpus = 0;
    while (corpus < CORPORA - 1 && at >= corpora[corpus].share)
        at -= corpora[corpus++].share;
    const struct choice *c = &m->speech[corpus];
    size_t to = below(d, 4) ? below(d, 12000) : 0;
    while (c->n && to + 1600 < SAMPLES) {
        const struct sound *s = c->items[below(d, c->n)];
        size_t from = s->n > LONG && below(d, 2) ? below(d, s->n - 2 * WAKE_RATE) : 0;
        size_t n = s->n - from < SAMPLES - to ? s->n - from : SAMPLES - to;
        float peak = 1e-6f;
        for (size_t i = 0; i < n; i++)
            peak = fmaxf(peak, fabsf(s->x[from + i]));
        for (size_t i = 0; i < n; i++)
            x[to + i] = s->x[from + i] / peak;
        to += n + below(d, 10000);
    }
}

static void fill_noise(struct enhance_maker *m, float *x, float level)
{
    struct dice *d = &m->dice;
    for (size_t to = 0; to < SAMPLES;) {
        const struct sound *s = m->noise.items[below(d, m->noise.n)];
        size_t from = s->n > 2 * WAKE_RATE ? below(d, s->n - WAKE_RATE) : 0;
        size_t n = s->n - from < SAMPLES - to ? s->n - from : SAMPLES - to;
        double energy = 1e-9;
        for (size_t i = 0; i < n; i++)
            energy += (double)s->x[from + i] * (double)s->x[from + i];
        float rms = (float)sqrt(energy / (double)n);
        if (rms < 1e-4f)
            continue;
        for (size_t i = 0; i < n; i++)
            x[to + i] += level / rms * s->x[from + i];
        to += n;
    }
}

/* A microphone or a distance. */
static void colour(struct dice *d, float *x)
{
    if (below(d, 2))
        wake_filter(x, SAMPLES, FILTER_LOW_SHELF, dice_between(d, 150, 550), dice_between(d, -8, 8),
                    0.7);
    if (below(d, 2))
        wake_filter(x, SAMPLES, FILTER_HIGH_SHELF, dice_between(d, 1500, 4500),
                    dice_between(d, -8, 8), 0.7);
    if (below(d, 2))
        wake_filter(x, SAMPLES, FILTER_PEAK, dice_between(d, 300, 3300), dice_between(d, -8, 8),
                    dice_between(d, 0.7f, 1.7f));
}

static float peak_of(const float *x)
{
    float most = 1e-6f;
    for (size_t i = 0; i < SAMPLES; i++)
        most = fmaxf(most, fabsf(x[i]));
    return most;
}

static void logarithms(const float *powers, float *out)
{
    for (int b = 0; b < FRONT_BANDS; b++)
        out[b] = logf(powers[b] + ENHANCER_FLOOR);
}

static void features(struct enhance_maker *m, struct enhance_example *out)
{
    struct front_noise removal = {0};
    float powers[FRONT_BANDS];
    for (int t = 0; t < ENHANCE_FRAMES; t++) {
        front_powers(&m->front, m->y + (size_t)t * FRONT_HOP, powers);
        logarithms(powers, out->noisy[t]);
        front_powers(&m->front, m->x + (size_t)t * FRONT_HOP, powers);
        logarithms(powers, out->clean[t]);
        for (int b = 0; b < FRONT_BANDS; b++)
            powers[b] += ENHANCER_FLOOR;
        front_noise_step(&removal, powers);
        for (int b = 0; b < FRONT_BANDS; b++)
            out->decoded[t][b] = logf(powers[b]);
    }
}

void enhance_make(struct enhance_maker *m, struct enhance_example *out)
{
    struct dice *d = &m->dice;
    float *x = m->x + 1, *y = m->y + 1;
    memset(m->x, 0, sizeof(m->x));
    memset(m->y, 0, sizeof(m->y));
    fill_speech(m, x);
    colour(d, x);
    fill_noise(m, y, 1);
    if (below(d, 3) == 0)
        fill_noise(m, y, dice_between(d, 0.3f, 1.3f));
    colour(d, y);
    double snr = (double)dice_between(d, LOW_SNR, HIGH_SNR);
    float gain = (float)sqrt((sound_loudest(x, SAMPLES) + 1e-9) / pow(10, snr / 10) /
                             (sound_loudest(y, SAMPLES) + 1e-9));
    gain = below(d, 10) ? gain : 0;
    float level = 15000 * powf(10, -1.2f * dice_real(d)) / peak_of(x);
    float room = powf(10, 1.2f * dice_real(d));
    for (size_t i = 0; i < SAMPLES; i++) {
        x[i] = level * x[i] + room * (dice_real(d) - dice_real(d));
        y[i] = x[i] + level * gain * y[i];
    }
    features(m, out);
}
