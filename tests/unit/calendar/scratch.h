// SPDX-License-Identifier: GPL-3.0-or-later
/** A folder for one test, what is written into it, and what was complained about. */
#ifndef CALENDAR_SCRATCH_H
#define CALENDAR_SCRATCH_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "sahut/text.h"

struct scratch {
    char path[256];
    struct sahut_text complaints; /* one line each, paths without the folder */
};

static inline void scratch_init(struct scratch *s)
{
    const char *tmp = getenv("TMPDIR");
    *s = (struct scratch){0};
    snprintf(s->path, sizeof s->path, "%s/sahut-calendar-XXXXXX", tmp ? tmp : P_tmpdir);
    assert_non_null(mkdtemp(s->path));
}

static inline int scratch_remove(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    return remove(path);
}

static inline void scratch_finish(struct scratch *s)
{
    nftw(s->path, scratch_remove, 8, FTW_DEPTH | FTW_PHYS);
    sahut_text_finish(&s->complaints);
}

static inline void scratch_write(struct scratch *s, const char *name, const char *text, size_t len)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", s->path, name);
    FILE *f = fopen(path, "wbe");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
}

static inline void scratch_complain(void *ctx, const char *message)
{
    struct scratch *s = ctx;
    size_t n = strlen(s->path);
    if (strncmp(message, s->path, n) == 0)
        message += n + 1;
    sahut_text_addf(&s->complaints, "%s\n", message);
}

#endif
