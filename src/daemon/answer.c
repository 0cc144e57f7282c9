// SPDX-License-Identifier: GPL-3.0-or-later
/* From what was done to what is said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/assistant_internal.h"
#include "sahut/log.h"

#define CLIP_TEXT "<your own words>"

static void note(struct sahut_assistant *a, uint64_t id, const char *text, int64_t asked_ns,
                 double stored_ms)
{
    if (a->n_saying == ASSISTANT_SAYING)
        assistant_collect(a);
    if (id == 0 || a->n_saying == ASSISTANT_SAYING)
        return;
    a->saying[a->n_saying++] = (struct saying){
        .id = id, .text = sahut_strdup(text), .asked_ns = asked_ns, .stored_ms = stored_ms};
}

static void note_sound(struct sahut_assistant *a, uint64_t id, const char *name, bool alone)
{
    note(a, id, name, 0, 0);
    for (size_t i = 0; i < a->n_saying; i++)
        if (a->saying[i].id == id && id) {
            a->saying[i].earcon = true;
            a->saying[i].alone = alone;
        }
}

static enum sahut_voice_priority priority(const struct sahut_outcome *outcome)
{
    return outcome->ringing ? SAHUT_VOICE_ALARM : SAHUT_VOICE_ANSWER;
}

static void say(struct sahut_assistant *a, const struct sahut_outcome *outcome, int64_t asked_ns,
                double stored_ms)
{
    struct sahut_text text = {0};
    if (outcome->repeat)
        sahut_text_add(&text, a->last_answer);
    else
        sahut_replies_render(a->replies, outcome->reply, outcome->params, outcome->n_params,
                             a->turn++, sahut_skills_now(a->skills, a->now_ms), a->config.zone,
                             &text);
    const char *words = sahut_text_get(&text);
    if (words[0]) {
        note(a, sahut_voice_say(a->voice, priority(outcome), words), words, asked_ns, stored_ms);
        free(a->last_answer);
        a->last_answer = sahut_strdup(words);
        a->answers++;
    }
    sahut_text_finish(&text);
}

/* "By the way, …", "it is quiet until …": said apart, and a part of the answer all the same, for
 * "repeat" and for who asked in writing. */
static void say_also(struct sahut_assistant *a, const struct sahut_outcome *outcome)
{
    struct sahut_text text = {0};
    note(a, sahut_voice_say(a->voice, priority(outcome), outcome->also), outcome->also, 0, 0);
    sahut_text_addf(&text, "%s%s%s", a->last_answer, a->last_answer[0] ? " " : "", outcome->also);
    free(a->last_answer);
    a->last_answer = sahut_strdup(sahut_text_get(&text));
    sahut_text_finish(&text);
}

static void play_clip(struct sahut_assistant *a, const struct sahut_outcome *outcome)
{
    int16_t *pcm;
    size_t n;
    if (sahut_store_clip(a->store, outcome->promise, &pcm, &n))
        return;
    note(a, sahut_voice_play(a->voice, priority(outcome), pcm, n), CLIP_TEXT, 0, 0);
    free(pcm);
}

void assistant_answer(struct sahut_assistant *a, const struct sahut_outcome *outcome,
                      int64_t asked_ns, double stored_ms)
{
    if (outcome->stop_speaking)
        sahut_voice_stop(a->voice, SAHUT_VOICE_ALARM);
    bool repeat = outcome->repeat && a->last_answer[0];
    if (outcome->set_volume)
        sahut_voice_set_volume(a->voice, outcome->volume);
    if (outcome->settings_changed && a->is_live && a->live.reload)
        a->live.reload(a->live.ctx);
    sahut_voice_set_loudness(a->voice, outcome->loudness ? outcome->loudness : 100);
    if (outcome->tone_s > 0)
        note_sound(a, sahut_voice_tone(a->voice, priority(outcome), outcome->tone_s), "alarm",
                   false);
    if (outcome->reply[0] || repeat)
        say(a, outcome, asked_ns, stored_ms);
    if (outcome->play_clip)
        play_clip(a, outcome);
    if (outcome->also[0])
        say_also(a, outcome);
    sahut_voice_set_loudness(a->voice, 100);
}

