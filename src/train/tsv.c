// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/tsv.h"

#include <stdlib.h>
#include <string.h>

#include "sahut/text.h"

static void cut(char *line, char *out[16])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (line && n < 16) {
        out[n++] = line;
        line = strchr(line, '\t');
        if (line)
            *line++ = '\0';
    }
    while (n < 16)
        out[n++] = NULL;
}

bool tsv_open(struct tsv *t, const char *path)
{
    *t = (struct tsv){.file = fopen(path, "re")};
    if (!t->file)
        return false;
    if (getline(&t->line, &t->cap, t->file) < 0)
        t->line[0] = '\0';
    t->header = sahut_strdup(t->line);
    cut(t->header, t->names);
    return true;
}

bool tsv_next(struct tsv *t)
{
    if (getline(&t->line, &t->cap, t->file) >= 0) {
        cut(t->line, t->fields);
        return true;
    }
    fclose(t->file);
    free(t->line);
    free(t->header);
    return false;
}

char *tsv_get(struct tsv *t, const char *name)
{
    static char none[1];
    for (size_t i = 0; i < 16 && t->names[i]; i++)
        if (t->fields[i] && strcmp(t->names[i], name) == 0)
            return t->fields[i];
    none[0] = '\0';
    return none;
}

void tsv_unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            *to++ = *s == 't' ? '\t' : *s == 'n' ? '\n' : *s == 'r' ? '\r' : *s;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
}
