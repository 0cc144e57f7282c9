// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/resampler.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <speex/speex_resampler.h>

/* Speex's own delay is half a filter of input samples, which is a fraction of output samples for
 * most pairs of rates. speex_resampler_skip_zeros puts the middle of the filter exactly on the
 * first input sample; `lead` zeros in front then make the delay a whole number again. */
struct sahut_resampler {
    SpeexResamplerState *speex; /**< NULL when both rates are the same */
    size_t delay;               /**< output samples, rounded up */
    size_t lead;                /**< zeros still to be given out */
};

#define QUALITY 5
#define MAX_RUN (1u << 20) /* samples a call to speex, whose counts have 32 bits */

int sahut_resampler_new(unsigned from_hz, unsigned to_hz, struct sahut_resampler **out)
{
    if (from_hz == 0 || to_hz == 0)
        return -EINVAL;
    struct sahut_resampler *r = calloc(1, sizeof(*r));
    if (!r)
        return -ENOMEM;
    if (from_hz != to_hz) {
        int err = 0;
        r->speex = speex_resampler_init(1, from_hz, to_hz, QUALITY, &err);
        if (!r->speex) {
            free(r);
            return err == RESAMPLER_ERR_INVALID_ARG ? -EINVAL : -ENOMEM;
        }
        speex_resampler_skip_zeros(r->speex);
        uint64_t input_delay = (uint64_t)speex_resampler_get_input_latency(r->speex);
        r->delay = (size_t)((input_delay * to_hz + from_hz - 1) / from_hz);
        r->lead = r->delay;
    }
    *out = r;
    return 0;
}

void sahut_resampler_free(struct sahut_resampler *r)
{
    if (!r)
        return;
    if (r->speex)
        speex_resampler_destroy(r->speex);
    free(r);
}

void resampler_restart(struct sahut_resampler *r)
{
    r->lead = 0;
    if (!r->speex)
        return;
    speex_resampler_reset_mem(r->speex);
    speex_resampler_skip_zeros(r->speex);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void sahut_resampler_run(struct sahut_resampler *r, const int16_t *in, size_t *in_n, int16_t *out,
                         size_t *out_n)
{
    size_t taken = 0, given = least(r->lead, *out_n);
    memset(out, 0, given * sizeof(*out));
    r->lead -= given;
    if (!r->speex) {
        taken = given = least(*in_n, *out_n);
        memcpy(out, in, given * sizeof(*out));
    }
    while (r->speex && taken < *in_n && given < *out_n) {
        spx_uint32_t now_in = (spx_uint32_t)least(*in_n - taken, MAX_RUN);
        spx_uint32_t now_out = (spx_uint32_t)least(*out_n - given, MAX_RUN);
        speex_resampler_process_int(r->speex, 0, in + taken, &now_in, out + given, &now_out);
        if (now_in == 0 && now_out == 0)
            break;
        taken += now_in;
        given += now_out;
    }
    *in_n = taken;
    *out_n = given;
}

size_t sahut_resampler_delay(const struct sahut_resampler *r)
{
    return r->delay;
}
