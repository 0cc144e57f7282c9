// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading board profiles. Each line is a word and its value, or below a `header` a pin:
 *
 *     board Raspberry Pi 4 Model B
 *     compatible raspberrypi,4-model-b
 *     chip gpio pinctrl-bcm2711 gpio@7e200000     a short name, the label, the node in the tree
 *     verified yes | no
 *     tree, source, note, named …
 *     like OTHER-FILE                             its headers are this board's, too
 *     header J8
 *     1   3V3
 *     3   gpio:2  GPIO2  SDA1 i2c1                number, chip:line, name, what else it is
 */
#include "sahut/board.h"

#include "board/lines_private.h"
#include "board/profile_private.h"
#include "sahut/text.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct sahut_profile *profile;
    const char *path;
    int line;
    const char *header;
    int depth; /* of `like` */
    struct sahut_why *why;
};

char *profile_keep(struct sahut_profile *p, const char *text)
{
    p->texts = sahut_realloc(p->texts, p->n_texts + 1, sizeof *p->texts);
    return p->texts[p->n_texts++] = sahut_strdup(text);
}

static int wrong(const struct reader *r, const char *what, const char *value)
{
    return sahut_why(r->why, -EINVAL, "%s:%d: %s '%s'", r->path, r->line, what, value);
}

/* ---- words ---- */

char *profile_word(char **at)
{
    char *begin = *at + strspn(*at, " \t");
    char *end = begin + strcspn(begin, " \t");

    if (begin == end)
        return NULL;
    *at = *end ? end + 1 : end;
    *end = '\0';
    return begin;
}

const char **profile_words(struct sahut_profile *p, char *rest)
{
    const char **list = NULL;
    size_t n = 0;
    char *one;

    while ((one = profile_word(&rest))) {
        list = sahut_realloc(list, n + 2, sizeof *list);
        list[n++] = one;
    }
    if (!list)
        list = sahut_alloc(1, sizeof *list);
    list[n] = NULL;
    p->texts = sahut_realloc(p->texts, p->n_texts + 1, sizeof *p->texts);
    p->texts[p->n_texts++] = (char *)list;
    return list;
}

/* ---- lines of the file ---- */

static int read_file(struct reader *r);

static int take_chip(struct reader *r, char *rest)
{
    struct sahut_profile *p = r->profile;
    char *name = profile_word(&rest), *label = profile_word(&rest), *node = profile_word(&rest);

    if (!name || !label || p->n_chips == PROFILE_CHIPS)
        return wrong(r, "a chip wants a short name and a label, not", name ? name : "");
    p->chips[p->n_chips++] =
        (struct profile_chip){name, label, node && strcmp(node, "-") != 0 ? node : ""};
    return 0;
}

static int take_like(struct reader *r, const char *name)
{
    const char *slash = strrchr(r->path, '/');
    struct sahut_text path = {0};
    struct reader other = {.profile = r->profile, .depth = r->depth + 1, .why = r->why};
    int err;

    if (r->depth > 0 || strchr(name, '/'))
        return wrong(r, "only a file of this folder that is like no other can be named, not", name);
    sahut_text_add_n(&path, r->path, slash ? (size_t)(slash - r->path) + 1 : 0);
    sahut_text_add(&path, name);
    other.path = sahut_text_get(&path);
    err = read_file(&other);
    sahut_text_finish(&path);
    return err;
}

static const struct profile_chip *find_chip(const struct sahut_profile *p, const char *name)
{
    for (size_t i = 0; i < p->n_chips; i++)
        if (strcmp(p->chips[i].name, name) == 0)
            return &p->chips[i];
    return NULL;
}

static int take_line(struct reader *r, char *place, struct sahut_pin *pin)
{
    char *colon = strchr(place, ':'), *end;
    const struct profile_chip *chip;
    unsigned long line;

    *colon = '\0';
    chip = find_chip(r->profile, place);
    line = strtoul(colon + 1, &end, 10);
    if (!chip)
        return wrong(r, "no chip is called", place);
    if (end == colon + 1 || *end || line > 65535)
        return wrong(r, "this is no number of a line:", colon + 1);
    pin->chip = chip->label;
    pin->node = chip->node;
    pin->line = (unsigned)line;
    return 0;
}

