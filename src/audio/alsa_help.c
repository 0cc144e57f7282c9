// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/alsa_help.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/log.h"
#include "sahut/text.h"

#define HINTS_MAX 6

__attribute__((format(printf, 5, 6))) static void to_log(const char *file, int line,
                                                         const char *function, int err,
                                                         const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    sahut_log(SAHUT_LOG_DEBUG, "audio", "alsa-lib: %s: %s%s%s", function, text, err ? ": " : "",
              err ? snd_strerror(err) : "");
}

void alsa_help_quiet(void)
{
    snd_lib_error_set_handler(to_log);
}

/* alsa-lib offers a dozen names for each card; these are for special wiring, or play nothing, or
 * refuse what a device does not have by itself. */
static bool is_worth_a_try(const char *name)
{
    static const char *const others[] = {
        "null",     "hw:",        "front:",  "rear:",      "center_lfe:", "side:",
        "surround", "iec958:",    "hdmi:",   "dmix:",      "dsnoop:",     "usbstream:",
        "modem:",   "phoneline:", "lavrate", "samplerate", "speexrate",   "speex",
        "upmix",    "vdownmix",   "jack",    "oss"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (strncmp(name, others[i], strlen(others[i])) == 0)
            return false;
    return true;
}

/* Adds "default, plughw:CARD=Device,DEV=0"; nothing when there is no device that way. */
static void add_offers(snd_pcm_stream_t stream, struct sahut_text *t)
{
    const char *wanted = stream == SND_PCM_STREAM_PLAYBACK ? "Output" : "Input";
    void **hints = NULL;
    if (snd_device_name_hint(-1, "pcm", &hints) < 0)
        return;
    int offers = 0;
    for (void **h = hints; *h && offers < HINTS_MAX; h++) {
        char *name = snd_device_name_get_hint(*h, "NAME");
        char *direction = snd_device_name_get_hint(*h, "IOID"); /* NULL: both */
        if (name && (!direction || strcmp(direction, wanted) == 0) && is_worth_a_try(name))
            sahut_text_addf(t, "%s%s", offers++ ? ", " : "", name);
        free(name);
        free(direction);
    }
    snd_device_name_free_hint(hints);
}

static int no_such_device(const char *pcm, snd_pcm_stream_t stream, int err, struct sahut_why *why)
{
    const bool play = stream == SND_PCM_STREAM_PLAYBACK;
    struct sahut_text offers = {0};
    add_offers(stream, &offers);
    if (offers.len > 0)
        sahut_why(why, err, "sound device \"%s\": there is no such device; try one of: %s", pcm,
                  sahut_text_get(&offers));
    else
        sahut_why(
            why, err,
            "sound device \"%s\": there is no such device, nor any other to %s; is the sound card "
            "plugged in? `%s -L` lists what the system knows",
            pcm, play ? "play on" : "record from", play ? "aplay" : "arecord");
    sahut_text_finish(&offers);
    return err;
}

int alsa_help_open(const char *pcm, snd_pcm_stream_t stream, int err, struct sahut_why *why)
{
    switch (-err) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return no_such_device(pcm, stream, err == -ENOENT ? -ENOENT : -ENODEV, why);
    case EBUSY:
    case EAGAIN:
        return sahut_why(why, -EBUSY,
                         "sound device \"%s\": another program is using it (`fuser -v /dev/snd/*` "
                         "names it); \"default\" can usually be shared",
                         pcm);
    case EACCES:
    case EPERM:
        return sahut_why(why, -EACCES,
                         "sound device \"%s\": permission denied; add the user to the group "
                         "\"audio\" and log in again",
                         pcm);
    }
    return sahut_why(why, err, "sound device \"%s\": cannot be opened: %s", pcm, snd_strerror(err));
}
