// SPDX-License-Identifier: GPL-3.0-or-later
/* Orders said by flite (synthetic) and the states of their words. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapt/align.h"
#include "hear/clean.h"
#include "support/speech.h"

#define FOLDER     "/usr/share/pocketsphinx/model/en-us"
#define MODEL      FOLDER "/en-us"
#define DICTIONARY FOLDER "/cmudict-en-us.dict"
#define MOST       1000

struct heard {
    struct tied *tied;
    struct enhancer_net *net;
    struct clean *clean;
    senone_frame frames[MOST];
    int n;
};

static bool hear(struct heard *h, const char *text)
{
    struct sahut_why why;
    struct speech s = {0};
    char path[512];
    snprintf(path, sizeof(path), "%s/models/hear/enhancer", getenv("SAHUT_DATADIR"));
    memset(h, 0, sizeof(*h));
    if (tied_read(MODEL, &h->tied, &why)) {
        print_message("# skipped: %s\n", why.text);
        return false;
    }
    assert_int_equal(enhancer_net_read(path, &h->net, &why), 0);
    speech_pause(&s, 0.4, 20);
    if (!speech_add(&s, "rms", text))
        return false;
    speech_pause(&s, 0.4, 20);
    h->clean = clean_new(h->net, CLEAN_REMOVED_SHARE);
    h->n = clean_run(h->clean, s.pcm, s.n);
    assert_in_range(h->n, 50, MOST);
    senone_features(clean_cepstra(h->clean), h->n, h->frames);
    speech_finish(&s);
    return true;
}

static void finish(struct heard *h)
{
    clean_free(h->clean);
    free(h->net);
    tied_free(h->tied);
}

static int align(struct heard *h, const char *const *words, size_t n, uint16_t *out, float *score)
{
    struct sahut_lexicon *lexicon;
    struct sahut_why why;
    assert_int_equal(sahut_lexicon_build(DICTIONARY, words, n, NULL, NULL, &lexicon, &why), 0);
    struct align_words w = {words, n, lexicon};
    int err = align_run(h->tied, &w, h->frames, h->n, out, score);
    sahut_lexicon_free(lexicon);
    return err;
}

static void right_words_fit_best(void **state)
{
    static const char *const said[] = {"turn", "on", "the", "kitchen", "lamp"};
    static const char *const others[][5] = {{"turn", "off", "the", "kitchen", "lamp"},
                                            {"turn", "on", "the", "bedroom", "lamp"},
                                            {"turn", "on", "the", "kitchen", "fan"},
                                            {"set", "a", "timer", "for", "ten"}};
    struct heard h;
    uint16_t states[MOST];
    float best, score;
    if (!hear(&h, "Turn on the kitchen lamp."))
        skip();
    assert_int_equal(align(&h, said, 5, states, &best), 0);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_int_equal(align(&h, others[i], 5, states, &score), 0);
        assert_true(score < best);
    }
    finish(&h);
}

/* Every phone in its order, each of its three states at least once. */
static void phones_come_in_order(void **state)
{
    static const char *const said[] = {"kitchen", "lamp"};
    static const char *const phones[] = {"K", "IH", "CH", "AH", "N", "L", "AE", "M", "P"};
    struct heard h;
    uint16_t states[MOST];
    float score;
    if (!hear(&h, "Kitchen lamp."))
        skip();
    assert_int_equal(align(&h, said, 2, states, &score), 0);
    const struct triphones *t = tied_triphones(h.tied);
    int at = 0, different = 0, silence = triphones_phone(t, "SIL");
    for (int i = 0; i < h.n; i++) {
        int phone = triphones_phone_of(t, states[i]);
        different = i && states[i] == states[i - 1] ? different : different + 1;
        if (phone == silence)
            continue;
        if (at == 0 || phone != triphones_phone(t, phones[at - 1]))
            assert_int_equal(phone, triphones_phone(t, phones[at++]));
    }
    assert_int_equal(at, 9);
    assert_true(different >= 9 * TRIPHONE_STATES);
    finish(&h);
}

static void too_short(void **state)
{
    static const char *const said[] = {"kitchen", "lamp"};
    struct heard h;
    uint16_t states[MOST];
    float score;
    if (!hear(&h, "Kitchen lamp."))
        skip();
    h.n = 20;
    assert_int_equal(align(&h, said, 2, states, &score), -ENODATA);
    h.n = 0;
    assert_int_equal(align(&h, said, 2, states, &score), -ENODATA);
    finish(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_words_fit_best),
        cmocka_unit_test(phones_come_in_order),
        cmocka_unit_test(too_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
