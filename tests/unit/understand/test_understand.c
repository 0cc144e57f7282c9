// SPDX-License-Identifier: GPL-3.0-or-later
#include "sentence_help.h"

#include <errno.h>

#include "../../support/slow.h"
#include "sahut/intent.h"

/* Now is Monday, 4 May 2026, 10:00 in Berlin. */
#define WHEN(start, grain) "{\"start\":\"" start "+02:00\",\"grain\":\"" grain "\"}"
#define SPAN(start, grain, end)                                                                    \
    "{\"start\":\"" start "+02:00\",\"grain\":\"" grain "\",\"end\":\"" end "+02:00\"}"
#define INTENT(name, score, slots, missing)                                                        \
    "\"intent\":" name ",\"score\":" score ",\"slots\":{" slots "},\"missing\":[" missing "]"
#define SURE(name, slots) INTENT("\"" name "\"", "1", slots, "")
#define NOTHING           INTENT("null", "0", "", "")

static const struct {
    const char *context, *text, *json;
} orders[] = {
    {NULL, "Remind me to call Dr. O'Hara, please, tomorrow at nine.",
     INTENT("\"reminder.set\"", "0.8",
            "\"text\":\"call Dr. O'Hara, please\",\"when\":" WHEN("2026-05-05T09:00:00", "minute"),
            "")},
    {NULL, "remind me tomorrow at 9:30 to water the plants",
     INTENT("\"reminder.set\"", "0.85",
            "\"when\":" WHEN("2026-05-05T09:30:00", "minute") ",\"text\":\"water the plants\"",
            "")},
    {NULL, "remind me to * in twenty minutes",
     INTENT("\"reminder.set\"", "0.928571",
            "\"text\":\"*\",\"when\":" WHEN("2026-05-04T10:20:00", "minute"), "")},
    {NULL, "set a reminder for half past ten to go",
     INTENT("\"reminder.set\"", "0.944444",
            "\"when\":" WHEN("2026-05-04T10:30:00", "minute") ",\"text\":\"go\"", "")},
    {NULL, "cancel the half past nine one",
     SURE("alarm.cancel", "\"when\":" WHEN("2026-05-04T21:30:00", "minute"))},
    {NULL, "remind me to breathe",
     INTENT("\"reminder.set\"", "0.875", "\"text\":\"breathe\"", "\"when\"")},
    {NULL, "remind me tomorrow",
     INTENT("\"reminder.set\"", "1",
            "\"when\":" SPAN("2026-05-05T00:00:00", "day", "2026-05-06T00:00:00"), "\"text\"")},
    {NULL, "set a reminder", INTENT("\"reminder.set\"", "1", "", "\"text\",\"when\"")},
    {"when", "at six in the evening",
     SURE("reminder.set", "\"when\":" WHEN("2026-05-04T18:00:00", "minute"))},
    {"when", "nine thirty",
     SURE("reminder.set", "\"when\":" WHEN("2026-05-04T21:30:00", "minute"))},
    {"when", "to nine thirty",
     SURE("reminder.set", "\"when\":" WHEN("2026-05-04T21:30:00", "minute"))},
    {NULL, "set a second timer for twenty five minutes",
     SURE("timer.set", "\"duration\":{\"seconds\":1500}")},
    {NULL, "pause it", SURE("timer.pause", "\"which\":\"it\"")},
    {NULL, "continue that one", SURE("timer.resume", "\"which\":\"it\"")},
    {NULL, "set a reminder alarm for 5 tonight",
     SURE("alarm.set", "\"when\":" WHEN("2026-05-04T17:00:00", "minute"))},
    {NULL, "change tomorrow's alarm to nine",
     SURE("alarm.change",
          "\"old\":" SPAN("2026-05-05T00:00:00", "day", "2026-05-06T00:00:00") ",\"when\":" WHEN(
              "2026-05-04T21:00:00", "minute"))},
    {NULL, "only change wednesday's alarm to nine",
     SURE("alarm.change",
          "\"scope\":\"only\",\"old\":" SPAN(
              "2026-05-06T00:00:00", "day",
              "2026-05-07T00:00:00") ",\"when\":" WHEN("2026-05-04T21:00:00", "minute"))},
    {"which", "all of them", SURE("reminder.set", "\"scope\":\"all\"")},
    {"which", "the second one", SURE("reminder.set", "\"which\":\"2\"")},
    {"which", "only tomorrow's",
     SURE("reminder.set", "\"when\":" SPAN("2026-05-05T00:00:00", "day", "2026-05-06T00:00:00"))},
    {NULL, "all of them", NOTHING},
    {"when", "never mind", SURE("dialogue.cancel", "")},
    {"when", "the mountains were lovely in the snow", NOTHING},
    /* Another order than the answer. */
    {"when", "what time is it", SURE("clock.time", "")},
    {"confirm", "what time is it", SURE("clock.time", "")},
    {SAHUT_CONTEXT_UNASKED, "what time is it", NOTHING},
    {SAHUT_CONTEXT_UNASKED, "stop", SURE("dialogue.stop", "")},
    {SAHUT_CONTEXT_UNASKED, "yes", NOTHING},
    {SAHUT_CONTEXT_UNASKED, "stop the alarm", SURE("dialogue.stop", "")},
    {"when", "set a timer for 90 seconds", SURE("timer.set", "\"duration\":{\"seconds\":90}")},
    {"text", "what time is it",
     INTENT("\"reminder.set\"", "0.5", "\"text\":\"what time is it\"", "")},
    {"text", "To feed the cat",
     INTENT("\"reminder.set\"", "0.625", "\"text\":\"feed the cat\"", "")},
    {"duration", "an hour and twenty minutes",
     SURE("timer.set", "\"duration\":{\"seconds\":4800}")},
    {NULL, "What are my reminders?", SURE("reminder.query", "")},
    {NULL, "cancel my reminder for tomorrow at nine",
     SURE("reminder.cancel", "\"when\":" WHEN("2026-05-05T09:00:00", "minute"))},
    {NULL, "delete that reminder", SURE("reminder.cancel", "")},
    {NULL, "set a timer for 90 seconds", SURE("timer.set", "\"duration\":{\"seconds\":90}")},
    {NULL, "cancel the dentist one",
     INTENT("\"reminder.cancel\"", "0.875", "\"text\":\"dentist\"", "")},
    {NULL, "cancel the second ten minute timer",
     SURE("timer.cancel", "\"which\":\"2\",\"duration\":{\"seconds\":600}")},
    {NULL, "how long is left on the second ten minute timer",
     SURE("timer.query", "\"which\":\"2\",\"duration\":{\"seconds\":600}")},
    {NULL, "is the clock right", SURE("clock.time", "")},
    {NULL, "the clock is right", SURE("clock.confirm", "")},
    {NULL, "set an egg timer for half an hour",
     SURE("timer.set", "\"name\":\"egg\",\"duration\":{\"seconds\":1800}")},
    {NULL, "start a ten minute tea timer",
     SURE("timer.set", "\"duration\":{\"seconds\":600},\"name\":\"tea\"")},
    {NULL, "set a timer", INTENT("\"timer.set\"", "1", "", "\"duration\"")},
    {NULL, "how much time is left on the pizza timer", SURE("timer.query", "\"name\":\"pizza\"")},
    {NULL, "stop the timer", SURE("timer.cancel", "")},
    {NULL, "What's on my agenda today?",
     SURE("agenda.query", "\"when\":" SPAN("2026-05-04T00:00:00", "day", "2026-05-05T00:00:00"))},
    {NULL, "do I have anything this week",
     SURE("agenda.query", "\"when\":" SPAN("2026-05-04T00:00:00", "week", "2026-05-11T00:00:00"))},
    {NULL, "what's next", SURE("agenda.query", "\"which\":\"next\"")},
    {NULL, "turn the desk lamp on for two minutes",
     SURE("device.on", "\"device\":\"lamp\",\"duration\":{\"seconds\":120}")},
    {NULL, "switch off coffee machine", SURE("device.off", "\"device\":\"coffee\"")},
    {NULL, "is the fan on", SURE("device.query", "\"device\":\"fan\",\"state\":\"on\"")},
    {NULL, "turn on the oven", NOTHING},
    {NULL, "what time is it", SURE("clock.time", "")},
    {NULL, "what's today's date", SURE("clock.date", "")},
    {NULL, "STOP!", SURE("dialogue.stop", "")},
    {NULL, "what can I say", SURE("dialogue.help", "")},
    {NULL, "say that again", SURE("dialogue.repeat", "")},
    {NULL, "yes please", SURE("dialogue.yes", "")},
    {NULL, "no, thanks", SURE("dialogue.no", "")},
    {NULL, "thank you", SURE("dialogue.thanks", "")},
    {NULL, "at nine",
     INTENT("\"reminder.set\"", "1", "\"when\":" WHEN("2026-05-04T21:00:00", "minute"),
            "\"text\"")},
    {NULL, "the mountains were lovely in the snow", NOTHING},
    {NULL, "", NOTHING},
};

