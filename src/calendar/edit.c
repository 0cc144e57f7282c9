// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar/edit.h"
#include "calendar/ics.h"

#define PRODID "-//Sahut//Sahut//EN"

/* ---- the file, as events and as lines ---- */

/** An event of the UID, and where its text is. */
struct place {
    struct cal_event event;
    size_t begin, end; /* bytes, the BEGIN and END lines included */
};

struct parsed {
    const struct cal_edit *edit;
    struct cal_zones *zones;
    struct place *list; /* all events, in the order of the file */
    size_t count;
    const char *eol;
};

/** A content line: its bytes in the file with folds and line end, and its text without. */
struct line {
    size_t begin, end;
    char *plain;
    size_t name;  /* length of the name in `plain` */
    size_t value; /* where the value begins; length of `plain` if there is none */
};

static size_t break_at(const char *s, size_t at, size_t len)
{
    if (at < len && s[at] == '\r')
        return at + 1 < len && s[at + 1] == '\n' ? 2 : 1;
    return at < len && s[at] == '\n';
}

static void find_value(struct line *l)
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

/** The line at `at`, with those that continue it; free(plain). False at the end. */
static bool read_line(const struct cal_edit *e, size_t at, struct line *out)
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
    *out = (struct line){.begin = at, .end = i, .plain = sahut_text_take(&plain)};
    find_value(out);
    return true;
}

static bool is(const struct line *l, const char *name)
{
    return strlen(name) == l->name && strncasecmp(l->plain, name, l->name) == 0;
}

static bool is_line(const struct line *l, const char *name, const char *value)
{
    return is(l, name) && strncasecmp(l->plain + l->value, value, strlen(value)) == 0;
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
    struct line l;
    bool end = false;
    while (!end && read_line(e, at, &l)) {
        end = is_line(&l, "END", "VEVENT");
        at = l.end;
        free(l.plain);
    }
    return at;
}

static void take_event(void *ctx, const struct cal_event *event)
{
    struct parsed *p = ctx;
    p->list = sahut_realloc(p->list, p->count + 1, sizeof *p->list);
    struct place *place = &p->list[p->count++];
    *place = (struct place){.event = *event, .begin = offset_of_line(p->edit, event->line)};
    place->end = end_of_event(p->edit, place->begin);
}

static void parse(const struct cal_edit *edit, struct parsed *out)
{
    const char *first = memchr(edit->text, '\n', edit->len);
    *out = (struct parsed){.edit = edit, .zones = cal_zones_new(edit->zone)};
    out->eol = first && (first == edit->text || first[-1] != '\r') ? "\n" : "\r\n";
    char *copy = sahut_alloc(edit->len + 2, 1);
    memcpy(copy, edit->text, edit->len);
    struct ics_file file = {.path = "", .zones = out->zones};
    ics_read(&file, copy, edit->len, take_event, out);
    free(copy);
}

static void parsed_finish(struct parsed *p)
{
    for (size_t i = 0; i < p->count; i++)
        cal_event_finish(&p->list[i].event);
    free(p->list);
    cal_zones_free(p->zones);
}

static bool is_named(const struct parsed *p, const struct place *place, int64_t original_ms)
{
    const struct cal_event *e = &place->event;
    return strcmp(e->uid, p->edit->uid) == 0 && e->is_override &&
           cal_moment_ms(&e->replaces) == original_ms;
}

static struct place *find_master(const struct parsed *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->list[i].event.uid, p->edit->uid) == 0 && !p->list[i].event.is_override)
            return &p->list[i];
    return NULL;
}

static struct place *find_override(const struct parsed *p, int64_t original_ms)
{
    for (size_t i = 0; i < p->count; i++)
        if (is_named(p, &p->list[i], original_ms))
            return &p->list[i];
    return NULL;
}

static int not_there(struct sahut_why *why)
{
    return sahut_why(why, -ENOENT, "the appointment is not in its file any more");
}

/* ---- one event, written anew ---- */

struct rewriting {
    const struct parsed *parsed;
    const struct place *place;
    struct sahut_text *out;
    bool new_time;
    int64_t start_ms, end_ms;
    bool alone;        /* becomes a single occurrence of its series */
    bool except;       /* gets an EXDATE */
    int64_t marked_ms; /* for `alone` and `except`: which occurrence */
    int64_t shift_s;   /* times in lists and rules move by this */
    bool called_off;   /* STATUS:CANCELLED */
    char *params;      /* of DTSTART */
};

static void time_value(const struct rewriting *r, int64_t ms, char out[32])
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

