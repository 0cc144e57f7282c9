// SPDX-License-Identifier: GPL-3.0-or-later
/* A spoken reminder keeps its own sound until it is done, and no longer; with keep_message_audio
 * off, not at all. */
#include <sqlite3.h>

#include "support/program.h"

#define OFFICE "tests/flow/data/office.conf"

static int clips_in(const char *folder)
{
    char path[300];
    sqlite3 *db;
    sqlite3_stmt *query;
    snprintf(path, sizeof(path), "%s/sahut.db", folder);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM clip", -1, &query, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(query), SQLITE_ROW);
    int n = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return n;
}

static void kept_played_deleted(void **state)
{
    struct scratch s;
    struct result r;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    scratch_init(&s);
    char *folder = scratch_path(&s, "state");
    RUN(NULL, &r, "replay", "--config", OFFICE, "--json", "--tz", "UTC", "--now",
        "2026-05-04T10:00", "--state", folder, dentist);
    assert_code(&r, 0);
    result_finish(&r);
    assert_int_equal(clips_in(folder), 1);
    RUN(NULL, &r, "replay", "--config", OFFICE, "--json", "--tz", "UTC", "--now",
        "2026-05-05T09:00", "--state", folder, "@2026-05-05T09:00:20", recording("stop"));
    assert_code(&r, 0);
    assert_field(event_at(&r, "said", 1), "text", "<your own words>");
    double seconds = json_real_value(json_object_get(event_at(&r, "said", 1), "seconds"));
    assert_true(seconds > 0.5 && seconds < 1.3);
    result_finish(&r);
    assert_int_equal(clips_in(folder), 0);
    free(folder);
    scratch_finish(&s);
}

static void not_kept(void **state)
{
    struct scratch s;
    struct result r;
    const char *dentist = recording("dentist");
    if (!dentist)
        return;
    scratch_init(&s);
    char *folder = scratch_path(&s, "state");
    char *conf = scratch_write(&s, "a.conf",
                               "wake = { phrase = \"hey computer\"; };\n"
                               "reminders = { keep_message_audio = false; };\n");
    RUN(NULL, &r, "replay", "--config", conf, "--json", "--tz", "UTC", "--now", "2026-05-04T10:00",
        "--state", folder, "--until", "2026-05-05T09:00", dentist);
    assert_code(&r, 0);
    assert_int_equal(clips_in(folder), 0);
    assert_int_equal(events_of(&r, "due"), 1);
    for (size_t i = 0; event_at(&r, "said", i); i++)
        assert_null(strstr(json_string_value(json_object_get(event_at(&r, "said", i), "text")),
                           "<your own words>"));
    result_finish(&r);
    free(conf);
    free(folder);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_played_deleted),
        cmocka_unit_test(not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
