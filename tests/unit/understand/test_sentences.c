// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentence_help.h"

#include <errno.h>

/* Files that must be refused, and where and why. */
static const struct {
    const char *text, *expected;
} mistakes[] = {
    {"intent a\n  say <polit> it\n<polite> = please\n",
     "test:2:7: unknown rule <polit> (did you mean <polite>?)"},
    {"intent a\n  say <x> it\n", "test:2:7: unknown rule <x>; a rule is written <x> = words"},
    {"<a> = one <b>\n<b> = two [<c>]\n<c> = <a>\nintent i\n <a>\n",
     "test:3:7: a rule that contains itself would never end: <a> → <b> → <c> → <a>"},
    {"<a> = <a>\nintent i\n b\n",
     "test:1:7: a rule that contains itself would never end: <a> → <a>"},
    {"intent a\n  turn (on|off\n", "test:2:15: expected ')', which ends the bracket of column 8"},
    {"intent a\n  turn [on\n", "test:2:11: expected ']', which ends the bracket of column 8"},
    {"intent a\n  turn <on\n", "test:2:11: expected '>', which ends the rule of column 8"},
    {"intent a\n  turn {on\n", "test:2:11: expected '}', which ends the list of column 8"},
    {"intent a\n  turn on)\n", "test:2:10: ')' without its opening bracket"},
    {"intent a\n  ä turn on]\n", "test:2:12: ']' without its opening bracket"},
    {"intent a\n  turn (on||off)\n", "test:2:12: expected words"},
    {"intent a\n  turn ()\n", "test:2:9: expected words"},
    {"intent a\n  turn [ ]\n", "test:2:10: expected words"},
    {"intent a\n  one | \n", "test:2:8: expected words"},
    {"intent a\n  (one | two ; three)\n", "test:2:14: '|' and ';' in one group"},
    {"intent a\n  one ; two\n", "test:2:7: ';' stands in brackets"},
    {"intent a\n  (a;b;c;d;e;f;g;h)\n", "test:2:4: 8 things in any order; at most 7"},
    {"intent a\n  {nothing} on\n", "test:2:3: unknown list {nothing}; expected {nothing} = words"},
    {"list device from program\nintent a\n  {devise} on\n",
     "test:3:3: unknown list {devise} (did you mean {device}?)"},
    {"slot x text\nintent a\n  (call {x}){y}\n",
     "test:3:3: slot {y} of words that hold another slot or free text"},
    {"{l} = a | b\nintent a\n  (call {l}){y}\n",
     "test:3:3: slot {y} of words that hold another slot"},
    {"<r> = (x){y}\nintent a\n  (call <r>){z}\n", "test:3:3: slot {z} of words that hold another"},
    {"intent a\n  go ([home] [now]){y}\n", "test:2:6: slot {y} of words that may all be left out"},
    {"slot x\nintent a\n  b\n", "test:1:7: unknown type \"\"; a type is word, text, time"},
    {"slot x tim\nintent a\n  b\n", "test:1:8: unknown type \"tim\" (did you mean \"time\"?)"},
    {"slot x time\nslot x word\n", "test:2:6: slot \"x\" is declared twice"},
    {"<a> = b\n<a> = c\n", "test:2:1: rule <a> is there already, in line 1"},
    {"{a} = b\nlist a from program\n", "test:2:6: list {a} is there already, in line 1"},
    {"intent a\n  b\nintent a\n  c\n", "test:3:8: intent a is there already, in line 1"},
    {"language en\nlanguage id\n", "test:2:1: a second language; the first is \"en\""},
    {"list a\n", "test:1:7: expected \"from program\""},
    {"list a from program now\n", "test:1:21: expected the end of the line after \"from program\""},
    {"intnet a\n", "test:1:1: unknown line \"intnet\" (did you mean \"intent\"?)"},
    {"hello world\n", "test:1:1: unknown line \"hello\"; a line is language, slot, list, intent"},
    {"  a b\n", "test:1:3: an indented line continues a rule, a list or an intent"},
    {"language en\n\ta b\n", "test:2:2: an indented line continues"},
    {"intent a\nintent b\n  c\n", "test:2:1: intent a has no sentences; expected indented lines"},
    {"intent a\n", "intent a has no sentences"},
    {"<a> =\nintent b\n  c\n", "test:2:1: rule <a> is empty; expected words after '='"},
    {"{a} =\n", "list {a} is empty"},
    {"<a> b\n", "test:1:5: expected '='"},
    {"<> = b\n", "test:1:2: expected a name and '>'"},
    {"intent\n", "test:1:7: expected the name of an intent"},
    {"intent a needs\n  b\n", "test:1:15: expected the names of slots after \"needs\""},
    {"intent a needs x\n  b\n",
     "test:1:16: intent a needs slot \"x\", which none of its sentences"},
    {"intent a only\n  b\n", "test:1:14: expected the name of a question after \"only\""},
    {"intent a sometimes\n  b\n", "test:1:10: expected \"needs SLOT…\", \"only QUESTION\", "
                                  "\"always\", \"unasked\" or \"typed\""},
    {"intent a only b always\n  b\n", "test:1:17: expected \"needs SLOT…\""},
    {"intent a\n  [please] [stop]\n", "test:2:3: every word of the sentence may be left out"},
    {"intent a\n  in 5 minutes\n", "test:2:6: \"5\" has digits; numbers are written as words"},
    {"intent a\n  go, now\n", "test:2:5: expected a blank before ','"},
    {"intent a\n  what ?\n", "test:2:8: '?' cannot be said; write words, or \\? for the sign"},
    {"intent a\n  \\* b\n", "test:2:3: \"*\" is no word"},
    {"intent a\n  ' b\n", "test:2:3: \"'\" is no word"},
    {"intent a\n  light[<x>]\n", "test:2:3: a word written in pieces, as light[s], is letters"},
    {"intent a\n  turn(ed| on)\n", "test:2:3: a word written in pieces"},
    {"intent a\n  go <x>y\n<x> = z\n", "test:2:9: expected a blank before 'y'"},
    {"intent a\n  (a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)\n", "test:2:3: a word written in pieces"},
    {"intent a\n  [a][b]\n", "test:2:3: every word of the sentence may be left out"},
    {"{l} = a b | c[d]\n", "test:1:13: an item with brackets needs a value"},
    {"{l} = a [b] | c\nintent i\n {l}\n", "test:1:7: an item with brackets needs a value"},
    {"{l} = a: | c\n", "test:1:9: expected a value after ':'"},
    {"{l} = [a]:b\nintent i\n {l}\n", "test:1:7: an item of list {l} is words, at least one"},
    {"{l} = {l}:b\nintent i\n {l}\n", "test:1:7: an item of list {l} is words, without slots"},
    {"{l} = a\nintent i\n {l}{x}\n", "test:3:5: a list names its slot inside: {LIST:SLOT}"},
    {"intent i\n (a b){c:d}\n", "test:2:7: a slot of the words before it is {NAME}"},
    {"intent i\n a {}\n", "test:2:5: expected the name of a list after '{'"},
    {"intent i\n b\xff c\n", "test:2:3: byte 0xff is not UTF-8"},
    {"intent i\n b\xc3\n", "test:2:3: byte 0xc3 is not UTF-8"},
    {"intent i\n b\x01\n", "test:2:3: control character 0x01"},
    {"<0123456789012345678901234567890123456789> = b\n", "the name has at most 31 bytes"},
    {"{l} = a\nintent i\n {l} {l} {l} {l} {l} {l} {l} {l} {l} {l} {l} {l} {l}\n",
     "test:3:2: a sentence has at most 12 slots"},
};

