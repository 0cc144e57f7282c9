// SPDX-License-Identifier: GPL-3.0-or-later
/* Answers to questions over the control socket. Lists are bounded: the loop waits for them. */
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "daemon/control_internal.h"
#include "sahut/event_json.h"
#include "sahut/version.h"

#define LIST_MAX  500
#define COUNT_MAX 10000
#define DAY_MS    INT64_C(86400000)

static json_t *instant(int64_t at_ms, struct sahut_zone *zone)
{
    char text[32];
    sahut_instant_format(at_ms, zone, text);
    return json_string(text);
}

/* ---- promises ---- */

enum shown { SHOW_REMINDERS, SHOW_TIMERS };

static bool belongs(enum shown shown, enum sahut_promise_kind kind)
{
    switch (kind) {
    case SAHUT_PROMISE_REMINDER:
    case SAHUT_PROMISE_ALARM:
        return shown == SHOW_REMINDERS;
    case SAHUT_PROMISE_TIMER:
    case SAHUT_PROMISE_STOPWATCH:
        return shown == SHOW_TIMERS;
    case SAHUT_PROMISE_DEVICE:
        break;
    }
    return false;
}

struct listing {
    json_t *items;
    struct sahut_zone *zone;
    enum shown shown;
    int64_t now_ms;
    size_t seen;
};

static json_t *promise_json(const struct sahut_promise *p, struct sahut_zone *zone)
{
    json_t *o =
        json_pack("{s:I, s:s, s:s}", "id", (json_int_t)p->id, "kind",
                  sahut_promise_kind_name(p->kind), "state", sahut_promise_state_name(p->state));
    json_object_set_new(o, belongs(SHOW_TIMERS, p->kind) ? "name" : "title",
                        sahut_json_string(p->title));
    if (p->kind != SAHUT_PROMISE_STOPWATCH)
        json_object_set_new(o, "due", instant(p->due_ms, zone));
    return o;
}

static void add_seconds(json_t *o, const struct sahut_promise *p, int64_t now_ms)
{
    const bool paused = p->state == SAHUT_PROMISE_PAUSED;
    int64_t ms = paused ? p->left_ms : p->due_ms - now_ms;
    if (p->kind == SAHUT_PROMISE_STOPWATCH) {
        ms = paused ? p->left_ms : now_ms - p->due_ms;
        json_object_set_new(o, "shown_s", json_integer(ms > 0 ? ms / 1000 : 0));
        return;
    }
    json_object_set_new(o, "left_s", json_integer(ms > 0 ? (ms + 999) / 1000 : 0));
    json_object_set_new(o, "duration_s", json_integer(p->duration_s));
}

static bool add_promise(void *ctx, const struct sahut_promise *p)
{
    struct listing *l = ctx;
    if (!belongs(l->shown, p->kind))
        return ++l->seen < COUNT_MAX;
    json_t *o = promise_json(p, l->zone);
    if (l->shown == SHOW_TIMERS) {
        add_seconds(o, p, l->now_ms);
    } else {
        json_object_set_new(o, "rule", p->rule[0] ? json_string(p->rule) : json_null());
        json_object_set_new(o, "guessed", json_boolean(p->title_is_hint));
        json_object_set_new(o, "clip", json_boolean(p->has_clip));
        json_object_set_new(o, "created", instant(p->created_ms, l->zone));
    }
    json_array_append_new(l->items, o);
    return json_array_size(l->items) < LIST_MAX && ++l->seen < COUNT_MAX;
}

/* Every list says when it was made, in the zone of its times: a client needs no zone of its own. */
static json_t *list_json(const char *name, json_t *items, bool more, int64_t now_ms,
                         struct sahut_zone *zone)
{
    return json_pack("{s:o, s:o, s:b}", "now", instant(now_ms, zone), name, items, "more", more);
}

static json_t *promises(struct sahut_assistant *a, enum shown shown, int64_t now_ms)
{
    struct listing l = {json_array(), a->config.zone, shown, now_ms, 0};
    sahut_store_promise_list(a->store, -1, SAHUT_PROMISE_RINGING, add_promise, &l);
    if (json_array_size(l.items) < LIST_MAX)
        sahut_store_promise_list(a->store, -1, SAHUT_PROMISE_PENDING, add_promise, &l);
    if (shown == SHOW_TIMERS && json_array_size(l.items) < LIST_MAX)
        sahut_store_promise_list(a->store, -1, SAHUT_PROMISE_PAUSED, add_promise, &l);
    bool more = json_array_size(l.items) >= LIST_MAX || l.seen >= COUNT_MAX;
    return list_json(shown == SHOW_TIMERS ? "timers" : "reminders", l.items, more, now_ms, l.zone);
}

