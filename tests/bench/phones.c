// SPDX-License-Identifier: GPL-3.0-or-later
/* How far eSpeak NG's pronunciations, mapped to CMU phones (src/hear/phones.c), are from CMUdict:
 *
 *   phones [-v] [DICTIONARY [VOICE [COUNT]]]   default PocketSphinx's, "en-us", 5000
 *
 * COUNT words of letters are taken evenly over the dictionary. The table was tuned on words with an
 * even hash (FNV-1a), so the odd ones are the figure that counts. A word's errors are those against
 * the nearest of its pronunciations. Prints for both halves words, phones, the phone error rate
 * and the share of words that are right; -v prints the odd words that are wrong. */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/lexicon.h"
#include "sahut/text.h"
#include "sahut/voice.h"

#define MAX_PHONES 64

struct score {
    size_t words, right, phones, errors;
};

static uint32_t hash_of(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

static size_t split(char *phones, char *out[MAX_PHONES])
{
    size_t n = 0;
    for (char *p = strtok(phones, " "); p && n < MAX_PHONES; p = strtok(NULL, " "))
        out[n++] = p;
    return n;
}

static size_t distance(const char *a, const char *b, size_t *length)
{
    char *as = sahut_strdup(a), *bs = sahut_strdup(b);
    char *x[MAX_PHONES], *y[MAX_PHONES];
    size_t n = split(as, x), m = split(bs, y), row[MAX_PHONES + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t cost = diagonal + (strcmp(x[i - 1], y[j - 1]) != 0);
            diagonal = row[j];
            cost = row[j] + 1 < cost ? row[j] + 1 : cost;
            row[j] = row[j - 1] + 1 < cost ? row[j - 1] + 1 : cost;
        }
    }
    *length = m;
    size_t d = row[m];
    free(as);
    free(bs);
    return d;
}

static bool is_plain_word(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!islower((unsigned char)line[i]))
            return false;
    return len > 1;
}

// Every k-th word of letters, in the order of the file.
static char **choose_words(const char *path, size_t count, size_t *n)
{
    FILE *f = fopen(path, "re");
    if (!f)
        return NULL;
    char line[512], **all = NULL;
    size_t total = 0, cap = 0;
    while (fgets(line, sizeof line, f)) {
        size_t len = strcspn(line, " \t\n");
        if (!is_plain_word(line, len))
            continue;
        if (total == cap) {
            cap = cap ? 2 * cap : 4096;
            all = sahut_realloc(all, cap, sizeof *all);
        }
        all[total++] = sahut_strndup(line, len);
    }
    fclose(f);
    *n = total < count ? total : count;
    for (size_t i = 0, taken = 0; i < total; i++) {
        if (taken < *n && i == taken * total / *n)
            all[taken++] = all[i];
        else
            free(all[i]);
    }
    return all;
}

static void compare(const struct sahut_lexicon *l, struct sahut_voice *voice, struct score score[2],
                    bool verbose)
{
    for (size_t i = 0, next; i < l->count; i = next) {
        const char *word = l->items[i].word;
        char *mnemonics = NULL, *phones = NULL;
        size_t best = SIZE_MAX, length = 0, nearest = i;
        int err = sahut_voice_phonemes(voice, word, &mnemonics);
        err = err ? err : sahut_phones_from_espeak(mnemonics, &phones);
        for (next = i; next < l->count && strcmp(l->items[next].word, word) == 0; next++) {
            size_t len, d = distance(err ? "" : phones, l->items[next].phones, &len);
            if (d < best) {
                best = d;
                length = len;
                nearest = next;
            }
        }
        struct score *s = &score[hash_of(word) & 1];
        s->words++;
        s->right += best == 0;
        s->phones += length;
        s->errors += best;
        if (verbose && best && hash_of(word) & 1)
            printf("%s\t%s\t%s\t%s\n", word, mnemonics, err ? "-" : phones,
                   l->items[nearest].phones);
        free(mnemonics);
        free(phones);
    }
}

static int run(const char *path, const char *voice_name, size_t count, bool verbose)
{
    size_t n = 0;
    char **words = choose_words(path, count, &n);
    struct sahut_why why = {{0}};
    struct sahut_lexicon *l = NULL;
    struct sahut_voice *voice = NULL;
    struct sahut_voice_config config = {voice_name, 165, 50, 90};
    struct score score[2] = {{0}};
    int err = sahut_lexicon_build(path, (const char *const *)words, n, NULL, NULL, &l, &why);
    err = err ? err : sahut_voice_new(&config, NULL, NULL, NULL, &voice, &why);
    if (err)
        fprintf(stderr, "%s\n", why.text);
    else
        compare(l, voice, score, verbose);
    for (int i = 0; i < 2 && !err; i++)
        printf("%s: %zu words, %zu phones, %.2f %% phone errors, %.1f %% of the words right\n",
               i ? "odd" : "even", score[i].words, score[i].phones,
               100.0 * (double)score[i].errors / (double)score[i].phones,
               100.0 * (double)score[i].right / (double)score[i].words);
    sahut_voice_free(voice);
    sahut_lexicon_free(l);
    for (size_t i = 0; i < n; i++)
        free(words[i]);
    free(words);
    return err != 0;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    argc -= verbose;
    argv += verbose;
    return run(argc > 1 ? argv[1] : "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict",
               argc > 2 ? argv[2] : "en-us", argc > 3 ? strtoul(argv[3], NULL, 10) : 5000, verbose);
}
