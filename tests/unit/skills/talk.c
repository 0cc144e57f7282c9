// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdbool.h>

#include "talk.h"

#include "sahut/skills.h"
#include "sahut/text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLIP_SAMPLES 4000

struct world {
    char folder[64], state[128];
    bool on_disk, broken;
    struct sahut_zone *zone;
    struct sahut_settings *settings;
    struct sahut_store *store;
    struct sahut_calendar *calendar;
    struct sahut_lines *lines;
    struct sahut_sentences *sentences;
    struct sahut_replies *replies; /* models/en/replies: all must render from it */
    struct sahut_replies *terse;   /* the items of lists, in words that never change */
    struct sahut_skills *skills;
    struct sahut_text edges, told;
    int64_t now_ms;
    struct sahut_clock clock; /* given to the skills again after a restart */
};

static const char devices[] = "devices = (\n"
                              "  { name = \"desk lamp\"; chip = \"c\"; line = 1; },\n"
                              "  { name = \"heater\"; chip = \"c\"; line = 2; max_on = 3600; },\n"
                              "  { name = \"fan\"; chip = \"c\"; line = 3; active_low = true; }\n"
                              ");\n";

static const char terse[] = "language en\n"
                            "reminder_item = {text}\n"
                            "device_item = {device}\n"
                            "reminder_untitled = a message\n"
                            "items_and = {before}, {last}\n"
                            "reminder_item_missed = {text} (missed)\n"
                            "timer_item = [{name} ]{left}\n"
                            "agenda_item = {summary} at {time}\n"
                            "agenda_item_all_day = {summary} all day\n"
                            "agenda_item_day = {summary} {day} at {time}\n"
                            "agenda_item_day_all_day = {summary} {day}\n"
                            "timer_item_paused = [{name} ]{left} paused\n"
                            "alarm_item = [{text} ]{when}\n"
                            "alarm_item_again = [{text} ]{when}, again\n"
                            "missed_item = {text}\n"
                            "by_the_way = missed {items}\n"
                            "clock_unsure = unsure\n"
                            "clock_unsure_set = unsure, {time}\n"
                            "duration_guessed = guessed\n"
                            "rang_before_cut = cut\n"
                            "quiet_until = quiet until {time}\n"
                            "title_alarm = alarm[ {name}]\n"
                            "agenda_untitled = untitled\n"
                            "agenda_conflict = {first} and {second}\n"
                            "agenda_holiday = {summary} {day}\n"
                            "agenda_part_day = day\n"
                            "agenda_part_morning = morning\n"
                            "agenda_part_afternoon = afternoon\n"
                            "agenda_part_evening = evening\n"
                            "free_gap = {from}-{to}\n"
                            "volume_is = {level}\n"
                            "reason_disk_full = full\n"
                            "reason_read_only = read-only\n"
                            "title_spoken_reminder = spoken {when}\n"
                            "title_timer = timer[ {name}] of {duration}\n";

static void write_file(const char *folder, const char *name, const char *a, const char *b)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(a, f);
    fputs(b, f);
    assert_int_equal(fclose(f), 0);
}

static void complain(void *ctx, const char *message)
{
    fail_msg("%s", message);
}

static void note_edge(void *ctx, const struct sahut_device_setting *d, int value, bool dry_run)
{
    struct world *w = ctx;

    sahut_text_addf(&w->edges, "%s=%d ", d->name, value);
}

static void open_store(struct world *w)
{
    struct sahut_why why;

    if (sahut_store_open(w->on_disk ? w->state : NULL, &w->store, &why))
        fail_msg("%s", why.text);
}

static void make_skills(struct world *w)
{
    const struct sahut_skills_world world = {
        .settings = w->settings,
        .store = w->store,
        .calendar = w->calendar,
        .lines = w->lines,
        .sentences = w->sentences,
        .replies = w->terse,
        .zone = w->zone,
    };

    sahut_skills_free(w->skills);
    assert_int_equal(sahut_skills_new(&world, &w->skills), 0);
    if (w->clock.boot_id[0] && w->now_ms) /* as the daemon does at its start */
        sahut_skills_set_clock(w->skills, &w->clock, w->now_ms);
}

