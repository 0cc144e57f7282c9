// SPDX-License-Identifier: GPL-3.0-or-later
/* What no sentence of the file says word for word, with the installed weights. */
#include "sentence_help.h"

#include <errno.h>

#include "sahut/intent.h"
#include "understand/tolerant.h"

static int set_up(void **state)
{
    char path[500];
    struct sahut_why why;
    if (home_set_up(state))
        return -1;
    const struct home *h = *state;
    snprintf(path, sizeof(path), "%s/models/en/intents", getenv("SAHUT_SOURCE"));
    return sahut_sentences_learn(h->s, path, &why);
}

static void understand(struct home *f, const char *text, struct sahut_intent *out)
{
    struct sahut_words *w;
    assert_int_equal(sahut_words_new(text, "en", &w), 0);
    sahut_understand(f->s, NULL, w, &f->when, out);
    sahut_words_free(w);
}

/* The free text has every word that no sentence has, up to the time, and none of the carriers. */
static void test_text(void **state)
{
    static const struct {
        const char *text, *intent, *free;
    } table[] = {
        {"could you remind me to feed the axolotl tomorrow at five pm", "reminder.set",
         "feed the axolotl"},
        {"remind me to order passport photos this weekend", "reminder.set",
         "order passport photos"},
        {"reminder to water the orchids first of every month", "reminder.set", "water the orchids"},
        {"set a reminder to give the hamster vitamins every twelve hours", "reminder.set",
         "give the hamster vitamins"},
        {"reminder to print the agenda tomorrow", "reminder.set", "print the agenda"},
        {"can you remind me to wash the car later today", "reminder.set", "wash the car"},
        {"remind me about my interview on thursday", "reminder.set", "interview"},
        {"remind to get bread tonight", "reminder.set", "get bread"},
        {"remind me to find out when the shop is open on weekends", "reminder.set",
         "find out when the shop is open"},
        {"please set a reminder for the 18th, budgie vet", "reminder.set", "budgie vet"},
        {"remind me when the plumber arrives to show him the leak", "reminder.set",
         "when the plumber arrives to show him the leak"},
        {"remind me if the parcel comes to pay the neighbour", "reminder.set",
         "if the parcel comes to pay the neighbour"},
        {"remind me to phone and make a reservation by six", "reminder.set",
         "phone and make a reservation"},
        {"i need to set a reminder", "reminder.set", NULL},
        {"cancel my reminders for next week", "reminder.cancel", NULL},
        {"please could you delete all of my reminders now", "reminder.cancel", NULL},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        understand(*state, table[i].text, &intent);
        const struct sahut_slot *free = sahut_intent_slot(&intent, "text");
        if (strcmp(intent.name, table[i].intent) != 0 || !free != !table[i].free ||
            (free && strcmp(free->text, table[i].free) != 0))
            fail_msg("%s: %s \"%s\"", table[i].text, intent.name, free ? free->text : "");
    }
}

/* The end of a recurrence counts wherever it is said. */
static void test_ends_that_stand_apart(void **state)
{
    static const struct {
        const char *text, *free;
        int64_t until_s;
    } table[] = {
        {"remind me every day at seven to take my pills until friday", "take my pills", 1778277599},
        {"remind me every monday to water the plants at eight until christmas", "water the plants",
         1798239599},
        {"remind me every day at seven to take my pills", "take my pills", 0},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        understand(*state, table[i].text, &intent);
        const struct sahut_slot *repeat = sahut_intent_slot(&intent, "repeat");
        const struct sahut_slot *free = sahut_intent_slot(&intent, "text");
        assert_non_null(repeat);
        assert_non_null(free);
        assert_string_equal(free->text, table[i].free);
        assert_int_equal(repeat->repeat.until_ms / 1000, table[i].until_s);
    }
}

