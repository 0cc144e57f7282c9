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

static int dry_request(struct lines_chip *chip, unsigned offset, bool active_low, bool on,
                       struct lines_line **out)
{
    struct lines_line *line = sahut_alloc(1, sizeof *line);

    line->on = on;
    *out = line;
    return 0;
}

static int dry_set(struct lines_line *line, bool on)
{
    line->on = on;
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
    .release = dry_release,
};
