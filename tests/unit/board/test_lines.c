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
    static char what[16][64];
    static int next;
    char *words = what[next++ % 16];

    snprintf(words, sizeof what[0], "device '%s'", name);
    return (struct sahut_device_setting){
        .name = name,
        .aliases = no_aliases,
        .room = "",
        .kind = "",
        .at = {"", chip, line, line_name, false, SAHUT_BIAS_AS_IS, words, place},
        .pwm = "",
        .pwm_hz = 1000,
        .words = {"off", "on"},
        .not_with = no_aliases,
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

static int open_lines(const struct sahut_device_setting *d, size_t n, bool dry_run, struct edges *e,
                      struct sahut_lines **out, struct sahut_why *why)
{
    const struct sahut_lines_config config = {
        .devices = d,
        .n_devices = n,
        .dry_run = dry_run,
        .listener = {.edge = e ? note_edge : NULL, .ctx = e},
    };

    return sahut_lines_open(&config, out, why);
}

/* ---- a board made of files: "LABEL LINES ERRNO HOLDER-OF-LINE-3 NAME-OF-LINE-2" ---- */

struct lines_chip {
    struct lines_chip_info info;
    char holder[32], line_name[32];
};
struct lines_line {
    bool active_low, on;
    const int *level;
};

static char board_log[256];
static int board_busy = -1; /* this line is taken once, then busy */
static bool board_taken;
static int board_fails; /* what setting a line gives; 0: it works */
static int board_inputs;
static const int *const board_level = &board_inputs;

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

static int board_info(struct lines_chip *chip, unsigned offset, struct lines_info *out)
{
    *out = (struct lines_info){0};
    if (offset == 2 && strcmp(chip->line_name, "-") != 0)
        strcpy(out->name, chip->line_name);
    if (offset == 3 && strcmp(chip->holder, "-") != 0)
        strcpy(out->holder, chip->holder);
    return 0;
}

static void board_note(const char *what, unsigned n)
{
    const size_t at = strlen(board_log);

    snprintf(board_log + at, sizeof board_log - at, "%s%u ", what, n);
}

static int board_request(struct lines_chip *chip, const struct lines_want *want,
                         struct lines_line **out)
{
    struct lines_info info;

    board_info(chip, want->offset, &info);
    if (info.holder[0] || ((int)want->offset == board_busy && board_taken))
        return -EBUSY;
    board_taken = (int)want->offset == board_busy;
    *out = calloc(1, sizeof **out);
    (*out)->active_low = want->active_low;
    (*out)->on = want->on;
    (*out)->level = board_level;
    board_note(want->on ? "on" : "off", want->offset);
    return 0;
}

static int board_set(struct lines_line *line, bool on)
{
    if (board_fails)
        return board_fails;
    line->on = on;
    board_note("level", on != line->active_low);
    return 0;
}

/* Of every input. */
static int board_get(struct lines_line *line)
{
    return *line->level;
}

static int board_fd(struct lines_line *line)
{
    return -1;
}

static int board_edges(struct lines_line *line, struct lines_edge *out, int max)
{
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
    .info = board_info,
    .request = board_request,
    .set = board_set,
    .get = board_get,
    .fd = board_fd,
    .edges = board_edges,
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
    return (struct lines_board){&files_backend, folder, folder};
}

static int open_files(const struct sahut_device_setting *d, size_t n, bool lenient, struct edges *e,
                      struct sahut_lines **out, struct sahut_why *why)
{
    const struct lines_board board = files_board();
    const struct sahut_lines_config config = {
        .devices = d,
        .n_devices = n,
        .lenient = lenient,
        .listener = {.edge = e ? note_edge : NULL, .ctx = e},
    };

    return lines_open_on(&board, &config, out, why);
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

    d[1].at.active_low = true;
    d[2].at.active_low = true;
    d[2].at_start = SAHUT_DEVICE_ON;
    assert_int_equal(open_lines(d, 3, true, &e, &lines, NULL), 0);
    assert_string_equal(sahut_lines_backend(lines), "dry run");
    assert_string_equal(e.text, "lamp=0 fan=1 pump=0 ");
    assert_true(e.dry_run);
    assert_false(sahut_lines_is_on(lines, 0, NULL));
    assert_false(sahut_lines_is_on(lines, 1, NULL));
    assert_true(sahut_lines_is_on(lines, 2, NULL));

    e.text[0] = '\0';
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 2, false, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 0, false, NULL), 0);
    assert_string_equal(e.text, "lamp=1 fan=0 pump=1 lamp=0 ");
    assert_false(sahut_lines_is_on(lines, 0, NULL));
    assert_true(sahut_lines_is_on(lines, 1, NULL));
    assert_int_equal(sahut_lines_set(lines, 3, true, NULL), -EINVAL);
    assert_false(sahut_lines_is_on(lines, 3, NULL));
    sahut_lines_close(lines);
    sahut_lines_close(NULL);
}

