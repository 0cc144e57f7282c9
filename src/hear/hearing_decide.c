// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/hearing_state.h"

#include <math.h>
#include <string.h>

#include "hear/order_sound.h"
#include "hear/voicing.h"
#include "sahut/log.h"

/* The phrase search places the beginning within some frames. */
#define WAKE_MARGIN (SAHUT_HEAR_RATE / 6)
/* A person who says an order has a voice, though noise may hide most of one short word's. What is
 * understood must have some for each word; what is not understood and has less than UNHEARD was no
 * order. Chosen by the orders of the tune half and by words and doors (docs/hearing.md). */
#define VOICE_PER_WORD 2.0
#define VOICE_MOST     5.0
#define UNHEARD        8.0
/* So much is a voice without a look at its pitch; with less it must be held for so many frames, and
 * if it is held for long a trace of a voice is enough: noise hides more of it from the network. */
#define SURE      40.0
#define HELD      6
#define HELD_LONG 14
#define TRACE     0.5

void hearing_report(struct sahut_hearing *h, enum sahut_heard_kind kind)
{
    struct sahut_heard heard = {.kind = kind,
                                .start = h->heard.position,
                                .end = h->heard.position,
                                .at = h->heard.position,
                                .text = ""};
    h->event(h->ctx, &heard);
}

bool hearing_is_accepted(const struct sahut_hearing *h)
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
        .accepted = hearing_is_accepted(h),
        .free_pcm = has_free ? pcm + r->free_start : NULL,
        .free_n = has_free ? r->free_end - r->free_start : 0,
    };
    add_order_sound(h, from, pcm, n, &heard);
    h->event(h->ctx, &heard);
}

/* What was heard from `from` on, with what tells how the room sounds before it: not our own voice.
 * Returns how much the latter is. */
static size_t recall(struct sahut_hearing *h, int64_t from, size_t *n)
{
    int64_t context = from - FEATURES_CONTEXT, own_end = h->own_until - HEARING_OWN_TAIL;
    context = own_end > context && own_end <= from ? own_end : context;
    *n = history_copy(&h->heard, &context, h->heard.position, h->order);
    return from > context ? (size_t)(from - context) : 0;
}

static bool was_said(const struct recognised *r, double voice)
{
    double words = 1;
    for (const char *space = strchr(r->text, ' '); space; space = strchr(space + 1, ' '))
        words++;
    return voice >= fmin(VOICE_MOST, VOICE_PER_WORD * words) &&
           (words > 1 || r->longest <= RECOGNISER_LONGEST_WORD);
}

/* How much of a voice is in it from sample `said` on. */
static double voice_in(const struct sahut_hearing *h, const int16_t *pcm, size_t n, size_t before,
                       size_t said)
{
    if (!h->voice)
        return HUGE_VAL;
    double amount = voice_amount(h->voice, pcm, n, before, said);
    if (amount >= SURE || said >= n)
        return amount;
    int held = voicing_longest(pcm + said, n - said);
    if (held >= HELD_LONG && amount >= TRACE)
        return fmax(amount, VOICE_MOST);
    return held >= HELD ? amount : 0;
}

/* `n` samples with `before` others first; the order's own are said from sample `said` of all on. */
static void listen_to(struct sahut_hearing *h, const int16_t *pcm, size_t n, size_t before,
                      size_t said)
{
    struct recognised *r = &h->result;
    recogniser_run(h->recogniser, RECOGNISER_ORDER, pcm + before, n - before, r);
    h->decoded.voice = voice_in(h, pcm, n, before, said);
    if (!was_said(r, h->decoded.voice))
        r->confidence = 0;
    sahut_log(
        SAHUT_LOG_DEBUG, "hear",
        "order '%s', margin %.2f, worst word %.2f, noise %.1f dB, voice %.1f, confidence %.2f",
        r->text, r->margin, r->worst, r->noise_db, h->decoded.voice, r->confidence);
}

static void decode(struct sahut_hearing *h, int64_t from, int64_t said)
{
    size_t n, before = recall(h, from, &n);
    from = h->heard.position - (int64_t)(n - before);
    size_t prefix = said > from ? (size_t)(said - from) : 0;
    listen_to(h, h->order, n, before, before + prefix);
    h->decoded.valid = true;
    h->decoded.from = from;
    h->decoded.pcm = h->order + before;
    h->decoded.n = n - before;
}

static int64_t order_from(const struct sahut_hearing *h)
{
    return h->state == WOKEN ? h->wake_start - WAKE_MARGIN : h->utterance;
}

static int64_t said_from(const struct sahut_hearing *h)
{
    return h->state == WOKEN ? h->wake_end : h->utterance;
}

void hearing_decode(struct sahut_hearing *h)
{
    if (!h->decoded.valid)
        decode(h, order_from(h), said_from(h));
}

bool hearing_was_noise(struct sahut_hearing *h)
{
    if (!h->voice)
        return false;
    hearing_decode(h);
    bool noise = !hearing_is_accepted(h) && h->decoded.voice < UNHEARD;
    h->decoded.valid = !noise;
    return noise;
}

void hearing_decide_unasked(struct sahut_hearing *h)
{
    size_t n, before = recall(h, h->utterance, &n);
    recogniser_run(h->recogniser, RECOGNISER_UNASKED, h->order + before, n - before, &h->result);
    h->decoded.valid = false;
    if (!h->result.text[0])
        return;
    const struct unasked_nets nets = {h->voice, h->few};
    unasked_judge(&nets, h->order, n, before, h->heard.position, &h->said, &h->result);
    if (!hearing_is_accepted(h))
        return;
    int64_t from = h->heard.position - (int64_t)(n - before);
    h->said.word[0] = '\0';
    hearing_fall_asleep(h);
    hearing_report(h, SAHUT_HEARD_DECIDING);
    report_order(h, from, h->order + before, n - before);
}

void hearing_decide_order(struct sahut_hearing *h)
{
    int64_t from = order_from(h), said = said_from(h);
    /* asleep first: the event may open the ear for the answer to a question */
    hearing_fall_asleep(h);
    h->last_ended = h->heard.position;
    hearing_report(h, SAHUT_HEARD_DECIDING);
    if (!h->decoded.valid)
        decode(h, from, said);
    h->decoded.valid = false;
    report_order(h, h->decoded.from, h->decoded.pcm, h->decoded.n);
}

void sahut_hearing_whole(struct sahut_hearing *h, const int16_t *pcm, size_t n)
{
    h->heard.position = (int64_t)n;
    hearing_report(h, SAHUT_HEARD_DECIDING);
    listen_to(h, pcm, n, 0, 0);
    h->wake_end = 0;
    report_order(h, 0, pcm, n);
}
