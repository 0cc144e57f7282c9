// SPDX-License-Identifier: GPL-3.0-or-later
/* The titles of coming appointments, so that they can be asked for aloud: "when is the dentist".
 *
 *   calendar read or changed, or a day has passed ─► titles ─same─► nothing
 *                                                     └─other─► the sentences' list {event}, and a
 *                                                               grammar for the ear (assistant.c)
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/assistant_internal.h"
#include "sahut/text.h"

#define DAY_MS   INT64_C(86400000)
#define AHEAD_MS (60 * DAY_MS)
/* Each title costs some ten arcs of the word network (docs/hearing.md, Memory). */
#define TITLES 40
#define WORDS  4

/* What can be said: a few words of letters. */
static bool is_sayable(const char *title)
{
    size_t words = 0;
    bool in_word = false;
    for (const unsigned char *c = (const unsigned char *)title; *c; c++) {
        bool letter = (*c | 32) >= 'a' && (*c | 32) <= 'z';
        if (!letter && *c < 128 && *c != ' ' && *c != '\'' && *c != '-')
            return false;
        words += *c != ' ' && !in_word;
        in_word = *c != ' ';
    }
    return words > 0 && words <= WORDS;
}

struct titles {
    struct sahut_list_item items[TITLES];
    size_t count;
};

static void take(struct titles *t, const char *title)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->items[i].words, title) == 0)
            return;
    if (t->count < TITLES && is_sayable(title))
        t->items[t->count++] = (struct sahut_list_item){title, title};
}

static bool remember(struct sahut_assistant *a, const struct titles *t)
{
    struct sahut_text all = {0};
    for (size_t i = 0; i < t->count; i++)
        sahut_text_addf(&all, "%s\n", t->items[i].words);
    bool other = !a->titles.all || strcmp(a->titles.all, sahut_text_get(&all)) != 0;
    if (other) {
        free(a->titles.all);
        a->titles.all = sahut_strdup(sahut_text_get(&all));
    }
    sahut_text_finish(&all);
    return other;
}

void assistant_read_titles(struct sahut_assistant *a)
{
    struct titles t = {.count = 0};
    struct sahut_occurrence *list = NULL;
    size_t n = 0;
    if (a->calendar)
        sahut_calendar_occurrences(a->calendar, a->now_ms, a->now_ms + AHEAD_MS, &list, &n);
    for (size_t i = 0; i < n; i++)
        take(&t, list[i].summary);
    a->titles.read_ms = a->now_ms;
    if (remember(a, &t)) {
        sahut_sentences_fill(a->sentences, "event", t.items, t.count);
        a->titles.unheard = true;
    }
    free(list);
}

bool assistant_titles_are_old(const struct sahut_assistant *a)
{
    int64_t age_ms = a->now_ms - a->titles.read_ms;
    return age_ms < 0 || age_ms > DAY_MS;
}

void assistant_forget_titles(struct sahut_assistant *a)
{
    free(a->titles.all);
    a->titles.all = NULL;
}
