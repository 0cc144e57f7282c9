// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two kinds of ear share. */
#ifndef DAEMON_EAR_PRIVATE_H
#define DAEMON_EAR_PRIVATE_H

#include "daemon/ear.h"

/* Contract: called on the assistant's thread alone; none of them waits for hearing in a thread. */
struct ear_ops {
    void (*quit)(struct ear *e); /* may be NULL */
    void (*free)(struct ear *e);
    int (*expect)(struct ear *e, struct sahut_grammar *grammar, struct sahut_why *why);
    void (*open)(struct ear *e, double seconds);
    void (*open_unasked)(struct ear *e, double seconds);
    void (*own_sound)(struct ear *e, enum sahut_own_sound sound);
    void (*finish)(struct ear *e);
    void (*forget)(struct ear *e);
    bool (*next)(struct ear *e, struct ear_report *out);
    unsigned (*progress)(struct ear *e, bool *waiting);
};

struct ear {
    const struct ear_ops *ops;
};

/* A copy that owns its text and its clip; `began_ns`: when the step that found it began. */
struct ear_report ear_report_copy(const struct sahut_heard *heard, int64_t began_ns);
int64_t ear_clock_ns(void);

#endif
