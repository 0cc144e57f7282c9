// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentence_help.h"

static const struct {
    const char *text, *words;
} texts[] = {
    {"", ""},
    {"  \t\n ", ""},
    {"...!?", ""},
    {"Turn on the LAMP.", "turn on the lamp"},
    {"What\xE2\x80\x99s on my agenda?", "what's on my agenda"},
    {"'quoted' ''twice'' o'clock' rock 'n' roll", "quoted twice o'clock rock n roll"},
    {"what''s", "what s"},
    {"Whats on? dont, im ill", "what's on don't i'm ill"},
    {"wi-fi e\xE2\x80\x93mail", "wi fi e mail"},
    {"ÄPFEL, Ŝtono; ŽLUŤ — ΑΒΓΩ «Привет» Ÿ", "äpfel ŝtono žluť αβγω привет ÿ"},
    {"bu\xC3\xA7uk\xC2\xA0gece", "buçuk gece"},
    {"a \xFF b\xC3", "a b"},
    {"5", "five"},
    {"at 9:30", "at nine thirty"},
    {"at 9:30, please", "at nine thirty please"},
    {"7pm", "seven p m"},
    {"7 pm", "seven p m"},
    {"7 p.m.", "seven p m"},
    {"7:15 PM!", "seven fifteen p m"},
    {"9:00 am", "nine a m"},
    {"seven pm", "seven p m"},
    {"seven a.m.", "seven a m"},
    {"i am pm", "i am pm"},
    {"2.5 hours", "two point five hours"},
    {"the 3rd of May", "the third of may"},
    {"10-minute timer", "ten minute timer"},
    {"1h30m", "one hour thirty minutes"},
    {"(5)", "five"},
    {"\"5\"", "five"},
    {"7, 8", "seven eight"},
    {"3/4/5", "three four five"},
    {"abc12def", "abc twelve def"},
    {"99999999999999999999", "99999999999999999999"},
    {"remind me to * at 9", "remind me to * at nine"},
    {"** *a", "a"},
};

static void test_words(void **state)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct sahut_words *w = words_of(texts[i].text);
        char got[500] = "";
        for (size_t k = 0; k < w->count; k++) {
            sprintf(got + strlen(got), "%s%s", k ? " " : "", w->items[k].text);
            assert_true(w->items[k].begin < w->items[k].end);
            assert_true(w->items[k].end <= strlen(texts[i].text));
        }
        if (strcmp(got, texts[i].words) != 0)
            fail_msg("%s\nexpected %s\n     got %s", texts[i].text, texts[i].words, got);
        assert_string_equal(w->original, texts[i].text);
        sahut_words_free(w);
    }
}

static void test_places(void **state)
{
    static const struct {
        const char *word, *bytes;
    } expected[] = {{"call", "Call"},
                    {"o'hara", "O\xE2\x80\x99Hara"},
                    {"at", "at"},
                    {"seven", "7:15 p.m"},
                    {"fifteen", "7:15 p.m"},
                    {"p", "7:15 p.m"},
                    {"m", "7:15 p.m"},
                    {"now", "now"}};
    struct sahut_words *w = words_of("Call O\xE2\x80\x99Hara, at 7:15 p.m., now!");
    assert_int_equal(w->count, 8);
    for (size_t i = 0; i < w->count; i++) {
        size_t n = w->items[i].end - w->items[i].begin;
        assert_string_equal(w->items[i].text, expected[i].word);
        assert_int_equal(n, strlen(expected[i].bytes));
        assert_memory_equal(w->original + w->items[i].begin, expected[i].bytes, n);
    }
    sahut_words_free(w);
}

static void test_unknown_language_keeps_digits(void **state)
{
    struct sahut_words *w;
    assert_int_equal(sahut_words_new("um 9:30 Uhr", "xx", &w), 0);
    assert_int_equal(w->count, 4);
    assert_string_equal(w->items[1].text, "9");
    assert_string_equal(w->items[2].text, "30");
    sahut_words_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_unknown_language_keeps_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
