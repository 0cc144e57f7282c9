// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/sound_features.h"

#include <string.h>

void features_init(struct features *f)
{
    memset(f, 0, sizeof(*f));
    mel_init(&f->mel);
}

void features_begin(struct features *f)
{
    f->n_pcm = 0;
    f->frames = 0;
    memset(f->ring, 0, sizeof(f->ring));
    memset(f->sum, 0, sizeof(f->sum));
}

void features_add(struct features *f, const float frame[MEL_BANDS])
{
    float *place = f->ring[f->frames % FEATURES_RING];
    for (int b = 0; b < MEL_BANDS; b++) {
        f->sum[b] += (double)frame[b] - (double)place[b];
        place[b] = frame[b];
    }
    f->frames++;
}

static void add_frame(struct features *f)
{
    float frame[MEL_BANDS];
    mel_frame(&f->mel, f->pcm, frame);
    for (int b = 0; b < MEL_BANDS; b++)
        frame[b] *= FEATURES_SCALE;
    features_add(f, frame);
    f->n_pcm = MEL_SPAN - MEL_HOP;
    memmove(f->pcm, f->pcm + MEL_HOP, f->n_pcm * sizeof(*f->pcm));
}

bool features_feed(struct features *f, const int16_t *pcm, size_t *n)
{
    size_t k = MEL_SPAN - f->n_pcm;
    k = k < *n ? k : *n;
    memcpy(f->pcm + f->n_pcm, pcm, k * sizeof(*pcm));
    f->n_pcm += k;
    *n = k;
    if (f->n_pcm < MEL_SPAN)
        return false;
    add_frame(f);
    return true;
}

void features_mean(const struct features *f, float mean[MEL_BANDS])
{
    long n = f->frames < FEATURES_RING ? f->frames : FEATURES_RING;
    for (int b = 0; b < MEL_BANDS; b++)
        mean[b] = (float)(f->sum[b] / (double)n);
}

void features_last(const struct features *f, size_t n, float *out)
{
    for (size_t i = 0; i < n; i++)
        memcpy(out + i * MEL_BANDS, f->ring[(f->frames - (long)(n - i)) % FEATURES_RING],
               sizeof(f->ring[0]));
}
