// SPDX-License-Identifier: GPL-3.0-or-later
/* Our front end against the library's own, with and without its noise removal. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>

#include "hear/front.h"
#include "sahut/text.h"

#define SAMPLES 48000
#define FRAMES  ((SAMPLES - FRONT_FRAME) / FRONT_HOP + 1)
#define NEARLY  5e-4 /* cepstra are of the order of 1 … 100; singles here, doubles there */

static int16_t pcm[SAMPLES];

enum sound { NOISE, BURSTS, QUIET, SWEEP };

static void make(enum sound sound)
{
    uint32_t state = 7;
    for (int i = 0; i < SAMPLES; i++) {
        state = state * 1664525u + 1013904223u;
        double r = (double)(state >> 8) / 8388608 - 1, v = 0;
        switch (sound) {
        case NOISE:
            v = 3000 * r;
            break;
        case BURSTS:
            v = i / 4000 % 3 == 0 ? 9000 * sin(i * 0.2) * sin(i * 0.0113) + 2000 * r : 40 * r;
            break;
        case QUIET:
            v = 1.5 * r;
            break;
        case SWEEP:
            v = 20000 * sin(1e-5 * i * i) + 300 * r;
            break;
        }
        pcm[i] = (int16_t)lrint(v);
    }
}

static mfcc_t **library_cepstra(const char *remove_noise, int32 *frames)
{
    err_set_logfp(NULL);
    static const arg_t options[] = {waveform_to_cepstral_command_line_macro(),
                                    {NULL, 0, NULL, NULL}};
    cmd_ln_t *config =
        cmd_ln_init(NULL, options, TRUE, "-lowerf", "130", "-upperf", "6800", "-nfilt", "25",
                    "-transform", "dct", "-lifter", "22", "-remove_noise", remove_noise,
                    "-remove_silence", "no", "-dither", "no", NULL);
    assert_non_null(config);
    fe_t *fe = fe_init_auto_r(config);
    assert_non_null(fe);
    mfcc_t **out = NULL, rest[64];
    int32 more;
    fe_start_stream(fe);
    fe_start_utt(fe);
    assert_true(fe_process_utt(fe, pcm, SAMPLES, &out, frames) >= 0);
    fe_end_utt(fe, rest, &more);
    fe_free(fe);
    cmd_ln_free_r(config);
    return out;
}

/* The greatest difference to the library's cepstra. */
static double difference(mfcc_t **theirs, bool remove_noise)
{
    struct front *f = sahut_alloc(1, sizeof(*f));
    front_init(f);
    struct front_noise noise = {0};
    double most = 0;
    for (int t = 0; t < FRAMES; t++) {
        float x[1 + FRONT_FRAME], bands[FRONT_BANDS], cepstrum[FRONT_CEPSTRA];
        for (int i = 0; i <= FRONT_FRAME; i++)
            x[i] = t == 0 && i == 0 ? 0 : (float)pcm[t * FRONT_HOP + i - 1];
        front_powers(f, x, bands);
        if (remove_noise)
            front_noise_step(&noise, bands);
        for (int b = 0; b < FRONT_BANDS; b++)
            bands[b] = logf(bands[b] + 1e-4f);
        front_cepstrum(f, bands, cepstrum);
        for (int k = 0; k < FRONT_CEPSTRA; k++)
            most = fmax(most, fabs((double)(theirs[t][k] - cepstrum[k])));
    }
    free(f);
    return most;
}

static void cepstra_are_the_librarys(void **ctx)
{
    static const char *const names[] = {"noise", "bursts", "quiet", "sweep"};
    for (int sound = NOISE; sound <= SWEEP; sound++)
        for (int remove_noise = 0; remove_noise < 2; remove_noise++) {
            make((enum sound)sound);
            int32 frames;
            mfcc_t **theirs = library_cepstra(remove_noise ? "yes" : "no", &frames);
            assert_int_equal(frames, FRAMES);
            double most = difference(theirs, remove_noise);
            print_message("# %s, noise removal %d: at most %g apart\n", names[sound], remove_noise,
                          most);
            assert_true(most < NEARLY);
            fe_free_2d(theirs);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cepstra_are_the_librarys)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
