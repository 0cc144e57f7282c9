// SPDX-License-Identifier: GPL-3.0-or-later
/* Orders are learnt from, heard with what was learnt, and all of it is taken back. All voices are
 * synthetic (flite): this is a test of the way, not of hearing people. */
#include <unistd.h>

#include "sahut/adapt.h"
#include "support/speech.h"
#include "support/taught.h"

#define ORDERS 20

static const char sentences[] = "language en\n"
                                "<thing> = (kitchen | bedroom | garden | cellar) (lamp | fan)\n"
                                "intent device.on\n    turn on the <thing>\n"
                                "intent device.off\n    turn off the <thing>\n";

struct adapting {
    struct scratch s;
    char *state, *sentences, *files[ORDERS];
};

static bool init(struct adapting *a)
{
    static const char *const rooms[] = {"kitchen", "bedroom", "garden", "cellar", "kitchen"};
    scratch_init(&a->s);
    a->state = scratch_path(&a->s, "state");
    a->sentences = scratch_write(&a->s, "sentences", sentences);
    for (int i = 0; i < ORDERS; i++) {
        char text[60], name[20];
        struct speech said = {0};
        snprintf(text, sizeof(text), "turn %s the %s %s", i % 2 ? "on" : "off", rooms[i % 5],
                 i % 3 ? "lamp" : "fan");
        snprintf(name, sizeof(name), "%d.wav", i);
        speech_pause(&said, 0.3, 20);
        if (!speech_add(&said, i % 4 ? "rms" : "slt", text))
            return false;
        speech_pause(&said, 0.3, 20);
        a->files[i] = scratch_path(&a->s, name);
        write_wav(a->files[i], said.pcm, said.n);
        speech_finish(&said);
    }
    return true;
}

static void finish(struct adapting *a)
{
    for (int i = 0; i < ORDERS; i++)
        free(a->files[i]);
    free(a->state);
    free(a->sentences);
    scratch_finish(&a->s);
}

#define F(a) (a)->files
#define TEN(a, i)                                                                                  \
    F(a)                                                                                           \
    [i], F(a)[i + 1], F(a)[i + 2], F(a)[i + 3], F(a)[i + 4], F(a)[i + 5], F(a)[i + 6],             \
        F(a)[i + 7], F(a)[i + 8], F(a)[i + 9]

/* What is heard of one order with that state; free(). */
static char *heard(const struct adapting *a, int i, const char **err)
{
    static char message[400];
    struct result r;
    RUN(NULL, &r, "listen", "--no-wake", "--json", "--state", a->state, "--sentences", a->sentences,
        a->files[i]);
    assert_code(&r, 0);
    snprintf(message, sizeof(message), "%s", r.err);
    *err = message;
    json_t *line = json_array_get(r.lines, 0);
    char *text = strdup(json_string_value(json_object_get(line, "text")));
    result_finish(&r);
    return text;
}

static void is_learnt_and_taken_back(void **state)
{
    struct adapting a = {0};
    struct result r;
    const char *err;
    if (!init(&a))
        return;
    char *means = scratch_path(&a.s, "state/acoustic/means");
    RUN(NULL, &r, "adapt", "learn", "--state", a.state, "--sentences", a.sentences, "--json",
        TEN(&a, 0), TEN(&a, 10));
    assert_code(&r, 0);
    json_t *o = json_array_get(r.lines, 0);
    assert_int_equal(json_integer_value(json_object_get(o, "orders")), ORDERS);
    assert_int_equal(json_integer_value(json_object_get(o, "checked")), ORDERS / 5);
    assert_true(json_integer_value(json_object_get(o, "right_after")) >=
                json_integer_value(json_object_get(o, "right_before")));
    result_finish(&r);
    assert_int_equal(access(means, F_OK), 0);

    RUN(NULL, &r, "adapt", "--state", a.state);
    assert_code(&r, 0);
    assert_says(r.out, "from 20 orders");
    assert_says(r.out, "0 orders are kept");
    result_finish(&r);

    char *text = heard(&a, 1, &err);
    assert_string_equal(text, "turn on the bedroom lamp");
    assert_string_equal(err, "");
    free(text);

    /* half of it: left out, and said */
    assert_int_equal(truncate(means, 400000), 0);
    text = heard(&a, 1, &err);
    assert_string_equal(text, "turn on the bedroom lamp");
    assert_says(err, "'sahut adapt' makes a new one");
    free(text);

    RUN(NULL, &r, "adapt", "undo", "--state", a.state);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_not_equal(access(means, F_OK), 0);
    free(means);
    finish(&a);
}

static void mistakes(void **state)
{
    struct adapting a = {0};
    struct result r;
    if (!init(&a))
        return;
    RUN(NULL, &r, "adapt", "learn", "--state", a.state);
    assert_code(&r, 1);
    assert_says(r.err, "there are 0 orders to learn from, at least 20 are needed");
    assert_says(r.err, "hearing.keep_orders");
    result_finish(&r);
    RUN(NULL, &r, "adapt", "learn", "--state", a.state, "--sentences", a.sentences, TEN(&a, 0));
    assert_code(&r, 1);
    assert_says(r.err, "there are 10 orders");
    result_finish(&r);
    RUN(NULL, &r, "adapt", "learn", "--state", a.state, "--sentences", a.sentences, "no-such.wav");
    assert_code(&r, 1);
    assert_says(r.err, "no-such.wav");
    result_finish(&r);
    RUN(NULL, &r, "adapt", "undo", "--state", a.state);
    assert_code(&r, 1);
    assert_says(r.err, "no change that could be taken back");
    result_finish(&r);
    RUN(NULL, &r, "adapt", "forget", "--state", a.state);
    assert_code(&r, 1);
    assert_says(r.err, "nothing was learnt");
    result_finish(&r);
    RUN(NULL, &r, "adapt", "lear", "--state", a.state);
    assert_code(&r, 2);
    assert_says(r.err, "'lear': say 'learn [FILE...]', 'show', 'undo' or 'forget'");
    result_finish(&r);
    finish(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_learnt_and_taken_back),
        cmocka_unit_test(mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
