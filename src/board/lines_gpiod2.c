// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines through libgpiod 2 (Debian 13), where settings, configuration and request are objects of
 * their own. Built instead of lines_gpiod1.c when Meson finds libgpiod 2 or later. */
#include "board/lines_backend.h"

#include "sahut/text.h"

#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct lines_chip {
    struct gpiod_chip *gpiod;
};

struct lines_line {
    struct gpiod_line_request *request;
    unsigned offset;
};

static void gpiod2_name(char out[32])
{
    snprintf(out, 32, "libgpiod %s", gpiod_api_version());
}

/* libgpiod 2 looks a device up in /sys, and where that is not mounted says ENOENT of a node that is
 * there. */
static int open_chip(const char *node, struct gpiod_chip **out)
{
    struct gpiod_chip *chip = gpiod_chip_open(node);
    const int err = chip ? 0 : -errno;

    if (err)
        return err == -ENOENT && access(node, F_OK) == 0 ? -ENODEV : err;
    *out = chip;
    return 0;
}

static int gpiod2_probe(const char *node, struct lines_chip_info *out)
{
    struct gpiod_chip *chip = NULL;
    struct gpiod_chip_info *info;
    int err = open_chip(node, &chip);

    if (err)
        return err;
    info = gpiod_chip_get_info(chip);
    if (info) {
        snprintf(out->name, sizeof out->name, "%s", gpiod_chip_info_get_name(info));
        snprintf(out->label, sizeof out->label, "%s", gpiod_chip_info_get_label(info));
        out->n_lines = (unsigned)gpiod_chip_info_get_num_lines(info);
        gpiod_chip_info_free(info);
    } else {
        err = -errno;
    }
    gpiod_chip_close(chip);
    return err;
}

static int gpiod2_open(const char *node, struct lines_chip **out)
{
    struct gpiod_chip *gpiod = NULL;
    struct lines_chip *chip;
    const int err = open_chip(node, &gpiod);

    if (err)
        return err;
    chip = sahut_alloc(1, sizeof *chip);
    chip->gpiod = gpiod;
    *out = chip;
    return 0;
}

static void gpiod2_close(struct lines_chip *chip)
{
    if (!chip)
        return;
    gpiod_chip_close(chip->gpiod);
    free(chip);
}

static int gpiod2_find(struct lines_chip *chip, const char *line_name)
{
    const int offset = gpiod_chip_get_line_offset_from_name(chip->gpiod, line_name);

    return offset >= 0 ? offset : -errno;
}

static void gpiod2_holder(struct lines_chip *chip, unsigned offset, char out[32])
{
    struct gpiod_line_info *info = gpiod_chip_get_line_info(chip->gpiod, offset);

    out[0] = '\0';
    if (!info)
        return;
    if (gpiod_line_info_is_used(info)) {
        const char *consumer = gpiod_line_info_get_consumer(info);

        snprintf(out, 32, "%s", consumer ? consumer : "kernel");
    }
    gpiod_line_info_free(info);
}

/* Settings of one output line; -errno. */
static int configure(struct gpiod_line_config *config, unsigned offset, bool active_low, bool on)
{
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    int err = 0;

    if (!settings)
        return -errno;
    gpiod_line_settings_set_active_low(settings, active_low);
    if (gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) ||
        gpiod_line_settings_set_output_value(settings, on ? GPIOD_LINE_VALUE_ACTIVE
                                                          : GPIOD_LINE_VALUE_INACTIVE) ||
        gpiod_line_config_add_line_settings(config, &offset, 1, settings))
        err = -errno;
    gpiod_line_settings_free(settings);
    return err;
}

/* The request as libgpiod knows it; -errno. */
static int take(struct lines_chip *chip, unsigned offset, bool active_low, bool on,
                struct gpiod_line_request **out)
{
    struct gpiod_request_config *who = gpiod_request_config_new();
    struct gpiod_line_config *what = gpiod_line_config_new();
    int err = who && what ? 0 : -ENOMEM;

    if (!err) {
        gpiod_request_config_set_consumer(who, LINES_CONSUMER);
        err = configure(what, offset, active_low, on);
    }
    if (!err) {
        struct gpiod_line_request *request = gpiod_chip_request_lines(chip->gpiod, who, what);

        if (request)
            *out = request;
        else
            err = -errno;
    }
    gpiod_line_config_free(what);
    gpiod_request_config_free(who);
    return err;
}

static int gpiod2_request(struct lines_chip *chip, unsigned offset, bool active_low, bool on,
                          struct lines_line **out)
{
    struct gpiod_line_request *request = NULL;
    const int err = take(chip, offset, active_low, on, &request);
    struct lines_line *line;

    if (err)
        return err;
    line = sahut_alloc(1, sizeof *line);
    line->request = request;
    line->offset = offset;
    *out = line;
    return 0;
}

static int gpiod2_set(struct lines_line *line, bool on)
{
    const enum gpiod_line_value value = on ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;

    return gpiod_line_request_set_value(line->request, line->offset, value) ? -errno : 0;
}

static void gpiod2_release(struct lines_line *line)
{
    if (!line)
        return;
    gpiod_line_request_release(line->request);
    free(line);
}

const struct lines_backend lines_gpiod = {
    .name = gpiod2_name,
    .probe = gpiod2_probe,
    .open = gpiod2_open,
    .close = gpiod2_close,
    .find = gpiod2_find,
    .holder = gpiod2_holder,
    .request = gpiod2_request,
    .set = gpiod2_set,
    .release = gpiod2_release,
};
