// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/orders.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/flac.h"
#include "sahut/audio.h"
#include "sahut/file.h"
#include "sahut/text.h"
#include "sahut/zone.h"

#define NAME 48
/* What sahut_file_replace leaves behind when the power fails. */
#define UNFINISHED ".sahut-"
#define DAY_MS     INT64_C(86400000)

/* A file of the folder, by its name. */
struct entry {
    char *name;
    bool ours;
    int64_t at_ms, length_ms;
};
struct folder {
    char *path;
    struct entry *entries; /* by name, hence by time */
    size_t n;
};

static int64_t length_ms(size_t samples)
{
    const size_t per_ms = SAHUT_HEAR_RATE / 1000;
    return (int64_t)((samples + per_ms - 1) / per_ms);
}

static int name_of(int64_t at_ms, int64_t length, char name[NAME])
{
    if (at_ms < 0 ||
        at_ms / DAY_MS >= sahut_civil_days(&(struct sahut_civil){10000, 1, 1, 0, 0, 0}))
        return -ERANGE;
    struct sahut_civil day = sahut_civil_from_days(at_ms / DAY_MS);
    int ms = (int)(at_ms % DAY_MS);
    snprintf(name, NAME, "%04d%02d%02dT%02d%02d%02d.%03dZ-%" PRId64 "ms.flac", day.year, day.month,
             day.day, ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000, length);
    return 0;
}

/* The name is ours if we would have given it. */
static bool parse_name(const char *name, struct entry *e)
{
    struct sahut_civil c;
    int ms;
    int64_t length;
    char again[NAME];
    if (sscanf(name, "%4d%2d%2dT%2d%2d%2d.%3dZ-%8" SCNd64 "ms.flac", &c.year, &c.month, &c.day,
               &c.hour, &c.minute, &c.second, &ms, &length) != 8)
        return false;
    if (c.month < 1 || c.month > 12)
        return false;
    e->at_ms = sahut_civil_days(&c) * DAY_MS +
               ((c.hour * 60 + c.minute) * 60 + c.second) * INT64_C(1000) + ms;
    e->length_ms = length;
    return name_of(e->at_ms, length, again) == 0 && strcmp(again, name) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static char *path_in(const struct folder *f, const char *name)
{
    struct sahut_text path = {0};
    sahut_text_addf(&path, "%s/%s", f->path, name);
    return sahut_text_take(&path);
}

static void folder_finish(struct folder *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->entries[i].name);
    free(f->entries);
    free(f->path);
}

static int list(struct folder *f)
{
    DIR *d = opendir(f->path);
    if (!d)
        return errno == ENOENT ? 0 : -errno;
    size_t room = 0;
    struct dirent *e;
    while ((errno = 0, e = readdir(d))) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (f->n == room)
            f->entries =
                sahut_realloc(f->entries, room = room ? 2 * room : 64, sizeof(*f->entries));
        struct entry *entry = &f->entries[f->n++];
        *entry = (struct entry){.name = sahut_strdup(e->d_name)};
        entry->ours = parse_name(entry->name, entry);
    }
    int err = -errno;
    closedir(d);
    if (f->n > 0)
        qsort(f->entries, f->n, sizeof(*f->entries), by_name);
    return err;
}

static int folder_open(const char *state, struct folder *f, struct sahut_why *why)
{
    struct sahut_text path = {0};
    sahut_text_addf(&path, "%s/orders", state);
    *f = (struct folder){.path = sahut_text_take(&path)};
    int err = list(f);
    return err ? sahut_why(why, err, "%s: cannot be read: %s", f->path, strerror(-err)) : 0;
}

static bool is_unfinished(const struct entry *e)
{
    return strncmp(e->name, UNFINISHED, strlen(UNFINISHED)) == 0;
}

static int delete_entry(const struct folder *f, const struct entry *e, struct sahut_why *why)
{
    char *path = path_in(f, e->name);
    int err = unlink(path) && errno != ENOENT ? -errno : 0;
    if (err)
        sahut_why(why, err, "%s: cannot be deleted: %s", path, strerror(-err));
    free(path);
    return err;
}

/* For an order of `length`; clears away what an earlier run left unfinished, too. */
static int make_room(const struct folder *f, int64_t length, struct sahut_why *why)
{
    int64_t all = length;
    int err = 0;
    for (size_t i = 0; i < f->n; i++)
        all += f->entries[i].ours ? f->entries[i].length_ms : 0;
    for (size_t i = 0; i < f->n && !err; i++) {
        const struct entry *e = &f->entries[i];
        bool too_much = e->ours && all > SAHUT_ORDERS_MAX_MS;
        if (!too_much && !is_unfinished(e))
            continue;
        err = delete_entry(f, e, why);
        all -= e->ours ? e->length_ms : 0;
    }
    return err;
}