static void test_orders(void **state)
{
    struct home *f = *state;
    for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
        struct sahut_words *w = words_of(orders[i].text);
        struct sahut_intent intent;
        bool found = sahut_understand(f->s, orders[i].context, w, &f->when, &intent);
        char *json = sahut_intent_json(&intent, f->zone);
        if (strcmp(json, orders[i].json) != 0 || found != (intent.name[0] != '\0'))
            fail_msg("%s\nexpected %s\n     got %s", orders[i].text, orders[i].json, json);
        free(json);
        sahut_words_free(w);
    }
}

static struct sahut_intent understand(struct home *f, struct sahut_sentences *s, const char *text)
{
    struct sahut_words *w = words_of(text);
    struct sahut_intent intent;
    sahut_understand(s, NULL, w, &f->when, &intent);
    sahut_words_free(w);
    return intent;
}

static void test_slots_that_make_no_sense(void **state)
{
    struct home *f = *state;
    struct sahut_sentences *s = sentences_of("language en\n"
                                             "slot when time\nslot text text\n"
                                             "intent meet\n"
                                             "  meet (february thirtieth | february first){when}\n"
                                             "intent note\n  meet me {text}\n");
    struct sahut_intent intent = understand(f, s, "meet february first");
    assert_string_equal(intent.name, "meet");
    assert_non_null(sahut_intent_slot(&intent, "when"));
    assert_null(sahut_intent_slot(&intent, "where"));
    intent = understand(f, s, "meet february thirtieth");
    assert_string_equal(intent.name, "");
    assert_int_equal(intent.n_slots, 0);
    sahut_sentences_free(s);
}

