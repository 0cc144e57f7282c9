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

    if (sahut_profile_open(ours, name, "", &p, &why))
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

        if (e->d_name[0] == '.' || strcmp(e->d_name, "raspberry-pi-40pin") == 0 ||
            strcmp(e->d_name, "hats") == 0)
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
    assert_true(boards >= 17);
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
        {"orange-pi-zero-3", "PC7", "300b000.pinctrl", 71, ""},
        {"orange-pi-zero-3", "header:3", "300b000.pinctrl", 229, ""},
        {"raspberry-pi-cm5", "header:11", "pinctrl-rp1", 17, ""},
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
        const int err = pins_resolve(p, &at, false, room, &got, &why);

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

    assert_int_equal(pins_resolve(NULL, &at, false, room, &got, NULL), 0);
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

/* ---- hats, and what the kernel uses ---- */

static void make_folders(const char *path)
{
    char full[256];

    snprintf(full, sizeof full, "%s/%s", folder, path);
    for (char *slash = full + strlen(folder) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(full, 0755);
        *slash = '/';
    }
}

static void put_text(const char *path, const char *text)
{
    make_folders(path);
    put(path, text, strlen(text) + (strncmp(path, "proc/device-tree", 16) == 0));
}

static void test_hats_of_ours(void **state)
{
    char path[600];
    DIR *d;
    int hats = 0;

    snprintf(path, sizeof path, "%s/hats", ours);
    d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        struct sahut_profile *p;
        struct sahut_why why = {""};

        if (e->d_name[0] == '.')
            continue;
        p = open_ours("raspberry-pi-4");
        if (sahut_profile_equip(p, ours, e->d_name, folder, &why))
            fail_msg("%s", why.text);
        assert_true(sahut_profile_hat(p)->source[0]);
        assert_false(sahut_profile_hat(p)->found);
        sahut_profile_free(p);
        hats++;
    }
    closedir(d);
    assert_true(hats >= 6);
}

static void test_hat_is_found(void **state)
{
    static const struct {
        const char *id, *usb, *hat, *card;
        bool plays;
    } cases[] = {
        {"seeed2micvoicec", NULL, "ReSpeaker 2-Mics Pi HAT", "seeed2micvoicec", true},
        {"seeed4micvoicec", NULL, "ReSpeaker 4-Mic Array for Raspberry Pi", "seeed4micvoicec",
         false},
        {"sndrpigooglevoi", NULL, "Google AIY Voice HAT", "sndrpigooglevoi", true},
        {"wm8960soundcard", NULL, "Waveshare WM8960 Audio HAT", "wm8960soundcard", true},
        {"USB", "0b0e:0420", "Jabra Speak (USB speakerphone)", "USB", true},
        {"ArrayUAC10", "2886:0018", "ReSpeaker USB 4 Mic Array", "ArrayUAC10", true},
        {"Headphones", "dead:beef", NULL, NULL, false},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct sahut_profile *p = open_ours("raspberry-pi-4");
        const struct sahut_hat *hat;
        char text[64];

        snprintf(text, sizeof text, "%s\n", cases[i].id);
        put_text("proc/asound/card3/id", text);
        snprintf(text, sizeof text, "%s\n", cases[i].usb ? cases[i].usb : "");
        put_text("proc/asound/card3/usbid", text);
        assert_int_equal(sahut_profile_equip(p, ours, "", folder, NULL), 0);
        hat = sahut_profile_hat(p);
        assert_int_equal(hat != NULL, cases[i].hat != NULL);
        if (hat) {
            assert_string_equal(hat->name, cases[i].hat);
            assert_string_equal(hat->card, cases[i].card);
            assert_int_equal(hat->plays, cases[i].plays);
            assert_true(hat->found);
        }
        sahut_profile_free(p);
    }
}

