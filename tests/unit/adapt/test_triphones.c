// SPDX-License-Identifier: GPL-3.0-or-later
/* The model definition of Debian's en-us model, as `pocketsphinx_mdef_convert -text` prints it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hear/triphones.h"

#define MDEF "/usr/share/pocketsphinx/model/en-us/en-us/mdef"

static struct triphones *read_it(void)
{
    struct triphones *t;
    struct sahut_why why;
    if (triphones_read(MDEF, &t, &why)) {
        print_message("# skipped: %s\n", why.text);
        skip();
    }
    return t;
}

static void senones(void **state)
{
    static const struct {
        const char *left, *phone, *right;
        enum triphone_place place;
        uint16_t senones[3];
    } rows[] = {
        {"AA", "AA", "AA", TRIPHONE_ALONE, {158, 181, 210}},
        {"AA", "AA", "AH", TRIPHONE_BEGIN, {162, 166, 210}},
        {"AA", "AA", "AH", TRIPHONE_ALONE, {158, 165, 210}},
        {"AA", "AA", "D", TRIPHONE_BEGIN, {162, 166, 208}},
        /* never seen inside of a word: the one at its beginning or alone stands in */
        {"ZH", "ZH", "W", TRIPHONE_BEGIN, {5119, 5121, 5124}},
        {"ZH", "ZH", "W", TRIPHONE_INSIDE, {5119, 5121, 5124}},
        /* silence has no triphones */
        {"SIL", "SIL", "SIL", TRIPHONE_ALONE, {96, 97, 98}},
    };
    struct triphones *t = read_it();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint16_t got[3];
        triphones_find(t, triphones_phone(t, rows[i].phone), triphones_phone(t, rows[i].left),
                       triphones_phone(t, rows[i].right), rows[i].place, got);
        assert_memory_equal(got, rows[i].senones, sizeof(got));
        uint16_t alone[3];
        int phone = triphones_phone(t, rows[i].phone);
        triphones_find(t, phone, -1, -1, TRIPHONE_ALONE, alone);
        for (int k = 0; k < 3; k++) {
            assert_int_equal(triphones_phone_of(t, got[k]), phone);
            assert_int_equal(triphones_alone(t, got[k]), alone[k]);
        }
    }
    assert_int_equal(triphones_senones(t), 5126);
    assert_int_equal(triphones_phone(t, "XX"), -1);
    triphones_free(t);
}

/* Whatever a file holds, it is read or refused. */
static void broken(void **state)
{
    FILE *f = fopen(MDEF, "rb");
    if (!f)
        skip();
    static char bytes[4 << 20];
    size_t n = fread(bytes, 1, sizeof(bytes), f);
    fclose(f);
    char path[] = "/tmp/sahut-mdef-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    uint32_t dice = 1;
    for (int i = 0; i < 60; i++) {
        struct triphones *t;
        struct sahut_why why;
        dice = dice * 1664525u + 1013904223u;
        size_t at = i % 2 ? dice % 700 : dice % n, length = i % 3 ? n : at;
        char was = bytes[at];
        bytes[at] = (char)(dice >> 24);
        assert_int_equal(ftruncate(fd, 0), 0);
        assert_int_equal(pwrite(fd, bytes, length, 0), (ssize_t)length);
        bytes[at] = was;
        int err = triphones_read(path, &t, &why);
        if (length < n)
            assert_int_equal(err, -EINVAL);
        if (!err)
            triphones_free(t);
    }
    close(fd);
    unlink(path);
    struct triphones *t;
    struct sahut_why why;
    assert_int_equal(triphones_read(path, &t, &why), -ENOENT);
    assert_non_null(strstr(why.text, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(senones), cmocka_unit_test(broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
