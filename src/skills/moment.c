// SPDX-License-Identifier: GPL-3.0-or-later
/* From the time in an order to when a promise is due: once or again and again. */
#include "skills/skills_internal.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define CLOCK_END_32 INT64_C(2147483647000) /* 2038-01-19T03:14:07Z */

/* The setting times.morning: when a day was said without a time. */
static int morning_hour(const struct sahut_skills *s)
{
    return sahut_when_habits_read(s->world.settings).morning.at;
}

static int64_t morning(const struct sahut_skills *s, int64_t at_ms)
{
    struct sahut_civil c = sahut_zone_local(s->world.zone, at_ms);

    c.hour = morning_hour(s);
    c.minute = c.second = 0;
    return sahut_zone_instant(s->world.zone, &c, NULL);
}

static bool is_a_day(enum sahut_grain grain)
{
    switch (grain) {
    case SAHUT_GRAIN_DAY:
    case SAHUT_GRAIN_WEEK:
    case SAHUT_GRAIN_MONTH:
    case SAHUT_GRAIN_YEAR:
        return true;
    case SAHUT_GRAIN_PART:
    case SAHUT_GRAIN_HOUR:
    case SAHUT_GRAIN_MINUTE:
    case SAHUT_GRAIN_SECOND:
        return false;
    }
    return false;
}

bool moment_beyond_clock(int64_t due_ms, size_t time_t_bytes)
{
    return time_t_bytes <= 4 && due_ms > CLOCK_END_32;
}

static void refuse(struct turn *turn, const char *reply, int64_t due_ms)
{
    outcome_reply(turn->out, reply);
    outcome_value(turn->out, "when", SAHUT_PARAM_WHEN, due_ms);
    turn->out->failed = true;
}

bool moment_refused(struct turn *turn, int64_t due_ms)
{
    if (due_ms <= turn->now_ms)
        refuse(turn, "past", due_ms);
    else if (moment_beyond_clock(due_ms, turn->s->time_bytes))
        refuse(turn, "too_far", due_ms);
    return turn->out->failed;
}

/* "wake me tomorrow at half past six": four to seven, which convention puts after noon, is before
 * it for an alarm. */
static int waking_hour(const struct sahut_when *when, int hour)
{
    return when->half_open && hour >= 16 && hour < 19 ? hour - 12 : hour;
}

static int64_t waking(const struct turn *turn, const struct sahut_when *when)
{
    struct sahut_civil at = sahut_zone_local(turn->s->world.zone, when->start_ms);

    if (at.day == sahut_zone_local(turn->s->world.zone, turn->now_ms).day)
        return when->start_ms; /* the next six o'clock */
    at.hour = waking_hour(when, at.hour);
    return sahut_zone_instant(turn->s->world.zone, &at, NULL);
}

static enum moment once(struct turn *turn, const struct sahut_when *when, struct sahut_promise *p)
{
    const bool day = is_a_day(when->grain) && !when->relative;
    const int64_t due_ms = when->relative ? turn->now_ms + when->seconds * SECOND_MS
                           : day          ? morning(turn->s, when->start_ms)
                           : p->kind == SAHUT_PROMISE_ALARM ? waking(turn, when)
                                                            : when->start_ms;

    if (p->kind == SAHUT_PROMISE_ALARM && day)
        return MOMENT_ASK; /* nobody is woken at a guess */
    /* "today", said in the afternoon: only the person knows at what time. */
    if (due_ms <= turn->now_ms && when->end_ms > turn->now_ms && when->end_ms > when->start_ms)
        return MOMENT_ASK;
    if (moment_refused(turn, due_ms))
        return MOMENT_REFUSED;
    p->due_ms = due_ms;
    if (when->relative) {
        p->duration_s = when->seconds;
        promise_run(turn->s, p, turn->now_ms, when->seconds * SECOND_MS);
    } else {
        promise_at_instant(turn->s, p, due_ms);
    }
    return MOMENT_OK;
}

bool moment_repeat(const struct turn *turn, struct sahut_recurrence *out)
{
    const struct sahut_slot *slot = sahut_intent_slot(turn->intent, "repeat");
    const char *language = sahut_sentences_language(turn->s->world.sentences);
    const struct sahut_when_habits habits = sahut_when_habits_read(turn->s->world.settings);
    const struct sahut_when_context context = {
        .now_ms = turn->now_ms, .zone = turn->s->world.zone, .habits = &habits};
    struct sahut_words *words;
    const char *texts[32];
    size_t n = 0;
    bool found;

    if (!slot || sahut_words_new(slot->text, language, &words))
        return false;
    for (; n < words->count && n < sizeof texts / sizeof *texts; n++)
        texts[n] = words->items[n].text;
    found = sahut_recurrence_parse(language, texts, n, &context, out) == 0;
    sahut_words_free(words);
    return found;
}

