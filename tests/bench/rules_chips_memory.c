// SPDX-License-Identifier: GPL-3.0-or-later
/* Chips in memory: a file stands for the node, so that its coming and going is told by the kernel.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules_chips.h"
#include "sahut/text.h"

static struct {
    bool present;
    int node;       /* its number */
    int generation; /* a request of an older one is dead */
    struct rules_line lines[LINES];
} chips[CHIPS];
static char folder[64];

struct lines_chip {
    int chip, generation;
};
struct lines_line {
    int chip, generation;
    unsigned offset;
};

/* ---- for the program ---- */

static void name(char out[32])
{
    strcpy(out, "chips in memory");
}

static int number_of(const char *node)
{
    return node[strlen(node) - 1] - '0';
}

static int probe(const char *node, struct lines_chip_info *out)
{
    const int chip = number_of(node) % CHIPS;

    if (!chips[chip].present)
        return -ENOENT;
    snprintf(out->name, sizeof out->name, "gpiochip%d", number_of(node));
    snprintf(out->label, sizeof out->label, "%c", 'a' + chip);
    out->n_lines = LINES;
    return 0;
}

static int open_chip(const char *node, struct lines_chip **out)
{
    const int chip = number_of(node) % CHIPS;

    if (!chips[chip].present)
        return -ENOENT;
    *out = sahut_alloc(1, sizeof **out);
    **out = (struct lines_chip){chip, chips[chip].generation};
    return 0;
}

static void close_chip(struct lines_chip *chip)
{
    free(chip);
}

static int info(struct lines_chip *chip, unsigned offset, struct lines_info *out)
{
    *out = (struct lines_info){0};
    return 0;
}

static int request(struct lines_chip *chip, const struct lines_want *want, struct lines_line **out)
{
    struct rules_line *line = &chips[chip->chip].lines[want->offset];

    if (line->held)
        return -EBUSY;
    line->held = true;
    line->active_low = want->active_low;
    line->high = want->on != want->active_low;
    *out = sahut_alloc(1, sizeof **out);
    **out = (struct lines_line){chip->chip, chip->generation, want->offset};
    return 0;
}

static struct rules_line *alive(const struct lines_line *line)
{
    return chips[line->chip].present && chips[line->chip].generation == line->generation
               ? &chips[line->chip].lines[line->offset]
               : NULL;
}

static int set(struct lines_line *line, bool on)
{
    struct rules_line *l = alive(line);

    if (!l)
        return -ENODEV;
    l->high = on != l->active_low;
    return 0;
}

static int get(struct lines_line *line)
{
    const struct rules_line *l = alive(line);

    return l ? l->high != l->active_low : -ENODEV;
}

static int no_fd(struct lines_line *line)
{
    return -1;
}

static int no_edges(struct lines_line *line, struct lines_edge *out, int max)
{
    return 0;
}

static void release(struct lines_line *line)
{
    struct rules_line *l = line ? alive(line) : NULL;

    if (l)
        l->held = false;
    free(line);
}

static const struct lines_backend backend = {
    .name = name,
    .probe = probe,
    .open = open_chip,
    .close = close_chip,
    .info = info,
    .request = request,
    .set = set,
    .get = get,
    .fd = no_fd,
    .edges = no_edges,
    .release = release,
};

/* ---- for the world ---- */

static int begin(char nodes[64])
{
    snprintf(folder, sizeof folder, "%s/sahut-rules-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder))
        return -errno;
    strcpy(nodes, folder);
    return 0;
}

static void node_of(int chip, char out[96])
{
    snprintf(out, 96, "%s/gpiochip%d", folder, chips[chip].node);
}

static int come(int chip, unsigned random)
{
    char path[96];
    FILE *f;

    chips[chip].node = (int)(random % 5) * CHIPS + chip;
    memset(chips[chip].lines, 0, sizeof chips[chip].lines);
    chips[chip].generation++;
    chips[chip].present = true;
    node_of(chip, path);
    f = fopen(path, "w");
    return f && fclose(f) == 0 ? 0 : -errno;
}

static void go(int chip)
{
    char path[96];

    node_of(chip, path);
    unlink(path);
    chips[chip].present = false;
    memset(chips[chip].lines, 0, sizeof chips[chip].lines);
}

static bool look(int chip, unsigned line, struct rules_line *out)
{
    *out = chips[chip].lines[line];
    return chips[chip].present;
}

static void fall(void)
{
    for (int c = 0; c < CHIPS; c++)
        for (int i = 0; i < LINES; i++)
            if (!chips[c].lines[i].held)
                chips[c].lines[i].high = false;
}

static void end(void)
{
    rmdir(folder);
}

const struct rules_chips rules_chips_memory = {
    .name = "chips in memory",
    .backend = &backend,
    .begin = begin,
    .come = come,
    .go = go,
    .look = look,
    .fall = fall,
    .end = end,
};