static void open_lines(struct world *w)
{
    struct sahut_lines_config config;

    sahut_lines_settings(w->settings, &config);
    assert_true(config.n_devices >= 3);
    config.dry_run = true;
    config.listener = (struct sahut_lines_listener){.edge = note_edge, .ctx = w};
    assert_int_equal(sahut_lines_open(&config, &w->lines, NULL), 0);
}

static void read_language(struct world *w)
{
    const char *data = getenv("SAHUT_DATADIR");
    struct sahut_why why;
    char path[512];

    snprintf(path, sizeof path, "%s/models/en/replies", data ? data : "../..");
    if (sahut_replies_read(path, &w->replies, &why))
        fail_msg("%s", why.text);
    write_file(w->folder, "replies", terse, "");
    snprintf(path, sizeof path, "%s/replies", w->folder);
    if (sahut_replies_read(path, &w->terse, &why))
        fail_msg("%s", why.text);
    snprintf(path, sizeof path, "%s/models/en/sentences", data ? data : "../..");
    if (sahut_sentences_read(path, &w->sentences, &why))
        fail_msg("%s", why.text);
}

/* '@' in the settings is the world's folder. */
static void write_settings(const struct world *w, const char *settings)
{
    struct sahut_text text = {0};

    for (; *settings; settings++) {
        if (*settings == '@')
            sahut_text_add(&text, w->folder);
        else
            sahut_text_add_n(&text, settings, 1);
    }
    write_file(w->folder, "sahut.conf", strstr(sahut_text_get(&text), "devices = (") ? "" : devices,
               sahut_text_get(&text));
    sahut_text_finish(&text);
}

struct world *world_new(const char *settings, bool on_disk)
{
    struct world *w = calloc(1, sizeof *w);
    struct sahut_list_item lamp = {"desk lamp", "desk lamp"};
    char path[128];

