// SPDX-License-Identifier: GPL-3.0-or-later
/* Files that are replaced as a whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/file.h"

/* A folder of its own, which the tests are in. */
static char folder[] = "/tmp/sahut-file-XXXXXX";

static int enter(void **state)
{
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static int files(void)
{
    struct dirent **entries;
    int n = scandir(".", &entries, NULL, NULL);
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
    return n - 2;
}

static char *text_of(const char *path)
{
    static char text[64];
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    fclose(f);
    return text;
}

static int refuse(void *ctx)
{
    return *(int *)ctx;
}

static void replaced(void **state)
{
    int busy = -EAGAIN;
    struct stat st;
    const char *path = "a";
    assert_int_equal(sahut_file_replace(path, "one", 3, 0640, NULL, NULL), 0);
    assert_string_equal(text_of(path), "one");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    /* its permissions stay */
    assert_int_equal(sahut_file_replace(path, "two", 3, 0, NULL, NULL), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    /* refused at the last moment */
    assert_int_equal(sahut_file_replace(path, "three", 5, 0, refuse, &busy), -EAGAIN);
    assert_string_equal(text_of(path), "two");
    assert_int_equal(files(), 1);
    assert_int_equal(sahut_file_replace(path, "", 0, 0, NULL, NULL), 0);
    assert_string_equal(text_of(path), "");
    assert_int_equal(unlink(path), 0);
}

static void renamed_and_deleted(void **state)
{
    char here[64], to[80];
    snprintf(here, sizeof(here), "%s/from", folder);
    snprintf(to, sizeof(to), "%s/to", folder);
    const char *from = here;
    assert_int_equal(sahut_file_replace(from, "new", 3, 0, NULL, NULL), 0);
    assert_int_equal(sahut_file_rename(from, to), 0);
    assert_string_equal(text_of(to), "new");
    assert_int_equal(sahut_file_rename(from, to), -ENOENT);
    assert_int_equal(sahut_file_delete(to), 0);
    assert_int_equal(sahut_file_delete(to), -ENOENT);
    assert_int_equal(sahut_file_replace("none/x", "x", 1, 0, NULL, NULL), -ENOENT);
    assert_int_equal(files(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(replaced),
                                       cmocka_unit_test(renamed_and_deleted)};
    return cmocka_run_group_tests(tests, enter, leave);
}
