// SPDX-License-Identifier: GPL-3.0-or-later
/* How right intents and slots are, on sentences of other projects' suites:
 *
 *   intents [-v] [--weights FILE] [SUITES]     default $SAHUT_DATA/suites
 *   intents [-v] --folds FILE [SUITES]         every row by FILE0 to FILE7, of train-intents
 *                                              --without 0 to 7: by the one that has not seen it
 *   intents --cost N [SUITES]                  understands N sentences and says how memory grew;
 *                                              under callgrind: instructions per sentence
 *
 * "even" and "odd" are the rows whose text has an even or odd CRC-32. Weights that are made as
 * usual learnt from the even ones; the installed ones from all. Of wrong rows it is counted how
 * many labels contradict our sentences or others' labels (intents_labels.c; with -v marked "!"). */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "intents.h"
#include "sahut/text.h"
#include "understand/tolerant.h"

static uint32_t crc32_of(const char *text)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (; *text; text++) {
        crc ^= (unsigned char)*text;
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

int half_of(const char *text)
{
    return (int)(crc32_of(text) & 1);
}

void count(struct figure *f, const char *text, bool right)
{
    int half = half_of(text);
    f->total[half]++;
    f->right[half] += right;
}

static double percent(int a, int b)
{
    return b ? 100.0 * a / b : 0;
}

void report(const char *suite, const char *what, const char *goal, const struct figure *f)
{
    printf("%-24s %-26s even %5.1f %% of %-5d odd %5.1f %% of %-5d goal %s\n", suite, what,
           percent(f->right[0], f->total[0]), f->total[0], percent(f->right[1], f->total[1]),
           f->total[1], goal);
}

void understand(struct bench *b, struct sahut_sentences **s, const char *text,
                struct sahut_intent *out)
{
    struct sahut_words *w;
    memset(out, 0, sizeof(*out));
    if (sahut_words_new(text, "en", &w))
        return;
    unsigned part = b->parts > 1 ? crc32_of(text) % (unsigned)b->parts : 0;
    sahut_understand(s[part], NULL, w, &b->when, out);
    sahut_words_free(w);
}

bool is_answer(const struct bench *b, const char *label, const char *intent)
{
    json_t *names = json_object_get(b->labels, label), *name;
    size_t i;
    json_array_foreach(names, i,
                       name) if (strcmp(json_string_value(name), intent) == 0) return true;
    return false;
}

bool open_table(const struct bench *b, const char *name, struct tsv *t)
{
    char path[600];
    snprintf(path, sizeof(path), "%s/%s", b->suites, name);
    if (tsv_open(t, path))
        return true;
    printf("%s: not there, skipped\n", path);
    return false;
}

bool same_words(const char *a, const char *b)
{
    struct sahut_words *x, *y;
    bool same = false;
    if (sahut_words_new(a, "en", &x))
        return false;
    if (sahut_words_new(b, "en", &y) == 0) {
        same = x->count == y->count;
        for (size_t i = 0; same && i < x->count; i++)
            same = strcmp(x->items[i].text, y->items[i].text) == 0;
        sahut_words_free(y);
    }
    sahut_words_free(x);
    return same;
}

/* ---- fb_multilingual_tod_en: the free text equal, every time found ---- */

static bool overlaps(const struct sahut_slot *slot, const char *text, json_t *span)
{
    struct sahut_words *w;
    json_int_t from = json_integer_value(json_object_get(span, "start"));
    json_int_t to = json_integer_value(json_object_get(span, "end"));
    bool found = false;
    if (sahut_words_new(text, "en", &w))
        return false;
    for (size_t i = slot->first; i < slot->first + slot->count && i < w->count; i++)
        found = found || ((json_int_t)w->items[i].begin < to && (json_int_t)w->items[i].end > from);
    sahut_words_free(w);
    return found;
}

static bool is_time(const struct sahut_slot *slot)
{
    return slot->type == SAHUT_SLOT_TIME || slot->type == SAHUT_SLOT_DURATION ||
           slot->type == SAHUT_SLOT_REPEAT;
}

static bool has_time_at(const struct sahut_intent *intent, const char *text, json_t *span)
{
    for (size_t i = 0; i < intent->n_slots; i++)
        if (is_time(&intent->slots[i]) && overlaps(&intent->slots[i], text, span))
            return true;
    return false;
}

static bool slots_right(const struct sahut_intent *intent, const char *text, json_t *slots)
{
    json_t *item;
    size_t i;
    const struct sahut_slot *said = sahut_intent_slot(intent, "text");
    bool todo = false, times = false, any_time = false;
    json_array_foreach(slots, i, item)
    {
        const char *name = json_string_value(json_object_get(item, "slot"));
        const char *value = json_string_value(json_object_get(item, "value"));
        if (strcmp(name, "reminder/todo") == 0) {
            todo = true;
            if (!said || !same_words(said->text, value))
                return false;
        } else if (strcmp(name, "datetime") == 0 || strstr(name, "recurring")) {
            any_time = true;
            times = times || has_time_at(intent, text, item);
        }
    }
    return (todo || !said) && (!any_time || times);
}

static void bench_tod_slots(struct bench *b)
{
    struct tsv t;
    struct figure both = {{0}, {0}}, slots = {{0}, {0}};
    if (!open_table(b, "fb_multilingual_tod_en/tod_eval_test.tsv", &t))
        return;
    while (tsv_next(&t)) {
        static const char *const ours[][2] = {{"alarm/set_alarm", "alarm.set"},
                                              {"alarm/cancel_alarm", "alarm.cancel"},
                                              {"alarm/show_alarms", "alarm.query"},
                                              {"alarm/modify_alarm", "alarm.change"},
                                              {"alarm/snooze_alarm", "alarm.snooze"},
                                              {"alarm/time_left_on_alarm", "alarm.query"},
                                              {"reminder/set_reminder", "reminder.set"},
                                              {"reminder/cancel_reminder", "reminder.cancel"},
                                              {"reminder/show_reminders", "reminder.query"}};
        struct sahut_intent intent;
        const char *wanted = NULL;
        char *text = tsv_get(&t, "text"), *json = tsv_get(&t, "slots_json");
        for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
            if (strcmp(tsv_get(&t, "intent"), ours[i][0]) == 0)
                wanted = ours[i][1];
        if (!wanted)
            continue;
        tsv_unescape(text);
        tsv_unescape(json);
        understand(b, b->plain, text, &intent);
        json_t *spans = json_loads(json, 0, NULL);
        bool right = strcmp(intent.name, wanted) == 0, good = slots_right(&intent, text, spans);
        count(&both, text, right && good);
        if (right)
            count(&slots, text, good);
        if (b->verbose && right && !good) {
            char *got = sahut_intent_json(&intent, b->when.zone);
            printf("slots%d: %s | %s | %s\n", half_of(text), text, json, got);
            free(got);
        }
        json_decref(spans);
    }
    report("fb_multilingual_tod_en", "intent and slots", ">= 90", &both);
    report("fb_multilingual_tod_en", "slots, intent right", "", &slots);
}

/* ---- the others ---- */

static void bench_labels(struct bench *b)
{
    static const char *const suites[] = {"fb_multilingual_tod_en", "slurp_en", "hwu_nlu_eval_en",
                                         "clinc150_en", "neon_skill_alerts_en"};
    static const char *const goals[] = {">= 96", ">= 90", ">= 90", ">= 90", ""};
    struct figure f[5] = {{{0}, {0}}}, contradict[5] = {{{0}, {0}}};
    struct tsv t;
    if (!open_table(b, "_combined/intents_all.tsv", &t))
        return;
    while (tsv_next(&t)) {
        struct sahut_intent intent;
        char *text = tsv_get(&t, "text");
        const char *label = tsv_get(&t, "proposed_label");
        if (strcmp(tsv_get(&t, "lang"), "en") != 0 || !json_object_get(b->labels, label))
            continue;
        tsv_unescape(text);
        for (int k = 0; k < 5; k++) {
            if (strcmp(tsv_get(&t, "suite"), suites[k]) != 0)
                continue;
            understand(b, b->plain, text, &intent);
            bool right = is_answer(b, label, intent.name);
            bool other = !right && labels_contradict(b, text, label, &intent);
            count(&f[k], text, right);
            if (!right)
                count(&contradict[k], text, other);
            if (b->verbose && !right)
                printf("%s%d%s: %s | %s | %s %.2f (%s %.2f)\n", suites[k], half_of(text),
                       other ? "!" : "", text, label, intent.name, intent.score, intent.second,
                       intent.second_score);
        }
    }
    for (int k = 0; k < 5; k++)
        report(suites[k], "intent", goals[k], &f[k]);
    for (int k = 0; k < 5; k++)
        printf("%-24s wrong, and the label contradicts: even %d of %d, odd %d of %d\n", suites[k],
               contradict[k].right[0], contradict[k].total[0], contradict[k].right[1],
               contradict[k].total[1]);
}

static void bench_harmless(struct bench *b)
{
    struct tsv t;
    struct figure f = {{0}, {0}};
    if (!open_table(b, "_combined/must_not_act_en.tsv", &t))
        return;
    while (tsv_next(&t)) {
        struct sahut_intent intent;
        char *text = tsv_get(&t, "text");
        tsv_unescape(text);
        understand(b, b->plain, text, &intent);
        bool acts = intent.name[0] && sahut_intent_changes(intent.name);
        count(&f, text, acts);
        if (b->verbose && acts)
            printf("acts%d: %s | %s %.2f\n", half_of(text), text, intent.name, intent.score);
    }
    report("must_not_act_en", "changes something", "<= 1.5", &f);
}

/* Mycroft's dialogues name the skill, not the intent. */
static void bench_mycroft(struct bench *b)
{
    static const char *const skills[][2] = {{"alarm", "alarm."},
                                            {"reminder", "reminder."},
                                            {"timer", "timer."},
                                            {"date-time", "clock."}};
    struct tsv t;
    struct figure f = {{0}, {0}};
    if (!open_table(b, "mycroft_skills_en/behave.tsv", &t))
        return;
    while (tsv_next(&t)) {
        struct sahut_intent intent;
        char *text = tsv_get(&t, "text");
        const char *skill = tsv_get(&t, "skill");
        tsv_unescape(text);
        understand(b, b->plain, text, &intent);
        bool right = false;
        for (size_t i = 0; i < 4; i++)
            right = right || (strstr(skill, skills[i][0]) &&
                              strncmp(intent.name, skills[i][1], strlen(skills[i][1])) == 0);
        count(&f, text, right);
        if (b->verbose && !right)
            printf("mycroft%d: %s | %s | %s\n", half_of(text), text, skill, intent.name);
    }
    report("mycroft_skills_en", "intent of the skill", "", &f);
}

static long resident_kb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static int cost(struct bench *b, long n)
{
    struct tsv t;
    char **texts = NULL;
    size_t count_texts = 0;
    long first = 0;
    if (!open_table(b, "_combined/intents_all.tsv", &t))
        return 77;
    while (tsv_next(&t)) {
        char *text = tsv_get(&t, "text");
        if (strcmp(tsv_get(&t, "lang"), "en") != 0)
            continue;
        tsv_unescape(text);
        texts = sahut_realloc(texts, count_texts + 1, sizeof(*texts));
        texts[count_texts++] = sahut_strdup(text);
    }
    for (long i = 0; i < n; i++) {
        struct sahut_intent intent;
        understand(b, b->home, texts[(size_t)i * 31 % count_texts], &intent);
        if (i == n / 10)
            first = resident_kb();
    }
    printf("%ld sentences; resident memory %ld kB after a tenth, %ld kB at the end\n", n, first,
           resident_kb());
    for (size_t i = 0; i < count_texts; i++)
        free(texts[i]);
    free(texts);
    return 0;
}

static void fail(const struct sahut_why *why)
{
    fprintf(stderr, "intents: %s\n", why->text);
    exit(1);
}

static struct sahut_sentences *read_sentences(const char *weights)
{
    struct sahut_sentences *s;
    struct sahut_why why;
    if (sahut_sentences_read("models/en/sentences", &s, &why) ||
        sahut_sentences_learn(s, weights, &why))
        fail(&why);
    return s;
}

int main(int argc, char **argv)
{
    struct bench b = {.parts = 1,
                      .when.now_ms = INT64_C(1779174000000)}; /* 2026-05-19 07:00 UTC, a Tuesday */
    const char *weights = "models/en/intents", *data = getenv("SAHUT_DATA");
    char suites[500], path[600];
    long n = 0;
    struct sahut_why why;
    snprintf(suites, sizeof(suites), "%s/suites", data ? data : "../shared");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0)
            b.verbose = true;
        else if (strcmp(argv[i], "--weights") == 0 && i + 1 < argc)
            weights = argv[++i];
        else if (strcmp(argv[i], "--folds") == 0 && i + 1 < argc) {
            weights = argv[++i];
            b.parts = PARTS;
        } else if (strcmp(argv[i], "--cost") == 0 && i + 1 < argc)
            n = strtol(argv[++i], NULL, 10);
        else
            snprintf(suites, sizeof(suites), "%s", argv[i]);
    }
    b.suites = suites;
    snprintf(path, sizeof(path), "%s/_combined/labels.json", suites);
    b.labels = json_load_file(path, 0, NULL);
    if (!b.labels) {
        printf("%s: not there; nothing is measured\n", path);
        return 77;
    }
    if (sahut_zone_new("UTC", &b.when.zone, &why))
        fail(&why);
    for (int i = 0; i < b.parts; i++) {
        char part[600];
        char number[2] = {(char)('0' + i), '\0'};
        snprintf(part, sizeof(part), "%.500s%s", weights, b.parts > 1 ? number : "");
        b.plain[i] = read_sentences(part);
        b.home[i] = read_sentences(part);
    }
    bench_fill_home(&b);
    int code = 0;
    if (n > 0) {
        code = cost(&b, n);
    } else {
        labels_read(&b);
        bench_home(&b);
        bench_labels(&b);
        bench_tod_slots(&b);
        bench_harmless(&b);
        bench_mycroft(&b);
    }
    labels_free(&b);
    json_decref(b.labels);
    for (int i = 0; i < b.parts; i++) {
        sahut_sentences_free(b.plain[i]);
        sahut_sentences_free(b.home[i]);
    }
    sahut_zone_free(b.when.zone);
    return code;
}