/* Whose a pin is, by the hat and by the device tree. */
static void test_taken_pins(void **state)
{
    static const struct {
        const char *hat, *pin, *chip;
        bool input;
        const char *says; /* NULL: it can be used */
    } cases[] = {
        {"respeaker-2mic", "header:11", "", true, NULL},
        {"respeaker-2mic", "header:11", "", false,
         "pin 11 (GPIO17) is the button of the ReSpeaker 2-Mics Pi HAT, which can only be read"},
        {"respeaker-2mic", "GPIO18", "", false,
         "pin 12 (GPIO18) is held by the ReSpeaker 2-Mics Pi HAT (i2s)"},
        {"respeaker-2mic", "", "pinctrl-bcm2711", true, "pin 40 (GPIO21) is held by"},
        {"respeaker-2mic", "pinctrl-bcm2711:20", "", true, "pin 38 (GPIO20) is held by"},
        {"respeaker-2mic", "GPIO5", "", false, NULL},
        {"respeaker-4mic", "GPIO5", "", false, "(lights)"},
        {"google-aiy-voice", "GPIO25", "", false, NULL},
        {"google-aiy-voice", "GPIO25", "", true,
         "is the light of the Google AIY Voice HAT, which can only be switched"},
        {"google-aiy-voice", "GPIO16", "", false, "(amplifier)"},
        {"none", "GPIO18", "", false, NULL},
        {"none", "GPIO10", "", false, "pin 19 (GPIO10) is held by the kernel's spi0"},
        {"none", "GPIO2", "", true, "pin 3 (GPIO2) is held by the kernel's i2c1"},
        {"none", "GPIO0", "", true, NULL},
        {"respeaker-2mic", "GPIO10", "", false, "is held by the ReSpeaker"},
    };

    put_text("proc/device-tree/compatible", "raspberrypi,4-model-b");
    put_text("proc/device-tree/aliases/spi0", "/soc/spi@7e204000");
    put_text("proc/device-tree/soc/spi@7e204000/status", "okay");
    put_text("proc/device-tree/aliases/i2c1", "/soc/i2c@7e804000"); /* no status: it is on */
    put_text("proc/device-tree/aliases/i2s", "/soc/i2s@7e203000");
    put_text("proc/device-tree/soc/i2s@7e203000/status", "disabled");
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct sahut_profile *p = open_ours("raspberry-pi-4");
        const struct sahut_line_setting at = {cases[i].pin,     cases[i].chip,   21,   "", false,
                                              SAHUT_BIAS_AS_IS, "device 'lamp'", "x:1"};
        struct sahut_line_setting got;
        struct sahut_why why = {""};
        char room[PIN_ROOM];
        int err;

        assert_int_equal(sahut_profile_equip(p, ours, cases[i].hat, folder, &why), 0);
        err = pins_resolve(p, &at, cases[i].input, room, &got, &why);
        if (err != (cases[i].says ? -EBUSY : 0) || (err && !strstr(why.text, cases[i].says)))
            fail_msg("%s with %s: %d '%s'", cases[i].pin, cases[i].hat, err, why.text);
        sahut_profile_free(p);
    }
    /* the settings are for another board than this machine: its tree says nothing about that */
    put_text("proc/device-tree/compatible", "acme,board");
    struct sahut_profile *p = open_ours("raspberry-pi-4");
    assert_int_equal(sahut_profile_equip(p, ours, "none", folder, NULL), 0);
    assert_null(sahut_profile_pin(p, "GPIO10")->kernel);
    sahut_profile_free(p);
}

static void test_hat_mistakes(void **state)
{
    struct sahut_profile *p = open_ours("raspberry-pi-4");
    struct sahut_why why;
    char path[128];

    assert_int_equal(sahut_profile_equip(p, ours, "nosuch", "", &why), -ENOENT);
    assert_non_null(strstr(why.text, "hats/nosuch: No such file; there are: google-aiy-voice, "));
    assert_int_equal(sahut_profile_open(ours, "nosuch", "", &p, &why), -ENOENT);
    assert_non_null(strstr(why.text, "boards/nosuch: No such file; there are: beaglebone-black, "));
    assert_null(strstr(why.text, "hats"));
    put_text("hat", "card x\n");
    snprintf(path, sizeof path, "%s/hat", folder);
    assert_int_equal(sahut_profile_equip(p, ours, path, "", &why), -EINVAL);
    assert_non_null(strstr(why.text, "/hat: it lacks a line 'hat NAME'"));
    put_text("hat", "hat X\ncolour red\n");
    assert_int_equal(sahut_profile_equip(p, ours, path, "", &why), -EINVAL);
    assert_non_null(strstr(why.text, "/hat:2: unknown word 'colour'"));
    assert_null(sahut_profile_hat(p));
    sahut_profile_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_of_ours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kernel_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_detection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mistakes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hats_of_ours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hat_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_taken_pins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hat_mistakes, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