json_t *control_reminders(struct sahut_assistant *a, int64_t now_ms)
{
    return promises(a, SHOW_REMINDERS, now_ms);
}

json_t *control_timers(struct sahut_assistant *a, int64_t now_ms)
{
    return promises(a, SHOW_TIMERS, now_ms);
}

/* ---- devices ---- */

struct until {
    const char *device;
    int64_t at_ms; /* 0: not promised */
};

static bool note_until(void *ctx, const struct sahut_promise *p)
{
    struct until *u = ctx;
    if (strcmp(p->title, u->device) != 0 || strncmp(p->action, "order", 5) == 0)
        return true;
    u->at_ms = p->due_ms;
    return false;
}

static json_t *device_json(struct sahut_assistant *a, const struct sahut_device_setting *d,
                           size_t index)
{
    struct until until = {d->name, 0};
    sahut_store_promise_list(a->store, SAHUT_PROMISE_DEVICE, SAHUT_PROMISE_PENDING, note_until,
                             &until);
    json_t *aliases = json_array();
    for (const char *const *alias = d->aliases; *alias; alias++)
        json_array_append_new(aliases, json_string(*alias));
    const struct sahut_line_setting *at = &d->at;
    const char *fault = a->lines ? sahut_lines_fault(a->lines, index) : "no line is held";
    bool on = a->lines && sahut_lines_is_on(a->lines, index, NULL);
    json_t *o = json_pack("{s:s, s:o, s:s, s:s, s:b, s:b, s:s}", "name", d->name, "aliases",
                          aliases, "room", d->room, "kind", d->kind, "input", d->input, "on", on,
                          "state", d->words[on]);
    json_object_set_new(o, "level",
                        d->pwm[0] ? json_integer(a->lines ? sahut_lines_level(a->lines, index) : 0)
                                  : json_null());
    json_object_set_new(o, "pin", json_string(d->pwm[0] ? d->pwm : at->pin));
    json_object_set_new(o, "chip", json_string(at->chip));
    json_object_set_new(o, "line",
                        at->line >= 0      ? json_integer(at->line)
                        : at->line_name[0] ? json_string(at->line_name)
                                           : json_null());
    json_object_set_new(o, "fault", fault ? json_string(fault) : json_null());
    json_object_set_new(o, "until",
                        until.at_ms ? instant(until.at_ms, a->config.zone) : json_null());
    return o;
}

json_t *control_devices(struct sahut_assistant *a, int64_t now_ms)
{
    size_t n;
    const struct sahut_device_setting *devices = sahut_settings_devices(a->config.settings, &n);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, device_json(a, &devices[i], i));
    json_t *o = list_json("devices", list, false, now_ms, a->config.zone);
    json_object_set_new(o, "backend",
                        json_string(a->lines ? sahut_lines_backend(a->lines) : "none"));
    return o;
}

/* ---- agenda ---- */

static int64_t day_start(int64_t now_ms, struct sahut_zone *zone, int days)
{
    struct sahut_civil c = sahut_zone_local(zone, now_ms);
    c.hour = c.minute = c.second = 0;
    c = sahut_civil_add_days(c, days);
    return sahut_zone_instant(zone, &c, NULL);
}

static json_t *occurrence_json(const struct sahut_occurrence *o, struct sahut_zone *zone)
{
    json_t *e = json_object();
    json_object_set_new(e, "uid", sahut_json_string(o->uid));
    json_object_set_new(e, "summary", sahut_json_string(o->summary));
    json_object_set_new(e, "start", instant(o->start_ms, zone));
    json_object_set_new(e, "end", instant(o->end_ms, zone));
    json_object_set_new(e, "all_day", json_boolean(o->all_day));
    json_object_set_new(e, "location", sahut_json_string(o->location));
    json_object_set_new(e, "calendar", sahut_json_string(o->calendar));
    return e;
}

json_t *control_agenda(struct sahut_assistant *a, const char *from, const char *to, int64_t now_ms,
                       struct sahut_why *why)
{
    struct sahut_zone *zone = a->config.zone;
    int64_t from_ms = day_start(now_ms, zone, 0), to_ms;
    if (from && sahut_instant_parse(from, zone, &from_ms, why))
        return NULL;
    to_ms = day_start(from_ms, zone, 1);
    if (to && sahut_instant_parse(to, zone, &to_ms, why))
        return NULL;
    struct sahut_occurrence *found = NULL;
    size_t n = 0;
    if (a->calendar && sahut_calendar_occurrences(a->calendar, from_ms, to_ms, &found, &n)) {
        sahut_why(why, 0, "too many events; ask for a shorter time");
        return NULL;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < n && i < LIST_MAX; i++)
        json_array_append_new(list, occurrence_json(&found[i], zone));
    free(found);
    return list_json("events", list, n > LIST_MAX, now_ms, zone);
}

