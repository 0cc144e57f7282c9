// SPDX-License-Identifier: GPL-3.0-or-later
/* A text as sound in one piece, for those who need voices and no loudspeaker. */
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"
#include "sahut/voice.h"
#include "speak/espeak.h"

struct rendering {
    struct sahut_resampler *resampler;
    int16_t *pcm;
    size_t n, cap;
};

static bool take(void *ctx, const int16_t *pcm, size_t n)
{
    struct rendering *r = ctx;
    while (n > 0) {
        if (r->cap - r->n < n + 64) {
            r->cap = 2 * r->cap + n + 64;
            r->pcm = sahut_realloc(r->pcm, r->cap, sizeof(*r->pcm));
        }
        size_t used = n, made = r->cap - r->n;
        sahut_resampler_run(r->resampler, pcm, &used, r->pcm + r->n, &made);
        r->n += made;
        pcm += used;
        n -= used;
        if (used == 0 && made == 0)
            return false;
    }
    return true;
}

int sahut_voice_render(const struct sahut_voice_config *config, const char *text, int16_t **pcm,
                       size_t *n, struct sahut_why *why)
{
    struct espeak *e;
    struct rendering r = {0};
    int err = espeak_open(config, &e, why);
    if (err)
        return err;
    err = sahut_resampler_new(SAHUT_VOICE_RATE, SAHUT_HEAR_RATE, &r.resampler);
    if (!err)
        espeak_say(e, text, take, &r);
    else
        sahut_why(why, err, "there is no resampler");
    sahut_resampler_free(r.resampler);
    espeak_close(e);
    *pcm = r.pcm;
    *n = r.n;
    return err;
}
