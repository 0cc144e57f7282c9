// SPDX-License-Identifier: GPL-3.0-or-later
/* Teaching a phrase, on the recordings of two phrases by many people ($SAHUT_DATA/data/enrol):
 *
 *   teach DATA MODELS [--quick] [--draws N] [--seed N] [--only person|strangers]
 *         [--sessions] [--alone]
 *         {--learn "speech noise synthetic=MINUTES"
 *          {--recipe "networks=3 epochs=14 copies=500 start=0 frozen=0 leave_out=6"}}
 *
 * Recordings that the command would not take (too short, too long, too noisy) are tested, not
 * taught; those that are cut off at full scale are taught, or a whole session would go. One person:
 * six recordings of one session (clips whose background sounds alike) and one voice (whose pitch is
 * alike: some sessions are of a man and a woman; --sessions: the whole session, whoever speaks) are
 * taught, the others tested. Strangers: ten recordings of ten sessions, tested on all other
 * sessions. It learns from the speakers of data/background whose name has a CRC-32 that is not
 * divisible by 3 (speech), data/noise without the kitchen hum (noise), eSpeak NG (synthetic). The
 * threshold is that of half a false alarm an hour in speech of other speakers and other corpora:
 * the rest of data/background, data/commands and data/wake, as recorded and, every second one of
 * the first two, with kitchen hum at 10 dB as well. --alone: without a second look. `own`: what the
 * threshold that teaching itself sets would have given. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/text.h"
#include "teach/teacher.h"
#include "teach_takes.h"

#define DICTIONARY "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict"
#define ACOUSTIC   "/usr/share/pocketsphinx/model/en-us/en-us"
#define PERSON     6
#define STRANGERS  10

struct bench {
    const char *data;
    struct wake_data d;
    struct takes takes;
    struct {
        int16_t *pcm;
        size_t n;
    } others[20000]; /* what can be heard falsely */
    size_t n_others;
    struct measuring measuring;
    struct voice_net *voice;
    struct sahut_teacher *teachers[2];
    int draws, seed; /* the first draw */
    bool quick;      /* less that can be heard falsely: half, none with noise */
    bool alone;      /* networks without a second look */
    const char *only;
};

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void add_other(struct bench *b, const struct sound *s, enum channel channel)
{
    if (b->n_others < sizeof(b->others) / sizeof(b->others[0])) {
        b->others[b->n_others].pcm =
            measure_arrival(&b->measuring, s, channel, &b->others[b->n_others].n);
        b->n_others++;
    }
}

static void add_false(struct bench *b, const struct recordings *r, bool all, bool noisy)
{
    for (size_t i = 0; i < r->n; i++) {
        if ((!all && !r->items[i].held_out) || (b->quick && i % 2))
            continue;
        add_other(b, &r->items[i].sound, CHANNEL_NONE);
        if (noisy && i % 2 && !b->quick)
            add_other(b, &r->items[i].sound, CHANNEL_NOISE);
    }
}

static int prepare(struct bench *b, struct sahut_why *why)
{
    char path[500];
    struct recordings commands = {0};
    snprintf(path, sizeof(path), "%s/data/noise/kitchen-hum.flac", b->data);
    int err = sound_read(path, &b->measuring.noise, why);
    if (!err)
        err = wake_data_read(b->data, &b->d, why);
    if (!err)
        err = wake_data_commands(b->data, &commands, why);
    if (!err)
        err = takes_read(b->data, &b->takes, why);
    if (err)
        return err;
    add_false(b, &b->d.speech, false, true);
    add_false(b, &b->d.phrases, true, false);
    add_false(b, &commands, true, true);
    recordings_free(&commands);
    recordings_free(&b->d.phrases);
    return 0;
}

static void give_speech(struct bench *b, struct sahut_teacher *t)
{
    for (size_t i = 0; i < b->d.speech.n; i++) {
        const struct recording *r = &b->d.speech.items[i];
        if (r->held_out)
            continue;
        int16_t *pcm = take_pcm(&r->sound);
        sahut_teacher_other(t, SAHUT_OTHER_REAL, pcm, r->sound.n);
        free(pcm);
    }
}

