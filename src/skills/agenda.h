// SPDX-License-Identifier: GPL-3.0-or-later
/* What the agenda's files share. */
#ifndef SKILLS_AGENDA_H
#define SKILLS_AGENDA_H

#include "skills/skills_internal.h"

/* What is asked about. */
struct asked {
    int64_t start_ms, end_ms; /* the whole of it */
    int64_t from_ms;          /* start, or now if it has begun */
    bool days;                /* more than one day */
};

/* From slot `when`, or today. */
struct asked agenda_asked(const struct turn *turn);
int64_t agenda_midnight(const struct sahut_skills *s, int64_t at_ms, int days);
/* The text of a slot, "" if it is not there. */
const char *agenda_slot(const struct turn *turn, const char *name);
/* Which appointment was named, freely (title) or as it is in the calendar (event); "" if none. */
const char *agenda_title(const struct turn *turn);
/* Parameter `summary`, with a word for an event without one. */
void agenda_summary(struct turn *turn, const char *name, const struct sahut_occurrence *o);
/* Parameter `when`, or `day` for an all-day event: a template has one of the two. */
void agenda_when_param(struct turn *turn, const struct sahut_occurrence *o);
/* From the calendar of holidays: it is told, and takes nobody's time. */
bool agenda_is_holiday(const struct sahut_skills *s, const struct sahut_occurrence *o);
/* Takes time: not all-day, not transparent, no holiday. */
bool agenda_is_busy(const struct sahut_skills *s, const struct sahut_occurrence *o);
/* Occurrences in [from, to); false, with the reply, if that failed. */
bool agenda_read(struct turn *turn, int64_t from_ms, int64_t to_ms, struct sahut_occurrence **out,
                 size_t *count);
/* A list's item: what, when, and the day if `with_day`. */
void agenda_item(struct items *items, const struct turn *turn, int64_t from_ms, bool with_day,
                 const struct sahut_occurrence *o);
/* The next appointment that has not begun, none before `from`; false if there is none. free(*out)
 * in any case. */
bool agenda_next(struct turn *turn, int64_t from_ms, struct sahut_occurrence **out);

/* "Advent is on Sunday", of a holiday. */
void agenda_holiday_item(struct items *items, const struct turn *turn, int64_t from_ms,
                         const struct sahut_occurrence *o);
/* How long the way to it takes; 0 if nobody knows. */
int64_t agenda_travel_ms(const struct sahut_skills *s, const struct sahut_occurrence *o);

/* agenda_find.c: "when is the dentist", "where", "what is it about", "what's next". */
void agenda_tell_first_or_last(struct turn *turn, bool last);
void agenda_tell_holidays(struct turn *turn);
void agenda_tell_next(struct turn *turn);
void agenda_tell_title(struct turn *turn, const char *title);
/* agenda_free.c */
void agenda_tell_free(struct turn *turn);
void agenda_tell_free_times(struct turn *turn);
/* agenda_parts.c: a day that is too long to be read at once. */
bool agenda_is_long(const struct asked *a, size_t count);
void agenda_tell_long(struct turn *turn, const struct asked *a, const struct sahut_occurrence *list,
                      size_t count);

#endif
