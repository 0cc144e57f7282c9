// SPDX-License-Identifier: GPL-3.0-or-later
/* From what was typed or heard to the words of the lexicon: endings, compounds, misspellings. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "understand/en.h"
#include "understand/language.h"

enum { WORD_BYTES = 32, SPELLED_BYTES = 256 };

/* ---- the lexicon ---- */

static int compare_word(const void *key, const void *member)
{
    return strcmp(key, ((const struct en_word *)member)->word);
}

/* A table, and where the words of each first byte begin in it. */
struct index {
    const struct en_word *words;
    size_t begins[257];
};
static struct index all_words, feasts;

static void make_index(struct index *index, const struct en_word *words, size_t n)
{
    size_t at = 0;
    index->words = words;
    for (int c = 0; c < 256; c++) {
        index->begins[c] = at;
        while (at < n && (unsigned char)words[at].word[0] == c)
            at++;
    }
    index->begins[256] = at;
}

static void make_indexes(void)
{
    make_index(&all_words, en_known_words, en_n_known_words);
    make_index(&feasts, en_feast_words, en_n_feast_words);
}

static const struct en_word *find_in(const struct index *index, const char *word)
{
    size_t c = (unsigned char)word[0], from = index->begins[c];
    return bsearch(word, index->words + from, index->begins[c + 1] - from, sizeof *index->words,
                   compare_word);
}

const struct en_word *en_find_word(const char *word)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, make_indexes);
    const struct en_word *known = find_in(&all_words, word);
    return known ? known : find_in(&feasts, word);
}

/* ---- words as they are typed ---- */

/* A tail that hides the word the time is in: "tomorrow's", "in two weeks' time". */
static const struct en_word *find_inflected(char *word)
{
    const struct en_word *known = en_find_word(word);
    size_t n = strlen(word);
    if (known || n < 3)
        return known;
    if (word[n - 1] == '\'')
        word[n - 1] = '\0';
    else if (strcmp(word + n - 2, "'s") == 0)
        word[n - 2] = '\0';
    else if (word[n - 1] == 's')
        word[n - 1] = '\0'; /* "tomorrows", "mornings" */
    else
        return NULL;
    return en_find_word(word);
}

/* What is typed without its apostrophe, in the order of strcmp. Not "ill", "id", "shed", "were":
 * words of their own. */
static const char *const contractions[][2] = {
    {"arent", "aren't"},       {"cant", "can't"},       {"couldnt", "couldn't"},
    {"didnt", "didn't"},       {"doesnt", "doesn't"},   {"dont", "don't"},
    {"hadnt", "hadn't"},       {"hasnt", "hasn't"},     {"havent", "haven't"},
    {"hes", "he's"},           {"hows", "how's"},       {"im", "i'm"},
    {"isnt", "isn't"},         {"itll", "it'll"},       {"its", "it's"},
    {"ive", "i've"},           {"lets", "let's"},       {"mustnt", "mustn't"},
    {"neednt", "needn't"},     {"oclock", "o'clock"},   {"shes", "she's"},
    {"shouldnt", "shouldn't"}, {"thats", "that's"},     {"theres", "there's"},
    {"theyll", "they'll"},     {"theyre", "they're"},   {"theyve", "they've"},
    {"wasnt", "wasn't"},       {"weve", "we've"},       {"whats", "what's"},
    {"whens", "when's"},       {"wheres", "where's"},   {"whos", "who's"},
    {"wont", "won't"},         {"wouldnt", "wouldn't"}, {"youll", "you'll"},
    {"youre", "you're"},       {"youve", "you've"}};

