// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes models/en/gaps: the few words that may be said unasked (src/hear/few_words.h).
 *
 *   src/train/gaps_say FOLDER                        eSpeak NG's voices say them, and other words
 *   train-gaps DATA FOLDER/list models/en/gaps [--epochs 14]
 *
 * `list` has a line for each recording: file, number of the phrase (-1: other words). DATA holds
 * data/background and data/noise ($SAHUT_DATA): people who say none of it, and noise; who and what
 * is held out (train/wake.h, recordings_read) is never looked at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/wake_model.h"
#include "sahut/text.h"
#include "train/wake.h"

#define RATE WAKE_RATE
#define LONG 40000 /* samples */
/* As src/train/gaps_say numbers them: what a sentence begins with, or ends in. */
static const char *const phrases[] = {"stop", "snooze", "stop it", "stop the alarm", "minutes"};
#define PHRASES (int)(sizeof(phrases) / sizeof(phrases[0]))

static const char card[] =
    "train-gaps. Words: 110 voices of eSpeak NG (synthetic), none of flite. Other speech: every "
    "second or third recording of LibriSpeech (CC BY 4.0), speechocean762 (free for any use), accents "
    "(MIT), "
    "Speech Commands (CC BY 4.0), without speakers whose name's CRC-32 is divisible by 3. Noise: "
    "every second recording of kitchen20 (Apache-2.0) without kinds whose CRC-32 is divisible by "
    "4, and of ESC-10 (CC BY 3.0); no music, no kitchen hum.\n";

static int read_background(const char *data, const char *folder, struct recordings *out,
                           struct sahut_why *why)
{
    struct recordings all = {0};
    int err = recordings_read(data, folder, &all, why);
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i].held_out)
            sound_free(&all.items[i].sound);
        else
            *recordings_add(out) = all.items[i];
    free(all.items);
    return err;
}

static int read_list(const char *path, struct recordings *said, struct recordings *others,
                     struct sahut_why *why)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return sahut_why(why, -1, "%s: cannot be read", path);
    char line[600], file[400];
    int phrase, err = 0;
    while (!err && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "%399[^\t]\t%d", file, &phrase) != 2 || phrase >= PHRASES)
            continue;
        struct recording r = {.phrase = phrase};
        err = sound_read(file, &r.sound, why);
        if (err || r.sound.n < RATE / 5)
            continue;
        if (phrase >= 0)
            wake_locate(&r);
        *recordings_add(phrase >= 0 ? said : others) = r;
    }
    fclose(f);
    return err;
}

struct lessons {
    struct wake_data data; /* what is mixed in: people's speech, noise */
    struct recordings others;
    struct clips with, without;
};

/* Every second or third one of people's recordings and every second one of the noise, as there was
 * time for. */
static void prepare(struct lessons *l)
{
    static struct mel mel;
    mel_init(&mel);
    struct dice dice = {88172645u};
    const struct change plain = {.snr_low = 25, .snr_high = 45}, as_recorded = {0};
    const struct change changed = {true, true, 0.15f, 2, 18, 20};
    const struct change other = {true, false, 0.1f, 2, 20, 20};
    const struct wake_data *d = &l->data;
    for (size_t i = 0; i < d->phrases.n; i++) {
        wake_change(&dice, &d->phrases.items[i], &plain, d, &mel, &l->with);
        wake_change(&dice, &d->phrases.items[i], &changed, d, &mel, &l->with);
    }
    for (size_t i = 0; i < d->speech.n; i += d->speech.items[i].sound.n > LONG ? 3 : 2)
        wake_change(&dice, &d->speech.items[i], &other, d, &mel, &l->without);
    for (size_t i = 0; i < l->others.n; i++)
        wake_change(&dice, &l->others.items[i], &other, d, &mel, &l->without);
    for (size_t i = 0; i < d->noise.n; i += 2)
        wake_change(&dice, &d->noise.items[i], &as_recorded, d, &mel, &l->without);
    fprintf(stderr, "%zu pieces with the words, %zu without\n", l->with.n, l->without.n);
}

static bool show(void *ctx, int epoch, double loss)
{
    (void)ctx;
    fprintf(stderr, "epoch %d: loss %.4f\n", epoch, loss);
    return true;
}

static int learn(struct lessons *l, int epochs, const char *path, struct sahut_why *why)
{
    struct wake_model *m = sahut_alloc(1, sizeof(*m));
    const struct lesson lesson = {.phrases = PHRASES,
                                  .epochs = epochs,
                                  .positives = 3000,
                                  .negatives = 6000,
                                  .mined = 3000,
                                  .progress = show};
    m->n_nets = 1;
    m->n_phrases = PHRASES;
    for (int k = 0; k < PHRASES; k++) {
        snprintf(m->phrases[k].name, sizeof(m->phrases[k].name), "%s", phrases[k]);
        m->phrases[k].seconds = 1;
    }
    snprintf(m->card, sizeof(m->card), "%s", card);
    wake_learn(&lesson, &l->with, &l->without, &m->nets[0]);
    wake_model_round(m);
    int err = wake_model_write(path, m, why);
    free(m);
    return err;
}

int main(int argc, char **argv)
{
    if (argc != 4 && !(argc == 6 && strcmp(argv[4], "--epochs") == 0)) {
        fprintf(stderr, "usage: train-gaps DATA LIST MODEL [--epochs N]\n");
        return 2;
    }
    struct sahut_why why = {.text = ""};
    struct lessons l = {0};
    int err = read_background(argv[1], "background", &l.data.speech, &why);
    if (!err)
        err = read_background(argv[1], "noise", &l.data.noise, &why);
    if (!err)
        err = read_list(argv[2], &l.data.phrases, &l.others, &why);
    if (!err) {
        prepare(&l);
        err = learn(&l, argc == 6 ? atoi(argv[5]) : 14, argv[3], &why);
    }
    if (err)
        fprintf(stderr, "train-gaps: %s\n", why.text);
    clips_free(&l.with);
    clips_free(&l.without);
    recordings_free(&l.others);
    wake_data_free(&l.data);
    return err ? 1 : 0;
}
