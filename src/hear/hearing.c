// SPDX-License-Identifier: GPL-3.0-or-later
/* What may follow what (one line is one stream; [ ] is an utterance as the endpointer sees it):
 *
 *  one breath   [hey computer turn the lamp on]-----|          WAKE inside, HYPOTHESIS at the end
 *  a pause      [hey computer]-----|   [turn it on]-----|      WAKE, then OPEN; HYPOTHESIS
 *  no order     [hey computer]-----|----- timeout -----|       WAKE, NOTHING
 *  a question   (open) ----- [at nine]-----|                   HYPOTHESIS without WAKE
 *  a gap        (unasked) ----- [snooze]-----|                 HYPOTHESIS without WAKE, if meant
 *  talk         [anything else]-----|                          no event
 *  a slam       (open) -- [bang]-----|   [turn it on]-----|     no event for the bang; HYPOTHESIS
 *  after it     [hey computer bang]-----|                      WAKE, then OPEN
 *
 *  own speech   [=====our own voice=====].....          no event, whatever was open
 *               [====hey computer stop==]-----|         WAKE inside, HYPOTHESIS
 *
 * A sentence that cannot go on ends after 0.3 s of silence, any other after 0.7 s.
 *
 * ASLEEP: utterances go to the wake phrase search. WOKEN: the phrase was heard in the running
 * utterance. OPEN: the next utterance is an order.
 */
#include "hear/hearing_state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/adapt.h"
#include "sahut/text.h"

#define RATE SAHUT_HEAR_RATE
/* So much silence is enough behind a sentence that cannot go on. */
#define COMPLETE_QUIET (3 * RATE / 10)
/* Less speech than this after the wake phrase is its own tail. */
#define TAIL         (RATE / 4)
#define FLUSH_FRAMES 20
/* Speech that is found so soon after the ear was opened was going on before. */
#define MIDWAY (RATE / 5)
/* Talk without a pause: the phrase search begins anew this often, looking back over a phrase. */
#define WAKE_RESTART (30 * RATE)
#define WAKE_OVERLAP (2 * RATE)

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
    if (!err && !h->wake)
        err = voice_net_of(config->models, &h->own_voice, why);
    if (err) {
        sahut_hearing_free(h);
        return err;
    }
    h->voice = h->wake ? wake_voice(h->wake) : h->own_voice;
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
    free(h->own_voice);
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

void hearing_fall_asleep(struct sahut_hearing *h)
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
    size_t n = history_copy(&h->heard, &context, h->heard.position, h->order);
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
            hearing_decide_unasked(h);
        break;
    case WOKEN:
        if (is_only_wake(h) || hearing_was_noise(h)) {
            h->last_ended = h->heard.position;
            open_for_order(h, 0);
            hearing_report(h, SAHUT_HEARD_LISTENING);
        } else {
            hearing_decide_order(h);
        }
        break;
    case OPEN:
        h->last_ended = h->heard.position;
        if (!h->overlapped && !hearing_was_noise(h))
            hearing_decide_order(h);
        break;
    }
}

/* Looks at what was said once a pause; at the pause's end it need not be decoded again. */
static bool is_complete(struct sahut_hearing *h)
{
    if (!ears_speech(&h->ears) || ears_quiet(&h->ears) < COMPLETE_QUIET) {
        h->decoded.valid = false;
        return false;
    }
    if (h->decoded.valid || h->state == ASLEEP || is_only_wake(h) || h->overlapped)
        return false;
    hearing_decode(h);
    return h->result.complete && hearing_is_accepted(h);
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
        hearing_fall_asleep(h);
    if (ears_speech(&h->ears) || h->state != OPEN || h->deadline < 0 || known <= h->deadline)
        return;
    hearing_fall_asleep(h);
    hearing_report(h, SAHUT_HEARD_NOTHING);
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
        hearing_fall_asleep(h);
        ears_set_speech(&h->ears, was_speech);
        if (was_speech)
            begin_wake_search(h, h->utterance);
        break;
    case SAHUT_OWN_SILENCE:
        h->own_until = h->heard.position + HEARING_OWN_TAIL;
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
    hearing_fall_asleep(h);
}

void sahut_hearing_reset(struct sahut_hearing *h)
{
    if (h->wake)
        wake_forget(h->wake);
    h->framer.n = 0;
    h->heard.position = h->last_ended = h->wake_end = h->own_until = h->unasked_from = 0;
    h->said.word[0] = '\0';
    ears_reset(&h->ears);
    hearing_fall_asleep(h);
}
