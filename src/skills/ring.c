// SPDX-License-Identifier: GPL-3.0-or-later
/* The course of ringing.
 *
 *   alarm     tone (louder each time) · words · silence in which the ear is open ─ every ring_every
 *   timer     words · open ear until it rings again ─ every timers.ring_every
 *   reminder  words · open ear for a while ─ every 1, 2, 4, 8, … times reminders.ring_every, an hour at most;
 *             an important one twice as often in all, an urgent one without the waiting longer
 */
#include "skills/skills_internal.h"

#include <string.h>

#define EAR_S           10
#define LONGEST_WAIT_MS (3600 * SECOND_MS)

static int setting(const struct sahut_skills *s, const char *name)
{
    return sahut_settings_int(s->world.settings, name);
}

static struct ring_course alarm_course(const struct sahut_skills *s, int rings)
{
    const int every_s = setting(s, "alarms.ring_every"), rise_s = setting(s, "alarms.rise");
    const int least = setting(s, "alarms.start_volume"), past_s = (rings - 1) * every_s;
    const int for_s = setting(s, "alarms.ring_for");

    return (struct ring_course){
        .times = for_s > every_s ? for_s / every_s : 1,
        .next_ms = every_s * SECOND_MS,
        .tone_s = every_s / 3,
        .loudness = past_s >= rise_s ? 100 : least + (100 - least) * past_s / rise_s,
        .open_ear_s = every_s, /* until it sounds again */
    };
}

static struct ring_course reminder_course(const struct sahut_skills *s,
                                          const struct sahut_promise *p, int rings)
{
    struct ring_course c = {
        .times = setting(s, "reminders.ring_times"),
        .next_ms = setting(s, "reminders.ring_every") * SECOND_MS,
        .open_ear_s = EAR_S,
    };

    for (int i = 1; i < rings && p->severity != SAHUT_URGENT && c.next_ms < LONGEST_WAIT_MS; i++)
        c.next_ms = c.next_ms * 2 < LONGEST_WAIT_MS ? c.next_ms * 2 : LONGEST_WAIT_MS;
    if (p->severity == SAHUT_IMPORTANT)
        c.times *= 2;
    else if (p->severity == SAHUT_URGENT)
        c.times *= 6;
    return c;
}

struct ring_course ring_course(const struct sahut_skills *s, const struct sahut_promise *p,
                               int rings)
{
    switch (p->kind) {
    case SAHUT_PROMISE_ALARM:
        return alarm_course(s, rings);
    case SAHUT_PROMISE_REMINDER:
        return reminder_course(s, p, rings);
    case SAHUT_PROMISE_TIMER:
    case SAHUT_PROMISE_DEVICE:
    case SAHUT_PROMISE_STOPWATCH:
        break;
    }
    return (struct ring_course){
        .times = setting(s, "timers.ring_times"),
        .next_ms = setting(s, "timers.ring_every") * SECOND_MS,
        .open_ear_s = setting(s, "timers.ring_every"),
    };
}
