// SPDX-License-Identifier: GPL-3.0-or-later
/* Reminders and alarms as to-dos in a folder (setting reminders.folder), one file each.
 *
 *   a change is committed ──► its id is noted ──► after the answer: its file is brought up to date
 *   somebody changed a file ──► completed or cancelled there: it is done here, too
 *   start of the program ──► all of them are compared, what a power cut left out is made up for
 *
 * The store is what counts: a file that is deleted or cannot be written is written again, and takes
 * nothing away from the promise. Of a series the file is its next occurrence: completing it leaves
 * that one out. Timers stay here; they are over before a phone has heard of them.
 */
#include "skills/skills_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "sahut/todo.h"

/* More changes than this and all are compared. */
#define NOTED 256
/* The name of this database, so that two never take each other's files for their own. */
#define NOTE "export.name"

static const char *folder_of(const struct sahut_skills *s)
{
    return sahut_settings_string(s->world.settings, "reminders.folder");
}

static bool is_shown(const struct sahut_promise *p)
{
    return p->kind == SAHUT_PROMISE_REMINDER || p->kind == SAHUT_PROMISE_ALARM;
}

void export_all(struct sahut_skills *s)
{
    s->mirror.all = true;
}

void export_note(struct sahut_skills *s, int64_t id)
{
    struct mirror *m = &s->mirror;

    if (!folder_of(s)[0] || m->all || id <= 0)
        return;
    for (size_t i = 0; i < m->n; i++)
        if (m->ids[i] == id)
            return;
    if (m->n == NOTED) {
        m->all = true;
        return;
    }
    m->ids = sahut_realloc(m->ids, m->n + 1, sizeof *m->ids);
    m->ids[m->n++] = id;
}

void export_finish(struct sahut_skills *s)
{
    free(s->mirror.ids);
}

/* "sahut-NAME-": what the names of this database's to-dos begin with. */
static int begin_of(struct sahut_skills *s, char out[40], struct sahut_why *why)
{
    unsigned char bytes[8];
    char name[32];
    int err = sahut_store_note(s->world.store, NOTE, name, sizeof name);

    if (err == -ENOENT) {
        if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
            return sahut_why(why, -EIO, "no random number for the names of to-dos");
        for (size_t i = 0; i < sizeof bytes; i++)
            snprintf(name + 2 * i, 3, "%02x", bytes[i]);
        err = sahut_store_note_put(s->world.store, NOTE, name, why);
    }
    if (!err)
        snprintf(out, 40, "sahut-%.16s-", name);
    return err;
}

static void todo_of(struct sahut_skills *s, const struct sahut_promise *p, const char *begin,
                    struct sahut_todo *out)
{
    static const int priorities[] = {[SAHUT_NORMAL] = 0, [SAHUT_IMPORTANT] = 4, [SAHUT_URGENT] = 1};
    struct sahut_text title = {0};

    *out = (struct sahut_todo){.due_ms = p->due_ms, .priority = priorities[p->severity]};
    promise_title(s, p, s->now_ms, &title);
    snprintf(out->name, sizeof out->name, "%s%lld", begin, (long long)p->id);
    copy_text(out->summary, sizeof out->summary, sahut_text_get(&title));
    if (p->state == SAHUT_PROMISE_ACKNOWLEDGED)
        out->done_ms = p->ended_ms ? p->ended_ms : s->now_ms;
    sahut_text_finish(&title);
}

/* It was done elsewhere. */
static int complete(struct sahut_skills *s, struct sahut_promise *p, struct sahut_why *why)
{
    char local[SAHUT_LOCAL_TIME];
    const struct sahut_store_change change = {
        p->state == SAHUT_PROMISE_EXPIRED ? SAHUT_STORE_REOPEN : SAHUT_STORE_UPDATE, p, NULL};

    if (p->rule[0]) {
        copy_text(local, sizeof local, p->local);
        series_except(s, p, local, s->now_ms);
    } else {
        p->state = SAHUT_PROMISE_ACKNOWLEDGED;
        p->ended_ms = s->now_ms;
        p->told = true;
    }
    return promise_apply(s, &change, 1, false, why);
}

/* A file of a series is about the occurrence that it says. */
static bool was_completed(const struct sahut_promise *p, const struct sahut_todo_seen *seen)
{
    const bool open = p->state == SAHUT_PROMISE_PENDING || p->state == SAHUT_PROMISE_RINGING ||
                      p->state == SAHUT_PROMISE_EXPIRED;

    return seen->done && open && (!p->rule[0] || seen->due_ms / SECOND_MS == p->due_ms / SECOND_MS);
}

