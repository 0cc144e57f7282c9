// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/slow.h"
#include "sentence_help.h"

#include <errno.h>

/* Templates, and every sentence that they can say. */
static const struct {
    const char *sentences;
    const char *said[40]; /* ends with NULL */
} languages[] = {
    {"intent a\n  go\n", {"go"}},
    {"intent a\n  (go|walk) [now]\n", {"go", "walk", "go now", "walk now"}},
    {"intent a\n  go home\n  walk home\nintent b\n  go to bed\n",
     {"go home", "walk home", "go to bed"}},
    {"intent a\n  (a;b;c)\n", {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"}},
    {"intent a\n  x ([a];[b])\n", {"x", "x a", "x b", "x a b", "x b a"}},
    {"<r> = one | two\nintent a\n  <r> and <r>\n",
     {"one and one", "one and two", "two and one", "two and two"}},
    {"intent a\n  one two\n  one two three\n  two three\n  [one] two three\n",
     {"one two", "one two three", "two three"}},
    {"slot t text\nintent a\n  say {t}\n  say {t} now\n  {t} x\n", {"say *", "say * now", "* x"}},
    {"{l} = a b:1 | a c:2 | d\nlist none from program\nintent a\n  {l} z\n  {l:m} {none}\n"
     "  go [{none}]\n",
     {"a b z", "a c z", "d z", "go"}},
};

/* The smallest automaton has a state for every different set of what may still be said: counted
 * from the sentences themselves. */
struct rest {
    char text[200]; /* of all sentences that begin in this way: their ends */
};

static int count_states(const char *const *said)
{
    struct rest rests[200];
    int n = 0;
    for (size_t i = 0; said[i]; i++) {
        size_t length = strlen(said[i]);
        for (size_t at = 0; at <= length; at++) {
            if (at != 0 && at != length && said[i][at] != ' ')
                continue;
            struct rest *r = &rests[n];
            memset(r, 0, sizeof(*r));
            /* The ends in a fixed order, however the sentences are listed. */
            for (size_t left = 0, from = 0; left != SIZE_MAX; from++) {
                const char *least = NULL;
                left = SIZE_MAX;
                for (size_t k = 0; said[k]; k++) {
                    const char *end = said[k] + at;
                    if (strncmp(said[k], said[i], at) != 0 || (at && *end && *end != ' '))
                        continue;
                    char mark[100];
                    snprintf(mark, sizeof(mark), "{%s}", end + (*end == ' '));
                    if (!strstr(r->text, mark) && (!least || strcmp(end, least) < 0)) {
                        least = end;
                        left = k;
                    }
                }
                if (least)
                    sprintf(r->text + strlen(r->text), "{%s}", least + (*least == ' '));
            }
            bool known = false;
            for (int k = 0; k < n && !known; k++)
                known = strcmp(rests[k].text, r->text) == 0;
            n += !known;
        }
    }
    return n;
}

/* All that the grammar says, counted by walking it. */
static long count_said(const struct sahut_grammar *g, int state)
{
    long n = g->final[state];
    for (size_t i = 0; i < g->n_arcs; i++)
        if (g->arcs[i].from == state)
            n += count_said(g, g->arcs[i].to);
    return n;
}

static void test_language_and_minimality(void **state)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        struct sahut_sentences *s = sentences_of(languages[i].sentences);
        struct sahut_grammar *g = grammar_of(s, NULL);
        long n = 0;
        for (; languages[i].said[n]; n++)
            if (!grammar_says(g, languages[i].said[n]))
                fail_msg("%s cannot be said in\n%s", languages[i].said[n], languages[i].sentences);
        assert_int_equal(count_said(g, 0), n);
        if (g->n_states != count_states(languages[i].said))
            fail_msg("%d states, not %d:\n%s", g->n_states, count_states(languages[i].said),
                     languages[i].sentences);
        sahut_grammar_free(g);
        sahut_sentences_free(s);
    }
}

