// SPDX-License-Identifier: GPL-3.0-or-later
/* A text as words. What stands between blanks is looked at as a whole if it has digits ("9:30",
 * "p.m." behind it), otherwise cut into words at everything that is no letter or apostrophe. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/sentences.h"
#include "sahut/text.h"
#include "sahut/when.h"
#include "understand/language.h"
#include "understand/utf8.h"

struct found {
    size_t text, begin, end; /* place in the arena; bytes of the original */
};
struct splitter {
    const char *original, *language;
    struct sahut_text arena;
    struct found *items;
    size_t n, cap;
};

enum { SPELLED = 256, TOKEN = 64 };

static void add_word(struct splitter *s, const char *text, size_t n, size_t begin, size_t end)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 16;
        s->items = sahut_realloc(s->items, s->cap, sizeof(*s->items));
    }
    s->items[s->n++] = (struct found){s->arena.len, begin, end};
    sahut_text_add_n(&s->arena, text, n);
    sahut_text_add_n(&s->arena, "", 1);
}

/* Every word of what a number was spelled as, all from the same bytes. */
static void add_words(struct splitter *s, char *text, size_t begin, size_t end)
{
    for (char *c = text; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    while (*text) {
        size_t n = strcspn(text, " -");
        if (n)
            add_word(s, text, n, begin, end);
        text += n + (text[n] != '\0');
    }
}

/* A word as it is typed, or as it is written properly: "dont" is "don't". */
static void add_typed(struct splitter *s, const char *word, size_t n, size_t begin, size_t end)
{
    const struct language_times *times = language_find(s->language);
    const char *proper = times ? times->apostrophe(word) : NULL;
    add_word(s, proper ? proper : word, proper ? strlen(proper) : n, begin, end);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x2BC;
}

/* Letters and digits; beyond ASCII everything but the blocks of signs (Latin-1's, general
 * punctuation, arrows to pictures, CJK's, private use). */
static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return isalnum((int)c);
    return (c >= 0xC0 || c == 0xAA || c == 0xB5 || c == 0xBA) && c != 0xD7 && c != 0xF7 &&
           c != 0x2BC && !(c >= 0x2000 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3040) &&
           !(c >= 0xE000 && c < 0xF900) && !(c >= 0xFE00 && c < 0xFE70) && c != 0xFEFF &&
           c < 0x1F000;
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x3000;
}

/* The character at byte `at`; a byte that is not UTF-8 counts as a sign. */
static size_t read_at(const struct splitter *s, size_t at, size_t end, uint32_t *c)
{
    size_t n = utf8_read(s->original + at, end - at, c);
    if (n)
        return n;
    *c = '?';
    return 1;
}

/* Letters of ASCII from `at` on, in lower case: nearly all there are, and cheap. */
static size_t plain_letters(const struct splitter *s, size_t at, size_t end, char out[TOKEN])
{
    size_t n = 0;
    while (at + n < end && n < TOKEN && (unsigned char)s->original[at + n] < 0x80 &&
           isalnum((unsigned char)s->original[at + n])) {
        out[n] = (char)tolower((unsigned char)s->original[at + n]);
        n++;
    }
    return n;
}

/* Cuts [at, end) into words. An apostrophe belongs to a word only between its letters. */
static void add_plain(struct splitter *s, size_t at, size_t end)
{
    struct sahut_text word = {0};
    size_t begin = at, stop = at;
    bool apostrophe = false;
    while (at <= end) {
        uint32_t c = ' ';
        char bytes[TOKEN];
        size_t letters = plain_letters(s, at, end, bytes), n = letters;
        if (!letters)
            n = at < end ? read_at(s, at, end, &c) : 1;
        if (letters || is_letter(c)) {
            if (word.len == 0)
                begin = at;
            else if (apostrophe)
                sahut_text_add(&word, "'");
            apostrophe = false;
            sahut_text_add_n(&word, bytes, letters ? letters : utf8_write(utf8_lower(c), bytes));
            stop = at + n;
        } else if (is_apostrophe(c) && word.len && !apostrophe) {
            apostrophe = true;
        } else if (word.len) {
            add_typed(s, sahut_text_get(&word), word.len, begin, stop);
            sahut_text_clear(&word);
            apostrophe = false;
        }
        at += n;
    }
    sahut_text_finish(&word);
}