static const char *en_apostrophe(const char *word)
{
    size_t from = 0, to = sizeof(contractions) / sizeof(*contractions);
    if (!word[0] || !word[1] || !strchr("deklmst", word[strlen(word) - 1]))
        return NULL; /* most words, cheaply */
    while (from < to) {
        size_t middle = (from + to) / 2;
        int order = strcmp(word, contractions[middle][0]);
        if (order == 0)
            return contractions[middle][1];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* Whether at most `limit` letters are missing, too many, other or swapped with the next. Looks only
 * at the cells that few enough letters can lead to: `limit` to the left and right of the middle. */
static bool is_near(const char *a, size_t n, const char *b, size_t m, size_t limit)
{
    unsigned rows[3][WORD_BYTES + 2];
    const unsigned far = (unsigned)limit + 1;
    if (n > WORD_BYTES || m > WORD_BYTES || n > m + limit || m > n + limit)
        return false;
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t k = 0; k <= limit + 1; k++)
        above[k] = (unsigned)k;
    for (size_t i = 1; i <= n; i++) {
        char c = (char)tolower((unsigned char)a[i - 1]);
        char last = i > 1 ? (char)tolower((unsigned char)a[i - 2]) : 0;
        size_t from = i > limit ? i - limit : 1, to = i + limit < m ? i + limit : m;
        unsigned least = row[from - 1] = from == 1 ? (unsigned)i : far;
        for (size_t k = from; k <= to; k++) {
            unsigned cost = above[k - 1] + (c != b[k - 1]);
            cost = above[k] + 1 < cost ? above[k] + 1 : cost;
            cost = row[k - 1] + 1 < cost ? row[k - 1] + 1 : cost;
            if (k > 1 && i > 1 && c == b[k - 2] && last == b[k - 1] && before[k - 2] + 1 < cost)
                cost = before[k - 2] + 1;
            row[k] = cost;
            least = cost < least ? cost : least;
        }
        row[to + 1] = far;
        if (least > limit)
            return false;
        unsigned *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[m] <= limit;
}

/* Names that are written wrong more often than others, and that are nothing else when they are. */
static const struct en_word *find_misspelt(const char *word, size_t n)
{
    static const char *const names[] = {
        "afternoon", "december", "evening",   "february", "friday",    "january",   "midnight",
        "minute",    "minutes",  "monday",    "morning",  "november",  "october",   "saturday",
        "second",    "seconds",  "september", "sunday",   "thursday",  "tomorrow",  "tonight",
        "tuesday",   "weekday",  "weekdays",  "weekend",  "wednesday", "yesterday",
    };
    if (n < 6)
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t m = strlen(names[i]);
        size_t slack = n >= 8 || m >= 8 ? 2 : 1;
        if (tolower((unsigned char)*word) == *names[i] && is_near(word, n, names[i], m, slack))
            return en_find_word(names[i]);
    }
    return NULL;
}

static void add_token(const struct en_word *known, struct phrase_token *out)
{
    memset(out, 0, sizeof *out);
    if (!known)
        return;
    memcpy(out->readings, known->readings, sizeof known->readings);
    phrase_token_index(out);
}

/* One word without blanks and hyphens. */
static const struct en_word *known_word(const char *word, size_t n)
{
    char copy[WORD_BYTES];
    if (n >= sizeof copy)
        return NULL;
    for (size_t i = 0; i < n; i++)
        copy[i] = (char)tolower((unsigned char)word[i]);
    copy[n] = '\0';
    const struct en_word *known = find_inflected(copy);
    return known ? known : find_misspelt(word, n);
}

/* "mon-fri", "june - august" */
static const char *en_range(const char *first, const char *last)
{
    const struct en_word *a = en_find_word(first), *b = a ? en_find_word(last) : NULL;
    int symbol = a ? a->readings[0].symbol : 0;
    bool named = symbol == EN_WEEKDAY || symbol == EN_MONTH || symbol == EN_WEEKDAYS;
    return b && named && b->readings[0].symbol == symbol ? "through" : NULL;
}

/* "thirtyfirst", "twentytwo": the tens and what is behind them. */
static int add_compound(const char *text, size_t n, struct phrase_token *out, int max)
{
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};
    for (size_t i = 0; i < sizeof tens / sizeof *tens && max >= 2; i++) {
        size_t m = strlen(tens[i]);
        if (n <= m + 2 || strncmp(text, tens[i], m) != 0)
            continue;
        const struct en_word *rest = known_word(text + m, n - m);
        if (!rest ||
            (rest->readings[0].symbol != EN_ONES && rest->readings[0].symbol != EN_ORDINAL))
            return 0;
        add_token(en_find_word(tens[i]), &out[0]);
        add_token(rest, &out[1]);
        return 2;
    }
    return 0;
}

/* "sevenish" */
static int add_ish(const char *text, size_t n, struct phrase_token *out, int max)
{
    if (max < 2 || n < 6 || strncmp(text + n - 3, "ish", 3) != 0)
        return 0;
    const struct en_word *number = known_word(text, n - 3);
    if (!number ||
        (number->readings[0].symbol != EN_ONES && number->readings[0].symbol != EN_TEENS))
        return 0;
    add_token(number, &out[0]);
    add_token(en_find_word("ish"), &out[1]);
    return 2;
}

int en_tokens(const char *word, struct phrase_token *out, int max)
{
    char spelled[SPELLED_BYTES];
    const char *text = word;
    int count = 0;
    double literal;
    if (strpbrk(word, "0123456789") && en_number_spell(word, spelled, sizeof spelled) == 0)
        text = spelled;
    else if (en_literal(word, &literal)) {
        *out = (struct phrase_token){.readings = {{EN_LITERAL, literal}}};
        phrase_token_index(out);
        return 1;
    }
    for (;;) {
        text += strspn(text, " -");
        size_t n = strcspn(text, " -");
        if (n == 0)
            break;
        const struct en_word *known = count < max ? known_word(text, n) : NULL;
        int added = known ? 1 : add_compound(text, n, out + count, max - count);
        if (added == 0)
            added = add_ish(text, n, out + count, max - count);
        if (added == 0) {
            count = 0;
            break;
        }
        if (known)
            add_token(known, &out[count]);
        count += added;
        text += n;
    }
    if (count == 0) {
        add_token(NULL, out);
        return 1;
    }
    return count;
}