static void test_no_devices(void **state)
{
    struct sahut_lines *lines = NULL;

    assert_int_equal(open_lines(NULL, 0, false, NULL, &lines, NULL), 0);
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
         "give it 'pin', or 'chip' and 'line'"},
        {{device("lamp", "chip", 1, "", "a.conf:4"), device("fan", "chip", 1, "", "a.conf:9")},
         "a.conf:9: device 'fan' is on the same line as device 'lamp' (a.conf:4)"},
        {{device("lamp", "", -1, "X", "a.conf:4"), device("fan", "", -1, "X", "a.conf:9")},
         "same line as device 'lamp'"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sahut_lines *lines = NULL;
        struct sahut_why why;

        assert_int_equal(open_lines(cases[i].d, 2, true, NULL, &lines, &why), -EINVAL);
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

        assert_true(open_lines(&d, 1, false, &e, &lines, &why) < 0);
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
    struct edges e = {0};
    struct sahut_lines *lines = NULL;

    snprintf(path, sizeof path, "%s/gpiochip10", folder);
    d[1].at_start = SAHUT_DEVICE_ON;
    d[3].at.active_low = true;
    assert_int_equal(open_files(d, 5, false, &e, &lines, NULL), 0);
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

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sahut_lines *lines = NULL;
        struct sahut_why why;

        assert_int_equal(open_files(&cases[i].d, 1, false, NULL, &lines, &why), cases[i].err);
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
    struct sahut_lines *lines = NULL;
    struct sahut_why why;
    char path[128], text[64];

    snprintf(text, sizeof text, "locked 8 %d - -", -EACCES);
    put_chip("gpiochip9", text);
    assert_int_equal(open_files(d, 2, false, NULL, &lines, &why), -EACCES);
    assert_null(lines);
    assert_non_null(strstr(why.text, "x:2: device 'fan': no permission to open"));
    assert_non_null(strstr(why.text, "gpiochip9"));

    snprintf(path, sizeof path, "%s/gpiochip9", folder);
    if (geteuid() != 0)
        return; /* only root can give the node away */
    assert_non_null(strstr(why.text, "udev rule"));
    assert_int_equal(chown(path, 0, 1), 0); /* 1: daemon on every Debian */
    assert_int_equal(open_files(d, 2, false, NULL, &lines, &why), -EACCES);
    assert_non_null(strstr(why.text, "add yourself to group daemon: sudo usermod -aG daemon $USER, "
                                     "then log in again"));
}

/* ---- what goes and comes: the folder is watched as /dev is ---- */

struct told {
    struct edges edges;
    char fault[512];
    unsigned faults;
};

static void note_told(void *ctx, const struct sahut_device_setting *d, int value, bool dry_run)
{
    note_edge(&((struct told *)ctx)->edges, d, value, dry_run);
}

static void note_fault(void *ctx, const char *text)
{
    struct told *told = ctx;

    snprintf(told->fault, sizeof told->fault, "%s", text ? text : "works");
    told->faults++;
}

static struct sahut_lines *open_told(const struct sahut_device_setting *d, size_t n,
                                     struct told *told)
{
    const struct lines_board board = files_board();
    const struct sahut_lines_config config = {
        .devices = d,
        .n_devices = n,
        .lenient = true,
        .listener = {.edge = note_told, .fault = note_fault, .ctx = told},
    };
    struct sahut_lines *lines = NULL;

    assert_int_equal(lines_open_on(&board, &config, &lines, NULL), 0);
    return lines;
}

