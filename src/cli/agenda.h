// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of `sahut agenda` share. */
#ifndef CLI_AGENDA_H
#define CLI_AGENDA_H

#include "cli/cli.h"
#include "sahut/calendar.h"
#include "sahut/when.h"

struct agenda {
    const struct cli *cli;
    struct sahut_settings *settings;
    struct sahut_zone *zone;
    struct sahut_calendar *calendar;
    int64_t now_ms;
    bool missing; /**< a calendar could not be read at all */
};

/** A date, a time, or words ("tomorrow at nine") given to an option. An exit code. */
int agenda_when(const struct agenda *a, const char *option, const char *text,
                struct sahut_when *out);
/** add, move and cancel: an exit code. */
int agenda_edit(const struct agenda *a);

#endif
