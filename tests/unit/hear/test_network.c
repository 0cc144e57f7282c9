// SPDX-License-Identifier: GPL-3.0-or-later
/* The recogniser's network says what the grammar says: every path of words is compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hear/network.h"
#include "sahut/text.h"

/* turn (on|off) | note * now */
static struct sahut_grammar sample(void)
{
    static char *words[] = {"turn", "on", "off", "note", SAHUT_FREE_WORD, "now"};
    static struct sahut_arc arcs[] = {{0, 1, 0, 0.5}, {1, 4, 1, 0.5}, {1, 4, 2, 0.5},
                                      {0, 2, 3, 0.5}, {2, 3, 4, 1},   {3, 4, 5, 1}};
    static bool final[] = {false, false, false, false, true};
    static double final_p[] = {0, 0, 0, 0, 1};
    return (struct sahut_grammar){5, final, final_p, arcs, 6, words, 6};
}

/* Does the network take these words? Phones of free text are one word "*AA" each. */
static bool takes(const struct network *n, int state, const char *const *words, int depth)
{
    if (!words[0] && state == n->final)
        return true;
    if (depth > 40)
        return false;
    for (size_t i = 0; i < n->n_arcs; i++) {
        const struct sphinx_arc *a = &n->arcs[i];
        if (a->from != state)
            continue;
        if (!a->word && takes(n, a->to, words, depth + 1))
            return true;
        if (a->word && words[0] && strcmp(a->word, words[0]) == 0 &&
            takes(n, a->to, words + 1, depth + 1))
            return true;
    }
    return false;
}

struct row {
    bool with_wake, taken;
    const char *words[8];
};

static const struct row rows[] = {
    {false, true, {"turn", "on"}},
    {false, true, {"turn", "off"}},
    {false, false, {"turn"}},
    {false, false, {"on"}},
    {false, true, {"note", "*K", "*AA", "*L", "now"}},
    {false, true, {"note", "*K", "now"}},
    {false, false, {"note", "now"}},
    {false, false, {"!hey", "!you", "turn", "on"}},
    {true, true, {"!hey", "!you", "turn", "on"}},
    {true, true, {"turn", "on"}},
    {true, false, {"!hey", "turn", "on"}},
    {true, false, {"!hey", "!you"}},
};

static void says_what_the_grammar_says(void **state)
{
    struct sahut_grammar grammar = sample();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct network n;
        network_build(&n, &grammar, rows[i].with_wake ? "hey you" : NULL);
        print_message("# row %zu\n", i);
        assert_int_equal(takes(&n, n.start, rows[i].words, 0), rows[i].taken);
        network_finish(&n);
    }
}

static void add(struct sahut_lexicon *l, const char *word, const char *phones)
{
    l->items = sahut_realloc(l->items, l->count + 1, sizeof(*l->items));
    l->items[l->count++] = (struct sahut_pronunciation){sahut_strdup(word), sahut_strdup(phones)};
}

static void the_wake_phrase_has_its_own_words(void **state)
{
    struct sahut_grammar grammar = sample();
    struct network n;
    network_build(&n, &grammar, "hey you");
    struct sahut_lexicon lexicon = {0};
    add(&lexicon, "hey", "HH EY");
    assert_int_not_equal(network_add_phones(&n, &lexicon), 0); /* "you" is not there */
    add(&lexicon, "you", "Y UW");
    assert_int_equal(network_add_phones(&n, &lexicon), 0);
    bool hey = false, phone = false;
    for (size_t i = 0; i < lexicon.count; i++) {
        hey |= strcmp(lexicon.items[i].word, "!hey") == 0 &&
               strcmp(lexicon.items[i].phones, "HH EY") == 0;
        phone |=
            strcmp(lexicon.items[i].word, "*ZH") == 0 && strcmp(lexicon.items[i].phones, "ZH") == 0;
        free(lexicon.items[i].word);
        free(lexicon.items[i].phones);
    }
    assert_true(hey && phone);
    free(lexicon.items);
    network_finish(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_the_grammar_says),
        cmocka_unit_test(the_wake_phrase_has_its_own_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
