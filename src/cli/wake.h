// SPDX-License-Identifier: GPL-3.0-or-later
/** What the wake commands share. */
#ifndef CLI_WAKE_H
#define CLI_WAKE_H

#include "cli/cli.h"
#include "sahut/shelf.h"
#include "sahut/teach.h"

/** A recording whole, 16 kHz; free(*pcm). 0 or an exit code. */
int wake_read_file(const struct cli *cli, const char *path, int16_t **pcm, size_t *n);
/** A daemon that runs reads its settings and models again. */
void wake_reload(const struct cli *cli);
int wake_teach(const struct cli *cli);

#endif
