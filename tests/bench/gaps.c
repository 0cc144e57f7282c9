// SPDX-License-Identifier: GPL-3.0-or-later
/** gaps MODELS PHRASE [SECONDS] < LIST: what is heard unasked, by the ear alone.
 *
 * LIST has a file (16 kHz mono) a line. Each is pushed as a microphone would; SECONDS (7) after its
 * beginning an alarm rings, and what may be said unasked counts from then on. Prints for each what
 * the ear says about what it decoded (its debug lines, src/hear/unasked.c), what it accepted
 * ("heard") and whether the wake phrase was found ("woken"), behind the file's name and the time.
 * `tests/bench/ringing --mixes DIR` leaves such files in DIR, which must be empty.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/audio.h"
#include "sahut/hearing.h"
#include "sahut/log.h"
#include "sahut/sentences.h"
#include "train/wake.h"

#define RATE  SAHUT_HEAR_RATE
#define STEP  320
#define MODEL "/usr/share/pocketsphinx/model/en-us/"

struct gap {
    struct sahut_hearing *ear;
    const char *file;
};

static double now(const struct gap *g)
{
    return (double)sahut_hearing_position(g->ear) / RATE;
}

static void said(void *ctx, enum sahut_log_level level, const char *room, const char *text)
{
    struct gap *g = ctx;
    if (g->file && strncmp(text, "unasked ", 8) == 0)
        printf("%s\t%.2f\t%s\n", g->file, now(g), text);
    else if (level <= SAHUT_LOG_WARN)
        fprintf(stderr, "gaps: %s\n", text);
}

static void heard(void *ctx, const struct sahut_heard *h)
{
    struct gap *g = ctx;
    if (h->kind == SAHUT_HEARD_WAKE)
        printf("%s\t%.2f\twoken\n", g->file, now(g));
    if (h->kind == SAHUT_HEARD_HYPOTHESIS && h->accepted)
        printf("%s\t%.2f\theard\t%s\n", g->file, now(g), h->text);
}

static void need(int err, const struct sahut_why *why)
{
    if (!err)
        return;
    fprintf(stderr, "gaps: %s\n", why->text);
    exit(1);
}

static void open_ear(struct gap *g, const char *models, const char *phrase,
                     struct sahut_grammar **grammar)
{
    char sentences[500], talk[500], gaps[500];
    snprintf(sentences, sizeof(sentences), "%s/en/sentences", models);
    snprintf(talk, sizeof(talk), "%s/en/talk", models);
    snprintf(gaps, sizeof(gaps), "%s/en/gaps", models);
    struct sahut_sentences *s;
    struct sahut_why why;
    need(sahut_sentences_read(sentences, &s, &why), &why);
    need(sahut_sentences_compile(s, SAHUT_CONTEXT_UNASKED, grammar, &why), &why);
    struct sahut_hearing_config config = {.acoustic_model = MODEL "en-us",
                                          .dictionary = MODEL "cmudict-en-us.dict",
                                          .models = models,
                                          .wake_phrase = phrase,
                                          .wake_sensitivity = 50,
                                          .wake_threshold = 1e-20,
                                          .min_confidence = 0.5,
                                          .order_timeout_s = 6,
                                          .max_order_s = 15,
                                          .unasked = *grammar,
                                          .talk = talk,
                                          .gaps = gaps};
    need(sahut_hearing_new(&config, *grammar, heard, g, &g->ear, &why), &why);
    sahut_sentences_free(s);
}

static void hear(struct gap *g, double rings)
{
    struct sound s;
    struct sahut_why why;
    int16_t pcm[STEP];
    need(sound_read(g->file, &s, &why), &why);
    sahut_hearing_reset(g->ear);
    size_t ring = (size_t)(rings * RATE) / STEP * STEP;
    for (size_t at = 0; at + STEP <= s.n; at += STEP) {
        for (size_t i = 0; i < STEP; i++)
            pcm[i] = (int16_t)(32768 * s.x[at + i]);
        if (at == ring)
            sahut_hearing_open_unasked(g->ear, 20);
        sahut_hearing_push(g->ear, pcm, STEP);
    }
    sahut_hearing_finish(g->ear);
    free(s.x);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: gaps MODELS PHRASE [SECONDS] < LIST\n");
        return 2;
    }
    struct gap g = {0};
    struct sahut_grammar *grammar;
    char line[1000];
    sahut_log_setup(SAHUT_LOG_DEBUG, said, &g);
    open_ear(&g, argv[1], argv[2], &grammar);
    while (fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\n")] = 0;
        g.file = line;
        hear(&g, argc > 3 ? atof(argv[3]) : 7);
    }
    sahut_hearing_free(g.ear);
    sahut_grammar_free(grammar);
    return 0;
}
