// SPDX-License-Identifier: GPL-3.0-or-later
/* How like a sound is to recordings, on made-up features: smooth curves, each "speaker" has others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/likeness.h"

#define LENGTH 70 /* frames of a recording */
#define MOST   300

static senone_frame frames[4][MOST];

/* `phrase` says which curves; `n` frames of them, faster or slower; `before` frames of something
 * else in front; `wobble` makes no two the same. */
static int make(senone_frame *out, int phrase, int n, int before, int wobble)
{
    for (int t = 0; t < before + n; t++)
        for (int v = 0; v < LIKENESS_VALUES; v++) {
            int what = t < before ? 9 : phrase;
            double at = t < before ? t / 70.0 : (double)(t - before) / n;
            double rate = 1 + (double)((what * 7 + v * 5) % 11), shift = what * 2.1 + v;
            out[t][v / FRONT_CEPSTRA][v % FRONT_CEPSTRA] =
                (float)(5 * sin(rate * at * 3 + shift) + 0.8 * sin(wobble * 1.7 + t * v));
        }
    return before + n;
}

static void learn(struct likeness *l, int takes)
{
    struct likeness_take taught[4];
    for (int i = 0; i < takes; i++)
        taught[i] = (struct likeness_take){(const senone_frame *)frames[i],
                                           make(frames[i], 1, LENGTH + 4 * i, 0, i)};
    likeness_learn(l, taught, takes);
}

struct like_case {
    const char *what;
    int phrase, frames, before;
    float least, most;
};

static const struct like_case like_cases[] = {
    {"said again", 1, 72, 0, -0.5f, 0.5f},
    {"behind something else", 1, 72, 60, -0.5f, 0.5f},
    {"slower", 1, 105, 20, -0.5f, 1.0f},
    {"faster", 1, 50, 20, -0.5f, 1.0f},
    {"another phrase", 4, 72, 0, 1.5f, 20},
    {"another phrase, long", 3, 180, 70, 1.5f, 20},
    {"too short to say", 1, 9, 0, LIKENESS_FAR, LIKENESS_FAR},
    {"nothing", 1, 0, 0, LIKENESS_FAR, LIKENESS_FAR},
    {"longer than is looked at", 4, MOST, 0, 1.5f, 20},
};

static void tells_the_phrase(void **state)
{
    static struct likeness l;
    static senone_frame heard[MOST];
    learn(&l, 4);
    assert_true(l.typical > 0);
    for (size_t i = 0; i < sizeof(like_cases) / sizeof(like_cases[0]); i++) {
        const struct like_case *c = &like_cases[i];
        int n = make(heard, c->phrase, c->frames, c->before, 7);
        float d = likeness_distance(&l, (const senone_frame *)heard, n);
        print_message("# %s: %.2f\n", c->what, (double)d);
        assert_true(d >= c->least && d <= c->most);
    }
}

static void one_left_out(void **state)
{
    static struct likeness l;
    static senone_frame heard[MOST];
    learn(&l, 3);
    int n = make(heard, 1, LENGTH, 0, 0); /* the first recording itself */
    float with = likeness_distance(&l, (const senone_frame *)heard, n);
    likeness_leave_out(&l, 0);
    float without = likeness_distance(&l, (const senone_frame *)heard, n);
    assert_true(with < without);
    likeness_leave_out(&l, 1);
    likeness_leave_out(&l, 2);
    likeness_leave_out(&l, LIKENESS_TAKES); /* there is none of that number */
    assert_true(likeness_distance(&l, (const senone_frame *)heard, n) == -l.typical);
}

static void without_recordings(void **state)
{
    static struct likeness l;
    static senone_frame heard[MOST];
    const struct likeness_take shorts[] = {{(const senone_frame *)heard, 3},
                                           {(const senone_frame *)heard, 0}};
    assert_true(likeness_distance(&l, (const senone_frame *)heard, 50) == 0);
    likeness_learn(&l, shorts, 2);
    assert_int_equal(l.n, 2);
    assert_true(l.typical == 0);
    assert_true(isfinite(likeness_distance(&l, (const senone_frame *)heard, 50)));
}

static void kept_in_a_file(void **state)
{
    static struct likeness l, back;
    learn(&l, 4);
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    likeness_write(&l, f);
    fclose(f);
    f = fmemopen(text, n, "r");
    assert_true(likeness_read(&back, 4, f));
    assert_int_equal(fgetc(f), EOF);
    fclose(f);
    assert_memory_equal(&l, &back, sizeof(l));
    for (size_t cut = 0; cut < n; cut += 97) {
        f = fmemopen(text, cut ? cut : 1, "r");
        assert_false(likeness_read(&back, 4, f));
        assert_int_equal(back.n, 0);
        fclose(f);
    }
    f = fmemopen(text, n, "r");
    assert_false(likeness_read(&back, LIKENESS_TAKES + 1, f));
    rewind(f);
    assert_false(likeness_read(&back, -1, f));
    fclose(f);
    memset(text + 4, 0, 4); /* a step of nothing */
    f = fmemopen(text, n, "r");
    assert_false(likeness_read(&back, 4, f));
    fclose(f);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_phrase),
        cmocka_unit_test(one_left_out),
        cmocka_unit_test(without_recordings),
        cmocka_unit_test(kept_in_a_file),
    };
    return cmocka_run_group_tests_name("hear/likeness", tests, NULL, NULL);
}
