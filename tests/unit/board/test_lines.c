// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines: the dry run, the real backend on a machine without the chip, and the shared logic on a
 * board made of files (one a chip). libgpiod itself is tested on the virtual board. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/lines_private.h"
#include "sahut/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const no_aliases[] = {NULL};

static struct sahut_device_setting device(const char *name, const char *chip, int line,
                                          const char *line_name, const char *place)
{
    return (struct sahut_device_setting){
        .name = name,
        .aliases = no_aliases,
        .room = "",
        .chip = chip,
        .line = line,
        .line_name = line_name,
        .place = place,
    };
}

/* Edges as "lamp=1 fan=0 ". */
struct edges {
    char text[256];
    bool dry_run;
};

static void note_edge(void *ctx, const struct sahut_device_setting *d, int value, bool dry_run)
{
    struct edges *e = ctx;
    const size_t at = strlen(e->text);

    e->dry_run = dry_run;
    snprintf(e->text + at, sizeof e->text - at, "%s=%d ", d->name, value);
}

/* ---- a board made of files: "LABEL LINES ERRNO HOLDER-OF-LINE-3 NAME-OF-LINE-2" ---- */

struct lines_chip {
    struct lines_chip_info info;
    char holder[32], line_name[32];
};
struct lines_line {
    bool active_low;
};

static char board_log[256];

static void board_name(char out[32])
{
    strcpy(out, "files");
}

static int board_load(const char *node, struct lines_chip *chip)
{
    FILE *f = fopen(node, "r");
    int err = 0;

    if (!f)
        return -errno;
    if (fscanf(f, "%31s %u %d %31s %31s", chip->info.label, &chip->info.n_lines, &err, chip->holder,
               chip->line_name) != 5)
        err = -ENOTTY;
    fclose(f);
    snprintf(chip->info.name, sizeof chip->info.name, "%.31s", strrchr(node, '/') + 1);
    return err;
}

static int board_probe(const char *node, struct lines_chip_info *out)
{
    struct lines_chip chip;
    const int err = board_load(node, &chip);

    if (!err)
        *out = chip.info;
    return err;
}

static int board_open(const char *node, struct lines_chip **out)
{
    struct lines_chip *chip = calloc(1, sizeof *chip);
    const int err = board_load(node, chip);

    if (err)
        free(chip);
    else
        *out = chip;
    return err;
}

static void board_close(struct lines_chip *chip)
{
    free(chip);
}

static int board_find(struct lines_chip *chip, const char *line_name)
{
    return strcmp(chip->line_name, line_name) == 0 ? 2 : -ENOENT;
}

static void board_holder(struct lines_chip *chip, unsigned offset, char out[32])
{
    strcpy(out, offset == 3 && strcmp(chip->holder, "-") != 0 ? chip->holder : "");
}

static void board_note(const char *what, unsigned n)
{
    const size_t at = strlen(board_log);

    snprintf(board_log + at, sizeof board_log - at, "%s%u ", what, n);
}

static int board_request(struct lines_chip *chip, unsigned offset, bool active_low, bool on,
                         struct lines_line **out)
{
    char holder[32];

    board_holder(chip, offset, holder);
    if (holder[0])
        return -EBUSY;
    *out = calloc(1, sizeof **out);
    (*out)->active_low = active_low;
    board_note(on ? "on" : "off", offset);
    return 0;
}

static int board_set(struct lines_line *line, bool on)
{
    board_note("level", on != line->active_low);
    return 0;
}

static void board_release(struct lines_line *line)
{
    free(line);
}

static const struct lines_backend files_backend = {
    .name = board_name,
    .probe = board_probe,
    .open = board_open,
    .close = board_close,
    .find = board_find,
    .holder = board_holder,
    .request = board_request,
    .set = board_set,
    .release = board_release,
};

static char folder[64];

static void put_chip(const char *name, const char *text)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int make_board(void **state)
{
    strcpy(folder, "/tmp/sahut-lines-XXXXXX");
    assert_non_null(mkdtemp(folder));
    board_log[0] = '\0';
    put_chip("gpiochip0", "pinctrl-main 8 0 - RELAY0\n");
    put_chip("gpiochip1", "expander 16 0 w1-gpio -\n");
    put_chip("gpiochip2", "busy 8 0 sahut -\n");
    put_chip("gpiochip10", "expander 4 0 - LATE\n");
    return 0;
}

