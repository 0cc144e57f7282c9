// SPDX-License-Identifier: GPL-3.0-or-later
/* Chips that the kernel simulates (gpio-sim, Documentation/admin-guide/gpio/gpio-sim.rst), used
 * through libgpiod as the daemon does. Who holds a line and what its level is the kernel tells, so
 * that the program is not believed: in debugfs, all lines at once, where there is one (a call to the
 * kernel is what a life costs on the virtual board); otherwise line by line (linux/gpio.h, and where
 * gpio-sim shows levels). */
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules_chips.h"

#define CONFIG "/sys/kernel/config/gpio-sim"
#define DEBUG  "/sys/kernel/debug/gpio"

static int debug_fd = -1;
static struct rules_line seen[CHIPS][LINES]; /* in debugfs, at the last look */

static struct {
    int fd, level[LINES]; /* of the node, and of the levels; fd -1: not there */
} chips[CHIPS] = {{.fd = -1}, {.fd = -1}};

static void path_of(int chip, const char *rest, char out[128])
{
    snprintf(out, 128, CONFIG "/rules-%c%s", 'a' + chip, rest);
}

static int write_to(int chip, const char *file, const char *text)
{
    char path[128];
    int fd, err;

    path_of(chip, file, path);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    err = write(fd, text, strlen(text)) < 0 ? -errno : 0;
    close(fd);
    return err;
}

static int read_from(int chip, const char *file, char out[64])
{
    char path[128];
    ssize_t n;
    int fd;

    path_of(chip, file, path);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    n = fd < 0 ? -1 : read(fd, out, 63);
    if (n < 0)
        return -errno;
    out[n] = '\0';
    out[strcspn(out, "\n")] = '\0';
    close(fd);
    return 0;
}

static int make_folders(int chip)
{
    char path[128];

    path_of(chip, "", path);
    if (mkdir(path, 0755))
        return -errno;
    path_of(chip, "/bank", path);
    return mkdir(path, 0755) ? -errno : 0;
}

static void go(int chip)
{
    char path[128];

    if (chips[chip].fd >= 0) {
        close(chips[chip].fd);
        for (int i = 0; i < LINES; i++)
            close(chips[chip].level[i]);
        chips[chip].fd = -1;
        write_to(chip, "/live", "0");
    }
    path_of(chip, "/bank", path);
    rmdir(path);
    path_of(chip, "", path);
    rmdir(path);
}

static int open_all(int chip)
{
    char device[64], name[64], path[256];

    if (read_from(chip, "/dev_name", device) || read_from(chip, "/bank/chip_name", name))
        return -EIO;
    snprintf(path, sizeof path, "/dev/%s", name);
    chips[chip].fd = open(path, O_RDONLY | O_CLOEXEC);
    if (chips[chip].fd < 0)
        return -errno;
    for (int i = 0; i < LINES; i++) {
        snprintf(path, sizeof path, "/sys/devices/platform/%s/%s/sim_gpio%d/value", device, name,
                 i);
        chips[chip].level[i] = open(path, O_RDONLY | O_CLOEXEC);
        if (chips[chip].level[i] < 0)
            return -errno;
    }
    return 0;
}

/* The kernel gives the lowest number that is free: two chips that go and come in turn change. */
static int come(int chip, unsigned random)
{
    const char label[] = {(char)('a' + chip), '\0'};
    char lines[8];
    int err = make_folders(chip);

    snprintf(lines, sizeof lines, "%d", LINES);
    if (!err)
        err = write_to(chip, "/bank/num_lines", lines);
    if (!err)
        err = write_to(chip, "/bank/label", label);
    if (!err)
        err = write_to(chip, "/live", "1");
    return err ? err : open_all(chip);
}

/* "gpiochip1: GPIOs 504-511, parent: platform/gpio-sim.0, a, can sleep:"; -1: none of ours. */
static int chip_of(const char *header)
{
    for (int c = 0; c < CHIPS; c++) {
        const char label[] = {',', ' ', (char)('a' + c), '\0'};
        const char *at = strstr(header, label);

        if (at && (at[3] == ',' || at[3] == ':'))
            return c;
    }
    return -1;
}

/* " gpio-504 (                    |sahut               ) out hi ACTIVE LOW"; only what is held. */
static void read_line(const char *text, int first, struct rules_line lines[LINES])
{
    const char *bar = strchr(text, '|'), *end = bar ? strchr(bar, ')') : NULL;
    int number;

    if (!end || sscanf(text, " gpio-%d", &number) != 1 || number < first ||
        number >= first + LINES)
        return;
    lines[number - first] = (struct rules_line){
        .held = true,
        .high = strncmp(end + 5, " hi", 3) == 0,
        .active_low = strstr(end, "ACTIVE LOW"),
    };
}

static void look_at_all(void)
{
    char text[4096], *rest = text;
    const ssize_t n = debug_fd < 0 ? 0 : pread(debug_fd, text, sizeof text - 1, 0);
    int chip = -1, first = 0;

    memset(seen, 0, sizeof seen);
    text[n < 0 ? 0 : n] = '\0';
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (strncmp(line, "gpiochip", 8) == 0 && sscanf(line, "%*[^ ] GPIOs %d", &first) == 1)
            chip = chip_of(line);
        else if (chip >= 0)
            read_line(line, first, seen[chip]);
    }
}

static bool look_at_one(int chip, unsigned line, struct rules_line *out)
{
    struct gpio_v2_line_info info = {.offset = line};
    char level;

    if (ioctl(chips[chip].fd, GPIO_V2_GET_LINEINFO_IOCTL, &info) ||
        pread(chips[chip].level[line], &level, 1, 0) != 1)
        return false;
    out->held = info.flags & GPIO_V2_LINE_FLAG_USED;
    out->active_low = info.flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW;
    out->high = level == '1';
    return true;
}

/* Now and then the two ways are compared, of what is held: else the faster one is not believed. */
static void compare(int chip, unsigned line)
{
    static unsigned looks;
    struct rules_line one = {0};
    const struct rules_line *all = &seen[chip][line];

    if (looks++ % 97 || !look_at_one(chip, line, &one))
        return;
    if (one.held == all->held &&
        (!one.held || (one.high == all->high && one.active_low == all->active_low)))
        return;
    fprintf(stderr, "device_rules: " DEBUG " tells of line %u of chip %c what the line does not\n",
            line, 'a' + chip);
    exit(2);
}

static bool look(int chip, unsigned line, struct rules_line *out)
{
    *out = (struct rules_line){0};
    if (chips[chip].fd < 0)
        return false;
    if (debug_fd < 0)
        return look_at_one(chip, line, out);
    compare(chip, line);
    *out = seen[chip][line];
    return true;
}

/* gpio-sim does so by itself: a line that is let go has the level of its pull. */
static void fall(void)
{
}

static int begin(char nodes[64])
{
    strcpy(nodes, "/dev");
    debug_fd = open(DEBUG, O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < CHIPS; i++)
        go(i); /* left behind by a run that was killed */
    return access(CONFIG, W_OK) ? -errno : 0;
}

static void end(void)
{
    if (debug_fd >= 0)
        close(debug_fd);
}

const struct rules_chips rules_chips_gpio_sim = {
    .name = "gpio-sim",
    .backend = &lines_gpiod,
    .begin = begin,
    .come = come,
    .go = go,
    .look_at_all = look_at_all,
    .look = look,
    .fall = fall,
    .end = end,
};