/* Brings one promise and its file together. `*done`: it was completed there. */
static int mirror_one(struct sahut_skills *s, int64_t id, const char *begin, bool *done,
                      struct sahut_why *why)
{
    const char *folder = folder_of(s);
    struct sahut_promise p;
    struct sahut_todo todo;
    struct sahut_todo_seen seen = {0};
    int err = promise_get(s, id, &p), met;

    if (err == -ENOENT || (!err && p.state == SAHUT_PROMISE_CANCELLED)) {
        char name[SAHUT_TODO_NAME];

        snprintf(name, sizeof name, "%s%lld", begin, (long long)id);
        return sahut_todo_remove(folder, name, why);
    }
    if (err || !is_shown(&p))
        return err;
    todo_of(s, &p, begin, &todo);
    met = sahut_todo_get(folder, todo.name, &seen, why);
    if (met == -ENOENT && p.state == SAHUT_PROMISE_ACKNOWLEDGED)
        return 0; /* over before there was a file, or somebody has tidied up */
    if (met && met != -ENOENT)
        return met;
    if (was_completed(&p, &seen)) {
        err = complete(s, &p, why);
        if (err)
            return err;
        *done = true;
        todo_of(s, &p, begin, &todo);
    }
    return sahut_todo_put(folder, &todo, s->now_ms, why);
}

struct ids {
    int64_t *list;
    size_t n;
    const char *begin;
};

static void ids_add(struct ids *ids, int64_t id)
{
    ids->list = sahut_realloc(ids->list, ids->n + 1, sizeof *ids->list);
    ids->list[ids->n++] = id;
}

static bool stored_each(void *ctx, const struct sahut_promise *p)
{
    if (is_shown(p))
        ids_add(ctx, p->id);
    return true;
}

static bool file_each(void *ctx, const char *name)
{
    struct ids *ids = ctx;
    char *end;
    const long long id = strtoll(name + strlen(ids->begin), &end, 10);

    if (id > 0 && !*end)
        ids_add(ids, id);
    return true;
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* All that are open, and all that have a file. */
static struct ids everything(struct sahut_skills *s, const char *begin)
{
    static const enum sahut_promise_state open[] = {SAHUT_PROMISE_PENDING, SAHUT_PROMISE_RINGING,
                                                    SAHUT_PROMISE_EXPIRED};
    struct ids ids = {NULL, 0, begin};
    size_t kept = 0;

    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        promise_list(s, -1, (int)open[i], stored_each, &ids);
    sahut_todo_each(folder_of(s), begin, file_each, &ids);
    if (ids.n > 0)
        qsort(ids.list, ids.n, sizeof *ids.list, ascending);
    for (size_t i = 0; i < ids.n; i++)
        if (kept == 0 || ids.list[i] != ids.list[kept - 1])
            ids.list[kept++] = ids.list[i];
    ids.n = kept;
    return ids;
}

int sahut_skills_export(struct sahut_skills *s, int64_t wall_ms, size_t *completed,
                        struct sahut_why *why)
{
    struct mirror *m = &s->mirror;
    struct ids ids;
    char begin[40], *folder = NULL;
    int err, first = 0;

    *completed = 0;
    if (!folder_of(s)[0] || (!m->all && m->n == 0))
        return 0;
    s->now_ms = sahut_skills_now(s, wall_ms);
    err = begin_of(s, begin, why);
    if (!err && m->all)
        err = sahut_todo_folder(folder_of(s), &folder, why);
    free(folder);
    if (err)
        return err;
    ids = m->all ? everything(s, begin) : (struct ids){m->ids, m->n, begin};
    m->ids = NULL; /* what is completed is noted again, and has nothing left to do */
    m->n = 0;
    m->all = false;
    for (size_t i = 0; i < ids.n; i++) {
        struct sahut_why reason;
        bool done = false;

        err = mirror_one(s, ids.list[i], begin, &done, &reason);
        *completed += done;
        if (!err)
            continue;
        export_note(s, ids.list[i]); /* the next time again */
        if (!first)
            first = sahut_why(why, err, "%s", reason.text);
    }
    free(ids.list);
    return first;
}

void sahut_skills_todo_changed(struct sahut_skills *s, const char *file)
{
    const char *dash = file ? strrchr(file, '-') : NULL;
    char begin[40];

    if (!file) {
        export_all(s);
        return;
    }
    if (dash && begin_of(s, begin, NULL) == 0 && strncmp(file, begin, strlen(begin)) == 0)
        export_note(s, strtoll(dash + 1, NULL, 10));
}