static void test_mistakes(void **state)
{
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
        struct sahut_sentences *s = NULL;
        struct sahut_why why = {""};
        const char *text = mistakes[i].text;
        int err = sahut_sentences_parse(text, strlen(text), "test", &s, &why);
        if (err != -EINVAL || s || !strstr(why.text, mistakes[i].expected))
            fail_msg("%s\nexpected %s\n     got %s", text, mistakes[i].expected, why.text);
    }
}

static void test_deep_brackets_and_rules_are_refused(void **state)
{
    char text[4000] = "intent a\n ";
    struct sahut_sentences *s = NULL;
    struct sahut_why why;
    for (int i = 0; i < 1000; i++)
        strcat(text, "(");
    assert_int_equal(sahut_sentences_parse(text, strlen(text), "test", &s, &why), -EINVAL);
    assert_non_null(strstr(why.text, "nested more than 60 deep"));
    size_t n = 0;
    for (int i = 0; i < 100; i++)
        n += (size_t)sprintf(text + n, "<r%d> = <r%d>\n", i, i + 1);
    n += (size_t)sprintf(text + n, "<r100> = a\n");
    assert_int_equal(sahut_sentences_parse(text, n, "test", &s, &why), -EINVAL);
    assert_non_null(strstr(why.text, "rules are nested more than 30 deep"));
}

