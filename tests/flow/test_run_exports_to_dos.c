// SPDX-License-Identifier: GPL-3.0-or-later
/* Reminders are files in a folder, too, and what somebody completes there is done. */
#include <dirent.h>
#include <signal.h>

#include "sahut/text.h"
#include "support/running.h"

static char *control;

#define SAHUT(r, command, ...) RUN(NULL, r, command, "--socket", control __VA_OPT__(, ) __VA_ARGS__)

/* The one file of the folder. free(). */
static char *only_file(const char *folder)
{
    char *path = NULL;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        assert_null(path);
        struct sahut_text t = {0};
        sahut_text_addf(&t, "%s/%s", folder, e->d_name);
        path = sahut_text_take(&t);
    }
    closedir(dir);
    assert_non_null(path);
    return path;
}

static void complete(const struct scratch *s, const char *path)
{
    char text[2000];
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    fclose(f);
    assert_says(text, "\nSUMMARY:water the plants\r\n");
    assert_says(text, "\nBEGIN:VALARM\r\n");
    char *status = strstr(text, "NEEDS-ACTION");
    assert_non_null(status);
    struct sahut_text out = {0};
    sahut_text_add_n(&out, text, (size_t)(status - text));
    sahut_text_addf(&out, "COMPLETED%s", status + strlen("NEEDS-ACTION"));
    char *temporary = scratch_write(s, "phone", sahut_text_get(&out));
    assert_int_equal(rename(temporary, path), 0);
    free(temporary);
    sahut_text_finish(&out);
}

static void exports(void **state)
{
    struct running d;
    struct result r;
    struct sahut_text settings = {0};
    running_init(&d);
    sahut_text_addf(&settings, "reminders = { folder = \"%s/to-dos\"; };", d.scratch.path);
    running_settings(&d, NULL, sahut_text_get(&settings));
    control = scratch_path(&d.scratch, "control");
    char *folder = scratch_path(&d.scratch, "to-dos");
    START(&d);
    running_wait(&d, "status", "listening");

    SAHUT(&r, "remind", "water the plants tomorrow at six in the evening");
    assert_code(&r, 0);
    result_finish(&r);
    char *path = only_file(folder);
    complete(&d.scratch, path);
    running_wait(&d, "done", "1 completed in the folder of to-dos");
    SAHUT(&r, "reminders");
    assert_string_equal(r.out, "no reminders\n");
    result_finish(&r);

    /* What is completed while it does not run is done at the next start. */
    SAHUT(&r, "ask", "undo");
    result_finish(&r);
    running_kill(&d, SIGTERM);
    running_ended(&d, 0);
    START(&d);
    running_wait(&d, "status", "listening");
    SAHUT(&r, "remind", "water the plants tomorrow at six in the evening");
    assert_code(&r, 0);
    result_finish(&r);
    running_kill(&d, SIGTERM);
    running_ended(&d, 0);
    assert_int_equal(remove(path), 0);
    free(path);
    path = only_file(folder);
    complete(&d.scratch, path);
    START(&d);
    running_wait(&d, "done", "1 completed in the folder of to-dos");
    running_wait(&d, "status", "listening");
    SAHUT(&r, "reminders");
    assert_string_equal(r.out, "no reminders\n");
    result_finish(&r);
    running_finish(&d);
    free(path);
    free(folder);
    free(control);
    sahut_text_finish(&settings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exports)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