/* Where a time ends and a text begins, and what is neither. */
static void test_borders(void **state)
{
    static const struct {
        const char *text, *intent, *free;
        int64_t when_s;
        const char *severity;
    } table[] = {
        {"remind me to call mum tomorrow at nine, it's urgent", "reminder.set", "call mum",
         1777964400, "urgent"},
        {"remind me to call mum tomorrow at nine and this is really important", "reminder.set",
         "call mum", 1777964400, "important"},
        {"it is important, remind me to call mum at nine", "reminder.set", "call mum", 1777921200,
         "important"},
        {"set an urgent reminder for half past eight in the evening to leave", "reminder.set",
         "leave", 1777919400, "urgent"},
        {"remind me to check if it's urgent", "reminder.set", "check if it's urgent", 0, ""},
        {"remind me at nine to call mum", "reminder.set", "call mum", 1777921200, ""},
        {"remind me at nine to call mum because she is ill", "reminder.set",
         "call mum because she is ill", 1777921200, ""},
        {"remind me at ten to nine to leave", "reminder.set", "leave", 1777920600, ""},
        {"move the dentist one to ten", "reminder.change", "dentist", 1777924800, ""},
        {"move the dentist one to half past ten tomorrow", "reminder.change", "dentist", 1777969800,
         ""},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        understand(*state, table[i].text, &intent);
        const struct sahut_slot *free = sahut_intent_slot(&intent, "text");
        const struct sahut_slot *when = sahut_intent_slot(&intent, "when");
        const struct sahut_slot *severity = sahut_intent_slot(&intent, "severity");
        const int64_t when_s = when ? when->when.start_ms / 1000 : 0;
        if (strcmp(intent.name, table[i].intent) != 0 || !free ||
            strcmp(free->text, table[i].free) != 0 || when_s != table[i].when_s ||
            strcmp(severity ? severity->text : "", table[i].severity) != 0)
            fail_msg("%s: %s \"%s\" %lld %s", table[i].text, intent.name, free ? free->text : "",
                     (long long)when_s, severity ? severity->text : "");
    }
}

/* Times are those of the slot's words, names what was said of them. */
static void test_slots(void **state)
{
    static const struct {
        const char *text, *intent, *slot, *words;
        double number;
    } table[] = {
        {"set an alarm called gym for six fifteen", "alarm.set", "name", "gym", 0},
        {"delete the airport alarm", "alarm.cancel", "name", "airport", 0},
        {"call off the physio", "event.cancel", "title", "physio", 0},
        {"reschedule swimming from tuesday to wednesday", "event.change", "title", "swimming", 0},
        {"reschedule swimming from tuesday to wednesday", "event.change", "old", "tuesday", 0},
        {"reschedule swimming from tuesday to wednesday", "event.change", "when", "wednesday", 0},
        {"could you maybe reschedule my rowing from tuesday to wednesday", "event.change", "old",
         "tuesday", 0},
        {"could you maybe reschedule my rowing from tuesday to wednesday", "event.change", "when",
         "wednesday", 0},
        {"can we do the physio an hour later", "event.change", "title", "physio", 0},
        {"dim the lamp to half", "device.dim", "level", NULL, 50},
        {"dim the lamp to twenty percent", "device.dim", "level", NULL, 20},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        understand(*state, table[i].text, &intent);
        const struct sahut_slot *slot = sahut_intent_slot(&intent, table[i].slot);
        if (strcmp(intent.name, table[i].intent) != 0 || !slot ||
            (table[i].words && strcmp(slot->text, table[i].words) != 0) ||
            (!table[i].words && slot->number != table[i].number))
            fail_msg("%s: %s \"%s\" %g", table[i].text, intent.name, slot ? slot->text : "",
                     slot ? slot->number : 0);
    }
}

/* What nobody ordered changes nothing. */
static void test_nothing_is_done(void **state)
{
    static const char *const table[] = {
        "the timer that my aunt gave us is too loud",
        "he never turns off the radio",
        "what is the weather like in hamburg",
        "play some jazz from the sixties",
        "who won the match last night",
        "how do i cook an artichoke",
        "book a flight to lisbon for two people",
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        understand(*state, table[i], &intent);
        if (intent.name[0] && sahut_intent_changes(intent.name))
            fail_msg("%s: %s", table[i], intent.name);
    }
}

/* Amounts and what lasts, as people say them who have not read the manual: `value` is what the slot
 * holds, of lengths the seconds. */
