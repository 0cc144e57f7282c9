// SPDX-License-Identifier: GPL-3.0-or-later
/* Board profiles: all of ours load and mean what they should; mistakes are named; a board is known
 * by its device tree; pins resolve to lines. What the trees themselves say is
 * tests/profiles/check's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/lines_private.h"
#include "sahut/board.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static char folder[64], ours[512];

static void put(const char *name, const char *text, size_t n)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    fclose(f);
}

static int set_up(void **state)
{
    const char *data = getenv("SAHUT_DATADIR");

    strcpy(folder, "/tmp/sahut-boards-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(ours, sizeof ours, "%s/boards", data ? data : "../..");
    return 0;
}

static int tear_down(void **state)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static struct sahut_profile *open_ours(const char *name)
{
    struct sahut_profile *p = NULL;
    struct sahut_why why;

    if (sahut_profile_open(ours, name, &p, &why))
        fail_msg("%s", why.text);
    return p;
}

static void test_all_of_ours(void **state)
{
    DIR *d = opendir(ours);
    int boards = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        struct sahut_profile *p;
        size_t n;

        if (e->d_name[0] == '.' || strcmp(e->d_name, "raspberry-pi-40pin") == 0)
            continue;
        p = open_ours(e->d_name);
        boards++;
        /* who says it: a device tree that was compared, or a document that was read */
        if (strcmp(e->d_name, "generic") != 0)
            assert_true((sahut_profile_verified(p) && sahut_profile_tree(p)[0]) ||
                        sahut_profile_source(p)[0]);
        sahut_profile_pins(p, &n);
        assert_true(n > 20 || strcmp(e->d_name, "generic") == 0);
        sahut_profile_free(p);
    }
    closedir(d);
    assert_true(boards >= 12);
}

