// SPDX-License-Identifier: GPL-3.0-or-later
/* Orders in, a model out. All voices are synthetic (flite): this is a test of the way. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sahut/adapt.h"
#include "sahut/sentences.h"
#include "support/speech.h"

#define FOLDER     "/usr/share/pocketsphinx/model/en-us"
#define MODEL      FOLDER "/en-us"
#define DICTIONARY FOLDER "/cmudict-en-us.dict"

static char models[400];

static struct sahut_adapter *make(uint32_t seed)
{
    struct sahut_adapter *a;
    struct sahut_why why;
    snprintf(models, sizeof(models), "%s/models", getenv("SAHUT_DATADIR"));
    struct sahut_adapt_config config = {
        .acoustic_model = MODEL, .dictionary = DICTIONARY, .models = models, .seed = seed};
    if (sahut_adapter_new(&config, &a, &why)) {
        print_message("# skipped: %s\n", why.text);
        skip();
    }
    return a;
}

static void add(struct sahut_adapter *a, const char *text)
{
    struct speech s = {0};
    struct sahut_why why;
    speech_pause(&s, 0.3, 20);
    if (!speech_add(&s, "rms", text))
        skip();
    speech_pause(&s, 0.3, 20);
    assert_int_equal(sahut_adapter_add(a, s.pcm, s.n, text, &why), 0);
    speech_finish(&s);
}

static void orders_that_are_refused(void **state)
{
    static int16_t pcm[(SAHUT_ADAPT_LONGEST_S + 1) * 16000];
    static const struct {
        const char *text;
        size_t n;
        const char *said;
    } rows[] = {
        {"remind me to " SAHUT_FREE_WORD, 16000, "free text"},
        {"", 16000, "without words"},
        {"  ", 16000, "without words"},
        {"turn on the lamp", sizeof(pcm) / sizeof(*pcm), "longer than 30 s"},
    };
    struct sahut_adapter *a = make(1);
    struct sahut_adapt_report report;
    struct sahut_why why;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(sahut_adapter_add(a, pcm, rows[i].n, rows[i].text, &why), -EINVAL);
        assert_non_null(strstr(why.text, rows[i].said));
    }
    assert_int_equal(sahut_adapter_orders(a), 0);
    assert_int_equal(sahut_adapter_learn(a, 0, 0, NULL, NULL, &report, &why), -ENODATA);
    /* nothing in it, and not a tenth of the time that the words need */
    assert_int_equal(sahut_adapter_add(a, pcm, 0, "turn on the lamp", &why), 0);
    assert_int_equal(sahut_adapter_add(a, pcm, 3000, "turn on the lamp", &why), 0);
    assert_int_equal(sahut_adapter_learn(a, 0, 0, NULL, NULL, &report, &why), -ENODATA);
    assert_int_equal(report.left_out, 2);
    assert_int_equal(sahut_adapter_add(a, pcm, 16000, "turn on the xqzzw", &why), 0);
    assert_int_equal(sahut_adapter_learn(a, 0, 0, NULL, NULL, &report, &why), -ENOENT);
    assert_non_null(strstr(why.text, "xqzzw"));
    sahut_adapter_free(a);
}

static bool stop(void *ctx, double done)
{
    return false;
}

static char *bytes_of(const char *folder, const char *name, size_t *n)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/acoustic/%s", folder, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = malloc(4 << 20);
    *n = fread(bytes, 1, 4 << 20, f);
    fclose(f);
    return bytes;
}

static void assert_same(const char *one, const char *other, const char *name, bool same)
{
    size_t n, m;
    char *a = bytes_of(one, name, &n), *b = bytes_of(other, name, &m);
    assert_int_equal(n, m);
    assert_int_equal(memcmp(a, b, n) == 0, same);
    free(a);
    free(b);
}

static void learn_and_write(uint32_t seed, size_t of, char *folder)
{
    struct sahut_adapter *a = make(seed);
    struct sahut_adapt_report report;
    struct sahut_why why;
    add(a, "turn on the lamp");
    add(a, "what time is it");
    assert_int_equal(sahut_adapter_learn(a, 0, 0, stop, NULL, &report, &why), -ECANCELED);
    assert_int_equal(sahut_adapter_learn(a, 0, of, NULL, NULL, &report, &why), 0);
    assert_int_equal(report.learnt, of ? 1 : 2);
    assert_true(report.speech_s > 0.5);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(sahut_adapter_write(a, folder, "a note", &why), 0);
    sahut_adapter_free(a);
}

static void same_orders_same_model(void **state)
{
    char one[] = "/tmp/sahut-adapt-XXXXXX", two[] = "/tmp/sahut-adapt-XXXXXX",
         three[] = "/tmp/sahut-adapt-XXXXXX";
    learn_and_write(1, 0, one);
    learn_and_write(1, 0, two);
    learn_and_write(1, 2, three); /* without the first */
    for (int i = 0; i < 2; i++) {
        assert_same(one, two, i ? "means" : "sendump", true);
        assert_same(one, three, i ? "means" : "sendump", false);
    }
    struct stat st;
    size_t n;
    assert_int_equal(stat(MODEL "/sendump", &st), 0);
    free(bytes_of(one, "sendump", &n));
    assert_int_equal(n, st.st_size);
    char *made[] = {one, two, three}, path[512];
    struct sahut_why why;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sahut_adapt_forget(made[i], &why), 0);
        assert_int_equal(rmdir(made[i]), 0);
    }
    struct sahut_adapter *a = make(1);
    add(a, "turn on the lamp");
    struct sahut_adapt_report report;
    assert_int_equal(sahut_adapter_learn(a, 0, 0, NULL, NULL, &report, &why), 0);
    snprintf(path, sizeof(path), "/proc/nowhere");
    assert_true(sahut_adapter_write(a, path, "", &why) < 0);
    assert_non_null(strstr(why.text, path));
    sahut_adapter_free(a);
}

/* As loud as it should be against its loudest 128 ms, within what clipping takes. */
static void noise_of_a_check(void **state)
{
    struct sahut_adapter *a = make(1);
    add(a, "turn on the lamp");
    size_t n;
    const int16_t *pcm = sahut_adapter_pcm(a, 0, &n);
    int16_t *quiet = malloc(n * sizeof(*quiet)), *loud = malloc(n * sizeof(*loud));
    sahut_adapter_noisy(a, 0, 30, quiet);
    sahut_adapter_noisy(a, 0, 10, loud);
    double sum[2] = {0};
    for (size_t i = 0; i < n; i++) {
        sum[0] += (double)(quiet[i] - pcm[i]) * (quiet[i] - pcm[i]);
        sum[1] += (double)(loud[i] - pcm[i]) * (loud[i] - pcm[i]);
    }
    assert_in_range((int)(sum[1] / sum[0]), 90, 110); /* 20 dB */
    assert_string_equal(sahut_adapter_text(a, 0), "turn on the lamp");
    free(quiet);
    free(loud);
    sahut_adapter_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_that_are_refused),
        cmocka_unit_test(same_orders_same_model),
        cmocka_unit_test(noise_of_a_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
