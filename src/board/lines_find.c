// SPDX-License-Identifier: GPL-3.0-or-later
/* From a device's settings to a chip node and a line number, and the words for all that can be
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

int lines_why_node(const struct sahut_device_setting *device, const char *node, int err,
                   struct sahut_why *why)
{
    char group[64];

    if (err == -EACCES || err == -EPERM) {
        node_group(node, group, sizeof group);
        if (group[0] && strcmp(group, "root") != 0)
            return sahut_why(why, err,
                             "%s: device '%s': no permission to open %s; add yourself to group %s: "
                             "sudo usermod -aG %s $USER, then log in again",
                             device->place, device->name, node, group, group);
        return sahut_why(why, err,
                         "%s: device '%s': no permission to open %s, which belongs to root alone; "
                         "give it to group gpio with the udev rule "
                         "SUBSYSTEM==\"gpio\", GROUP=\"gpio\", MODE=\"0660\"",
                         device->place, device->name, node);
    }
    if (err == -ENOTTY || err == -ENODEV)
        return sahut_why(why, err, "%s: device '%s': %s is no GPIO chip", device->place,
                         device->name, node);
    return sahut_why(why, err, "%s: device '%s': cannot open %s: %s", device->place, device->name,
                     node, strerror(-err));
}

int lines_why_line(const struct sahut_device_setting *device, const struct lines_place *place,
                   const char *holder, int err, struct sahut_why *why)
{
    if (err == -EBUSY && strcmp(holder, LINES_CONSUMER) == 0)
        return sahut_why(why, err,
                         "%s: device '%s': line %u of %s [%s] is held by '" LINES_CONSUMER
                         "': another device of yours, or a Sahut that is already running",
                         device->place, device->name, place->offset, place->chip.name,
                         place->chip.label);
    if (err == -EBUSY)
        return sahut_why(why, err,
                         "%s: device '%s': line %u of %s [%s] is held by '%s'; end that or choose "
                         "another line",
                         device->place, device->name, place->offset, place->chip.name,
                         place->chip.label, holder[0] ? holder : "somebody");
    return sahut_why(why, err, "%s: device '%s': cannot use line %u of %s [%s] as an output: %s",
                     device->place, device->name, place->offset, place->chip.name,
                     place->chip.label, strerror(-err));
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
                       const struct sahut_device_setting *device, struct sahut_why *why)
{
    struct sahut_text chips = {0};
    int err;

    describe(board, n, &chips);
    if (device->chip[0])
        err = sahut_why(why, -ENOENT, "%s: device '%s': there is no GPIO chip '%s'; %s%s",
                        device->place, device->name, device->chip,
                        n->count ? "there are: " : "this machine has no GPIO chip at all",
                        sahut_text_get(&chips));
    else
        err = sahut_why(why, -ENOENT, "%s: device '%s': no GPIO chip has a line named '%s'; %s%s",
                        device->place, device->name, device->line_name,
                        n->count ? "there are: " : "this machine has no GPIO chip at all",
                        sahut_text_get(&chips));
    sahut_text_finish(&chips);
    return err;
}

/* Looks a line up by name on one chip. 0, -ENOENT, or what kept the chip shut. */
static int find_named(const struct lines_board *board, const char *line_name,
                      struct lines_place *place)
{
    struct lines_chip *chip = NULL;
    int offset = board->backend->open(place->node, &chip);

    if (offset)
        return offset;
    offset = board->backend->find(chip, line_name);
    board->backend->close(chip);
    if (offset < 0)
        return offset;
    place->offset = (unsigned)offset;
    return 0;
}

/* The line on the chip that was found. */
static int find_line(const struct lines_board *board, const struct sahut_device_setting *device,
                     struct lines_place *place, struct sahut_why *why)
{
    int err = 0;

    if (device->line_name[0]) {
        err = find_named(board, device->line_name, place);
        if (err)
            err = sahut_why(why, err, "%s: device '%s': %s [%s] has no line named '%s'",
                            device->place, device->name, place->chip.name, place->chip.label,
                            device->line_name);
        return err;
    }
    if ((unsigned)device->line >= place->chip.n_lines)
        return sahut_why(why, -ERANGE, "%s: device '%s': %s [%s] has no line %d, only 0 to %u",
                         device->place, device->name, place->chip.name, place->chip.label,
                         device->line, place->chip.n_lines - 1);
    place->offset = (unsigned)device->line;
    return 0;
}

/* Is this the chip (or, if the settings name none, a chip with the line)? */
static bool is_wanted(const struct lines_board *board, const struct sahut_device_setting *device,
                      const char *node_name, struct lines_place *place)
{
    if (!device->chip[0])
        return find_named(board, device->line_name, place) == 0;
    return strcmp(device->chip, place->chip.name) == 0 ||
           strcmp(device->chip, place->chip.label) == 0 || strcmp(device->chip, node_name) == 0;
}

/* Walks over all chips. A chip that may not be opened is the likeliest reason for finding none. */
static int walk(const struct lines_board *board, const struct nodes *n,
                const struct sahut_device_setting *device, struct lines_place *place,
                struct sahut_why *why)
{
    char shut[NODE_SIZE] = "";
    int shut_err = 0;

    for (int i = 0; i < n->count; i++) {
        int err;

        node_path(place->node, board, n->entries[i]->d_name);
        err = board->backend->probe(place->node, &place->chip);
        if (!err && is_wanted(board, device, n->entries[i]->d_name, place))
            return find_line(board, device, place, why);
        if ((err == -EACCES || err == -EPERM) && !shut_err) {
            shut_err = err;
            memcpy(shut, place->node, sizeof shut);
        }
    }
    if (shut_err)
        return lines_why_node(device, shut, shut_err, why);
    return why_no_chip(board, n, device, why);
}

int lines_find(const struct lines_board *board, const struct sahut_device_setting *device,
               struct lines_place *out, struct sahut_why *why)
{
    struct nodes n;
    int err;

    nodes_read(&n, board->nodes);
    if (device->chip[0] == '/') {
        snprintf(out->node, sizeof out->node, "%s", device->chip);
        err = board->backend->probe(out->node, &out->chip);
        if (err == -ENOENT)
            err = why_no_chip(board, &n, device, why);
        else if (err)
            err = lines_why_node(device, out->node, err, why);
        else
            err = find_line(board, device, out, why);
    } else {
        err = walk(board, &n, device, out, why);
    }
    nodes_finish(&n);
    return err;
}
