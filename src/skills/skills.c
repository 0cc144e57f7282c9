// SPDX-License-Identifier: GPL-3.0-or-later
/* One table from intent names to skills, and the way of an order through it. */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct skill {
    const char *intent;
    skill_run *run;
    bool keeps_question; /* an open question stays open, or is the skill's own matter */
} table[] = {
    {"reminder.set", reminder_set, false},
    {"reminder.query", reminder_query, false},
    {"reminder.cancel", reminder_cancel, false},
    {"reminder.change", reminder_change, false},
    {"reminder.snooze", promise_snooze, false},
    {"alarm.set", alarm_set, false},
    {"alarm.query", alarm_query, false},
    {"alarm.cancel", alarm_cancel, false},
    {"alarm.change", alarm_change, false},
    {"alarm.snooze", promise_snooze, false},
    {"timer.set", timer_set, false},
    {"timer.query", timer_query, false},
    {"timer.cancel", timer_cancel, false},
    {"timer.pause", timer_pause, false},
    {"timer.resume", timer_resume, false},
    {"timer.change", timer_change, false},
    {"stopwatch.start", stopwatch_set, false},
    {"stopwatch.query", stopwatch_query, false},
    {"stopwatch.pause", stopwatch_pause, false},
    {"stopwatch.resume", stopwatch_resume, false},
    {"stopwatch.cancel", stopwatch_cancel, false},
    {"reminder.missed", missed_query, false},
    {"clock.confirm", clock_confirm, false},
    {"dialogue.undo", dialogue_undo, false},
    {"agenda.query", agenda_query, false},
    {"event.add", event_add, false},
    {"event.cancel", event_cancel, false},
    {"event.change", event_change, false},
    {"device.on", device_on, false},
    {"device.off", device_off, false},
    {"device.toggle", device_toggle, false},
    {"device.dim", device_dim, false},
    {"device.flash", device_flash, false},
    {"device.query", device_query, false},
    {"clock.time", clock_time, false},
    {"clock.date", clock_date, false},
    {"volume.change", volume_change, false},
    {"wake.false_alarm", wake_false_alarm, false},
    {"dialogue.stop", dialogue_stop, false},
    {"dialogue.help", dialogue_help, true},
    {"dialogue.repeat", dialogue_repeat, true},
    {"dialogue.cancel", dialogue_cancel, true},
    {"dialogue.no", dialogue_cancel, true},
    {"dialogue.yes", dialogue_yes, true},
    {"dialogue.why", dialogue_why, true},
    {"dialogue.thanks", dialogue_thanks, true},
    {"dialogue.greet", dialogue_greet, true},
};

int sahut_skills_new(const struct sahut_skills_world *world, struct sahut_skills **out)
{
    struct sahut_skills *s = sahut_alloc(1, sizeof *s);

    memset(s, 0, sizeof *s);
    s->world = *world;
    s->time_bytes = sizeof(time_t);
    s->clock.machine = sahut_clock_virtual();
    s->clock.save_ms = INT64_MAX;
    volume_recall(s);
    export_all(s);
    *out = s;
    return 0;
}

void sahut_skills_set_world(struct sahut_skills *s, const struct sahut_skills_world *world)
{
    struct sahut_zone *zone = s->world.zone;

    s->world = *world;
    notice_forget(s);
    export_all(s);
    undo_forget_devices(s);
    s->next_known = false;
    if (world->zone != zone)
        sahut_skills_set_zone(s, world->zone, 0);
}

void sahut_skills_free(struct sahut_skills *s)
{
    if (!s)
        return;
    question_drop(&s->question);
    free(s->unsaved);
    undo_free(s->undo);
    export_finish(s);
    free(s);
}

static const struct skill *find_skill(const char *intent)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].intent, intent) == 0)
            return &table[i];
    return NULL;
}

/* Once more: a noise must not lose the order, and a noisy room must not be asked for ever. */
static void not_understood(struct turn *turn)
{
    struct question *q = &turn->s->question;

    outcome_reply(turn->out, turn->intent->name[0] ? "not_able" : "not_understood");
    if (q->ask[0] && q->misses++ > 0)
        question_drop(q);
    copy_text(turn->out->ask, sizeof turn->out->ask, question_context(q));
}