static void add_time(const struct rewriting *r, const char *name, int64_t ms)
{
    struct sahut_text head = {0};
    char value[32];
    sahut_text_addf(&head, "%s%s", name, r->params);
    time_value(r, ms, value);
    cal_line_add(r->out, sahut_text_get(&head), value, false, r->parsed->eol);
    sahut_text_finish(&head);
}

static void add_start(struct rewriting *r, const struct line *l)
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

static void add_line_shifted(const struct rewriting *r, const struct line *l)
{
    struct sahut_text value = {0};
    char *head = sahut_strndup(l->plain, l->value ? l->value - 1 : 0);
    for (const char *s = l->plain + l->value; *s;)
        s += add_shifted(&value, s, r->shift_s);
    cal_line_add(r->out, head, sahut_text_get(&value), false, r->parsed->eol);
    sahut_text_finish(&value);
    free(head);
}

static void add_stamp(const struct rewriting *r, const char *name)
{
    struct sahut_civil c = recur_civil(r->parsed->edit->now_ms / 1000);
    char value[80];
    snprintf(value, sizeof value, "%04d%02d%02dT%02d%02d%02dZ", c.year % 10000, c.month, c.day,
             c.hour, c.minute, c.second);
    cal_line_add(r->out, name, value, false, r->parsed->eol);
}

static void add_sequence(const struct rewriting *r)
{
    char value[24];
    snprintf(value, sizeof value, "%ld", r->place->event.sequence + 1);
    cal_line_add(r->out, "SEQUENCE", value, false, r->parsed->eol);
}

static bool is_list(const struct line *l)
{
    return is(l, "EXDATE") || is(l, "RDATE") || is(l, "RRULE") || is(l, "EXRULE");
}

/** The lines that a change is about; false for all others, which stay. */
static bool rewrite_line(struct rewriting *r, const struct line *l)
{
    if (is(l, "DTSTART") && l->value > l->name)
        add_start(r, l);
    else if (is(l, "DTEND") || is(l, "DURATION"))
        return r->new_time;
    else if (is(l, "SEQUENCE") || is(l, "DTSTAMP") || is(l, "LAST-MODIFIED"))
        return true; /* written at the end */
    else if (is(l, "STATUS"))
        return r->called_off;
    else if (is_list(l) && r->alone)
        return true;
    else if (r->shift_s && (is_list(l) || is(l, "RECURRENCE-ID")))
        add_line_shifted(r, l);
    else
        return false;
    return true;
}

static void rewrite(struct rewriting *r)
{
    const struct cal_edit *e = r->parsed->edit;
    struct line l;
    int depth = 0;
    for (size_t at = r->place->begin; at < r->place->end && read_line(e, at, &l); at = l.end) {
        depth += is(&l, "BEGIN");
        if (is_line(&l, "END", "VEVENT")) {
            if (r->called_off)
                cal_line_add(r->out, "STATUS", "CANCELLED", false, r->parsed->eol);
            add_sequence(r);
            add_stamp(r, "DTSTAMP");
            add_stamp(r, "LAST-MODIFIED");
        }
        if (depth != 1 || !rewrite_line(r, &l))
            sahut_text_add_n(r->out, e->text + l.begin, l.end - l.begin);
        depth -= is(&l, "END");
        free(l.plain);
    }
    free(r->params);
    r->params = NULL;
}

static void copy(struct sahut_text *out, const struct cal_edit *e, size_t from, size_t to)
{
    if (to > from)
        sahut_text_add_n(out, e->text + from, to - from);
}

/* ---- move ---- */

static int64_t local_shift_s(const struct parsed *p, const struct place *master, int64_t from_ms,
                             int64_t to_ms)
{
    struct cal_zone *zone =
        master->event.start.date ? cal_zones_floating(p->zones) : master->event.start.zone;
    struct sahut_civil a = cal_zone_local(zone, from_ms), b = cal_zone_local(zone, to_ms);
    return recur_seconds(&b) - recur_seconds(&a);
}

/** A rule that names days or hours of its own would not follow. */
static int check_series(const struct place *master, int64_t shift_s,
                        const struct cal_edit_which *which, struct sahut_why *why)
{
    struct sahut_civil was = cal_zone_local(master->event.start.zone, which->original_ms);
    struct sahut_civil is_now = recur_civil(recur_seconds(&was) + shift_s);
    bool hours = false;
    for (size_t i = 0; i < master->event.rule_count; i++)
        hours |= master->event.rules[i].hours || master->event.rules[i].minutes;
    if (master->event.start.date || hours || sahut_civil_days(&was) != sahut_civil_days(&is_now))
        return sahut_why(why, -ENOTSUP,
                         "a whole series can be moved to another time of the same day only; cancel "
                         "it and make a new one");
    return 0;
}