/* Entries are sorted by time, so that one pass finds the next free millisecond. */
static int64_t free_time(const struct folder *f, int64_t at_ms)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->entries[i].ours && f->entries[i].at_ms == at_ms)
            at_ms++;
    return at_ms;
}

static int refused(const char *path, int err, struct sahut_why *why)
{
    bool full = err == -ENOSPC || err == -EDQUOT;
    return sahut_why(why, full ? -ENOSPC : err, "%s: the order cannot be kept: %s%s", path,
                     strerror(-err), full ? "; free some space on the disk" : "");
}

static int write_order(const struct folder *f, const char *name, const char *text,
                       const int16_t *pcm, size_t n, char **kept, struct sahut_why *why)
{
    unsigned char *bytes;
    size_t size;
    int err = flac_encode(pcm, n, text, &bytes, &size, why);
    if (err)
        return err;
    char *path = path_in(f, name);
    err = sahut_file_replace(path, bytes, size, 0600, NULL, NULL);
    free(bytes);
    if (err)
        refused(path, err, why);
    if (!err && kept)
        *kept = path;
    else
        free(path);
    return err;
}

int sahut_orders_keep(const char *state, const char *text, int64_t at_ms, const int16_t *pcm,
                      size_t n, char **kept, struct sahut_why *why)
{
    assert(text[0] && n > 0);
    struct folder f;
    char name[NAME];
    int err = folder_open(state, &f, why);
    if (!err && name_of(free_time(&f, at_ms), length_ms(n), name))
        err = sahut_why(why, -ERANGE,
                        "%s: the order cannot be kept: its time is not one of the "
                        "years 1970 to 9999",
                        f.path);
    if (!err && mkdir(f.path, 0700) && errno != EEXIST)
        err = refused(f.path, -errno, why);
    if (!err)
        err = make_room(&f, length_ms(n), why);
    if (!err)
        err = write_order(&f, name, text, pcm, n, kept, why);
    folder_finish(&f);
    return err;
}

/* False: it is not whole. */
static bool read_entry(const struct folder *f, const struct entry *e, struct sahut_kept_order *out)
{
    if (!e->ours)
        return false;
    *out = (struct sahut_kept_order){.path = path_in(f, e->name), .at_ms = e->at_ms};
    if (flac_read(out->path, &out->text, &out->n, NULL, NULL) == 0 && out->text[0] &&
        length_ms(out->n) == e->length_ms)
        return true;
    free(out->path);
    free(out->text);
    return false;
}

int sahut_orders_read(const char *state, struct sahut_orders *out, struct sahut_why *why)
{
    struct folder f;
    *out = (struct sahut_orders){0};
    int err = folder_open(state, &f, why);
    if (!err)
        out->orders = sahut_alloc(f.n + 1, sizeof(*out->orders));
    for (size_t i = 0; i < f.n && !err; i++) {
        if (read_entry(&f, &f.entries[i], &out->orders[out->n]))
            out->n++;
        else if (!is_unfinished(&f.entries[i]))
            out->broken++;
    }
    folder_finish(&f);
    return err;
}

void sahut_orders_free(struct sahut_orders *orders)
{
    if (!orders)
        return;
    for (size_t i = 0; i < orders->n; i++) {
        free(orders->orders[i].path);
        free(orders->orders[i].text);
    }
    free(orders->orders);
    *orders = (struct sahut_orders){0};
}

int sahut_orders_sound(const struct sahut_kept_order *order, int16_t **pcm, struct sahut_why *why)
{
    char *text = NULL;
    int16_t *samples = NULL;
    size_t n = 0;
    int err = flac_read(order->path, &text, &n, &samples, why);
    free(text);
    if (!err && n != order->n) {
        free(samples);
        err = sahut_why(why, -EIO, "%s: was changed meanwhile", order->path);
    }
    if (!err)
        *pcm = samples;
    return err;
}

static int forget_all(const char *state, struct sahut_why *why)
{
    struct folder f;
    int err = folder_open(state, &f, why);
    for (size_t i = 0; i < f.n && !err; i++)
        if (f.entries[i].ours || is_unfinished(&f.entries[i]))
            err = delete_entry(&f, &f.entries[i], why);
    if (!err && rmdir(f.path) && errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST)
        err = sahut_why(why, -errno, "%s: cannot be deleted: %s", f.path, strerror(errno));
    folder_finish(&f);
    return err;
}

int sahut_orders_forget(const char *state, const char *path, struct sahut_why *why)
{
    if (!path)
        return forget_all(state, why);
    int err = sahut_file_delete(path);
    return !err || err == -ENOENT
               ? 0
               : sahut_why(why, err, "%s: cannot be deleted: %s", path, strerror(-err));
}
