// SPDX-License-Identifier: GPL-3.0-or-later
/* What may follow what (one line is one stream; [ ] is an utterance as the endpointer sees it):
 *
 *  one breath   [hey computer turn the lamp on]-----|          WAKE inside, HYPOTHESIS at the end
 *  a pause      [hey computer]-----|   [turn it on]-----|      WAKE, then OPEN; HYPOTHESIS
 *  no order     [hey computer]-----|----- timeout -----|       WAKE, NOTHING
 *  a question   (open) ----- [at nine]-----|                   HYPOTHESIS without WAKE
 *  a gap        (unasked) ----- [snooze]-----|                 HYPOTHESIS without WAKE, if meant
 *  talk         [anything else]-----|                          no event
 *
 *  own speech   [=====our own voice=====].....          no event, whatever was open
 *               [====hey computer stop==]-----|         WAKE inside, HYPOTHESIS
 *
 * A sentence that cannot go on ends after 0.3 s of silence, any other after 0.7 s.
 *
 * ASLEEP: utterances go to the wake phrase search. WOKEN: the phrase was heard in the running
 * utterance. OPEN: the next utterance is an order.
 */
#include "sahut/hearing.h"
#include "sahut/adapt.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/ears.h"
#include "hear/framer.h"
#include "hear/history.h"
#include "hear/order_sound.h"
#include "hear/recogniser.h"
#include "hear/unasked.h"
#include "hear/wake.h"
#include "sahut/audio.h"
#include "sahut/log.h"
#include "sahut/text.h"

#define RATE SAHUT_HEAR_RATE
/* So much silence is enough behind a sentence that cannot go on. */
#define COMPLETE_QUIET (3 * RATE / 10)
/* Less speech than this after the wake phrase is its own tail. */
#define TAIL (RATE / 4)
/* The phrase search places the beginning within some frames. */
#define WAKE_MARGIN  (RATE / 6)
#define FLUSH_FRAMES 20
/* A room goes on sounding when the loudspeaker is done, and the loudspeaker is done later than the
 * one who writes to it. */
#define OWN_TAIL (3 * RATE / 10)
/* Speech that is found so soon after the ear was opened was going on before. */
#define MIDWAY (RATE / 5)
/* Talk without a pause: the phrase search begins anew this often, looking back over a phrase. */
#define WAKE_RESTART (30 * RATE)
#define WAKE_OVERLAP (2 * RATE)

enum state { ASLEEP, WOKEN, OPEN };

struct sahut_hearing {
    struct sahut_hearing_config config;
    char *phrase;
    char *adapted; /* NULL: there is no state */
    sahut_hearing_event *event;
    void *ctx;
    struct wake *wake;
    struct recogniser *recogniser;
    struct ears ears;

    enum state state;
    int64_t utterance;  /* where the running one begins, pre-roll included */
    int64_t last_ended; /* the pre-roll does not reach back into what was decided */
    int64_t wake_base;  /* position of the phrase search's sample 0 */
    int64_t wake_start, wake_end;
    int64_t deadline; /* OPEN: an order must begin before; -1: any time */
    enum sahut_own_sound own;
    int64_t own_until; /* no utterance begins before */
    /* ASLEEP: what is said between them may count without the phrase; 0: nothing may */
    int64_t unasked_from, unasked_until;
    struct unasked_said said; /* of what was nearly meant */
    struct few_words *few;    /* NULL: no network knows what may be said unasked */
    bool overlapped;          /* the running utterance began under our own speech */
    bool midway;              /* it was going on when the ear was opened */

    struct framer framer;
    struct history heard; /* whole frames */
    int16_t *order;       /* a stretch of it in one piece */
    bool decoded;         /* `result` is what `order` says, and nothing was said since */
    int64_t decoded_from;
    size_t decoded_n;
    struct recognised result;
};

static char *adapted_folder(const char *state)
{
    struct sahut_text path = {0};
    sahut_text_addf(&path, "%s/" SAHUT_ADAPT_FOLDER, state);
    return sahut_text_take(&path);
}

static int read_few_words(struct sahut_hearing *h, struct sahut_why *why)
{
    if (!h->config.unasked || !h->config.gaps)
        return 0;
    int err = few_words_read(h->config.gaps, &h->few, why);
    return err == -ENOENT ? 0 : err;
}

