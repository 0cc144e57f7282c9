// SPDX-License-Identifier: GPL-3.0-or-later
/* Random lives of devices, and rules that must hold in every one.
 *
 *     device_rules [--seed N] [--count N] [--gpio-sim] [-v]
 *
 * Runs skills, lines and store as the daemon does, on a virtual clock and on chips in memory (a
 * file stands for a node, so that its coming and going is told by the kernel), or with --gpio-sim
 * on chips that the kernel simulates: as root, on the virtual board (tests/board/run --bench
 * device_rules). Each life is a seed: about 25 times, time passes and then something is ordered
 * (on, off, for a while, for later, toggled, flashed, everything off, undone), or the program is
 * ended, or it crashes, or the machine is started again with its clock lost or kept, or a chip goes
 * or comes. After every step, and at every moment when something is due in between:
 *
 *   1  what has a longest time on is not on longer than that while its line is held
 *   2  what must not be on together is not
 *   3  a pulse ends in time
 *   4  after a start, what has a longest time on is on only while its end is known and ahead
 *   5  after a clean end all that should be off is off
 *   6  what the program says a device is, its line is, unless it flashes
 *   7  what was ordered for a while ends when it should, unless something else was ordered, or it
 *      flashes
 *
 * The store is in memory and outlives program and machine: that what it has stored outlives them on
 * a disk is its own test.
 *
 * A line that is not held (crash, chip gone) is the driver's and is not judged; that it is right
 * again at the first moment it is held, is. Prints the seed of every life in which a rule was
 * broken; exit code 1 then. */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules_life.h"
#include "sahut/text.h"

#define STEPS 25
#define PULSE 500
#define START INT64_C(1777881600000)

static const char settings_text[] =
    "devices = (\n"
    "  { name = \"lamp\"; chip = \"a\"; line = 0; at_start = \"keep\"; kind = \"light\"; },\n"
    "  { name = \"heater\"; chip = \"a\"; line = 1; max_on = 3600; at_start = \"keep\"; },\n"
    "  { name = \"up\"; chip = \"a\"; line = 2; not_with = [ \"down\" ]; max_on = 3600; },\n"
    "  { name = \"down\"; chip = \"b\"; line = 0; at_start = \"keep\"; },\n"
    "  { name = \"gate\"; chip = \"b\"; line = 1; pulse = 500; },\n"
    "  { name = \"fan\"; chip = \"b\"; line = 2; active_low = true; max_on = 3600;\n"
    "    at_start = \"keep\"; } );\n";

/* ---- a life ---- */