static void test_next_best_sentence(void **state)
{
    struct home *f = *state;
    struct sahut_sentences *s = sentences_of("language en\nslot when time\nslot text text\n"
                                             "intent meet\n  meet (february thirtieth){when}\n"
                                             "intent note\n  meet {text}\n");
    struct sahut_intent intent = understand(f, s, "Meet February thirtieth");
    assert_string_equal(intent.name, "note");
    assert_string_equal(sahut_intent_slot(&intent, "text")->text, "February thirtieth");
    sahut_sentences_free(s);
}

static void test_json_of_numbers_and_repeated_slots(void **state)
{
    static const struct {
        const char *text, *json;
    } lines[] = {
        {"add milk", SURE("add", "\"thing\":\"milk\"")},
        {"add milk and Brown Bread and milk",
         SURE("add", "\"thing\":[\"milk\",\"brown bread\",\"milk\"]")},
        {"set 25", SURE("set", "\"to\":25")},
        {"set 2.5", SURE("set", "\"to\":2.5")},
    };
    struct home *f = *state;
    struct sahut_sentences *s =
        sentences_of("language en\nslot to number\n"
                     "<thing> = (milk | brown bread){thing}\n"
                     "intent add\n  add <thing> [and <thing>] [and <thing>]\n"
                     "intent set\n  set (twenty five | two point five){to}\n");
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        struct sahut_intent intent = understand(f, s, lines[i].text);
        char *json = sahut_intent_json(&intent, f->zone);
        assert_string_equal(json, lines[i].json);
        free(json);
    }
    sahut_sentences_free(s);
}

