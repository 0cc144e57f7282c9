// SPDX-License-Identifier: GPL-3.0-or-later
/* Which sentences cannot go on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hear/sentence_ends.h"

static const char sentences[] = "language en\n"
                                "slot text text\n"
                                "intent lamp.on\n"
                                "    turn the (lamp | fan) on\n"
                                "    turn the lamp on in the kitchen\n"
                                "    stop\n"
                                "intent note.add\n"
                                "    write {text}\n"
                                "    write {text} down please\n";

static void some_sentences_cannot_go_on(void **ctx)
{
    static const struct {
        const char *text;
        bool complete;
    } rows[] = {
        {"turn the fan on", true},
        {"turn the lamp on", false}, /* in the kitchen */
        {"turn the lamp on in the kitchen", true},
        {"turn the lamp on in the", false},
        {"stop", true},
        {"stop stop", false},
        {"write *", false}, /* free text may go on */
        {"write * down please", true},
        {"write * down", false},
        {"unheard of", false},
        {"", false},
    };
    struct sahut_sentences *s;
    struct sahut_grammar *g;
    struct sahut_why why;
    assert_int_equal(sahut_sentences_parse(sentences, strlen(sentences), "test", &s, &why), 0);
    assert_int_equal(sahut_sentences_compile(s, NULL, &g, &why), 0);
    struct sentence_ends *e = sentence_ends_new(g);
    sahut_grammar_free(g);
    sahut_sentences_free(s);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        print_message("# '%s'\n", rows[i].text);
        assert_int_equal(sentence_ends_with(e, rows[i].text), rows[i].complete);
    }
    sentence_ends_free(e);
    sentence_ends_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(some_sentences_cannot_go_on)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
