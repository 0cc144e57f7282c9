// SPDX-License-Identifier: GPL-3.0-or-later
/** A table with a header line, fields between tabs, \t \n \r \\ escaped in them. */
#ifndef TRAIN_TSV_H
#define TRAIN_TSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct tsv {
    FILE *file;
    char *line, *header;
    size_t cap;
    char *names[16], *fields[16];
};

bool tsv_open(struct tsv *t, const char *path);
/** At the end closes the table and returns false. */
bool tsv_next(struct tsv *t);
/** "" if there is no such column. */
char *tsv_get(struct tsv *t, const char *name);
void tsv_unescape(char *s);

#endif