/* A text that does not fit is cut between characters. */
static void test_long_text(void **state)
{
    struct home *f = *state;
    char text[600] = "remind me to a";
    for (int i = 0; i < 200; i++)
        strcat(text, "ä");
    struct sahut_intent intent = understand(f, f->s, text);
    const struct sahut_slot *slot = sahut_intent_slot(&intent, "text");
    assert_non_null(slot);
    assert_int_equal(strlen(slot->text), 255);
    char *json = sahut_intent_json(&intent, f->zone);
    assert_non_null(strstr(json, "\"text\":\"aää"));
    free(json);
}

/* "the thirtieth of february": said, and refused because there is no such day. */
static bool is_no_date(struct home *f, const struct sahut_words *w)
{
    for (size_t from = 0; from < w->count; from++) {
        const char *words[64];
        struct sahut_when when;
        for (size_t n = 0; from + n < w->count && n < 64;) {
            words[n] = w->items[from + n].text;
            if (sahut_when_parse("en", words, ++n, &f->when, &when) == -ERANGE)
                return true;
        }
    }
    return false;
}

/* "every evening at eleven in the morning": said, and refused. Leaving it out of what is heard
 * would cost the recogniser all clock times a second time. */
static bool is_contradiction(const char *text)
{
    const char *part = strstr(text, "in the ");
    const char *day = strstr(text, "every morning") ? "in the morning" : "in the evening";
    return part && (strstr(text, "every morning") || strstr(text, "every evening")) &&
           !strstr(text, day);
}

/* Whatever can be said has slots that can be understood, in every context. */
static void test_every_example_is_understood(void **state)
{
    static const char *const contexts[] = {NULL,   "when",  "duration",           "text",
                                           "item", "title", SAHUT_CONTEXT_UNASKED};
    struct home *f = *state;
    size_t understood = 0;
    for (const char *const *name = sahut_sentences_intents(f->s); *name; name++) {
        char **examples;
        size_t n = sahut_sentences_examples(f->s, *name, 500 / SLOWNESS, &examples);
        assert_true(n > 0);
        for (size_t i = 0; i < n; i++) {
            struct sahut_words *w = words_of(examples[i]);
            bool found = false;
            for (size_t c = 0; c < sizeof(contexts) / sizeof(contexts[0]); c++) {
                struct sahut_match match;
                struct sahut_intent intent;
                if (!sahut_sentences_match(f->s, contexts[c], w->items, w->count, &match) ||
                    strcmp(match.intent, *name) != 0)
                    continue;
                sahut_understand(f->s, contexts[c], w, &f->when, &intent);
                if (strcmp(intent.name, *name) != 0 && !is_no_date(f, w) &&
                    !is_contradiction(examples[i]))
                    fail_msg("%s: not \"%s\": %s", *name, intent.name, examples[i]);
                found = true;
            }
            if (!found)
                fail_msg("%s: not matched: %s", *name, examples[i]);
            understood++;
            sahut_words_free(w);
            free(examples[i]);
        }
        free(examples);
    }
    assert_true(understood > 4000 / SLOWNESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_orders, home_set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_slots_that_make_no_sense, home_set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_next_best_sentence, home_set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_json_of_numbers_and_repeated_slots, home_set_up,
                                        home_tear_down),
        cmocka_unit_test_setup_teardown(test_long_text, home_set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_every_example_is_understood, home_set_up,
                                        home_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
