// SPDX-License-Identifier: GPL-3.0-or-later
/* Sound in memory, and where in it a phrase is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/sorting.h"
#include "sahut/audio.h"
#include "sahut/text.h"
#include "train/wake.h"

#define FRAME 2048

int sound_read(const char *path, struct sound *out, struct sahut_why *why)
{
    struct sahut_source *source;
    int err = sahut_source_file(path, &source, why);
    if (err)
        return err;
    int16_t pcm[4096];
    ssize_t got;
    *out = (struct sound){NULL, 0};
    while ((got = sahut_source_read(source, pcm, 4096, why)) > 0) {
        out->x = sahut_realloc(out->x, out->n + (size_t)got, sizeof(*out->x));
        for (ssize_t i = 0; i < got; i++)
            out->x[out->n++] = (float)pcm[i] / 32768;
    }
    sahut_source_free(source);
    if (got < 0)
        sound_free(out);
    return (int)got;
}

void sound_free(struct sound *s)
{
    free(s->x);
    *s = (struct sound){NULL, 0};
}

double sound_loudest(const float *x, size_t n)
{
    double most = 0;
    for (size_t at = 0; at + FRAME <= n; at += FRAME) {
        double sum = 0;
        for (size_t i = 0; i < FRAME; i++)
            sum += (double)x[at + i] * (double)x[at + i];
        most = fmax(most, sum);
    }
    return most;
}

/* Smoothed level of 10 ms steps, dB. */
static float *levels(const struct sound *s, size_t *n)
{
    *n = s->n / 160 > 3 ? s->n / 160 - 2 : 0;
    float *raw = sahut_alloc(*n + 1, sizeof(*raw)), *out = sahut_alloc(*n + 1, sizeof(*out));
    for (size_t i = 0; i < *n; i++) {
        double sum = 1e-7;
        for (size_t j = i * 160 + 1; j < i * 160 + 400 && j < s->n; j++) {
            double v = (double)(s->x[j] - 0.97f * s->x[j - 1]);
            sum += v * v;
        }
        raw[i] = (float)(10 * log10(sum));
    }
    for (size_t i = 0; i < *n; i++) {
        float sum = 0;
        int count = 0;
        for (size_t j = i > 2 ? i - 2 : 0; j <= i + 2 && j < *n; j++, count++)
            sum += raw[j];
        out[i] = sum / (float)count;
    }
    free(raw);
    return out;
}

/* The stretch with the most energy above two fifths of the way from quiet to loud; pauses of less
 * than 0.18 s stay inside. */
void wake_locate(struct recording *r)
{
    size_t n;
    float *level = levels(&r->sound, &n);
    r->begin = 0;
    r->end = r->sound.n;
    if (n >= 20) {
        float *sorted = sahut_alloc(n, sizeof(*sorted));
        memcpy(sorted, level, n * sizeof(*sorted));
        sort_floats(sorted, n);
        float low = sorted[n / 5], high = sorted[n - 1 - n / 100], at = low + 0.4f * (high - low);
        free(sorted);
        double best = -1;
        for (size_t i = 0; i < n; i++) {
            if (level[i] < at)
                continue;
            size_t begin = i, last = i;
            double energy = 0;
            for (; i < n && i - last < 18; i++)
                if (level[i] >= at) {
                    energy += (double)(level[i] - at);
                    last = i;
                }
            if (energy > best) {
                best = energy;
                r->begin = begin * 160;
                r->end = (last + 1) * 160 + 200;
            }
        }
    }
    r->end = r->end < r->sound.n ? r->end : r->sound.n;
    free(level);
}

struct recording *recordings_add(struct recordings *r)
{
    if (r->n == r->cap) {
        r->cap = r->cap ? 2 * r->cap : 256;
        r->items = sahut_realloc(r->items, r->cap, sizeof(*r->items));
    }
    r->items[r->n] = (struct recording){.phrase = -1};
    return &r->items[r->n++];
}

void recordings_free(struct recordings *r)
{
    for (size_t i = 0; i < r->n; i++)
        sound_free(&r->items[i].sound);
    free(r->items);
    memset(r, 0, sizeof(*r));
}

void wake_data_free(struct wake_data *d)
{
    recordings_free(&d->phrases);
    recordings_free(&d->speech);
    recordings_free(&d->noise);
}
