// SPDX-License-Identifier: GPL-3.0-or-later
/* Are the lines of the settings there, free, and each meant once? Nothing is taken. */
#include "board/lines_private.h"

#include "sahut/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A line as its setting means it. */
struct meant {
    struct sahut_line_setting at;
    struct lines_place place; /* "" in its node: not looked for, or not found */
    char room[PIN_ROOM];
    bool known; /* `at` is more than the setting's own words */
};

static bool same_line(const struct meant *a, const struct meant *b)
{
    if (!a->known || !b->known)
        return false;
    if (a->place.node[0] && b->place.node[0])
        return strcmp(a->place.node, b->place.node) == 0 && a->place.offset == b->place.offset;
    return strcmp(a->at.chip, b->at.chip) == 0 && a->at.line == b->at.line &&
           strcmp(a->at.line_name, b->at.line_name) == 0;
}

static int check_shared(const struct held *held, const struct meant *all, size_t index,
                        struct sahut_why *why)
{
    for (size_t i = 0; i < index; i++)
        if (same_line(&all[i], &all[index]))
            return lines_why_shared(&held[i], &held[index], why);
    return 0;
}

/* What the kernel says about it. */
static int look(const struct lines_board *board, struct meant *m, struct sahut_why *why)
{
    struct lines_chip *chip = NULL;
    struct lines_info info = {0};
    int err = lines_find(board, &m->at, &m->place, why);

    if (err) {
        m->place.node[0] = '\0';
        return err;
    }
    err = board->backend->open(m->place.node, &chip);
    if (err)
        return lines_why_node(&m->at, m->place.node, err, why);
    err = board->backend->info(chip, m->place.offset, &info);
    board->backend->close(chip);
    if (!err && info.holder[0] && strcmp(info.holder, LINES_CONSUMER) != 0)
        err = -EBUSY;
    return err ? lines_why_line(&m->at, &m->place, info.holder, err, why) : 0;
}

static int check_one(const struct sahut_lines *lines, struct meant *all, size_t index,
                     bool look_too, struct sahut_why *why)
{
    const struct held *h = &lines->held[index];
    struct meant *m = &all[index];
    int err = lines_check_address(h, why);

    if (err || h->kind == HELD_DIMMED)
        return err;
    err = pins_resolve(lines->config.profile, h->at, lines_is_input(h), m->room, &m->at, why);
    m->known = !err;
    if (!err && !m->at.chip[0] && !lines_name_is_unique(m->at.line_name))
        err = lines_why_name(&m->at, why);
    if (!err && look_too)
        err = look(&lines->board, m, why);
    return err ? err : check_shared(lines->held, all, index, why);
}

size_t lines_check_on(const struct lines_board *board, const struct sahut_lines_config *config,
                      bool look_too, sahut_lines_finding *found, void *ctx)
{
    struct sahut_lines lines = {.board = *board, .config = *config};
    struct meant *all;
    size_t bad = 0;

    lines_list(&lines);
    all = sahut_alloc(lines.count + 1, sizeof *all);
    for (size_t i = 0; i < lines.count; i++) {
        struct sahut_why why = {""};
        const int err = check_one(&lines, all, i, look_too, &why);

        if (!err)
            continue;
        bad++;
        found(ctx, err, why.text);
    }
    free(all);
    free(lines.held);
    return bad;
}

size_t sahut_lines_check(const struct sahut_lines_config *config, bool look_too,
                         sahut_lines_finding *found, void *ctx)
{
    const struct lines_board board = {&lines_gpiod, "/dev", NULL};

    return lines_check_on(&board, config, look_too, found, ctx);
}