static int remove_board(void **state)
{
    static const char *const names[] = {"gpiochip0", "gpiochip1", "gpiochip2", "gpiochip10",
                                        "gpiochip9"};
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static struct lines_board files_board(void)
{
    return (struct lines_board){&files_backend, folder};
}

static void test_dry_run(void **state)
{
    struct sahut_device_setting d[] = {
        device("lamp", "any", 1, "", "x.conf:1"),
        device("fan", "any", 2, "", "x.conf:2"),
        device("pump", "", -1, "PUMP", "x.conf:3"),
    };
    struct edges e = {0};
    struct sahut_lines *lines = NULL;

    d[1].active_low = true;
    d[2].active_low = true;
    d[2].on_at_start = true;
    assert_int_equal(sahut_lines_open(d, 3, true, note_edge, &e, &lines, NULL), 0);
    assert_string_equal(sahut_lines_backend(lines), "dry run");
    assert_string_equal(e.text, "lamp=0 fan=1 pump=0 ");
    assert_true(e.dry_run);
    assert_false(sahut_lines_is_on(lines, 0));
    assert_false(sahut_lines_is_on(lines, 1));
    assert_true(sahut_lines_is_on(lines, 2));

    e.text[0] = '\0';
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 2, false, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 0, false, NULL), 0);
    assert_string_equal(e.text, "lamp=1 fan=0 pump=1 lamp=0 ");
    assert_false(sahut_lines_is_on(lines, 0));
    assert_true(sahut_lines_is_on(lines, 1));
    assert_int_equal(sahut_lines_set(lines, 3, true, NULL), -EINVAL);
    assert_false(sahut_lines_is_on(lines, 3));
    sahut_lines_close(lines);
    sahut_lines_close(NULL);
}

static void test_no_devices(void **state)
{
    struct sahut_lines *lines = NULL;

    assert_int_equal(sahut_lines_open(NULL, 0, false, NULL, NULL, &lines, NULL), 0);
    assert_int_equal(strncmp(sahut_lines_backend(lines), "libgpiod ", 9), 0);
    sahut_lines_close(lines);
}

