// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines that are nowhere: every request and level succeeds. What would have happened is told by the
 * edges that lines.c announces. */
#include "board/lines_backend.h"

#include "sahut/text.h"

#include <stdlib.h>
#include <string.h>

struct lines_line {
    bool on;
};

static void dry_name(char out[32])
{
    strcpy(out, "dry run");
}

static int dry_request(struct lines_chip *chip, const struct lines_want *want,
                       struct lines_line **out)
{
    struct lines_line *line = sahut_alloc(1, sizeof *line);

    line->on = want->on;
    *out = line;
    return 0;
}

static int dry_set(struct lines_line *line, bool on)
{
    line->on = on;
    return 0;
}

static int dry_get(struct lines_line *line)
{
    return line->on;
}

/* Nobody presses a button. */
static int dry_fd(struct lines_line *line)
{
    return -1;
}

static int dry_edges(struct lines_line *line, struct lines_edge *out, int max)
{
    return 0;
}

static void dry_release(struct lines_line *line)
{
    free(line);
}

const struct lines_backend lines_dry = {
    .name = dry_name,
    .request = dry_request,
    .set = dry_set,
    .get = dry_get,
    .fd = dry_fd,
    .edges = dry_edges,
    .release = dry_release,
};
