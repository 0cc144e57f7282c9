// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "train/wake.h"

#define LEAD  ((size_t)WAKE_NET_WINDOW * MEL_HOP + MEL_SPAN) /* before the recording */
#define TRAIL ((size_t)10 * MEL_HOP + MEL_SPAN)
#define FADE  160

uint32_t dice_next(struct dice *d)
{
    d->state ^= d->state << 13;
    d->state ^= d->state >> 17;
    d->state ^= d->state << 5;
    return d->state;
}

float dice_real(struct dice *d)
{
    return (float)(dice_next(d) >> 8) / 16777216.0f;
}

float dice_between(struct dice *d, float low, float high)
{
    return low + (high - low) * dice_real(d);
}

float dice_normal(struct dice *d)
{
    float sum = 0;
    for (int i = 0; i < 6; i++)
        sum += dice_real(d) - 0.5f;
    return sum * 1.41421356f;
}

struct section {
    double b0, b1, b2, a1, a2;
};

static struct section design(enum filter_kind kind, double hz, double gain_db, double q)
{
    double a = pow(10, gain_db / 40), w = 2 * M_PI * hz / WAKE_RATE, c = cos(w),
           alpha = sin(w) / (2 * q), s = 2 * sqrt(a) * alpha, b0 = 1, b1 = 0, b2 = 0, a0 = 1,
           a1 = 0, a2 = 0;
    switch (kind) {
    case FILTER_PEAK:
        b0 = 1 + alpha * a, b1 = a1 = -2 * c, b2 = 1 - alpha * a;
        a0 = 1 + alpha / a, a2 = 1 - alpha / a;
        break;
    case FILTER_LOW_SHELF:
        b0 = a * (a + 1 - (a - 1) * c + s), b1 = 2 * a * (a - 1 - (a + 1) * c);
        b2 = a * (a + 1 - (a - 1) * c - s), a0 = a + 1 + (a - 1) * c + s;
        a1 = -2 * (a - 1 + (a + 1) * c), a2 = a + 1 + (a - 1) * c - s;
        break;
    case FILTER_HIGH_SHELF:
        b0 = a * (a + 1 + (a - 1) * c + s), b1 = -2 * a * (a - 1 + (a + 1) * c);
        b2 = a * (a + 1 + (a - 1) * c - s), a0 = a + 1 - (a - 1) * c + s;
        a1 = 2 * (a - 1 - (a + 1) * c), a2 = a + 1 - (a - 1) * c - s;
        break;
    case FILTER_LOW_PASS:
        b0 = b2 = (1 - c) / 2, b1 = 1 - c, a0 = 1 + alpha, a1 = -2 * c, a2 = 1 - alpha;
        break;
    case FILTER_HIGH_PASS:
        b0 = b2 = (1 + c) / 2, b1 = -(1 + c), a0 = 1 + alpha, a1 = -2 * c, a2 = 1 - alpha;
        break;
    }
    return (struct section){b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0};
}

void wake_filter(float *x, size_t n, enum filter_kind kind, double hz, double gain_db, double q)
{
    struct section f = design(kind, hz, gain_db, q);
    double s1 = 0, s2 = 0;
    for (size_t i = 0; i < n; i++) {
        double v = (double)x[i], y = f.b0 * v + s1;
        s1 = f.b1 * v - f.a1 * y + s2;
        s2 = f.b2 * v - f.a2 * y;
        x[i] = (float)y;
    }
}

void wake_reverberate(struct dice *dice, float *x, size_t n, float rt60_s, float ratio)
{
    enum { TAPS = 150 };
    float gain[TAPS], energy = 1e-9f;
    size_t delay[TAPS], longest = (size_t)(rt60_s * WAKE_RATE);
    for (int t = 0; t < TAPS; t++) {
        delay[t] = 20 + (size_t)(powf(dice_real(dice), 1.3f) * (float)longest);
        gain[t] = dice_normal(dice) * expf(-6.9f * (float)delay[t] / (rt60_s * WAKE_RATE));
        energy += gain[t] * gain[t];
    }
    float *dry = sahut_alloc(n, sizeof(*dry));
    memcpy(dry, x, n * sizeof(*dry));
    for (int t = 0; t < TAPS; t++) {
        float g = gain[t] * ratio / sqrtf(energy);
        for (size_t i = delay[t]; i < n; i++)
            x[i] += g * dry[i - delay[t]];
    }
    free(dry);
}

static void colour(struct dice *d, float *x, size_t n)
{
    if (dice_next(d) % 2)
        wake_filter(x, n, FILTER_LOW_SHELF, dice_between(d, 150, 550), dice_between(d, -12, 12),
                    0.7);
    if (dice_next(d) % 2)
        wake_filter(x, n, FILTER_HIGH_SHELF, dice_between(d, 1500, 4500), dice_between(d, -12, 8),
                    0.7);
    if (dice_next(d) % 2)
        wake_filter(x, n, FILTER_PEAK, dice_between(d, 300, 3300), dice_between(d, -8, 8),
                    dice_between(d, 0.7f, 1.7f));
    if (dice_next(d) % 4 == 0) {
        wake_filter(x, n, FILTER_HIGH_PASS, dice_between(d, 150, 400), 0, 0.7);
        wake_filter(x, n, FILTER_LOW_PASS, dice_between(d, 3000, 6000), 0, 0.7);
    }
    if (dice_next(d) % 2)
        wake_reverberate(d, x, n, dice_between(d, 0.1f, 0.6f), dice_between(d, 0.3f, 1.2f));
}