static int take_pin(struct reader *r, long number, char *rest)
{
    struct sahut_profile *p = r->profile;
    struct sahut_pin pin = {
        .header = r->header, .number = (int)number, .chip = "", .node = "", .at = r->line};
    char *first = profile_word(&rest);
    int err = 0;

    if (!r->header || !first || number < 1)
        return wrong(r, "a pin wants a header above it, a number and a name, not",
                     first ? first : "");
    pin.name = first;
    if (strchr(first, ':')) {
        err = take_line(r, first, &pin);
        pin.name = profile_word(&rest);
        if (!err && !pin.name)
            err = wrong(r, "the line wants a name:", first);
    }
    if (err)
        return err;
    pin.also = profile_words(p, rest);
    p->pins = sahut_realloc(p->pins, p->n_pins + 1, sizeof *p->pins);
    p->pins[p->n_pins++] = pin;
    return 0;
}

static int take_line_of_file(void *ctx, char *line)
{
    struct reader *r = ctx;
    struct sahut_profile *p = r->profile;
    char *rest = line, *key = profile_word(&rest), *end;
    long number = strtol(key, &end, 10);

    if (!*end)
        return take_pin(r, number, rest);
    rest += strspn(rest, " \t");
    if (strcmp(key, "board") == 0)
        p->name = rest;
    else if (strcmp(key, "compatible") == 0)
        p->compatible = profile_words(p, rest);
    else if (strcmp(key, "chip") == 0)
        return take_chip(r, rest);
    else if (strcmp(key, "verified") == 0)
        p->verified = strcmp(rest, "yes") == 0;
    else if (strcmp(key, "tree") == 0)
        p->tree = rest;
    else if (strcmp(key, "source") == 0)
        p->source = rest;
    else if (strcmp(key, "note") == 0)
        p->note = rest;
    else if (strcmp(key, "named") == 0)
        p->named = rest;
    else if (strcmp(key, "header") == 0)
        r->header = rest;
    else if (strcmp(key, "like") == 0)
        return take_like(r, rest);
    else
        return wrong(r, "unknown word", key);
    return 0;
}

int profile_read_lines(struct sahut_profile *p, const char *path, int *line,
                       int (*take)(void *ctx, char *text), void *ctx, struct sahut_why *why)
{
    FILE *f = fopen(path, "re");
    char buffer[1024];
    int err = 0;

    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    while (!err && fgets(buffer, sizeof buffer, f)) {
        char *text;

        ++*line;
        buffer[strcspn(buffer, "\r\n")] = '\0';
        for (size_t n = strlen(buffer); n > 0 && isblank((unsigned char)buffer[n - 1]);)
            buffer[--n] = '\0';
        text = buffer + strspn(buffer, " \t");
        if (*text && *text != '#')
            err = take(ctx, profile_keep(p, text));
    }
    fclose(f);
    return err;
}

static int read_file(struct reader *r)
{
    return profile_read_lines(r->profile, r->path, &r->line, take_line_of_file, r, r->why);
}

static bool same_pin(const struct sahut_pin *a, const struct sahut_pin *b)
{
    return a->chip[0] && strcmp(a->chip, b->chip) == 0 && a->line == b->line;
}

/* What a profile cannot mean. */
static int check(struct reader *r)
{
    const struct sahut_profile *p = r->profile;

    if (!p->name[0])
        return sahut_why(r->why, -EINVAL, "%s: it lacks a line 'board NAME'", r->path);
    for (size_t i = 0; i < p->n_pins; i++)
        for (size_t k = 0; k < i; k++)
            if (same_pin(&p->pins[i], &p->pins[k]) ||
                (p->pins[i].chip[0] && strcmp(p->pins[i].name, p->pins[k].name) == 0)) {
                r->line = p->pins[i].at;
                return wrong(r, "a line, or a name, is there twice:", p->pins[i].name);
            }
    return 0;
}

