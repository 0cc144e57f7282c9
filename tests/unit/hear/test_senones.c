// SPDX-License-Identifier: GPL-3.0-or-later
/* Scores of the acoustic model's senones against the same thing computed plainly, and in
 * PocketSphinx's search. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hear/senones.h"
#include "hear/sphinx.h"
#include "hear/triphones.h"

#define MODEL  "/usr/share/pocketsphinx/model/en-us/en-us"
#define FRAMES 6
#define LONG   200
#define EVERY  211 /* of the senones */
#define UNIT   0.1024

static float random_cepstra[LONG][FRONT_CEPSTRA];

/* Like speech in their spread. */
static void make_cepstra(void)
{
    uint32_t x = 2463534242u;
    for (int t = 0; t < LONG; t++)
        for (int k = 0; k < FRONT_CEPSTRA; k++) {
            x = x * 1664525u + 1013904223u;
            float noise = (float)(x >> 8) / (1 << 23) - 1;
            float before = t ? random_cepstra[t - 1][k] : 0;
            random_cepstra[t][k] = 0.9f * before + noise * (k ? 3 : 8);
        }
}

static bool have_model(struct senones **s)
{
    struct sahut_why why;
    int err = senones_new(MODEL, NULL, s, &why);
    if (err)
        print_message("# skipped: %s\n", why.text);
    return !err;
}

struct plain {
    struct gaussian_model model;
    struct gaussian_mixtures mixtures;
    struct triphones *triphones;
    double best[GAUSSIAN_STREAMS]; /* Gaussian of any phone */
};

static double density(const struct plain *p, int phone, int stream, int g, const float *x)
{
    double sum = (double)p->model.norm[phone][stream][g];
    for (int d = 0; d < FRONT_CEPSTRA; d++) {
        double far = (double)(x[d] - p->model.mean[phone][stream][d][g]);
        sum -= far * far * (double)p->model.half[phone][stream][d][g];
    }
    return sum;
}

static void look_for_best(struct plain *p, senone_frame frame)
{
    for (int s = 0; s < GAUSSIAN_STREAMS; s++) {
        p->best[s] = -INFINITY;
        for (int phone = 0; phone < GAUSSIAN_PHONES; phone++)
            for (int g = 0; g < GAUSSIANS; g++)
                p->best[s] = fmax(p->best[s], density(p, phone, s, g, frame[s]));
    }
}

/* Logarithm of a senone's likelihood by the likeliest four Gaussians of each stream. */
static double likelihood(const struct plain *p, senone_frame frame, int senone)
{
    double score = 0;
    int phone = triphones_phone_of(p->triphones, senone);
    for (int s = 0; s < GAUSSIAN_STREAMS; s++) {
        bool used[GAUSSIANS] = {0};
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            int top = -1;
            for (int g = 0; g < GAUSSIANS; g++)
                if (!used[g] && (top < 0 || density(p, phone, s, g, frame[s]) >
                                                density(p, phone, s, top, frame[s])))
                    top = g;
            used[top] = true;
            double d = fmax(density(p, phone, s, top, frame[s]) - p->best[s], -96 * UNIT);
            sum += exp(d) * (double)gaussian_weight(*gaussian_byte(&p->mixtures, s, top, senone));
        }
        score += log(fmax(sum, 1e-12));
    }
    return score;
}

/* What is best of all is not known plainly without all of them, so differences are compared. */
static void scores_are_those_of_the_model(void **state)
{
    struct senones *s;
    struct sahut_why why;
    static const float shares[] = {1, 0.5f, 0};
    if (!have_model(&s))
        skip();
    struct plain *p = calloc(1, sizeof(*p));
    senone_frame features[FRAMES];
    int16_t *scores = calloc((size_t)senones_count(s), sizeof(*scores));
    assert_int_equal(gaussian_model_read(MODEL, NULL, &p->model, &why), 0);
    assert_int_equal(gaussian_mixtures_read(MODEL, &p->mixtures, &why), 0);
    assert_int_equal(triphones_read(MODEL "/mdef", &p->triphones, &why), 0);
    senone_features((const float(*)[FRONT_CEPSTRA])random_cepstra, FRAMES, features);
    float all[FRAMES];
    for (int t = 0; t < FRAMES; t++)
        all[t] = shares[t % 3];
    senones_take(s, (const float(*)[FRONT_CEPSTRA])random_cepstra, all, FRAMES);
    for (int t = 0; t < FRAMES; t++) {
        senones_score(s, t, scores);
        look_for_best(p, features[t]);
        int least = scores[0];
        for (int i = 1; i < senones_count(s); i++)
            least = scores[i] < least ? scores[i] : least;
        assert_int_equal(least, 0);
        double first = likelihood(p, features[t], 0);
        for (int i = EVERY; i < senones_count(s); i += EVERY) {
            double wanted = (double)all[t] * (first - likelihood(p, features[t], i)) / UNIT;
            assert_true(fabs(scores[i] - scores[0] - wanted) <= 1.1);
        }
    }
    triphones_free(p->triphones);
    gaussian_mixtures_finish(&p->mixtures);
    free(p);
    free(scores);
    senones_free(s);
}