static void give_noise(struct bench *b, struct sahut_teacher *t)
{
    for (size_t i = 0; i < b->d.noise.n; i++) {
        int16_t *pcm = take_pcm(&b->d.noise.items[i].sound);
        sahut_teacher_noise(t, pcm, b->d.noise.items[i].sound.n);
        free(pcm);
    }
}

struct tally {
    int trials, missed[2], own[2], taught, left_out, left_out_10db;
    double own_rate, cpu_s;
};

/* Teaches the chosen takes, tests the others that may be. */
static void one_draw(struct bench *b, struct sahut_teacher *t, const bool *taught,
                     const bool *tested, struct tally *out)
{
    struct sahut_teach_report report;
    struct sahut_why why;
    recordings_free(&t->takes);
    for (size_t i = 0; i < b->takes.n; i++)
        if (taught[i]) {
            struct recording *r = recordings_add(&t->takes);
            r->phrase = 0;
            r->sound.n = b->takes.items[i].sound.n;
            r->sound.x = sahut_alloc(r->sound.n, sizeof(float));
            memcpy(r->sound.x, b->takes.items[i].sound.x, r->sound.n * sizeof(float));
            wake_locate(r);
        }
    if (sahut_teacher_learn(t, NULL, NULL, &report, &why)) {
        fprintf(stderr, "%s\n", why.text);
        exit(1);
    }
    struct peaks p = {0};
    b->measuring.model = &t->model;
    b->measuring.voice = b->voice;
    b->measuring.gate = true;
    b->measuring.second[0] = t->second;
    for (size_t i = 0; i < b->n_others; i++)
        measure_false_pcm(&b->measuring, b->others[i].pcm, b->others[i].n, &p);
    float threshold = peaks_threshold(&p, 0, 0.5),
          own = wake_model_threshold(t->model.phrases, 50, 1);
    for (size_t i = 0; i < b->takes.n; i++) {
        if (!tested[i] || taught[i])
            continue;
        out->trials++;
        for (int c = 0; c < 2; c++) {
            float best[WAKE_NET_PHRASES];
            measure_recording(&b->measuring, &b->takes.items[i].sound,
                              c ? CHANNEL_NOISE : CHANNEL_NONE, best);
            out->missed[c] += best[0] < threshold;
            out->own[c] += best[0] < own;
        }
    }
    out->taught += (int)report.checked;
    out->left_out += (int)report.missed;
    out->left_out_10db += (int)report.missed_10db;
    out->own_rate += peaks_rate(&p, 0, own);
    out->cpu_s += report.cpu_s;
    fprintf(stderr,
            "%d trials so far: missed %d and %d, with its own threshold %d and %d at %.2f/h; "
            "thresholds %.2f and %.2f; %.0f s\n",
            out->trials, out->missed[0], out->missed[1], out->own[0], out->own[1],
            peaks_rate(&p, 0, own), (double)threshold, (double)own, cpu_s());
    peaks_free(&p);
}

static void shuffle(struct dice *d, size_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = dice_next(d) % i, x = order[i - 1];
        order[i - 1] = order[k];
        order[k] = x;
    }
}

static void person(struct bench *b, struct sahut_teacher *const t[2], int draws, struct tally *out,
                   int *n_draws)
{
    for (int v = 0; v < b->takes.voices; v++) {
        size_t members[400], n = 0;
        for (size_t i = 0; i < b->takes.n; i++)
            if (b->takes.items[i].voice == v)
                members[n++] = i;
        int phrase = b->takes.items[members[0]].phrase;
        for (int draw = 0; draw < draws; draw++, ++*n_draws) {
            bool taught[400] = {false}, tested[400] = {false};
            struct dice d = {(uint32_t)(77 + (b->seed + draw) * 7919 + v * 31)};
            for (int i = 0; i < 20; i++)
                dice_next(&d);
            shuffle(&d, members, n);
            for (size_t i = 0, k = 0; i < n; i++) {
                bool teach = k < PERSON && !b->takes.items[members[i]].refused;
                *(teach ? &taught[members[i]] : &tested[members[i]]) = true;
                k += teach;
            }
            one_draw(b, t[phrase], taught, tested, out);
        }
    }
}

