// SPDX-License-Identifier: GPL-3.0-or-later
/** mix SPEECH NOISE SNR_DB OUT.wav: adds noise to a recording, for the benchmarks.
 *
 * The SNR is that of the public speech-to-intent benchmark: loudest non-overlapping frame of 2048
 * samples of the speech against the loudest one of the noise that is added. The noise begins at an
 * offset that depends on the speech's file name only (FNV-1a), so a run can be repeated; if it is
 * shorter than the speech it goes on from its beginning. SNR_DB "clean" only converts. 16 kHz mono
 * in, 16-bit WAV out.
 */
#include <math.h>
#include <sndfile.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME 2048

static float *read_all(const char *path, sf_count_t *n)
{
    SF_INFO info = {0};
    SNDFILE *f = sf_open(path, SFM_READ, &info);
    if (!f || info.channels != 1 || info.samplerate != 16000) {
        fprintf(stderr, "mix: %s: %s\n", path, f ? "not 16 kHz mono" : sf_strerror(NULL));
        exit(1);
    }
    float *x = malloc(((size_t)info.frames + 1) * sizeof(*x));
    *n = x ? sf_readf_float(f, x, info.frames) : 0;
    sf_close(f);
    return x;
}

static double loudest_frame(const float *x, sf_count_t n)
{
    double best = 0;
    for (sf_count_t at = 0; at + FRAME <= n; at += FRAME) {
        double sum = 0;
        for (int i = 0; i < FRAME; i++)
            sum += (double)x[at + i] * x[at + i];
        if (sum > best)
            best = sum;
    }
    return best;
}

/* The noise from `offset` on, as long as the speech. */
static float *stretch(float *noise, sf_count_t m, sf_count_t n, uint64_t hash)
{
    float *out = calloc((size_t)n + 1, sizeof(*out));
    if (!out)
        exit(1);
    sf_count_t offset = (sf_count_t)(hash % (uint64_t)(m < n ? m : m - n + 1));
    for (sf_count_t i = 0; i < n; i++)
        out[i] = noise[(offset + i) % m];
    free(noise);
    return out;
}

static uint64_t name_hash(const char *path)
{
    const char *slash = strrchr(path, '/');
    uint64_t h = 14695981039346656037u;
    for (const char *s = slash ? slash + 1 : path; *s && *s != '.'; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u;
    return h;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: mix SPEECH NOISE SNR_DB|clean OUT.wav\n");
        return 2;
    }
    sf_count_t n, m;
    float *speech = read_all(argv[1], &n);
    if (strcmp(argv[3], "clean") != 0) {
        float *noise = read_all(argv[2], &m);
        if (m == 0) {
            fprintf(stderr, "mix: %s is empty\n", argv[2]);
            return 1;
        }
        noise = stretch(noise, m, n, name_hash(argv[1]));
        double noise_energy = loudest_frame(noise, n);
        double wanted = loudest_frame(speech, n) / pow(10, atof(argv[3]) / 10);
        double gain = noise_energy > 0 ? sqrt(wanted / noise_energy) : 0;
        double peak = 1;
        for (sf_count_t i = 0; i < n; i++) {
            speech[i] += (float)(gain * noise[i]);
            peak = fmax(peak, fabs(speech[i]));
        }
        for (sf_count_t i = 0; i < n; i++)
            speech[i] /= (float)peak;
        free(noise);
    }
    SF_INFO out = {.samplerate = 16000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *f = sf_open(argv[4], SFM_WRITE, &out);
    if (!f || sf_writef_float(f, speech, n) != n) {
        fprintf(stderr, "mix: %s: %s\n", argv[4], sf_strerror(f));
        return 1;
    }
    free(speech);
    return sf_close(f);
}
