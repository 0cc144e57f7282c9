// SPDX-License-Identifier: GPL-3.0-or-later
/* From what a setting says to a chip node and a line number, and the words for all that can be
 * wrong on the way. */
#include "board/lines_private.h"

#include "sahut/text.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NODE_SIZE sizeof(((struct lines_place *)0)->node)

/* The chip nodes of a board in numeric order, without symbolic links: a chip counts once. */
struct nodes {
    struct dirent **entries;
    int count;
};

static int is_chip(const struct dirent *entry)
{
    return strncmp(entry->d_name, "gpiochip", 8) == 0 && entry->d_type != DT_LNK;
}

static void nodes_read(struct nodes *n, const char *folder)
{
    n->count = scandir(folder, &n->entries, is_chip, versionsort);
    if (n->count < 0) {
        n->entries = NULL;
        n->count = 0;
    }
}

static void nodes_finish(struct nodes *n)
{
    for (int i = 0; i < n->count; i++)
        free(n->entries[i]);
    free(n->entries);
}

static void node_path(char out[NODE_SIZE], const struct lines_board *board, const char *name)
{
    snprintf(out, NODE_SIZE, "%s/%s", board->nodes, name);
}

/* The group that may open the node, "" if it has no name. */
static void node_group(const char *node, char *out, size_t size)
{
    struct stat st;
    const struct group *group;

    out[0] = '\0';
    if (stat(node, &st))
        return;
    group = getgrgid(st.st_gid);
    if (group)
        snprintf(out, size, "%s", group->gr_name);
}

int lines_why_node(const struct sahut_line_setting *at, const char *node, int err,
                   struct sahut_why *why)
{
    char group[64];

    if (err == -EACCES || err == -EPERM) {
        node_group(node, group, sizeof group);
        if (group[0] && strcmp(group, "root") != 0)
            return sahut_why(why, err,
                             "%s: %s: no permission to open %s; add yourself to group %s: "
                             "sudo usermod -aG %s $USER, then log in again",
                             at->place, at->what, node, group, group);
        return sahut_why(why, err,
                         "%s: %s: no permission to open %s, which belongs to root alone; "
                         "give it to group gpio with the udev rule "
                         "SUBSYSTEM==\"gpio\", GROUP=\"gpio\", MODE=\"0660\"",
                         at->place, at->what, node);
    }
    if (err == -ENOTTY || err == -ENODEV)
        return sahut_why(why, err, "%s: %s: %s is no GPIO chip", at->place, at->what, node);
    return sahut_why(why, err, "%s: %s: cannot open %s: %s", at->place, at->what, node,
                     strerror(-err));
}

int lines_why_line(const struct sahut_line_setting *at, const struct lines_place *place,
                   const char *holder, int err, struct sahut_why *why)
{
    if (err == -EBUSY && strcmp(holder, LINES_CONSUMER) == 0)
        return sahut_why(why, err,
                         "%s: %s: line %u of %s [%s] is held by '" LINES_CONSUMER
                         "': another device of yours, or a Sahut that is already running",
                         at->place, at->what, place->offset, place->chip.name, place->chip.label);
    if (err == -EBUSY)
        return sahut_why(why, err,
                         "%s: %s: line %u of %s [%s] is held by '%s'; end that or choose "
                         "another line",
                         at->place, at->what, place->offset, place->chip.name, place->chip.label,
                         holder[0] ? holder : "somebody");
    return sahut_why(why, err, "%s: %s: cannot use line %u of %s [%s]: %s", at->place, at->what,
                     place->offset, place->chip.name, place->chip.label, strerror(-err));
}

/* "gpiochip0 [pinctrl-bcm2835, 54 lines], gpiochip1 …" */
static void describe(const struct lines_board *board, const struct nodes *n, struct sahut_text *out)
{
    for (int i = 0; i < n->count; i++) {
        struct lines_chip_info info;
        char node[NODE_SIZE];

        node_path(node, board, n->entries[i]->d_name);
        if (out->len)
            sahut_text_add(out, ", ");
        if (board->backend->probe(node, &info))
            sahut_text_addf(out, "%s (cannot be opened)", n->entries[i]->d_name);
        else
            sahut_text_addf(out, "%s [%s, %u lines]", info.name, info.label, info.n_lines);
    }
}

static int why_no_chip(const struct lines_board *board, const struct nodes *n,
                       const struct sahut_line_setting *at, struct sahut_why *why)
{
    struct sahut_text chips = {0};
    int err;

    describe(board, n, &chips);
    if (at->chip[0])
        err =
            sahut_why(why, -ENOENT, "%s: %s: there is no GPIO chip '%s'; %s%s", at->place, at->what,
                      at->chip, n->count ? "there are: " : "this machine has no GPIO chip at all",
                      sahut_text_get(&chips));
    else
        err = sahut_why(why, -ENOENT, "%s: %s: no GPIO chip has a line named '%s'; %s%s", at->place,
                        at->what, at->line_name,
                        n->count ? "there are: " : "this machine has no GPIO chip at all",
                        sahut_text_get(&chips));
    sahut_text_finish(&chips);
    return err;
}

bool lines_name_is_unique(const char *name)
{
    return name[0] != '\0' && name[0] != '[' && strcmp(name, "-") != 0 && strcmp(name, "NC") != 0;
}