/* Words that no expression is made of without others. */
static const int weak[] = {
    EN_A,       EN_AFTER,    EN_AGO,      EN_AND,       EN_ANOTHER,  EN_ANY,      EN_AROUND,
    EN_AT,      EN_AWAY,     EN_BEFORE,   EN_BEGINNING, EN_BETWEEN,  EN_BI,       EN_BLACK,
    EN_BY,      EN_CLOCK,    EN_CLOSE,    EN_CYBER,     EN_DASH,     EN_EARLY,    EN_END,
    EN_EVERY,   EN_EXACTLY,  EN_EXCEPT,   EN_GONE,      EN_FOR,      EN_FROM,     EN_HENCE,
    EN_IN,      EN_LETTER_M, EN_LETTER_O, EN_LETTER_P,  EN_LETTER_Q, EN_MIDDLE,   EN_MINUS,
    EN_MORE,    EN_NEAREST,  EN_NEW,      EN_OF,        EN_ON,       EN_OR,       EN_OTHER,
    EN_OUT,     EN_OVER,     EN_PAST,     EN_POINT,     EN_REST,     EN_MLK,      EN_TOP,
    EN_SAINT,   EN_SAME,     EN_SINGLE,   EN_SLASH,     EN_STARTING, EN_THE,      EN_THING,
    EN_THROUGH, EN_TIME,     EN_TIMES,    EN_TO,        EN_UNTIL,    EN_UPCOMING, EN_WHICH,
    EN_WHOLE,   EN_WITHIN,
};

static struct phrase_grammar grammar;

static struct phrase_set set_of(const int *symbols, size_t n)
{
    struct phrase_set set = {{0}};
    struct phrase_token token = {.readings = {{0}}};
    for (size_t i = 0; i < n; i++) {
        token.readings[0].symbol = symbols[i];
        phrase_token_index(&token);
        set.bits[0] |= token.symbols.bits[0];
        set.bits[1] |= token.symbols.bits[1];
    }
    return set;
}

static void make_grammar(void)
{
    static const struct phrase_table *const tables[] = {
        &en_number_rules, &en_duration_rules, &en_clock_rules,      &en_feast_rules,
        &en_date_rules,   &en_period_rules,   &en_season_rules,     &en_beside_rules,
        &en_when_rules,   &en_span_rules,     &en_repeat_day_rules, &en_repeat_rules};
    static const int numbers[] = {EN_ONES,    EN_TEENS,   EN_TENS,  EN_SCALE,
                                  EN_HUNDRED, EN_ORDINAL, EN_DOZEN, EN_A};
    static const int inside[] = {EN_ONES,    EN_TEENS, EN_TENS, EN_SCALE,    EN_HUNDRED,
                                 EN_ORDINAL, EN_DOZEN, EN_AND,  EN_FRACTION, EN_FRACTIONS};
    struct phrase_set leaves = set_of(numbers, sizeof numbers / sizeof *numbers);
    struct phrase_set inner = set_of(inside, sizeof inside / sizeof *inside);
    struct phrase_set others = set_of(weak, sizeof weak / sizeof *weak);
    phrase_grammar_init(&grammar, tables, sizeof tables / sizeof *tables, &leaves, &inner, &others);
}

/* Made of constants, once: it never changes. */
static const struct phrase_grammar *en_grammar(void)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, make_grammar);
    return &grammar;
}

const struct language_times en_times = {
    .code = "en",
    .grammar = en_grammar,
    .when = EN_WHEN,
    .duration = EN_DURATION,
    .number = EN_NUMBER,
    .count = EN_COUNT,
    .share = EN_SHARE,
    .ordinal = EN_ORDINAL_NUMBER,
    .recurrence = EN_RECURRENCE,
    .tokens = en_tokens,
    .chance = en_chance,
    .is_past = en_is_past,
    .joins = en_joins,
    .half_day = en_half_day,
    .apostrophe = en_apostrophe,
    .range = en_range,
    .at = "at",
    .correction = en_correction,
    .joiner = en_joiner,
    .is_preposition = en_preposition,
    .is_article = en_article,
    .is_company = en_company,
    .is_measure = en_measure,
    .is_before = en_before,
    .is_towards = en_towards,
    .reference = en_reference,
    .is_ledger = en_ledger,
    .is_possessive = en_possessive,
    .is_evening = en_evening,
    .is_naming = en_naming,
    .opens_clause = en_opens_clause,
    .trim = en_trim,
    .spell = en_number_spell,
};
