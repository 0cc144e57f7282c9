// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/lexicon.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"

// The dictionary has 130,000 lines and a grammar some hundred words, so the words are hashed and
// the file is only read past.
struct wanted {
    const char *word;
    size_t len;
    uint32_t hash;
    struct wanted *next; // in the same bucket
    char **phones;       // owned, as are its entries, until they move into the lexicon
    size_t n;
};

struct search {
    struct wanted *words; // without repetitions, in the order asked
    size_t n;
    struct wanted **buckets;
    size_t mask;
};

static uint32_t hash_of(const char *s, size_t n)
{
    uint32_t h = 2166136261u; // FNV-1a
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

static struct wanted *find(const struct search *s, const char *word, size_t len)
{
    uint32_t hash = hash_of(word, len);
    struct wanted *w = s->buckets[hash & s->mask];
    while (w && (w->hash != hash || w->len != len || memcmp(w->word, word, len) != 0))
        w = w->next;
    return w;
}

static void search_init(struct search *s, const char *const *words, size_t n)
{
    size_t buckets = 16;
    while (buckets < 4 * n)
        buckets *= 2;
    *s = (struct search){.words = sahut_alloc(n ? n : 1, sizeof *s->words),
                         .buckets = sahut_alloc(buckets, sizeof *s->buckets),
                         .mask = buckets - 1};
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(words[i]);
        if (find(s, words[i], len))
            continue;
        struct wanted *w = &s->words[s->n++];
        *w = (struct wanted){.word = words[i], .len = len, .hash = hash_of(words[i], len)};
        w->next = s->buckets[w->hash & s->mask];
        s->buckets[w->hash & s->mask] = w;
    }
}

static void search_finish(struct search *s)
{
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; k < s->words[i].n; k++)
            free(s->words[i].phones[k]);
        free(s->words[i].phones);
    }
    free(s->words);
    free(s->buckets);
}

// Takes over `phones`, unless the word has them already (CMUdict with its stress marks removed
// holds some alternatives twice).
static void add_alternative(struct wanted *w, char *phones)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->phones[i], phones) == 0) {
            free(phones);
            return;
        }
    w->phones = sahut_realloc(w->phones, w->n + 1, sizeof *w->phones);
    w->phones[w->n++] = phones;
}

// "  HH AH0 L OW1 # comment" to "HH AH L OW"; NULL if nothing is left.
static char *clean_phones(const char *s, const char *end)
{
    struct sahut_text t = {0};
    bool gap = false;
    for (; s < end && *s != '#'; s++) {
        if (*s == ' ' || *s == '\t' || *s == '\r') {
            gap = true;
        } else if (*s < '0' || *s > '9') {
            if (gap && t.len)
                sahut_text_add(&t, " ");
            gap = false;
            sahut_text_add_n(&t, s, 1);
        }
    }
    return t.len ? sahut_text_take(&t) : NULL;
}

static size_t without_alternative_mark(const char *word, size_t len)
{
    if (len < 4 || word[len - 1] != ')')
        return len;
    size_t i = len - 1;
    while (i > 1 && word[i - 1] >= '0' && word[i - 1] <= '9')
        i--;
    return i < len - 1 && word[i - 1] == '(' ? i - 1 : len;
}

static void read_line(struct search *s, const char *line, const char *end)
{
    if (end - line >= 3 && memcmp(line, ";;;", 3) == 0)
        return;
    const char *p = line;
    while (p < end && *p != ' ' && *p != '\t')
        p++;
    struct wanted *w = find(s, line, without_alternative_mark(line, (size_t)(p - line)));
    char *phones = w ? clean_phones(p, end) : NULL;
    if (phones)
        add_alternative(w, phones);
}

