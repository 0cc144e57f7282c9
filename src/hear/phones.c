// SPDX-License-Identifier: GPL-3.0-or-later
/* eSpeak NG mnemonics to the 39 phones of CMUdict.
 *
 * The table was tuned on CMUdict words with an even hash (tests/bench/phones.c): the 39 phones are
 * aligned with what eSpeak NG's English voices say, and where one reading wins clearly it stands
 * here. Vowels of other languages get their nearest neighbour in American English, since that is
 * what the acoustic model has heard. */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/lexicon.h"
#include "sahut/text.h"

struct mapping {
    const char *mnemonic, *phones;
};

// The longest mnemonic that fits is taken. A few rows span two mnemonics, where CMUdict spells the
// pair otherwise than the two alone.
static const struct mapping vowels[] = {
    {"a", "AE"},      {"aa", "AE"},   {"a#", "AH"},     {"a:", "AA"},     {"A", "AA"},
    {"A:", "AA"},     {"A@", "AA R"}, {"A~", "AA N"},   {"E", "EH"},      {"E2", "EH"},
    {"E:", "EH"},     {"E~", "AE N"}, {"e", "EY"},      {"e:", "EY"},     {"e@", "EH R"},
    {"I", "IH"},      {"I2", "IH"},   {"I#", "IH"},     {"I:", "IY"},     {"I2;", "IY"},
    {"I;", "IY"},     {"i", "IY"},    {"i:", "IY"},     {"i@", "IY AH"},  {"i@3", "IH R"},
    {"i@r", "IH R"},  {"O", "AO"},    {"O:", "AO"},     {"O2", "AO"},     {"O2n", "AA N"},
    {"O@", "AO R"},   {"O~", "AO N"}, {"o", "OW"},      {"o:", "OW"},     {"o@", "AO R"},
    {"0", "AA"},      {"0:", "AA"},   {"U", "UH"},      {"U@", "UH R"},   {"UR", "UH R"},
    {"u", "UW"},      {"u:", "UW"},   {"u-", "UH"},     {"V", "AH"},      {"@", "AH"},
    {"@:", "ER"},     {"@-", ""},     {"@L", "AH L"},   {"3", "ER"},      {"3:", "ER"},
    {"8", "UH"},      {"8:", "UW"},   {"&", "AH"},      {"&~", "AH N"},   {"&U~", "AW N"},
    {"W", "ER"},      {"W~", "AH N"}, {"Y", "ER"},      {"Y:", "ER"},     {"y", "UW"},
    {"y:", "UW"},     {"aI", "AY"},   {"aI@", "AY AH"}, {"aI3", "AY ER"}, {"aU", "AW"},
    {"aU@", "AW ER"}, {"EI", "EY"},   {"eI", "EY"},     {"eU", "EH UW"},  {"OI", "OY"},
    {"OY", "OY"},     {"oI", "OY"},   {"oU", "OW"},     {"iU", "IY UW"},  {"uI", "UW IY"},
    {"VU", "AW"},     {"Wy", "OY"},   {"ar", "AA R"},   {"jU", "Y AH"},   {"jU@", "Y UH R"},
};
static const struct mapping consonants[] = {
    {"b", "B"},    {"B", "B"},    {"tS", "CH"},      {"t", "T"},    {"t2", "T"},  {"t#", "T"},
    {"ts", "T S"}, {"T", "TH"},   {"d", "D"},        {"dz", "D Z"}, {"dZ", "JH"}, {"D", "DH"},
    {"f", "F"},    {"pF", "P F"}, {"g", "G"},        {"Q", "G"},    {"h", "HH"},  {"H", "HH"},
    {"X", "HH"},   {"x", "K"},    {"C", "SH"},       {"c", "K"},    {"k", "K"},   {"q", "K"},
    {"j", "Y"},    {"J", "G"},    {"J^", "Y"},       {"l", "L"},    {"L", "L"},   {"l^", "L Y"},
    {"m", "M"},    {"n", "N"},    {"n-", "AH N"},    {"n^", "N Y"}, {"N", "NG"},  {"p", "P"},
    {"r", "R"},    {"r-", "R"},   {"R", "R"},        {"*", "R"},    {"**", "R"},  {"s", "S"},
    {"s.", "SH"},  {"ss", "S"},   {"sx", "SH"},      {"S", "SH"},   {"v", "V"},   {"w", "W"},
    {"z", "Z"},    {"Z", "ZH"},   {"?n-", "T AH N"},
};
// Stress, length on its own, glottal stops and everything that separates.
static const char silent[] = "',%=:_|-!?; \n";
// What eSpeak NG appends to a mnemonic to name a variant of the sound.
static const char variant[] = "#^~[]2.-\"`;/&+<>{}";

static void longest(const struct mapping *table, size_t n, const char *at,
                    const struct mapping **best, size_t *len)
{
    for (size_t i = 0; i < n; i++) {
        size_t l = strlen(table[i].mnemonic);
        if (l > *len && strncmp(at, table[i].mnemonic, l) == 0) {
            *best = &table[i];
            *len = l;
        }
    }
}

// "(en)", "(en-us)": a word said in another language; the mnemonics are the same ones.
static size_t language_mark(const char *at)
{
    if (*at != '(')
        return 0;
    size_t n = 1;
    while (isalnum((unsigned char)at[n]) || at[n] == '-')
        n++;
    return at[n] == ')' ? n + 1 : 0;
}

static bool ends_with(const struct sahut_text *t, const char *phone)
{
    size_t n = strlen(phone);
    return t->len >= n && memcmp(t->s + t->len - n, phone, n) == 0 &&
           (t->len == n || t->s[t->len - n - 1] == ' ');
}

// Americans say no Y in "tune", "duke", "suit".
static bool silent_y(const struct sahut_text *out, const char *rest)
{
    static const char *const before[] = {"T", "D", "S", "Z", "SH", "ZH", "CH", "JH"};
    rest += strspn(rest, "',");
    if (strncmp(rest, "u:", 2) != 0 && strncmp(rest, "U", 1) != 0)
        return false;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (ends_with(out, before[i]))
            return true;
    return false;
}

static void add_phones(struct sahut_text *out, const char *phones, const char *rest)
{
    if (!*phones)
        return;
    // An r-coloured vowel already holds the R that links it to the next one.
    if (strcmp(phones, "R") == 0 && (ends_with(out, "R") || ends_with(out, "ER")))
        return;
    if (strcmp(phones, "Y") == 0 && silent_y(out, rest))
        return;
    if (out->len)
        sahut_text_add(out, " ");
    sahut_text_add(out, phones);
}

int sahut_phones_from_espeak(const char *phonemes, char **out)
{
    struct sahut_text phones = {0};
    bool after_sound = false;
    for (const char *at = phonemes; *at;) {
        const struct mapping *found = NULL;
        size_t len = 0;
        longest(vowels, sizeof vowels / sizeof *vowels, at, &found, &len);
        longest(consonants, sizeof consonants / sizeof *consonants, at, &found, &len);
        if (found)
            add_phones(&phones, found->phones, at + len);
        else if (!(len = language_mark(at)) &&
                 (strchr(silent, *at) || (after_sound && strchr(variant, *at))))
            len = 1;
        if (!len) {
            sahut_text_finish(&phones);
            return -EINVAL;
        }
        after_sound = found || (after_sound && strchr(variant, *at));
        at += len;
    }
    if (!phones.len) {
        sahut_text_finish(&phones);
        return -EINVAL;
    }
    *out = sahut_text_take(&phones);
    return 0;
}