static void test_as_people_say_it(void **state)
{
    static const struct {
        const char *text, *intent, *slot, *value;
    } table[] = {
        {"push the reminder about the car back by half an hour", "reminder.change", "amount",
         "1800"},
        {"could the rent reminder be an hour earlier", "reminder.change", "direction", "earlier"},
        {"could the rent reminder be an hour earlier", "reminder.change", "amount", "3600"},
        {"make my alarm half an hour later tomorrow", "alarm.change", "amount", "1800"},
        {"knock a minute off the timer", "timer.change", "direction", "less"},
        {"give the laundry ten more minutes", "timer.change", "amount", "600"},
        {"five more minutes", "alarm.snooze", "duration", "300"},
        {"can you stick the lamp on for an hour", "device.on", "duration", "3600"},
        {"i dont need to be reminded about invoices any more", "reminder.cancel", "text",
         "invoices"},
        {"no more reminders about drinking water please", "reminder.cancel", "text",
         "drinking water"},
        {"ive bought the eggs", "list.remove", "item", "eggs"},
        {"thats way too loud", "volume.change", "direction", "down"},
        {"add band practice every tuesday at eight to my calendar", "event.add", "repeat", NULL},
        {"change the three oclock reminder to four", "reminder.change", "old", NULL},
        {"change the three oclock reminder to four", "reminder.change", "when", NULL},
        {"remind me again in ten", "reminder.snooze", "when", NULL},
        {"increase the five minute timer by ninety seconds", "timer.change", "amount", "90"},
        {"increase the five minute timer by ninety seconds", "timer.change", "duration", "300"},
        {"please reduce the timer by ten seconds", "timer.change", "direction", "less"},
        {"give the laundry timer another three minutes", "timer.change", "amount", "180"},
        {"change the laundry timer to twelve minutes", "timer.change", "new", "720"},
        {"pause all my timers", "timer.pause", "scope", "all"},
        {"start a timer that lasts three hours", "timer.set", "duration", "10800"},
        {"push the reminder back an hour", "reminder.change", "text", ""},
        {"push the reminder back an hour", "reminder.change", "amount", "3600"},
        {"add gran's anniversary on the ninth of july", "event.add", "title", "gran's anniversary"},
        {"put rowing with tom in my diary for friday at one", "event.add", "title",
         "rowing with tom"},
        {"we are out of butter, put it on the list", "list.add", "item", "butter"},
        {"the haircut has been moved to thursday at four", "event.change", "old", ""},
        {"remind me fifty minutes before the school play to find my camera", "reminder.set",
         "before", "3000"},
        {"remind me fifty minutes before the school play to find my camera", "reminder.set",
         "title", "school play"},
        {"remind me fifty minutes before the school play to find my camera", "reminder.set", "text",
         "find my camera"},
        {"remind me fifty minutes before my eye test", "reminder.set", "text", "eye test"},
        {"stop the broccoli timer for now", "timer.pause", "name", "broccoli"},
        {"the eye test is now at four", "event.change", "title", "eye test"},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        char got[300] = "";
        understand(*state, table[i].text, &intent);
        const struct sahut_slot *slot = sahut_intent_slot(&intent, table[i].slot);
        if (slot && slot->type == SAHUT_SLOT_DURATION)
            snprintf(got, sizeof(got), "%lld", (long long)slot->seconds);
        else if (slot)
            snprintf(got, sizeof(got), "%s", slot->text);
        const char *value = table[i].value;
        if (strcmp(intent.name, table[i].intent) != 0 || (!slot && (!value || value[0])) ||
            (value && strcmp(got, value) != 0))
            fail_msg("%s: %s, %s \"%s\"", table[i].text, intent.name, table[i].slot, got);
    }
}

static void slot_text(const struct sahut_intent *intent, const char *name, char out[300])
{
    const struct sahut_slot *slot = sahut_intent_slot(intent, name);
    out[0] = '\0';
    if (slot && slot->type == SAHUT_SLOT_DURATION)
        snprintf(out, 300, "%lld", (long long)slot->seconds);
    else if (slot && slot->type == SAHUT_SLOT_TIME)
        snprintf(out, 300, "%lld", (long long)slot->when.start_ms / 1000);
    else if (slot && slot->type == SAHUT_SLOT_NUMBER)
        snprintf(out, 300, "%g", slot->number);
    else if (slot)
        snprintf(out, 300, "%s", slot->text);
}

/* Nobody has dinner in the morning, unless he says so. */
static void test_half_of_the_day(void **state)
{
    static const struct {
        const char *text, *when;
    } table[] = {
        {"put dinner with tom in my diary for friday at eight", "1778263200"},
        {"put rowing with tom in my diary for friday at eight", "1778220000"},
        {"put dinner with tom in my diary for friday at eight a m", "1778220000"},
        {"remind me on friday at eight to go to the cinema", "1778263200"},
        {"remind me on friday at eight about the party planning", "1778220000"},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        char got[300];
        understand(*state, table[i].text, &intent);
        slot_text(&intent, "when", got);
        if (strcmp(got, table[i].when) != 0)
            fail_msg("%s: %s %s", table[i].text, intent.name, got);
    }
}