static bool is_stranger(const struct bench *b, size_t i, const bool *taught)
{
    for (size_t k = 0; k < b->takes.n; k++)
        if (taught[k] && take_distance(&b->takes.items[i], &b->takes.items[k]) < TAKES_OTHER)
            return false;
    return true;
}

static void strangers(struct bench *b, struct sahut_teacher *const t[2], int draws,
                      struct tally *out, int *n_draws)
{
    for (int p = 0; p < 2; p++)
        for (int draw = 0; draw < draws; draw++, ++*n_draws) {
            bool taught[400] = {false}, tested[400] = {false}, known[400] = {false};
            struct dice d = {(uint32_t)(99 + (b->seed + draw) * 7919 + p * 13)};
            for (int i = 0; i < 20; i++)
                dice_next(&d);
            size_t order[400], n = 0;
            for (size_t i = 0; i < b->takes.n; i++)
                if (b->takes.items[i].phrase == p)
                    order[n++] = i;
            shuffle(&d, order, n);
            for (size_t i = 0, k = 0; i < n && k < STRANGERS; i++)
                if (!known[b->takes.items[order[i]].session] && !b->takes.items[order[i]].refused) {
                    taught[order[i]] = known[b->takes.items[order[i]].session] = true;
                    k++;
                }
            for (size_t i = 0; i < n; i++)
                tested[order[i]] = is_stranger(b, order[i], taught);
            one_draw(b, t[p], taught, tested, out);
        }
}

static void show(const char *what, const struct tally *t, int draws, const char *goal)
{
    double n = t->trials ? t->trials : 1;
    printf(
        "  %-9s %4d trials, %2d draws: missed %4.1f %% as recorded, %4.1f %% at 10 dB (%s); own "
        "threshold: %4.1f and %4.1f %% at %.2f/h; left out: %d and %d of %d; %.0f s of processor "
        "time each\n",
        what, t->trials, draws, 100 * t->missed[0] / n, 100 * t->missed[1] / n, goal,
        100 * t->own[0] / n, 100 * t->own[1] / n, t->own_rate / draws, t->left_out,
        t->left_out_10db, t->taught, t->cpu_s / draws);
    fflush(stdout);
}

static void forget(struct bench *b)
{
    sahut_teacher_free(b->teachers[1]);
    sahut_teacher_free(b->teachers[0]);
    b->teachers[0] = b->teachers[1] = NULL;
}

static void set(struct recipe *r, const char *text)
{
    struct {
        const char *name;
        int *value;
    } rows[] = {{"networks=", &r->networks},   {"epochs=", &r->epochs},
                {"copies=", &r->copies},       {"frozen=", &r->frozen},
                {"positives=", &r->positives}, {"negatives=", &r->negatives},
                {"mined=", &r->mined},         {"leave_out=", &r->leave_out}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *at = strstr(text, rows[i].name);
        if (at)
            *rows[i].value = atoi(at + strlen(rows[i].name));
    }
    r->start = strstr(text, "start=1") != NULL;
}

static void sessions_table(const struct bench *b)
{
    int sizes[2][400] = {{0}};
    for (size_t i = 0; i < b->takes.n; i++)
        sizes[b->takes.items[i].phrase][b->takes.items[i].session]++;
    for (int p = 0; p < 2; p++) {
        printf("%s, sessions of more than one:", take_phrases[p]);
        for (int s = 0; s < 400; s++)
            if (sizes[p][s] > 1)
                printf(" %d", sizes[p][s]);
        printf("\n");
    }
    for (int v = 0; v < b->takes.voices; v++) {
        int n = 0;
        for (size_t i = 0; i < b->takes.n; i++)
            n += b->takes.items[i].voice == v;
        printf("a voice at %.0f Hz: %d recordings\n", (double)b->takes.middle[v], n);
    }
}

