// SPDX-License-Identifier: GPL-3.0-or-later
/* Help for everything (exit code 0), and what is wrong with how it was called (exit code 2). The
 * program's own table is compiled in, so that no option can be without help. */
#include "cli/commands.h"
#include "support/program.h"

static void help_of_every_command(void **state)
{
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        struct result r, other;
        RUN(NULL, &r, c->name, "--help");
        assert_code(&r, 0);
        assert_string_equal(r.err, "");
        assert_says(r.out, c->name);
        const struct cli_option *const tables[] = {c->options, cli_common_options};
        for (int t = 0; t < 2; t++)
            for (const struct cli_option *o = tables[t]; o->name; o++) {
                char option[64];
                snprintf(option, sizeof(option), " --%s%s%s", o->name, o->argument ? " " : "",
                         o->argument ? o->argument : "");
                assert_says(r.out, option);
            }
        for (const char *line = r.out; *line; line += strcspn(line, "\n") + 1)
            assert_true(strcspn(line, "\n") <= 80);
        RUN(NULL, &other, "help", c->name);
        assert_code(&other, 0);
        assert_string_equal(other.out, r.out);
        result_finish(&other);
        result_finish(&r);
    }
}

static void help_of_the_program(void **state)
{
    static const char *const ways[] = {"--help", "-h"};
    for (size_t i = 0; i < 2; i++) {
        struct result r;
        RUN(NULL, &r, ways[i]);
        assert_code(&r, 0);
        for (const struct cli_command *c = cli_commands; c->name; c++)
            if (!c->hidden)
                assert_says(r.out, c->name);
        result_finish(&r);
    }
    struct result r;
    RUN(NULL, &r, "--version");
    assert_code(&r, 0);
    assert_says(r.out, "sahut 0.");
    result_finish(&r);
}

/* Every intent has an example, and what is printed as one is understood as that intent. */
static void what_can_be_said(void **state)
{
    struct result brief, r;
    RUN(NULL, &brief, "help");
    assert_code(&brief, 0);
    assert_says(brief.out, "\n  timer.set\n    set a timer\n");
    assert_says(brief.out, "\n  dialogue.undo\n");
    assert_says(brief.out, "'sahut --help' lists the commands");
    RUN(NULL, &r, "help", "timer.pause");
    assert_code(&r, 0);
    assert_says(r.out, "pause the timer");
    assert_null(strstr(r.out, "timer.set"));
    result_finish(&r);
    RUN(NULL, &r, "help", "--json", "clock");
    assert_code(&r, 0);
    assert_says(r.out, "{\"intent\":\"clock.time\",\"examples\":[\"");
    assert_null(strstr(r.out, "What can"));
    result_finish(&r);
    result_finish(&brief);
}

static void wrong_usage(void **state)
{
    static const struct {
        const char *arguments[5], *says;
    } rows[] = {
        {{"rplay"}, "did you mean 'replay'"},
        {{"frobnicate"}, "there is no command 'frobnicate'"},
        {{"help", "frobnicate"}, "there are: reminder, "},
        {{"help", "timr"}, "did you mean 'timer'"},
        {{"replay"}, "usage: sahut replay"},
        {{"listen"}, "usage: sahut listen"},
        {{"understand"}, "usage: sahut understand"},
        {{"say"}, "usage: sahut say"},
        {{"config"}, "usage: sahut config"},
        {{"config", "sampel"}, "'sampel'?"},
        {{"replay", "--frob", "a.wav"}, "--frob"},
        {{"replay", "--now"}, "--now"},
        {{"replay", "--now", "yesterday", "a.wav"}, "2026-03-29T01:59"},
        {{"replay", "--tz", "Mars/Base", "a.wav"}, "unknown time zone 'Mars/Base'"},
        {{"replay", "--until", "+5x", "a.wav"}, "+90m"},
        {{"replay", "--gap", "x", "a.wav"}, "--gap x"},
        {{"replay", "@yesterday"}, "@yesterday"},
        {{"replay", "--now", "2026-05-04T10:00", "@2026-05-04T09:00"}, "later than that already"},
        {{"understand", "--now", "25:00", "hi"}, "--now"},
    };
    struct result r;
    program_run(NULL, (const char *const[]){NULL}, &r);
    assert_code(&r, 2);
    result_finish(&r);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        program_run(NULL, rows[i].arguments, &r);
        assert_code(&r, 2);
        assert_string_equal(r.out, "");
        assert_says(r.err, rows[i].says);
        result_finish(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_of_every_command),
        cmocka_unit_test(help_of_the_program),
        cmocka_unit_test(what_can_be_said),
        cmocka_unit_test(wrong_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
