// SPDX-License-Identifier: GPL-3.0-or-later
#include "understand/en_say.h"

#include <string.h>

static const char *const small[] = {"zero",    "one",     "two",       "three",    "four",
                                    "five",    "six",     "seven",     "eight",    "nine",
                                    "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
static const char *const tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                   "fifty", "sixty", "seventy", "eighty", "ninety"};
static const char *const small_ordinals[] = {
    "zeroth",     "first",     "second",    "third",       "fourth",     "fifth",     "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",   "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};
static const char *const tens_ordinals[] = {"",          "",         "twentieth", "thirtieth",
                                            "fortieth",  "fiftieth", "sixtieth",  "seventieth",
                                            "eightieth", "ninetieth"};

void en_say_n(struct en_words *w, const char *word, size_t n)
{
    size_t blank = w->len > 0;
    if (w->full || w->len + blank + n + 1 > w->size) {
        w->full = true;
        return;
    }
    if (blank)
        w->out[w->len++] = ' ';
    memcpy(w->out + w->len, word, n);
    w->len += n;
    w->out[w->len] = '\0';
}

void en_say(struct en_words *w, const char *word)
{
    en_say_n(w, word, strlen(word));
}

void en_say_below_thousand(struct en_words *w, int n)
{
    if (n >= 100) {
        en_say(w, small[n / 100]);
        en_say(w, "hundred");
        n %= 100;
        if (n == 0)
            return;
    }
    if (n >= 20)
        en_say(w, tens[n / 10]);
    if (n < 20)
        en_say(w, small[n]);
    else if (n % 10)
        en_say(w, small[n % 10]);
}

void en_say_whole(struct en_words *w, long long n)
{
    static const struct {
        long long value;
        const char *name;
    } scales[] = {{1000000000000, "trillion"},
                  {1000000000, "billion"},
                  {1000000, "million"},
                  {1000, "thousand"}};
    if (n == 0)
        en_say(w, small[0]);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (n >= scales[i].value) {
            en_say_below_thousand(w, (int)(n / scales[i].value));
            en_say(w, scales[i].name);
            n %= scales[i].value;
        }
    }
    if (n)
        en_say_below_thousand(w, (int)n);
}

void en_say_ordinal(struct en_words *w, int n)
{
    if (n >= 100) {
        en_say(w, small[n / 100]);
        en_say(w, n % 100 ? "hundred" : "hundredth");
        n %= 100;
        if (n == 0)
            return;
    }
    if (n < 20) {
        en_say(w, small_ordinals[n]);
    } else if (n % 10 == 0) {
        en_say(w, tens_ordinals[n / 10]);
    } else {
        en_say(w, tens[n / 10]);
        en_say(w, small_ordinals[n % 10]);
    }
}