/* What is taken back while it is said; it is Monday, the fourth of May 2026, ten in the morning. */
static void test_taken_back(void **state)
{
    static const struct {
        const char *text, *intent, *slot, *value;
    } table[] = {
        {"set an alarm for seven sorry seven thirty", "alarm.set", "when", "1777915800"},
        {"remind me tomorrow at five no six to call mum", "reminder.set", "when", "1777996800"},
        {"remind me on wednesday at nine no tuesday to call mum", "reminder.set", "when",
         "1777964400"},
        {"at four remind me no make that five to call mum", "reminder.set", "when", "1777906800"},
        {"at four remind me no make that five to call mum", "reminder.set", "text", "call mum"},
        {"remind me in ten minutes i mean twenty minutes to call mum", "reminder.set", "text",
         "call mum"},
        {"set a timer for ten no fifteen minutes", "timer.set", "duration", "900"},
        {"set a timer for ten minutes no wait make that an hour", "timer.set", "duration", "3600"},
        {"turn on the desk lamp no the fan", "device.on", "device", "fan"},
        {"dim the desk lamp to forty no fifty percent", "device.dim", "level", "50"},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        char got[300];
        understand(*state, table[i].text, &intent);
        slot_text(&intent, table[i].slot, got);
        if (strcmp(intent.name, table[i].intent) != 0 || strcmp(got, table[i].value) != 0)
            fail_msg("%s: %s, %s \"%s\"", table[i].text, intent.name, table[i].slot, got);
    }
}

/* `second` NULL: one order, whatever is joined in it. */
static void test_two_orders(void **state)
{
    static const struct {
        const char *text, *first, *second;
    } table[] = {
        {"turn on the desk lamp and the fan please", "turn on the desk lamp please",
         "turn on the fan please"},
        {"turn on the desk lamp and turn off the fan", "turn on the desk lamp", "turn off the fan"},
        {"set a timer for ten minutes and also remind me to call mum at five",
         "set a timer for ten minutes", "remind me to call mum at five"},
        {"turn off the lights in the kitchen and the bedroom", "turn off the lights in the kitchen",
         "turn off the lights in the bedroom"},
        {"turn off the fan then set an alarm for seven", "turn off the fan",
         "set an alarm for seven"},
        {"remind me to call mum and also turn off the fan", NULL, NULL},
        {"remind me to feed the cat and turn off the fan", NULL, NULL},
        {"remind me to buy bread and butter at five", NULL, NULL},
        {"add eggs and flour to the shopping list", NULL, NULL},
        {"set a timer for two hours and ten minutes", NULL, NULL},
        {"he came home and turned on the lamp", NULL, NULL},
    };
    static const struct sahut_list_item rooms[] = {{"kitchen", "kitchen"}, {"bedroom", "bedroom"}};
    struct home *h = *state;
    assert_int_equal(sahut_sentences_fill(h->s, "room", rooms, 2), 0);
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_words *w = words_of(table[i].text);
        char *two[2] = {NULL, NULL};
        bool found = sahut_two_orders(h->s, w, &h->when, two);
        if (found != !!table[i].first || (found && (strcmp(two[0], table[i].first) != 0 ||
                                                    strcmp(two[1], table[i].second) != 0)))
            fail_msg("%s: %s | %s", table[i].text, found ? two[0] : "one", found ? two[1] : "");
        free(two[0]);
        free(two[1]);
        sahut_words_free(w);
    }
}

/* A house of many devices can be told what the sentences say, word for word. */
static void test_many_devices(void **state)
{
    enum { DEVICES = 200 };
    static char names[DEVICES][40];
    static struct sahut_list_item items[DEVICES];
    struct home *f = *state;
    struct sahut_intent intent;
    for (int i = 0; i < DEVICES; i++) {
        snprintf(names[i], sizeof(names[i]), "reading lamp %c %c", 'a' + i % 26, 'a' + i / 26);
        items[i] = (struct sahut_list_item){names[i], names[i]};
    }
    assert_int_equal(sahut_sentences_fill(f->s, "device", items, DEVICES), 0);
    assert_int_equal(sahut_sentences_fill(f->s, "room", items, DEVICES / 10), 0);
    understand(f, "turn on reading lamp b c", &intent);
    assert_string_equal(intent.name, "device.on");
    assert_true(intent.score == 1 && intent.line > 0);
}

/* A device or room that the house does not have: still an order to a device, and asked back. */
static void test_unlisted_devices(void **state)
{
    static const struct {
        const char *text, *intent;
    } table[] = {
        {"would you turn on the lights in my bedroom", "device.on"},
        {"switch the printer off please", "device.off"},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        struct sahut_intent intent;
        understand(*state, table[i].text, &intent);
        if (strcmp(intent.name, table[i].intent) != 0 || !intent.doubtful)
            fail_msg("%s: %s, %s", table[i].text, intent.name, intent.doubtful ? "asked" : "sure");
    }
}

/* Whoever changes the sentences makes the weights again. Cheap: what they were made from is in
 * their file. */