static float peak(const float *x, size_t n)
{
    float most = 1e-9f;
    for (size_t i = 0; i < n; i++)
        most = fmaxf(most, fabsf(x[i]));
    return most;
}

/* Other speech up to `end` or from `begin` on, about as loud, over what is there. */
static void add_company(struct dice *d, const struct wake_data *data, float *x, size_t begin,
                        size_t end, float loudness)
{
    const struct recording *other = NULL;
    for (int tries = 0; tries < 20 && (!other || other->held_out); tries++)
        other = &data->speech.items[dice_next(d) % data->speech.n];
    if (!other || other->held_out || end <= begin)
        return;
    size_t n = other->sound.n, from = dice_next(d) % n;
    float gain = loudness * dice_between(d, 0.4f, 1) / peak(other->sound.x, n);
    for (size_t i = begin; i < end; i++)
        x[i] += gain * other->sound.x[(from + i - begin) % n];
}

static void add_noise(struct dice *d, const struct wake_data *data, float *x, size_t n,
                      float snr_db)
{
    const struct sound *noise = &data->noise.items[dice_next(d) % data->noise.n].sound;
    float *y = sahut_alloc(n, sizeof(*y));
    size_t from = dice_next(d) % noise->n;
    bool hiss = dice_next(d) % 4 == 0;
    float low = 0;
    for (size_t i = 0; i < n; i++) {
        low += 0.1f * (dice_normal(d) - low);
        y[i] = hiss ? low + 0.1f * dice_normal(d) : noise->x[(from + i) % noise->n];
    }
    double wanted = sound_loudest(x, n) / pow(10, (double)snr_db / 10), have = sound_loudest(y, n);
    float gain = (float)sqrt(wanted / (have + 1e-12));
    for (size_t i = 0; i < n; i++)
        x[i] += gain * y[i];
    free(y);
}

/* The recording at another speed, with room before and behind it. */
static float *stretch(const struct recording *r, float speed, size_t *n)
{
    size_t m = (size_t)((float)r->sound.n / speed) - 2;
    *n = LEAD + m + TRAIL;
    float *x = sahut_alloc(*n, sizeof(*x));
    for (size_t i = 0; i < m; i++) {
        double at = (double)i * (double)speed;
        size_t k = (size_t)at;
        float f = (float)(at - (double)k);
        float edge = fminf(1, fminf((float)i, (float)(m - i)) / FADE);
        x[LEAD + i] = edge * (r->sound.x[k] * (1 - f) + r->sound.x[k + 1] * f);
    }
    return x;
}

struct clip *clips_add_pcm(struct clips *out, const struct mel *mel, const int16_t *pcm, size_t n)
{
    if (out->n == out->cap) {
        out->cap = out->cap ? 2 * out->cap : 256;
        out->items = sahut_realloc(out->items, out->cap, sizeof(*out->items));
    }
    struct clip *c = &out->items[out->n++];
    *c = (struct clip){.phrase = -1, .n = (int)((n - MEL_SPAN) / MEL_HOP + 1)};
    c->frames = sahut_alloc((size_t)c->n * MEL_BANDS, sizeof(*c->frames));
    for (int t = 0; t < c->n; t++)
        mel_frame(mel, pcm + (size_t)t * MEL_HOP, c->frames + (size_t)t * MEL_BANDS);
    for (int i = 0; i < c->n * MEL_BANDS; i++)
        c->frames[i] *= FEATURES_SCALE;
    return c;
}

static struct clip *add_features(const float *x, size_t n, const struct mel *mel, struct clips *out)
{
    int16_t *pcm = sahut_alloc(n, sizeof(*pcm));
    for (size_t i = 0; i < n; i++)
        pcm[i] = (int16_t)lrintf(fmaxf(-1, fminf(1, x[i])) * 32000);
    struct clip *c = clips_add_pcm(out, mel, pcm, n);
    free(pcm);
    return c;
}

void wake_change(struct dice *d, const struct recording *r, const struct change *how,
                 const struct wake_data *data, const struct mel *mel, struct clips *out)
{
    size_t n;
    float speed = 1 + how->speed * dice_between(d, -1, 1);
    float *x = stretch(r, speed, &n);
    size_t begin = LEAD + (size_t)((float)r->begin / speed),
           end = LEAD + (size_t)((float)r->end / speed);
    if (how->company && dice_next(d) % 3 == 0) {
        size_t gap = (size_t)dice_between(d, 400, 3200);
        if (begin > gap && dice_next(d) % 2)
            add_company(d, data, x, 0, begin - gap, peak(x, n));
        else if (end + gap < n)
            add_company(d, data, x, end + gap, n, peak(x, n));
    }
    if (how->room)
        colour(d, x, n);
    if (how->snr_high > 0)
        add_noise(d, data, x, n, dice_between(d, how->snr_low, how->snr_high));
    float level = 0.7f * powf(10, -how->level_db * dice_real(d) / 20);
    float gain = how->level_db > 0 || how->room ? level / peak(x, n) : 1;
    for (size_t i = 0; i < n; i++)
        x[i] = gain * x[i] + 3e-5f * (dice_real(d) - dice_real(d));
    struct clip *c = add_features(x, n, mel, out);
    c->phrase = r->phrase;
    c->first = (int)(begin / MEL_HOP);
    c->last = (int)(end / MEL_HOP);
    free(x);
}

void clips_free(struct clips *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->items[i].frames);
    free(c->items);
    memset(c, 0, sizeof(*c));
}
