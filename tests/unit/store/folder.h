// SPDX-License-Identifier: GPL-3.0-or-later
/** A folder of its own for each test, and what the tests look for in it. */
#ifndef TEST_STORE_FOLDER_H
#define TEST_STORE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/store.h"

struct folder {
    char path[64];
    char db[96]; /**< of sahut.db in it */
};

/** cmocka set-up and teardown: a fresh folder as *state, removed with everything in it. */
int folder_setup(void **state);
int folder_teardown(void **state);

/** The file's bytes, free() them; NULL if there is no such file. */
char *file_read(const char *path, size_t *size);
void file_write(const char *path, const void *bytes, size_t size);
/** In any file of the folder: database, log, backups. */
bool folder_holds(const char *dir, const void *bytes, size_t size);

/** Runs SQL on the file behind the store's back. */
void sql_run(const char *path, const char *sql);
int64_t sql_number(const char *path, const char *sql);

/** Opens and must succeed. */
struct sahut_store *store_open(const char *dir);
int count_promises(struct sahut_store *store, int kind, int state);

/** A clip that nothing else looks like: the samples depend on `seed`. */
enum { CLIP_SAMPLES = 20000 };
struct sahut_clip clip_of(uint32_t seed);
/** A piece from the middle of it, as it is found in a file. */
enum { MARK_SIZE = 64 };
const void *clip_mark(const struct sahut_clip *clip);
void clip_free(struct sahut_clip *clip);

#endif
