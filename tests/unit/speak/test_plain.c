// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "speak/plain.h"

static void commands_become_blanks(void **state)
{
    static const struct {
        const char *text, *plain;
    } rows[] = {
        {"Buy milk.", "Buy milk."},
        {"", ""},
        {" \t\n ", ""},
        {"  a \n\n b  ", "a b"},
        {"\x01"
         "80S loud",
         "80S loud"},
        {"a\x1b[31mb\x7f", "a [31mb"},
        {"[[h@l'oU]] <ssml> &amp;", "[[h@l'oU]] <ssml> &amp;"},
        {"gr\xc3\xbc\xc3\x9f dich", "gr\xc3\xbc\xc3\x9f dich"},
        {"c1\xc2\x9b"
         "x",
         "c1 x"},
        {"priv\xee\x80\x80"
         "ate",
         "priv ate"},
        {"left\xe2\x80\xae"
         "right",
         "left right"},
        // No UTF-8: a lone byte, a cut sequence, an overlong slash, a surrogate, past the end.
        {"a\xff"
         "b",
         "a b"},
        {"a\xe2\x82", "a"},
        {"a\xc0\xaf"
         "b",
         "a b"},
        {"a\xed\xa0\x80"
         "b",
         "a b"},
        {"a\xf5\x80\x80\x80"
         "b",
         "a b"},
        {"emoji \xf0\x9f\x98\x80!", "emoji \xf0\x9f\x98\x80!"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sahut_text t = {0};
        plain_text(rows[i].text, &t);
        assert_string_equal(sahut_text_get(&t), rows[i].plain);
        sahut_text_finish(&t);
    }
}

static void long_texts_end_at_a_word(void **state)
{
    struct sahut_text in = {0}, out = {0};
    while (in.len < 5000)
        sahut_text_add(&in, "seven77 ");
    sahut_text_add(&out, "> "); // what is there already does not count
    plain_text(in.s, &out);
    assert_int_equal(out.len, 2 + 3999);
    assert_string_equal(out.s + out.len - 8, " seven77");
    sahut_text_finish(&in);
    sahut_text_finish(&out);
}

static void endless_words_are_broken_between_letters(void **state)
{
    struct sahut_text in = {0}, out = {0};
    for (int i = 0; i < 2000; i++)
        sahut_text_add(&in, "\xe2\x82\xac");
    plain_text(in.s, &out);
    assert_true(out.len <= PLAIN_BYTES && out.len > PLAIN_BYTES - 100);
    size_t longest = 0;
    for (const char *p = out.s; *p;) {
        size_t n = strcspn(p, " ");
        assert_int_equal(n % 3, 0);
        longest = n > longest ? n : longest;
        p += n + strspn(p + n, " ");
    }
    assert_true(longest >= 60 && longest <= 80);
    sahut_text_finish(&in);
    sahut_text_finish(&out);
}

static void letters_are_found_in_any_script(void **state)
{
    static const struct {
        const char *text;
        bool letter;
    } rows[] = {
        {"a", true},
        {"12 x", true},
        {"\xc3\xbc", true},
        {"\xd0\xb6", true},
        {"\xe4\xb8\xad", true},
        {"", false},
        {"123", false},
        {"+-*/ <>", false},
        {"\xc3\x97", false},
        {"\xe2\x82\xac", false},
        {"\xf0\x9f\x98\x80", false},
        {"\xff\xfe", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(plain_has_letter(rows[i].text), rows[i].letter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_become_blanks),
        cmocka_unit_test(long_texts_end_at_a_word),
        cmocka_unit_test(endless_words_are_broken_between_letters),
        cmocka_unit_test(letters_are_found_in_any_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
