// SPDX-License-Identifier: GPL-3.0-or-later
/* sahut privacy: what is kept, how much, where, and how it is deleted. Reads the files as they are,
 * whether a daemon runs or not. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "sahut/adapt.h"
#include "sahut/audio.h"
#include "sahut/event_json.h"
#include "sahut/orders.h"
#include "sahut/store.h"

#define PATH (SAHUT_PATH + 64)

/* One kind of thing that is kept. */
struct kept {
    const char *kind, *title;
    int64_t count;
    double seconds;       /* of sound; 0: not known, or none */
    int64_t bytes;        /* 0: the same */
    const char *file;     /* in the state folder */
    const char *deletion; /* what deletes it */
    const char *note;     /* NULL: none */
};

struct privacy {
    const struct cli *cli;
    char state[SAHUT_PATH];
    bool json;
};

static void print_json(const struct privacy *p, const struct kept *k)
{
    char where[PATH];
    json_t *o = json_object();
    snprintf(where, sizeof(where), "%s/%s", p->state, k->file);
    json_object_set_new(o, "kind", json_string(k->kind));
    json_object_set_new(o, "count", json_integer(k->count));
    if (k->seconds > 0)
        json_object_set_new(o, "seconds", sahut_json_real(k->seconds, 1));
    if (k->bytes > 0)
        json_object_set_new(o, "bytes", json_integer(k->bytes));
    json_object_set_new(o, "where", sahut_json_string(where));
    json_object_set_new(o, "delete", json_string(k->deletion));
    if (k->note)
        json_object_set_new(o, "note", json_string(k->note));
    sahut_json_print(o);
}

static void print_amount(const struct kept *k)
{
    printf("%" PRId64, k->count);
    if (k->seconds >= 60)
        printf(", %.1f minutes", k->seconds / 60);
    else if (k->seconds > 0)
        printf(", %.1f s", k->seconds);
    if (k->bytes > 0)
        printf(", %.0f kB", (double)k->bytes / 1000);
}

/* Of what there is none, nobody needs to know where it would be. */
static void print(const struct privacy *p, const struct kept *k)
{
    if (p->json) {
        print_json(p, k);
        return;
    }
    printf("%s: ", k->title);
    if (k->count == 0)
        printf("none");
    else
        print_amount(k);
    printf("%s%s\n", k->note ? "; " : "", k->note ? k->note : "");
    if (k->count > 0)
        printf("    where:  %s/%s\n    delete: %s\n", p->state, k->file, k->deletion);
}

/* Counts the files below a folder whose names begin so. */
static void measure(int parent, const char *folder, const char *prefix, struct kept *k)
{
    int fd = openat(parent, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    struct stat st;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.' || strncmp(e->d_name, prefix, strlen(prefix)) != 0 ||
            fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
            continue;
        if (S_ISDIR(st.st_mode))
            measure(fd, e->d_name, "", k);
        k->count += S_ISREG(st.st_mode);
        k->bytes += S_ISREG(st.st_mode) ? st.st_size : 0;
    }
    if (d)
        closedir(d);
}

