// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/unasked.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/audio.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define RATE SAHUT_HEAR_RATE
/* The network for the few words looks back over 1.3 s: what it sees in the first fifth of a second
 * of the utterance was before. */
#define NOT_BEFORE (RATE / 5)
/* The words' ends are only nearly known. */
#define BEFORE     (RATE * 15 / 100)
#define AFTER      (RATE / 4)
#define VOICE_OVER 2.0f
/* Beside the words there is a voice from this logit on. */
#define BESIDE 1.0f
/* Nor a sentence that has a word in it that was not said: in noise all words fit worse. */
#define WORST        (-34.0)
#define WORST_PER_DB (-0.5)
/* What speaks for it, added up: by how much the words fit better than talk and (a loss) than
 * phones, noise that hides them, a voice over them and (a loss) beside them. Regression on
 * synthetic voices against other people's speech, rounded (docs/promises.md). */
#define MOST_NOISE_DB 25.0
#define MOST_VOICE    10.0
#define PER_MARGIN    0.5
#define PER_NOISE_DB  1.5
#define PER_VOICE     2.5
#define PER_BESIDE_S  40.0
#define ENOUGH        29.5
/* And by how much surer the network for the few words is of them than it usually is of what others
 * say, within limits. */
#define PER_LOGIT   4.0
#define OTHERS      (-2.5)
#define LEAST_LOGIT (-3.5)
#define MOST_LOGIT  4.0
#define WIDTH       4.5
/* Who was not heard says it again: what is nearly enough twice is enough. */
#define NEARLY 18.0
#define AGAIN  (60 * RATE)

struct talk {
    float over;      /* the highest logit of a voice over the words */
    double beside_s; /* how long there is a voice elsewhere in the utterance */
    double words;    /* how sure the network for the few words is of them; 0: there is none */
};

struct search {
    const struct recognised *r;
    struct few_words *few;
    size_t utterance;
    struct talk talk;
};

static void look_for_words(const struct search *s, const struct features *features, size_t at)
{
    if (!s->few)
        return;
    if (at < s->utterance + NOT_BEFORE)
        few_words_begin(s->few);
    else
        few_words_look(s->few, features);
}

static void look(void *ctx, float logit, double place, const struct features *features, size_t at)
{
    struct search *s = ctx;
    if (place > (double)s->r->start - BEFORE && place < (double)s->r->end + AFTER)
        s->talk.over = fmaxf(s->talk.over, logit);
    else if (place >= 0 && logit > BESIDE)
        s->talk.beside_s += 2.0 * MEL_HOP / RATE;
    look_for_words(s, features, at);
}

static double words_of(const struct few_words *few, const char *text)
{
    double logit = (double)few_words_score(few, text);
    return fmin(fmax(logit, LEAST_LOGIT), MOST_LOGIT) - OTHERS;
}

static struct talk find_talk(const struct unasked_nets *nets, const int16_t *pcm, size_t n,
                             size_t utterance, const struct recognised *r)
{
    struct search s = {r, nets->few, utterance, {.over = VOICE_OFF}};
    voice_along(nets->voice, pcm, n, utterance, look, &s);
    if (nets->few)
        s.talk.words = words_of(nets->few, r->text);
    return s.talk;
}

static double evidence(const struct recognised *r, const struct talk *talk)
{
    return r->beyond_talk + PER_MARGIN * fmin(r->margin, 0) +
           PER_NOISE_DB * fmin(r->noise_db, MOST_NOISE_DB) +
           PER_VOICE * fmin((double)talk->over, MOST_VOICE) - PER_BESIDE_S * talk->beside_s +
           PER_LOGIT * talk->words;
}

/* Of a single word the evidence tells. */
static bool has_no_stranger(const struct recognised *r)
{
    return !strchr(r->text, ' ') ||
           r->worst >= WORST + WORST_PER_DB * fmin(r->noise_db, MOST_NOISE_DB);
}

/* By their first words: "snooze" is "snooze ten minutes" again. */
static bool is_again(const struct unasked_said *before, const char *text, int64_t at)
{
    size_t n = strcspn(text, " ");
    return before->word[0] && strlen(before->word) == n && strncmp(before->word, text, n) == 0 &&
           at >= before->at && at - before->at < AGAIN;
}

static void remember(struct unasked_said *said, const char *text, int64_t at)
{
    snprintf(said->word, sizeof(said->word), "%.*s", (int)strcspn(text, " "), text);
    said->at = at;
}

void unasked_judge(const struct unasked_nets *nets, const int16_t *pcm, size_t n, size_t utterance,
                   int64_t at, struct unasked_said *said, struct recognised *r)
{
    struct talk talk = {.over = HUGE_VALF};
    if (nets->voice)
        talk = find_talk(nets, pcm, n, utterance, r);
    bool possible =
        r->longest <= RECOGNISER_LONGEST_WORD && talk.over >= VOICE_OVER && has_no_stranger(r);
    double sum = evidence(r, &talk), enough = is_again(said, r->text, at) ? NEARLY : ENOUGH;
    r->confidence = possible ? 1 / (1 + exp((enough - sum) / WIDTH)) : 0;
    if (possible && sum >= NEARLY)
        remember(said, r->text, at);
    sahut_log(SAHUT_LOG_DEBUG, "hear",
              "unasked '%s', confidence %.2f: margin %.1f, worst %.1f, longest %d, noise %.1f dB, "
              "voice %.1f, "
              "beside %.2f s, beyond talk %.1f, words %.1f",
              r->text, r->confidence, r->margin, r->worst, r->longest, r->noise_db,
              (double)talk.over, talk.beside_s, r->beyond_talk, talk.words);
}