/* ---- status ---- */

struct census {
    json_int_t reminders, timers;
    json_t *next;
    struct sahut_zone *zone;
    int seen;
};

static bool count_promise(void *ctx, const struct sahut_promise *p)
{
    struct census *c = ctx;
    c->reminders += belongs(SHOW_REMINDERS, p->kind);
    c->timers += p->kind == SAHUT_PROMISE_TIMER;
    if (!c->next && p->kind != SAHUT_PROMISE_STOPWATCH)
        c->next = promise_json(p, c->zone);
    return ++c->seen < COUNT_MAX;
}

static json_t *part_json(const char *name, const char *fault)
{
    json_t *o = json_pack("{s:o, s:b}", "name", sahut_json_string(name), "ok", fault == NULL);
    if (fault)
        json_object_set_new(o, "fault", sahut_json_string(fault));
    return o;
}

static json_t *faults_json(const struct sahut_daemon_status *s)
{
    json_t *o = json_object();
    for (int i = 0; i < SAHUT_PARTS; i++)
        if (s->faults[i])
            json_object_set_new(o, sahut_part_name(i), sahut_json_string(s->faults[i]));
    return o;
}

static json_t *clock_json(struct sahut_assistant *a, int64_t now_ms)
{
    const char *why = "";
    bool trusted = sahut_skills_clock_trusted(a->skills, &why);
    return json_pack("{s:o, s:s, s:b, s:o}", "time", instant(now_ms, a->config.zone), "zone",
                     sahut_zone_name(a->config.zone), "trusted", trusted, "why",
                     sahut_json_string(why));
}

static json_t *storage_json(const char *path)
{
    struct statvfs fs;
    json_t *o = json_pack("{s:o}", "path", path ? sahut_json_string(path) : json_null());
    if (path && statvfs(path, &fs) == 0)
        json_object_set_new(o, "free_bytes",
                            json_integer((json_int_t)fs.f_bavail * (json_int_t)fs.f_frsize));
    return o;
}

static json_t *counts_json(struct control *c, const struct census *census)
{
    struct sahut_assistant *a = c->daemon->assistant;
    size_t devices;
    sahut_settings_devices(c->daemon->settings, &devices);
    size_t events = a->calendar ? sahut_calendar_events(a->calendar) : 0;
    return json_pack("{s:I, s:I, s:I, s:I, s:I}", "reminders", census->reminders, "timers",
                     census->timers, "devices", (json_int_t)devices, "events", (json_int_t)events,
                     "clients", (json_int_t)sahut_link_clients(c->link));
}

json_t *control_status(struct control *c)
{
    struct sahut_assistant *a = c->daemon->assistant;
    struct sahut_daemon_status s;
    sahut_daemon_status(c->daemon, &s);
    struct census census = {.zone = a->config.zone};
    sahut_store_promise_list(a->store, -1, SAHUT_PROMISE_RINGING, count_promise, &census);
    sahut_store_promise_list(a->store, -1, SAHUT_PROMISE_PENDING, count_promise, &census);
    json_t *o =
        json_pack("{s:s, s:i, s:I, s:s, s:b, s:o}", "version", SAHUT_VERSION, "pid", (int)getpid(),
                  "uptime_s", (json_int_t)((s.now_ms - s.started_ms) / 1000), "state", s.state,
                  "muted", s.muted, "wake_phrase", sahut_json_string(s.wake_phrase));
    json_object_set_new(o, "microphone", part_json(s.microphone, s.faults[SAHUT_PART_MICROPHONE]));
    json_object_set_new(o, "loudspeaker",
                        part_json(s.loudspeaker, s.faults[SAHUT_PART_LOUDSPEAKER]));
    json_object_set_new(o, "volume", json_integer(sahut_assistant_volume(a)));
    json_object_set_new(o, "faults", faults_json(&s));
    json_object_set_new(o, "clock", clock_json(a, s.now_ms));
    json_object_set_new(o, "next", census.next ? census.next : json_null());
    json_object_set_new(o, "counts", counts_json(c, &census));
    json_object_set_new(o, "storage", storage_json(a->config.state));
    return o;
}