static void __attribute__((format(printf, 2, 3))) broken(struct life *l, const char *format, ...)
{
    va_list args;

    if (l->broken && !l->verbose)
        return; /* the first is enough */
    l->broken = true;
    va_start(args, format);
    printf("seed %llu, %.1f s: ", (unsigned long long)l->seed, (double)l->elapsed_ms / 1000);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

static void look(struct life *l)
{
    static const int chip[DEVICES] = {0, 0, 0, 1, 1, 1}, line[DEVICES] = {0, 1, 2, 0, 1, 2};

    if (l->chips->look_at_all)
        l->chips->look_at_all();
    for (int i = 0; i < DEVICES; i++)
        if (!l->chips->look(chip[i], (unsigned)line[i], &l->lines_seen[i]))
            l->lines_seen[i] = (struct rules_line){0};
}

static bool is_held(const struct life *l, int device)
{
    return l->lines_seen[device].held;
}

static bool is_on(const struct life *l, int device)
{
    return l->lines_seen[device].high != l->lines_seen[device].active_low;
}

/* ---- the rules ---- */

static void check(struct life *l)
{
    look(l);
    for (int i = 0; i < DEVICES; i++) {
        const bool on = is_held(l, i) && is_on(l, i), flashes = l->elapsed_ms <= l->flashes_ms[i];

        if (!on)
            l->on_since[i] = is_held(l, i) ? 0 : l->on_since[i];
        else if (l->on_since[i] == 0)
            l->on_since[i] = l->elapsed_ms;
        if (on && life_limited[i] && l->elapsed_ms - l->on_since[i] > MAX_ON * 1000 + SLACK)
            broken(l, "rule 1: %s is on for %.1f s", life_names[i],
                   (double)(l->elapsed_ms - l->on_since[i]) / 1000);
        if (on && i == GATE && l->elapsed_ms - l->on_since[i] > PULSE + 10)
            broken(l, "rule 3: %s is on for %lld ms", life_names[i],
                   (long long)(l->elapsed_ms - l->on_since[i]));
        if (l->lines && is_held(l, i) && i != GATE && !flashes &&
            on != sahut_lines_is_on(l->lines, (size_t)i, NULL))
            broken(l, "rule 6: %s is %s and said to be otherwise", life_names[i],
                   on ? "on" : "off");
        if (on && !flashes && l->until_ms[i] && l->elapsed_ms > l->until_ms[i] + SLACK)
            broken(l, "rule 7: %s is on %.1f s after its end", life_names[i],
                   (double)(l->elapsed_ms - l->until_ms[i]) / 1000);
    }
    if (is_held(l, UP) && is_held(l, DOWN) && is_on(l, UP) && is_on(l, DOWN))
        broken(l, "rule 2: up and down are on");
}

/* ---- starting and ending ---- */

static void fail(const char *what)
{
    fprintf(stderr, "device_rules: %s\n", what);
    exit(2);
}

static void set_clock(struct life *l)
{
    struct sahut_clock clock = {.boot_minus_wall_ms = l->boot_ms - l->wall_ms,
                                .trusted = l->trusted};

    snprintf(clock.boot_id, sizeof clock.boot_id, "boot-%d", l->boots);
    sahut_skills_set_clock(l->skills, &clock, l->wall_ms);
}

static bool end_is_known(struct life *l, int device);

static void start(struct life *l)
{
    struct sahut_lines_config config;
    const struct lines_board board = {l->chips->backend, l->nodes, NULL};
    bool on[DEVICES], known[DEVICES];
    struct sahut_why why;

    struct sahut_skills_world world = {
        .settings = l->settings,
        .store = l->store,
        .sentences = l->sentences,
        .replies = l->replies,
        .zone = l->zone,
    };
    if (sahut_skills_new(&world, &l->skills))
        fail("no skills");
    set_clock(l);
    for (int i = 0; i < DEVICES; i++)
        known[i] = end_is_known(l, i);
    sahut_skills_devices_at_start(l->skills, l->wall_ms, on);
    sahut_lines_settings(l->settings, &config);
    config.on = on;
    config.lenient = true;
    if (lines_open_on(&board, &config, &l->lines, &why))
        fail(why.text);
    world.lines = l->lines;
    sahut_skills_set_world(l->skills, &world);
    look(l);
    for (int i = 0; i < DEVICES; i++)
        if (life_limited[i] && is_held(l, i) && is_on(l, i) && !known[i])
            broken(l, "rule 4: %s is on at the start, and nobody knows when it ends",
                   life_names[i]);
    if (is_held(l, GATE) && is_on(l, GATE))
        broken(l, "rule 4: the gate is open at the start");
    for (int i = 0; i < DEVICES; i++)
        l->until_ms[i] = l->trusted ? l->until_ms[i] : 0;
}

struct asked {
    const char *name;
    int64_t now_ms;
    bool known;
};

static bool look_for_end(void *ctx, const struct sahut_promise *p)
{
    struct asked *a = ctx;

    a->known |= strcmp(p->title, a->name) == 0 && strcmp(p->action, "off") == 0 && !p->guessed;
    return true;
}

static bool end_is_known(struct life *l, int device)
{
    struct asked a = {.name = life_names[device]};

    sahut_store_promise_list(l->store, SAHUT_PROMISE_DEVICE, SAHUT_PROMISE_PENDING, look_for_end,
                             &a);
    return a.known;
}

/* What the driver does with a line that is let go: keeps it, or lets it fall. */
static void let_go(struct life *l)
{
    sahut_skills_free(l->skills);
    sahut_lines_close(l->lines);
    l->skills = NULL;
    l->lines = NULL;
    memset(l->flashes_ms, 0, sizeof l->flashes_ms);
    if (life_draw(l, 2))
        l->chips->fall();
}

static void end(struct life *l)
{
    bool held[DEVICES];

    look(l);
    for (int i = 0; i < DEVICES; i++)
        held[i] = is_held(l, i);
    sahut_skills_rest(l->skills, l->wall_ms);
    sahut_lines_end(l->lines);
    look(l);
    for (int i = 0; i < DEVICES; i++)
        if (held[i] && is_on(l, i))
            broken(l, "rule 5: %s is on after the end", life_names[i]);
    let_go(l);
}

/* ---- time ---- */

static int64_t next(struct life *l)
{
    const int64_t lines_ms = sahut_lines_next(l->lines);
    int64_t skills_ms = sahut_skills_next(l->skills);

    if (skills_ms != INT64_MAX)
        skills_ms += l->boot_ms - l->wall_ms;
    return lines_ms < skills_ms ? lines_ms : skills_ms;
}

static void forward(struct life *l, int64_t ms)
{
    l->boot_ms += ms;
    l->wall_ms += ms;
    l->elapsed_ms += ms;
}

/* What was ordered for later, and comes now, has an end of its own. */
static void note_due(struct life *l, const char *done)
{
    for (int i = 0; i < DEVICES; i++)
        if (strncmp(done, life_names[i], strlen(life_names[i])) == 0 && strstr(done, " on"))
            l->until_ms[i] = 0;
}

static void work(struct life *l)
{
    struct sahut_outcome *out = sahut_alloc(1, sizeof *out);

    sahut_lines_work(l->lines, l->boot_ms);
    for (int i = 0; i < 100 && sahut_skills_due(l->skills, l->wall_ms, out); i++) {
        life_tell(l, "due: %s", out->done);
        life_note_on(l, out->done);
        note_due(l, out->done);
        sahut_lines_work(l->lines, l->boot_ms);
    }
    free(out);
}

static void pass(struct life *l, int64_t ms)
{
    const int64_t end_ms = l->boot_ms + ms;

    while (l->boot_ms < end_ms) {
        int64_t at_ms = next(l);

        if (at_ms <= l->boot_ms)
            at_ms = l->boot_ms + (at_ms == INT64_MIN ? 0 : 1);
        if (at_ms > end_ms)
            at_ms = end_ms;
        forward(l, at_ms - l->boot_ms);
        work(l);
        check(l);
    }
}

/* ---- what happens ---- */

static void chip_comes(struct life *l, int chip)
{
    const int err = l->chips->come(chip, (unsigned)life_draw(l, 5));

    if (err) {
        fprintf(stderr, "device_rules: chip %c does not come: %s\n", 'a' + chip, strerror(-err));
        exit(2);
    }
    l->present[chip] = true;
}

static void chip_goes(struct life *l, int chip)
{
    l->chips->go(chip);
    l->present[chip] = false;
}

static void toggle_chip(struct life *l)
{
    const int chip = (int)life_draw(l, CHIPS);

    life_tell(l, "chip %c %s", 'a' + chip, l->present[chip] ? "goes" : "comes");
    if (l->present[chip])
        chip_goes(l, chip);
    else
        chip_comes(l, chip);
    if (l->lines)
        sahut_lines_work(l->lines, l->boot_ms);
}

static void restart(struct life *l, bool crash)
{
    life_tell(l, crash ? "crash" : "ended");
    if (crash)
        let_go(l);
    else
        end(l);
    forward(l, (int64_t)life_draw(l, 2) * (int64_t)life_draw(l, 4000) * 1000);
    if (life_draw(l, 3) == 0)
        toggle_chip(l);
    start(l);
    life_tell(l, "started");
}

/* The power went: elapsed time begins again, and the wall clock may be lost. */
static void reboot(struct life *l)
{
    life_tell(l, "power cut");
    let_go(l);
    l->chips->fall();
    forward(l, 20000 + (int64_t)life_draw(l, 4000) * 1000);
    if (!l->trusted) /* by what clock it was to end, nobody knows any more */
        memset(l->until_ms, 0, sizeof l->until_ms);
    l->boots++;
    l->boot_ms = 20000;
    l->trusted = life_draw(l, 2);
    l->wall_ms = START + l->elapsed_ms;
    if (!l->trusted)
        l->wall_ms -= (int64_t)life_draw(l, 100) * 86400000;
    start(l);
    life_tell(l, "started, the clock is %s", l->trusted ? "right" : "not sure");
}

static void happen(struct life *l)
{
    switch (life_draw(l, 20)) {
    case 0:
        life_order(l, "device.off", "all");
        break;
    case 1:
        life_order(l, "dialogue.undo", NULL);
        break;
    case 2:
    case 3:
        toggle_chip(l);
        break;
    case 4:
        restart(l, false);
        break;
    case 5:
    case 6:
        restart(l, true);
        break;
    case 7:
        reboot(l);
        break;
    case 8:
        life_flash(l);
        check(l);
        pass(l, (int64_t)life_draw(l, 3000));
        life_switch(l); /* while it flashes */
        break;
    default:
        life_switch(l);
        break;
    }
    check(l);
}

/* Mostly seconds, every third time up to 50 minutes; less often as long while a chip is away, since
 * what ends meanwhile is tried again every minute and nothing else happens. */
static int64_t time_to_pass(struct life *l)
{
    if (life_draw(l, 3))
        return (int64_t)life_draw(l, 5000);
    if ((l->present[0] && l->present[1]) || life_draw(l, 4) == 0)
        return (int64_t)life_draw(l, 3000000);
    return (int64_t)life_draw(l, 300000);
}

static bool live(struct life *l, uint64_t seed)
{
    struct sahut_why why;

    l->seed = l->random = seed;
    l->broken = false;
    l->boots = 1;
    l->boot_ms = 100000;
    l->wall_ms = START;
    l->elapsed_ms = 1;
    l->trusted = true;
    memset(l->on_since, 0, sizeof l->on_since);
    memset(l->until_ms, 0, sizeof l->until_ms);
    memset(l->flashes_ms, 0, sizeof l->flashes_ms);
    for (int c = 0; c < CHIPS; c++)
        chip_comes(l, c);
    if (sahut_store_open(NULL, &l->store, &why))
        fail(why.text);
    start(l);
    for (int i = 0; i < STEPS; i++) {
        pass(l, time_to_pass(l));
        happen(l);
    }
    /* Every chip is there again, and all that has an end comes to it. */
    for (int c = 0; c < CHIPS; c++)
        if (!l->present[c])
            chip_comes(l, c);
    sahut_lines_work(l->lines, l->boot_ms);
    pass(l, 2 * MAX_ON * 1000);
    end(l);
    for (int c = 0; c < CHIPS; c++)
        if (l->present[c])
            chip_goes(l, c);
    sahut_store_close(l->store);
    return !l->broken;
}

static void read_world(struct life *l)
{
    const char *data = getenv("SAHUT_DATADIR");
    char path[512] = "/tmp/sahut-rules-XXXXXX";
    struct sahut_why why;
    const int fd = mkstemp(path);

    if (fd < 0 || write(fd, settings_text, strlen(settings_text)) < 0)
        fail(path);
    close(fd);
    if (sahut_settings_new(&l->settings) || sahut_settings_read(l->settings, path, NULL, NULL) ||
        sahut_zone_new("Europe/Berlin", &l->zone, &why))
        fail("settings");
    unlink(path);
    snprintf(path, sizeof path, "%s/models/en/sentences", data ? data : ".");
    if (sahut_sentences_read(path, &l->sentences, &why))
        fail(why.text);
    snprintf(path, sizeof path, "%s/models/en/replies", data ? data : ".");
    if (sahut_replies_read(path, &l->replies, &why))
        fail(why.text);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"seed", required_argument, NULL, 's'},
                                            {"count", required_argument, NULL, 'n'},
                                            {"gpio-sim", no_argument, NULL, 'g'},
                                            {0}};
    uint64_t seed = 1, count = 10000, bad = 0;
    struct life l = {.chips = &rules_chips_memory};
    char nodes[64];
    int c;

    while ((c = getopt_long(argc, argv, "v", options, NULL)) != -1) {
        if (c == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (c == 'n')
            count = strtoull(optarg, NULL, 10);
        else if (c == 'g')
            l.chips = &rules_chips_gpio_sim;
        else if (c == 'v')
            l.verbose = true;
        else
            return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* a life that hangs tells how far it came */
    read_world(&l);
    if (l.chips->begin(nodes))
        fail("the chips cannot be made; --gpio-sim wants root and the kernel's gpio-sim");
    l.nodes = nodes;
    for (uint64_t i = 0; i < count; i++)
        bad += !live(&l, seed + i);
    printf("seeds %llu to %llu on %s, %d steps each: the rules were broken in %llu of %llu lives "
           "(goal: 0)\n",
           (unsigned long long)seed, (unsigned long long)(seed + count - 1), l.chips->name, STEPS,
           (unsigned long long)bad, (unsigned long long)count);
    l.chips->end();
    sahut_replies_free(l.replies);
    sahut_sentences_free(l.sentences);
    sahut_zone_free(l.zone);
    sahut_settings_free(l.settings);
    return bad ? 1 : 0;
}