static int database(const struct privacy *p)
{
    struct sahut_store_summary s;
    struct sahut_why why;
    char ended[64];
    int err = sahut_store_summary(p->state, &s, &why);
    if (err && err != -ENOENT)
        return cli_fail(p->cli, CLI_FAILED, "%s", why.text);
    snprintf(ended, sizeof(ended), "%" PRId64 " have ended", s.ended);
    const struct kept rows[] = {
        {"promises", "Reminders, alarms, timers, what is to be switched", s.promises, 0, 0,
         "sahut.db",
         "say 'cancel ...'; what has ended goes storage.keep_days days later, with 0 at the next "
         "start",
         s.ended ? ended : NULL},
        {"clips", "Recordings of spoken reminders", s.clips, (double)s.samples / SAHUT_HEAR_RATE, 0,
         "sahut.db",
         "each goes when its reminder ends; reminders.keep_message_audio = false keeps no more",
         NULL},
        {"guessed titles", "Words guessed from these recordings", s.guessed, 0, 0, "sahut.db",
         "each goes with its reminder; reminders.text_hint = false guesses no more", NULL},
        {"pronunciations", "Pronunciations of words", s.pronunciations, 0, 0, "sahut.db",
         "stop Sahut and delete sahut.db; the reminders go with it", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        print(p, &rows[i]);
    return CLI_OK;
}

/* How many, with their sound; broken files count as files. */
static int count_orders(const struct privacy *p, struct kept *k)
{
    struct sahut_orders orders;
    struct sahut_why why;
    if (sahut_orders_read(p->state, &orders, &why))
        return cli_fail(p->cli, CLI_FAILED, "%s", why.text);
    for (size_t i = 0; i < orders.n; i++)
        k->seconds += (double)orders.orders[i].n / SAHUT_HEAR_RATE;
    sahut_orders_free(&orders);
    measure(AT_FDCWD, p->state, "orders", k);
    return CLI_OK;
}

static int kept_orders(const struct privacy *p, bool keeping)
{
    struct kept k = {
        .kind = "orders",
        .title = "Recordings of orders",
        .file = "orders",
        .deletion = "sahut privacy --forget-orders; an hour is kept at most",
        .note = keeping ? "hearing.keep_orders is true: more are kept" : NULL,
    };
    int code = count_orders(p, &k);
    if (code == CLI_OK)
        print(p, &k);
    return code;
}

static void files(const struct privacy *p)
{
    struct kept rows[] = {
        {.kind = "wake phrases",
         .title = "Wake phrases that were taught",
         .file = "wake",
         .deletion = "sahut wake forget PHRASE"},
        {.kind = "acoustic model",
         .title = "Files of an acoustic model that was adapted to you",
         .file = SAHUT_ADAPT_FOLDER,
         .deletion = "sahut adapt forget"},
        {.kind = "settings",
         .title = "Settings that Sahut wrote",
         .file = "settings.conf",
         .deletion = "delete the file"},
        {.kind = "before",
         .title = "What these were before the last change, for 'undo'",
         .file = "before",
         .deletion = "delete the folder; the next change replaces it"},
        {.kind = "backups",
         .title = "Backups of the database from before an upgrade",
         .file = "sahut.db.bak-",
         .deletion = "delete the files"},
        {.kind = "calendar index",
         .title = "Index of your calendars",
         .file = "calendar.db",
         .deletion = "stop Sahut and delete the file; it is made anew while there are calendars"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        measure(AT_FDCWD, p->state, rows[i].file, &rows[i]);
        print(p, &rows[i]);
    }
}

static int show(const struct privacy *p)
{
    struct sahut_settings *settings;
    int code = cli_settings(p->cli, &settings);
    if (code != CLI_OK)
        return code;
    if (!p->json)
        printf("What Sahut keeps in %s:\n\n", p->state);
    code = database(p);
    int orders = kept_orders(p, sahut_settings_bool(settings, "hearing.keep_orders"));
    files(p);
    sahut_settings_free(settings);
    return orders > code ? orders : code;
}

/* ---- forgetting ---- */

static bool confirmed(const struct kept *k)
{
    char line[16] = "";
    printf("Delete the recordings of orders (");
    print_amount(k);
    printf(")? What was learnt from them stays. [y/N] ");
    fflush(stdout);
    return fgets(line, sizeof(line), stdin) && (line[0] == 'y' || line[0] == 'Y');
}

static int forget_orders(const struct privacy *p)
{
    struct kept k = {0};
    struct sahut_why why;
    int code = count_orders(p, &k);
    if (code != CLI_OK)
        return code;
    if (k.count > 0 && !cli_given(p->cli, "yes")) {
        if (!isatty(0))
            return cli_fail(p->cli, CLI_USAGE,
                            "--forget-orders: nobody can be asked; say --yes, too");
        if (!confirmed(&k))
            return cli_fail(p->cli, CLI_FAILED, "nothing was deleted");
    }
    if (sahut_orders_forget(p->state, NULL, &why))
        return cli_fail(p->cli, CLI_FAILED, "%s", why.text);
    if (!p->json)
        printf("Deleted: %" PRId64 " recordings of orders.\n", k.count);
    return CLI_OK;
}

int cli_privacy(const struct cli *cli)
{
    struct privacy p = {.cli = cli, .json = cli_given(cli, "json")};
    if (!cli_state(cli, p.state))
        return cli_fail(cli, CLI_FAILED, "there is no state folder; name one with --state");
    if (access(p.state, R_OK | X_OK) && errno != ENOENT)
        return cli_fail(cli, CLI_FAILED, "%s: %s; it belongs to who runs Sahut: try sudo", p.state,
                        strerror(errno));
    return cli_given(cli, "forget-orders") ? forget_orders(&p) : show(&p);
}
