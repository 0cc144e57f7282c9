// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said in a life of devices, and what must come of it; the dice. */
#include "rules_life.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

#define FLASH 800 /* ms on and off */

const char *const life_names[DEVICES] = {"lamp", "heater", "up", "down", "gate", "fan"};
const bool life_limited[DEVICES] = {[HEATER] = true, [UP] = true, [FAN] = true};

/* Steele's SplitMix64. */
uint64_t life_draw(struct life *l, uint64_t below)
{
    uint64_t z = l->random += 0x9E3779B97F4A7C15u;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (z ^ z >> 31) % below;
}

void life_tell(struct life *l, const char *format, ...)
{
    va_list args;

    if (!l->verbose)
        return;
    va_start(args, format);
    printf("%8.1f s  ", (double)l->elapsed_ms / 1000);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

/* Who says "on" once more means: from now on. */
void life_note_on(struct life *l, const char *done)
{
    for (int i = 0; i < DEVICES; i++) {
        const size_t n = strlen(life_names[i]);

        if (strncmp(done, life_names[i], n) == 0 && strncmp(done + n, " on", 3) == 0 &&
            l->on_since[i])
            l->on_since[i] = l->elapsed_ms;
    }
}

static void slot(struct sahut_intent *intent, const char *name, const char *text)
{
    struct sahut_slot *s = &intent->slots[intent->n_slots++];

    snprintf(s->name, sizeof s->name, "%s", name);
    snprintf(s->text, sizeof s->text, "%s", text);
    s->type = SAHUT_SLOT_WORD;
}

static int64_t order(struct life *l, struct sahut_intent *intent)
{
    struct sahut_outcome *out = sahut_alloc(1, sizeof *out);
    int64_t promise;

    sahut_skills_order(l->skills, intent, NULL, l->wall_ms, out);
    promise = out->failed ? -1 : out->promise;
    life_note_on(l, out->done);
    life_tell(l, "%s %s: %s%s", intent->name, intent->n_slots ? intent->slots[0].text : "",
              out->done, out->failed ? " (failed)" : "");
    sahut_lines_work(l->lines, l->boot_ms);
    free(out);
    return promise;
}

void life_switch(struct life *l)
{
    const int device = (int)life_draw(l, DEVICES), what = (int)life_draw(l, 10);
    struct sahut_intent *intent = sahut_alloc(1, sizeof *intent);
    int64_t seconds = 0, promise;

    intent->score = 1;
    snprintf(intent->name, sizeof intent->name, "device.%s",
             what < 6   ? "on"
             : what < 8 ? "off"
                        : "toggle");
    slot(intent, "device", life_names[device]);
    if (what < 3 || what == 7) {
        struct sahut_slot *s = &intent->slots[intent->n_slots++];

        seconds = 1 + (int64_t)life_draw(l, 7200);
        *s = (struct sahut_slot){
            .name = "duration", .type = SAHUT_SLOT_DURATION, .seconds = seconds};
    }
    if (what == 2 || what == 5) {
        struct sahut_slot *s = &intent->slots[intent->n_slots++];

        *s = (struct sahut_slot){.name = "when", .type = SAHUT_SLOT_TIME};
        s->when.relative = true;
        s->when.seconds = 1 + (int64_t)life_draw(l, 7200);
        s->when.start_ms = s->when.end_ms = l->wall_ms + s->when.seconds * 1000;
    }
    promise = order(l, intent);
    if (promise >= 0) { /* what else is known of its end is not ours to say */
        l->until_ms[device] = 0;
        if (device == UP || device == DOWN)
            l->until_ms[UP] = l->until_ms[DOWN] = 0;
        if (what < 2 && device != GATE)
            l->until_ms[device] =
                l->elapsed_ms +
                1000 * (life_limited[device] && seconds > MAX_ON ? MAX_ON : seconds);
    }
    free(intent);
}

void life_flash(struct life *l)
{
    const int device = (int)life_draw(l, DEVICES), times = 1 + (int)life_draw(l, 9);
    struct sahut_intent *intent = sahut_alloc(1, sizeof *intent);

    intent->score = 1;
    snprintf(intent->name, sizeof intent->name, "device.flash");
    slot(intent, "device", life_names[device]);
    intent->slots[intent->n_slots++] =
        (struct sahut_slot){.name = "times", .type = SAHUT_SLOT_NUMBER, .number = times};
    if (order(l, intent) >= 0)
        l->flashes_ms[device] = l->elapsed_ms + times * FLASH + SLACK;
    free(intent);
}

void life_order(struct life *l, const char *name, const char *scope)
{
    struct sahut_intent *intent = sahut_alloc(1, sizeof *intent);

    intent->score = 1;
    snprintf(intent->name, sizeof intent->name, "%s", name);
    if (scope)
        slot(intent, "scope", scope);
    order(l, intent);
    for (int i = 0; i < DEVICES; i++)
        l->until_ms[i] = 0;
    free(intent);
}