static void remove_chip(const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

static void test_chip_goes_and_returns(void **state)
{
    const struct sahut_device_setting d[] = {device("lamp", "pinctrl-main", 1, "", "x:1"),
                                             device("fan", "pinctrl-main", 4, "", "x:2"),
                                             device("pump", "expander", 5, "", "x:3")};
    struct told told = {0};
    struct sahut_lines *lines = open_told(d, 3, &told);
    struct sahut_why why;
    int err;

    assert_int_equal(told.faults, 0);
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, true, NULL), 0);
    remove_chip("gpiochip0");
    sahut_lines_work(lines, 1000);
    assert_string_equal(told.fault, "x:1: device 'lamp': GPIO chip gpiochip0 [pinctrl-main] is "
                                    "gone; it is taken back when it returns (and 1 more)");
    assert_int_equal(told.faults, 1);
    assert_non_null(sahut_lines_fault(lines, 0));
    assert_null(sahut_lines_fault(lines, 2));
    assert_true(sahut_lines_is_on(lines, 0, &err));
    assert_int_equal(err, -ENODEV);
    /* what cannot be reached is not switched; what should go off stays off */
    assert_int_equal(sahut_lines_set(lines, 0, true, &why), -ENODEV);
    assert_int_equal(sahut_lines_set(lines, 1, false, &why), -ENODEV);
    assert_int_equal(sahut_lines_set(lines, 2, true, NULL), 0);
    told.edges.text[0] = '\0';
    /* under another number */
    put_chip("gpiochip7", "pinctrl-main 8 0 - RELAY0\n");
    sahut_lines_work(lines, 5000);
    assert_string_equal(told.edges.text, "lamp=1 fan=0 ");
    assert_string_equal(told.fault, "works");
    assert_int_equal(sahut_lines_set(lines, 1, true, NULL), 0);
    sahut_lines_close(lines);
    remove_chip("gpiochip7");
}

/* Told two seconds after it came: udev may give it to our group meanwhile. */
static void test_chip_comes_later(void **state)
{
    const struct sahut_device_setting d = device("lamp", "late", 1, "", "x:1");
    struct told told = {0};
    struct sahut_lines *lines = open_told(&d, 1, &told);
    char text[64];

    assert_non_null(strstr(told.fault, "there is no GPIO chip 'late'"));
    assert_int_equal(sahut_lines_next(lines), INT64_MAX);
    snprintf(text, sizeof text, "late 8 %d - -", -EACCES);
    put_chip("gpiochip9", text);
    sahut_lines_work(lines, 1000);
    assert_int_equal(told.faults, 1);
    assert_int_equal(sahut_lines_next(lines), 3000);
    sahut_lines_work(lines, 3000);
    assert_int_equal(told.faults, 2);
    assert_non_null(strstr(told.fault, "no permission to open"));
    put_chip("gpiochip9", "late 8 0 - -");
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0); /* an order tries, too */
    assert_string_equal(told.fault, "works");
    sahut_lines_close(lines);
    remove_chip("gpiochip9");
}

static void test_set_finds_the_chip_gone(void **state)
{
    const struct sahut_device_setting d = device("lamp", "pinctrl-main", 1, "", "x:1");
    struct told told = {0};
    struct sahut_lines *lines = open_told(&d, 1, &told);
    struct sahut_why why;

    board_fails = -ENODEV;
    assert_int_equal(sahut_lines_set(lines, 0, true, &why), -ENODEV);
    board_fails = 0;
    assert_non_null(strstr(told.fault, "is gone"));
    assert_false(sahut_lines_is_on(lines, 0, NULL));
    sahut_lines_close(lines);
}

static void test_names(void **state)
{
    const struct {
        const char *pin;
        int err;
        const char *says;
    } cases[] = {
        {"RELAY0", 0, "off2 "},
        {"pinctrl-main:6", 0, "off6 "},
        {"gpiochip10:3", 0, "off3 "},
        {"TWICE", -ENOTUNIQ, "more than one line is named 'TWICE'"},
        {"-", -EINVAL, "'-' names no line in particular"},
        {"NC", -EINVAL, "'NC' names no line"},
        {"[emmc]", -EINVAL, "'[emmc]' names no line"},
        {"GPIO99", -ENOENT, "no GPIO chip has a line named 'GPIO99'"},
        {"pinctrl-main:8", -ERANGE, "has no line 8, only 0 to 7"},
    };

    put_chip("gpiochip3", "x 4 0 - TWICE\n");
    put_chip("gpiochip4", "y 4 0 - TWICE\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sahut_device_setting d = device("lamp", "", -1, "", "x:1");
        struct sahut_lines *lines = NULL;
        struct sahut_why why = {"nothing"};
        const char *got;

        d.at.pin = cases[i].pin;
        board_log[0] = '\0';
        assert_int_equal(open_files(&d, 1, false, NULL, &lines, &why), cases[i].err);
        got = cases[i].err ? why.text : board_log;
        if (!strstr(got, cases[i].says))
            fail_msg("%s: '%s' lacks '%s'", cases[i].pin, got, cases[i].says);
        sahut_lines_close(lines);
    }
    remove_chip("gpiochip3");
    remove_chip("gpiochip4");
}

