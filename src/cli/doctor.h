// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of `sahut doctor` share: doctor.c runs the checks and prints what they find. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include <jansson.h>

#include "cli/cli.h"
#include "sahut/paths.h"

enum doctor_level { DOCTOR_OK, DOCTOR_WARNING, DOCTOR_ERROR };

struct doctor {
    const struct cli *cli;
    bool json;
    const char *root;                /**< "" or where to look for /dev, /proc, /etc */
    struct sahut_settings *settings; /**< defaults where the files are broken */
    struct sahut_paths paths;
    json_t *status; /**< of the daemon; NULL: none answers */
    int count[3];   /**< findings by level */
};

/** One finding. `advice` says what to do; "" where nothing needs to be done. */
void doctor_say(struct doctor *d, enum doctor_level level, const char *check, const char *advice,
                const char *format, ...) __attribute__((format(printf, 5, 6)));
/** ROOT/path in a buffer of its own; valid until the fourth call after this one. */
const char *doctor_path(const struct doctor *d, const char *path);

void doctor_cards(struct doctor *d);
void doctor_microphone(struct doctor *d);
void doctor_loudspeaker(struct doctor *d);

void doctor_models(struct doctor *d);
void doctor_devices(struct doctor *d);
void doctor_calendars(struct doctor *d);
void doctor_clock(struct doctor *d);
void doctor_storage(struct doctor *d);
void doctor_service(struct doctor *d);

#endif
