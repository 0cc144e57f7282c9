// SPDX-License-Identifier: GPL-3.0-or-later
/* The wake network's parts: features against a plain transform, looks that share columns against
 * whole windows, model files there and back, and broken ones. */
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

#include <errno.h>

#include "hear/attention.h"
#include "hear/wake_model.h"
#include "sahut/text.h"

static uint32_t state = 1;

static float random_between(float low, float high)
{
    state = state * 1664525u + 1013904223u;
    return low + (high - low) * (float)(state >> 8) / 16777216.0f;
}

static void make_noise(int16_t *pcm, size_t n, float amplitude)
{
    for (size_t i = 0; i < n; i++)
        pcm[i] = (int16_t)random_between(-amplitude, amplitude);
}

/* Power of one bin of one window, by the definition of the transform. */
static double power_of(const int16_t *pcm, int k)
{
    double re = 0, im = 0;
    for (int i = 0; i < MEL_WINDOW; i++) {
        double w = 0.54 - 0.46 * cos(2 * M_PI * i / (MEL_WINDOW - 1));
        double x = (pcm[i] - (i ? 0.97 * pcm[i - 1] : 0)) * w;
        re += x * cos(2 * M_PI * k * i / SPECTRUM_SAMPLES);
        im -= x * sin(2 * M_PI * k * i / SPECTRUM_SAMPLES);
    }
    return re * re + im * im;
}

static void features_are_those_of_the_plain_transform(void **ctx)
{
    int16_t pcm[MEL_SPAN];
    make_noise(pcm, MEL_SPAN, 9000);
    struct mel *m = sahut_alloc(1, sizeof(*m));
    mel_init(m);
    float out[MEL_BANDS];
    mel_frame(m, pcm, out);
    for (int b = 0; b < MEL_BANDS; b++) {
        double sum = 0;
        for (int i = 0; i < m->count[b]; i++)
            sum += (double)m->weights[m->at[b] + i] *
                   (power_of(pcm, m->first[b] + i) +
                    power_of(pcm + MEL_SPAN - MEL_WINDOW, m->first[b] + i));
        assert_float_equal(out[b], log(2000 + sum / 2), 1e-3);
    }
    free(m);
}

/* Neighbours share what lies between their middles, so the weights of a bin add up to one. */
static void bands_cover_every_frequency_once(void **ctx)
{
    struct mel *m = sahut_alloc(1, sizeof(*m));
    mel_init(m);
    for (int k = 8; k <= 200; k++) {
        float sum = 0;
        for (int b = 0; b < MEL_BANDS; b++)
            if (k >= m->first[b] && k < m->first[b] + m->count[b])
                sum += m->weights[m->at[b] + k - m->first[b]];
        assert_float_equal(sum, 1, 1e-4);
    }
    free(m);
}

static void fill(struct wake_net *n)
{
    float *w = (float *)n;
    for (size_t i = 0; i < sizeof(*n) / sizeof(*w); i++)
        w[i] = random_between(-0.12f, 0.12f);
}

static struct wake_model *random_model(int nets)
{
    struct wake_model *m = sahut_alloc(1, sizeof(*m));
    m->n_nets = nets;
    m->n_phrases = 2;
    for (int i = 0; i < nets; i++)
        fill(&m->nets[i]);
    for (int k = 0; k < 2; k++) {
        struct wake_model_phrase *p = &m->phrases[k];
        snprintf(p->name, sizeof(p->name), "%s", k ? "smart mirror" : "alexa");
        p->seconds = 0.7 + k;
        for (int i = 0; i < WAKE_MODEL_POINTS; i++)
            p->thresholds[i] = 6 - (float)i;
    }
    snprintf(m->card, sizeof(m->card), "one line\nand another\n");
    for (int i = 0; i < nets; i++)
        for (int k = 0; k < WAKE_NET_PHRASES; k++)
            m->nets[i].b5[k] = 4; /* so that every network is asked */
    return m;
}

/* The mean of all networks' logits over the window that the stream has just completed. */
static void whole_window(const struct wake_model *m, const struct features *f,
                         float logits[WAKE_NET_PHRASES])
{
    float window[WAKE_NET_WINDOW * MEL_BANDS], mean[MEL_BANDS];
    features_last(f, WAKE_NET_WINDOW, window);
    features_mean(f, mean);
    for (int i = 0; i < WAKE_NET_WINDOW * MEL_BANDS; i++)
        window[i] -= mean[i % MEL_BANDS];
    memset(logits, 0, WAKE_NET_PHRASES * sizeof(*logits));
    for (int i = 0; i < m->n_nets; i++) {
        static struct wake_net_pass pass;
        wake_net_run(&m->nets[i], window, &pass);
        for (int k = 0; k < WAKE_NET_PHRASES; k++)
            logits[k] += pass.logits[k] / (float)m->n_nets;
    }
}