static void what_is_no_model_is_refused(void **state)
{
    struct senones *s;
    struct sahut_why why = {0};
    struct gaussian_mixtures m;
    char folder[] = "/tmp/sahut-senones-XXXXXX", path[100];
    static const struct {
        const char *what;
        unsigned char bytes[16];
        size_t n;
    } files[] = {
        {"empty", {0}, 0},
        {"cut short in a length", {4, 0}, 2},
        {"a string that is longer than the file", {200, 3, 0, 0, 'a'}, 5},
        {"no Gaussians", {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}, 12},
        {"weights missing", {0, 0, 0, 0, 128, 0, 0, 0, 6, 20, 0, 0}, 12},
        {"a negative number of senones", {0, 0, 0, 0, 128, 0, 0, 0, 255, 255, 255, 255}, 12},
    };
    assert_non_null(mkdtemp(folder));
    assert_int_equal(senones_new(folder, NULL, &s, &why), -EINVAL);
    assert_int_equal(gaussian_mixtures_read(folder, &m, &why), -ENOENT);
    snprintf(path, sizeof(path), "%s/sendump", folder);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        print_message("# %s\n", files[i].what);
        FILE *f = fopen(path, "wb");
        fwrite(files[i].bytes, 1, files[i].n, f);
        fclose(f);
        assert_int_equal(gaussian_mixtures_read(folder, &m, &why), -EINVAL);
        gaussian_mixtures_finish(&m);
    }
    remove(path);
    remove(folder);
}

static struct sphinx *phone_loop(void)
{
    struct sphinx *s = NULL;
    struct sahut_why why = {0};
    struct sphinx_model model = {MODEL, NULL};
    struct sahut_lexicon empty = {0};
    if (sphinx_new(SPHINX_WHOLE, &model, &empty, NULL, &s, &why)) {
        print_message("# skipped: %s\n", why.text);
        return NULL;
    }
    assert_int_equal(sphinx_set_phone_loop(s, "phones", &why), 0);
    return s;
}

static int decode(struct sphinx *s, int frames, const float *shares, struct sphinx_segment *out)
{
    sphinx_take(s, (const float(*)[FRONT_CEPSTRA])random_cepstra, frames, 0);
    if (shares)
        assert_true(sphinx_weigh(s, shares));
    return sphinx_decode(s, "phones", 0, frames, out, LONG);
}

static double total(const struct sphinx_segment *segments, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += segments[i].score;
    return sum;
}

/* One decoder does both, in any order and for any length, and finds the same again. */
static void searches_take_turns(void **state)
{
    static struct sphinx_segment found[LONG];
    float whole[LONG], half[LONG];
    for (int t = 0; t < LONG; t++) {
        whole[t] = 1;
        half[t] = 0.5f;
    }
    static const int lengths[] = {LONG, 60};
    struct sphinx *s = phone_loop();
    if (!s)
        skip();
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        int n = lengths[i];
        double own = total(found, decode(s, n, NULL, found));
        double ours = total(found, decode(s, n, whole, found));
        double less = total(found, decode(s, n, half, found));
        assert_true(own < 0 && ours < 0);
        /* a frame that counts half costs half, but for changes of phones that pay now */
        assert_true(less > 0.7 * ours && less < 0.4 * ours);
        assert_true(total(found, decode(s, n, NULL, found)) == own);
        assert_true(total(found, decode(s, n, whole, found)) == ours);
        assert_int_equal(found[0].first, 0);
        int count = decode(s, n, NULL, found);
        assert_int_equal(found[count - 1].last, n - 1);
    }
    sphinx_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_the_model),
        cmocka_unit_test(what_is_no_model_is_refused),
        cmocka_unit_test(searches_take_turns),
    };
    make_cepstra();
    return cmocka_run_group_tests_name("senones", tests, NULL, NULL);
}