static enum moment again(struct turn *turn, const struct sahut_recurrence *repeat,
                         const struct sahut_when *when, struct sahut_promise *p)
{
    struct sahut_zone *zone = turn->s->world.zone;
    struct sahut_civil first = sahut_zone_local(zone, repeat->first.start_ms);
    const struct sahut_when *time = &repeat->first; /* that says what the clock shows */
    struct sahut_why why;

    if (repeat->first.fit == SAHUT_ZONE_GAP) /* the rule goes by the time that was said */
        first = sahut_civil_add_seconds(
            first, sahut_zone_offset_s(zone, repeat->first.start_ms - DAY_S * SECOND_MS) -
                       sahut_zone_offset_s(zone, repeat->first.start_ms));
    if (is_a_day(repeat->first.grain)) {
        struct sahut_civil at = {.hour = morning_hour(turn->s)};

        if (when && !is_a_day(when->grain))
            at = sahut_zone_local(zone, when->start_ms), time = when;
        else if (p->kind == SAHUT_PROMISE_ALARM)
            return MOMENT_ASK;
        first.hour = at.hour;
        first.minute = at.minute;
        first.second = 0;
    }
    if (p->kind == SAHUT_PROMISE_ALARM)
        first.hour = waking_hour(time, first.hour);
    if (series_begin(turn->s, p, repeat->rule, &first, turn->now_ms, &why)) {
        outcome_reply(turn->out, "never_happens");
        turn->out->failed = true;
        return MOMENT_REFUSED;
    }
    return MOMENT_OK;
}

enum moment moment_of(struct turn *turn, struct sahut_promise *p)
{
    const struct sahut_slot *when = sahut_intent_slot(turn->intent, "when");
    struct sahut_recurrence repeat;

    if (moment_repeat(turn, &repeat))
        return again(turn, &repeat, when ? &when->when : NULL, p);
    return when ? once(turn, &when->when, p) : MOMENT_ASK;
}

/* "half past six" said at another time of day. */
static bool parse_at(const struct turn *turn, const char *text, int64_t now_ms,
                     struct sahut_civil *out)
{
    const char *language = sahut_sentences_language(turn->s->world.sentences);
    const struct sahut_when_habits habits = sahut_when_habits_read(turn->s->world.settings);
    const struct sahut_when_context context = {
        .now_ms = now_ms, .zone = turn->s->world.zone, .habits = &habits};
    struct sahut_words *words;
    struct sahut_when when;
    const char *texts[32];
    size_t n = 0;
    bool found;

    if (sahut_words_new(text, language, &words))
        return false;
    for (; n < words->count && n < sizeof texts / sizeof *texts; n++)
        texts[n] = words->items[n].text;
    found = sahut_when_parse(language, texts, n, &context, &when) == 0;
    sahut_words_free(words);
    if (found)
        *out = sahut_zone_local(turn->s->world.zone, when.start_ms);
    return found;
}

/* Of the two times that a clock shows so, the one nearest to `from`. */
static int nearer_half(int hour, int minute, const struct sahut_civil *from)
{
    const int distance = (hour - from->hour) * 60 + minute - from->minute;

    return distance > 360 || distance < -360 ? (hour + 12) % 24 : hour;
}

/* How the new time is meant is told by what it would be at other times of the day: a time that
 * moves with the half of the day has none of its own, and one that stays on the day has no date. */
struct sahut_civil moment_moved(const struct turn *turn, const struct sahut_slot *slot,
                                const struct sahut_civil *from)
{
    struct sahut_civil to = sahut_zone_local(turn->s->world.zone, slot->when.start_ms);
    struct sahut_civil midnight = sahut_zone_local(turn->s->world.zone, turn->now_ms);
    struct sahut_civil early, late;
    int64_t at_ms;

    midnight.hour = midnight.minute = midnight.second = 0;
    at_ms = sahut_zone_instant(turn->s->world.zone, &midnight, NULL);
    if (is_a_day(slot->when.grain)) { /* "to Friday": the time stays */
        to.hour = from->hour;
        to.minute = from->minute;
        return to;
    }
    if (!parse_at(turn, slot->text, at_ms, &early) || early.day != midnight.day ||
        !parse_at(turn, slot->text, at_ms + 12 * 3600 * SECOND_MS, &late)) {
        if (slot->when.half_open)
            to.hour = nearer_half(to.hour, to.minute, from);
        return to;
    }
    if (early.hour != late.hour)
        early.hour = nearer_half(early.hour, early.minute, from);
    early.year = from->year;
    early.month = from->month;
    early.day = from->day;
    return early;
}

/* What the person should know about a promise that was just made. */
void moment_remark(struct turn *turn, const struct sahut_promise *p)
{
    struct sahut_text text = {0};
    struct sahut_param params[1];
    int64_t end_ms;

    if (p->local[0] && !clock_trusted(turn->s)) {
        params[0] = param_value("time", SAHUT_PARAM_WHEN, turn->now_ms);
        render(turn->s, "clock_unsure_set", params, 1, turn->now_ms, &text);
    } else if (p->kind == SAHUT_PROMISE_REMINDER && policy_quiet(turn->s, p->due_ms, &end_ms) &&
               p->severity < policy_limits_of(turn->s).quiet_from) {
        params[0] = param_value("time", SAHUT_PARAM_CLOCK, end_ms);
        render(turn->s, "quiet_until", params, 1, turn->now_ms, &text);
    }
    copy_text(turn->out->also, sizeof turn->out->also, sahut_text_get(&text));
    sahut_text_finish(&text);
}
