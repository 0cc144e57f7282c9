// SPDX-License-Identifier: GPL-3.0-or-later
/* Promises as to-dos in a folder, and what a phone completes there. */
#include <stdbool.h>

#include "talk.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/skills.h"
#include "sahut/text.h"

#define SETTINGS "reminders = { folder = \"@/todo\"; };"
#define MAY_4_8  INT64_C(1777874400000) /* 2026-05-04T08:00 in Berlin */
#define HOUR_MS  INT64_C(3600000)

/* The file of a promise; NULL if there is none. free(). */
static char *file_of(struct world *w, int id)
{
    const char *folder;
    char pattern[300], *path = NULL;
    glob_t found;

    world_skills(w, &folder);
    snprintf(pattern, sizeof pattern, "%s/todo/sahut-*-%d.ics", folder, id);
    if (glob(pattern, 0, NULL, &found) == 0) {
        assert_int_equal(found.gl_pathc, 1);
        path = strdup(found.gl_pathv[0]);
    }
    globfree(&found);
    return path;
}

static void read_file(const char *path, struct sahut_text *out)
{
    char block[4096];
    FILE *f = fopen(path, "r");
    size_t n;

    assert_non_null(f);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        sahut_text_add_n(out, block, n);
    fclose(f);
}

/* "SUMMARY|DUE|STATUS", or "none". */
static const char *says(struct world *w, int id)
{
    static char line[400];
    static const char *const names[] = {"\nSUMMARY:", "\nDUE:", "\nSTATUS:"};
    struct sahut_text text = {0};
    char *path = file_of(w, id);

    if (!path)
        return "none";
    read_file(path, &text);
    line[0] = '\0';
    for (int i = 0; i < 3; i++) {
        const char *at = strstr(sahut_text_get(&text), names[i]);

        assert_non_null(at);
        at += strlen(names[i]);
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s%.*s", i ? "|" : "",
                 (int)strcspn(at, "\r\n"), at);
    }
    free(path);
    sahut_text_finish(&text);
    return line;
}

/* The phone completes it, as vdirsyncer brings it back: a new file in the old one's place. */
static void complete(struct world *w, int id)
{
    struct sahut_text text = {0};
    char *path = file_of(w, id), other[400];
    const char *status;
    FILE *f;

    assert_non_null(path);
    read_file(path, &text);
    status = strstr(sahut_text_get(&text), "NEEDS-ACTION");
    assert_non_null(status);
    snprintf(other, sizeof other, "%s.tmp", path);
    f = fopen(other, "w");
    assert_non_null(f);
    fprintf(f, "%.*sCOMPLETED%s", (int)(status - text.s), text.s, status + strlen("NEEDS-ACTION"));
    fclose(f);
    assert_int_equal(rename(other, path), 0);
    sahut_skills_todo_changed(world_skills(w, &(const char *){NULL}), strrchr(path, '/') + 1);
    free(path);
    sahut_text_finish(&text);
}

/* How many were completed by the phone. */
static size_t export(struct world *w, int64_t at_ms)
{
    struct sahut_why why;
    size_t completed;

    if (sahut_skills_export(world_skills(w, &(const char *){NULL}), at_ms, &completed, &why))
        fail_msg("%s", why.text);
    return completed;
}

static void lives(void **state)
{
    static const struct step set[] = {
        {"2026-05-04T08:00", "reminder.set|text=call Ann|when=2026-05-04T09:00|severity=urgent",
         "…"},
        {"2026-05-04T08:00", "timer.set|duration=60", "…"},
        {"2026-05-04T08:00", "alarm.set|when=2026-05-05T06:00", "…"},
    };
    static const struct step moved[] = {
        {"2026-05-04T08:10", "reminder.change|when=2026-05-04T10:00", "…"},
        {"2026-05-04T08:10", "alarm.cancel", "…"},
    };
    static const struct step undone[] = {
        {"2026-05-04T08:11", "dialogue.undo", "undone…"},
        {"2026-05-04T08:12", "!due", "…timer 2 rings…"},
        {"2026-05-04T10:00", "!due", "…timer 2 missed…"},
        {"2026-05-04T10:00", "!due", "…reminder 1 rings…"},
    };
    static const struct step answered[] = {{"2026-05-04T10:01", "dialogue.stop", "acknowledged…"}};
    struct world *w = world_new(SETTINGS, false);

    TALK(w, set);
    assert_int_equal(export(w, MAY_4_8), 0);
    assert_string_equal(says(w, 1), "call Ann|20260504T070000Z|NEEDS-ACTION");
    assert_string_equal(says(w, 2), "none"); /* a timer */
    assert_string_equal(says(w, 3), "alarm|20260505T040000Z|NEEDS-ACTION");
    TALK(w, moved);
    export(w, MAY_4_8);
    assert_string_equal(says(w, 1), "call Ann|20260504T080000Z|NEEDS-ACTION");
    assert_string_equal(says(w, 3), "none");
    TALK(w, undone);
    export(w, MAY_4_8 + 2 * HOUR_MS);
    assert_string_equal(says(w, 3), "alarm|20260505T040000Z|NEEDS-ACTION");
    assert_string_equal(says(w, 1), "call Ann|20260504T080000Z|NEEDS-ACTION");
    TALK(w, answered);
    export(w, MAY_4_8 + 2 * HOUR_MS);
    assert_string_equal(says(w, 1), "call Ann|20260504T080000Z|COMPLETED");
    world_free(w);
}

