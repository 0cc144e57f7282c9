// SPDX-License-Identifier: GPL-3.0-or-later
/* The lines of all devices: requested in the order of the settings, held until the end, released in
 * reverse. What a device is on is decided here; a backend only touches the hardware. */
#include "board/lines_private.h"

#include "sahut/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct output {
    struct lines_chip *chip; /* NULL in a dry run */
    struct lines_line *line;
    bool on;
};

struct sahut_lines {
    const struct lines_backend *backend;
    const struct sahut_device_setting *devices;
    struct output *outputs;
    size_t count; /* outputs that are held */
    bool dry_run;
    sahut_lines_edge *edge;
    void *ctx;
    char name[32];
};

static void announce(const struct sahut_lines *lines, size_t index)
{
    const struct sahut_device_setting *device = &lines->devices[index];

    if (lines->edge)
        lines->edge(lines->ctx, device, lines->outputs[index].on != device->active_low,
                    lines->dry_run);
}

/* Two devices on one line would fight; the kernel would only say "busy". */
static int check_shared(const struct sahut_device_setting *devices, size_t index,
                        struct sahut_why *why)
{
    const struct sahut_device_setting *d = &devices[index];

    for (size_t i = 0; i < index; i++) {
        const struct sahut_device_setting *e = &devices[i];

        if (strcmp(d->chip, e->chip) == 0 && d->line == e->line &&
            strcmp(d->line_name, e->line_name) == 0)
            return sahut_why(why, -EINVAL,
                             "%s: device '%s' is on the same line as '%s' (%s); "
                             "give every device a line of its own",
                             d->place, d->name, e->name, e->place);
    }
    return 0;
}

static int check_address(const struct sahut_device_setting *d, struct sahut_why *why)
{
    if (d->line_name[0] == '\0' && (d->chip[0] == '\0' || d->line < 0))
        return sahut_why(why, -EINVAL,
                         "%s: device '%s' has no line; give it 'chip' and 'line', or 'line_name'",
                         d->place, d->name);
    return 0;
}

static int take_line(const struct lines_board *board, const struct sahut_device_setting *device,
                     struct output *output, struct sahut_why *why)
{
    const struct lines_backend *b = board->backend;
    struct lines_place place;
    char holder[32];
    int err = lines_find(board, device, &place, why);

    if (err)
        return err;
    err = b->open(place.node, &output->chip);
    if (err)
        return lines_why_node(device, place.node, err, why);
    err = b->request(output->chip, place.offset, device->active_low, output->on, &output->line);
    if (!err)
        return 0;
    b->holder(output->chip, place.offset, holder);
    b->close(output->chip);
    output->chip = NULL;
    return lines_why_line(device, &place, holder, err, why);
}

static int hold_next(struct sahut_lines *lines, const struct lines_board *board,
                     struct sahut_why *why)
{
    const size_t index = lines->count;
    const struct sahut_device_setting *device = &lines->devices[index];
    struct output *output = &lines->outputs[index];
    int err = check_address(device, why);

    if (!err)
        err = check_shared(lines->devices, index, why);
    if (err)
        return err;
    output->on = device->on_at_start;
    err = board->backend->probe
              ? take_line(board, device, output, why)
              : board->backend->request(NULL, 0, device->active_low, output->on, &output->line);
    if (err)
        return err;
    lines->count++;
    announce(lines, index);
    return 0;
}

int lines_open_on(const struct lines_board *board, const struct sahut_device_setting *devices,
                  size_t count, bool dry_run, sahut_lines_edge *edge, void *ctx,
                  struct sahut_lines **out, struct sahut_why *why)
{
    struct sahut_lines *lines = sahut_alloc(1, sizeof *lines);
    int err = 0;

    lines->backend = board->backend;
    lines->devices = devices;
    lines->outputs = sahut_alloc(count ? count : 1, sizeof *lines->outputs);
    lines->dry_run = dry_run;
    lines->edge = edge;
    lines->ctx = ctx;
    board->backend->name(lines->name);
    while (!err && lines->count < count)
        err = hold_next(lines, board, why);
    if (err) {
        sahut_lines_close(lines);
        return err;
    }
    *out = lines;
    return 0;
}

int sahut_lines_open(const struct sahut_device_setting *devices, size_t count, bool dry_run,
                     sahut_lines_edge *edge, void *ctx, struct sahut_lines **out,
                     struct sahut_why *why)
{
    const struct lines_board board = {dry_run ? &lines_dry : &lines_gpiod, "/dev"};

    return lines_open_on(&board, devices, count, dry_run, edge, ctx, out, why);
}

void sahut_lines_close(struct sahut_lines *lines)
{
    if (!lines)
        return;
    while (lines->count > 0) {
        struct output *output = &lines->outputs[--lines->count];

        lines->backend->release(output->line);
        if (output->chip)
            lines->backend->close(output->chip);
    }
    free(lines->outputs);
    free(lines);
}

int sahut_lines_set(struct sahut_lines *lines, size_t index, bool on, struct sahut_why *why)
{
    const struct sahut_device_setting *device;
    int err;

    if (index >= lines->count)
        return sahut_why(why, -EINVAL, "there is no device number %zu", index);
    device = &lines->devices[index];
    err = lines->backend->set(lines->outputs[index].line, on);
    if (err)
        return sahut_why(why, err, "%s: device '%s' could not be switched %s: %s", device->place,
                         device->name, on ? "on" : "off", strerror(-err));
    lines->outputs[index].on = on;
    announce(lines, index);
    return 0;
}

bool sahut_lines_is_on(const struct sahut_lines *lines, size_t index)
{
    return index < lines->count && lines->outputs[index].on;
}

const char *sahut_lines_backend(const struct sahut_lines *lines)
{
    return lines->name;
}
