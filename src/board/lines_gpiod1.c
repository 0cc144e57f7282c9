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
    bool input;
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

static int gpiod1_info(struct lines_chip *chip, unsigned offset, struct lines_info *out)
{
    struct gpiod_line *line = gpiod_chip_get_line(chip->gpiod, offset);
    const char *name, *consumer;

    *out = (struct lines_info){0};
    if (!line || gpiod_line_update(line))
        return -errno;
    name = gpiod_line_name(line);
    snprintf(out->name, sizeof out->name, "%s", name ? name : "");
    if (!gpiod_line_is_used(line))
        return 0;
    consumer = gpiod_line_consumer(line);
    snprintf(out->holder, sizeof out->holder, "%s", consumer ? consumer : "kernel");
    return 0;
}

static int flags_of(const struct lines_want *want)
{
    static const int bias[] = {
        [SAHUT_BIAS_AS_IS] = 0,
        [SAHUT_BIAS_NONE] = GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE,
        [SAHUT_BIAS_UP] = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP,
        [SAHUT_BIAS_DOWN] = GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN,
    };

    return (want->active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0) |
           (want->input ? bias[want->bias] : 0);
}

static int gpiod1_request(struct lines_chip *chip, const struct lines_want *want,
                          struct lines_line **out)
{
    struct gpiod_line *gpiod = gpiod_chip_get_line(chip->gpiod, want->offset);
    const int flags = flags_of(want);
    struct lines_line *line;
    int err;

    if (!gpiod)
        return -errno;
    err = want->input ? gpiod_line_request_both_edges_events_flags(gpiod, LINES_CONSUMER, flags)
                      : gpiod_line_request_output_flags(gpiod, LINES_CONSUMER, flags, want->on);
    if (err)
        return -errno;
    line = sahut_alloc(1, sizeof *line);
    line->gpiod = gpiod;
    line->input = want->input;
    *out = line;
    return 0;
}

static int gpiod1_set(struct lines_line *line, bool on)
{
    return gpiod_line_set_value(line->gpiod, on) ? -errno : 0;
}

static int gpiod1_get(struct lines_line *line)
{
    const int value = gpiod_line_get_value(line->gpiod);

    return value < 0 ? -errno : value;
}

static int gpiod1_fd(struct lines_line *line)
{
    return line->input ? gpiod_line_event_get_fd(line->gpiod) : -1;
}

static int gpiod1_edges(struct lines_line *line, struct lines_edge *out, int max)
{
    struct gpiod_line_event events[LINES_EDGES];
    const unsigned wanted = max < LINES_EDGES ? (unsigned)max : LINES_EDGES;
    const int n = gpiod_line_event_read_multiple(line->gpiod, events, wanted);

    if (n < 0)
        return -errno;
    for (int i = 0; i < n; i++)
        out[i] =
            (struct lines_edge){events[i].ts.tv_sec * INT64_C(1000000000) + events[i].ts.tv_nsec,
                                events[i].event_type == GPIOD_LINE_EVENT_RISING_EDGE};
    return n;
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
    .info = gpiod1_info,
    .request = gpiod1_request,
    .set = gpiod1_set,
    .get = gpiod1_get,
    .fd = gpiod1_fd,
    .edges = gpiod1_edges,
    .release = gpiod1_release,
};