/* One line under two names. */
static void test_shared_line(void **state)
{
    struct sahut_device_setting d[] = {device("lamp", "", -1, "RELAY0", "x:1"),
                                       device("fan", "", -1, "", "x:2")};
    struct sahut_lines *lines = NULL;
    struct sahut_why why;

    d[1].at.pin = "gpiochip0:2";
    const char *const says = "x:2: device 'fan' is on the same line as device 'lamp' (x:1); "
                             "give each a line of its own";
    board_busy = 2;
    assert_int_equal(open_files(d, 2, false, NULL, &lines, &why), -EINVAL);
    assert_string_equal(why.text, says);

    /* Lenient, the first has it, and the second never will. */
    board_taken = false;
    assert_int_equal(open_files(d, 2, true, NULL, &lines, &why), 0);
    board_busy = -1;
    assert_null(sahut_lines_fault(lines, 0));
    assert_string_equal(sahut_lines_fault(lines, 1), says);
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, true, &why), -ENODEV);
    assert_string_equal(sahut_lines_fault(lines, 1), says);
    sahut_lines_close(lines);
}

/* ---- are they right? Nothing is taken ---- */

struct findings {
    char text[2000];
};

static void note_finding(void *ctx, int err, const char *text)
{
    struct findings *f = ctx;
    const size_t at = strlen(f->text);

    assert_true(err < 0);
    snprintf(f->text + at, sizeof f->text - at, "%s\n", text);
}

static void test_check(void **state)
{
    static const struct {
        const char *pins[2]; /* of two devices */
        size_t bad, bad_by_looking;
        const char *says;
    } cases[] = {
        {{"pinctrl-main:1", "expander:2"}, 0, 0, ""},
        {{"pinctrl-main:1", "pinctrl-main:1"}, 1, 1, "x:2: device 'fan' is on the same line as"},
        {{"RELAY0", "pinctrl-main:2"}, 0, 1, "x:2: device 'fan' is on the same line as"},
        {{"RELAY0", "-"}, 1, 1, "'-' names no line in particular"},
        {{"RELAY0", "NC"}, 1, 1, "'NC' names no line in particular"},
        {{"RELAY0", "[emmc]"}, 1, 1, "'[emmc]' names no line in particular"},
        {{"RELAY0", "header:3"}, 1, 1, "there is no pin 'header:3'"},
        {{"RELAY0", ""}, 1, 1, "device 'fan' has no line"},
        {{"RELAY0", "GPIO99"}, 0, 1, "no GPIO chip has a line named 'GPIO99'"},
        {{"RELAY0", "pinctrl-main:8"}, 0, 1, "has no line 8, only 0 to 7"},
        {{"RELAY0", "expander:3"}, 0, 1, "is held by 'w1-gpio'; end that or choose another line"},
        {{"RELAY0", "busy:3"}, 0, 0, ""}, /* ours */
    };
    const struct lines_board board = files_board();

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sahut_device_setting d[] = {device("lamp", "", -1, "", "x:1"),
                                           device("fan", "", -1, "", "x:2")};
        const struct sahut_lines_config config = {.devices = d, .n_devices = 2};
        struct findings quiet = {""}, looked = {""};

        d[0].at.pin = cases[i].pins[0];
        d[1].at.pin = cases[i].pins[1];
        board_log[0] = '\0';
        assert_int_equal(lines_check_on(&board, &config, false, note_finding, &quiet),
                         cases[i].bad);
        assert_int_equal(lines_check_on(&board, &config, true, note_finding, &looked),
                         cases[i].bad_by_looking);
        assert_string_equal(board_log, "");
        if (!strstr(looked.text, cases[i].says) ||
            (cases[i].bad && !strstr(quiet.text, cases[i].says)))
            fail_msg("%s: '%s' '%s'", cases[i].pins[1], quiet.text, looked.text);
    }
}

/* ---- treatment ---- */