int sahut_profile_read(const char *path, struct sahut_profile **out, struct sahut_why *why)
{
    struct sahut_profile *p = sahut_alloc(1, sizeof *p);
    struct reader r = {.profile = p, .path = path, .why = why};
    int err;

    *p = (struct sahut_profile){.name = "", .source = "", .note = "", .tree = "", .named = ""};
    p->compatible = profile_words(p, profile_keep(p, ""));
    err = read_file(&r);
    if (!err)
        err = check(&r);
    if (err) {
        sahut_profile_free(p);
        return err;
    }
    *out = p;
    return 0;
}

void sahut_profile_free(struct sahut_profile *p)
{
    if (!p)
        return;
    while (p->n_texts > 0)
        free(p->texts[--p->n_texts]);
    free(p->texts);
    free(p->pins);
    free(p);
}

/* ---- questions ---- */

const char *sahut_profile_name(const struct sahut_profile *p)
{
    return p->name;
}

bool sahut_profile_verified(const struct sahut_profile *p)
{
    return p->verified;
}

const char *sahut_profile_source(const struct sahut_profile *p)
{
    return p->source;
}

const char *sahut_profile_note(const struct sahut_profile *p)
{
    return p->note;
}

const char *sahut_profile_tree(const struct sahut_profile *p)
{
    return p->tree;
}

const char *const *sahut_profile_compatible(const struct sahut_profile *p)
{
    return p->compatible;
}

const struct sahut_pin *sahut_profile_pins(const struct sahut_profile *p, size_t *count)
{
    *count = p->n_pins;
    return p->pins;
}

/* "header:11", "P9:12" */
static bool is_at(const struct sahut_profile *p, const struct sahut_pin *pin, const char *text)
{
    const char *colon = strchr(text, ':');
    const size_t length = colon ? (size_t)(colon - text) : 0;
    char *end;

    if (!colon || strtol(colon + 1, &end, 10) != pin->number || *end)
        return false;
    if (length == strlen("header") && strncmp(text, "header", length) == 0)
        return strcmp(pin->header, p->pins[0].header) == 0;
    return length == strlen(pin->header) && strncmp(text, pin->header, length) == 0;
}

static bool is_called(const struct sahut_pin *pin, const char *text)
{
    if (strcmp(pin->name, text) == 0)
        return true;
    for (const char *const *also = pin->also; *also; also++)
        if (strcmp(*also, text) == 0 && strpbrk(text, "0123456789_"))
            return true;
    return false;
}

const struct sahut_pin *sahut_profile_pin(const struct sahut_profile *p, const char *text)
{
    for (size_t i = 0; i < p->n_pins; i++)
        if (is_at(p, &p->pins[i], text))
            return &p->pins[i];
    for (size_t i = 0; i < p->n_pins; i++)
        if (p->pins[i].chip[0] && is_called(&p->pins[i], text))
            return &p->pins[i];
    return NULL;
}

const struct sahut_pin *sahut_profile_line(const struct sahut_profile *p, const char *chip,
                                           unsigned line)
{
    for (size_t i = 0; i < p->n_pins; i++)
        if (p->pins[i].chip[0] && p->pins[i].line == line && strcmp(p->pins[i].chip, chip) == 0)
            return &p->pins[i];
    return NULL;
}

bool sahut_profile_named(const struct sahut_profile *p, const struct sahut_pin *pin, char *out,
                         size_t size)
{
    const char *hole = strstr(p->named, "%d");

    if (!hole)
        return false;
    snprintf(out, size, "%.*s%d%s", (int)(hole - p->named), p->named, pin->number, hole + 2);
    return true;
}

int sahut_board_line(const char *chip, unsigned line, struct sahut_line_state *out)
{
    const struct lines_board board = {&lines_gpiod, "/dev", NULL};
    const struct sahut_line_setting at = {.pin = "",
                                          .chip = chip,
                                          .line = (int)line,
                                          .line_name = "",
                                          .what = "pin",
                                          .place = "board"};
    struct lines_place place;
    struct lines_chip *opened;
    struct lines_info info;
    int err = lines_find(&board, &at, &place, NULL);

    if (!err)
        err = lines_gpiod.open(place.node, &opened);
    if (err)
        return err;
    err = lines_gpiod.info(opened, line, &info);
    lines_gpiod.close(opened);
    if (err)
        return err;
    memcpy(out->name, info.name, sizeof out->name);
    memcpy(out->holder, info.holder, sizeof out->holder);
    return 0;
}
