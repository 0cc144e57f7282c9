// SPDX-License-Identifier: GPL-3.0-or-later
/* What a phrase is learnt from, and learning it. Sound becomes features when it comes; of other
 * speech only some stays as sound, to stand beside the phrase. */
#include "teach/teacher.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hear/wake_folder.h"
#include "sahut/text.h"

#define PIECE      (6 * WAKE_RATE) /* long recordings are cut, so that all are met equally often */
#define BESIDE     80              /* pieces of other speech that stay as sound */
#define MOST_HOURS 2.5             /* of each kind */
#define MOST_NOISE 400             /* recordings of noise */
#define HELD       4               /* one in so many is not learnt from */

const struct recipe teach_recipe = {
    .networks = 3,
    .epochs = 14,
    .copies = 500,
    .positives = 3000,
    .negatives = 6000,
    .mined = 3000,
    .leave_out = 6,
};

static int keep_shipped(void *ctx, const char *file, struct wake_model *m)
{
    struct sahut_teacher *t = ctx;
    t->shipped = m;
    return 1;
}

/* Less effort: first fewer networks, then fewer epochs of fewer windows. */
static void lessen(struct recipe *r, double effort)
{
    if (effort >= 1)
        return;
    if (effort < 0.5) {
        r->networks = 1;
        effort *= 2;
    }
    double less = fmax(0.1, effort);
    r->epochs = (int)fmax(4, r->epochs * less);
    r->copies = (int)(r->copies * less);
    r->positives = (int)(r->positives * less);
    r->negatives = (int)(r->negatives * less);
    r->mined = (int)(r->mined * less);
}

static int new_second_look(struct sahut_teacher *t, const struct sahut_teach_config *c,
                           struct sahut_why *why)
{
    struct wake_config config = {.acoustic_model = c->acoustic_model,
                                 .dictionary = c->dictionary,
                                 .phrase = t->phrase,
                                 .models = c->models,
                                 .phonemes = c->phonemes,
                                 .phonemes_ctx = c->phonemes_ctx};
    return second_look_new(&config, &t->second, why);
}

int sahut_teacher_new(const struct sahut_teach_config *config, struct sahut_teacher **out,
                      struct sahut_why *why)
{
    if (!config->phrase[0] || strlen(config->phrase) >= sizeof((*out)->phrase))
        return sahut_why(why, -EINVAL, "a wake phrase has 1 to %zu letters",
                         sizeof((*out)->phrase) - 1);
    struct sahut_teacher *t = sahut_alloc(1, sizeof(*t));
    snprintf(t->phrase, sizeof(t->phrase), "%s", config->phrase);
    t->seed = config->seed;
    t->recipe = teach_recipe;
    lessen(&t->recipe, config->effort);
    t->dice.state = 88172645u + config->seed * 2654435761u;
    mel_init(&t->mel);
    int err = voice_net_of(config->models, &t->voice, why);
    if (!err && config->models)
        err = wake_folder_read(config->models, keep_shipped, t, why);
    if (!err && config->acoustic_model)
        err = new_second_look(t, config, why);
    if (err) {
        sahut_teacher_free(t);
        return err;
    }
    *out = t;
    return 0;
}

void sahut_teacher_free(struct sahut_teacher *t)
{
    if (!t)
        return;
    recordings_free(&t->takes);
    wake_data_free(&t->around);
    clips_free(&t->others);
    for (size_t i = 0; i < t->held.n; i++)
        free(t->held.items[i].pcm);
    free(t->held.items);
    second_look_free(t->second);
    free(t->shipped);
    free(t->voice);
    free(t);
}

static struct sound sound_of(const int16_t *pcm, size_t n)
{
    struct sound s = {sahut_alloc(n, sizeof(*s.x)), n};
    for (size_t i = 0; i < n; i++)
        s.x[i] = (float)pcm[i] / 32768;
    return s;
}

static int16_t *pcm_of(const struct sound *s)
{
    int16_t *pcm = sahut_alloc(s->n, sizeof(*pcm));
    for (size_t i = 0; i < s->n; i++)
        pcm[i] = (int16_t)lrintf(fmaxf(-1, fminf(1, s->x[i])) * 32767);
    return pcm;
}

enum sahut_take sahut_teacher_take(struct sahut_teacher *t, const int16_t *pcm, size_t n)
{
    enum sahut_take fault = sahut_take_check(pcm, n);
    if (fault != SAHUT_TAKE_FINE)
        return fault;
    struct recording *r = recordings_add(&t->takes);
    r->sound = sound_of(pcm, n);
    r->phrase = 0;
    wake_locate(r);
    return SAHUT_TAKE_FINE;
}