/* "¼", "½", "¾" at the end */
static bool ends_in_fraction(const char *s, size_t n)
{
    return n >= 2 && s[n - 2] == '\xC2' && strchr("\xBC\xBD\xBE", s[n - 1]);
}

/* "5'", "30''", "30\"": minutes and seconds, where the sign does not close what it opened. */
static bool ends_in_prime(const char *text, size_t begin, size_t end)
{
    size_t signs = 0;
    while (signs < 2 && end - signs > begin && strchr("'\"", text[end - 1 - signs]))
        signs++;
    if (signs == 0 || end - signs == begin || !isdigit((unsigned char)text[end - 1 - signs]))
        return false;
    return !memchr(text, text[end - 1], begin);
}

/* [*begin, *end) without signs around it, as a token for sahut_number_spell. False if it does not
 * fit. */
static bool token_of(const struct splitter *s, size_t *begin, size_t *end, char out[TOKEN])
{
    const char *t = s->original;
    while (*begin < *end && !isalnum((unsigned char)t[*begin]) &&
           !(strchr("-+.", t[*begin]) && isdigit((unsigned char)t[*begin + 1])))
        ++*begin;
    while (*end > *begin && !isalnum((unsigned char)t[*end - 1]) && t[*end - 1] != '%' &&
           !ends_in_fraction(t + *begin, *end - *begin) && !ends_in_prime(t, *begin, *end))
        --*end;
    size_t n = *end - *begin;
    if (n == 0 || n >= TOKEN)
        return false;
    memcpy(out, t + *begin, n);
    out[n] = '\0';
    return true;
}

static bool has_digit(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isdigit((unsigned char)s[i]))
            return true;
    return false;
}

/* "pm", "a.m." as the language spells it behind a number ("p m"): what is left of "1pm" without
 * its first word, if that is several words. False if it is nothing of the kind. */
static bool spell_half_day(const struct splitter *s, const char *token, char out[SPELLED])
{
    char joined[TOKEN + 2] = "1";
    const struct language_times *times = language_find(s->language);
    if (!times || strlen(token) < 2 || strlen(token) > 4 || !times->half_day(token))
        return false;
    strcat(joined, token);
    if (sahut_number_spell(s->language, joined, out, SPELLED))
        return false;
    const char *rest = strchr(out, ' ');
    if (!rest || !strchr(rest + 1, ' '))
        return false;
    memmove(out, rest + 1, strlen(rest));
    return true;
}

static size_t end_of_chunk(const struct splitter *s, size_t at, size_t end)
{
    uint32_t c;
    while (at < end) {
        size_t n = read_at(s, at, end, &c);
        if (is_blank(c))
            break;
        at += n;
    }
    return at;
}

/* "2 1/2", "103 2/3": one number. */
static bool is_fraction(const char *token)
{
    size_t a = strspn(token, "0123456789"), b = a;
    if (a == 0 || a > 2 || token[a] != '/')
        return false;
    b = a + 1 + strspn(token + a + 1, "0123456789");
    return token[b] == '\0' && b > a + 1 && b <= a + 4 && atoi(token) < atoi(token + a + 1);
}

/* What follows `token`, a blank between them, if both are spelled as one: into `joined`. */
static bool join(const struct splitter *s, const char *token, const char *next,
                 char joined[2 * TOKEN])
{
    char half_day[SPELLED];
    /* "at 7 3/5" has a date. */
    bool fraction = is_fraction(next) && strspn(token, "0123456789") == strlen(token) &&
                    (atoi(token) > 12 || strpbrk(strchr(next, '/'), "234"));
    if (!fraction && !spell_half_day(s, next, half_day))
        return false;
    strcpy(joined, token);
    if (fraction)
        strcat(joined, " ");
    strcat(joined, next);
    return true;
}

