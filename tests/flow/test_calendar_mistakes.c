// SPDX-License-Identifier: GPL-3.0-or-later
/* A calendar that is broken or missing is named, and the others are read. */
#include <sys/stat.h>

#include "support/program.h"

static const char good[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Dentist\r\n"
                           "DTSTART:20260505T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
static const char broken[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Lost\r\nDTSTART";

struct world {
    struct scratch scratch;
    char *folder, *good, *broken, *conf;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    char conf[400];
    scratch_init(&w->scratch);
    w->folder = scratch_path(&w->scratch, "calendars");
    assert_int_equal(mkdir(w->folder, 0700), 0);
    w->good = scratch_write(&w->scratch, "calendars/good.ics", good);
    w->broken = scratch_write(&w->scratch, "calendars/broken.ics", broken);
    snprintf(conf, sizeof(conf),
             "wake = { phrase = \"hey computer\"; };\nagenda = { calendars = [ \"%s/nowhere\", "
             "\"%s\" ]; };\n",
             w->scratch.path, w->folder);
    w->conf = scratch_write(&w->scratch, "sahut.conf", conf);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    scratch_finish(&w->scratch);
    free(w->folder);
    free(w->good);
    free(w->broken);
    free(w->conf);
    free(w);
    return 0;
}

static void assert_complaint(const struct result *r, const char *a, const char *b)
{
    for (size_t i = 0; event_at(r, "complaint", i); i++) {
        const char *text = json_string_value(json_object_get(event_at(r, "complaint", i), "text"));
        if (strstr(text, a) && strstr(text, b))
            return;
    }
    fail_msg("no complaint of '%s', '%s' in\n%s", a, b, r->out);
}

static void replay_goes_on(void **state)
{
    struct world *w = *state;
    struct result r;
    const char *agenda = recording("agenda");
    if (!agenda)
        return;
    RUN(NULL, &r, "replay", "--config", w->conf, "--json", "--tz", "Europe/Berlin", "--now",
        "2026-05-05T08:55", agenda);
    assert_code(&r, 0);
    assert_complaint(&r, "/nowhere", "No such file");
    assert_complaint(&r, w->broken, "VEVENT");
    assert_says(json_string_value(json_object_get(event_at(&r, "said", 0), "text")), "Dentist");
    result_finish(&r);
}

static void config_check_names_them(void **state)
{
    struct world *w = *state;
    struct result r;
    RUN(NULL, &r, "config", "check", w->conf);
    assert_code(&r, 1);
    assert_says(r.err, "/nowhere\": No such file");
    assert_says(r.err, w->broken);
    result_finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(replay_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(config_check_names_them, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
