// SPDX-License-Identifier: GPL-3.0-or-later
/* promises_cost FOLDER fill|work INSERTS NEXTS: used by tests/bench/promises. "fill" stores INSERTS
 * promises of all kinds in few transactions; "work" gives INSERTS orders ("wake me …", a commit
 * each) and asks NEXTS times what is due next, having forgotten it. Prints the peak of memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "sahut/skills.h"
#include "sahut/text.h"

#define NOW   INT64_C(1777889600000)
#define BATCH 1000

static void fill(struct sahut_store *store, int count)
{
    static struct sahut_promise p[BATCH];
    static struct sahut_store_change changes[BATCH];
    for (int done = 0; done < count; done += BATCH) {
        for (int i = 0; i < BATCH; i++) {
            p[i] = (struct sahut_promise){.kind = (enum sahut_promise_kind)((i % 2) * 3),
                                          .title = "water the plants",
                                          .created_ms = NOW,
                                          .due_ms = NOW + (done + i * 7919 % BATCH) * 60000LL,
                                          .sure = true,
                                          .local = "2026-05-05T07:00:00",
                                          .zone = "UTC"};
            if (i % 3 == 0) {
                strcpy(p[i].boot_id, "virtual");
                p[i].at_ms = p[i].due_ms;
            }
            changes[i] = (struct sahut_store_change){SAHUT_STORE_ADD, &p[i], NULL};
        }
        if (sahut_store_apply(store, changes, BATCH, NULL))
            exit(1);
    }
}

static void work(struct sahut_skills *skills, int inserts, int nexts)
{
    struct sahut_outcome *out = sahut_alloc(1, sizeof *out);
    struct sahut_intent *order = sahut_alloc(1, sizeof *order);
    const struct sahut_clock clock = sahut_clock_virtual();
    sahut_skills_set_clock(skills, &clock, NOW); /* what a start costs is not counted */
    strcpy(order->name, "alarm.set");
    order->n_slots = 1;
    strcpy(order->slots[0].name, "when");
    order->slots[0].when.grain = SAHUT_GRAIN_MINUTE;
    for (int i = 0; i < inserts; i++) {
        order->slots[0].when.start_ms = order->slots[0].when.end_ms = NOW + (i + 1) * 3600000LL;
        sahut_skills_order(skills, order, NULL, NOW, out);
        if (strcmp(out->reply, "alarm_set") != 0)
            exit(1);
    }
    for (int i = 0; i < nexts; i++) {
        sahut_skills_set_clock(skills, &clock, NOW); /* forgets it */
        if (sahut_skills_next(skills) == INT64_MAX)
            exit(1);
    }
    free(order);
    free(out);
}

int main(int argc, char **argv)
{
    struct sahut_skills_world world = {0};
    struct sahut_settings *settings;
    struct sahut_replies *replies;
    struct sahut_sentences *sentences;
    struct sahut_skills *skills;
    struct sahut_why why;
    struct rusage usage;
    if (argc != 5 || sahut_store_open(argv[1], &world.store, &why))
        return 1;
    if (strcmp(argv[2], "fill") == 0) {
        fill(world.store, atoi(argv[3]));
        sahut_store_close(world.store);
        return 0;
    }
    if (sahut_settings_new(&settings) || sahut_zone_new("UTC", &world.zone, &why) ||
        sahut_replies_read("models/en/replies", &replies, &why) ||
        sahut_sentences_read("models/en/sentences", &sentences, &why))
        return 1;
    world.settings = settings;
    world.replies = replies;
    world.sentences = sentences;
    sahut_skills_new(&world, &skills);
    work(skills, atoi(argv[3]), atoi(argv[4]));
    getrusage(RUSAGE_SELF, &usage);
    printf("%ld\n", usage.ru_maxrss);
    sahut_skills_free(skills);
    sahut_sentences_free(sentences);
    sahut_replies_free(replies);
    sahut_store_close(world.store);
    sahut_zone_free(world.zone);
    sahut_settings_free(settings);
    return 0;
}