int lines_why_name(const struct sahut_line_setting *at, struct sahut_why *why)
{
    return sahut_why(why, -EINVAL,
                     "%s: %s: '%s' names no line in particular; say which with chip and line",
                     at->place, at->what, at->line_name);
}

/* Looks a line up by name on one chip. 0, -ENOENT, -ENOTUNIQ, or what kept the chip shut. */
static int find_named(const struct lines_board *board, const char *line_name,
                      struct lines_place *place)
{
    struct lines_chip *chip = NULL;
    int err = board->backend->open(place->node, &chip);
    unsigned found = 0;

    for (unsigned i = 0; !err && i < place->chip.n_lines; i++) {
        struct lines_info info;

        err = board->backend->info(chip, i, &info);
        if (!err && strcmp(info.name, line_name) == 0 && found++ == 0)
            place->offset = i;
    }
    board->backend->close(chip);
    return err ? err : found == 0 ? -ENOENT : found > 1 ? -ENOTUNIQ : 0;
}

static int why_not_unique(const struct sahut_line_setting *at, struct sahut_why *why)
{
    return sahut_why(why, -ENOTUNIQ,
                     "%s: %s: more than one line is named '%s'; say which with chip and line",
                     at->place, at->what, at->line_name);
}

/* The line on the chip that was found. */
static int find_line(const struct lines_board *board, const struct sahut_line_setting *at,
                     struct lines_place *place, struct sahut_why *why)
{
    int err = 0;

    if (at->line_name[0]) {
        err = find_named(board, at->line_name, place);
        if (err == -ENOTUNIQ)
            return why_not_unique(at, why);
        if (err)
            err = sahut_why(why, err, "%s: %s: %s [%s] has no line named '%s'", at->place, at->what,
                            place->chip.name, place->chip.label, at->line_name);
        return err;
    }
    if ((unsigned)at->line >= place->chip.n_lines)
        return sahut_why(why, -ERANGE, "%s: %s: %s [%s] has no line %d, only 0 to %u", at->place,
                         at->what, place->chip.name, place->chip.label, at->line,
                         place->chip.n_lines - 1);
    place->offset = (unsigned)at->line;
    return 0;
}

static bool is_wanted(const struct sahut_line_setting *at, const char *node_name,
                      const struct lines_place *place)
{
    return strcmp(at->chip, place->chip.name) == 0 || strcmp(at->chip, place->chip.label) == 0 ||
           strcmp(at->chip, node_name) == 0;
}

/* A chip that may not be opened is the likeliest reason for finding none. */
static int none_found(const struct lines_board *board, const struct nodes *n,
                      const struct sahut_line_setting *at, const char *shut, int shut_err,
                      struct sahut_why *why)
{
    if (shut_err)
        return lines_why_node(at, shut, shut_err, why);
    return why_no_chip(board, n, at, why);
}

/* The first chip that is called so, in numeric order. */
static int walk(const struct lines_board *board, const struct nodes *n,
                const struct sahut_line_setting *at, struct lines_place *place,
                struct sahut_why *why)
{
    char shut[NODE_SIZE] = "";
    int shut_err = 0;

    for (int i = 0; i < n->count; i++) {
        int err;

        node_path(place->node, board, n->entries[i]->d_name);
        err = board->backend->probe(place->node, &place->chip);
        if (!err && is_wanted(at, n->entries[i]->d_name, place))
            return find_line(board, at, place, why);
        if ((err == -EACCES || err == -EPERM) && !shut_err) {
            shut_err = err;
            memcpy(shut, place->node, sizeof shut);
        }
    }
    return none_found(board, n, at, shut, shut_err, why);
}

/* The one line of that name on any chip. */
static int walk_names(const struct lines_board *board, const struct nodes *n,
                      const struct sahut_line_setting *at, struct lines_place *out,
                      struct sahut_why *why)
{
    char shut[NODE_SIZE] = "";
    int shut_err = 0, found = 0;

    if (!lines_name_is_unique(at->line_name))
        return lines_why_name(at, why);
    for (int i = 0; i < n->count; i++) {
        struct lines_place place = {0};
        int err;

        node_path(place.node, board, n->entries[i]->d_name);
        err = board->backend->probe(place.node, &place.chip);
        if (!err)
            err = find_named(board, at->line_name, &place);
        if (err == -ENOTUNIQ || (!err && found++ > 0))
            return why_not_unique(at, why);
        if (!err)
            *out = place;
        if ((err == -EACCES || err == -EPERM) && !shut_err) {
            shut_err = err;
            memcpy(shut, place.node, sizeof shut);
        }
    }
    return found ? 0 : none_found(board, n, at, shut, shut_err, why);
}

int lines_find(const struct lines_board *board, const struct sahut_line_setting *at,
               struct lines_place *out, struct sahut_why *why)
{
    struct nodes n;
    int err;

    nodes_read(&n, board->nodes);
    if (at->chip[0] == '/') {
        snprintf(out->node, sizeof out->node, "%s", at->chip);
        err = board->backend->probe(out->node, &out->chip);
        if (err == -ENOENT)
            err = why_no_chip(board, &n, at, why);
        else if (err)
            err = lines_why_node(at, out->node, err, why);
        else
            err = find_line(board, at, out, why);
    } else {
        err = at->chip[0] ? walk(board, &n, at, out, why) : walk_names(board, &n, at, out, why);
    }
    nodes_finish(&n);
    return err;
}
