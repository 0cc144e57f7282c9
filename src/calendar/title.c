// SPDX-License-Identifier: GPL-3.0-or-later
/* How well a title fits what somebody asks for: word by word, without accents and case. What was
 * asked must be found in the title; a title with more words fits a little less. */
#include <string.h>

#include "sahut/calendar.h"
#include "sahut/text.h"

#define WORDS     16
#define WORD_SIZE 40

struct words {
    char list[WORDS][WORD_SIZE];
    int count;
};

/** The plain letters of U+00C0 to U+00FF; blank where there are none. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                            "aaaaaaaceeeeiiiidnooooo ouuuuyty";

/** The plain letter at `*s`, which is moved behind it; 0 for what parts words. */
static char next_letter(const unsigned char **s)
{
    unsigned char c = *(*s)++;
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return (char)c;
    if (c == 0xc3 && (**s & 0xc0) == 0x80)
        return latin[*(*s)++ - 0x80];
    return c >= 0x80 ? (char)c : 0;
}

static void split(const char *text, struct words *out)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = 0;
    out->count = 0;
    while (*s && out->count < WORDS) {
        if (*s == '\'') { /* "mum's" and "mums" */
            s++;
            continue;
        }
        char c = next_letter(&s);
        if (c && c != ' ' && n < WORD_SIZE - 1)
            out->list[out->count][n++] = c;
        if ((!c || c == ' ' || !*s) && n > 0) {
            out->list[out->count++][n] = '\0';
            n = 0;
        }
    }
}

/** 1 for the same word, less for one that is nearly it, 0 for another. */
static double same_word(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), shorter = na < nb ? na : nb;
    if (strcmp(a, b) == 0)
        return 1;
    if (shorter >= 4 && strncmp(a, b, shorter) == 0)
        return 0.9;
    size_t allowed = shorter >= 7 ? 2 : shorter >= 4 ? 1 : 0;
    return allowed > 0 && sahut_text_distance(a, b) <= allowed ? 0.8 : 0;
}

/** Letters of `a`'s words that are found in `b`, and all of them. */
static double found_in(const struct words *a, const struct words *b, double *all)
{
    double found = 0;
    *all = 0;
    for (int i = 0; i < a->count; i++) {
        double best = 0, length = (double)strlen(a->list[i]);
        for (int k = 0; k < b->count; k++) {
            double score = same_word(a->list[i], b->list[k]);
            best = score > best ? score : best;
        }
        found += best * length;
        *all += length;
    }
    return found;
}

double sahut_title_score(const char *asked, const char *title)
{
    struct words a, b;
    double all_asked, all_title;
    split(asked, &a);
    split(title, &b);
    double found = found_in(&a, &b, &all_asked), covered = found_in(&b, &a, &all_title);
    if (all_asked <= 0 || all_title <= 0)
        return 0;
    return found / all_asked * (0.9 + 0.1 * covered / all_title);
}