static void check_shape(const struct sahut_grammar *g)
{
    double *sum = calloc((size_t)g->n_states, sizeof(*sum));
    bool *entered = calloc((size_t)g->n_states, sizeof(*entered));
    entered[0] = true;
    for (size_t i = 0; i < g->n_arcs; i++) {
        const struct sahut_arc *a = &g->arcs[i];
        assert_in_range(a->from, 0, g->n_states - 1);
        assert_in_range(a->to, 0, g->n_states - 1);
        assert_in_range(a->word, 0, g->n_words - 1);
        assert_true(a->p > 0 && a->p <= 1);
        sum[a->from] += a->p;
        entered[a->to] = true;
        for (size_t k = i + 1; k < g->n_arcs && g->arcs[k].from == a->from; k++)
            assert_int_not_equal(g->arcs[k].word, a->word);
    }
    for (int i = 0; i < g->n_states; i++) {
        assert_true(entered[i]);
        assert_int_equal(g->final[i], g->final_p[i] > 0);
        assert_float_equal(sum[i] + g->final_p[i], 1, 1e-9);
    }
    for (size_t i = 0; i < g->n_words; i++)
        for (size_t k = i + 1; k < g->n_words; k++)
            assert_string_not_equal(g->words[i], g->words[k]);
    free(sum);
    free(entered);
}

/* No two states of the grammar agree in what may follow: Moore's partition refinement, which knows
 * nothing of how the grammar was made. */
static void check_minimal(const struct sahut_grammar *g)
{
    size_t n = (size_t)g->n_states;
    int *class = calloc(n, sizeof(*class)), *next = calloc(n, sizeof(*next));
    uint64_t *key = calloc(n, sizeof(*key));
    int classes = 0, before = -1;
    for (size_t i = 0; i < n; i++)
        class[i] = g->final[i];
    while (classes != before) {
        before = classes;
        for (size_t i = 0; i < n; i++)
            key[i] = (uint64_t) class[i] * 0x9E3779B97F4A7C15u;
        for (size_t i = 0; i < g->n_arcs; i++) {
            const struct sahut_arc *a = &g->arcs[i];
            uint64_t h = (uint64_t)(a->word + 1) << 32 | (uint64_t)(class[a->to] + 1);
            h = (h ^ h >> 31) * 0xBF58476D1CE4E5B9u;
            key[a->from] += (h ^ h >> 27) * 0x94D049BB133111EBu;
        }
        classes = 0;
        for (size_t i = 0; i < n; i++) {
            size_t k = 0;
            while (k < i && key[k] != key[i])
                k++;
            next[i] = k < i ? next[k] : classes++;
        }
        memcpy(class, next, n * sizeof(*class));
    }
    assert_int_equal(classes, g->n_states);
    free(class);
    free(next);
    free(key);
}

static void test_real_grammars(void **state)
{
    static const char *const files[] = {"models/en/sentences", "tests/bench/coffee.sentences"};
    static const struct sahut_list_item devices[] = {
        {"desk lamp", "lamp"}, {"fan", "fan"}, {"big lamp", "big"}, {"big fan", "bigfan"}};
    for (size_t i = 0; i < 2; i++) {
        struct sahut_sentences *s = sentences_in(files[i]);
        sahut_sentences_fill(s, "device", devices, 4);
        struct sahut_grammar *g = grammar_of(s, NULL);
        check_shape(g);
        check_minimal(g);
        sahut_grammar_free(g);
        sahut_sentences_free(s);
    }
}

static uint32_t draw(uint32_t *seed, size_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % (uint32_t)below;
}

/* A sentence with a word left out, doubled or replaced now and then. */
static void disturb(const char *sentence, const struct sahut_grammar *g, uint32_t *seed, char *out)
{
    struct sahut_words *w = words_of(sentence);
    *out = '\0';
    for (size_t i = 0; i < w->count; i++) {
        uint32_t dice = draw(seed, 20);
        const char *word = dice == 0 ? g->words[draw(seed, g->n_words)] : w->items[i].text;
        if (dice != 1 && strcmp(word, "*") != 0)
            sprintf(out + strlen(out), "%s ", word);
        if (dice == 2 && strcmp(word, "*") != 0)
            sprintf(out + strlen(out), "%s ", w->items[i].text);
    }
    sahut_words_free(w);
}

/* What the grammar accepts is what the matcher explains without free words by a sentence that is
 * spoken, and the other way round. */
static void check_agreement(struct sahut_sentences *s, const char *context, size_t limit)
{
    struct sahut_grammar *g = grammar_of(s, context);
    size_t said = 0, unsaid = 0;
    uint32_t seed = 1;
    for (const char *const *intent = sahut_sentences_intents(s); *intent; intent++) {
        char **examples, text[2000];
        size_t n = sahut_sentences_examples(s, *intent, limit, &examples);
        for (size_t i = 0; i < n; i++) {
            for (int round = 0; round < 2; round++) {
                struct sahut_match m;
                disturb(examples[i], g, &seed, text);
                struct sahut_words *w = words_of(text);
                sahut_sentences_match(s, context, w->items, w->count, &m);
                bool accepted = grammar_says(g, text);
                if (accepted != (m.intent && m.score == 1 && !m.typed))
                    fail_msg("grammar %d, matcher %s %g: %s", accepted, m.intent, m.score, text);
                said += accepted;
                unsaid += !accepted;
                sahut_words_free(w);
            }
            free(examples[i]);
        }
        free(examples);
    }
    assert_true(said > 10 && unsaid > 10);
    sahut_grammar_free(g);
}

