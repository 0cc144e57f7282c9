// SPDX-License-Identifier: GPL-3.0-or-later
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sahut/file.h"
#include "sahut/log.h"
#include "sahut/text.h"
#include "store/store_internal.h"

// The version in a backup's file name, -1 if it is no backup's.
static int version_of(const char *name)
{
    static const char prefix[] = "sahut.db.bak-";
    if (strncmp(name, prefix, sizeof prefix - 1) != 0)
        return -1;
    const char *digits = name + sizeof prefix - 1;
    if (!*digits || strspn(digits, "0123456789") != strlen(digits))
        return -1;
    long version = strtol(digits, NULL, 10);
    return version < INT_MAX ? (int)version : -1;
}

int backup_newest(const char *dir)
{
    DIR *d = opendir(dir);
    int newest = -1;
    if (!d)
        return -1;
    for (struct dirent *entry; (entry = readdir(d));) {
        int version = version_of(entry->d_name);
        if (version > newest)
            newest = version;
    }
    closedir(d);
    return newest;
}

// An empty file with our permissions, which VACUUM INTO accepts as its target.
static int create_empty(const char *path)
{
    if (unlink(path) && errno != ENOENT)
        return -errno;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    close(fd);
    return 0;
}

static int copy_into(struct sahut_store *s, const char *path, struct sahut_why *why)
{
    sqlite3_stmt *copy = NULL;
    sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &copy, NULL);
    sqlite3_bind_text(copy, 1, path, -1, SQLITE_STATIC);
    int err = store_step(s, copy, why);
    sqlite3_finalize(copy);
    return err;
}

// Under another name until it is whole: a backup that exists can be trusted.
int backup_make(struct sahut_store *s, int version, struct sahut_why *why)
{
    struct sahut_text final = {0}, unfinished = {0};
    sahut_text_addf(&final, "%s.bak-%d", s->path, version);
    sahut_text_addf(&unfinished, "%s.new", final.s);
    int err = create_empty(unfinished.s);
    if (!err)
        err = copy_into(s, unfinished.s, why);
    else
        sahut_why(why, err, "%s: cannot create the backup: %s; the database was not upgraded",
                  unfinished.s, strerror(-err));
    if (!err) {
        err = sahut_file_rename(unfinished.s, final.s);
        if (err)
            sahut_why(why, err, "%s: cannot keep the backup: %s; the database was not upgraded",
                      final.s, strerror(-err));
    }
    if (err)
        unlink(unfinished.s);
    sahut_text_finish(&final);
    sahut_text_finish(&unfinished);
    return err;
}

static int delete_there(sqlite3 *db, const char *sql, int64_t value)
{
    // The journal stays in memory: on disk it would hold what is being deleted.
    int rc = sqlite3_exec(db,
                          "PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON;"
                          "PRAGMA foreign_keys = ON",
                          NULL, NULL, NULL);
    sqlite3_stmt *statement = NULL;
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_int64(statement, 1, value);
        rc = sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void delete_in(const struct sahut_store *s, const char *name, const char *sql, int64_t value)
{
    struct sahut_text path = {0};
    sqlite3 *db = NULL;
    sahut_text_addf(&path, "%s/%s", s->dir, name);
    int rc = sqlite3_open_v2(path.s, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = delete_there(db, sql, value);
    if (rc != SQLITE_OK)
        sahut_log(SAHUT_LOG_WARN, "store", "%s: %s; this backup may still hold what was deleted",
                  path.s, db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
    sqlite3_close(db);
    sahut_text_finish(&path);
}

void backup_delete(struct sahut_store *s, const char *sql, int64_t value)
{
    DIR *d = s->has_backups ? opendir(s->dir) : NULL;
    if (!d)
        return;
    for (struct dirent *entry; (entry = readdir(d));)
        if (version_of(entry->d_name) >= 0)
            delete_in(s, entry->d_name, sql, value);
    closedir(d);
}
