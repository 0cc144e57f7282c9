// SPDX-License-Identifier: GPL-3.0-or-later
/* The text of a file as events and as lines. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar/edit_private.h"

static size_t break_at(const char *s, size_t at, size_t len)
{
    if (at < len && s[at] == '\r')
        return at + 1 < len && s[at + 1] == '\n' ? 2 : 1;
    return at < len && s[at] == '\n';
}

static void find_value(struct edit_line *l)
{
    bool quoted = false;
    l->name = strcspn(l->plain, ";:");
    for (l->value = 0; l->plain[l->value]; l->value++) {
        if (l->plain[l->value] == '"')
            quoted = !quoted;
        if (l->plain[l->value] == ':' && !quoted) {
            l->value++;
            return;
        }
    }
}

bool edit_read_line(const struct cal_edit *e, size_t at, struct edit_line *out)
{
    struct sahut_text plain = {0};
    size_t i = at;
    if (at >= e->len)
        return false;
    while (i < e->len) {
        size_t n = break_at(e->text, i, e->len);
        if (n == 0) {
            if (e->text[i])
                sahut_text_add_n(&plain, e->text + i, 1);
            i++;
            continue;
        }
        i += n;
        if (i < e->len && (e->text[i] == ' ' || e->text[i] == '\t') && plain.len > 0)
            i++;
        else
            break;
    }
    *out = (struct edit_line){.begin = at, .end = i, .plain = sahut_text_take(&plain)};
    find_value(out);
    return true;
}

bool edit_is(const struct edit_line *l, const char *name)
{
    return strlen(name) == l->name && strncasecmp(l->plain, name, l->name) == 0;
}

bool edit_is_line(const struct edit_line *l, const char *name, const char *value)
{
    return edit_is(l, name) && strncasecmp(l->plain + l->value, value, strlen(value)) == 0;
}

static size_t offset_of_line(const struct cal_edit *e, size_t number)
{
    size_t at = 0;
    while (number > 1 && at < e->len) {
        size_t n = break_at(e->text, at, e->len);
        number -= n > 0;
        at += n ? n : 1;
    }
    return at;
}

static size_t end_of_event(const struct cal_edit *e, size_t at)
{
    struct edit_line l;
    bool end = false;
    while (!end && edit_read_line(e, at, &l)) {
        end = edit_is_line(&l, "END", "VEVENT");
        at = l.end;
        free(l.plain);
    }
    return at;
}

static void take_event(void *ctx, const struct cal_event *event)
{
    struct edit_parsed *p = ctx;
    p->list = sahut_realloc(p->list, p->count + 1, sizeof *p->list);
    struct edit_place *place = &p->list[p->count++];
    *place = (struct edit_place){.event = *event, .begin = offset_of_line(p->edit, event->line)};
    place->end = end_of_event(p->edit, place->begin);
}

void edit_parse(const struct cal_edit *edit, struct edit_parsed *out)
{
    const char *first = memchr(edit->text, '\n', edit->len);
    *out = (struct edit_parsed){.edit = edit, .zones = cal_zones_new(edit->zone)};
    out->eol = first && (first == edit->text || first[-1] != '\r') ? "\n" : "\r\n";
    char *copy = sahut_alloc(edit->len + 2, 1);
    memcpy(copy, edit->text, edit->len);
    struct ics_file file = {.path = "", .zones = out->zones};
    ics_read(&file, copy, edit->len, take_event, out);
    free(copy);
}

void edit_parsed_finish(struct edit_parsed *p)
{
    for (size_t i = 0; i < p->count; i++)
        cal_event_finish(&p->list[i].event);
    free(p->list);
    cal_zones_free(p->zones);
}

static bool is_named(const struct edit_parsed *p, const struct edit_place *place,
                     int64_t original_ms)
{
    const struct cal_event *e = &place->event;
    return strcmp(e->uid, p->edit->uid) == 0 && e->is_override &&
           cal_moment_ms(&e->replaces) == original_ms;
}

struct edit_place *edit_master(const struct edit_parsed *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->list[i].event.uid, p->edit->uid) == 0 && !p->list[i].event.is_override)
            return &p->list[i];
    return NULL;
}

struct edit_place *edit_override(const struct edit_parsed *p, int64_t original_ms)
{
    for (size_t i = 0; i < p->count; i++)
        if (is_named(p, &p->list[i], original_ms))
            return &p->list[i];
    return NULL;
}

int edit_not_there(struct sahut_why *why)
{
    return sahut_why(why, -ENOENT, "the appointment is not in its file any more");
}

void edit_copy(struct sahut_text *out, const struct cal_edit *e, size_t from, size_t to)
{
    if (to > from)
        sahut_text_add_n(out, e->text + from, to - from);
}