int sahut_hearing_new(const struct sahut_hearing_config *config,
                      const struct sahut_grammar *grammar, sahut_hearing_event *event, void *ctx,
                      struct sahut_hearing **out, struct sahut_why *why)
{
    struct sahut_hearing *h = sahut_alloc(1, sizeof(*h));
    h->config = *config;
    h->phrase = config->wake_phrase ? sahut_strdup(config->wake_phrase) : NULL;
    h->config.wake_phrase = h->phrase;
    h->adapted = config->taught ? adapted_folder(config->taught) : NULL;
    h->event = event;
    h->ctx = ctx;
    h->state = h->phrase ? ASLEEP : OPEN;
    h->deadline = -1;
    h->heard.room = (size_t)((config->max_order_s + 4) * RATE);
    h->heard.ring = sahut_alloc(h->heard.room, sizeof(*h->heard.ring));
    h->order = sahut_alloc(h->heard.room, sizeof(*h->order));
    int err = 0;
    if (h->phrase) {
        struct wake_config w = wake_config_of(&h->config);
        err = wake_new(&w, &h->wake, why);
    }
    struct recogniser_config r = {.acoustic_model = config->acoustic_model,
                                  .dictionary = config->dictionary,
                                  .models = config->models,
                                  .adapted = h->adapted,
                                  .wake_phrase = h->phrase,
                                  .unasked = config->unasked,
                                  .talk = config->talk,
                                  .phonemes = config->phonemes,
                                  .phonemes_ctx = config->phonemes_ctx};
    if (!err)
        err = recogniser_new(&r, grammar, &h->recogniser, why);
    if (!err)
        err = read_few_words(h, why);
    if (err) {
        sahut_hearing_free(h);
        return err;
    }
    ears_init(&h->ears, recogniser_enhancer(h->recogniser));
    h->ears.expecting = !h->phrase;
    *out = h;
    return 0;
}

void sahut_hearing_free(struct sahut_hearing *h)
{
    if (!h)
        return;
    ears_finish(&h->ears);
    recogniser_free(h->recogniser);
    few_words_free(h->few);
    wake_free(h->wake);
    free(h->order);
    free(h->heard.ring);
    free(h->phrase);
    free(h->adapted);
    free(h);
}

int sahut_hearing_expect(struct sahut_hearing *h, const struct sahut_grammar *grammar,
                         struct sahut_why *why)
{
    return recogniser_set_grammar(h->recogniser, grammar, why);
}

static size_t recall(struct sahut_hearing *h, int64_t *from)
{
    return history_copy(&h->heard, from, h->heard.position, h->order);
}

static void report_position(struct sahut_hearing *h, enum sahut_heard_kind kind)
{
    struct sahut_heard heard = {.kind = kind,
                                .start = h->heard.position,
                                .end = h->heard.position,
                                .at = h->heard.position,
                                .text = ""};
    h->event(h->ctx, &heard);
}

/* `order` stays as it is: an event about it may be what opens the ear. */
static void expect_order(struct sahut_hearing *h, bool speech)
{
    int64_t at = h->heard.position - LISTENER_CONTEXT;
    int16_t frame[LEVEL_FRAME];
    ears_expect(&h->ears);
    for (at = at > 0 ? at : 0; at < h->heard.position; at += LEVEL_FRAME) {
        history_copy(&h->heard, &at, at + LEVEL_FRAME, frame);
        ears_before(&h->ears, frame);
    }
    ears_set_speech(&h->ears, speech);
}

static void fall_asleep(struct sahut_hearing *h)
{
    h->state = h->phrase ? ASLEEP : OPEN;
    h->deadline = -1;
    h->unasked_until = 0;
    if (h->phrase)
        ears_rest(&h->ears);
}

static void open_for_order(struct sahut_hearing *h, double seconds)
{
    if (h->state == ASLEEP)
        expect_order(h, false);
    h->state = OPEN;
    if (!(seconds > 0))
        seconds = h->config.order_timeout_s;
    h->deadline = h->phrase ? h->heard.position + (int64_t)(seconds * RATE) : -1;
}

