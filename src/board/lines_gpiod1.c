// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines through libgpiod 1.6 (Debian 12). A line belongs to its chip and lives as long as that is
 * open. Built instead of lines_gpiod2.c when Meson finds a libgpiod before 2. */
#include "board/lines_backend.h"

#include "sahut/text.h"

#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

struct lines_chip {
    struct gpiod_chip *gpiod;
};

struct lines_line {
    struct gpiod_line *gpiod;
};

static void gpiod1_name(char out[32])
{
    snprintf(out, 32, "libgpiod %s", gpiod_version_string());
}

static int gpiod1_probe(const char *node, struct lines_chip_info *out)
{
    struct gpiod_chip *chip = gpiod_chip_open(node);

    if (!chip)
        return -errno;
    snprintf(out->name, sizeof out->name, "%s", gpiod_chip_name(chip));
    snprintf(out->label, sizeof out->label, "%s", gpiod_chip_label(chip));
    out->n_lines = gpiod_chip_num_lines(chip);
    gpiod_chip_close(chip);
    return 0;
}

static int gpiod1_open(const char *node, struct lines_chip **out)
{
    struct gpiod_chip *gpiod = gpiod_chip_open(node);
    struct lines_chip *chip;

    if (!gpiod)
        return -errno;
    chip = sahut_alloc(1, sizeof *chip);
    chip->gpiod = gpiod;
    *out = chip;
    return 0;
}

static void gpiod1_close(struct lines_chip *chip)
{
    if (!chip)
        return;
    gpiod_chip_close(chip->gpiod);
    free(chip);
}

static int gpiod1_find(struct lines_chip *chip, const char *line_name)
{
    struct gpiod_line *line = gpiod_chip_find_line(chip->gpiod, line_name);

    return line ? (int)gpiod_line_offset(line) : -ENOENT;
}

static void gpiod1_holder(struct lines_chip *chip, unsigned offset, char out[32])
{
    struct gpiod_line *line = gpiod_chip_get_line(chip->gpiod, offset);
    const char *consumer;

    out[0] = '\0';
    if (!line || gpiod_line_update(line) || !gpiod_line_is_used(line))
        return;
    consumer = gpiod_line_consumer(line);
    snprintf(out, 32, "%s", consumer ? consumer : "kernel");
}

static int gpiod1_request(struct lines_chip *chip, unsigned offset, bool active_low, bool on,
                          struct lines_line **out)
{
    const int flags = active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    struct gpiod_line *gpiod = gpiod_chip_get_line(chip->gpiod, offset);
    struct lines_line *line;

    if (!gpiod || gpiod_line_request_output_flags(gpiod, LINES_CONSUMER, flags, on))
        return -errno;
    line = sahut_alloc(1, sizeof *line);
    line->gpiod = gpiod;
    *out = line;
    return 0;
}

static int gpiod1_set(struct lines_line *line, bool on)
{
    return gpiod_line_set_value(line->gpiod, on) ? -errno : 0;
}

static void gpiod1_release(struct lines_line *line)
{
    if (!line)
        return;
    gpiod_line_release(line->gpiod);
    free(line);
}

const struct lines_backend lines_gpiod = {
    .name = gpiod1_name,
    .probe = gpiod1_probe,
    .open = gpiod1_open,
    .close = gpiod1_close,
    .find = gpiod1_find,
    .holder = gpiod1_holder,
    .request = gpiod1_request,
    .set = gpiod1_set,
    .release = gpiod1_release,
};
