// SPDX-License-Identifier: GPL-3.0-or-later
/* Appointments are listed, made, moved and cancelled: on the terminal without a daemon, and by
 * orders to the daemon, which asks before it cancels. The files on the disk tell the truth. */
#include <sys/stat.h>

#include "support/running.h"

#define DENTIST                                                                                    \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-KEPT:as it is\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"         \
    "DTSTAMP:20260101T000000Z\r\nSUMMARY:Dentist\r\nDTSTART:20200504T090000Z\r\nRRULE:FREQ="       \
    "DAILY\r\n"                                                                                    \
    "END:VEVENT\r\nEND:VCALENDAR\r\n"

static char *settings_for(const struct scratch *s)
{
    char *folder = scratch_path(s, "mine"), text[700];
    mkdir(folder, 0700);
    snprintf(text, sizeof(text),
             "agenda: { calendars = [ \"%s\" ]; default_calendar = \"%s\"; };\n"
             "timezone = \"Europe/Berlin\";\n",
             folder, folder);
    free(folder);
    return strdup(text);
}

static void on_the_terminal(void **state)
{
    struct scratch s;
    struct result r;
    scratch_init(&s);
    char *settings = settings_for(&s), *cache = scratch_path(&s, "cache");
    char *conf = scratch_write(&s, "agenda.conf", settings);
    setenv("XDG_CACHE_HOME", cache, 1);
#define AGENDA(...)                                                                                \
    RUN(NULL, &r, "agenda", "--config", conf, "--now",                                             \
        "2026-05-04T08:00" __VA_OPT__(, ) __VA_ARGS__)
    AGENDA("add", "Lunch, with Ann", "--at", "tomorrow at noon", "--location", "Café");
    assert_code(&r, 0);
    assert_says(r.out, "added: Lunch, with Ann, 2026-05-05T12:00");
    result_finish(&r);
    AGENDA("--json", "--to", "2026-05-06");
    assert_code(&r, 0);
    assert_int_equal(json_array_size(r.lines), 1);
    result_finish(&r);
    AGENDA("move", "lunch", "--at", "friday at one", "--for", "30");
    assert_code(&r, 0);
    result_finish(&r);
    AGENDA("--from", "2026-05-08", "--to", "2026-05-09");
    assert_code(&r, 0);
    assert_says(r.out, "Friday 8 May 2026\n  13:00 – 13:30  Lunch, with Ann, Café  [mine]\n");
    result_finish(&r);
    AGENDA("cancel", "lunch");
    assert_code(&r, 0);
    result_finish(&r);
    AGENDA("cancel", "lunch");
    assert_code(&r, 1);
    assert_says(r.err, "there is no appointment \"lunch\" ahead");
    result_finish(&r);
    AGENDA("--from", "soon");
    assert_code(&r, 2);
    result_finish(&r);
    AGENDA("--calendar", "/nonexistent");
    assert_code(&r, 1);
    result_finish(&r);
    free(settings);
    free(cache);
    free(conf);
    scratch_finish(&s);
}

static bool says(const char *file, const char *words)
{
    char text[1000];
    FILE *f = fopen(file, "re");
    assert_non_null(f);
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    fclose(f);
    return strstr(text, words) != NULL;
}

static void by_orders(void **state)
{
    struct running d;
    struct result r;
    running_init(&d);
    char *settings = settings_for(&d.scratch);
    char *file = scratch_write(&d.scratch, "mine/dentist.ics", DENTIST);
    running_settings(&d, NULL, settings);
    char *control = scratch_path(&d.scratch, "control");
#define ASK(text) RUN(NULL, &r, "ask", "--socket", control, text)
    START(&d);
    running_wait(&d, "status", "listening");
    ASK("when is the dentist");
    assert_says(r.out, "Dentist");
    result_finish(&r);
    ASK("cancel the dentist appointment");
    assert_says(r.out, "Shall I cancel Dentist");
    result_finish(&r);
    ASK("no");
    result_finish(&r);
    assert_false(says(file, "EXDATE"));
    ASK("cancel the dentist appointment");
    result_finish(&r);
    ASK("yes");
    assert_says(r.out, "cancelled Dentist");
    result_finish(&r);
    assert_true(says(file, "EXDATE:"));
    assert_true(says(file, "X-KEPT:as it is\r\n"));
    running_finish(&d);
    free(settings);
    free(file);
    free(control);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(on_the_terminal),
                                       cmocka_unit_test(by_orders)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