/* What is learnt from: "speech", "noise", "synthetic=MINUTES" in one text. */
static int give(struct bench *b, const char *what, const char *models, struct sahut_why *why)
{
    const char *voices = strstr(what, "synthetic=");
    int minutes = voices ? atoi(voices + strlen("synthetic=")) : 0, err = 0;
    forget(b);
    for (int p = 0; p < 2 && !err; p++) {
        struct sahut_teach_config config = {
            .phrase = take_phrases[p], .models = models, .seed = 1, .effort = 1};
        if (!b->alone) {
            config.acoustic_model = ACOUSTIC;
            config.dictionary = DICTIONARY;
        }
        err = sahut_teacher_new(&config, &b->teachers[p], why);
        if (!err && strstr(what, "noise"))
            give_noise(b, b->teachers[p]);
        if (!err && strstr(what, "speech"))
            give_speech(b, b->teachers[p]);
        if (!err && minutes)
            err = sahut_teacher_voices(b->teachers[p], DICTIONARY, minutes, why);
    }
    const struct sahut_teacher *t = b->teachers[0];
    if (!err)
        printf("%s: learns from %.2f h of people, %.2f h of voices, held out %.2f and %.2f h; %.0f "
               "s\n",
               what, t->learnt_hours[SAHUT_OTHER_REAL], t->learnt_hours[SAHUT_OTHER_SYNTHETIC],
               t->held_hours[SAHUT_OTHER_REAL], t->held_hours[SAHUT_OTHER_SYNTHETIC], cpu_s());
    return err;
}

static void run(struct bench *b, const char *recipe)
{
    struct tally one = {0}, many = {0};
    int n_one = 0, n_many = 0;
    for (int p = 0; p < 2; p++) {
        b->teachers[p]->recipe = teach_recipe;
        set(&b->teachers[p]->recipe, recipe);
    }
    printf("%s\n", recipe);
    if (strcmp(b->only, "strangers") != 0) {
        person(b, b->teachers, b->draws, &one, &n_one);
        show("person", &one, n_one, "goal 5, aim 2");
    }
    if (strcmp(b->only, "person") != 0) {
        strangers(b, b->teachers, b->draws, &many, &n_many);
        show("strangers", &many, n_many, "goal 20 and 40, aim 10 and 20");
    }
}

int main(int argc, char **argv)
{
    static struct bench b = {.draws = 1, .only = ""};
    struct sahut_why why = {""};
    char path[500];
    int err = argc < 3 ? -1 : 0, at = 3;
    if (err) {
        fprintf(stderr, "usage: teach DATA MODELS [--quick] [--draws N] [--seed N] [--only "
                        "person|strangers] [--sessions] [--alone] "
                        "{--learn WHAT {--recipe RECIPE}}\n");
        return 2;
    }
    b.data = argv[1];
    setlinebuf(stdout);
    for (; at < argc && strcmp(argv[at], "--learn") != 0; at++)
        if (strcmp(argv[at], "--quick") == 0)
            b.quick = true;
        else if (strcmp(argv[at], "--sessions") == 0)
            b.takes.whole = true;
        else if (strcmp(argv[at], "--alone") == 0)
            b.alone = true;
        else if (at + 1 < argc && strcmp(argv[at], "--draws") == 0)
            b.draws = atoi(argv[++at]);
        else if (at + 1 < argc && strcmp(argv[at], "--seed") == 0)
            b.seed = atoi(argv[++at]);
        else if (at + 1 < argc && strcmp(argv[at], "--only") == 0)
            b.only = argv[++at];
    snprintf(path, sizeof(path), "%s/wake/voice", argv[2]);
    err = at < argc ? prepare(&b, &why) : takes_read(b.data, &b.takes, &why);
    sessions_table(&b);
    if (!err)
        err = voice_net_read(path, &b.voice, &why);
    double hours = 0;
    for (size_t i = 0; i < b.n_others; i++)
        hours += (double)b.others[i].n / WAKE_RATE / 3600;
    printf("%.2f h of other speech to be heard falsely; %.0f s\n", hours, cpu_s());
    for (; !err && at + 1 < argc; at += 2)
        if (strcmp(argv[at], "--learn") == 0)
            err = give(&b, argv[at + 1], argv[2], &why);
        else
            run(&b, argv[at + 1]);
    if (err)
        fprintf(stderr, "teach: %s\n", why.text);
    forget(&b);
    return err ? 1 : 0;
}
