// SPDX-License-Identifier: GPL-3.0-or-later
/* What becomes of a promise that is due, by its kind and how late it is. Late are those that were
 * missed while the machine was off or asleep, or that a clock set forward has passed.
 *
 *              up to a minute   later                    much later
 *   reminder   rings            rings, says how late     from an hour on: told as missed, and rings
 * on timer      rings            rings, says how late     from an hour on: told as missed, once
 *   alarm      rings            rings, says how late     past alarms.late: does not ring, is
 * offered at the next use device     off: carried out, always on: carried out from an hour on: not,
 * and is offered
 *
 * An occurrence whose series is due once more is missed: only the latest is heard. In quiet hours
 * reminders of less than quiet.severity wait for the end; alarms and timers, which were asked for
 * to the minute, do not. docs/promises.md has the same table with what is said. */
#include "skills/skills_internal.h"

#include <stdio.h>
#include <string.h>

#define LATE_MS   (60 * SECOND_MS)
#define MISSED_MS (3600 * SECOND_MS)

static enum verdict for_reminder(const struct situation *now, const struct policy_limits *limits)
{
    if (now->quiet && now->severity < limits->quiet_from)
        return WAITS;
    if (now->superseded)
        return IS_MISSED;
    return now->late_ms <= LATE_MS ? RINGS : now->late_ms < MISSED_MS ? RINGS_LATE : TELLS;
}

static enum verdict for_timer(const struct situation *now)
{
    if (now->late_ms <= LATE_MS)
        return RINGS;
    return now->late_ms < MISSED_MS ? RINGS_LATE : TELLS_ONCE;
}

static enum verdict for_alarm(const struct situation *now, const struct policy_limits *limits)
{
    if (now->superseded || now->late_ms > limits->alarm_late_ms ||
        now->age_ms > limits->alarm_late_ms + MISSED_MS)
        return IS_MISSED;
    return now->late_ms <= LATE_MS ? RINGS : RINGS_LATE;
}

enum verdict policy(const struct situation *now, const struct policy_limits *limits)
{
    switch (now->kind) {
    case SAHUT_PROMISE_REMINDER:
        return for_reminder(now, limits);
    case SAHUT_PROMISE_TIMER:
    case SAHUT_PROMISE_STOPWATCH: /* is never due */
        return for_timer(now);
    case SAHUT_PROMISE_ALARM:
        return for_alarm(now, limits);
    case SAHUT_PROMISE_DEVICE:
        return now->turns_on && !now->rang && now->late_ms >= MISSED_MS ? IS_MISSED : CARRIES_OUT;
    }
    return RINGS;
}

struct policy_limits policy_limits_of(const struct sahut_skills *s)
{
    const char *severity = sahut_settings_string(s->world.settings, "quiet.severity");
    struct policy_limits limits = {
        .alarm_late_ms = sahut_settings_int(s->world.settings, "alarms.late") * SECOND_MS,
        .quiet_from = SAHUT_IMPORTANT,
    };

    for (int i = SAHUT_NORMAL; i <= SAHUT_URGENT; i++)
        if (strcmp(severity, sahut_severity_name((enum sahut_severity)i)) == 0)
            limits.quiet_from = (enum sahut_severity)i;
    return limits;
}

/* Minutes of the day of "22:30", -1 for anything else. */
static int minutes_of(const char *text)
{
    int hour, minute;
    char rest;

    if (sscanf(text, "%2d:%2d%c", &hour, &minute, &rest) != 2 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59)
        return -1;
    return hour * 60 + minute;
}

bool policy_quiet(const struct sahut_skills *s, int64_t now_ms, int64_t *end_ms)
{
    const int from = minutes_of(sahut_settings_string(s->world.settings, "quiet.from"));
    const int to = minutes_of(sahut_settings_string(s->world.settings, "quiet.to"));
    struct sahut_civil c = sahut_zone_local(s->world.zone, now_ms);
    const int now = c.hour * 60 + c.minute;

    if (from < 0 || to < 0 || from == to)
        return false;
    if (from < to ? now < from || now >= to : now < from && now >= to)
        return false;
    if (now >= to)
        c = sahut_civil_add_days(c, 1);
    c.hour = to / 60;
    c.minute = to % 60;
    c.second = 0;
    *end_ms = sahut_zone_instant(s->world.zone, &c, NULL);
    return true;
}