    strcpy(w->folder, "/tmp/sahut-skills-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->state, sizeof w->state, "%s/state", w->folder);
    w->on_disk = on_disk;
    write_settings(w, settings);
    snprintf(path, sizeof path, "%s/sahut.conf", w->folder);
    assert_int_equal(sahut_settings_new(&w->settings), 0);
    assert_int_equal(sahut_settings_read(w->settings, path, complain, NULL), 0);
    assert_int_equal(sahut_zone_new("Europe/Berlin", &w->zone, NULL), 0);
    read_language(w);
    sahut_sentences_fill(w->sentences, "device", &lamp, 1);
    open_store(w);
    open_lines(w);
    make_skills(w);
    return w;
}

static void remove_folder(const char *folder)
{
    char command[256];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

void world_free(struct world *w)
{
    sahut_skills_free(w->skills);
    sahut_store_close(w->store);
    sahut_calendar_free(w->calendar);
    sahut_lines_close(w->lines);
    sahut_sentences_free(w->sentences);
    sahut_replies_free(w->replies);
    sahut_replies_free(w->terse);
    sahut_settings_free(w->settings);
    sahut_zone_free(w->zone);
    sahut_text_finish(&w->edges);
    sahut_text_finish(&w->told);
    remove_folder(w->folder);
    free(w);
}

void world_calendar(struct world *w, const char *ics)
{
    char path[128];

    snprintf(path, sizeof path, "%s/cal", w->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(path, "a.ics", ics, "");
    assert_int_equal(sahut_calendar_read(path, w->zone, complain, NULL, &w->calendar, NULL), 0);
    make_skills(w);
}

void world_store(struct world *w, const char *folder)
{
    sahut_store_close(w->store);
    snprintf(w->state, sizeof w->state, "%s", folder);
    w->on_disk = true;
    open_store(w);
    make_skills(w);
}

struct sahut_store *world_database(struct world *w, const char **folder)
{
    *folder = w->state;
    return w->store;
}

struct sahut_skills *world_skills(struct world *w, const char **folder)
{
    *folder = w->folder;
    return w->skills;
}

void world_without_lines(struct world *w)
{
    sahut_lines_close(w->lines);
    w->lines = NULL;
    make_skills(w);
}

const char *world_edges(struct world *w)
{
    sahut_text_clear(&w->told);
    sahut_text_add(&w->told, sahut_text_get(&w->edges));
    sahut_text_clear(&w->edges);
    return sahut_text_get(&w->told);
}

/* ---- orders ---- */

static int64_t instant(const struct world *w, const char *text)
{
    struct sahut_why why;
    int64_t ms;

    if (sahut_instant_parse(text, w->zone, &ms, &why))
        fail_msg("%s", why.text);
    return ms;
}

static void parse_when(const struct world *w, char *value, int64_t now_ms, struct sahut_when *out)
{
    char *grain = strchr(value, ' ');
    char *end = strstr(value, "..");

    memset(out, 0, sizeof *out);
    out->grain = SAHUT_GRAIN_MINUTE;
    if (value[0] == '+') {
        out->relative = true;
        out->seconds = atoll(value + 1);
        out->start_ms = out->end_ms = now_ms + out->seconds * 1000;
        return;
    }
    if (grain) {
        char *part = strstr(grain, " from ");
        *grain++ = '\0';
        out->half_open = strcmp(grain, "open") == 0;
        if (part) {
            *part = '\0';
            out->part_ms = instant(w, part + strlen(" from "));
        }
        for (int g = SAHUT_GRAIN_SECOND; g <= SAHUT_GRAIN_YEAR; g++)
            if (strcmp(sahut_grain_name((enum sahut_grain)g), grain) == 0)
                out->grain = (enum sahut_grain)g;
    }
    if (end)
        *end = '\0';
    out->start_ms = instant(w, value);
    out->end_ms = end ? instant(w, end + 2) : out->start_ms;
}

static void parse_slot(const struct world *w, char *text, int64_t now_ms, struct sahut_slot *slot)
{
    char *value = strchr(text, '=');

    assert_non_null(value);
    *value++ = '\0';
    memset(slot, 0, sizeof *slot);
    snprintf(slot->name, sizeof slot->name, "%s", text);
    snprintf(slot->text, sizeof slot->text, "%s", value);
    if (strcmp(text, "when") == 0 || strcmp(text, "old") == 0) {
        char *words = strstr(value, " minute ");

        slot->type = SAHUT_SLOT_TIME;
        if (words) {
            *words = '\0';
            snprintf(slot->text, sizeof slot->text, "%s", words + strlen(" minute "));
        }
        parse_when(w, value, now_ms, &slot->when);
    } else if (strcmp(text, "duration") == 0 || strcmp(text, "amount") == 0 ||
               strcmp(text, "new") == 0 || strcmp(text, "before") == 0) {
        slot->type = SAHUT_SLOT_DURATION;
        slot->seconds = atoll(value);
    } else if (strcmp(text, "level") == 0 || strcmp(text, "percent") == 0) {
        slot->type = SAHUT_SLOT_NUMBER;
        slot->number = atof(value);
    } else if (strcmp(text, "text") == 0) {
        slot->type = SAHUT_SLOT_TEXT;
    }
}

static void parse_intent(const struct world *w, const char *order, int64_t now_ms,
                         struct sahut_intent *out)
{
    char *copy = strdup(order), *rest = copy, *part = strsep(&rest, "|");

    memset(out, 0, sizeof *out);
    out->score = 1;
    out->doubtful = strchr(part, '?') != NULL;
    snprintf(out->name, sizeof out->name, "%.*s", (int)strcspn(part, "?"), part);
    while ((part = strsep(&rest, "|")))
        parse_slot(w, part, now_ms, &out->slots[out->n_slots++]);
    free(copy);
}

/* ---- outcomes ---- */

static void local_minute(const struct world *w, int64_t ms, struct sahut_text *out)
{
    const struct sahut_civil c = sahut_zone_local(w->zone, ms);

    sahut_text_addf(out, "%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

static void add_param(const struct world *w, const struct sahut_param *p, struct sahut_text *out)
{
    sahut_text_addf(out, " %s=", p->name);
    switch (p->kind) {
    case SAHUT_PARAM_TEXT:
        sahut_text_add(out, p->text);
        break;
    case SAHUT_PARAM_DURATION:
        sahut_text_addf(out, "%llds", (long long)p->value);
        break;
    case SAHUT_PARAM_COUNT:
        sahut_text_addf(out, "%lld", (long long)p->value);
        break;
    case SAHUT_PARAM_CLOCK:
    case SAHUT_PARAM_DATE:
    case SAHUT_PARAM_WHEN:
    case SAHUT_PARAM_DAY:
        local_minute(w, p->value, out);
        break;
    }
}

static void tell_outcome(const struct world *w, const struct sahut_outcome *o, int64_t now_ms,
                         struct sahut_text *out)
{
    struct sahut_text spoken = {0};

    if (o->reply[0] && sahut_replies_render(w->replies, o->reply, o->params, o->n_params, 0, now_ms,
                                            w->zone, &spoken))
        fail_msg("reply %s does not render", o->reply);
    sahut_text_finish(&spoken);
    sahut_text_add(out, o->reply[0] ? o->reply : "(silent)");
    for (size_t i = 0; i < o->n_params; i++)
        add_param(w, &o->params[i], out);
    if (o->done[0])
        sahut_text_addf(out, " <%s>", o->done);
    if (o->ask[0])
        sahut_text_addf(out, " ask:%s", o->ask);
    if (o->also[0])
        sahut_text_addf(out, " also:\"%s\"", o->also);
    sahut_text_add(out, o->failed ? " failed" : "");
    sahut_text_add(out, o->stop_speaking ? " stop" : "");
    sahut_text_add(out, o->repeat ? " repeat" : "");
    sahut_text_add(out, o->ringing ? " ring" : "");
    sahut_text_add(out, o->play_clip ? " clip" : "");
}

/* With broken storage no file may grow past its first byte: SQLite's writes fail with EFBIG. Only
 * around the call, so that the test can still report. */
static void limit_files(bool broken)
{
    struct rlimit limit;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = broken ? 0 : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void do_order(struct world *w, const char *order, int64_t now_ms, struct sahut_text *out)
{
    static const int16_t pcm[CLIP_SAMPLES];
    const struct sahut_clip clip = {pcm, CLIP_SAMPLES};
    const bool spoken = order[0] == '~';
    struct sahut_outcome *outcome = calloc(1, sizeof *outcome);
    struct sahut_intent *intent = calloc(1, sizeof *intent);

    parse_intent(w, order + spoken, now_ms, intent);
    memset(outcome, 0xA5, sizeof *outcome); /* always filled, says the header */
    limit_files(w->broken);
    sahut_skills_order(w->skills, intent, spoken ? &clip : NULL, now_ms, outcome);
    limit_files(false);
    tell_outcome(w, outcome, now_ms, out);
    free(intent);
    free(outcome);
}

static void do_due(struct world *w, int64_t now_ms, struct sahut_text *out)
{
    struct sahut_outcome *outcome = calloc(1, sizeof *outcome);
    bool done;

    limit_files(w->broken);
    done = sahut_skills_due(w->skills, now_ms, outcome);
    limit_files(false);
    if (done)
        tell_outcome(w, outcome, now_ms, out);
    else
        sahut_text_add(out, "-");
    free(outcome);
}

static void do_promise(struct world *w, const char *what, int64_t id, const char *text,
                       struct sahut_text *out)
{
    struct sahut_promise p;
    int16_t *pcm = NULL;
    size_t n = 0;

    if (strcmp(what, "!hint") == 0) {
        sahut_text_addf(out, "%d", sahut_skills_hint(w->skills, id, text));
    } else if (strcmp(what, "!clip") == 0) {
        sahut_store_clip(w->store, id, &pcm, &n);
        sahut_text_addf(out, "%zu", n);
        free(pcm);
    } else if (sahut_store_promise_get(w->store, id, &p)) {
        sahut_text_add(out, "none");
    } else {
        sahut_text_addf(out, "%s rings=%d '%s'%s%s", sahut_promise_state_name(p.state), p.rings,
                        p.title, p.title_is_hint ? " hint" : "", p.has_clip ? " clip" : "");
    }
}

static void restart(struct world *w)
{
    sahut_skills_free(w->skills);
    w->skills = NULL;
    sahut_lines_close(w->lines);
    if (w->on_disk) {
        sahut_store_close(w->store);
        open_store(w);
    }
    open_lines(w);
    make_skills(w);
}

/* "!clock BOOT trusted|unknown UPTIME": it says the step's time, UPTIME s after the start. */
static void set_clock(struct world *w, const char *what, int64_t now_ms)
{
    char boot[32], trust[32];
    long long uptime_s;

    assert_int_equal(sscanf(what, "!clock %31s %31s %lld", boot, trust, &uptime_s), 3);
    snprintf(w->clock.boot_id, sizeof w->clock.boot_id, "%s", boot);
    w->clock.trusted = strcmp(trust, "trusted") == 0;
    w->clock.boot_minus_wall_ms = uptime_s * 1000 - now_ms;
    sahut_skills_set_clock(w->skills, &w->clock, now_ms);
}

static void set_zone(struct world *w, const char *name, int64_t now_ms)
{
    struct sahut_zone *old = w->zone;

    assert_int_equal(sahut_zone_new(name, &w->zone, NULL), 0);
    sahut_skills_set_zone(w->skills, w->zone, now_ms);
    sahut_zone_free(old);
}

static void happen(struct world *w, const char *what, int64_t now_ms, struct sahut_text *out)
{
    char word[32] = "", text[128] = "";
    long long id = 0;

    sscanf(what, "%31s %lld %127[^\n]", word, &id, text);
    w->now_ms = now_ms;
    if (what[0] != '!')
        do_order(w, what, now_ms, out);
    else if (strcmp(word, "!clock") == 0)
        set_clock(w, what, now_ms);
    else if (strcmp(word, "!zone") == 0)
        set_zone(w, what + strlen("!zone "), now_ms);
    else if (strcmp(word, "!heard") == 0 || strcmp(word, "!half") == 0 ||
             strcmp(word, "!unsure") == 0)
        sahut_skills_heard(w->skills, what + strcspn(what, " ") + 1,
                           strcmp(word, "!heard") == 0  ? SAHUT_HEARD_SURELY
                           : strcmp(word, "!half") == 0 ? SAHUT_HEARD_DOUBTFULLY
                                                        : SAHUT_HEARD_REFUSED);
    else if (strcmp(word, "!rest") == 0)
        sahut_skills_rest(w->skills, now_ms);
    else if (strcmp(word, "!due") == 0)
        do_due(w, now_ms, out);
    else if (strcmp(word, "!next") == 0 && sahut_skills_next(w->skills) == INT64_MAX)
        sahut_text_add(out, "never");
    else if (strcmp(word, "!next") == 0)
        local_minute(w, sahut_skills_next(w->skills), out);
    else if (strcmp(word, "!restart") == 0)
        restart(w);
    else if (strcmp(word, "!break") == 0 || strcmp(word, "!mend") == 0)
        w->broken = strcmp(word, "!break") == 0;
    else
        do_promise(w, word, id, text, out);
}

/* "…" in an expectation stands for anything. */
static bool is_expected(const char *got, const char *expect)
{
    const char *rest = strstr(expect, "…");
    const size_t head = rest ? (size_t)(rest - expect) : strlen(expect);

    if (!rest)
        return strcmp(got, expect) == 0;
    if (strncmp(got, expect, head) != 0)
        return false;
    rest += strlen("…");
    for (got += head;; got++) {
        if (is_expected(got, rest))
            return true;
        if (!*got)
            return false;
    }
}

void talk(struct world *w, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct sahut_text got = {0};

        happen(w, steps[i].happens, instant(w, steps[i].at), &got);
        if (!is_expected(sahut_text_get(&got), steps[i].expect))
            fail_msg("step %zu, %s %s\n  got:      %s\n  expected: %s", i + 1, steps[i].at,
                     steps[i].happens, sahut_text_get(&got), steps[i].expect);
        sahut_text_finish(&got);
    }
}
