// SPDX-License-Identifier: GPL-3.0-or-later
/* The enhancer: a stream in pieces against the plain sums over the whole, files there and back, and
 * broken ones; and the frames of an utterance that are kept. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hear/clean.h"
#include "hear/dither.h"
#include "hear/steady.h"
#include "sahut/text.h"

#define C        ENHANCER_CHANNELS
#define MOST     200
#define BOUNDARY "weights\n"

static uint32_t state;

static float random_between(float low, float high)
{
    state = state * 1664525u + 1013904223u;
    return low + (high - low) * (float)(state >> 8) / 16777216.0f;
}

static struct enhancer_net *random_net(void)
{
    struct enhancer_net *n = sahut_alloc(1, sizeof(*n));
    state = 3;
    for (int i = 0; i < ENHANCER_VALUES; i++)
        n->values[i] = random_between(-0.1f, 0.1f);
    return n;
}

/* All frames of one layer, by the definition of a convolution. */
static void plain_layer(const struct enhancer_net *n, int i, int frames, float (*x)[C],
                        float (*out)[C])
{
    const struct enhancer_layer *l = &enhancer_layers[i];
    for (int t = 0; t < frames; t++)
        for (int c = 0; c < C; c++) {
            double sum = (double)n->values[l->bias + c];
            for (int k = 0; k < l->taps; k++) {
                int at = t + (k - l->taps + 1 + l->ahead) * l->dilation;
                for (int j = 0; at >= 0 && at < frames && j < l->inputs; j++)
                    sum += (double)x[at][j] *
                           (double)n->values[l->weights + (k * l->inputs + j) * C + c];
            }
            float y = (float)(i < ENHANCER_LAYERS - 1 && sum < 0 ? 0 : sum);
            bool block = i > 0 && i < ENHANCER_LAYERS - 1;
            out[t][c] = block ? x[t][c] + y : y;
        }
}

static void plain(const struct enhancer_net *n, const float (*log_mels)[FRONT_BANDS], int frames,
                  float (*out)[C])
{
    static float x[MOST][C];
    struct enhancer_floor floor = {0};
    for (int t = 0; t < frames; t++)
        enhancer_inputs(&floor, log_mels[t], x[t]);
    for (int i = 0; i < ENHANCER_LAYERS; i++) {
        plain_layer(n, i, frames, x, out);
        memcpy(x, out, sizeof(x));
    }
}

static void a_stream_gives_what_the_whole_does(void **ctx)
{
    static float log_mels[MOST][FRONT_BANDS], whole[MOST][C];
    struct enhancer_net *n = random_net();
    struct enhancer *e = sahut_alloc(1, sizeof(*e));
    for (int t = 0; t < MOST; t++)
        for (int b = 0; b < FRONT_BANDS; b++)
            log_mels[t][b] = random_between(4, 20);
    static const struct {
        int frames, piece;
    } rows[] = {{MOST, 16}, {MOST, 7}, {MOST, 1}, {33, 16}, {9, 16}, {5, 2}, {1, 1}};
    for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
        int frames = rows[r].frames, done = 0;
        plain(n, (const float(*)[FRONT_BANDS])log_mels, frames, whole);
        enhancer_begin(e, n);
        for (int t = 0; t <= frames; t += rows[r].piece) {
            int left = frames - t, k = left < rows[r].piece ? left : rows[r].piece;
            bool end = t + rows[r].piece > frames;
            int ready = enhancer_feed(e, (const float(*)[FRONT_BANDS])log_mels + t, k);
            for (int i = 0; i < ready; i++)
                for (int c = 0; c < C; c++)
                    assert_true(fabsf(e->out[i][c] - whole[done + i][c]) < 2e-4f);
            done += ready;
            assert_int_equal(done, t + k > ENHANCER_AHEAD ? t + k - ENHANCER_AHEAD : 0);
            if (!end)
                continue;
            ready = enhancer_end(e);
            for (int i = 0; i < ready; i++)
                for (int c = 0; c < C; c++)
                    assert_true(fabsf(e->out[i][c] - whole[done + i][c]) < 2e-4f);
            done += ready;
        }
        assert_int_equal(done, frames);
    }
    free(e);
    free(n);
}

static void write_bytes(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void files_come_back_and_broken_ones_do_not(void **ctx)
{
    char path[] = "/tmp/sahut-enhancer-XXXXXX";
    close(mkstemp(path));
    struct sahut_why why;
    struct enhancer_net *n = random_net(), *back = NULL;
    snprintf(n->card, sizeof(n->card), "one line\nanother\n");
    assert_int_equal(enhancer_net_write(path, n, &why), 0);
    assert_int_equal(enhancer_net_read(path, &back, &why), 0);
    assert_string_equal(back->card, n->card);
    assert_memory_equal(back->values, n->values, sizeof(n->values));
    free(back);

    static char bytes[200000];
    FILE *f = fopen(path, "rb");
    size_t size = fread(bytes, 1, sizeof(bytes), f);
    fclose(f);
    size_t head = (size_t)(strstr(bytes, BOUNDARY) - bytes) + strlen(BOUNDARY);
    const struct {
        const char *what;
        size_t size;
    } cut[] = {{"empty", 0},
               {"no weights", head},
               {"half", size / 2},
               {"one less", size - 1},
               {"one more", size + 1}};
    for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
        print_message("# %s\n", cut[i].what);
        write_bytes(path, bytes, cut[i].size);
        back = NULL;
        assert_int_equal(enhancer_net_read(path, &back, &why), -EINVAL);
        assert_null(back);
    }
    bytes[head + 3] = 0x7f; /* a scale that is no number */
    bytes[head + 2] = (char)0xc0;
    write_bytes(path, bytes, size);
    assert_int_equal(enhancer_net_read(path, &back, &why), -EINVAL);
    unlink(path);
    assert_int_equal(enhancer_net_read(path, &back, &why), -ENOENT);
    free(n);
}