/** All events of the UID, each moved by as much. */
static int move_series(struct parsed *p, const struct cal_edit_which *which, int64_t start_ms,
                       int64_t end_ms, struct sahut_text *out, struct sahut_why *why)
{
    struct place *master = find_master(p);
    if (!master)
        return not_there(why);
    int64_t shift_s = local_shift_s(p, master, which->original_ms, start_ms);
    int err = check_series(master, shift_s, which, why);
    size_t at = 0;
    for (size_t i = 0; i < p->count && !err; i++) {
        struct place *place = &p->list[i];
        if (strcmp(place->event.uid, p->edit->uid) != 0)
            continue;
        copy(out, p->edit, at, place->begin);
        at = place->end;
        struct rewriting r = {.parsed = p, .place = place, .out = out, .shift_s = shift_s};
        if (place == master) {
            struct cal_moment start =
                cal_moment_at(&place->event.start, recur_seconds(&place->event.start.at) + shift_s);
            r.new_time = true;
            r.start_ms = cal_moment_ms(&start);
            r.end_ms = r.start_ms + (end_ms - start_ms);
        }
        rewrite(&r);
    }
    copy(out, p->edit, at, p->edit->len);
    return err;
}

static int move_one(struct parsed *p, const struct cal_edit_which *which, int64_t start_ms,
                    int64_t end_ms, struct sahut_text *out, struct sahut_why *why)
{
    struct place *master = find_master(p), *place = find_override(p, which->original_ms);
    bool recurs = master && (master->event.rule_count || master->event.extra_count);
    struct rewriting r = {.parsed = p, .out = out, .new_time = true};
    r.start_ms = start_ms;
    r.end_ms = end_ms;
    if (!place && !master)
        return not_there(why);
    if (place || !recurs) {
        r.place = place ? place : master;
        copy(out, p->edit, 0, r.place->begin);
        rewrite(&r);
        copy(out, p->edit, r.place->end, p->edit->len);
        return 0;
    }
    r.place = master;
    r.alone = true;
    r.marked_ms = which->original_ms;
    copy(out, p->edit, 0, master->end);
    rewrite(&r);
    copy(out, p->edit, master->end, p->edit->len);
    return 0;
}

int cal_edit_move(const struct cal_edit *edit, const struct cal_edit_which *which, int64_t start_ms,
                  int64_t end_ms, struct sahut_text *out, struct sahut_why *why)
{
    struct parsed p;
    parse(edit, &p);
    struct place *master = find_master(&p);
    bool recurs = master && (master->event.rule_count || master->event.extra_count);
    int err = which->all && recurs ? move_series(&p, which, start_ms, end_ms, out, why)
                                   : move_one(&p, which, start_ms, end_ms, out, why);
    parsed_finish(&p);
    return err;
}

/* ---- cancel ---- */

static bool has_components(const char *text)
{
    return strcasestr(text, "BEGIN:VEVENT") || strcasestr(text, "BEGIN:VTODO") ||
           strcasestr(text, "BEGIN:VJOURNAL");
}

static int cancel_all(struct parsed *p, struct sahut_text *out, struct sahut_why *why)
{
    size_t at = 0, found = 0;
    for (size_t i = 0; i < p->count; i++) {
        if (strcmp(p->list[i].event.uid, p->edit->uid) != 0)
            continue;
        copy(out, p->edit, at, p->list[i].begin);
        at = p->list[i].end;
        found++;
    }
    copy(out, p->edit, at, p->edit->len);
    return found ? 0 : not_there(why);
}

static int cancel_one(struct parsed *p, int64_t original_ms, struct sahut_text *out,
                      struct sahut_why *why)
{
    struct place *master = find_master(p), *override = find_override(p, original_ms);
    size_t at = 0;
    if (!master && !override)
        return not_there(why);
    for (size_t i = 0; i < p->count; i++) {
        struct place *place = &p->list[i];
        if (place != master && place != override)
            continue;
        struct rewriting r = {.parsed = p, .place = place, .out = out};
        copy(out, p->edit, at, place->begin);
        at = place->end;
        r.except = place == master;
        r.called_off = place == override && !master;
        r.marked_ms = original_ms;
        if (r.except || r.called_off)
            rewrite(&r);
    }
    copy(out, p->edit, at, p->edit->len);
    return 0;
}

