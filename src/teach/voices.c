// SPDX-License-Identifier: GPL-3.0-or-later
/* Other speech where there are no recordings of any: eSpeak NG's voices say words of the
 * dictionary, a third of them words that sound like part of the phrase, and parts of the phrase
 * itself. It tells the network what is not the phrase, but not how people's speech differs
 * (docs/hearing.md has both figures). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sahut/lexicon.h"
#include "sahut/text.h"
#include "sahut/voice.h"
#include "teach/teacher.h"

#define NEAR      80
#define SAMPLE    400
#define SAY_WORDS 5
#define PHONES    80

struct vocabulary {
    char *near[NEAR], *far[SAMPLE];
    int alike[NEAR]; /* phones in one piece that are the phrase's, too */
    size_t n_near, n_far, seen;
};

/* The longest run of phones that both have. Phones are apart by blanks; stress is not in the
 * dictionary of PocketSphinx. */
static int common(const char *a, const char *b)
{
    int best = 0;
    for (const char *at = a; *at; at += strcspn(at, " "), at += *at == ' ')
        for (const char *to = b; *to; to += strcspn(to, " "), to += *to == ' ') {
            const char *p = at, *q = to;
            int n = 0;
            while (*p && *q) {
                size_t k = strcspn(p, " "), m = strcspn(q, " ");
                if (k != m || strncmp(p, q, k) != 0)
                    break;
                n++;
                p += k + (p[k] == ' ');
                q += m + (q[m] == ' ');
            }
            best = n > best ? n : best;
        }
    return best;
}

static void consider_near(struct vocabulary *v, const char *word, int alike)
{
    size_t place = v->n_near;
    if (place == NEAR) {
        place = 0;
        for (size_t i = 1; i < NEAR; i++)
            if (v->alike[i] < v->alike[place])
                place = i;
        if (v->alike[place] >= alike)
            return;
        free(v->near[place]);
    } else {
        v->n_near++;
    }
    v->near[place] = sahut_strdup(word);
    v->alike[place] = alike;
}

/* A sample that every word has the same chance to be in. */
static void consider_far(struct vocabulary *v, struct dice *d, const char *word)
{
    size_t place = v->n_far < SAMPLE ? v->n_far++ : dice_next(d) % (v->seen + 1);
    v->seen++;
    if (place >= SAMPLE)
        return;
    free(v->far[place]);
    v->far[place] = sahut_strdup(word);
}

static bool is_of(const char *phrase, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = strstr(phrase, word); at; at = strstr(at + 1, word))
        if ((at == phrase || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

static int read_words(struct sahut_teacher *t, const char *dictionary, const char *phones,
                      struct vocabulary *v)
{
    FILE *f = fopen(dictionary, "re");
    if (!f)
        return -1;
    char line[300], word[64], said[220];
    while (fgets(line, sizeof(line), f)) {
        if (sscanf(line, "%63s %219[^\n]", word, said) != 2 || strpbrk(word, "(0123456789.'_"))
            continue;
        if (is_of(t->phrase, word))
            continue;
        consider_far(v, &t->dice, word);
        consider_near(v, word, common(said, phones) * 16 - (int)strlen(said) / 4);
    }
    fclose(f);
    return 0;
}

/* The phones of the phrase's words, as far as the dictionary has them. */
static void phones_of(const char *dictionary, const char *phrase, char out[PHONES * 4])
{
    char copy[48], *save = NULL;
    const char *words[12];
    size_t n = 0;
    snprintf(copy, sizeof(copy), "%s", phrase);
    for (char *w = strtok_r(copy, " ", &save); w && n < 12; w = strtok_r(NULL, " ", &save))
        words[n++] = w;
    struct sahut_lexicon *lexicon;
    struct sahut_why why;
    out[0] = 0;
    if (sahut_lexicon_build(dictionary, words, n, NULL, NULL, &lexicon, &why))
        return;
    for (size_t i = 0; i < lexicon->count; i++)
        snprintf(out + strlen(out), PHONES * 4 - strlen(out), "%s%s", i ? " " : "",
                 lexicon->items[i].phones);
    sahut_lexicon_free(lexicon);
}

static const char *pick_word(struct sahut_teacher *t, const struct vocabulary *v)
{
    if (v->n_near && dice_next(&t->dice) % 3 == 0)
        return v->near[dice_next(&t->dice) % v->n_near];
    return v->n_far ? v->far[dice_next(&t->dice) % v->n_far] : "and";
}

/* Some words of the phrase, but not all of them. */
static const char *part_of(struct sahut_teacher *t, char out[48])
{
    snprintf(out, 48, "%s", t->phrase);
    char *blank = strrchr(out, ' ');
    if (!blank)
        return "";
    if (dice_next(&t->dice) % 2)
        return strchr(out, ' ') + 1;
    *blank = 0;
    return out;
}

static void make_text(struct sahut_teacher *t, const struct vocabulary *v, struct sahut_text *out)
{
    char part[48];
    size_t place = dice_next(&t->dice) % (SAY_WORDS * 2);
    for (size_t i = 0; i < SAY_WORDS; i++)
        sahut_text_addf(out, "%s%s", i ? " " : "", i == place ? part_of(t, part) : pick_word(t, v));
}

static void choose_voice(struct dice *d, char name[40], struct sahut_voice_config *c)
{
    static const char *const accents[] = {"en-us", "en",         "en-gb-scotland", "en-029",
                                          "en-us", "en-gb-x-rp", "en-gb-x-gbclan"};
    static const char *const throats[] = {"m1", "m2", "m3", "m4", "m5", "m6",    "m7",
                                          "f1", "f2", "f3", "f4", "f5", "croak", "klatt2"};
    snprintf(name, 40, "%s+%s", accents[dice_next(d) % 7], throats[dice_next(d) % 14]);
    *c = (struct sahut_voice_config){name, 110 + (int)(dice_next(d) % 120),
                                     15 + (int)(dice_next(d) % 75), 90};
}

static int say_all(struct sahut_teacher *t, const struct vocabulary *v, double minutes,
                   struct sahut_why *why)
{
    int err = 0;
    for (double made = 0; !err && made < minutes * 60;) {
        struct sahut_voice_config config;
        struct sahut_text text = {0};
        char name[40];
        int16_t *pcm = NULL;
        size_t n = 0;
        choose_voice(&t->dice, name, &config);
        make_text(t, v, &text);
        err = sahut_voice_render(&config, sahut_text_get(&text), &pcm, &n, why);
        sahut_text_finish(&text);
        if (!err)
            sahut_teacher_other(t, SAHUT_OTHER_SYNTHETIC, pcm, n);
        free(pcm);
        made += (double)n / WAKE_RATE + 0.1;
    }
    return err;
}

int sahut_teacher_voices(struct sahut_teacher *t, const char *dictionary, double minutes,
                         struct sahut_why *why)
{
    struct vocabulary *v = sahut_alloc(1, sizeof(*v));
    char phones[PHONES * 4];
    phones_of(dictionary, t->phrase, phones);
    read_words(t, dictionary, phones, v);
    int err = say_all(t, v, minutes, why);
    for (size_t i = 0; i < v->n_near; i++)
        free(v->near[i]);
    for (size_t i = 0; i < v->n_far; i++)
        free(v->far[i]);
    free(v);
    return err;
}