static void test_grammar_and_matcher_agree(void **state)
{
    static const struct sahut_list_item devices[] = {{"desk lamp", "lamp"}, {"fan", "fan"}};
    struct sahut_sentences *s = sentences_in("tests/bench/coffee.sentences");
    check_agreement(s, NULL, 1000 / SLOWNESS);
    sahut_sentences_free(s);
    s = sentences_in("models/en/sentences");
    sahut_sentences_fill(s, "device", devices, 2);
    check_agreement(s, NULL, 300 / SLOWNESS);
    check_agreement(s, "when", 300 / SLOWNESS);
    check_agreement(s, "duration", 200 / SLOWNESS);
    sahut_sentences_free(s);
}

static void test_nothing_can_be_said(void **state)
{
    struct sahut_sentences *s =
        sentences_of("list none from program\nintent a\n  go {none}\nintent b only x\n  go\n");
    struct sahut_grammar *g = NULL;
    struct sahut_why why;
    assert_int_equal(sahut_sentences_compile(s, NULL, &g, &why), -EINVAL);
    assert_string_equal(why.text, "test: nothing can be said");
    assert_int_equal(sahut_sentences_compile(s, "y", &g, &why), -EINVAL);
    assert_string_equal(why.text, "test: nothing can be said after \"y\"");
    assert_null(g);
    assert_int_equal(sahut_sentences_compile(s, "x", &g, &why), 0);
    sahut_grammar_free(g);
    sahut_sentences_free(s);
}

/* Files that would need more memory than there is. */
static void test_too_big(void **state)
{
    static const char *const bombs[] = {
        /* 2^25 words */
        "<a> = x y | y\n<b> = <a> <a> <a> <a> <a>\n<c> = <b> <b> <b> <b> <b>\n"
        "<d> = <c> <c> <c> <c> <c>\n<e> = <d> <d> <d> <d> <d>\n<f> = <e> <e> <e> <e> <e>\n"
        "<g> = <f> <f> <f> <f> <f>\n<h> = <g> <g> <g> <g> <g>\nintent i\n  <h> <h> <h>\n",
        /* 5^6 words that may each be left out */
        "<a> = a | [b]\n<b> = [<a>] [<a>] [<a>] [<a>] [<a>]\n"
        "<c> = [<b>] [<b>] [<b>] [<b>] [<b>]\n<d> = [<c>] [<c>] [<c>] [<c>] [<c>]\n"
        "<e> = [<d>] [<d>] [<d>] [<d>] [<d>]\n<f> = [<e>] [<e>] [<e>] [<e>] [<e>]\n"
        "<g> = [<f>] [<f>] [<f>] [<f>] [<f>]\n<h> = [<g>] [<g>] [<g>] [<g>] [<g>]\n"
        "intent i\n  a <h> <h>\n",
        /* The word 17 before the end is known only at the end: 2^17 states */
        "<a> = x | y\n<b> = [<a>] [<a>] [<a>] [<a>]\n<c> = <b> <b> <b> <b> <b>\n"
        "<z> = <a> <a> <a> <a>\nintent i\n  <c> x <z> <z> <z> <z> <z>\n",
    };
    for (size_t i = 0; i < sizeof(bombs) / sizeof(*bombs); i++) {
        struct sahut_sentences *s;
        struct sahut_grammar *g = NULL;
        struct sahut_why why;
        if (sahut_sentences_parse(bombs[i], strlen(bombs[i]), "test", &s, &why))
            fail_msg("%s", why.text);
        assert_int_equal(sahut_sentences_compile(s, NULL, &g, &why), -E2BIG);
        assert_non_null(strstr(why.text, "test: the sentences grow past 200000 states"));
        assert_null(g);
        sahut_sentences_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language_and_minimality),
        cmocka_unit_test(test_real_grammars),
        cmocka_unit_test(test_grammar_and_matcher_agree),
        cmocka_unit_test(test_nothing_can_be_said),
        cmocka_unit_test(test_too_big),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