static void test_pulse(void **state)
{
    struct sahut_device_setting d = device("gate", "any", 1, "", "x:1");
    struct edges e = {0};
    struct sahut_lines *lines = NULL;

    d.pulse_ms = 500;
    assert_int_equal(open_lines(&d, 1, true, &e, &lines, NULL), 0);
    assert_int_equal(sahut_lines_next(lines), INT64_MAX);
    sahut_lines_set(lines, 0, true, NULL);
    assert_int_equal(sahut_lines_next(lines), INT64_MIN);
    sahut_lines_work(lines, 10000);
    assert_int_equal(sahut_lines_next(lines), 10500);
    sahut_lines_work(lines, 10499);
    assert_true(sahut_lines_is_on(lines, 0, NULL));
    sahut_lines_work(lines, 10500);
    assert_false(sahut_lines_is_on(lines, 0, NULL));
    assert_int_equal(sahut_lines_next(lines), INT64_MAX);
    assert_string_equal(e.text, "gate=0 gate=1 gate=1 gate=0 ");
    assert_int_equal(sahut_lines_flash(lines, 0, 2, NULL), -ENOTSUP);
    sahut_lines_close(lines);
}

static void test_flash(void **state)
{
    struct sahut_device_setting d = device("lamp", "any", 1, "", "x:1");
    struct edges e = {0};
    struct sahut_lines *lines = NULL;
    int64_t now_ms = 0;

    assert_int_equal(open_lines(&d, 1, true, &e, &lines, NULL), 0);
    sahut_lines_set(lines, 0, true, NULL);
    e.text[0] = '\0';
    assert_int_equal(sahut_lines_flash(lines, 0, 2, NULL), 0);
    for (int i = 0; sahut_lines_next(lines) != INT64_MAX; i++) {
        assert_true(i < 20);
        if (sahut_lines_next(lines) != INT64_MIN)
            now_ms = sahut_lines_next(lines);
        sahut_lines_work(lines, now_ms);
    }
    assert_string_equal(e.text, "lamp=1 lamp=0 lamp=1 lamp=0 lamp=1 ");
    assert_int_equal(now_ms, 4 * 400);
    /* an order ends it */
    sahut_lines_flash(lines, 0, 5, NULL);
    sahut_lines_work(lines, now_ms);
    sahut_lines_set(lines, 0, false, NULL);
    assert_int_equal(sahut_lines_next(lines), INT64_MAX);
    sahut_lines_close(lines);
}

static void test_never_together(void **state)
{
    static const char *const not_down[] = {"down", NULL};
    struct sahut_device_setting d[] = {device("up", "pinctrl-main", 1, "", "x:1"),
                                       device("down", "expander", 2, "", "x:2")};
    struct told told = {0};
    struct sahut_lines *lines;
    struct sahut_why why;

    d[0].not_with = not_down;
    lines = open_told(d, 2, &told);
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, true, &why), -EBUSY);
    assert_string_equal(why.text, "x:2: device 'down' is never on together with 'up', which is on");
    assert_int_equal(sahut_lines_flash(lines, 1, 1, NULL), -EBUSY);
    assert_int_equal(sahut_lines_set(lines, 0, false, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, true, NULL), 0);
    assert_int_equal(sahut_lines_set(lines, 1, false, NULL), 0);
    /* one that flashes is on time and again: the other does not flash along, and ends it by going
     * on */
    assert_int_equal(sahut_lines_flash(lines, 0, 3, NULL), 0);
    assert_int_equal(sahut_lines_flash(lines, 1, 3, NULL), -EBUSY);
    sahut_lines_work(lines, 1000);
    board_log[0] = '\0';
    assert_int_equal(sahut_lines_set(lines, 1, true, NULL), 0);
    assert_string_equal(board_log, "level0 level1 ");
    assert_int_equal(sahut_lines_next(lines), INT64_MAX);
    assert_int_equal(sahut_lines_set(lines, 1, false, NULL), 0);
    /* nobody knows what a line is whose chip is gone */
    remove_chip("gpiochip1");
    sahut_lines_work(lines, 0);
    remove_chip("gpiochip10");
    sahut_lines_work(lines, 0);
    assert_int_equal(sahut_lines_set(lines, 0, true, &why), -EBUSY);
    assert_non_null(strstr(why.text, "cannot be reached"));
    sahut_lines_close(lines);
}

static void test_end(void **state)
{
    struct sahut_device_setting d[] = {
        device("off", "any", 1, "", "x:1"), device("on", "any", 2, "", "x:2"),
        device("keep", "any", 3, "", "x:3"), device("keep off", "any", 4, "", "x:4")};
    struct edges e = {0};
    struct sahut_lines *lines = NULL;

    d[1].at_end = SAHUT_DEVICE_ON;
    d[2].at_end = d[3].at_end = SAHUT_DEVICE_KEEP;
    assert_int_equal(open_lines(d, 4, true, &e, &lines, NULL), 0);
    sahut_lines_set(lines, 0, true, NULL);
    sahut_lines_set(lines, 2, true, NULL);
    e.text[0] = '\0';
    sahut_lines_end(lines);
    assert_string_equal(e.text, "off=0 on=1 ");
    sahut_lines_close(lines);
}