size_t sahut_teacher_takes(const struct sahut_teacher *t)
{
    return t->takes.n;
}

void sahut_teacher_noise(struct sahut_teacher *t, const int16_t *pcm, size_t n)
{
    if (n > 0)
        recordings_add(&t->around.noise)->sound = sound_of(pcm, n);
}

static void hold_back(struct sahut_teacher *t, enum sahut_other kind, const int16_t *pcm, size_t n)
{
    struct pieces *h = &t->held;
    if (h->n == h->cap) {
        h->cap = h->cap ? 2 * h->cap : 64;
        h->items = sahut_realloc(h->items, h->cap, sizeof(*h->items));
    }
    struct piece *p = &h->items[h->n++];
    *p = (struct piece){sahut_alloc(n, sizeof(*pcm)), n};
    memcpy(p->pcm, pcm, n * sizeof(*pcm));
    t->held_hours[kind] += (double)n / WAKE_RATE / 3600;
}

/* Every piece as it is, and every second one once more in another room. */
static void add_piece(struct sahut_teacher *t, enum sahut_other kind, struct recording *r)
{
    const struct change plain = {0}, changed = {true, false, 0.1f, 4, 25, 20};
    if (!t->has_noise)
        noise_make(&t->dice, &t->around.noise);
    t->has_noise = true;
    wake_change(&t->dice, r, &plain, &t->around, &t->mel, &t->others);
    if (t->n_others++ % 2)
        wake_change(&t->dice, r, &changed, &t->around, &t->mel, &t->others);
    t->learnt_hours[kind] += (double)r->sound.n / WAKE_RATE / 3600;
    if (t->around.speech.n >= BESIDE || t->n_others % 7) {
        sound_free(&r->sound);
        return;
    }
    *recordings_add(&t->around.speech) = *r;
}

bool teach_has_enough(const struct sahut_teacher *t, bool noise)
{
    return noise ? t->around.noise.n > MOST_NOISE
                 : t->learnt_hours[SAHUT_OTHER_REAL] + t->held_hours[SAHUT_OTHER_REAL] > MOST_HOURS;
}

static void add_other(struct sahut_teacher *t, enum sahut_other kind, const int16_t *pcm, size_t n,
                      bool held)
{
    for (size_t at = 0; at + WAKE_RATE / 5 < n; at += PIECE) {
        if (t->learnt_hours[kind] + t->held_hours[kind] > MOST_HOURS)
            return;
        size_t k = n - at < PIECE ? n - at : PIECE;
        if (held) {
            hold_back(t, kind, pcm + at, k);
            continue;
        }
        struct recording r = {.phrase = -1, .sound = sound_of(pcm + at, k)};
        add_piece(t, kind, &r);
    }
}

void sahut_teacher_other(struct sahut_teacher *t, enum sahut_other kind, const int16_t *pcm,
                         size_t n)
{
    bool held = kind != SAHUT_OTHER_OWN && t->n_plain++ % HELD == HELD - 1;
    add_other(t, kind, pcm, n, held);
}

static int check(const struct sahut_teacher *t, struct sahut_why *why)
{
    if (t->takes.n < SAHUT_TEACH_LEAST)
        return sahut_why(why, -EINVAL, "%zu recordings of the phrase are fine, %d are needed",
                         t->takes.n, SAHUT_TEACH_LEAST);
    if (t->others.n == 0 || t->held.n == 0)
        return sahut_why(why, -EINVAL, "there is no other speech to learn from");
    return 0;
}

struct learning {
    struct sahut_teacher *t;
    int network;
    sahut_teach_progress *progress;
    void *ctx;
};

static bool on_epoch(void *ctx, int epoch, double loss)
{
    const struct learning *l = ctx;
    const struct recipe *r = &l->t->recipe;
    double done = (double)(l->network * r->epochs + epoch + 1) / (r->networks * r->epochs);
    return !l->progress || l->progress(l->ctx, 0.95 * done);
}

bool teach_leaves_out(const struct recipe *r, int network, size_t take)
{
    return r->leave_out > 0 && r->networks > 1 && take % (size_t)r->leave_out == (size_t)network;
}

/* Changed copies of the recordings that this network learns from, equally many of each. */
static void copy_takes(struct sahut_teacher *t, int network, struct clips *out)
{
    const struct change changed = {true, true, 0.13f, 5, 20, 20};
    const struct recipe *r = &t->recipe;
    for (int made = 0; made < r->copies;)
        for (size_t i = 0; i < t->takes.n && made < r->copies; i++) {
            if (teach_leaves_out(r, network, i))
                continue;
            wake_change(&t->dice, &t->takes.items[i], &changed, &t->around, &t->mel, out);
            made++;
        }
}

