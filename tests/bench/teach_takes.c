// SPDX-License-Identifier: GPL-3.0-or-later
/* Clips of one session sound alike behind the voice, clips of one voice have about its pitch. */
#include "teach_takes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/teach.h"
#include "sahut/text.h"
#include "voice_pitch.h"

#define QUIET 3     /* one in so many frames is taken for background */
#define LEAST 8     /* recordings of one voice */
#define ALIKE 1.25f /* pitches of one voice differ by at most this factor */
#define SAME  0.10f /* of the same session: closer than this to one of it */

const char *const take_phrases[2] = {"amelia", "athena"};

int16_t *take_pcm(const struct sound *s)
{
    int16_t *pcm = sahut_alloc(s->n, sizeof(*pcm));
    for (size_t i = 0; i < s->n; i++)
        pcm[i] = (int16_t)lrintf(s->x[i] * 32768 > 32767 ? 32767 : s->x[i] * 32768);
    return pcm;
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void background_of(struct take *t)
{
    struct mel mel;
    struct clips c = {0};
    mel_init(&mel);
    int16_t *pcm = take_pcm(&t->sound);
    struct clip *all = clips_add_pcm(&c, &mel, pcm, t->sound.n);
    for (int b = 0; b < MEL_BANDS; b++) {
        float *v = sahut_alloc((size_t)all->n, sizeof(*v));
        for (int i = 0; i < all->n; i++)
            v[i] = all->frames[i * MEL_BANDS + b];
        qsort(v, (size_t)all->n, sizeof(*v), by_value);
        for (int i = 0; i < all->n / QUIET; i++)
            t->background[b] += v[i] / (float)(all->n / QUIET);
        free(v);
    }
    clips_free(&c);
    free(pcm);
}

float take_distance(const struct take *a, const struct take *b)
{
    float sum = 0;
    for (int k = 0; k < MEL_BANDS; k++)
        sum += powf(a->background[k] - b->background[k], 2);
    return sqrtf(sum / MEL_BANDS);
}

/* Single linkage. */
static void find_sessions(struct takes *b)
{
    for (size_t i = 0; i < b->n; i++)
        b->items[i].session = (int)i;
    for (size_t i = 0; i < b->n; i++)
        for (size_t k = 0; k < i; k++) {
            int from = b->items[i].session, to = b->items[k].session;
            if (from == to || take_distance(&b->items[i], &b->items[k]) > SAME)
                continue;
            for (size_t j = 0; j < b->n; j++)
                if (b->items[j].session == from)
                    b->items[j].session = to;
        }
    b->sessions = (int)b->n;
}

static bool one_voice(const struct take *a, const struct take *b)
{
    return a->session == b->session && a->phrase == b->phrase && b->pitch > a->pitch / ALIKE &&
           b->pitch < a->pitch * ALIKE;
}

/* The pitch that most recordings of the session are near to is one voice, what most of the others
 * are near to the next. */
static void find_voices(struct takes *b)
{
    for (size_t i = 0; i < b->n; i++)
        b->items[i].voice = -1;
    for (int voice = 0;; voice++) {
        size_t most = 0, middle = 0;
        for (size_t i = 0; i < b->n; i++) {
            size_t n = 0;
            for (size_t k = 0; k < b->n && b->items[i].pitch > 0; k++)
                n += b->items[k].voice < 0 && one_voice(&b->items[i], &b->items[k]);
            if (n > most) {
                most = n;
                middle = i;
            }
        }
        if (most < LEAST) {
            b->voices = voice;
            return;
        }
        for (size_t k = 0; k < b->n; k++)
            if (b->items[k].voice < 0 && one_voice(&b->items[middle], &b->items[k]))
                b->items[k].voice = voice;
        b->middle[voice] = b->items[middle].pitch;
    }
}

int takes_read(const char *data, struct takes *b, struct sahut_why *why)
{
    char path[600], line[300], file[128], name[64];
    snprintf(path, sizeof(path), "%s/data/enrol/labels.tsv", data);
    FILE *f = fopen(path, "re");
    if (!f)
        return sahut_why(why, -1, "%s", path);
    int err = 0;
    while (!err && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "%127[^\t]\t%63s", file, name) != 2 || strcmp(file, "file") == 0)
            continue;
        struct take *t = &b->items[b->n];
        snprintf(path, sizeof(path), "%s/data/enrol/%s", data, file);
        err = sound_read(path, &t->sound, why);
        t->phrase = strcmp(name, take_phrases[1]) == 0;
        if (err)
            break;
        int16_t *pcm = take_pcm(&t->sound);
        enum sahut_take fault = sahut_take_check(pcm, t->sound.n);
        free(pcm);
        t->refused = fault != SAHUT_TAKE_FINE && fault != SAHUT_TAKE_CLIPPED;
        if (fault != SAHUT_TAKE_FINE)
            fprintf(stderr, "%s: %s\n", file, sahut_take_advice(fault));
        background_of(t);
        t->pitch = b->whole ? 1 : voice_pitch(&t->sound);
        b->n++;
    }
    fclose(f);
    find_sessions(b);
    find_voices(b);
    return err;
}