void sahut_hearing_open(struct sahut_hearing *h, double seconds)
{
    if (h->state == WOKEN)
        return;
    open_for_order(h, seconds);
    ears_set_speech(&h->ears, false);
}

/* The wake phrase is searched as ever, but the listener tells where speech is. */
void sahut_hearing_open_unasked(struct sahut_hearing *h, double seconds)
{
    if (h->state != ASLEEP)
        return;
    expect_order(h, false);
    h->unasked_from = h->heard.position;
    h->unasked_until = h->heard.position + (int64_t)(seconds * RATE);
}

/* Nothing followed the wake phrase yet but its own tail. */
static bool is_only_wake(const struct sahut_hearing *h)
{
    return h->state == WOKEN && h->heard.position - ears_quiet(&h->ears) - h->wake_end < TAIL;
}

static int64_t order_from(const struct sahut_hearing *h)
{
    return h->state == WOKEN ? h->wake_start - WAKE_MARGIN : h->utterance;
}

static bool is_accepted(const struct sahut_hearing *h)
{
    return h->result.text[0] && h->result.confidence >= h->config.min_confidence;
}

static void add_order_sound(const struct sahut_hearing *h, int64_t from, const int16_t *pcm,
                            size_t n, struct sahut_heard *heard)
{
    size_t begin = 0;
    if (!h->config.order_sound || !heard->accepted)
        return;
    heard->order_n = order_sound(&h->result, h->wake_end - from, n, &begin);
    heard->order_pcm = heard->order_n > 0 ? pcm + begin : NULL;
}

/* `pcm`: the `n` samples that were decoded, the first of which is at `from`. */
static void report_order(struct sahut_hearing *h, int64_t from, const int16_t *pcm, size_t n)
{
    const struct recognised *r = &h->result;
    bool has_free = r->free_end > r->free_start;
    struct sahut_heard heard = {
        .kind = SAHUT_HEARD_HYPOTHESIS,
        .start = from + (int64_t)r->start,
        .end = from + (int64_t)r->end,
        .at = h->heard.position,
        .text = r->text,
        .confidence = r->confidence,
        .accepted = is_accepted(h),
        .free_pcm = has_free ? pcm + r->free_start : NULL,
        .free_n = has_free ? r->free_end - r->free_start : 0,
    };
    add_order_sound(h, from, pcm, n, &heard);
    sahut_log(SAHUT_LOG_DEBUG, "hear",
              "order '%s', margin %.2f, worst word %.2f, noise %.1f dB, confidence %.2f", r->text,
              r->margin, r->worst, r->noise_db, r->confidence);
    h->event(h->ctx, &heard);
}

static void decode(struct sahut_hearing *h, int64_t from)
{
    size_t n = recall(h, &from);
    recogniser_run(h->recogniser, RECOGNISER_ORDER, h->order, n, &h->result);
    h->decoded = true;
    h->decoded_from = from;
    h->decoded_n = n;
}

/* Of what is not meant no event tells: the light and the answers are none of a noise. */
static void decide_unasked(struct sahut_hearing *h)
{
    int64_t from = h->utterance, context = from - FEATURES_CONTEXT;
    int64_t own_end = h->own_until - OWN_TAIL;
    context = own_end > context && own_end <= from ? own_end : context;
    size_t n = recall(h, &context), before = (size_t)(from - context);
    recogniser_run(h->recogniser, RECOGNISER_UNASKED, h->order + before, n - before, &h->result);
    h->decoded = false;
    if (!h->result.text[0])
        return;
    const struct unasked_nets nets = {wake_voice(h->wake), h->few};
    unasked_judge(&nets, h->order, n, before, h->heard.position, &h->said, &h->result);
    if (!is_accepted(h))
        return;
    h->said.word[0] = '\0';
    fall_asleep(h);
    report_position(h, SAHUT_HEARD_DECIDING);
    report_order(h, from, h->order + before, n - before);
}

static void decide_order(struct sahut_hearing *h)
{
    int64_t from = order_from(h);
    /* asleep first: the event may open the ear for the answer to a question */
    fall_asleep(h);
    h->last_ended = h->heard.position;
    report_position(h, SAHUT_HEARD_DECIDING);
    if (!h->decoded)
        decode(h, from);
    h->decoded = false;
    report_order(h, h->decoded_from, h->order, h->decoded_n);
}