static void answer(struct turn *turn)
{
    struct question *q = &turn->s->question;
    const struct skill *skill = find_skill(q->intent.name);
    struct sahut_intent *merged = sahut_alloc(1, sizeof *merged);
    struct sahut_clip kept;

    question_merge(q, turn->intent, merged, &turn->clip, &kept);
    turn->intent = merged;
    skill->run(turn);
    free((void *)kept.pcm);
    free(merged);
}

bool question_confirmed(struct turn *turn)
{
    struct question *q = &turn->s->question;
    const bool meant = q->intent.doubtful; /* that was the question, and no skill's own */
    struct sahut_intent yes = {.n_slots = meant ? 0 : 1};

    if (strcmp(q->ask, "confirm") != 0)
        return false;
    yes.slots[0] = (struct sahut_slot){.name = "confirm", .type = SAHUT_SLOT_WORD, .text = "yes"};
    turn->intent = &yes;
    undo_begin(turn->s);
    answer(turn);
    return true;
}

/* What changes something, but not what is heard at once and taken back as easily. */
static bool wants_asking(const char *intent)
{
    const char *action = strchr(intent, '.');
    return sahut_intent_changes(intent) && strcmp(intent, "volume.change") != 0 &&
           strcmp(action, ".snooze") != 0;
}

static bool is_doubtful(const struct turn *turn)
{
    return turn->intent->doubtful ||
           (turn->s->coming.how == SAHUT_HEARD_DOUBTFULLY && wants_asking(turn->intent->name));
}

/* Not heard well enough, or too unlike what people say to it, to be done unasked. */
static void ask_whether(struct turn *turn)
{
    const struct sahut_intent *meant = turn->intent;
    struct sahut_intent asked = *meant;

    asked.doubtful = true;
    turn->intent = &asked;
    if (turn->s->coming.how == SAHUT_HEARD_DOUBTFULLY) {
        question_ask(turn, "heard_sure", "confirm");
        dialogue_said(turn, &turn->s->coming);
    } else {
        question_ask(turn, "doubtful_sure", "confirm");
        dialogue_example(turn, asked.name);
    }
    turn->intent = meant;
}

void sahut_skills_heard(struct sahut_skills *s, const char *text, enum sahut_certainty how)
{
    copy_text(s->coming.text, sizeof s->coming.text, text);
    s->coming.how = how;
}

/* Whoever asks why means the order before that question. */
static void remember(struct sahut_skills *s, const struct sahut_intent *intent)
{
    if (strcmp(intent->name, "dialogue.why") != 0) {
        s->last = s->coming;
        copy_text(s->last.intent, sizeof s->last.intent, intent->name);
    }
    s->coming = (struct taken){0};
}

void talked_of(struct sahut_skills *s, int64_t promise)
{
    if (promise > 0)
        s->about = promise;
}

void sahut_skills_order(struct sahut_skills *s, const struct sahut_intent *intent,
                        const struct sahut_clip *clip, int64_t wall_ms, struct sahut_outcome *out)
{
    struct turn turn = {s, intent, clip, sahut_skills_now(s, wall_ms), out};
    const struct skill *skill = find_skill(intent->name);
    const bool changes = skill && strncmp(intent->name, "dialogue.", 9) != 0;

    s->now_ms = turn.now_ms;
    outcome_clear(out);
    promise_retry(s);
    notice_start(s, turn.now_ms);
    if (changes)
        undo_begin(s);
    if (!skill) {
        not_understood(&turn);
    } else if (question_is_answer(&s->question, intent)) {
        answer(&turn);
    } else {
        if (!skill->keeps_question)
            question_drop(&s->question);
        if (is_doubtful(&turn))
            ask_whether(&turn);
        else
            skill->run(&turn);
    }
    undo_end(s);
    remember(s, intent);
    talked_of(s, out->promise);
    if (changes && strcmp(intent->name, "reminder.query") != 0)
        missed_offer(&turn);
    clock_save(s, turn.now_ms);
    s->answered = s->answered || (out->reply[0] && strcmp(out->reply, "nothing_to_repeat") != 0);
}

int sahut_skills_hint(struct sahut_skills *s, int64_t promise, const char *text)
{
    struct sahut_promise p;
    struct sahut_why why;
    int err = sahut_store_promise_get(s->world.store, promise, &p);

    if (err)
        return err;
    if (!text[0] || p.kind != SAHUT_PROMISE_REMINDER || (p.title[0] && !p.title_is_hint))
        return -EINVAL;
    copy_text(p.title, sizeof p.title, text);
    p.title_is_hint = true;
    return promise_change(s, &p, &why);
}