static void test_pins(void **state)
{
    static const struct {
        const char *board, *pin, *chip; /* chip NULL: refused */
        int line;
        const char *says;
    } cases[] = {
        {"raspberry-pi-4", "GPIO17", "pinctrl-bcm2711", 17, ""},
        {"raspberry-pi-4", "header:11", "pinctrl-bcm2711", 17, ""},
        {"raspberry-pi-4", "J8:11", "pinctrl-bcm2711", 17, ""},
        {"raspberry-pi-4", "SDA1", "pinctrl-bcm2711", 2, ""},
        {"raspberry-pi-zero-w", "header:40", "pinctrl-bcm2835", 21, ""},
        {"raspberry-pi-5", "header:11", "pinctrl-rp1", 17, ""},
        {"beaglebone-black", "P9_12", "gpio-32-63", 28, ""},
        {"beaglebone-black", "P9:12", "gpio-32-63", 28, ""},
        {"beaglebone-black", "GPIO1_28", "gpio-32-63", 28, ""},
        {"beaglebone-black", "header:12", "gpio-32-63", 12, ""}, /* P8, the first */
        {"le-potato", "header:3", "aobus-banks", 5, ""},
        {"radxa-rock-5b", "GPIO3_A4", "gpio3", 4, ""},
        {"jetson-nano", "PBB0", "tegra-gpio", 216, ""},
        {"jetson-nano", "header:7", "tegra-gpio", 216, ""},
        {"virtual-board", "header:17", "rig", 17, ""},
        {"raspberry-pi-4", "rig:3", "rig", 3, ""}, /* no pin, but a chip */
        {"raspberry-pi-4", "header:1", NULL, 0,
         "pin 1 of header J8 of Raspberry Pi 4 Model B is 3V3"},
        {"raspberry-pi-4", "header:41", NULL, 0, "there is no pin 'header:41' on Raspberry Pi 4"},
        {"beaglebone-black", "P8:1", NULL, 0, "is unknown"},
        {"generic", "header:3", NULL, 0, "there is no pin 'header:3'"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct sahut_profile *p = open_ours(cases[i].board);
        const struct sahut_line_setting at = {.pin = cases[i].pin,
                                              .chip = "",
                                              .line = -1,
                                              .line_name = "",
                                              .what = "device 'lamp'",
                                              .place = "x:1"};
        struct sahut_line_setting got;
        struct sahut_why why = {""};
        char room[PIN_ROOM];
        const int err = pins_resolve(p, &at, room, &got, &why);

        if (!cases[i].chip && (err != -EINVAL || !strstr(why.text, cases[i].says)))
            fail_msg("%s on %s: %d '%s'", cases[i].pin, cases[i].board, err, why.text);
        if (cases[i].chip &&
            (err || strcmp(got.chip, cases[i].chip) != 0 || got.line != cases[i].line))
            fail_msg("%s on %s: %s", cases[i].pin, cases[i].board, err ? why.text : got.chip);
        sahut_profile_free(p);
    }
}

/* A name that no profile knows is the kernel's. */
static void test_kernel_names(void **state)
{
    const struct sahut_line_setting at = {.pin = "PC7", .chip = "", .line = -1, .line_name = ""};
    struct sahut_line_setting got;
    char room[PIN_ROOM];

    assert_int_equal(pins_resolve(NULL, &at, room, &got, NULL), 0);
    assert_string_equal(got.line_name, "PC7");
}

static void test_detection(void **state)
{
    static const char pi[] = "raspberrypi,4-model-b\0brcm,bcm2711";
    static const char other[] = "acme,board\0acme,soc";
    struct sahut_profile *p = NULL;
    struct sahut_why why;
    char path[128];

    snprintf(path, sizeof path, "%s/proc", folder);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/proc/device-tree", folder);
    mkdir(path, 0755);
    put("proc/device-tree/compatible", pi, sizeof pi);
    assert_int_equal(sahut_profile_detect(ours, folder, &p, &why), 0);
    assert_string_equal(sahut_profile_name(p), "Raspberry Pi 4 Model B");
    assert_true(sahut_profile_verified(p));
    sahut_profile_free(p);
    put("proc/device-tree/compatible", other, sizeof other);
    assert_int_equal(sahut_profile_detect(ours, folder, &p, &why), -ENODEV);
    assert_non_null(strstr(why.text, "'acme,board'"));
    assert_int_equal(sahut_profile_detect(ours, "/nowhere", &p, &why), -ENODEV);
}

static void test_mistakes(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"compatible x\n", "/b: it lacks a line 'board NAME'"},
        {"board X\ncolour red\n", "/b:2: unknown word 'colour'"},
        {"board X\n1 GND\n", "/b:2: a pin wants a header above it"},
        {"board X\nheader H\n1\n", "/b:3: a pin wants a header above it, a number and a name"},
        {"board X\nheader H\n3 gpio:2 A\n", "/b:3: no chip is called 'gpio'"},
        {"board X\nchip gpio\n", "/b:2: a chip wants a short name and a label, not 'gpio'"},
        {"board X\nchip c l\nheader H\n3 c:x A\n", "/b:4: this is no number of a line: 'x'"},
        {"board X\nchip c l\nheader H\n3 c:2\n", "/b:4: the line wants a name"},
        {"board X\nchip c l\nheader H\n3 c:2 A\n4 c:2 B\n",
         "/b:5: a line, or a name, is there twice: 'B'"},
        {"board X\nchip c l\nheader H\n3 c:2 A\n4 c:3 A\n",
         "/b:5: a line, or a name, is there twice: 'A'"},
        {"board X\nlike nowhere\n", "nowhere: No such file"},
        {"board X\nlike ../x\n", "/b:2: only a file of this folder"},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct sahut_profile *p = NULL;
        struct sahut_why why = {""};
        char path[128];

        put("b", cases[i].text, strlen(cases[i].text));
        snprintf(path, sizeof path, "%s/b", folder);
        assert_true(sahut_profile_read(path, &p, &why) < 0);
        if (!strstr(why.text, cases[i].says))
            fail_msg("'%s' lacks '%s'", why.text, cases[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_of_ours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kernel_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_detection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mistakes, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