static void test_missing_file(void **state)
{
    struct sahut_sentences *s = NULL;
    struct sahut_why why;
    assert_int_equal(sahut_sentences_read("/nowhere/sentences", &s, &why), -ENOENT);
    assert_string_equal(why.text, "/nowhere/sentences: No such file or directory");
    assert_null(s);
}

static const char home[] = "# comment\r\n"
                           "language en   # English\r\n"
                           "slot when time\n"
                           "slot text text\n"
                           "slot note text\n"
                           "list device from program\n"
                           "\n"
                           "<polite> = please | could you [please]\n"
                           "\twould you\n"
                           "{size} = small | medium | Large\n"
                           "    eight ounce:8oz | [very] big\\: one:a\\|b\n"
                           "intent remind needs text when\n"
                           "    [<polite>] remind me to {text} (at nine){when}\n"
                           "    remind me to {text}\n"
                           "    note {text} and {note}\n"
                           "intent cup\n"
                           "    (a;[hot];{size:cup}) tea\n"
                           "    p.m. Wi-Fi is O'Clock{what} [or not]{sure}\n"
                           "    <polite>{how} go (home | to (work | bed)){where} now\n"
                           "intent switch\n"
                           "    turn on [the] {device}\n"
                           "intent remind only when\n"
                           "    [at] (nine|ten){when}\n"
                           "intent stop always\n"
                           "    stop\n";

static const struct {
    const char *context, *text, *expected;
} matches[] = {
    {NULL, "remind me to call mom at nine", "remind text=call_mom when=at_nine"},
    {NULL, "Please remind me to call mom at nine!", "remind text=call_mom when=at_nine"},
    {NULL, "would you remind me to at nine at nine", "remind text=at_nine when=at_nine"},
    {NULL, "remind me to at nine", "remind text=at_nine -when"},
    {NULL, "remind me to * at nine", "remind text=* when=at_nine"},
    {NULL, "remind me to *", "remind text=* -when"},
    {NULL, "remind me to", ""},
    {NULL, "remind * to call at nine", ""},
    {NULL, "note a and b and c", "remind text=a_and_b note=c -when"},
    {NULL, "a hot small tea", "cup cup=<small>"},
    {NULL, "large a tea", "cup cup=<Large>"},
    {NULL, "eight ounce a hot tea", "cup cup=<8oz>"},
    {NULL, "hot very big one a tea", "cup cup=<a|b>"},
    {NULL, "a tea", ""},
    {NULL, "a hot hot small tea", ""},
    {NULL, "P. M. wi fi is o’clock or not", "cup what=o'clock sure=or_not"},
    {NULL, "pm wifi is o'clock", ""},
    {NULL, "p.m. wi-fi is o'clock", "cup what=o'clock"},
    {NULL, "could you please go to bed now", "cup how=could_you_please where=to_bed"},
    {NULL, "turn on the lamp", "switch device=<lamp 1>"},
    {NULL, "turn on the big lamp", "switch device=<lamp 2>"},
    {NULL, "turn on big", ""},
    {NULL, "nine", ""},
    {NULL, "stop", "stop"},
    {NULL, "", ""},
    {"when", "nine", "remind when=nine"},
    {"when", "at ten", "remind when=ten"},
    {"when", "stop", "stop"},
    {"when", "remind me to call mom", ""},
    {"other", "stop", "stop"},
    {"other", "nine", ""},
    {"", "nine", ""},
    {"", "a small tea", "cup cup=<small>"},
};