static void test_settings_that_must_fail(void **state)
{
    const struct {
        struct sahut_device_setting d[2];
        const char *says;
    } cases[] = {
        {{device("lamp", "chip", -1, "", "a.conf:4"), device("fan", "chip", 1, "", "a.conf:9")},
         "a.conf:4: device 'lamp' has no line"},
        {{device("lamp", "", 3, "", "a.conf:4"), device("fan", "chip", 1, "", "a.conf:9")},
         "give it 'chip' and 'line', or 'line_name'"},
        {{device("lamp", "chip", 1, "", "a.conf:4"), device("fan", "chip", 1, "", "a.conf:9")},
         "a.conf:9: device 'fan' is on the same line as 'lamp' (a.conf:4)"},
        {{device("lamp", "", -1, "X", "a.conf:4"), device("fan", "", -1, "X", "a.conf:9")},
         "same line as 'lamp'"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sahut_lines *lines = NULL;
        struct sahut_why why;

        assert_int_equal(sahut_lines_open(cases[i].d, 2, true, NULL, NULL, &lines, &why), -EINVAL);
        assert_null(lines);
        if (!strstr(why.text, cases[i].says))
            fail_msg("'%s' lacks '%s'", why.text, cases[i].says);
    }
}

/* A chip of that name exists on no machine. */
static void test_real_backend_without_the_chip(void **state)
{
    const struct {
        const char *chip;
        const char *says;
    } cases[] = {
        {"no-such-chip", "t.conf:7: device 'lamp': there is no GPIO chip 'no-such-chip'"},
        {"/dev/no-such-chip", "there is no GPIO chip '/dev/no-such-chip'"},
        {"/dev/null", "/dev/null is no GPIO chip"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sahut_device_setting d = device("lamp", cases[i].chip, 1, "", "t.conf:7");
        struct sahut_lines *lines = NULL;
        struct edges e = {0};
        struct sahut_why why;

        assert_true(sahut_lines_open(&d, 1, false, note_edge, &e, &lines, &why) < 0);
        assert_null(lines);
        assert_string_equal(e.text, "");
        if (!strstr(why.text, cases[i].says))
            fail_msg("'%s' lacks '%s'", why.text, cases[i].says);
    }
}

static void test_finding_and_levels(void **state)
{
    char path[128];
    struct sahut_device_setting d[] = {
        device("by name", "gpiochip0", 1, "", "x:1"), device("by label", "expander", 5, "", "x:2"),
        device("by path", path, 0, "", "x:3"),        device("by line", "", -1, "RELAY0", "x:4"),
        device("far line", "", -1, "LATE", "x:5"),
    };
    const struct lines_board board = files_board();
    struct edges e = {0};
    struct sahut_lines *lines = NULL;

    snprintf(path, sizeof path, "%s/gpiochip10", folder);
    d[1].on_at_start = true;
    d[3].active_low = true;
    assert_int_equal(lines_open_on(&board, d, 5, false, note_edge, &e, &lines, NULL), 0);
    assert_string_equal(board_log, "off1 on5 off0 off2 off2 ");
    assert_string_equal(e.text, "by name=0 by label=1 by path=0 by line=1 far line=0 ");
    assert_false(e.dry_run);
    assert_int_equal(sahut_lines_set(lines, 3, true, NULL), 0);
    assert_string_equal(board_log, "off1 on5 off0 off2 off2 level0 ");
    sahut_lines_close(lines);
}

static void test_board_errors(void **state)
{
    const struct {
        struct sahut_device_setting d;
        int err;
        const char *says, *also;
    } cases[] = {
        {device("lamp", "nope", 1, "", "x:1"), -ENOENT, "there is no GPIO chip 'nope'",
         "there are: gpiochip0 [pinctrl-main, 8 lines], gpiochip1 [expander, 16 lines], gpiochip2"},
        {device("lamp", "", -1, "NOPE", "x:1"), -ENOENT, "no GPIO chip has a line named 'NOPE'",
         "gpiochip10 [expander, 4 lines]"},
        {device("lamp", "gpiochip0", 8, "", "x:1"), -ERANGE, "gpiochip0 [pinctrl-main] has no line",
         "8, only 0 to 7"},
        {device("lamp", "gpiochip0", -1, "NOPE", "x:1"), -ENOENT, "has no line named 'NOPE'", "x:"},
        {device("lamp", "gpiochip1", 3, "", "x:1"), -EBUSY, "is held by 'w1-gpio'",
         "line 3 of gpiochip1 [expander]"},
        {device("lamp", "gpiochip2", 3, "", "x:1"), -EBUSY, "is held by 'sahut'",
         "already running"},
        {device("lamp", "/dev/null", 3, "", "x:1"), -ENOTTY, "/dev/null is no GPIO chip", "lamp"},
    };
    const struct lines_board board = files_board();

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sahut_lines *lines = NULL;
        struct sahut_why why;

        assert_int_equal(lines_open_on(&board, &cases[i].d, 1, false, NULL, NULL, &lines, &why),
                         cases[i].err);
        assert_null(lines);
        if (!strstr(why.text, cases[i].says) || !strstr(why.text, cases[i].also))
            fail_msg("'%s' lacks '%s' or '%s'", why.text, cases[i].says, cases[i].also);
    }
}

/* What was held before the error is let go again (the leak checker watches). */
static void test_no_permission(void **state)
{
    const struct sahut_device_setting d[] = {device("lamp", "gpiochip0", 1, "", "x:1"),
                                             device("fan", "locked", 1, "", "x:2")};
    const struct lines_board board = files_board();
    struct sahut_lines *lines = NULL;
    struct sahut_why why;
    char path[128], text[64];

    snprintf(text, sizeof text, "locked 8 %d - -", -EACCES);
    put_chip("gpiochip9", text);
    assert_int_equal(lines_open_on(&board, d, 2, false, NULL, NULL, &lines, &why), -EACCES);
    assert_null(lines);
    assert_non_null(strstr(why.text, "x:2: device 'fan': no permission to open"));
    assert_non_null(strstr(why.text, "gpiochip9"));

    snprintf(path, sizeof path, "%s/gpiochip9", folder);
    if (geteuid() != 0)
        return; /* only root can give the node away */
    assert_non_null(strstr(why.text, "udev rule"));
    assert_int_equal(chown(path, 0, 1), 0); /* 1: daemon on every Debian */
    assert_int_equal(lines_open_on(&board, d, 2, false, NULL, NULL, &lines, &why), -EACCES);
    assert_non_null(strstr(why.text, "add yourself to group daemon: sudo usermod -aG daemon $USER, "
                                     "then log in again"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dry_run),
        cmocka_unit_test(test_no_devices),
        cmocka_unit_test(test_settings_that_must_fail),
        cmocka_unit_test(test_real_backend_without_the_chip),
        cmocka_unit_test_setup_teardown(test_finding_and_levels, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_board_errors, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_no_permission, make_board, remove_board),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