/* With gains of 0 dB: a second of tones in quiet is kept with 0.2 s to either side, in order. */
static void frames_of_speech_keep_their_places(void **ctx)
{
    static int16_t pcm[5 * 16000];
    static const struct {
        double from, to; /* seconds of sound */
        int first, last; /* frames that are kept */
    } rows[] = {{2, 3, 178, 321}, {0, 1, 0, 121}, {4.2, 5, 398, 497}};
    struct enhancer_net *n = sahut_alloc(1, sizeof(*n));
    struct clean *c = clean_new(n, 0);
    for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
        state = 9;
        for (int i = 0; i < 5 * 16000; i++) {
            bool on = i >= rows[r].from * 16000 && i < rows[r].to * 16000;
            pcm[i] = (int16_t)(random_between(-9, 9) + (on ? 6000 * sinf((float)i * 0.3f) : 0));
        }
        int kept = clean_run(c, pcm, 5 * 16000);
        assert_true(kept > 0);
        assert_in_range(clean_place(c, 0), rows[r].first > 3 ? rows[r].first - 3 : 0,
                        rows[r].first + 3);
        assert_in_range(clean_place(c, kept - 1), rows[r].last - 3, rows[r].last + 3);
        for (int i = 1; i < kept; i++)
            assert_int_equal(clean_place(c, i), clean_place(c, i - 1) + 1);
    }
    assert_int_equal(clean_run(c, pcm, FRONT_FRAME - 1), 0);
    assert_int_equal(clean_run(c, pcm, 0), 0);
    assert_int_equal(clean_run(c, pcm, FRONT_FRAME), 1);
    clean_free(c);
    free(n);
}

/* Three shares over the same sound: 1 is the library's noise removal, ½ the middle of both. */
static void a_share_comes_from_the_noise_removal(void **ctx)
{
    enum { SAMPLES = 16000, LAST = (SAMPLES - FRONT_FRAME) / FRONT_HOP };
    static int16_t pcm[SAMPLES];
    static const float shares[] = {0, 1, 0.5f};
    struct enhancer_net *n = random_net();
    struct clean *c[3];
    state = 11;
    for (int i = 0; i < SAMPLES; i++)
        pcm[i] = (int16_t)random_between(-3000, 3000);
    for (int i = 0; i < 3; i++) {
        c[i] = clean_new(n, shares[i]);
        assert_int_equal(clean_run(c[i], pcm, SAMPLES), LAST + 1);
    }
    struct front front;
    struct front_noise noise = {0};
    uint32_t dithered = 1;
    float x[SAMPLES + 1] = {0}, mels[FRONT_BANDS], cepstrum[FRONT_CEPSTRA], apart = 0;
    for (int i = 0; i < SAMPLES; i++)
        x[i + 1] = (float)(pcm[i] + dither(&dithered));
    front_init(&front);
    for (int t = 0; t <= LAST; t++) {
        front_powers(&front, x + (size_t)t * FRONT_HOP, mels);
        front_noise_step(&noise, mels);
        for (int b = 0; b < FRONT_BANDS; b++)
            mels[b] = logf(mels[b] + 1e-4f);
        front_cepstrum(&front, mels, cepstrum);
        for (int k = 0; k < FRONT_CEPSTRA; k++) {
            float none = clean_cepstra(c[0])[t][k], all = clean_cepstra(c[1])[t][k];
            assert_float_equal(all, cepstrum[k], 1e-3);
            assert_float_equal(clean_cepstra(c[2])[t][k], 0.5f * (none + all), 1e-3);
            apart = fmaxf(apart, fabsf(none - all));
        }
    }
    assert_true(apart > 0.1f);
    for (int i = 0; i < 3; i++)
        clean_free(c[i]);
    free(n);
}

/* Levels of 4 s in all bands, with ±3 dB by chance. */
static void noise_that_comes_and_goes_is_not_steady(void **ctx)
{
    enum { FRAMES = 400 };
    static float log_mels[FRAMES][FRONT_BANDS], scratch[FRAMES];
    static const struct {
        float swells_db; /* up and down, once a second */
        int pause_of;    /* every so many frames, one in six of them 20 dB lower; 0: none */
        float least, most;
    } rows[] = {{0, 0, 0, 2}, {3, 0, 0, STEADY_DB}, {40, 0, STEADY_DB, 10}, {0, 120, 15, 21}};
    state = 13;
    for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
        for (int t = 0; t < FRAMES; t++) {
            float db = rows[r].swells_db * fabsf((float)(t % 100) / 50 - 1);
            if (rows[r].pause_of && t % rows[r].pause_of < rows[r].pause_of / 6)
                db -= 20;
            for (int b = 0; b < FRONT_BANDS; b++)
                log_mels[t][b] = FRONT_LN_OF_DB * (db + random_between(-3, 3));
        }
        float spread = steady_spread((const float(*)[FRONT_BANDS])log_mels, FRAMES, scratch);
        assert_true(spread >= rows[r].least && spread < rows[r].most);
    }
    assert_true(isinf(steady_spread((const float(*)[FRONT_BANDS])log_mels, 13, scratch)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_gives_what_the_whole_does),
        cmocka_unit_test(files_come_back_and_broken_ones_do_not),
        cmocka_unit_test(frames_of_speech_keep_their_places),
        cmocka_unit_test(a_share_comes_from_the_noise_removal),
        cmocka_unit_test(noise_that_comes_and_goes_is_not_steady),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
