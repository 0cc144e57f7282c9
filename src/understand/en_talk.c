// SPDX-License-Identifier: GPL-3.0-or-later
/* Words of English about the talk itself: what takes back, and what adds another order. */
#include <string.h>

#include "understand/en.h"

enum { TALK_WORDS = 3 };

/* Words that stand in a row; `alone`: they say it without any other of the list. */
struct talk {
    const char *words[TALK_WORDS + 1];
    bool alone;
};

/* "no", "wait", "i mean", "no wait make that": runs of these between two times. The longer first.
 */
static const struct talk corrections[] = {
    {{"scratch", "that"}, true},
    {{"make", "that"}, true},
    {{"make", "it"}, true},
    {{"i", "meant"}, true},
    {{"i", "mean"}, true},
    {{"or", "rather"}, true},
    {{"hang", "on"}, true},
    {{"hold", "on"}, true},
    {{"no"}, true},
    {{"nope"}, true},
    {{"wait"}, true},
    {{"sorry"}, true},
    {{"actually"}, true},
    {{"correction"}, true},
    {{"rather"}, true},
    {{"er"}, false},
    {{"um"}, false},
    {{"uh"}, false},
    {{"oh"}, false},
    {{"well"}, false},
    {{"not"}, false},
    {{"better"}, false},
    {{"it's"}, false},
    {{"that"}, false},
};

/* Between two orders; free text goes on over the weak ones. */
static const struct talk joiners[] = {
    {{"and", "also"}, true},
    {{"and", "then"}, false},
    {{"and", "please"}, false},
    {{"oh", "and"}, true},
    {{"and", "could", "you"}, true},
    {{"and", "can", "you"}, true},
    {{"also"}, true},
    {{"plus"}, true},
    {{"then"}, false},
    {{"and"}, false},
};

static const char *const prepositions[] = {"at",   "on",    "in",   "for", "by",
                                           "from", "until", "till", "to",  NULL};
static const char *const articles[] = {"the", "my", "a", "an", "our", NULL};

/* Around an order, and nothing of it. */
static const struct talk before[] = {
    {{"um"}, true},    {{"uh"}, true},   {{"er"}, true},    {{"erm"}, true}, {{"hmm"}, true},
    {{"ok"}, true},    {{"okay"}, true}, {{"hey"}, true},   {{"so"}, true},  {{"well"}, true},
    {{"right"}, true}, {{"oh"}, true},   {{"please"}, true}};
static const struct talk behind[] = {{{"if", "you", "would"}, true},
                                     {{"if", "you", "could"}, true},
                                     {{"if", "you", "can"}, true},
                                     {{"would", "you"}, true},
                                     {{"will", "you"}, true},
                                     {{"could", "you"}, true},
                                     {{"can", "you"}, true},
                                     {{"please"}, true},
                                     {{"then"}, true},
                                     {{"mate"}, true}};

static inline size_t length_at(const struct talk *t, const char *const *words, size_t n)
{
    size_t k = 0;
    /* Asked at every word of every text. */
    if (n == 0 || t->words[0][0] != words[0][0] || t->words[0][1] != words[0][1])
        return 0;
    while (t->words[k] && k < n && strcmp(t->words[k], words[k]) == 0)
        k++;
    return t->words[k] ? 0 : k;
}

/* Four words stay behind what is left out in front: "well done" is said to somebody. */
void en_trim(const char *const *words, size_t n, size_t *from, size_t *to)
{
    enum { STAY = 4 };
    *from = 0;
    *to = n;
    for (size_t k = 0; k < sizeof before / sizeof *before && *from + STAY < n;) {
        size_t length = length_at(&before[k], words + *from, n - *from);
        *from += length;
        k = length ? 0 : k + 1;
    }
    for (size_t k = 0; k < sizeof behind / sizeof *behind;) {
        size_t length = behind[k].words[2] ? 3 : behind[k].words[1] ? 2 : 1;
        length = *to > *from + length ? length : 0;
        length = length ? length_at(&behind[k], words + *to - length, length) : 0;
        *to -= length;
        k = length ? 0 : k + 1;
    }
}

