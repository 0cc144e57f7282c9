// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/likeness.h"

#include <math.h>
#include <string.h>

#include "hear/little_endian.h"
#include "hear/sorting.h"

#define STEPS   16   /* of a standard deviation */
#define LEAST   10   /* frames */
#define STAYING 0.3f /* a recording's frame that takes no time costs so much of a step more */
#define V       LIKENESS_VALUES

static void set_steps(struct likeness *l, const struct likeness_take *takes)
{
    double sum[V] = {0}, squares[V] = {0}, count = 0;
    for (int i = 0; i < l->n; i++)
        for (int t = 0; t < l->frames[i]; t++, count++)
            for (int v = 0; v < V; v++) {
                double x = (double)takes[i].frames[t][v / FRONT_CEPSTRA][v % FRONT_CEPSTRA];
                sum[v] += x;
                squares[v] += x * x;
            }
    for (int v = 0; v < V; v++) {
        double mean = sum[v] / fmax(1, count);
        double variance = squares[v] / fmax(1, count) - mean * mean;
        l->step[v] = (float)(sqrt(fmax(variance, 1e-6)) / STEPS);
    }
}

/* A frame in steps. */
static void in_steps(const struct likeness *l, const senone_frame frame, float out[V])
{
    for (int v = 0; v < V; v++)
        out[v] = frame[v / FRONT_CEPSTRA][v % FRONT_CEPSTRA] / l->step[v];
}

static float distance(const float a[V], const int8_t b[V])
{
    float sum = 0;
    for (int v = 0; v < V; v++) {
        float far = a[v] - (float)b[v];
        sum += far * far;
    }
    return sqrtf(sum) / STEPS;
}

/* Of one recording to the part of the window that it fits best, for each of its frames. Row i of
 * the table is what the first i frames cost that end at each frame of the window. */
static float warp(const struct likeness *l, int take, float window[][V], int n)
{
    float row[2][LIKENESS_WINDOW];
    for (int i = 0; i < l->frames[take]; i++) {
        const float *before = row[(i + 1) % 2];
        float *now = row[i % 2];
        for (int t = 0; t < n; t++) {
            float d = distance(window[t], l->values[take][i]), best = 0;
            if (i > 0) {
                best = before[t] + STAYING * d;
                best = t > 0 ? fminf(best, before[t - 1]) : best;
                best = t > 1 ? fminf(best, before[t - 2]) : best;
            }
            now[t] = best + d;
        }
    }
    float best = INFINITY;
    for (int t = 0; t < n; t++)
        best = fminf(best, row[(l->frames[take] + 1) % 2][t]);
    return best / (float)l->frames[take];
}

/* On average over the nearer half of the recordings, without one of them: one that went wrong does
 * not count. Those that are too short have no frames. */
static float mean_distance(const struct likeness *l, int without, const senone_frame *frames, int n)
{
    float window[LIKENESS_WINDOW][V], all[LIKENESS_TAKES], sum = 0;
    size_t count = 0;
    n = n < LIKENESS_WINDOW ? n : LIKENESS_WINDOW;
    for (int t = 0; t < n; t++)
        in_steps(l, frames[t], window[t]);
    for (int i = 0; i < l->n; i++)
        if (i != without && l->frames[i] > 0)
            all[count++] = warp(l, i, window, n);
    sort_floats(all, count);
    size_t near = (count + 1) / 2;
    for (size_t i = 0; i < near; i++)
        sum += all[i] / (float)near;
    return sum;
}

static void set_typical(struct likeness *l, const struct likeness_take *takes)
{
    float all[LIKENESS_TAKES];
    size_t count = 0;
    for (int i = 0; i < l->n; i++)
        if (l->frames[i] > 0)
            all[count++] = mean_distance(l, i, takes[i].frames, l->frames[i]);
    sort_floats(all, count);
    l->typical = count ? all[count / 2] : 0;
}

void likeness_learn(struct likeness *l, const struct likeness_take *takes, int n)
{
    memset(l, 0, sizeof(*l));
    l->n = n < LIKENESS_TAKES ? n : LIKENESS_TAKES;
    for (int i = 0; i < l->n; i++) {
        int frames = takes[i].n < LIKENESS_FRAMES ? takes[i].n : LIKENESS_FRAMES;
        l->frames[i] = (int16_t)(frames < LEAST ? 0 : frames);
    }
    set_steps(l, takes);
    for (int i = 0; i < l->n; i++)
        for (int t = 0; t < l->frames[i]; t++) {
            float x[V];
            in_steps(l, takes[i].frames[t], x);
            for (int v = 0; v < V; v++)
                l->values[i][t][v] = (int8_t)lrintf(fmaxf(-127, fminf(127, x[v])));
        }
    set_typical(l, takes);
}

void likeness_leave_out(struct likeness *l, int take)
{
    if (take < l->n)
        l->frames[take] = 0;
}

float likeness_distance(const struct likeness *l, const senone_frame *frames, int n)
{
    if (l->n == 0)
        return 0;
    return n < LEAST ? LIKENESS_FAR : mean_distance(l, -1, frames, n) - l->typical;
}

void likeness_write(const struct likeness *l, FILE *f)
{
    put_f32(f, l->typical);
    for (int v = 0; v < V; v++)
        put_f32(f, l->step[v]);
    for (int i = 0; i < l->n; i++) {
        fputc(l->frames[i], f);
        fwrite(l->values[i], V, (size_t)l->frames[i], f);
    }
}

bool likeness_read(struct likeness *l, int n, FILE *f)
{
    bool good = n >= 0 && n <= LIKENESS_TAKES && get_f32(f, &l->typical);
    for (int v = 0; v < V && good; v++)
        good = get_f32(f, &l->step[v]) && l->step[v] > 0;
    for (int i = 0; i < n && good; i++) {
        int frames = fgetc(f);
        good = frames >= 0 && frames <= LIKENESS_FRAMES &&
               fread(l->values[i], V, (size_t)frames, f) == (size_t)frames;
        l->frames[i] = (int16_t)frames;
    }
    l->n = good ? n : 0;
    return good;
}
