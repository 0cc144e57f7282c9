// SPDX-License-Identifier: GPL-3.0-or-later
#include "folder.h"

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int folder_setup(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    strcpy(f->path, "/tmp/sahut-store-XXXXXX");
    if (!mkdtemp(f->path))
        return -1;
    snprintf(f->db, sizeof f->db, "%s/sahut.db", f->path);
    *state = f;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    return remove(path);
}

int folder_teardown(void **state)
{
    struct folder *f = *state;
    int err = nftw(f->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(f);
    return err;
}

char *file_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

void file_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

bool folder_holds(const char *dir, const void *bytes, size_t size)
{
    DIR *d = opendir(dir);
    bool found = false;
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d));) {
        char path[512];
        size_t length;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        char *content = file_read(path, &length);
        found = found || (content && memmem(content, length, bytes, size));
        free(content);
    }
    closedir(d);
    return found;
}

static sqlite3 *sql_open(const char *path)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

void sql_run(const char *path, const char *sql)
{
    sqlite3 *db = sql_open(path);
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

int64_t sql_number(const char *path, const char *sql)
{
    sqlite3 *db = sql_open(path);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

struct sahut_store *store_open(const char *dir)
{
    struct sahut_store *store = NULL;
    struct sahut_why why = {""};
    if (sahut_store_open(dir, &store, &why))
        fail_msg("%s", why.text);
    return store;
}

static bool count_one(void *ctx, const struct sahut_promise *p)
{
    ++*(int *)ctx;
    return true;
}

int count_promises(struct sahut_store *store, int kind, int state)
{
    int count = 0;
    assert_int_equal(sahut_store_promise_list(store, kind, state, count_one, &count), 0);
    return count;
}

struct sahut_clip clip_of(uint32_t seed)
{
    int16_t *pcm = malloc(CLIP_SAMPLES * sizeof *pcm);
    for (size_t i = 0; i < CLIP_SAMPLES; i++) {
        seed = seed * 1664525 + 1013904223;
        pcm[i] = (int16_t)(seed >> 16);
    }
    return (struct sahut_clip){pcm, CLIP_SAMPLES};
}

const void *clip_mark(const struct sahut_clip *clip)
{
    return clip->pcm + clip->n / 2;
}

void clip_free(struct sahut_clip *clip)
{
    free((int16_t *)clip->pcm);
}
