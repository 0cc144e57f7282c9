// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines of `sahut understand --json`, to the byte: other programs read them. */
#include "support/program.h"

#define LINE(text, rest) "{\"text\":\"" text "\"," rest "}\n"

static const struct {
    const char *text, *line;
} rows[] = {
    {"set a timer for ten minutes",
     LINE("set a timer for ten minutes",
          "\"intent\":\"timer.set\",\"score\":1,\"slots\":{\"duration\":{\"seconds\":600}},"
          "\"missing\":[]")},
    {"What time is it?",
     LINE("What time is it?", "\"intent\":\"clock.time\",\"score\":1,\"slots\":{},\"missing\":[]")},
    {"hullabaloo", LINE("hullabaloo", "\"intent\":null,\"score\":0,\"slots\":{},\"missing\":[]")},
    {"", LINE("", "\"intent\":null,\"score\":0,\"slots\":{},\"missing\":[]")},
    {"set a timer", LINE("set a timer", "\"intent\":\"timer.set\",\"score\":1,\"slots\":{},"
                                        "\"missing\":[\"duration\"]")},
    /* The clocks go forward in between. */
    {"remind me tomorrow at 9 to pay",
     LINE("remind me tomorrow at 9 to pay",
          "\"intent\":\"reminder.set\",\"score\":0.928571,\"slots\":{\"when\":{\"start\":"
          "\"2026-03-29T09:00:00+02:00\",\"grain\":\"minute\"},\"text\":\"pay\"},\"missing\":[]")},
    {"what do i have this week",
     LINE("what do i have this week",
          "\"intent\":\"agenda.query\",\"score\":1,\"slots\":{\"when\":{\"start\":"
          "\"2026-03-23T00:00:00+01:00\",\"grain\":\"week\",\"end\":"
          "\"2026-03-30T00:00:00+02:00\"}},\"missing\":[]")},
    {"turn the lamp on for 90 seconds",
     LINE("turn the lamp on for 90 seconds",
          "\"intent\":\"device.on\",\"score\":1,\"slots\":{\"device\":\"desk lamp\","
          "\"duration\":{\"seconds\":90}},\"missing\":[]")},
};

static void as_arguments(void **state)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct result r;
        RUN(NULL, &r, "understand", "--config", "tests/flow/data/office.conf", "--json", "--lang",
            "en", "--tz", "Europe/Berlin", "--now", "2026-03-28T10:00", rows[i].text);
        assert_code(&r, 0);
        assert_string_equal(r.out, rows[i].line);
        assert_string_equal(r.err, "");
        result_finish(&r);
    }
}

/* Several words make one text; lines end in LF or CRLF, the last one in neither. */
static void from_standard_input(void **state)
{
    char input[1000] = "", wanted[4000] = "";
    size_t count = sizeof(rows) / sizeof(rows[0]);
    for (size_t i = 0; i < count; i++) {
        strcat(strcat(input, rows[i].text), i + 1 == count ? "" : i % 2 ? "\r\n" : "\n");
        strcat(wanted, rows[i].line);
    }
    struct result r;
    RUN(&(struct program){.input = input}, &r, "understand", "--config",
        "tests/flow/data/office.conf", "--json", "--tz", "Europe/Berlin", "--now",
        "2026-03-28T10:00", "-");
    assert_code(&r, 0);
    assert_string_equal(r.out, wanted);
    result_finish(&r);
    RUN(NULL, &r, "understand", "--json", "what", "time", "is", "it");
    assert_code(&r, 0);
    assert_says(r.out, "\"text\":\"what time is it\",\"intent\":\"clock.time\"");
    result_finish(&r);
}

static void bytes_that_are_no_text(void **state)
{
    struct result r;
    RUN(&(struct program){.input = "what \xff\xfe time\nwhat time is it\n"}, &r, "understand",
        "--json", "-");
    assert_code(&r, 0);
    assert_int_equal(json_array_size(r.lines), 2);
    assert_field(json_array_get(r.lines, 1), "intent", "clock.time");
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_arguments),
        cmocka_unit_test(from_standard_input),
        cmocka_unit_test(bytes_that_are_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
