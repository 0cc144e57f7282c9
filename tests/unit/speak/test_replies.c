// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/log.h"
#include "sahut/replies.h"

struct fixture {
    struct sahut_zone *berlin;
    int64_t now; /* Tuesday 2027-06-15 08:00 */
    char path[32];
};

static void drop_log(void *ctx, enum sahut_log_level level, const char *room, const char *text)
{
    ++*(int *)ctx;
}

static int logged;

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    strcpy(f->path, "/tmp/sahut-replies-XXXXXX");
    int fd = mkstemp(f->path);
    logged = 0;
    sahut_log_setup(SAHUT_LOG_ERROR, drop_log, &logged);
    if (fd < 0 || close(fd) || sahut_zone_new("Europe/Berlin", &f->berlin, NULL))
        return -1;
    return sahut_instant_parse("2027-06-15T08:00", f->berlin, &f->now, NULL);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    unlink(f->path);
    sahut_zone_free(f->berlin);
    free(f);
    sahut_log_setup(SAHUT_LOG_WARN, NULL, NULL);
    return 0;
}

static int read_text(struct fixture *f, const char *text, struct sahut_replies **out,
                     struct sahut_why *why)
{
    FILE *file = fopen(f->path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return sahut_replies_read(f->path, out, why);
}

static struct sahut_replies *shipped(void)
{
    struct sahut_replies *r = NULL;
    struct sahut_why why;
    char path[512];
    const char *source = getenv("SAHUT_SOURCE");
    snprintf(path, sizeof path, "%s/models/en/replies", source ? source : ".");
    if (sahut_replies_read(path, &r, &why))
        fail_msg("%s", why.text);
    return r;
}

#define PARAMS 4

static struct sahut_param text_param(const char *name, const char *text)
{
    struct sahut_param p = {.kind = SAHUT_PARAM_TEXT};
    snprintf(p.name, sizeof p.name, "%s", name);
    snprintf(p.text, sizeof p.text, "%s", text);
    return p;
}

static struct sahut_param value_param(const char *name, enum sahut_param_kind kind, int64_t value)
{
    struct sahut_param p = {.kind = kind, .value = value};
    snprintf(p.name, sizeof p.name, "%s", name);
    return p;
}

static void mistakes_are_told_with_file_and_line(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text;
        int line;
        const char *says;
    } table[] = {
        {"", 0, "no reply"},
        {"language en\n", 0, "no reply"},
        {"a = b\n", 1, "language"},
        {"language xx\na = b\n", 1, "\"xx\""},
        {"language en\n  variant\n", 2, "above"},
        {"language en\nA = b\n", 2, "id"},
        {"language en\na b\n", 2, "id = text"},
        {"language en\na =\n", 2, "no text"},
        {"language en\n\n# c\na = b\na = c\n", 5, "line 4"},
        {"language en\na = {x\n", 2, "not closed"},
        {"language en\na = {}\n", 2, "name"},
        {"language en\na = {X y}\n", 2, "name"},
        {"language en\na = {a_name_that_is_much_too_long_to_be_one}\n", 2, "name"},
        {"language en\na = x}\n", 2, "\"}\""},
        {"language en\na = x]\n", 2, "\"]\""},
        {"language en\na = [x {y}\n", 2, "not closed"},
        {"language en\na = [x]\n", 2, "always"},
        {"language en\na = [x [{y}]]\n", 2, "nest"},
        {"language en\na = {n:one}\n", 2, "1 forms"},
        {"language en\na = {n:a|b|c}\n", 2, "3 forms"},
        {"language en\na = {n:a|b|c|d|e|f}\n", 2, "6 forms"},
        {"language en\na = {n:a|b\n", 2, "not closed"},
        {"language en\na = {n/short}\n", 2, "/title"},
        {"language en\na = b\n    {c\n", 3, "not closed"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_replies *r = NULL;
        struct sahut_why why = {.text = ""};
        char place[64];
        snprintf(place, sizeof place, "%s:", f->path);
        if (table[i].line)
            snprintf(place, sizeof place, "%s:%d:", f->path, table[i].line);
        int err = read_text(f, table[i].text, &r, &why);
        if (err != -EINVAL || r || strncmp(why.text, place, strlen(place)) != 0 ||
            !strstr(why.text, table[i].says))
            fail_msg("\"%s\" gives %d \"%s\", expected -EINVAL at %s with %s", table[i].text, err,
                     why.text, place, table[i].says);
    }
    struct sahut_replies *r = NULL;
    struct sahut_why why;
    assert_int_equal(sahut_replies_read("/nonexistent/replies", &r, &why), -ENOENT);
    assert_non_null(strstr(why.text, "/nonexistent/replies"));
    assert_null(r);
    sahut_replies_free(NULL);
}

static void templates_are_rendered(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *template, *name;
        int64_t count; /* of {n} */
        const char *expected;
    } table[] = {
        {"Hello.", "", 0, "Hello."},
        {"Hello {name}.", "Ada", 0, "Hello Ada."},
        {"Hello[ {name}].", "Ada", 0, "Hello Ada."},
        {"Hello[ {name}].", "", 0, "Hello."},
        {"Hello[ {absent}].", "Ada", 0, "Hello."},
        {"[{name}: ]{n} {n:thing|things}", "", 1, "one thing"},
        {"{n} {n:thing|things}", "", 2, "two things"},
        {"{n} {n:thing|things}", "", 0, "zero things"},
        {"None[, but {n}][, {name}].", "Ada", 0, "None, Ada."},
        {"[{name} {n}]x", "Ada", 0, "x"},
        {"\\{name\\} \\[x\\] \\\\", "Ada", 0, "{name} [x] \\"},
        {"{n:a \\| b|c}", "", 1, "a | b"},
        {"{n:|s}.", "", 1, "."},
        {"Grüße, {name}!", "Jürgen {x}", 0, "Grüße, Jürgen {x}!"},
        {"{w} / {w/title}", "", 0, "tomorrow at nine in the morning / Wednesday 9:00"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_replies *r = NULL;
        struct sahut_why why;
        char text[256];
        snprintf(text, sizeof text, "language en\nid = %s\n", table[i].template);
        if (read_text(f, text, &r, &why))
            fail_msg("%s", why.text);
        const struct sahut_param params[] = {
            text_param("name", table[i].name),
            value_param("n", SAHUT_PARAM_COUNT, table[i].count),
            value_param("w", SAHUT_PARAM_WHEN, f->now + 25 * 3600000),
        };
        struct sahut_text out = {0};
        assert_int_equal(sahut_replies_render(r, "id", params, 3, 7, f->now, f->berlin, &out), 0);
        assert_string_equal(sahut_text_get(&out), table[i].expected);
        sahut_text_finish(&out);
        sahut_replies_free(r);
    }
}

static void the_turn_picks_the_variant(void **state)
{
    struct fixture *f = *state;
    struct sahut_replies *r = NULL;
    assert_int_equal(
        read_text(f, "# c\nlanguage en\n\na = one\n\t two \n  three\nb = four\n", &r, NULL), 0);
    static const char *const expected[] = {"one", "two", "three", "one"};
    for (unsigned turn = 0; turn < 4; turn++) {
        struct sahut_text out = {0};
        assert_int_equal(sahut_replies_render(r, "a", NULL, 0, turn, f->now, f->berlin, &out), 0);
        assert_string_equal(sahut_text_get(&out), expected[turn]);
        sahut_text_finish(&out);
    }
    const char *const *ids = sahut_replies_ids(r);
    assert_string_equal(ids[0], "a");
    assert_string_equal(ids[1], "b");
    assert_null(ids[2]);
    sahut_replies_free(r);
}

static void what_is_missing_is_an_error_and_adds_nothing(void **state)
{
    struct fixture *f = *state;
    struct sahut_replies *r = NULL;
    struct sahut_text out = {0};
    sahut_text_add(&out, "before");
    assert_int_equal(read_text(f, "language en\na = so {x}\n", &r, NULL), 0);
    assert_int_equal(sahut_replies_render(r, "b", NULL, 0, 0, f->now, f->berlin, &out), -ENOENT);
    assert_int_equal(sahut_replies_render(r, "a", NULL, 0, 0, f->now, f->berlin, &out), -ENOENT);
    assert_int_equal(logged, 2);
    assert_string_equal(sahut_text_get(&out), "before");
    sahut_text_finish(&out);
    sahut_replies_free(r);
}

/* What the skills give to each reply; an empty name ends the list. Optional ones are left out. */
static const struct {
    const char *id;
    struct {
        const char *name;
        enum sahut_param_kind kind;
    } params[PARAMS];
} contract[] = {
    {"time_is", {{"time", SAHUT_PARAM_CLOCK}}},
    {"date_is", {{"date", SAHUT_PARAM_DATE}}},
    {"reminder_set", {{"when", SAHUT_PARAM_WHEN}}},
    {"reminder_ask_when", {{NULL, 0}}},
    {"reminder_ask_text", {{NULL, 0}}},
    {"reminder_due", {{NULL, 0}}},
    {"reminder_clip", {{NULL, 0}}},
    {"reminders_none", {{NULL, 0}}},
    {"reminders_list", {{"count", SAHUT_PARAM_COUNT}, {"items", SAHUT_PARAM_TEXT}}},
    {"reminder_item", {{"when", SAHUT_PARAM_WHEN}}},
    {"reminder_cancelled", {{NULL, 0}}},
    {"reminder_which", {{NULL, 0}}},
    {"timer_set", {{"duration", SAHUT_PARAM_DURATION}}},
    {"timer_ask_duration", {{NULL, 0}}},
    {"timer_due", {{"duration", SAHUT_PARAM_DURATION}}},
    {"timer_left", {{"left", SAHUT_PARAM_DURATION}}},
    {"timers_none", {{NULL, 0}}},
    {"timer_cancelled", {{NULL, 0}}},
    {"timers_cancelled", {{"count", SAHUT_PARAM_COUNT}}},
    {"agenda_none", {{"day", SAHUT_PARAM_DAY}}},
    {"agenda_list",
     {{"count", SAHUT_PARAM_COUNT}, {"day", SAHUT_PARAM_DAY}, {"items", SAHUT_PARAM_TEXT}}},
    {"agenda_item", {{"summary", SAHUT_PARAM_TEXT}, {"time", SAHUT_PARAM_CLOCK}}},
    {"agenda_item_all_day", {{"summary", SAHUT_PARAM_TEXT}}},
    {"agenda_item_day",
     {{"summary", SAHUT_PARAM_TEXT}, {"day", SAHUT_PARAM_DAY}, {"time", SAHUT_PARAM_CLOCK}}},
    {"agenda_not_configured", {{NULL, 0}}},
    {"device_on", {{"device", SAHUT_PARAM_TEXT}}},
    {"device_off", {{"device", SAHUT_PARAM_TEXT}}},
    {"device_on_for", {{"device", SAHUT_PARAM_TEXT}, {"duration", SAHUT_PARAM_DURATION}}},
    {"device_is_on", {{"device", SAHUT_PARAM_TEXT}}},
    {"device_is_off", {{"device", SAHUT_PARAM_TEXT}}},
    {"device_failed", {{"device", SAHUT_PARAM_TEXT}}},
    {"device_unknown", {{NULL, 0}}},
    {"stopped", {{NULL, 0}}},
    {"nothing_to_repeat", {{NULL, 0}}},
    {"cancelled", {{NULL, 0}}},
    {"help", {{"examples", SAHUT_PARAM_TEXT}}},
    {"not_understood", {{NULL, 0}}},
    {"not_stored", {{NULL, 0}}},
    {"past", {{"when", SAHUT_PARAM_WHEN}}},
    {"acknowledged", {{NULL, 0}}},
    {"promise_missed",
     {{"time", SAHUT_PARAM_CLOCK}, {"text", SAHUT_PARAM_TEXT}, {"age", SAHUT_PARAM_DURATION}}},
    {"promise_missed_day",
     {{"time", SAHUT_PARAM_WHEN}, {"text", SAHUT_PARAM_TEXT}, {"age", SAHUT_PARAM_DURATION}}},
    {"reminder_set_again", {{"when", SAHUT_PARAM_WHEN}}},
    {"reminder_set_times", {{"count", SAHUT_PARAM_COUNT}, {"when", SAHUT_PARAM_WHEN}}},
    {"alarm_set_times", {{"count", SAHUT_PARAM_COUNT}, {"when", SAHUT_PARAM_WHEN}}},
    {"reminder_changed", {{"when", SAHUT_PARAM_WHEN}}},
    {"reminder_left_out", {{"when", SAHUT_PARAM_WHEN}}},
    {"reminders_cancelled", {{"count", SAHUT_PARAM_COUNT}}},
    {"never_happens", {{NULL, 0}}},
    {"too_far", {{"when", SAHUT_PARAM_WHEN}}},
    {"by_the_way", {{"count", SAHUT_PARAM_COUNT}, {"items", SAHUT_PARAM_TEXT}}},
    {"missed_none", {{NULL, 0}}},
    {"missed_list", {{"count", SAHUT_PARAM_COUNT}, {"items", SAHUT_PARAM_TEXT}}},
    {"missed_item", {{"text", SAHUT_PARAM_TEXT}, {"when", SAHUT_PARAM_WHEN}}},
    {"undone", {{"text", SAHUT_PARAM_TEXT}}},
    {"nothing_to_undo", {{NULL, 0}}},
    {"clock_unsure", {{NULL, 0}}},
    {"clock_unsure_set", {{"time", SAHUT_PARAM_WHEN}}},
    {"duration_guessed", {{NULL, 0}}},
    {"rang_before_cut", {{NULL, 0}}},
    {"quiet_until", {{"time", SAHUT_PARAM_CLOCK}}},
    {"time_may_be", {{"time", SAHUT_PARAM_CLOCK}}},
    {"date_may_be", {{"date", SAHUT_PARAM_DATE}}},
    {"clock_confirmed", {{"time", SAHUT_PARAM_CLOCK}}},
    {"alarm_set", {{"when", SAHUT_PARAM_WHEN}}},
    {"alarm_set_again", {{"when", SAHUT_PARAM_WHEN}}},
    {"alarm_ask_when", {{NULL, 0}}},
    {"alarm_due", {{"time", SAHUT_PARAM_CLOCK}}},
    {"alarm_changed", {{"when", SAHUT_PARAM_WHEN}}},
    {"alarm_left_out", {{"when", SAHUT_PARAM_WHEN}}},
    {"alarm_cancelled", {{NULL, 0}}},
    {"alarms_cancelled", {{"count", SAHUT_PARAM_COUNT}}},
    {"alarm_which", {{NULL, 0}}},
    {"alarms_none", {{NULL, 0}}},
    {"alarms_list", {{"count", SAHUT_PARAM_COUNT}, {"items", SAHUT_PARAM_TEXT}}},
    {"alarm_item", {{"when", SAHUT_PARAM_WHEN}}},
    {"alarm_item_again", {{"when", SAHUT_PARAM_WHEN}}},
    {"snoozed", {{"duration", SAHUT_PARAM_DURATION}}},
    {"title_alarm", {{"when", SAHUT_PARAM_CLOCK}}},
    {"timer_left_paused", {{"left", SAHUT_PARAM_DURATION}}},
    {"timer_item_paused", {{"left", SAHUT_PARAM_DURATION}, {"duration", SAHUT_PARAM_DURATION}}},
    {"timer_paused", {{"left", SAHUT_PARAM_DURATION}}},
    {"timer_resumed", {{"left", SAHUT_PARAM_DURATION}}},
    {"timer_changed", {{"left", SAHUT_PARAM_DURATION}}},
    {"timer_which", {{NULL, 0}}},
    {"timer_not_so_long", {{NULL, 0}}},
    {"stopwatch_started", {{"shown", SAHUT_PARAM_DURATION}}},
    {"stopwatch_shows", {{"shown", SAHUT_PARAM_DURATION}}},
    {"stopwatch_gone", {{"shown", SAHUT_PARAM_DURATION}}},
    {"stopwatch_none", {{NULL, 0}}},
    {"title_spoken_reminder", {{"when", SAHUT_PARAM_WHEN}}},
    {"nothing_ringing", {{NULL, 0}}},
    {"reminder_item_missed", {{"when", SAHUT_PARAM_WHEN}}},
    {"timers_list", {{"count", SAHUT_PARAM_COUNT}, {"items", SAHUT_PARAM_TEXT}}},
    {"timer_item", {{"left", SAHUT_PARAM_DURATION}, {"duration", SAHUT_PARAM_DURATION}}},
    {"agenda_none_left", {{NULL, 0}}},
    {"agenda_none_days", {{NULL, 0}}},
    {"agenda_list_days", {{"count", SAHUT_PARAM_COUNT}, {"items", SAHUT_PARAM_TEXT}}},
    {"agenda_item_day_all_day", {{"summary", SAHUT_PARAM_TEXT}, {"day", SAHUT_PARAM_DAY}}},
    {"agenda_untitled", {{NULL, 0}}},
    {"device_off_for", {{"device", SAHUT_PARAM_TEXT}, {"duration", SAHUT_PARAM_DURATION}}},
    {"reason_disk_full", {{NULL, 0}}},
    {"reason_read_only", {{NULL, 0}}},
    {"title_timer", {{"duration", SAHUT_PARAM_DURATION}}},
    {"yes_to_what", {{NULL, 0}}},
    {"not_able", {{NULL, 0}}},
    {"why_nothing", {{NULL, 0}}},
    {"why_unsure", {{"text", SAHUT_PARAM_TEXT}}},
    {"why_nothing_of_mine", {{"text", SAHUT_PARAM_TEXT}}},
    {"why_taken", {{"text", SAHUT_PARAM_TEXT}, {"example", SAHUT_PARAM_TEXT}}},
};

static void the_shipped_file_answers_everything(void **state)
{
    struct fixture *f = *state;
    struct sahut_replies *r = shipped();
    for (size_t i = 0; i < sizeof contract / sizeof *contract; i++) {
        struct sahut_param params[PARAMS];
        size_t n = 0;
        for (; n < PARAMS && contract[i].params[n].name; n++) {
            const char *name = contract[i].params[n].name;
            enum sahut_param_kind kind = contract[i].params[n].kind;
            bool small = kind == SAHUT_PARAM_COUNT || kind == SAHUT_PARAM_DURATION;
            params[n] = kind == SAHUT_PARAM_TEXT ? text_param(name, "the lamp")
                                                 : value_param(name, kind, small ? 3 : f->now);
        }
        for (unsigned turn = 0; turn < 4; turn++) {
            struct sahut_text out = {0};
            if (sahut_replies_render(r, contract[i].id, params, n, turn, f->now, f->berlin, &out))
                fail_msg("\"%s\", variant %u, needs a parameter it is not given", contract[i].id,
                         turn);
            const char *text = sahut_text_get(&out);
            if (!*text || strchr(text, '{') || strstr(text, "  ") || strstr(text, " ."))
                fail_msg("\"%s\", variant %u, says \"%s\"", contract[i].id, turn, text);
            sahut_text_finish(&out);
        }
    }
    sahut_replies_free(r);
}

static void the_shipped_file_has_the_style_of_a_secretary(void **state)
{
    struct fixture *f = *state;
    struct sahut_replies *r = shipped();
    const struct sahut_param params[] = {
        value_param("when", SAHUT_PARAM_WHEN, f->now + 25 * 3600000),
        text_param("text", "call mum"),
        value_param("count", SAHUT_PARAM_COUNT, 1),
        value_param("day", SAHUT_PARAM_DAY, f->now + 86400000),
        text_param("items", "dentist at quarter past nine"),
        value_param("duration", SAHUT_PARAM_DURATION, 4800),
        text_param("name", "pasta"),
        text_param("reason", "the disk is full"),
    };
    static const struct {
        const char *id, *text;
    } table[] = {
        {"reminder_set", "I'll remind you tomorrow at nine in the morning: call mum."},
        {"agenda_list", "You have one appointment tomorrow: dentist at quarter past nine."},
        {"timer_set", "Your pasta timer is set for an hour and twenty minutes."},
        {"title_spoken_reminder", "Spoken reminder, Wednesday 9:00"},
        {"not_stored", "I'm sorry, that was not stored: the disk is full. Nothing was saved, so "
                       "please don't rely on me for it."},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct sahut_text out = {0};
        assert_int_equal(sahut_replies_render(r, table[i].id, params,
                                              sizeof params / sizeof *params, 0, f->now, f->berlin,
                                              &out),
                         0);
        assert_string_equal(sahut_text_get(&out), table[i].text);
        sahut_text_finish(&out);
    }
    sahut_replies_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(mistakes_are_told_with_file_and_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(templates_are_rendered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_turn_picks_the_variant, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_missing_is_an_error_and_adds_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_shipped_file_answers_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_shipped_file_has_the_style_of_a_secretary, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