static void looks_are_those_of_whole_windows(void **ctx)
{
    enum { SAMPLES = 16000 * 5 };
    int16_t *pcm = sahut_alloc(SAMPLES, sizeof(*pcm));
    for (size_t i = 0; i < SAMPLES; i += 1600)
        make_noise(pcm + i, 1600, random_between(50, 12000));
    struct wake_model *m = random_model(2);
    const struct wake_net *nets[] = {&m->nets[0], &m->nets[1]};
    struct attention *a = sahut_alloc(1, sizeof(*a));
    attention_init(a, NULL, nets, 2, -1);
    attention_begin(a, pcm, 8000);
    float last[3][WAKE_NET_PHRASES];
    int looks = 0, compared = 0;
    for (size_t at = 8000; at < SAMPLES;) {
        size_t n = SAMPLES - at < 777 ? SAMPLES - at : 777;
        bool looked = attention_feed(a, pcm + at, &n);
        at += n;
        if (!looked || a->features.frames < WAKE_NET_WINDOW)
            continue;
        whole_window(m, &a->features, last[looks++ % 3]);
        for (int k = 0; k < 2 && looks >= 3; k++, compared++)
            assert_float_equal(a->scores[k], (last[0][k] + last[1][k] + last[2][k]) / 3, 1e-3);
    }
    assert_true(compared > 100);
    free(a);
    free(m);
    free(pcm);
}

static void read_all(const char *path, char *bytes, size_t *n, size_t cap)
{
    FILE *f = fopen(path, "rb");
    *n = fread(bytes, 1, cap, f);
    fclose(f);
}

