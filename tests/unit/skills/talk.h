// SPDX-License-Identifier: GPL-3.0-or-later
/** Little dialogues with the skills: a world of real rooms (store, calendar, dry-run lines, reply
 * and sentence files) and a clock that the script turns.
 *
 * A step is a local time, what happens, and what must come of it:
 *
 *   {"2026-05-04T08:00", "timer.set|duration=60", "timer_set duration=60s <timer 1 due …>"}
 *
 * An order is INTENT|SLOT=VALUE…, INTENT?|… if it is doubtful; a leading '~' gives it a clip. TIME
 * values are "ISO" (a minute), "ISO GRAIN", "ISO..ISO GRAIN", "ISO..ISO part from ISO", "ISO minute
 * WORDS" (as they were said) or "+SECONDS". Other happenings: !due      does one thing that is due;
 * "-" if nothing was !next the local minute of the next due time, or "never" !restart  the skills
 * and the store are closed and opened again !clock BOOT trusted|unknown UPTIME   the machine's
 * clock says this time, UPTIME s after the start !zone NAME, !rest (the program ends) !hint ID
 * TEXT, !state ID, !clip ID (number of samples), !break, !mend (storage) "…" in an expectation
 * stands for anything. An outcome is: REPLY NAME=VALUE… <done> and also:"…" and the flags ask:SLOT
 * failed stop repeat ring clip.
 */
#ifndef SKILLS_TALK_H
#define SKILLS_TALK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct step {
    const char *at, *happens, *expect;
};

struct world;
/** `settings` is added to the sample devices; "" for none; '@' in them is the world's folder.
 * `on_disk` false: in memory. */
struct world *world_new(const char *settings, bool on_disk);
void world_free(struct world *w);
/** Reads FOLDER/cal into the world, after `ics` was written there. */
void world_calendar(struct world *w, const char *ics);
/** Another database, in this folder. */
void world_store(struct world *w, const char *folder);
/** Its database, and the folder that it is in. */
struct sahut_store *world_database(struct world *w, const char **folder);
/** Its skills, until the next restart, and the folder that '@' stands for. */
struct sahut_skills *world_skills(struct world *w, const char **folder);
/** A world without lines. */
void world_without_lines(struct world *w);
/** The edges since the last call: "desk lamp=1 ". */
const char *world_edges(struct world *w);
/** Plays the script; fails the test at the first step that comes out differently. Every reply must
 * also render from the reply file. */
void talk(struct world *w, const struct step *steps, size_t count);
#define TALK(w, steps) talk(w, steps, sizeof(steps) / sizeof *(steps))

#endif