static void woken(struct sahut_hearing *h, size_t start, size_t end, double score)
{
    wake_end(h->wake);
    h->wake_start = h->wake_base + (int64_t)start;
    h->wake_end = h->wake_base + (int64_t)end;
    h->state = WOKEN;
    h->unasked_until = 0;
    expect_order(h, true);
    struct sahut_heard heard = {
        .kind = SAHUT_HEARD_WAKE,
        .start = h->wake_start,
        .end = h->wake_end,
        .at = h->heard.position,
        .text = h->phrase,
        .confidence = score,
        .accepted = true,
    };
    h->event(h->ctx, &heard);
}

static void begin_wake_search(struct sahut_hearing *h, int64_t from)
{
    int64_t context = from - (int64_t)wake_context(h->wake);
    size_t n = recall(h, &context);
    size_t before = from > context ? (size_t)(from - context) : 0;
    wake_begin(h->wake, h->order, before);
    h->wake_base = context + (int64_t)before;
    size_t start, end;
    double score;
    /* what is complete already is found again in the next piece */
    wake_feed(h->wake, h->order + before, n - before, &start, &end, &score);
}

static void search_wake(struct sahut_hearing *h, const int16_t *pcm)
{
    size_t start, end;
    double score;
    if (wake_feed(h->wake, pcm, LEVEL_FRAME, &start, &end, &score))
        woken(h, start, end, score);
    else if (h->heard.position - h->wake_base > WAKE_RESTART)
        begin_wake_search(h, h->heard.position - WAKE_OVERLAP);
}

static void utterance_begins(struct sahut_hearing *h)
{
    h->utterance = h->heard.position - ears_lag(&h->ears) - ENDPOINTER_PRE_ROLL;
    if (h->utterance < h->last_ended)
        h->utterance = h->last_ended;
    h->overlapped = h->own == SAHUT_OWN_SPEECH;
    int64_t opened = h->unasked_from > h->own_until ? h->unasked_from : h->own_until;
    h->midway = h->heard.position - opened < MIDWAY;
    if (h->state == ASLEEP)
        begin_wake_search(h, h->utterance);
}

static void utterance_ends(struct sahut_hearing *h)
{
    switch (h->state) {
    case ASLEEP:
        wake_end(h->wake);
        h->last_ended = h->heard.position;
        if (h->unasked_until && !h->overlapped && !h->midway)
            decide_unasked(h);
        break;
    case WOKEN:
        if (is_only_wake(h)) {
            h->last_ended = h->heard.position;
            open_for_order(h, 0);
            report_position(h, SAHUT_HEARD_LISTENING);
        } else {
            decide_order(h);
        }
        break;
    case OPEN:
        h->last_ended = h->heard.position;
        if (!h->overlapped)
            decide_order(h);
        break;
    }
}

/* Looks at what was said once a pause; at the pause's end it need not be decoded again. */
static bool is_complete(struct sahut_hearing *h)
{
    if (!ears_speech(&h->ears) || ears_quiet(&h->ears) < COMPLETE_QUIET) {
        h->decoded = false;
        return false;
    }
    if (h->decoded || h->state == ASLEEP || is_only_wake(h) || h->overlapped)
        return false;
    decode(h, order_from(h));
    return h->result.complete && is_accepted(h);
}

static bool is_too_long(const struct sahut_hearing *h)
{
    int64_t begin = h->state == WOKEN ? h->wake_end : h->utterance;
    return ears_speech(&h->ears) && h->state != ASLEEP &&
           h->heard.position - begin > (int64_t)(h->config.max_order_s * RATE);
}

static void watch_deadline(struct sahut_hearing *h)
{
    int64_t known = h->heard.position - ears_lag(&h->ears);
    if (h->unasked_until && known > h->unasked_until && !ears_speech(&h->ears))
        fall_asleep(h);
    if (ears_speech(&h->ears) || h->state != OPEN || h->deadline < 0 || known <= h->deadline)
        return;
    fall_asleep(h);
    report_position(h, SAHUT_HEARD_NOTHING);
}

