// SPDX-License-Identifier: GPL-3.0-or-later
/* The language of the speech-to-intent benchmark against its labels. */
#include "sentence_help.h"

#include <jansson.h>

/* A sentence with the label's slots, in the order `turn` picks. */
static void say_order(const json_t *slots, int turn, char *out, size_t size)
{
    static const char *const before[][3] = {{"size", "roast", "numberOfShots"},
                                            {"numberOfShots", "roast", "size"},
                                            {"roast", "numberOfShots", "size"}};
    static const char *const behind[][2] = {{"milkAmount", "sugarAmount"},
                                            {"sugarAmount", "milkAmount"}};
    size_t n = (size_t)snprintf(out, size, "%s", turn % 2 ? "May I have a" : "I'd like an");
    for (int i = 0; i < 3; i++) {
        const char *value = json_string_value(json_object_get(slots, before[turn % 3][i]));
        if (value)
            n += (size_t)snprintf(out + n, size - n, " %s", value);
    }
    n += (size_t)snprintf(out + n, size - n, " %s",
                          json_string_value(json_object_get(slots, "coffeeDrink")));
    const char *link = "with";
    for (int i = 0; i < 2; i++) {
        const char *value = json_string_value(json_object_get(slots, behind[turn % 2][i]));
        if (!value)
            continue;
        n += (size_t)snprintf(out + n, size - n, " %s %s", link, value);
        link = "and";
    }
}

static json_t *matched_slots(const struct sahut_match *m, const struct sahut_words *w)
{
    json_t *slots = json_object();
    for (size_t i = 0; i < m->n_slots; i++) {
        char text[200] = "";
        for (size_t k = 0; k < m->slots[i].count; k++)
            sprintf(text + strlen(text), "%s%s", k ? " " : "",
                    w->items[m->slots[i].first + k].text);
        json_object_set_new(slots, m->slots[i].name,
                            json_string(m->slots[i].value ? m->slots[i].value : text));
    }
    return slots;
}

static void check_label(struct sahut_sentences *s, const struct sahut_grammar *g, const char *line)
{
    json_t *label = json_loads(line, 0, NULL);
    assert_non_null(label);
    for (int turn = 0; turn < 6; turn++) {
        char text[400];
        struct sahut_match m;
        say_order(json_object_get(label, "slots"), turn, text, sizeof(text));
        struct sahut_words *w = words_of(text);
        if (!sahut_sentences_match(s, NULL, w->items, w->count, &m) || m.score < 1 ||
            !grammar_says(g, text))
            fail_msg("not understood: %s", text);
        assert_string_equal(m.intent, json_string_value(json_object_get(label, "intent")));
        json_t *slots = matched_slots(&m, w);
        if (!json_equal(slots, json_object_get(label, "slots")))
            fail_msg("other slots: %s", text);
        json_decref(slots);
        sahut_words_free(w);
    }
    json_decref(label);
}

static void test_labels(void **state)
{
    char path[4096], line[1000];
    const char *data = getenv("SAHUT_DATA"), *source = getenv("SAHUT_SOURCE");
    if (data)
        snprintf(path, sizeof(path), "%s/data/commands/labels.tsv", data);
    else
        snprintf(path, sizeof(path), "%s/../shared/data/commands/labels.tsv",
                 source ? source : ".");
    FILE *f = fopen(path, "r");
    if (!f) {
        print_message("# skipped: %s is missing\n", path);
        return;
    }
    struct sahut_sentences *s = sentences_in("tests/bench/coffee.sentences");
    struct sahut_grammar *g = grammar_of(s, NULL);
    size_t labels = 0;
    while (fgets(line, sizeof(line), f)) {
        char *json = strchr(line, '{');
        if (!json)
            continue;
        check_label(s, g, json);
        labels++;
    }
    fclose(f);
    assert_true(labels > 100);
    sahut_grammar_free(g);
    sahut_sentences_free(s);
}

static void test_what_is_no_order(void **state)
{
    static const char *const texts[] = {
        "i'd like coffee",
        "i'd like a small dark roast",
        "i'd like a small large coffee",
        "a small coffee",
        "i'd like a coffee with",
        "i'd like a coffee with milk and cream",
        "i'd like a coffee with sugar milk",
        "i'd like a coffee small",
        "i'd like a coffee with some skim cream",
        "i'd like a coffee and milk",
    };
    struct sahut_sentences *s = sentences_in("tests/bench/coffee.sentences");
    struct sahut_grammar *g = grammar_of(s, NULL);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        char got[200];
        describe_match(s, NULL, texts[i], got, sizeof(got));
        assert_string_equal(got, "");
        assert_false(grammar_says(g, texts[i]));
    }
    sahut_grammar_free(g);
    sahut_sentences_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_what_is_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
