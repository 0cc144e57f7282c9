// SPDX-License-Identifier: GPL-3.0-or-later
/* Words that mean a time or a number only by chance: "may i", "the sun", "this one". */
#include <string.h>

#include "understand/en.h"

bool en_is_one_of(const char *word, const char *const *list)
{
    for (; word && *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* Alone, these say nothing about when. */
static const char *const weak_times[] = {"final",  "may", "march", "mar",  "sun",  "sat", "wed",
                                         "second", "sec", "past",  "half", "noon", NULL};

/* "the third" is a day at the end of a sentence and before these; "the third floor" is none. */
static const char *const after_dates[] = {
    "and",    "at", "do",   "for",  "from", "have",  "i",  "in",   "is",   "my",   "of",  "or",
    "please", "so", "that", "then", "to",   "until", "we", "what", "will", "with", "you", NULL};
/* "on the third" is one unless this follows. */
static const char *const after_ranks[] = {"attempt", "avenue", "door", "floor", "half", "hand",
                                          "level",   "line",   "list", "one",   "page", "row",
                                          "story",   "street", "time", "try",   NULL};

static bool chance_date(const struct phrase_token *tokens, int n, const char *after)
{
    if (!after)
        return false;
    if (n >= 2 && phrase_token_read(&tokens[0], EN_THE) &&
        phrase_token_read(&tokens[1], EN_ORDINAL))
        return n == 2 && !en_is_one_of(after, after_dates);
    return n == 3 && phrase_token_read(&tokens[0], EN_ON) &&
           phrase_token_read(&tokens[2], EN_ORDINAL) && en_is_one_of(after, after_ranks);
}

static bool has_symbol(const struct phrase_token *tokens, int n, int symbol)
{
    for (int i = 0; i < n; i++)
        if (phrase_token_read(&tokens[i], symbol))
            return true;
    return false;
}

/* "the one", "the three". */
static bool is_the_number(const struct phrase_token *tokens, int n)
{
    return n == 2 && phrase_token_read(&tokens[0], EN_THE) &&
           (phrase_token_read(&tokens[1], EN_ONES) || phrase_token_read(&tokens[1], EN_TEENS) ||
            phrase_token_read(&tokens[1], EN_TENS));
}

/* "seven", "two thousand": not "ten thirty". */
static bool is_plain_number(const struct phrase_token *tokens, int n)
{
    bool large = false;
    for (int i = 0; i < n; i++) {
        bool scale =
            phrase_token_read(&tokens[i], EN_HUNDRED) || phrase_token_read(&tokens[i], EN_SCALE);
        large |= scale;
        if (!scale && !phrase_token_read(&tokens[i], EN_ONES) &&
            !phrase_token_read(&tokens[i], EN_TEENS) && !phrase_token_read(&tokens[i], EN_TENS) &&
            !phrase_token_read(&tokens[i], EN_ORDINAL))
            return false;
    }
    return n == 1 || large;
}

/* "pack my lunch", "dinner with amy tomorrow": a meal that is not said to be a time. */
static bool is_eaten(const struct phrase_token *tokens, int n)
{
    static const int before[] = {EN_AT, EN_BY, EN_AFTER, EN_BEFORE, EN_AROUND};
    for (int i = 0; i < n; i++) {
        bool time =
            !phrase_token_read(&tokens[i], EN_MEAL) || phrase_token_read(&tokens[i], EN_MEALTIME);
        for (size_t k = 0; i > 0 && k < sizeof before / sizeof *before; k++)
            time = time || phrase_token_read(&tokens[i - 1], before[k]);
        if (!time)
            return true;
    }
    return false;
}

/* "the first two": not the first of the month at two. */
static bool is_first_few(const struct phrase_token *tokens, int n)
{
    int at = n == 3 && phrase_token_read(&tokens[0], EN_THE) ? 1 : 0;
    return n == at + 2 && phrase_token_read(&tokens[at], EN_ORDINAL) &&
           (phrase_token_read(&tokens[at + 1], EN_ONES) ||
            phrase_token_read(&tokens[at + 1], EN_TEENS));
}

/* "24/7" */
static bool is_always(const struct phrase_token *tokens, int n)
{
    const double *ones = n == 4 ? phrase_token_read(&tokens[3], EN_ONES) : NULL;
    return ones && *ones == 7 && phrase_token_read(&tokens[0], EN_TENS) &&
           phrase_token_read(&tokens[1], EN_ONES) && phrase_token_read(&tokens[2], EN_SLASH);
}

/* "at eight to call my boss": no minutes to an hour, unless the sentence ends with them. */
static bool is_purpose(const struct phrase_token *tokens, int n, const char *after)
{
    return after && n > 1 && phrase_token_read(&tokens[n - 1], EN_TO) &&
           !phrase_token_read(&tokens[n - 2], EN_QUARTER) && strcmp(after, "please") != 0;
}

/* "half past", "quarter to", "twenty past": the hour is not said, and without "at" nothing must
 * follow. */
static bool is_open_hour(const struct phrase_token *tokens, int n, const char *after)
{
    return after && n > 1 && strcmp(after, "please") != 0 &&
           (phrase_token_read(&tokens[n - 1], EN_TO) ||
            phrase_token_read(&tokens[n - 1], EN_PAST)) &&
           !phrase_token_read(tokens, EN_AT) && !phrase_token_read(tokens, EN_WEEKDAY);
}

/* "call april", "with june": months that are people. */
static bool is_person(const char *word, const char *before)
{
    static const char *const months[] = {"april", "august", "june", "may", NULL};
    static const char *const before_people[] = {"ask",  "call", "email", "invite", "meet", "phone",
                                                "ring", "tell", "text",  "with",   NULL};
    return en_is_one_of(word, months) && en_is_one_of(before, before_people);
}

/* "until march", "when was may": months that are other words elsewhere. */
static bool is_month_of(const char *word, const char *before, const char *after)
{
    static const char *const months[] = {"may", "march", "mar", NULL};
    static const char *const before_months[] = {"after", "before", "by",    "during",  "every",
                                                "from",  "of",     "since", "through", "throughout",
                                                "til",   "till",   "until", "was",     NULL};
    static const char *const persons[] = {"he", "i", "it", "she", "they", "we", "you", NULL};
    return en_is_one_of(word, months) && en_is_one_of(before, before_months) &&
           !en_is_one_of(after, persons);
}

/* "a table for four": people. */
static bool is_for_people(const struct phrase_token *tokens, int n, const char *before)
{
    static const char *const things[] = {"breakfast",   "brunch",  "dinner", "lunch",
                                         "reservation", "room",    "seats",  "supper",
                                         "table",       "tickets", NULL};
    return n == 2 && phrase_token_read(tokens, EN_FOR) && is_plain_number(tokens + 1, 1) &&
           en_is_one_of(before, things);
}

/* "the night light", "a bedtime story" */
static bool is_kind_of_thing(const struct phrase_token *last, const char *after)
{
    static const char *const things[] = {"lamp", "lamps", "light", "lights",  "mode",  "owl",
                                         "owls", "stand", "story", "stories", "table", NULL};
    const double *part = phrase_token_read(last, EN_DAYPART);
    return en_is_one_of(after, things) &&
           ((part && *part >= MOMENT_NIGHT) || phrase_token_read(last, EN_MEALTIME));
}

/* "two weeks back" inside of a sentence: "move it two weeks back". */
static bool is_moved_back(const struct phrase_token *last, const char *before, const char *after)
{
    const double *back = phrase_token_read(last, EN_GONE);
    return back && *back == 1 && (before || after);
}

/* "one evening": some of them, not one o'clock. */
static bool is_some_part(const struct phrase_token *tokens, int n)
{
    const double *one = n == 2 ? phrase_token_read(tokens, EN_ONES) : NULL;
    return one && *one == 1 && phrase_token_read(&tokens[1], EN_DAYPART);
}

/* "in ten", "in twenty five": minutes, where nothing follows. */
static bool is_in_minutes(const struct phrase_token *tokens, int n)
{
    return n >= 2 && phrase_token_read(tokens, EN_IN) && is_plain_number(tokens + 1, 1) &&
           (n == 2 || (n == 3 && is_plain_number(tokens + 2, 1)));
}

/* "movie night", "parents evening next wednesday": what it is, not when. */
static bool is_occasion(const struct phrase_token *tokens, const char *before)
{
    static const char *const occasions[] = {
        "bingo",   "book",  "good",  "boys",    "date",  "family", "film",    "game",
        "games",   "girls", "hen",   "karaoke", "movie", "open",   "opening", "parent",
        "parents", "pizza", "poker", "quiz",    "stag",  "taco",   "wedding", NULL};
    return phrase_token_read(tokens, EN_DAYPART) && en_is_one_of(before, occasions);
}

/* "set a second alarm": another one. */
static bool is_another(const struct phrase_token *tokens, int n, const char *after)
{
    static const char *const lasting[] = {"after",  "ago",  "and",    "before", "from",
                                          "later",  "left", "longer", "more",   "or",
                                          "please", "then", NULL};
    return n == 2 && after && phrase_token_read(tokens, EN_A) &&
           phrase_token_read(&tokens[1], EN_UNIT) && phrase_token_read(&tokens[1], EN_ORDINAL) &&
           !en_is_one_of(after, lasting);
}

static bool chance_time(const struct phrase_token *tokens, int n, const char *const *words,
                        size_t n_words, const char *before, const char *after)
{
    if ((before || after) && (is_plain_number(tokens, n) || is_the_number(tokens, n)))
        return true;
    if (is_another(tokens, n, after) || is_purpose(tokens, n, after) ||
        is_open_hour(tokens, n, after) || has_symbol(tokens, n, EN_DOZEN))
        return true;
    if ((before || after) && is_eaten(tokens, n))
        return true;
    if (is_in_minutes(tokens, n) && after && strcmp(after, "please") != 0)
        return true;
    if (n_words == 1 && before && (strcmp(before, "not") == 0 || strcmp(before, "for") == 0) &&
        strcmp(words[0], "now") == 0)
        return true;
    if (is_occasion(tokens, before) || chance_date(tokens, n, after) || is_first_few(tokens, n) ||
        is_always(tokens, n))
        return true;
    if (after && n_words > 1 && strcmp(after, "i") == 0 && strcmp(words[n_words - 1], "am") == 0)
        return true; /* "tomorrow am i free" */
    if (n_words == 1 && after && strcmp(words[0], "overnight") == 0)
        return !en_is_one_of(after, after_dates); /* "overnight oats" */
    if (is_for_people(tokens, n, before) || is_kind_of_thing(&tokens[n - 1], after) ||
        is_moved_back(&tokens[n - 1], before, after))
        return true;
    if (is_some_part(tokens, n) || (n_words == 1 && is_person(words[0], before)))
        return true;
    if (n_words == 1 && is_month_of(words[0], before, after))
        return false;
    size_t last = n_words > 1 && strcmp(words[0], "the") == 0 ? 1 : 0;
    return n_words == last + 1 && (before || after) && en_is_one_of(words[last], weak_times);
}

static bool is_ordinal(const char *word)
{
    const struct en_word *known = word ? en_find_word(word) : NULL;
    for (size_t i = 0; known && i < PHRASE_READINGS; i++)
        if (known->readings[i].symbol == EN_ORDINAL)
            return true;
    return false;
}

/* "hundredth", "millionth" */
static bool is_large_ordinal(const struct phrase_token *token)
{
    const double *value = phrase_token_read(token, EN_ORDINAL);
    return value && *value >= 100;
}

/* "this one", "the third one", "that one is mine", "no one". */
static bool chance_number(unsigned kinds, const struct phrase_token *tokens, int n,
                          const char *const *words, size_t n_words, const char *before,
                          const char *after)
{
    /* Whoever wants no ordinals has a third of one there. */
    const bool shares = (kinds & SAHUT_FOUND_SHARE) && !(kinds & SAHUT_FOUND_ORDINAL);
    static const char *const pronouns[] = {"this", "that",  "no",   "any",  "some", "every",
                                           "each", "which", "next", "last", "the",  NULL};
    static const char *const before_units[] = {"a",    "an",   "one",  "per",  "each",  "every",
                                               "this", "last", "next", "half", "split", NULL};
    if (n == 1 && phrase_token_read(tokens, EN_UNIT) && phrase_token_read(tokens, EN_ORDINAL))
        return before ? en_is_one_of(before, before_units) : after != NULL;
    if (n == 3 && phrase_token_read(tokens, EN_A) && phrase_token_read(&tokens[2], EN_ORDINAL))
        return after && strcmp(after, "of") != 0; /* "a twenty first birthday" */
    if (n == 1 && before && strcmp(before, "a") == 0 && is_large_ordinal(tokens))
        return true; /* "a thousandth" is a part of one */
    return n == 1 && n_words == 1 &&
           ((strcmp(words[0], "one") == 0 &&
             (en_is_one_of(before, pronouns) || (!shares && is_ordinal(before)))) ||
            phrase_token_read(tokens, EN_UNIT) || strcmp(words[0], "o") == 0 ||
            strcmp(words[0], "last") == 0 || strcmp(words[0], "final") == 0 ||
            strcmp(words[0], "latter") == 0);
}

/* "at six and one | for eight", "for two and three | hours": the last number of a list of clocks
 * belongs to what follows. */
static bool is_cut_list(const struct phrase_token *tokens, int n, const char *after)
{
    static const char *const others[] = {"at", "for", NULL};
    const struct en_word *next = after ? en_find_word(after) : NULL;
    if (n < 4 || !next || !(phrase_token_read(tokens, EN_AT) || phrase_token_read(tokens, EN_FOR)))
        return false;
    const double *one = phrase_token_read(&tokens[n - 1], EN_ONES);
    return (one && *one == 1 && en_is_one_of(after, others)) ||
           (is_plain_number(&tokens[n - 1], 1) &&
            (next->readings[0].symbol == EN_UNIT || next->readings[0].symbol == EN_ONES));
}

/* "every fifth house", "two mondays" */
static bool chance_recurrence(const struct phrase_token *tokens, int n, const char *after)
{
    if (n == 2 && phrase_token_read(&tokens[1], EN_WEEKDAYS) &&
        (phrase_token_read(tokens, EN_ONES) || phrase_token_read(tokens, EN_TEENS)))
        return true;
    if (is_cut_list(tokens, n, after))
        return true;
    return after && phrase_token_read(tokens, EN_EVERY) &&
           phrase_token_read(&tokens[n - 1], EN_ORDINAL) && !en_is_one_of(after, after_dates);
}

bool en_is_past(const char *before)
{
    static const char *const words[] = {"was", "were", "since", NULL};
    return en_is_one_of(before, words);
}

bool en_joins(const char *word)
{
    return strcmp(word, "and") == 0;
}

bool en_chance(unsigned kinds, const struct phrase_token *tokens, int n, const char *const *words,
               size_t n_words, const char *before, const char *after)
{
    if (kinds & SAHUT_FOUND_TIME)
        return chance_time(tokens, n, words, n_words, before, after);
    if (kinds & SAHUT_FOUND_RECURRENCE)
        return chance_recurrence(tokens, n, after);
    if (kinds & SAHUT_FOUND_DURATION)
        return is_another(tokens, n, after);
    return (kinds & SAHUT_FOUND_NUMBER) &&
           chance_number(kinds, tokens, n, words, n_words, before, after);
}
