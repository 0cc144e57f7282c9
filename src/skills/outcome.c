// SPDX-License-Identifier: GPL-3.0-or-later
/* Filling an outcome: reply, parameters, time line, lists. */
#include "skills/skills_internal.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ITEMS_SHOWN 8

void copy_text(char *to, size_t size, const char *from)
{
    size_t n = strlen(from);

    if (n >= size) {
        n = size - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(to, from, n);
    to[n] = '\0';
}

void outcome_clear(struct sahut_outcome *out)
{
    memset(out, 0, sizeof *out);
}

void outcome_reply(struct sahut_outcome *out, const char *id)
{
    copy_text(out->reply, sizeof out->reply, id);
}

void outcome_done(struct sahut_outcome *out, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    copy_text(out->done, sizeof out->done, text);
}

struct sahut_param param_text(const char *name, const char *text)
{
    struct sahut_param p = {.kind = SAHUT_PARAM_TEXT};

    copy_text(p.name, sizeof p.name, name);
    copy_text(p.text, sizeof p.text, text);
    return p;
}

struct sahut_param param_value(const char *name, enum sahut_param_kind kind, int64_t value)
{
    struct sahut_param p = {.kind = kind, .value = value};

    copy_text(p.name, sizeof p.name, name);
    return p;
}

static void add(struct sahut_outcome *out, struct sahut_param p)
{
    assert(out->n_params < SAHUT_OUTCOME_PARAMS);
    out->params[out->n_params++] = p;
}

void outcome_text(struct sahut_outcome *out, const char *name, const char *text)
{
    add(out, param_text(name, text));
}

void outcome_optional(struct sahut_outcome *out, const char *name, const char *text)
{
    if (text[0])
        outcome_text(out, name, text);
}

void outcome_value(struct sahut_outcome *out, const char *name, enum sahut_param_kind kind,
                   int64_t value)
{
    add(out, param_value(name, kind, value));
}

void render(const struct sahut_skills *s, const char *id, const struct sahut_param *params,
            size_t n, int64_t now_ms, struct sahut_text *out)
{
    sahut_text_clear(out);
    sahut_replies_render(s->world.replies, id, params, n, 0, now_ms, s->world.zone, out);
}

void outcome_not_stored(struct turn *turn, int err, const struct sahut_why *why)
{
    struct sahut_outcome *out = turn->out;
    struct sahut_text reason = {0};

    outcome_clear(out);
    out->failed = true;
    outcome_reply(out, "not_stored");
    outcome_done(out, "not stored: %s", why->text);
    if (err == -ENOSPC)
        render(turn->s, "reason_disk_full", NULL, 0, turn->now_ms, &reason);
    else if (err == -EROFS || err == -EACCES)
        render(turn->s, "reason_read_only", NULL, 0, turn->now_ms, &reason);
    outcome_optional(out, "reason", sahut_text_get(&reason));
    sahut_text_finish(&reason);
}

void local_minutes(const struct sahut_skills *s, int64_t at_ms, char out[32])
{
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const struct sahut_civil c = sahut_zone_local(s->world.zone, at_ms);
    char text[64];

    snprintf(text, sizeof text, "%s %04d-%02d-%02d %02d:%02d", days[sahut_civil_weekday(&c)],
             c.year, c.month, c.day, c.hour, c.minute);
    copy_text(out, 32, text);
}

#define SEPARATOR ", "

void items_add(struct items *items, const struct sahut_skills *s, const char *id,
               const struct sahut_param *params, size_t n, int64_t now_ms)
{
    const size_t room = sizeof(((struct sahut_param *)0)->text) - sizeof SEPARATOR;
    struct sahut_text item = {0};

    items->total++;
    /* Once one was left out the others are, too, or the order would lie. */
    if (items->shown < ITEMS_SHOWN && items->shown == items->total - 1) {
        render(s, id, params, n, now_ms, &item);
        if (items->text.len + item.len < room) {
            items->last = items->text.len;
            if (items->shown > 0)
                sahut_text_add(&items->text, SEPARATOR);
            sahut_text_add(&items->text, sahut_text_get(&item));
            items->shown++;
        }
    }
    sahut_text_finish(&item);
}

/* "a, b, c" becomes "a, b and c" in the words of the language. */
static void join_last(struct items *items, const struct sahut_skills *s, int64_t now_ms)
{
    struct sahut_text joined = {0};
    struct sahut_param params[2] = {
        param_text("before", ""),
        param_text("last", items->text.s + items->last + strlen(SEPARATOR))};

    snprintf(params[0].text, sizeof params[0].text, "%.*s", (int)items->last, items->text.s);
    render(s, "items_and", params, 2, now_ms, &joined);
    if (joined.len > 0) {
        sahut_text_clear(&items->text);
        sahut_text_add(&items->text, sahut_text_get(&joined));
    }
    sahut_text_finish(&joined);
}

void items_finish(struct items *items, const struct turn *turn)
{
    struct sahut_outcome *out = turn->out;

    if (items->shown > 1 && items->shown == items->total)
        join_last(items, turn->s, turn->now_ms);
    outcome_value(out, "count", SAHUT_PARAM_COUNT, (int64_t)items->total);
    outcome_text(out, "items", sahut_text_get(&items->text));
    if (items->total > items->shown)
        outcome_value(out, "more", SAHUT_PARAM_COUNT, (int64_t)(items->total - items->shown));
    sahut_text_finish(&items->text);
}