/* Can a correction begin with this word? Cheap: it is asked of every word of every text. */
static bool may_correct(const char *word)
{
    static const char *const second['z' - 'a' + 1] = {
        ['a' - 'a'] = "c",  ['b' - 'a'] = "e", ['c' - 'a'] = "o",  ['e' - 'a'] = "r",
        ['h' - 'a'] = "ao", ['i' - 'a'] = "t", ['m' - 'a'] = "a",  ['n' - 'a'] = "o",
        ['o' - 'a'] = "hr", ['r' - 'a'] = "a", ['s' - 'a'] = "co", ['t' - 'a'] = "h",
        ['u' - 'a'] = "hm", ['w' - 'a'] = "ae"};
    if (word[0] < 'a' || word[0] > 'z')
        return false;
    const char *letters = second[word[0] - 'a'];
    while (letters && *letters && *letters != word[1])
        letters++;
    return letters && (*letters || !word[1]);
}

size_t en_correction(const char *const *words, size_t n, bool *apart)
{
    const size_t count = sizeof corrections / sizeof *corrections;
    size_t at = 0, said = 0;
    bool alone = false;
    if (n == 0 || !may_correct(words[0]))
        return 0;
    for (size_t k = 0; k < count && at < n;) {
        size_t length = length_at(&corrections[k], words + at, n - at);
        at += length;
        said += length > 0;
        alone = alone || (length && corrections[k].alone);
        k = length ? 0 : k + 1;
    }
    *apart = at > 1 && said > 0;
    return alone ? at : 0;
}

size_t en_joiner(const char *const *words, size_t n, bool *apart)
{
    for (size_t k = 0; k < sizeof joiners / sizeof *joiners; k++) {
        size_t length = length_at(&joiners[k], words, n);
        *apart = joiners[k].alone;
        if (length)
            return length;
    }
    return 0;
}

bool en_preposition(const char *word)
{
    return en_is_one_of(word, prepositions);
}

bool en_company(const char *word)
{
    static const char *const words[] = {"with", "about", NULL};
    return en_is_one_of(word, words);
}

bool en_article(const char *word)
{
    return en_is_one_of(word, articles);
}

bool en_measure(const char *word)
{
    return strcmp(word, "by") == 0;
}

bool en_before(const char *word)
{
    return strcmp(word, "before") == 0;
}

bool en_towards(const char *word)
{
    static const char *const words[] = {"to", "til", "till", "until", NULL};
    return en_is_one_of(word, words);
}

size_t en_reference(const char *const *words, size_t n)
{
    static const char *const verbs[] = {"add",   "chuck", "cross",  "delete", "note",  "pop", "put",
                                        "stick", "take",  "remove", "tick",   "write", NULL};
    static const char *const things[] = {"it", "that", "them", "these", "this", "those", NULL};
    for (size_t i = 1; i + 1 < n; i++)
        if (en_is_one_of(words[i], verbs) && en_is_one_of(words[i + 1], things))
            return n - i;
    return 0;
}

bool en_ledger(const char *word)
{
    static const char *const words[] = {"agenda", "calendar", "diary", "planner", "schedule", NULL};
    return en_is_one_of(word, words);
}

bool en_possessive(const char *word)
{
    size_t n = strlen(word);
    return (n > 2 && strcmp(word + n - 2, "'s") == 0) || (n > 2 && strcmp(word + n - 2, "s'") == 0);
}

bool en_evening(const char *word)
{
    static const char *const words[] = {"cinema", "concert", "dinner",  "drinks",  "film",
                                        "gig",    "movie",   "movies",  "opera",   "party",
                                        "pub",    "supper",  "theater", "theatre", NULL};
    return en_is_one_of(word, words);
}

bool en_naming(const char *word)
{
    static const char *const words[] = {"called", "named", "labelled", "labeled", "titled", NULL};
    return en_is_one_of(word, words);
}

bool en_opens_clause(const char *word)
{
    static const char *const words[] = {"when", "if", "once", "while", "until", "unless", NULL};
    return en_is_one_of(word, words);
}