/* "june 20 2pm": not twenty two. A word of the language's keeps a time off the number before it. */
static void keep_apart(struct splitter *s, const char *token, const char *spelled, size_t begin,
                       size_t end)
{
    const struct language_times *times = language_find(s->language);
    const char *rest = token + strspn(token, "0123456789:");
    if (!times || s->n == 0 || (!strchr(token, ':') && !times->half_day(rest)))
        return;
    char first[TOKEN] = "";
    strncat(first, spelled, strcspn(spelled, " ") < TOKEN ? strcspn(spelled, " ") : TOKEN - 1);
    const char *pair[] = {s->arena.s + s->items[s->n - 1].text, first};
    double a, b, both;
    if (sahut_number_parse(s->language, &pair[0], 1, NULL, &a) == 0 &&
        sahut_number_parse(s->language, &pair[1], 1, NULL, &b) == 0 &&
        sahut_number_parse(s->language, pair, 2, NULL, &both) == 0 && both == a + b)
        add_word(s, times->at, strlen(times->at), begin, end);
}

/* "10:30 am", "2 1/2": the number together with what is behind it. Returns where that ends, or 0.
 */
static size_t add_with_next(struct splitter *s, const char *token, size_t begin, size_t at,
                            size_t end)
{
    uint32_t c;
    char next[TOKEN], joined[2 * TOKEN], spelled[SPELLED];
    while (at < end) {
        size_t n = read_at(s, at, end, &c);
        if (!is_blank(c))
            break;
        at += n;
    }
    size_t from = at, stop = end_of_chunk(s, at, end);
    size_t chunk = stop;
    if (!token_of(s, &from, &stop, next) || from != at || !join(s, token, next, joined))
        return 0;
    if (sahut_number_spell(s->language, joined, spelled, sizeof(spelled)))
        return 0;
    keep_apart(s, joined, spelled, begin, stop);
    add_words(s, spelled, begin, stop);
    return chunk;
}

/* Runs of digits, and what is between them. */
static void add_pieces(struct splitter *s, size_t at, size_t end)
{
    while (at < end) {
        size_t from = at, stop;
        bool digits = isdigit((unsigned char)s->original[at]);
        while (at < end && !!isdigit((unsigned char)s->original[at]) == digits)
            at++;
        stop = at;
        char token[TOKEN], spelled[SPELLED];
        size_t begin = from;
        if (digits && token_of(s, &begin, &stop, token) &&
            sahut_number_spell(s->language, token, spelled, sizeof(spelled)) == 0)
            add_words(s, spelled, begin, stop);
        else
            add_plain(s, from, at);
    }
}

/* A chunk with digits; returns where to go on. */
static size_t add_number(struct splitter *s, size_t at, size_t chunk, size_t end)
{
    size_t begin = at, stop = chunk;
    char token[TOKEN], spelled[SPELLED];
    if (!token_of(s, &begin, &stop, token)) {
        add_pieces(s, at, chunk);
        return chunk;
    }
    size_t joined = add_with_next(s, token, begin, chunk, end);
    if (joined)
        return joined;
    if (sahut_number_spell(s->language, token, spelled, sizeof(spelled)) == 0) {
        keep_apart(s, token, spelled, begin, stop);
        add_words(s, spelled, begin, stop);
    } else
        add_pieces(s, at, chunk);
    return chunk;
}

static bool follows_number(const struct splitter *s)
{
    double n;
    if (s->n == 0)
        return false;
    const char *word = s->arena.s + s->items[s->n - 1].text;
    return sahut_number_parse(s->language, &word, 1, NULL, &n) == 0;
}

/* "seven pm", "seven p.m." */
static bool add_half_day(struct splitter *s, size_t begin, size_t end)
{
    char token[TOKEN], spelled[SPELLED];
    if (!token_of(s, &begin, &end, token) || !spell_half_day(s, token, spelled) ||
        !follows_number(s)) /* the dearest question last */
        return false;
    add_words(s, spelled, begin, end);
    return true;
}

/* A dash on its own, or its longer brother. */
static bool is_dash(const char *s, size_t n)
{
    return (n == 1 && *s == '-') ||
           (n == 3 && (memcmp(s, "\xE2\x80\x93", 3) == 0 || memcmp(s, "\xE2\x80\x94", 3) == 0));
}

/* Letters from `at` on in lower case; false if there are none or too many. */
static bool letters_of(const struct splitter *s, size_t at, size_t end, char out[TOKEN])
{
    size_t n = 0;
    while (at + n < end && isalpha((unsigned char)s->original[at + n]) && n + 1 < TOKEN) {
        out[n] = (char)tolower((unsigned char)s->original[at + n]);
        n++;
    }
    out[n] = '\0';
    return n > 0 && n + 1 < TOKEN;
}