static int read_dictionary(struct search *s, const char *path, struct sahut_why *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        int err = errno;
        return sahut_why(why, -err, "%s: cannot read the pronunciation dictionary: %s", path,
                         strerror(err));
    }
    struct stat st;
    int err = fstat(fd, &st) < 0 ? -errno : S_ISREG(st.st_mode) ? 0 : -EINVAL;
    size_t size = err ? 0 : (size_t)st.st_size;
    void *map = NULL;
    if (!err && size) {
        map = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (map == MAP_FAILED)
            err = -errno;
    }
    close(fd);
    if (err)
        return sahut_why(why, err,
                         "%s: the pronunciation dictionary must be a file in CMUdict format: %s",
                         path, strerror(-err));
    const char *end = (const char *)map + size;
    for (const char *line = map; line && line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop)
            stop = end;
        read_line(s, line, stop);
        line = stop + 1;
    }
    if (map)
        munmap(map, size);
    return 0;
}

// Beyond U+024F no letter is Latin; eSpeak NG's Latin voices say what such a character is ("Chinese
// letter") or how it is called, which nobody would say for the word. UTF-8 needs a first byte of
// 0xC9 with a second of 0x90, or a larger first one.
static bool is_latin(const char *word)
{
    for (const unsigned char *c = (const unsigned char *)word; *c; c++)
        if (*c > 0xC9 || (*c == 0xC9 && c[1] >= 0x90))
            return false;
    return true;
}

static int ask_for(struct wanted *w, sahut_phonemes_of *ask, void *ctx, const char *dictionary,
                   struct sahut_why *why)
{
    if (!w->len)
        return sahut_why(why, -ENOENT, "an empty word cannot be pronounced");
    if (!ask)
        return sahut_why(why, -ENOENT, "\"%s\" is not in the pronunciation dictionary %s", w->word,
                         dictionary);
    if (!is_latin(w->word))
        return sahut_why(why, -ENOENT,
                         "\"%s\" cannot be pronounced: it has letters that are not Latin; spell it "
                         "as it sounds",
                         w->word);
    char *phonemes = NULL, *phones = NULL;
    int err = ask(ctx, w->word, &phonemes);
    if (!err)
        err = sahut_phones_from_espeak(phonemes, &phones);
    if (err)
        err =
            sahut_why(why, -ENOENT,
                      "\"%s\" cannot be pronounced: it is not in %s, and eSpeak NG %s%s%s; spell "
                      "it as it sounds, in letters",
                      w->word, dictionary, phonemes ? "says \"" : "does not know it",
                      phonemes ? phonemes : "", phonemes ? "\", which has no English sounds" : "");
    else
        add_alternative(w, phones);
    free(phonemes);
    return err;
}

// Moves what was found out of the search.
static struct sahut_lexicon *collect(struct search *s)
{
    struct sahut_lexicon *l = sahut_alloc(1, sizeof *l);
    size_t count = 0;
    for (size_t i = 0; i < s->n; i++)
        count += s->words[i].n;
    *l = (struct sahut_lexicon){.items = sahut_alloc(count ? count : 1, sizeof *l->items)};
    for (size_t i = 0; i < s->n; i++) {
        struct wanted *w = &s->words[i];
        for (size_t k = 0; k < w->n; k++)
            l->items[l->count++] =
                (struct sahut_pronunciation){sahut_strdup(w->word), w->phones[k]};
        w->n = 0;
    }
    return l;
}

int sahut_lexicon_build(const char *dictionary, const char *const *words, size_t n,
                        sahut_phonemes_of *ask, void *ctx, struct sahut_lexicon **out,
                        struct sahut_why *why)
{
    struct search s;
    search_init(&s, words, n);
    int err = read_dictionary(&s, dictionary, why);
    for (size_t i = 0; i < s.n && !err; i++)
        if (!s.words[i].n)
            err = ask_for(&s.words[i], ask, ctx, dictionary, why);
    if (!err)
        *out = collect(&s);
    search_finish(&s);
    return err;
}

void sahut_lexicon_free(struct sahut_lexicon *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->count; i++) {
        free(l->items[i].word);
        free(l->items[i].phones);
    }
    free(l->items);
    free(l);
}