static void test_matches(void **state)
{
    static const struct sahut_list_item devices[] = {
        {"Lamp", "lamp 1"}, {"the big lamp", "lamp 2"}, {"big lamp", "lamp 2"}, {"", "nothing"}};
    struct sahut_sentences *s = sentences_of(home);
    char got[512];
    assert_string_equal(sahut_sentences_language(s), "en");
    assert_int_equal(sahut_sentences_fill(s, "device", devices, 4), 0);
    for (size_t i = 0; i < sizeof(matches) / sizeof(*matches); i++) {
        describe_match(s, matches[i].context, matches[i].text, got, sizeof(got));
        if (strcmp(got, matches[i].expected) != 0)
            fail_msg("%s\nexpected %s\n     got %s", matches[i].text, matches[i].expected, got);
    }
    sahut_sentences_free(s);
}

static void test_score_counts_free_words(void **state)
{
    struct sahut_sentences *s = sentences_of(home);
    struct sahut_words *w = words_of("remind me to call mom at nine");
    struct sahut_match m;
    assert_true(sahut_sentences_match(s, NULL, w->items, w->count, &m));
    assert_float_equal(m.score, 1 - 0.5 * 2 / 7, 1e-9);
    assert_int_equal(m.line, 13);
    assert_int_equal(m.slots[0].type, SAHUT_SLOT_TEXT);
    assert_int_equal(m.slots[1].type, SAHUT_SLOT_TIME);
    sahut_words_free(w);
    sahut_sentences_free(s);
}

static void test_fewest_free_words_then_file_order(void **state)
{
    struct sahut_sentences *s = sentences_of("slot t text\n"
                                             "intent first\n  say {t}\n"
                                             "intent second\n  say hello {t}\n"
                                             "intent third\n  say hello {t}\n");
    char got[200];
    describe_match(s, NULL, "say good morning", got, sizeof(got));
    assert_string_equal(got, "first t=good_morning");
    describe_match(s, NULL, "say hello world", got, sizeof(got));
    assert_string_equal(got, "second t=world");
    sahut_sentences_free(s);
}

/* As in Home Assistant's sentences. */
static void test_words_in_pieces(void **state)
{
    static const char *const said[] = {"turned the lights on", "turning the light on",
                                       "unlock the door",      "lock the door",
                                       "what is it",           "what's it",
                                       "the cars are red",     "the car are red"};
    static const char *const unsaid[] = {"turn the light on", "turned the light s on",
                                         "un lock the door", "whatit", "light"};
    struct sahut_sentences *s = sentences_of("intent a\n"
                                             "  turn(ed|ing) the light[s]{x} on\n"
                                             "  [un]lock the door\n"
                                             "  (what is|what['s]) it\n"
                                             "  the (c|b)a(r|t)[s] are red\n");
    struct sahut_grammar *g = grammar_of(s, NULL);
    for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
        if (!grammar_says(g, said[i]))
            fail_msg("cannot be said: %s", said[i]);
    for (size_t i = 0; i < sizeof(unsaid) / sizeof(*unsaid); i++)
        if (grammar_says(g, unsaid[i]))
            fail_msg("can be said: %s", unsaid[i]);
    char got[100];
    describe_match(s, NULL, "turned the lights on", got, sizeof(got));
    assert_string_equal(got, "a x=lights");
    sahut_grammar_free(g);
    sahut_sentences_free(s);
}

