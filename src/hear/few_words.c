// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/few_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/wake_model.h"
#include "sahut/text.h"

struct few_words {
    struct wake_model *model;
    struct wake_spot spot;
    float best[WAKE_NET_PHRASES];
};

int few_words_read(const char *path, struct few_words **out, struct sahut_why *why)
{
    struct wake_model *model;
    int err = wake_model_read(path, &model, why);
    if (err)
        return err;
    struct few_words *w = sahut_alloc(1, sizeof(*w));
    const struct wake_net *nets[WAKE_SPOT_NETS];
    for (int i = 0; i < model->n_nets; i++)
        nets[i] = &model->nets[i];
    w->model = model;
    wake_spot_init(&w->spot, nets, model->n_nets, -1);
    few_words_begin(w);
    *out = w;
    return 0;
}

void few_words_free(struct few_words *w)
{
    if (!w)
        return;
    free(w->model);
    free(w);
}

void few_words_begin(struct few_words *w)
{
    wake_spot_begin(&w->spot);
    for (int k = 0; k < WAKE_NET_PHRASES; k++)
        w->best[k] = FEW_WORDS_NONE;
}

void few_words_look(struct few_words *w, const struct features *f)
{
    float scores[WAKE_NET_PHRASES];
    wake_spot_look(&w->spot, f, scores);
    for (int k = 0; k < w->model->n_phrases; k++)
        w->best[k] = fmaxf(w->best[k], scores[k]);
}

static bool is_part(const char *part, const char *text)
{
    size_t n = strlen(part), length = strlen(text);
    if (n > length)
        return false;
    const char *end = text + length - n;
    bool begins = strncmp(text, part, n) == 0 && (text[n] == ' ' || !text[n]);
    bool ends = strcmp(end, part) == 0 && (end == text || end[-1] == ' ');
    return begins || ends;
}

float few_words_score(const struct few_words *w, const char *text)
{
    float best = FEW_WORDS_NONE;
    for (int k = 0; k < w->model->n_phrases; k++)
        if (is_part(w->model->phrases[k].name, text))
            best = fmaxf(best, w->best[k]);
    return best;
}
