// SPDX-License-Identifier: GPL-3.0-or-later
/** The microphone for a command: pieces of sound, waited for. The daemon's is muted meanwhile. */
#ifndef CLI_MICROPHONE_H
#define CLI_MICROPHONE_H

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"

struct microphone;

/** Opens setting audio.input; a daemon that runs is told to close it. 0 or an exit code. */
int microphone_open(const struct cli *cli, const struct sahut_settings *settings,
                    struct microphone **out);
/** The daemon listens again. */
void microphone_close(struct microphone *m);
/** Takes `seconds` of sound; free(*pcm). 0 or an exit code, with a message. */
int microphone_take(struct microphone *m, double seconds, int16_t **pcm, size_t *n);
/** Waits up to `seconds` for somebody to speak, takes that with half a second around it;
 * free(*pcm),
 * `*n` is 0 if nobody did. */
int microphone_utterance(struct microphone *m, double seconds, int16_t **pcm, size_t *n);

#endif