static void phone(void **state)
{
    static const struct step set[] = {
        {"2026-05-04T08:00", "reminder.set|text=call Ann|when=2026-05-04T09:00", "…"},
        {"2026-05-04T08:00", "reminder.set|text=water the plants|when=2026-05-04T09:30", "…"},
        {"2026-05-04T09:30", "!due", "…reminder 1 rings…"},
        {"2026-05-04T09:30", "!due", "…reminder 2 rings…"},
    };
    static const struct step after[] = {
        {"2026-05-04T09:31", "!state 1", "acknowledged…"},
        {"2026-05-04T09:31", "!state 2", "ringing…"},
        {"2026-05-04T09:31", "!due", "…reminder 2 rings, 2 of 5…"},
        {"2026-05-04T09:31", "!due", "-"},
    };
    struct world *w = world_new(SETTINGS, true);
    static const struct step again[] = {{"2026-05-04T09:32", "!restart", "…"},
                                        {"2026-05-04T09:32", "!state 1", "acknowledged…"}};
    char *path;

    TALK(w, set);
    export(w, MAY_4_8 + HOUR_MS);
    complete(w, 1);
    assert_int_equal(export(w, MAY_4_8 + HOUR_MS), 1);
    TALK(w, after);
    assert_string_equal(says(w, 1), "call Ann|20260504T070000Z|COMPLETED");
    assert_int_equal(export(w, MAY_4_8 + HOUR_MS), 0);
    TALK(w, again);
    assert_int_equal(export(w, MAY_4_8 + HOUR_MS), 0);
    /* A file that is deleted takes nothing away, and comes back. */
    path = file_of(w, 2);
    assert_int_equal(unlink(path), 0);
    sahut_skills_todo_changed(world_skills(w, &(const char *){NULL}), strrchr(path, '/') + 1);
    free(path);
    assert_int_equal(export(w, MAY_4_8 + HOUR_MS), 0);
    assert_string_equal(says(w, 2), "water the plants|20260504T073000Z|NEEDS-ACTION");
    world_free(w);
}

/* Of a series the next occurrence is shown; completing it leaves that one out. */
static void series(void **state)
{
    static const struct step set[] = {
        {"2026-05-04T08:00", "alarm.set|repeat=every day at six in the morning", "…"},
    };
    static const struct step out[] = {
        {"2026-05-04T09:00", "!next", "2026-05-06T06:00"},
        {"2026-05-06T06:00", "!due", "…rings…"},
    };
    struct world *w = world_new(SETTINGS, false);

    TALK(w, set);
    export(w, MAY_4_8);
    assert_string_equal(says(w, 1), "alarm|20260505T040000Z|NEEDS-ACTION");
    complete(w, 1);
    assert_int_equal(export(w, MAY_4_8), 1);
    assert_string_equal(says(w, 1), "alarm|20260506T040000Z|NEEDS-ACTION");
    TALK(w, out);
    export(w, MAY_4_8 + 46 * HOUR_MS);
    assert_string_equal(says(w, 1), "alarm|20260507T040000Z|NEEDS-ACTION");
    assert_string_equal(says(w, 2), "alarm|20260506T040000Z|NEEDS-ACTION");
    world_free(w);
}

/* What happened while the program did not run: changes here, completions there. */
static void restarts(void **state)
{
    static const struct step set[] = {
        {"2026-05-04T08:00", "reminder.set|text=call Ann|when=2026-05-04T09:00", "…"},
        {"2026-05-04T08:00", "reminder.set|text=water the plants|when=2026-05-04T09:30", "…"},
    };
    static const struct step cut[] = {
        {"2026-05-04T08:10", "reminder.change|text=call Ann|when=2026-05-04T10:00", "…"},
        {"2026-05-04T08:20", "!restart", "…"}, /* before it was exported */
    };
    static const struct step after[] = {{"2026-05-04T08:20", "!state 2", "acknowledged…"}};
    struct world *w = world_new(SETTINGS, true);

    TALK(w, set);
    export(w, MAY_4_8);
    complete(w, 2);
    TALK(w, cut);
    assert_int_equal(export(w, MAY_4_8), 1);
    assert_string_equal(says(w, 1), "call Ann|20260504T080000Z|NEEDS-ACTION");
    TALK(w, after);
    world_free(w);
}

/* A folder that cannot be written breaks no promise, and is made up for. */
static void unwritable(void **state)
{
    static const struct step set[] = {
        {"2026-05-04T08:00", "reminder.set|text=call Ann|when=2026-05-04T09:00", "reminder_set…"},
    };
    struct world *w = world_new("reminders = { folder = \"@/missing/todo\"; };", false);
    struct sahut_why why;
    const char *folder;
    size_t completed;
    char path[200];

    TALK(w, set);
    world_skills(w, &folder);
    assert_true(sahut_skills_export(world_skills(w, &folder), MAY_4_8, &completed, &why) < 0);
    assert_non_null(strstr(why.text, "/missing/todo: cannot be made"));
    snprintf(path, sizeof path, "%s/missing", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    export(w, MAY_4_8);
    snprintf(path, sizeof path, "ls %s/missing/todo | grep -q 'sahut-.*-1.ics'", folder);
    assert_int_equal(system(path), 0);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lives), cmocka_unit_test(phone),
                                       cmocka_unit_test(series), cmocka_unit_test(restarts),
                                       cmocka_unit_test(unwritable)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
