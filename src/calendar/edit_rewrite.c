// SPDX-License-Identifier: GPL-3.0-or-later
/* One event written anew: the lines that a change is about, and all others as they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar/edit_private.h"

static void time_value(const struct edit_rewriting *r, int64_t ms, char out[32])
{
    struct cal_zone *zone = r->place->event.start.zone;
    bool utc = zone == cal_zones_utc(r->parsed->zones);
    struct sahut_civil c = cal_zone_local(zone, ms);
    char text[80];
    int n = snprintf(text, sizeof text, "%04d%02d%02d", c.year % 10000, c.month, c.day);
    if (!r->place->event.start.date)
        snprintf(text + n, sizeof text - (size_t)n, "T%02d%02d%02d%s", c.hour, c.minute, c.second,
                 utc ? "Z" : "");
    snprintf(out, 32, "%.31s", text);
}

static void add_time(const struct edit_rewriting *r, const char *name, int64_t ms)
{
    struct sahut_text head = {0};
    char value[32];
    sahut_text_addf(&head, "%s%s", name, r->params);
    time_value(r, ms, value);
    cal_line_add(r->out, sahut_text_get(&head), value, false, r->parsed->eol);
    sahut_text_finish(&head);
}

static void add_start(struct edit_rewriting *r, const struct edit_line *l)
{
    const struct cal_edit *e = r->parsed->edit;
    free(r->params);
    r->params = sahut_strndup(l->plain + l->name, l->value - 1 - l->name);
    if (r->new_time) {
        add_time(r, "DTSTART", r->start_ms);
        if (r->end_ms > r->start_ms)
            add_time(r, "DTEND", r->end_ms);
    } else {
        sahut_text_add_n(r->out, e->text + l->begin, l->end - l->begin);
    }
    if (r->alone)
        add_time(r, "RECURRENCE-ID", r->marked_ms);
    if (r->except)
        add_time(r, "EXDATE", r->marked_ms);
}

/* By hand: with sanitizers, gcc 12 believes that strspn would read behind the end here. */
static size_t digits(const char *s)
{
    size_t n = 0;
    while (s[n] >= '0' && s[n] <= '9')
        n++;
    return n;
}

/** "20260504T090000Z" moved; what is no time with a clock stays. Returns the bytes used. */
static size_t add_shifted(struct sahut_text *out, const char *s, int64_t by_s)
{
    struct sahut_civil c = {0};
    int used = 0;
    if (digits(s) == 8 && s[8] == 'T' && digits(s + 9) == 6 &&
        sscanf(s, "%4d%2d%2dT%2d%2d%2d%n", &c.year, &c.month, &c.day, &c.hour, &c.minute, &c.second,
               &used) == 6 &&
        used == 15 && c.month >= 1 && c.month <= 12) {
        c = sahut_civil_add_seconds(c, by_s);
        sahut_text_addf(out, "%04d%02d%02dT%02d%02d%02d", c.year, c.month, c.day, c.hour, c.minute,
                        c.second);
        return 15;
    }
    size_t n = digits(s);
    n = n ? n : 1;
    sahut_text_add_n(out, s, n);
    return n;
}

static void add_line_shifted(const struct edit_rewriting *r, const struct edit_line *l)
{
    struct sahut_text value = {0};
    char *head = sahut_strndup(l->plain, l->value ? l->value - 1 : 0);
    for (const char *s = l->plain + l->value; *s;)
        s += add_shifted(&value, s, r->shift_s);
    cal_line_add(r->out, head, sahut_text_get(&value), false, r->parsed->eol);
    sahut_text_finish(&value);
    free(head);
}

void edit_add_stamp(const struct edit_parsed *p, struct sahut_text *out, const char *name)
{
    struct sahut_civil c = recur_civil(p->edit->now_ms / 1000);
    char value[80];
    snprintf(value, sizeof value, "%04d%02d%02dT%02d%02d%02dZ", c.year % 10000, c.month, c.day,
             c.hour, c.minute, c.second);
    cal_line_add(out, name, value, false, p->eol);
}

static void add_sequence(const struct edit_rewriting *r)
{
    char value[24];
    snprintf(value, sizeof value, "%ld", r->place->event.sequence + 1);
    cal_line_add(r->out, "SEQUENCE", value, false, r->parsed->eol);
}

static bool is_list(const struct edit_line *l)
{
    return edit_is(l, "EXDATE") || edit_is(l, "RDATE") || edit_is(l, "RRULE") ||
           edit_is(l, "EXRULE");
}

/** The lines that a change is about; false for all others, which stay. */
static bool rewrite_line(struct edit_rewriting *r, const struct edit_line *l)
{
    if (edit_is(l, "DTSTART") && l->value > l->name)
        add_start(r, l);
    else if (edit_is(l, "DTEND") || edit_is(l, "DURATION"))
        return r->new_time;
    else if (edit_is(l, "SEQUENCE") || edit_is(l, "DTSTAMP") || edit_is(l, "LAST-MODIFIED"))
        return true; /* written at the end */
    else if (edit_is(l, "STATUS"))
        return r->called_off;
    else if (is_list(l) && r->alone)
        return true;
    else if (r->shift_s && (is_list(l) || edit_is(l, "RECURRENCE-ID")))
        add_line_shifted(r, l);
    else
        return false;
    return true;
}

void edit_rewrite(struct edit_rewriting *r)
{
    const struct cal_edit *e = r->parsed->edit;
    struct edit_line l;
    int depth = 0;
    for (size_t at = r->place->begin; at < r->place->end && edit_read_line(e, at, &l); at = l.end) {
        depth += edit_is(&l, "BEGIN");
        if (edit_is_line(&l, "END", "VEVENT")) {
            if (r->called_off)
                cal_line_add(r->out, "STATUS", "CANCELLED", false, r->parsed->eol);
            add_sequence(r);
            edit_add_stamp(r->parsed, r->out, "DTSTAMP");
            edit_add_stamp(r->parsed, r->out, "LAST-MODIFIED");
        }
        if (depth != 1 || !rewrite_line(r, &l))
            sahut_text_add_n(r->out, e->text + l.begin, l.end - l.begin);
        depth -= edit_is(&l, "END");
        free(l.plain);
    }
    free(r->params);
    r->params = NULL;
}
