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
    struct gpiod_edge_event_buffer *buffer; /* of an input */
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

static int gpiod2_info(struct lines_chip *chip, unsigned offset, struct lines_info *out)
{
    struct gpiod_line_info *info = gpiod_chip_get_line_info(chip->gpiod, offset);
    const char *name, *consumer;

    *out = (struct lines_info){0};
    if (!info)
        return -errno;
    name = gpiod_line_info_get_name(info);
    snprintf(out->name, sizeof out->name, "%s", name ? name : "");
    if (gpiod_line_info_is_used(info)) {
        consumer = gpiod_line_info_get_consumer(info);
        snprintf(out->holder, sizeof out->holder, "%s",
                 consumer && consumer[0] ? consumer : "kernel");
    }
    gpiod_line_info_free(info);
    return 0;
}

static int set_output(struct gpiod_line_settings *settings, bool on)
{
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) ||
                   gpiod_line_settings_set_output_value(settings, on ? GPIOD_LINE_VALUE_ACTIVE
                                                                     : GPIOD_LINE_VALUE_INACTIVE)
               ? -errno
               : 0;
}

static int set_input(struct gpiod_line_settings *settings, const struct lines_want *want)
{
    static const enum gpiod_line_bias bias[] = {
        [SAHUT_BIAS_AS_IS] = GPIOD_LINE_BIAS_AS_IS,
        [SAHUT_BIAS_NONE] = GPIOD_LINE_BIAS_DISABLED,
        [SAHUT_BIAS_UP] = GPIOD_LINE_BIAS_PULL_UP,
        [SAHUT_BIAS_DOWN] = GPIOD_LINE_BIAS_PULL_DOWN,
    };

    gpiod_line_settings_set_debounce_period_us(settings, (unsigned long)want->debounce_ms * 1000);
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) ||
                   gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH) ||
                   gpiod_line_settings_set_bias(settings, bias[want->bias])
               ? -errno
               : 0;
}

/* Settings of one line; -errno. */
static int configure(struct gpiod_line_config *config, const struct lines_want *want)
{
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    int err;

    if (!settings)
        return -errno;
    gpiod_line_settings_set_active_low(settings, want->active_low);
    err = want->input ? set_input(settings, want) : set_output(settings, want->on);
    if (!err && gpiod_line_config_add_line_settings(config, &want->offset, 1, settings))
        err = -errno;
    gpiod_line_settings_free(settings);
    return err;
}

/* The request as libgpiod knows it; -errno. */
static int take(struct lines_chip *chip, const struct lines_want *want,
                struct gpiod_line_request **out)
{
    struct gpiod_request_config *who = gpiod_request_config_new();
    struct gpiod_line_config *what = gpiod_line_config_new();
    int err = who && what ? 0 : -ENOMEM;

    if (!err) {
        gpiod_request_config_set_consumer(who, LINES_CONSUMER);
        err = configure(what, want);
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

static int gpiod2_request(struct lines_chip *chip, const struct lines_want *want,
                          struct lines_line **out)
{
    struct gpiod_line_request *request = NULL;
    struct gpiod_edge_event_buffer *buffer = NULL;
    struct lines_line *line;
    int err = take(chip, want, &request);

    if (err)
        return err;
    if (want->input) {
        buffer = gpiod_edge_event_buffer_new(LINES_EDGES);
        if (!buffer) {
            gpiod_line_request_release(request);
            return -ENOMEM;
        }
    }
    line = sahut_alloc(1, sizeof *line);
    line->request = request;
    line->buffer = buffer;
    line->offset = want->offset;
    *out = line;
    return 0;
}

static int gpiod2_set(struct lines_line *line, bool on)
{
    const enum gpiod_line_value value = on ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;

    return gpiod_line_request_set_value(line->request, line->offset, value) ? -errno : 0;
}

static int gpiod2_get(struct lines_line *line)
{
    const enum gpiod_line_value value = gpiod_line_request_get_value(line->request, line->offset);

    return value == GPIOD_LINE_VALUE_ERROR ? -errno : value == GPIOD_LINE_VALUE_ACTIVE;
}

static int gpiod2_fd(struct lines_line *line)
{
    return line->buffer ? gpiod_line_request_get_fd(line->request) : -1;
}

static int gpiod2_edges(struct lines_line *line, struct lines_edge *out, int max)
{
    const size_t wanted = max < LINES_EDGES ? (size_t)max : LINES_EDGES;
    const int n = gpiod_line_request_read_edge_events(line->request, line->buffer, wanted);

    if (n < 0)
        return -errno;
    for (int i = 0; i < n; i++) {
        struct gpiod_edge_event *event =
            gpiod_edge_event_buffer_get_event(line->buffer, (unsigned long)i);

        out[i] = (struct lines_edge){(int64_t)gpiod_edge_event_get_timestamp_ns(event),
                                     gpiod_edge_event_get_event_type(event) ==
                                         GPIOD_EDGE_EVENT_RISING_EDGE};
    }
    return n;
}

static void gpiod2_release(struct lines_line *line)
{
    if (!line)
        return;
    gpiod_line_request_release(line->request);
    gpiod_edge_event_buffer_free(line->buffer);
    free(line);
}

const struct lines_backend lines_gpiod = {
    .name = gpiod2_name,
    .debounces = true,
    .probe = gpiod2_probe,
    .open = gpiod2_open,
    .close = gpiod2_close,
    .info = gpiod2_info,
    .request = gpiod2_request,
    .set = gpiod2_set,
    .get = gpiod2_get,
    .fd = gpiod2_fd,
    .edges = gpiod2_edges,
    .release = gpiod2_release,
};
