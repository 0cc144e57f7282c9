// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/wake_spot.h"

#include <string.h>

void wake_spot_init(struct wake_spot *s, const struct wake_net *const *nets, int n_nets, int phrase)
{
    memset(s, 0, sizeof(*s));
    s->ask_others = WAKE_SPOT_ASK_OTHERS;
    s->n_nets = n_nets;
    s->phrase = phrase;
    for (int i = 0; i < n_nets; i++) {
        s->nets[i] = nets[i];
        wake_net_share(nets[i], s->share[i]);
    }
    wake_spot_begin(s);
}

void wake_spot_begin(struct wake_spot *s)
{
    s->last_frame = -1;
    s->n_looks = 0;
}

static void all_columns(const struct wake_net *n, const struct features *f,
                        float columns[NET_T1][NET_C])
{
    float window[WAKE_NET_WINDOW * MEL_BANDS];
    features_last(f, WAKE_NET_WINDOW, window);
    for (size_t t = 0; t < NET_T1; t++)
        wake_net_column(n, window + 2 * t * MEL_BANDS, columns[t]);
}

static void next_column(struct wake_spot *s, const struct features *f)
{
    float frames[NET_K1 * MEL_BANDS];
    features_last(f, NET_K1, frames);
    wake_net_column(s->nets[0], frames, s->columns[s->n_columns++ % NET_T1]);
}

static void finish(struct wake_spot *s, int net, const struct features *f,
                   const float columns[NET_T1][NET_C], long first)
{
    float mean[MEL_BANDS];
    features_mean(f, mean);
    wake_net_finish(s->nets[net], (const float(*)[NET_C])s->share[net], mean, columns,
                    (int)(first % NET_T1), &s->pass);
}

static void ask_others(struct wake_spot *s, const struct features *f, float *logits)
{
    float columns[NET_T1][NET_C];
    for (int i = 1; i < s->n_nets; i++) {
        all_columns(s->nets[i], f, columns);
        finish(s, i, f, (const float(*)[NET_C])columns, 0);
        for (int k = 0; k < WAKE_NET_PHRASES; k++)
            logits[k] += s->pass.logits[k];
    }
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        logits[k] /= (float)s->n_nets;
}

static void first_network(struct wake_spot *s, const struct features *f)
{
    if (f->frames == s->last_frame + WAKE_SPOT_STEP) {
        next_column(s, f);
    } else {
        all_columns(s->nets[0], f, s->columns);
        s->n_columns = NET_T1;
        s->n_looks = 0;
    }
    s->last_frame = f->frames;
    finish(s, 0, f, (const float(*)[NET_C])s->columns, s->n_columns % NET_T1);
}

void wake_spot_look(struct wake_spot *s, const struct features *f, float scores[WAKE_NET_PHRASES])
{
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        scores[k] = WAKE_SPOT_LOWEST;
    if (f->frames < WAKE_NET_WINDOW)
        return;
    first_network(s, f);
    float *logits = s->looks[s->n_looks++ % WAKE_SPOT_LOOKS];
    memcpy(logits, s->pass.logits, sizeof(s->pass.logits));
    bool ask = false;
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        ask = ask || ((s->phrase < 0 || k == s->phrase) && logits[k] > s->ask_others);
    if (ask && s->n_nets > 1)
        ask_others(s, f, logits);
    if (s->n_looks < WAKE_SPOT_LOOKS)
        return;
    for (int k = 0; k < WAKE_NET_PHRASES; k++) {
        scores[k] = 0;
        for (int i = 0; i < WAKE_SPOT_LOOKS; i++)
            scores[k] += s->looks[i][k] / WAKE_SPOT_LOOKS;
    }
}