int cal_edit_cancel(const struct cal_edit *edit, const struct cal_edit_which *which,
                    struct sahut_text *out, bool *empty, struct sahut_why *why)
{
    struct parsed p;
    parse(edit, &p);
    struct place *master = find_master(&p);
    bool recurs = !master || master->event.rule_count || master->event.extra_count;
    int err = which->all || !recurs ? cancel_all(&p, out, why)
                                    : cancel_one(&p, which->original_ms, out, why);
    *empty = !err && !has_components(sahut_text_get(out));
    parsed_finish(&p);
    return err;
}

/* ---- add ---- */

static void add_draft_time(struct sahut_text *out, const struct cal_edit *e, const char *name,
                           int64_t ms, bool date, const char *eol)
{
    struct sahut_civil c = sahut_zone_local(e->zone, ms);
    const char *zone = sahut_zone_name(e->zone);
    bool utc = strcmp(zone, "UTC") == 0;
    char value[80];
    struct sahut_text head = {0};
    int n = snprintf(value, sizeof value, "%04d%02d%02d", c.year % 10000, c.month, c.day);
    if (!date)
        snprintf(value + n, sizeof value - (size_t)n, "T%02d%02d%02d%s", c.hour, c.minute, c.second,
                 utc ? "Z" : "");
    sahut_text_addf(&head, "%s%s%s", name,
                    date  ? ";VALUE=DATE"
                    : utc ? ""
                          : ";TZID=",
                    date || utc ? "" : zone);
    cal_line_add(out, sahut_text_get(&head), value, false, eol);
    sahut_text_finish(&head);
}

static void add_event(struct sahut_text *out, const struct parsed *p,
                      const struct sahut_event_draft *d)
{
    const struct cal_edit *e = p->edit;
    const char *eol = p->eol;
    struct rewriting r = {.parsed = p, .out = out};
    sahut_text_addf(out, "BEGIN:VEVENT%s", eol);
    cal_line_add(out, "UID", e->uid, true, eol);
    add_stamp(&r, "DTSTAMP");
    add_stamp(&r, "CREATED");
    add_stamp(&r, "LAST-MODIFIED");
    cal_line_add(out, "SEQUENCE", "0", false, eol);
    cal_line_add(out, "SUMMARY", d->title, true, eol);
    add_draft_time(out, e, "DTSTART", d->start_ms, d->all_day, eol);
    if (d->end_ms > d->start_ms)
        add_draft_time(out, e, "DTEND", d->end_ms, d->all_day, eol);
    if (d->rule && *d->rule)
        cal_line_add(out, "RRULE", d->rule, false, eol);
    if (d->location && *d->location)
        cal_line_add(out, "LOCATION", d->location, true, eol);
    sahut_text_addf(out, "END:VEVENT%s", eol);
}

static bool defines_zone(const struct cal_edit *e)
{
    struct line l;
    bool found = false;
    for (size_t at = 0; !found && read_line(e, at, &l); at = l.end) {
        found = is_line(&l, "TZID", sahut_zone_name(e->zone));
        free(l.plain);
    }
    return found;
}

/** Where the last END:VCALENDAR begins; -1 if there is none. */
static long end_of_calendar(const struct cal_edit *e)
{
    struct line l;
    long found = -1;
    for (size_t at = 0; read_line(e, at, &l); at = l.end) {
        if (is_line(&l, "END", "VCALENDAR"))
            found = (long)l.begin;
        free(l.plain);
    }
    return found;
}

int cal_edit_add(const struct cal_edit *edit, const struct sahut_event_draft *draft,
                 struct sahut_text *out, struct sahut_why *why)
{
    struct recur_rule rule;
    struct parsed p;
    bool fresh = edit->len == 0;
    long end = fresh ? 0 : end_of_calendar(edit);
    if (end < 0)
        return sahut_why(why, -EINVAL, "the file has no END:VCALENDAR, nothing is added to it");
    if (draft->rule && *draft->rule && recur_parse(draft->rule, &rule, why) < 0)
        return -EINVAL;
    parse(edit, &p);
    if (fresh)
        sahut_text_addf(out, "BEGIN:VCALENDAR%sVERSION:2.0%sPRODID:" PRODID "%s", p.eol, p.eol,
                        p.eol);
    copy(out, edit, 0, (size_t)end);
    if (!draft->all_day && strcmp(sahut_zone_name(edit->zone), "UTC") != 0 && !defines_zone(edit))
        cal_vtimezone_add(out, edit->zone, draft->start_ms, p.eol);
    add_event(out, &p, draft);
    copy(out, edit, (size_t)end, edit->len);
    if (fresh)
        sahut_text_addf(out, "END:VCALENDAR%s", p.eol);
    parsed_finish(&p);
    return 0;
}