static bool learn_network(struct learning *l)
{
    struct sahut_teacher *t = l->t;
    const struct recipe *r = &t->recipe;
    struct clips phrases = {0};
    copy_takes(t, l->network, &phrases);
    bool start = r->start && t->shipped;
    struct lesson lesson = {.phrases = 1,
                            .epochs = r->epochs,
                            .positives = r->positives,
                            .negatives = r->negatives,
                            .mined = r->mined,
                            .seed = t->seed * 16 + (uint32_t)l->network,
                            .progress = on_epoch,
                            .ctx = l};
    if (start) {
        lesson.start = &t->shipped->nets[l->network % t->shipped->n_nets];
        lesson.frozen = r->frozen;
    }
    bool over = wake_learn(&lesson, &phrases, &t->others, &t->model.nets[l->network]);
    clips_free(&phrases);
    return over;
}

/* What the recordings sound like, to compare with. */
static void learn_likeness(struct sahut_teacher *t)
{
    senone_frame *room = sahut_alloc((size_t)LIKENESS_TAKES * LIKENESS_FRAMES, sizeof(*room));
    struct likeness_take takes[LIKENESS_TAKES];
    int n = 0;
    for (; t->second && n < LIKENESS_TAKES && (size_t)n < t->takes.n; n++) {
        const struct recording *r = &t->takes.items[n];
        senone_frame *frames = room + n * LIKENESS_FRAMES;
        int16_t *pcm = pcm_of(&r->sound);
        takes[n].n = second_look_features(t->second, pcm, r->sound.n, r->begin, r->end, frames,
                                          LIKENESS_FRAMES);
        takes[n].frames = (const senone_frame *)frames;
        free(pcm);
    }
    likeness_learn(&t->model.likeness, takes, n);
    free(room);
}

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double longest(const struct recordings *takes)
{
    double most = 0;
    for (size_t i = 0; i < takes->n; i++)
        most = fmax(most, (double)(takes->items[i].end - takes->items[i].begin) / WAKE_RATE);
    return most;
}

int sahut_teacher_learn(struct sahut_teacher *t, sahut_teach_progress *progress, void *ctx,
                        struct sahut_teach_report *report, struct sahut_why *why)
{
    int err = check(t, why);
    if (err)
        return err;
    double begin = cpu_s();
    memset(&t->model, 0, sizeof(t->model));
    t->dice.state = 123456789u + t->seed * 2654435761u;
    struct learning l = {t, 0, progress, ctx};
    for (; l.network < t->recipe.networks; l.network++)
        if (!learn_network(&l))
            return sahut_why(why, -ECANCELED, "ended before it was learnt");
    t->model.n_nets = t->recipe.networks;
    t->model.n_phrases = 1;
    t->model.second_look = t->second != NULL;
    snprintf(t->model.phrases[0].name, sizeof(t->model.phrases[0].name), "%s", t->phrase);
    t->model.phrases[0].seconds = longest(&t->takes);
    wake_model_round(&t->model);
    learn_likeness(t);
    teach_measure(t);
    t->report.cpu_s = cpu_s() - begin;
    if (progress)
        progress(ctx, 1);
    *report = t->report;
    return 0;
}

int sahut_teacher_write(struct sahut_teacher *t, const char *path, const char *note,
                        struct sahut_why *why)
{
    const struct sahut_teach_report *r = &t->report;
    struct sahut_text card = {0};
    sahut_text_addf(
        &card,
        "%s\nTaught with %zu recordings; learnt from %.1f h of other people's speech, "
        "%.1f h of a machine's, %.2f h from the same microphone. Thresholds from %.1f h of "
        "%s speech that was not learnt.\n",
        note, r->takes, t->learnt_hours[SAHUT_OTHER_REAL], t->learnt_hours[SAHUT_OTHER_SYNTHETIC],
        t->learnt_hours[SAHUT_OTHER_OWN], r->hours,
        r->synthetic ? "a machine's" : "other people's");
    if (t->second)
        sahut_text_addf(&card, "PocketSphinx looks again at what the networks take for it%s.\n",
                        t->model.likeness.n ? ", and it is compared with the recordings" : "");
    if (r->checked)
        sahut_text_addf(
            &card,
            "Networks that had not learnt from them missed %zu of %zu recordings, %zu with "
            "noise at 10 dB.\n",
            r->missed, r->checked, r->missed_10db);
    snprintf(t->model.card, sizeof(t->model.card), "%s", sahut_text_get(&card));
    sahut_text_finish(&card);
    return wake_model_write(path, &t->model, why);
}