/* "mon-fri": where the language has a word for the hyphen. */
static bool add_range(struct splitter *s, size_t begin, size_t end)
{
    const struct language_times *times = language_find(s->language);
    const char *hyphen = memchr(s->original + begin, '-', end - begin);
    char first[TOKEN], last[TOKEN], spelled[3 * TOKEN];
    if (!hyphen || !times || !letters_of(s, begin, end, first))
        return false;
    size_t behind = (size_t)(hyphen - s->original) + 1;
    if (begin + strlen(first) + 1 != behind || !letters_of(s, behind, end, last) ||
        behind + strlen(last) != end)
        return false;
    const char *word = times->range(first, last);
    if (!word)
        return false;
    snprintf(spelled, sizeof spelled, "%s %s %s", first, word, last);
    add_words(s, spelled, begin, end);
    return true;
}

/* "monday - friday", "june 21 - july 3" */
static bool add_range_word(struct splitter *s, size_t begin, size_t chunk, size_t next, size_t end,
                           bool behind_number)
{
    const struct language_times *times = language_find(s->language);
    char last[TOKEN];
    if (!times || s->n == 0 || !letters_of(s, next, end, last))
        return false;
    const char *first = behind_number ? last : s->arena.s + s->items[s->n - 1].text;
    const char *word = times->range(first, last);
    if (word)
        add_word(s, word, strlen(word), begin, chunk);
    return word;
}

/* "july 13 - 15": between numbers a dash is a word, if the language has one for it. */
static bool add_dash(struct splitter *s, size_t begin, size_t chunk, size_t end, bool behind_number)
{
    char spelled[SPELLED];
    size_t next = chunk;
    uint32_t c;
    if (!is_dash(s->original + begin, chunk - begin))
        return false;
    for (size_t n; next < end; next += n) {
        n = read_at(s, next, end, &c);
        if (!is_blank(c))
            break;
    }
    if (next < end && (!behind_number || isalpha((unsigned char)s->original[next])))
        return add_range_word(s, begin, chunk, next, end, behind_number);
    if (next == end || !isdigit((unsigned char)s->original[next]) ||
        sahut_number_spell(s->language, "-", spelled, sizeof(spelled)))
        return false;
    add_words(s, spelled, begin, chunk);
    return true;
}

static void split(struct splitter *s, size_t end)
{
    bool behind_number = true;
    for (size_t at = 0; at < end;) {
        size_t chunk = end_of_chunk(s, at, end);
        if (chunk == at) {
            uint32_t c;
            at += read_at(s, at, end, &c);
            continue;
        }
        bool free = chunk - at == 1 && s->original[at] == SAHUT_FREE_WORD[0];
        bool digit = has_digit(s->original + at, chunk - at);
        if (free)
            add_word(s, SAHUT_FREE_WORD, 1, at, chunk);
        else if (digit)
            chunk = add_number(s, at, chunk, end);
        else if (add_half_day(s, at, chunk))
            digit = true;
        else if (!add_dash(s, at, chunk, end, behind_number) && !add_range(s, at, chunk))
            add_plain(s, at, chunk);
        behind_number = digit;
        at = chunk;
    }
}

int sahut_words_new(const char *text, const char *language, struct sahut_words **out)
{
    struct sahut_words *w = sahut_alloc(1, sizeof(*w));
    w->original = sahut_strdup(text);
    struct splitter s = {.original = w->original, .language = language};
    split(&s, strlen(text));
    w->arena = sahut_text_take(&s.arena);
    w->count = s.n;
    w->items = sahut_alloc(s.n, sizeof(*w->items));
    for (size_t i = 0; i < s.n; i++)
        w->items[i] = (struct sahut_word){
            .text = w->arena + s.items[i].text, .begin = s.items[i].begin, .end = s.items[i].end};
    free(s.items);
    *out = w;
    return 0;
}

void sahut_words_free(struct sahut_words *w)
{
    if (!w)
        return;
    free(w->items);
    free(w->original);
    free(w->arena);
    free(w);
}
