// SPDX-License-Identifier: GPL-3.0-or-later
/** What is done: one table from intent names to functions, and what happens when a promise is due.
 * Everything here is single-threaded and gets the time. */
#ifndef SAHUT_SKILLS_H
#define SAHUT_SKILLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/calendar.h"
#include "sahut/clock.h"
#include "sahut/intent.h"
#include "sahut/lines.h"
#include "sahut/replies.h"
#include "sahut/settings.h"
#include "sahut/store.h"

/** What the skills work on; all but `calendar` and `lines` are mandatory; nothing is owned. The
 * promises in `store` are changed through the skills alone while they exist. */
struct sahut_skills_world {
    const struct sahut_settings *settings;
    struct sahut_store *store;
    struct sahut_calendar *calendar;     /**< NULL: none configured */
    struct sahut_lines *lines;           /**< NULL: no devices */
    struct sahut_sentences *sentences;   /**< for help */
    const struct sahut_replies *replies; /**< for the items of lists */
    struct sahut_zone *zone;
    const char *state; /**< the state folder, for the settings that Sahut writes; NULL: none */
};

struct sahut_skills;
int sahut_skills_new(const struct sahut_skills_world *world, struct sahut_skills **out);
void sahut_skills_free(struct sahut_skills *s);
/** Another world from now on (settings, calendars, lines, … were read again); the promises and an
 * open question stay. */
void sahut_skills_set_world(struct sahut_skills *s, const struct sahut_skills_world *world);

#define SAHUT_OUTCOME_PARAMS 8

/** What came of an order or of a due promise. */
struct sahut_outcome {
    bool failed;    /**< the user is told that it was *not* done */
    char done[256]; /**< for the time line: "reminder 3 due Tue 2026-05-05 09:00"; "" if nothing */
    char reply[48]; /**< reply id; "" for silence */
    struct sahut_param params[SAHUT_OUTCOME_PARAMS];
    size_t n_params;
    char ask[32];       /**< context of the question that the reply asks; "" if none */
    bool stop_speaking; /**< dialogue.stop: silence the voice at once */
    bool repeat;        /**< dialogue.repeat: say the last answer again */
    char also[600];     /**< said after the reply: "By the way, …"; "" if nothing */
    int64_t promise;    /**< id of the promise that was made or is ringing; 0 if none */
    bool play_clip;     /**< after the reply, play the promise's clip */
    bool ringing;       /**< spoken as an alarm */
    /** When all of it has been said: hear an order without the wake phrase for so many seconds.
     * 0: no. */
    int open_ear_s;
    /** An alarm's tone of so many seconds comes before the words; 0: none. */
    int tone_s;
    int loudness; /**< of tone and words, percent of the set volume; 0 means 100 */
    bool set_volume;
    int volume;            /**< with `set_volume`: percent, from now on */
    bool settings_changed; /**< Sahut's own were written: read all settings again */
};

/** The clock from now on: at the start, when it was set, after a suspend, and before due steps.
 * Without a call it is sahut_clock_virtual(). `now_ms` is the wall time, here as everywhere; it may
 * jump between two calls when `clock` says so. */
void sahut_skills_set_clock(struct sahut_skills *s, const struct sahut_clock *clock,
                            int64_t now_ms);
/** The zone from now on (not owned): /etc/localtime was changed. Promises at a clock time stay at
 * that clock time. */
void sahut_skills_set_zone(struct sahut_skills *s, struct sahut_zone *zone, int64_t now_ms);
/** The program is about to end: stores what is left of running timers. */
void sahut_skills_rest(struct sahut_skills *s, int64_t now_ms);
/** The user says that the clock is right: it is trusted until it is set or the machine is started
 * again. -errno with `why` if that was not stored; it counts all the same. */
int sahut_skills_confirm_clock(struct sahut_skills *s, int64_t now_ms, struct sahut_why *why);
/** The best known time when the machine's clock says `wall_ms`: the same, unless that clock is not
 * trusted and behind what is known from before. For understanding and for replies. */
int64_t sahut_skills_now(const struct sahut_skills *s, int64_t wall_ms);
/** Is the time trusted, and why (lives until the next call). */
bool sahut_skills_clock_trusted(const struct sahut_skills *s, const char **why);

/** The volume that counts, percent: what was set last, also by an earlier run of the program;
 * setting voice.volume if nothing was, or if that was changed since. */
int sahut_skills_volume(const struct sahut_skills *s);
/** It was set by other means than an order: a button, a reload. */
void sahut_skills_set_volume(struct sahut_skills *s, int percent);

/** The words of the order that comes next, as heard ("*" for free text) or typed, and how surely.
 * What was heard doubtfully and would change something is asked back. Kept in memory alone until
 * the order after it, for dialogue.why. */
enum sahut_certainty { SAHUT_HEARD_SURELY, SAHUT_HEARD_DOUBTFULLY, SAHUT_HEARD_REFUSED };
void sahut_skills_heard(struct sahut_skills *s, const char *text, enum sahut_certainty how);
/** What each device should be when the lines are opened, before that: as set, or as it was; with a
 * longest time on only while the end of that is known and ahead. `on` has room for all devices. */
void sahut_skills_devices_at_start(struct sahut_skills *s, int64_t now_ms, bool *on);
/** The settings were read again: of the devices that are `on`, which may stay so? One with a
 * longest time on only while its end is known, ahead and within that time. */
void sahut_skills_devices_stay(struct sahut_skills *s, int64_t now_ms, bool *on);

/** Carries an order out at `now`. `clip` is the sound of the free-text slot (NULL: typed). Always
 * fills `out`; an intent without a skill gives reply "not_able", none "not_understood". A promise
 * is on disk before this returns. */
void sahut_skills_order(struct sahut_skills *s, const struct sahut_intent *intent,
                        const struct sahut_clip *clip, int64_t now_ms, struct sahut_outcome *out);

/** The next instant of the wall clock at which sahut_skills_due wants to be called; INT64_MAX if
 * never. When the clock is set it is another one. */
int64_t sahut_skills_next(struct sahut_skills *s);
/** The same, of promises alone: nothing is due before that a sleeping board would have to wake for.
 */
int64_t sahut_skills_next_promise(struct sahut_skills *s);
/** Does one thing that is due at `now` (fires a promise, rings again, expires it, switches a
 * device). Returns false if nothing was due; call again until then. */
bool sahut_skills_due(struct sahut_skills *s, int64_t now_ms, struct sahut_outcome *out);

/** Brings the promises and the to-dos in the folder of setting reminders.folder together: writes
 * what has changed since the last call, and ends what was completed there. The first call compares
 * all of them. `*completed`: how many were ended so. Writes nothing when there is nothing to do.
 * -errno with `why` of the first that could not be written; it is tried again at the next call. */
int sahut_skills_export(struct sahut_skills *s, int64_t now_ms, size_t *completed,
                        struct sahut_why *why);
/** A file of that folder was changed by somebody (NULL: some may have been); looked at by the next
 * sahut_skills_export. */
void sahut_skills_todo_changed(struct sahut_skills *s, const char *file);

/** The text that was found in a promise's clip; stored as its title, marked as a hint. */
int sahut_skills_hint(struct sahut_skills *s, int64_t promise, const char *text);

#endif
