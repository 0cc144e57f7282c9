// SPDX-License-Identifier: GPL-3.0-or-later
/* Which of a network's phrases speak for a text. The network here says the same of every sound. */
#include "hear/few_words.h"

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

#include "hear/wake_model.h"

static const struct {
    const char *name;
    float logit;
} phrases[] = {{"stop", -1}, {"stop it", 1}, {"snooze", 2}, {"minutes", 3}};
#define PHRASES (int)(sizeof(phrases) / sizeof(*phrases))

static const struct {
    const char *text;
    float score;
} texts[] = {
    {"stop", -1},
    {"stop it", 1},
    {"stop the alarm", -1},
    {"snooze", 2},
    {"snooze ten minutes", 3},
    {"minutes", 3},
    {"stopping", FEW_WORDS_NONE},
    {"unstop", FEW_WORDS_NONE},
    {"ten minutes more", FEW_WORDS_NONE},
    {"", FEW_WORDS_NONE},
};

static void write_model(char path[40])
{
    struct wake_model *m = calloc(1, sizeof(*m));
    struct sahut_why why;
    assert_non_null(m);
    m->n_nets = 1;
    m->n_phrases = PHRASES;
    for (int k = 0; k < PHRASES; k++) {
        snprintf(m->phrases[k].name, sizeof(m->phrases[k].name), "%s", phrases[k].name);
        m->phrases[k].seconds = 1;
        m->nets[0].b5[k] = phrases[k].logit;
    }
    strcpy(path, "/tmp/sahut-words-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(wake_model_write(path, m, &why), 0);
    free(m);
}

/* As many frames as the network looks at, and three looks. */
static void look(struct few_words *w)
{
    static struct features f;
    static const float frame[MEL_BANDS];
    features_init(&f);
    features_begin(&f);
    for (int i = 0; i < WAKE_NET_WINDOW + 3 * WAKE_SPOT_STEP; i++) {
        features_add(&f, frame);
        if (f.frames % 2 == 0)
            few_words_look(w, &f);
    }
}

static void what_speaks_for_a_text(void **state)
{
    (void)state;
    struct few_words *w;
    struct sahut_why why;
    char path[40];
    write_model(path);
    assert_int_equal(few_words_read(path, &w, &why), 0);
    unlink(path);
    assert_true(few_words_score(w, "stop") == FEW_WORDS_NONE);
    look(w);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (fabsf(few_words_score(w, texts[i].text) - texts[i].score) > 1e-4f)
            fail_msg("'%s': %f", texts[i].text, (double)few_words_score(w, texts[i].text));
    few_words_begin(w);
    assert_true(few_words_score(w, "stop") == FEW_WORDS_NONE);
    few_words_free(w);
}

static void no_file(void **state)
{
    (void)state;
    struct few_words *w;
    struct sahut_why why;
    assert_int_equal(few_words_read("/nowhere/gaps", &w, &why), -ENOENT);
    few_words_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_speaks_for_a_text),
        cmocka_unit_test(no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