void sahut_hearing_own_sound(struct sahut_hearing *h, enum sahut_own_sound sound)
{
    enum sahut_own_sound before = h->own;
    bool was_speech = ears_speech(&h->ears);
    h->own = sound;
    switch (sound) {
    case SAHUT_OWN_SPEECH:
        h->overlapped = true;
        if (!h->phrase || (h->state != OPEN && !h->unasked_until))
            break;
        fall_asleep(h);
        ears_set_speech(&h->ears, was_speech);
        if (was_speech)
            begin_wake_search(h, h->utterance);
        break;
    case SAHUT_OWN_SILENCE:
        h->own_until = h->heard.position + OWN_TAIL;
        if (before == SAHUT_OWN_SPEECH)
            h->last_ended = h->heard.position;
        break;
    case SAHUT_OWN_EARCON:
        break;
    }
}

/* No utterance begins under an earcon or in the tail of our own sound. */
static bool is_held(const struct sahut_hearing *h)
{
    return !ears_speech(&h->ears) &&
           (h->own == SAHUT_OWN_EARCON || h->heard.position < h->own_until);
}

static void step(void *ctx, const int16_t *pcm)
{
    struct sahut_hearing *h = ctx;
    history_add(&h->heard, pcm, LEVEL_FRAME);
    if (is_held(h)) {
        watch_deadline(h);
        return;
    }
    enum endpoint change = ears_step(&h->ears, pcm);
    if (change == ENDPOINT_BEGIN)
        utterance_begins(h);
    else if (change == ENDPOINT_END)
        utterance_ends(h);
    else if (ears_speech(&h->ears) && h->state == ASLEEP)
        search_wake(h, pcm);
    else if (is_complete(h) || is_too_long(h)) {
        ears_set_speech(&h->ears, false);
        utterance_ends(h);
    } else {
        watch_deadline(h);
    }
}

void sahut_hearing_push(struct sahut_hearing *h, const int16_t *pcm, size_t n)
{
    framer_push(&h->framer, pcm, n, step, h);
}

/* A second look at the phrase comes 0.2 to 0.4 s late: a recording that ends with the phrase gets
 * that much silence. */
void sahut_hearing_finish(struct sahut_hearing *h)
{
    if (h->framer.n == 0 && !ears_speech(&h->ears))
        return;
    static const int16_t silence[LEVEL_FRAME];
    memset(h->framer.frame + h->framer.n, 0,
           (LEVEL_FRAME - h->framer.n) * sizeof(*h->framer.frame));
    if (h->framer.n > 0)
        step(h, h->framer.frame);
    h->framer.n = 0;
    for (int i = 0; i < FLUSH_FRAMES && ears_speech(&h->ears) && h->state == ASLEEP; i++)
        step(h, silence);
    if (ears_speech(&h->ears)) {
        ears_set_speech(&h->ears, false);
        utterance_ends(h);
    }
}

void sahut_hearing_skip(struct sahut_hearing *h, size_t n)
{
    sahut_hearing_finish(h);
    h->heard.position += (int64_t)n;
    h->last_ended = h->heard.position;
    ears_reset(&h->ears);
    watch_deadline(h);
}

int64_t sahut_hearing_position(const struct sahut_hearing *h)
{
    return h->heard.position + (int64_t)h->framer.n;
}

void sahut_hearing_forget(struct sahut_hearing *h)
{
    if (h->wake)
        wake_end(h->wake);
    h->framer.n = 0;
    h->last_ended = h->heard.position;
    ears_reset(&h->ears);
    fall_asleep(h);
}

void sahut_hearing_reset(struct sahut_hearing *h)
{
    if (h->wake)
        wake_forget(h->wake);
    h->framer.n = 0;
    h->heard.position = h->last_ended = h->wake_end = h->own_until = h->unasked_from = 0;
    h->said.word[0] = '\0';
    ears_reset(&h->ears);
    fall_asleep(h);
}

void sahut_hearing_whole(struct sahut_hearing *h, const int16_t *pcm, size_t n)
{
    h->heard.position = (int64_t)n;
    report_position(h, SAHUT_HEARD_DECIDING);
    recogniser_run(h->recogniser, RECOGNISER_ORDER, pcm, n, &h->result);
    h->wake_end = 0;
    report_order(h, 0, pcm, n);
}