void assistant_earcon(struct sahut_assistant *a, enum sahut_earcon earcon)
{
    static const char *const names[] = {
        [SAHUT_EARCON_LISTENING] = "listening",
        [SAHUT_EARCON_NOT_UNDERSTOOD] = "not understood",
        [SAHUT_EARCON_DONE] = "done",
    };
    if (!sahut_settings_bool(a->config.settings, "voice.earcons"))
        return;
    note_sound(a, sahut_voice_earcon(a->voice, SAHUT_VOICE_ANSWER, earcon), names[earcon], true);
}

static void report_said(struct sahut_assistant *a, const struct saying *saying,
                        const struct sahut_spoken *spoken)
{
    assistant_report(a,
                     (struct sahut_event){
                         .kind = saying->earcon ? SAHUT_EVENT_EARCON : SAHUT_EVENT_SAID,
                         .text = saying->text,
                         .seconds = (double)spoken->samples / SAHUT_VOICE_RATE,
                         .failed = spoken->interrupted,
                         .took_ms = saying->asked_ns && spoken->first_sample_ns
                                        ? (double)(spoken->first_sample_ns - saying->asked_ns) / 1e6
                                        : 0,
                         .stored_ms = saying->stored_ms,
                     });
}

/* Replay has no status: there it is a line of the log. */
static void report_loudspeaker(struct sahut_assistant *a, const struct sahut_spoken *spoken)
{
    if (a->is_live && (spoken->err || spoken->samples > 0))
        a->live.fault(a->live.ctx, SAHUT_PART_LOUDSPEAKER, spoken->err ? spoken->why.text : NULL);
    else if (spoken->err)
        sahut_log(SAHUT_LOG_ERROR, "speak", "not said: %s", spoken->why.text);
}

static void take_spoken(struct sahut_assistant *a, const struct sahut_spoken *spoken)
{
    report_loudspeaker(a, spoken);
    for (size_t i = 0; i < a->n_saying; i++) {
        if (a->saying[i].id != spoken->id)
            continue;
        struct saying saying = a->saying[i];
        a->n_saying--;
        memmove(&a->saying[i], &a->saying[i + 1], (a->n_saying - i) * sizeof(a->saying[0]));
        report_said(a, &saying, spoken);
        free(saying.text);
        return;
    }
}

static enum sahut_own_sound own_sound(const struct sahut_assistant *a)
{
    enum sahut_own_sound sound = SAHUT_OWN_SILENCE;
    for (size_t i = 0; i < a->n_saying; i++) {
        if (!a->saying[i].alone)
            return SAHUT_OWN_SPEECH;
        sound = SAHUT_OWN_EARCON;
    }
    return sound;
}

/* The ear must not take our own voice for an order, and hears the answer to a question from when
 * the question has been asked. */
static void attend(struct sahut_assistant *a)
{
    enum sahut_own_sound own = own_sound(a);
    if (own != a->own)
        ear_own_sound(a->ear, a->own = own);
    if (own == SAHUT_OWN_SPEECH || !a->open.wanted)
        return;
    if (a->open.quietly)
        ear_open_unasked(a->ear, a->open.seconds);
    else
        ear_open(a->ear, a->open.seconds);
    a->open.wanted = false;
}

void assistant_collect(struct sahut_assistant *a)
{
    if (!a->is_live && a->n_saying > 0)
        sahut_voice_wait(a->voice);
    struct sahut_spoken spoken;
    while (sahut_queue_try_pop(a->spoken, &spoken) == 0)
        take_spoken(a, &spoken);
    if (a->ear)
        attend(a);
}

void sahut_assistant_say(struct sahut_assistant *a, const char *text, int64_t now_ms)
{
    a->now_ms = now_ms;
    note(a, sahut_voice_say(a->voice, SAHUT_VOICE_ANSWER, text), text, 0, 0);
    assistant_collect(a);
}
