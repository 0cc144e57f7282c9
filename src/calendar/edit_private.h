// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files that change an .ics text share: edit_parse.c takes it apart, edit_rewrite.c
 * writes one event anew, edit.c moves and calls off, edit_add.c adds. */
#ifndef CALENDAR_EDIT_PRIVATE_H
#define CALENDAR_EDIT_PRIVATE_H

#include "calendar/edit.h"
#include "calendar/ics.h"

/** An event of the UID, and where its text is. */
struct edit_place {
    struct cal_event event;
    size_t begin, end; /* bytes, the BEGIN and END lines included */
};

struct edit_parsed {
    const struct cal_edit *edit;
    struct cal_zones *zones;
    struct edit_place *list; /* all events, in the order of the file */
    size_t count;
    const char *eol;
};

/** A content line: its bytes in the file with folds and line end, and its text without. */
struct edit_line {
    size_t begin, end;
    char *plain;
    size_t name;  /* length of the name in `plain` */
    size_t value; /* where the value begins; length of `plain` if there is none */
};

/** Takes the text apart; edit_parsed_finish. */
void edit_parse(const struct cal_edit *edit, struct edit_parsed *out);
void edit_parsed_finish(struct edit_parsed *p);
/** The event of the UID itself, and the one that stands for an occurrence of it; NULL if it is not
 * there. */
struct edit_place *edit_master(const struct edit_parsed *p);
struct edit_place *edit_override(const struct edit_parsed *p, int64_t original_ms);
int edit_not_there(struct sahut_why *why);

/** The line at `at`, with those that continue it; free(plain). False at the end. */
bool edit_read_line(const struct cal_edit *e, size_t at, struct edit_line *out);
/** Is that its name; does its value begin so? */
bool edit_is(const struct edit_line *l, const char *name);
bool edit_is_line(const struct edit_line *l, const char *name, const char *value);
/** Bytes as they are. */
void edit_copy(struct sahut_text *out, const struct cal_edit *e, size_t from, size_t to);

/** One event that is written anew. */
struct edit_rewriting {
    const struct edit_parsed *parsed;
    const struct edit_place *place;
    struct sahut_text *out;
    bool new_time;
    int64_t start_ms, end_ms;
    bool alone;        /* becomes a single occurrence of its series */
    bool except;       /* gets an EXDATE */
    int64_t marked_ms; /* for `alone` and `except`: which occurrence */
    int64_t shift_s;   /* times in lists and rules move by this */
    bool called_off;   /* STATUS:CANCELLED */
    char *params;      /* of DTSTART */
};

void edit_rewrite(struct edit_rewriting *r);
/** A line with the time of the change. */
void edit_add_stamp(const struct edit_parsed *p, struct sahut_text *out, const char *name);

#endif
