// SPDX-License-Identifier: GPL-3.0-or-later
/* To-dos as files: what is written, what of others' is kept, what is read back. */
#include "scratch.h"

#include <dirent.h>
#include <errno.h>

#include "sahut/todo.h"

#define DUE INT64_C(1777957200000) /* 2026-05-05T05:00:00Z */
#define NOW INT64_C(1777889600000) /* 2026-05-04T10:13:20Z */

static const struct sahut_todo pills = {
    .name = "sahut-1", .summary = "take; your pills, now", .due_ms = DUE, .priority = 1};

static char *read_back(const struct scratch *s, const char *name)
{
    static char text[4096];
    char path[512];
    snprintf(path, sizeof path, "%s/%s", s->path, name);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static struct stat stat_of(const struct scratch *s, const char *name)
{
    char path[512];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", s->path, name);
    assert_int_equal(stat(path, &st), 0);
    return st;
}

static void writes(void **state)
{
    struct scratch s;
    struct sahut_todo_seen seen;
    struct sahut_todo todo = pills;
    struct sahut_why why;
    char folder[300];
    scratch_init(&s);
    snprintf(folder, sizeof folder, "%s/todo", s.path);
    assert_int_equal(sahut_todo_get(folder, "sahut-1", &seen, &why), -ENOENT);
    assert_int_equal(sahut_todo_put(folder, &todo, NOW, &why), 0);
    assert_string_equal(read_back(&s, "todo/sahut-1.ics"),
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sahut//Sahut//EN\r\n"
                        "BEGIN:VTODO\r\nUID:sahut-1\r\nDTSTAMP:20260504T101320Z\r\n"
                        "CREATED:20260504T101320Z\r\nLAST-MODIFIED:20260504T101320Z\r\n"
                        "SEQUENCE:0\r\nSUMMARY:take\\; your pills\\, now\r\n"
                        "DUE:20260505T050000Z\r\nPRIORITY:1\r\nSTATUS:NEEDS-ACTION\r\n"
                        "X-SAHUT-STATE:OPEN\r\n"
                        "BEGIN:VALARM\r\nX-SAHUT-ALARM:1\r\nACTION:DISPLAY\r\n"
                        "TRIGGER;RELATED=END:PT0S\r\nDESCRIPTION:take\\; your pills\\, now\r\n"
                        "END:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n");
    /* What it says already is not written again. */
    const struct stat before = stat_of(&s, "todo/sahut-1.ics");
    assert_int_equal(sahut_todo_put(folder, &todo, NOW + 5000, &why), 0);
    assert_true(stat_of(&s, "todo/sahut-1.ics").st_ino == before.st_ino);
    assert_int_equal(sahut_todo_get(folder, "sahut-1", &seen, &why), 0);
    assert_false(seen.done);
    assert_true(seen.due_ms == DUE);
    /* Done by us is no news. */
    todo.done_ms = NOW;
    assert_int_equal(sahut_todo_put(folder, &todo, NOW + 5000, &why), 0);
    const char *text = read_back(&s, "todo/sahut-1.ics");
    assert_non_null(strstr(text, "SEQUENCE:1\r\n"));
    assert_non_null(strstr(text, "CREATED:20260504T101320Z\r\nLAST-MODIFIED:20260504T101325Z"));
    assert_non_null(strstr(text, "STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\n"
                                 "COMPLETED:20260504T101320Z\r\nX-SAHUT-STATE:DONE\r\n"));
    assert_int_equal(sahut_todo_get(folder, "sahut-1", &seen, &why), 0);
    assert_false(seen.done);
    /* No hidden file is left. */
    DIR *dir = opendir(folder);
    size_t n = 0;
    while (readdir(dir))
        n++;
    closedir(dir);
    assert_int_equal(n, 3);
    assert_int_equal(sahut_todo_remove(folder, "sahut-1", &why), 0);
    assert_int_equal(sahut_todo_remove(folder, "sahut-1", &why), 0);
    assert_int_equal(sahut_todo_get(folder, "sahut-1", &seen, &why), -ENOENT);
    scratch_finish(&s);
}

#define HEAD "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//phone//EN\nBEGIN:VTODO\nUID:sahut-1\n"
#define TAIL "END:VTODO\nEND:VCALENDAR\n"

/* What a phone, or an accident, makes of a file. */
static void reads(void **state)
{
    static const struct {
        const char *text;
        int err;
        bool done;
        int64_t due_ms;
    } rows[] = {
        {HEAD "STATUS:COMPLETED\nDUE:20260505T050000Z\n" TAIL, 0, true, DUE},
        {HEAD "COMPLETED:20260505T050000Z\n" TAIL, 0, true, 0},
        {HEAD "STATUS:CANCELLED\nX-SAHUT-STATE:OPEN\n" TAIL, 0, true, 0},
        {HEAD "STATUS:COMPLETED\nX-SAHUT-STATE:DONE\n" TAIL, 0, false, 0},
        {HEAD "STATUS:NEEDS-ACTION\nDUE;TZID=Europe/Berlin:20260505T070000\n" TAIL, 0, false, 0},
        {HEAD "status;X-A=\"b\":comp\r\n leted\n" TAIL, 0, true, 0},
        /* Of something inside it: no word about the to-do. */
        {HEAD "BEGIN:VALARM\nSTATUS:COMPLETED\nEND:VALARM\n" TAIL, 0, false, 0},
        {HEAD "STATUS:COMP", -EINVAL, false, 0},
        {"", -EINVAL, false, 0},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nEND:VEVENT\nEND:VCALENDAR\n", -EINVAL, false, 0},
        {HEAD "BEGIN:VALARM\n" TAIL, -EINVAL, false, 0},
        {"END:VTODO\nEND:VTODO\n", -EINVAL, false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scratch s;
        struct sahut_todo_seen seen;
        struct sahut_why why;
        scratch_init(&s);
        scratch_write(&s, "sahut-1.ics", rows[i].text, strlen(rows[i].text));
        int err = sahut_todo_get(s.path, "sahut-1", &seen, &why);
        if (err != rows[i].err ||
            (!err && (seen.done != rows[i].done || seen.due_ms != rows[i].due_ms)))
            fail_msg("row %zu: %d, done %d, due %lld", i, err, seen.done, (long long)seen.due_ms);
        /* What is no to-do is not written over. */
        if (err) {
            assert_int_equal(sahut_todo_put(s.path, &pills, NOW, &why), -EINVAL);
            assert_string_equal(read_back(&s, "sahut-1.ics"), rows[i].text);
        }
        scratch_finish(&s);
    }
}

/* Lines of others stay byte for byte, their alarms too; ours are made anew. */
static void keeps(void **state)
{
    struct scratch s;
    struct sahut_why why;
    scratch_init(&s);
    static const char theirs[] =
        HEAD "SEQUENCE:41\nSTATUS:NEEDS-ACTION\nCATEGORIES:home\r\n X-PHONE-ORDER;A=\"b:c\":7 \n"
             "  and more\n"
             "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT10M\nEND:VALARM\n"
             "BEGIN:VALARM\nX-SAHUT-ALARM:1\nTRIGGER:PT0S\nEND:VALARM\n" TAIL;
    scratch_write(&s, "sahut-1.ics", theirs, strlen(theirs));
    assert_int_equal(sahut_todo_put(s.path, &pills, NOW, &why), 0);
    const char *text = read_back(&s, "sahut-1.ics");
    assert_non_null(strstr(text, "CATEGORIES:home\r\n X-PHONE-ORDER;A=\"b:c\":7 \n  and more\n"));
    assert_non_null(strstr(text, "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT10M\nEND:VALARM\n"));
    assert_non_null(strstr(text, "SEQUENCE:42\r\n"));
    assert_null(strstr(text, "TRIGGER:PT0S\n"));
    assert_null(strstr(strstr(text, "UID:") + 1, "UID:"));
    scratch_finish(&s);
}

static bool collect(void *ctx, const char *name)
{
    sahut_text_addf(ctx, "%s ", name);
    return true;
}

static void names(void **state)
{
    struct scratch s;
    struct sahut_text found = {0};
    scratch_init(&s);
    scratch_write(&s, "sahut-a-1.ics", "", 0);
    scratch_write(&s, "sahut-b-1.ics", "", 0);
    scratch_write(&s, ".sahut-a-2.ics", "", 0);
    scratch_write(&s, "sahut-a-3.txt", "", 0);
    scratch_write(&s, "displayname", "", 0);
    assert_int_equal(sahut_todo_each(s.path, "sahut-a-", collect, &found), 0);
    assert_string_equal(sahut_text_get(&found), "sahut-a-1 ");
    assert_int_equal(sahut_todo_each("/nonexistent", "sahut-", collect, &found), -ENOENT);
    sahut_text_finish(&found);
    scratch_finish(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(writes), cmocka_unit_test(reads),
                                       cmocka_unit_test(keeps), cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