static void write_all(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

/* One recording of 12 frames to compare with. */
static void add_recording(struct wake_model *m)
{
    senone_frame frames[12];
    for (int t = 0; t < 12; t++)
        for (int v = 0; v < LIKENESS_VALUES; v++)
            frames[t][v / FRONT_CEPSTRA][v % FRONT_CEPSTRA] = (float)((t * 7 + v * 3) % 11);
    likeness_learn(&m->likeness, &(struct likeness_take){(const senone_frame *)frames, 12}, 1);
}

static void models_come_back_from_their_files(void **ctx)
{
    char path[] = "/tmp/sahut-wake-XXXXXX";
    close(mkstemp(path));
    struct wake_model *m = random_model(2), *back;
    struct sahut_why why;
    wake_model_round(m);
    assert_int_equal(wake_model_write(path, m, &why), 0);
    assert_int_equal(wake_model_read(path, &back, &why), 0);
    assert_false(back->second_look);
    assert_int_equal(back->likeness.n, 0);
    free(back);
    m->second_look = true;
    add_recording(m);
    assert_int_equal(wake_model_write(path, m, &why), 0);
    assert_int_equal(wake_model_read(path, &back, &why), 0);
    assert_true(back->second_look);
    assert_memory_equal(&back->likeness, &m->likeness, sizeof(m->likeness));
    assert_int_equal(back->n_nets, 2);
    assert_string_equal(back->card, m->card);
    assert_int_equal(wake_model_find(back, "smart mirror"), 1);
    assert_int_equal(wake_model_find(back, "mirror"), -1);
    const float *x = (const float *)m->nets, *y = (const float *)back->nets;
    for (size_t i = 0; i < 2 * sizeof(m->nets[0]) / sizeof(*x); i++)
        assert_float_equal(x[i], y[i], 1e-6);
    free(back);
    free(m);
    unlink(path);
}

/* What every row does to a good file must be refused. */
static void broken_models_are_refused(void **ctx)
{
    static char good[200000], bad[200000];
    char path[] = "/tmp/sahut-wake-XXXXXX";
    close(mkstemp(path));
    struct wake_model *m = random_model(1), *back;
    struct sahut_why why;
    add_recording(m);
    assert_int_equal(wake_model_write(path, m, &why), 0);
    free(m);
    size_t n;
    read_all(path, good, &n, sizeof(good) - 1);
    const struct {
        const char *name;
        size_t keep, extra;
        const char *find, *replace;
    } rows[] = {
        {"empty", 0, 0, NULL, NULL},
        {"one byte short", n - 1, 0, NULL, NULL},
        {"one byte more", n, 1, NULL, NULL},
        {"header alone", 60, 0, NULL, NULL},
        {"another version", n, 0, "wake 1", "wake 2"},
        {"no networks", n, 0, "networks 1", "networks 0"},
        {"too many networks", n, 0, "networks 1", "networks 9"},
        {"a phrase without numbers", n, 0, "phrase 0", "phrase x"},
        {"more recordings than it has", n, 0, "recordings 1", "recordings 2"},
        {"fewer", n, 0, "recordings 1", "recordings 0"},
        {"too many", n, 0, "recordings 1", "recordings 9"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        memcpy(bad, good, n);
        bad[n] = 'x';
        if (rows[i].find) {
            char *at = strstr(bad, rows[i].find);
            assert_non_null(at);
            memcpy(at, rows[i].replace, strlen(rows[i].replace));
        }
        write_all(path, bad, rows[i].keep + rows[i].extra);
        print_message("# %s\n", rows[i].name);
        assert_int_equal(wake_model_read(path, &back, &why), -EINVAL);
    }
    unlink(path);
    assert_int_equal(wake_model_read(path, &back, &why), -ENOENT);
}

static void more_sensitive_is_a_lower_threshold(void **ctx)
{
    const struct wake_model_phrase p = {.thresholds = {6, 4, 3, 2, 0}};
    const struct {
        double sensitivity;
        float threshold;
    } rows[] = {{0, 8}, {25, 6}, {50, 4}, {65, 3}, {80, 2}, {90, 1}, {100, 0}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_float_equal(wake_model_threshold(&p, rows[i].sensitivity, 1), rows[i].threshold,
                           1e-5);
}

/* Several models share the false alarms; the way back from a score finds the sensitivity. */
static void a_score_needs_a_sensitivity(void **ctx)
{
    const struct wake_model_phrase p = {.thresholds = {6, 4, 3, 2, 0}};
    assert_true(wake_model_threshold(&p, 50, 2) > wake_model_threshold(&p, 50, 1));
    assert_float_equal(wake_model_sensitivity(&p, 9, 1), 0, 0.05);
    assert_float_equal(wake_model_sensitivity(&p, 4, 1), 50, 0.05);
    assert_float_equal(wake_model_sensitivity(&p, 1, 1), 90, 0.05);
    assert_true(wake_model_sensitivity(&p, -0.1f, 1) == WAKE_NEVER);
    assert_float_equal(wake_model_rate(50), 0.5, 1e-9);
    assert_float_equal(wake_model_rate(100), 5, 1e-9);
}

/* A net that adds up the last two frames of a band: on when they are loud, off a while after. */
static void voice_stays_on_over_short_pauses(void **ctx)
{
    struct voice_net *net = sahut_alloc(1, sizeof(*net));
    net->w1[(VOICE_WINDOW - 1) * MEL_BANDS + 5][0] =
        net->w1[(VOICE_WINDOW - 2) * MEL_BANDS + 5][0] = 1;
    net->w2[0][0] = net->w3[0] = 1;
    net->b3 = -2;
    struct attention *a = sahut_alloc(1, sizeof(*a));
    attention_init(a, net, NULL, 0, -1);
    attention_begin(a, NULL, 0);
    const struct {
        double seconds;
        float amplitude;
        bool on; /* at the end of the piece */
    } pieces[] = {
        {2, 20, false}, {0.3, 9000, true}, {0.4, 20, true}, {0.3, 9000, true}, {1.2, 20, false}};
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        int16_t pcm[320];
        for (double t = 0; t < pieces[i].seconds; t += 0.02) {
            make_noise(pcm, 320, pieces[i].amplitude);
            for (size_t at = 0; at < 320;) {
                size_t n = 320 - at;
                attention_feed(a, pcm + at, &n);
                at += n;
            }
        }
        assert_int_equal(a->on, pieces[i].on);
    }
    free(a);
    free(net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_are_those_of_the_plain_transform),
        cmocka_unit_test(bands_cover_every_frequency_once),
        cmocka_unit_test(looks_are_those_of_whole_windows),
        cmocka_unit_test(models_come_back_from_their_files),
        cmocka_unit_test(broken_models_are_refused),
        cmocka_unit_test(more_sensitive_is_a_lower_threshold),
        cmocka_unit_test(a_score_needs_a_sensitivity),
        cmocka_unit_test(voice_stays_on_over_short_pauses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