static void test_input(void **state)
{
    struct sahut_device_setting d = device("door", "pinctrl-main", 1, "", "x:1");
    struct sahut_lines *lines = NULL;
    struct sahut_why why;

    d.input = true;
    assert_int_equal(open_files(&d, 1, false, NULL, &lines, NULL), 0);
    assert_false(sahut_lines_is_on(lines, 0, NULL));
    board_inputs = 1;
    assert_true(sahut_lines_is_on(lines, 0, NULL));
    board_inputs = 0;
    assert_int_equal(sahut_lines_set(lines, 0, true, &why), -EPERM);
    assert_non_null(strstr(why.text, "is an input and cannot be switched"));
    sahut_lines_close(lines);
}

/* ---- dimming, on a tree of the kernel's shape ---- */

static void put_file(const char *name, const char *text)
{
    put_chip(name, text);
}

static void expect_file(const char *name, const char *text)
{
    char path[160], got[64] = "";
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(got, sizeof got, f));
    fclose(f);
    assert_string_equal(got, text);
}

static void test_dimming(void **state)
{
    static const char *const files[] = {"pwmchip0/pwm1/period", "pwmchip0/pwm1/duty_cycle",
                                        "pwmchip0/pwm1/enable", "pwmchip0/export"};
    struct sahut_device_setting d = device("lamp", "", -1, "", "x:1");
    struct edges e = {0};
    struct sahut_lines *lines = NULL;
    struct sahut_why why;
    char path[160];

    d.pwm = "pwmchip0:1";
    d.pwm_hz = 2000;
    assert_int_equal(open_files(&d, 1, false, &e, &lines, &why), -ENOENT);
    assert_non_null(strstr(why.text, "pwmchip0: No such file"));
    snprintf(path, sizeof path, "%s/pwmchip0", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    snprintf(path, sizeof path, "%s/pwmchip0/pwm1", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    for (size_t i = 0; i < 4; i++)
        put_file(files[i], "0\n");
    assert_int_equal(open_files(&d, 1, false, &e, &lines, &why), 0);
    expect_file("pwmchip0/pwm1/period", "500000\n");
    expect_file("pwmchip0/pwm1/duty_cycle", "0\n");
    expect_file("pwmchip0/pwm1/enable", "1\n");
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0);
    expect_file("pwmchip0/pwm1/duty_cycle", "500000\n");
    assert_int_equal(sahut_lines_dim(lines, 0, 40, NULL), 0);
    expect_file("pwmchip0/pwm1/duty_cycle", "200000\n");
    assert_int_equal(sahut_lines_level(lines, 0), 40);
    assert_int_equal(sahut_lines_set(lines, 0, false, NULL), 0);
    expect_file("pwmchip0/pwm1/duty_cycle", "0\n");
    assert_int_equal(sahut_lines_level(lines, 0), 0);
    assert_int_equal(sahut_lines_set(lines, 0, true, NULL), 0); /* as bright as before */
    expect_file("pwmchip0/pwm1/duty_cycle", "200000\n");
    assert_string_equal(e.text, "lamp=0 lamp=100 lamp=40 lamp=0 lamp=40 ");
    sahut_lines_close(lines);
    for (size_t i = 0; i < 4; i++)
        remove_chip(files[i]);
    assert_int_equal(rmdir(path), 0);
    snprintf(path, sizeof path, "%s/pwmchip0", folder);
    assert_int_equal(rmdir(path), 0);
    d.pwm = "pwm1";
    assert_int_equal(open_files(&d, 1, false, &e, &lines, &why), -EINVAL);
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
        cmocka_unit_test_setup_teardown(test_chip_goes_and_returns, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_chip_comes_later, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_set_finds_the_chip_gone, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_names, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_shared_line, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_check, make_board, remove_board),
        cmocka_unit_test(test_pulse),
        cmocka_unit_test(test_flash),
        cmocka_unit_test_setup_teardown(test_never_together, make_board, remove_board),
        cmocka_unit_test(test_end),
        cmocka_unit_test_setup_teardown(test_input, make_board, remove_board),
        cmocka_unit_test_setup_teardown(test_dimming, make_board, remove_board),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
