// SPDX-License-Identifier: GPL-3.0-or-later
/* Calendars are in the folder "calendars" of the state, if the settings name none, and one that is
 * added while it runs is known at the next question. */
#include <sys/stat.h>

#include "support/running.h"

#define EVENT                                                                                      \
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\nBEGIN:VEVENT\nUID:%s\n"                     \
    "DTSTAMP:20260101T000000Z\nSUMMARY:%s\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY\n"        \
    "END:VEVENT\nEND:VCALENDAR\n"

static char *control;

static void add(const struct running *r, const char *name)
{
    char text[400], file[60];
    snprintf(text, sizeof(text), EVENT, name, name);
    snprintf(file, sizeof(file), "state/calendars/%s.ics", name);
    free(scratch_write(&r->scratch, file, text));
}

static void assert_agenda_has(const char *words)
{
    struct result r;
    RUN(NULL, &r, "ask", "--socket", control, "what is on my agenda today");
    assert_code(&r, 0);
    assert_says(r.out, words);
    result_finish(&r);
}

static void calendars(void **state)
{
    struct running r;
    running_init(&r);
    running_settings(&r, NULL, NULL);
    control = scratch_path(&r.scratch, "control");
    char *folder = scratch_path(&r.scratch, "state"), *inner;
    mkdir(folder, 0700);
    inner = scratch_path(&r.scratch, "state/calendars");
    mkdir(inner, 0700);
    add(&r, "breakfast");
    START(&r);
    running_wait(&r, "status", "listening");
    assert_agenda_has("breakfast");
    add(&r, "singing");
    assert_agenda_has("singing");
    running_finish(&r);
    free(folder);
    free(inner);
    free(control);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(calendars)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
