// SPDX-License-Identifier: GPL-3.0-or-later
/* Events that are moved and called off. */
#include <errno.h>
#include <string.h>

#include "calendar/edit_private.h"

/* ---- move ---- */

static int64_t local_shift_s(const struct edit_parsed *p, const struct edit_place *master,
                             int64_t from_ms, int64_t to_ms)
{
    struct cal_zone *zone =
        master->event.start.date ? cal_zones_floating(p->zones) : master->event.start.zone;
    struct sahut_civil a = cal_zone_local(zone, from_ms), b = cal_zone_local(zone, to_ms);
    return recur_seconds(&b) - recur_seconds(&a);
}

/** A rule that names days or hours of its own would not follow. */
static int check_series(const struct edit_place *master, int64_t shift_s,
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
static int move_series(struct edit_parsed *p, const struct cal_edit_which *which, int64_t start_ms,
                       int64_t end_ms, struct sahut_text *out, struct sahut_why *why)
{
    struct edit_place *master = edit_master(p);
    if (!master)
        return edit_not_there(why);
    int64_t shift_s = local_shift_s(p, master, which->original_ms, start_ms);
    int err = check_series(master, shift_s, which, why);
    size_t at = 0;
    for (size_t i = 0; i < p->count && !err; i++) {
        struct edit_place *place = &p->list[i];
        if (strcmp(place->event.uid, p->edit->uid) != 0)
            continue;
        edit_copy(out, p->edit, at, place->begin);
        at = place->end;
        struct edit_rewriting r = {.parsed = p, .place = place, .out = out, .shift_s = shift_s};
        if (place == master) {
            struct cal_moment start =
                cal_moment_at(&place->event.start, recur_seconds(&place->event.start.at) + shift_s);
            r.new_time = true;
            r.start_ms = cal_moment_ms(&start);
            r.end_ms = r.start_ms + (end_ms - start_ms);
        }
        edit_rewrite(&r);
    }
    edit_copy(out, p->edit, at, p->edit->len);
    return err;
}

static int move_one(struct edit_parsed *p, const struct cal_edit_which *which, int64_t start_ms,
                    int64_t end_ms, struct sahut_text *out, struct sahut_why *why)
{
    struct edit_place *master = edit_master(p), *place = edit_override(p, which->original_ms);
    bool recurs = master && (master->event.rule_count || master->event.extra_count);
    struct edit_rewriting r = {.parsed = p, .out = out, .new_time = true};
    r.start_ms = start_ms;
    r.end_ms = end_ms;
    if (!place && !master)
        return edit_not_there(why);
    if (place || !recurs) {
        r.place = place ? place : master;
        edit_copy(out, p->edit, 0, r.place->begin);
        edit_rewrite(&r);
        edit_copy(out, p->edit, r.place->end, p->edit->len);
        return 0;
    }
    r.place = master;
    r.alone = true;
    r.marked_ms = which->original_ms;
    edit_copy(out, p->edit, 0, master->end);
    edit_rewrite(&r);
    edit_copy(out, p->edit, master->end, p->edit->len);
    return 0;
}

int cal_edit_move(const struct cal_edit *edit, const struct cal_edit_which *which, int64_t start_ms,
                  int64_t end_ms, struct sahut_text *out, struct sahut_why *why)
{
    struct edit_parsed p;
    edit_parse(edit, &p);
    struct edit_place *master = edit_master(&p);
    bool recurs = master && (master->event.rule_count || master->event.extra_count);
    int err = which->all && recurs ? move_series(&p, which, start_ms, end_ms, out, why)
                                   : move_one(&p, which, start_ms, end_ms, out, why);
    edit_parsed_finish(&p);
    return err;
}

/* ---- cancel ---- */

static bool has_components(const char *text)
{
    return strcasestr(text, "BEGIN:VEVENT") || strcasestr(text, "BEGIN:VTODO") ||
           strcasestr(text, "BEGIN:VJOURNAL");
}

static int cancel_all(struct edit_parsed *p, struct sahut_text *out, struct sahut_why *why)
{
    size_t at = 0, found = 0;
    for (size_t i = 0; i < p->count; i++) {
        if (strcmp(p->list[i].event.uid, p->edit->uid) != 0)
            continue;
        edit_copy(out, p->edit, at, p->list[i].begin);
        at = p->list[i].end;
        found++;
    }
    edit_copy(out, p->edit, at, p->edit->len);
    return found ? 0 : edit_not_there(why);
}

static int cancel_one(struct edit_parsed *p, int64_t original_ms, struct sahut_text *out,
                      struct sahut_why *why)
{
    struct edit_place *master = edit_master(p), *override = edit_override(p, original_ms);
    size_t at = 0;
    if (!master && !override)
        return edit_not_there(why);
    for (size_t i = 0; i < p->count; i++) {
        struct edit_place *place = &p->list[i];
        if (place != master && place != override)
            continue;
        struct edit_rewriting r = {.parsed = p, .place = place, .out = out};
        edit_copy(out, p->edit, at, place->begin);
        at = place->end;
        r.except = place == master;
        r.called_off = place == override && !master;
        r.marked_ms = original_ms;
        if (r.except || r.called_off)
            edit_rewrite(&r);
    }
    edit_copy(out, p->edit, at, p->edit->len);
    return 0;
}

int cal_edit_cancel(const struct cal_edit *edit, const struct cal_edit_which *which,
                    struct sahut_text *out, bool *empty, struct sahut_why *why)
{
    struct edit_parsed p;
    edit_parse(edit, &p);
    struct edit_place *master = edit_master(&p);
    bool recurs = !master || master->event.rule_count || master->event.extra_count;
    int err = which->all || !recurs ? cancel_all(&p, out, why)
                                    : cancel_one(&p, which->original_ms, out, why);
    *empty = !err && !has_components(sahut_text_get(out));
    edit_parsed_finish(&p);
    return err;
}