static void test_filling_again_replaces(void **state)
{
    static const struct sahut_list_item one[] = {{"fan", "fan"}}, two[] = {{"heater", "heater"}};
    struct sahut_sentences *s = sentences_of(home);
    char got[200];
    describe_match(s, NULL, "turn on the fan", got, sizeof(got));
    assert_string_equal(got, "");
    assert_int_equal(sahut_sentences_fill(s, "device", one, 1), 0);
    describe_match(s, NULL, "turn on the fan", got, sizeof(got));
    assert_string_equal(got, "switch device=<fan>");
    assert_int_equal(sahut_sentences_fill(s, "device", two, 1), 0);
    describe_match(s, NULL, "turn on the fan", got, sizeof(got));
    assert_string_equal(got, "");
    assert_int_equal(sahut_sentences_fill(s, "device", NULL, 0), 0);
    describe_match(s, NULL, "turn on the heater", got, sizeof(got));
    assert_string_equal(got, "");
    assert_int_equal(sahut_sentences_fill(s, "size", one, 1), -ENOENT);
    assert_int_equal(sahut_sentences_fill(s, "nothing", one, 1), -ENOENT);
    sahut_sentences_free(s);
}

static void test_ten_thousand_words(void **state)
{
    enum { WORDS = 10000 };
    struct sahut_sentences *s = sentences_of(home);
    struct sahut_text_line {
        char text[WORDS * 8 + 64];
    } *line = calloc(1, sizeof(*line));
    size_t n = (size_t)sprintf(line->text, "remind me to ");
    for (int i = 0; i < WORDS; i++)
        n += (size_t)sprintf(line->text + n, "%s ", i % 3 ? "nine" : "at");
    strcat(line->text, "at nine");
    struct sahut_words *w = words_of(line->text);
    struct sahut_match m;
    assert_int_equal(w->count, WORDS + 5);
    assert_true(sahut_sentences_match(s, NULL, w->items, w->count, &m));
    assert_int_equal(m.n_slots, 2);
    assert_int_equal(m.slots[0].first, 3);
    assert_int_equal(m.slots[0].count, WORDS);
    assert_int_equal(m.slots[1].count, 2);
    sahut_words_free(w);
    free(line);
    sahut_sentences_free(s);
}

static void test_examples(void **state)
{
    struct sahut_sentences *s = sentences_of(home);
    char **first, **again;
    size_t n = sahut_sentences_examples(s, "cup", 12, &first);
    assert_int_equal(n, 12);
    assert_string_equal(first[0], "a small tea");
    assert_int_equal(sahut_sentences_examples(s, "cup", 12, &again), n);
    for (size_t i = 0; i < n; i++) {
        char got[200];
        assert_string_equal(first[i], again[i]);
        describe_match(s, NULL, first[i], got, sizeof(got));
        assert_int_equal(strncmp(got, "cup", 3), 0);
        free(first[i]);
        free(again[i]);
    }
    free(first);
    free(again);
    assert_int_equal(sahut_sentences_examples(s, "stop", 5, &first), 1);
    assert_string_equal(first[0], "stop");
    free(first[0]);
    free(first);
    assert_int_equal(sahut_sentences_examples(s, "switch", 5, &first), 0);
    free(first);
    assert_int_equal(sahut_sentences_examples(s, "nothing", 5, &first), 0);
    free(first);
    sahut_sentences_free(s);
}

static void test_intents_are_listed_once(void **state)
{
    static const char *const expected[] = {"remind", "cup", "switch", "stop"};
    struct sahut_sentences *s = sentences_of(home);
    const char *const *intents = sahut_sentences_intents(s);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(intents[i], expected[i]);
    assert_null(intents[4]);
    sahut_sentences_free(s);
    s = sentences_of("");
    assert_null(sahut_sentences_intents(s)[0]);
    assert_string_equal(sahut_sentences_language(s), "");
    sahut_sentences_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_deep_brackets_and_rules_are_refused),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_score_counts_free_words),
        cmocka_unit_test(test_fewest_free_words_then_file_order),
        cmocka_unit_test(test_words_in_pieces),
        cmocka_unit_test(test_filling_again_replaces),
        cmocka_unit_test(test_ten_thousand_words),
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_intents_are_listed_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