static void test_weights_are_of_these_sentences(void **state)
{
    static const char *const files[] = {"models/en/sentences", "src/train/beside.sentences"};
    struct model *m;
    struct sahut_why why;
    char path[500];
    snprintf(path, sizeof(path), "%s/models/en/intents", getenv("SAHUT_SOURCE"));
    if (model_read(path, &m, &why))
        fail_msg("%s", why.text);
    for (int i = 0; i < MODEL_SOURCES; i++) {
        uint32_t is;
        snprintf(path, sizeof(path), "%s/%s", getenv("SAHUT_SOURCE"), files[i]);
        if (model_source(path, &is, &why))
            fail_msg("%s", why.text);
        if (is != m->sources[i])
            fail_msg(
                "models/en/intents was made of another %s: run build/plain/src/train/train-intents "
                "--all models/en/sentences src/train/beside.sentences SUITES models/en/intents "
                "(docs/intents.md, \"Training\")",
                files[i]);
    }
    model_free(m);
}

/* The installed weights as bytes. */
static unsigned char *weights_bytes(size_t *n)
{
    char path[500];
    snprintf(path, sizeof(path), "%s/models/en/intents", getenv("SAHUT_SOURCE"));
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    unsigned char *bytes = malloc(*n + 1);
    assert_int_equal(fread(bytes, 1, *n, f), *n);
    bytes[*n] = 0;
    fclose(f);
    return bytes;
}

static void test_damaged_weights(void **state)
{
    enum { CLASSES = 24, TAGS = 28, NETWORKS = 32, THRESHOLD = 36, CUTS = 64 };
    static const struct {
        size_t at;
        uint32_t value;
    } table[] = {{CLASSES, 1},  {CLASSES, 81}, {TAGS, 2},
                 {TAGS, 17},    {NETWORKS, 0}, {NETWORKS, MODEL_NETWORKS + 1},
                 {NETWORKS, 1}, {NETWORKS, 2}, {THRESHOLD, 0x7FC00000 /* not a number */}};
    struct sahut_why why;
    struct model *m;
    size_t n;
    unsigned char *bytes = weights_bytes(&n);
    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        unsigned char was[4];
        memcpy(was, bytes + table[i].at, sizeof(was));
        memcpy(bytes + table[i].at, &table[i].value, sizeof(was));
        assert_int_equal(model_parse(bytes, n, "weights", &m, &why), -EINVAL);
        memcpy(bytes + table[i].at, was, sizeof(was));
    }
    for (size_t i = 0; i < CUTS; i++) {
        assert_int_equal(model_parse(bytes, i * 16, "weights", &m, &why), -EINVAL);
        assert_int_equal(model_parse(bytes, n / CUTS * i, "weights", &m, &why), -EINVAL);
    }
    assert_int_equal(model_parse(bytes, n + 1, "weights", &m, &why), -EINVAL);
    free(bytes);
}

/* Whatever the weights are, what they say are probabilities. */
static void test_changed_weights(void **state)
{
    enum { ROUNDS = 24, FLIPS = 200, HEAD = 2000 };
    struct home *f = *state;
    struct reading r;
    struct sahut_words *w;
    size_t n;
    unsigned char *bytes = weights_bytes(&n);
    uint64_t random = 1;
    assert_int_equal(sahut_words_new("could you turn the lamp off at nine", "en", &w), 0);
    assert_true(reading_make(f->s, w, &f->when, &r));
    for (int i = 0; i < ROUNDS; i++) {
        struct sahut_why why;
        struct model *m;
        float p[MODEL_CLASSES], influence[MODEL_COLUMNS], sum = 0;
        for (int k = 0; k < FLIPS; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            bytes[HEAD + (random >> 33) % (n - HEAD)] ^= (unsigned char)(1 << (random >> 29 & 7));
        }
        if (model_parse(bytes, n, "weights", &m, &why))
            continue;
        model_weigh(m, &r, p);
        model_influence(m, &r, 0, 1, influence);
        for (uint32_t c = 0; c < m->n_classes; c++)
            sum += p[c];
        assert_true(sum > 0.99f && sum < 1.01f);
        model_free(m);
    }
    sahut_words_free(w);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damaged_weights),
        cmocka_unit_test_setup_teardown(test_changed_weights, set_up, home_tear_down),
        cmocka_unit_test(test_weights_are_of_these_sentences),
        cmocka_unit_test_setup_teardown(test_text, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_ends_that_stand_apart, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_borders, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_slots, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_as_people_say_it, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_taken_back, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_half_of_the_day, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_two_orders, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_many_devices, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_done, set_up, home_tear_down),
        cmocka_unit_test_setup_teardown(test_unlisted_devices, set_up, home_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
