// SPDX-License-Identifier: GPL-3.0-or-later
#include "hear/adapted.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sahut/log.h"

static bool heads_are_alike(FILE *a, FILE *b, size_t n)
{
    unsigned char x[4096], y[4096];
    return n <= sizeof(x) && fread(x, 1, n, a) == n && fread(y, 1, n, b) == n &&
           memcmp(x, y, n) == 0;
}

/* Behind the text, the byte order and seven numbers: how many of what. */
static bool means_are_alike(FILE *a, FILE *b)
{
    char line[200] = "";
    while (fgets(line, sizeof(line), a) && strcmp(line, "endhdr\n") != 0)
        ;
    while (fgets(line, sizeof(line), b) && !strstr(line, "endhdr"))
        ;
    int32_t total = 0;
    if (!heads_are_alike(a, b, 8 * sizeof(total)) || fseek(a, -(long)sizeof(total), SEEK_CUR) ||
        fread(&total, sizeof(total), 1, a) != 1)
        return false;
    long at = ftell(a), n = (long)sizeof(float) * total;
    return fseek(a, 0, SEEK_END) == 0 && ftell(a) == at + n;
}

static bool mixtures_are_alike(FILE *a, FILE *b)
{
    return heads_are_alike(a, b, 512) && fseek(a, 0, SEEK_END) == 0 && fseek(b, 0, SEEK_END) == 0 &&
           ftell(a) == ftell(b);
}

static bool is_alike(const char *name, const char *adapted, const char *model,
                     bool (*alike)(FILE *a, FILE *b))
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", adapted, name);
    FILE *a = fopen(path, "rbe");
    snprintf(path, sizeof(path), "%s/%s", model, name);
    FILE *b = fopen(path, "rbe");
    bool good = a && b && alike(a, b);
    if (a)
        fclose(a);
    if (b)
        fclose(b);
    return good;
}

bool adapted_fits(const char *adapted, const char *model)
{
    if (!adapted || access(adapted, F_OK) != 0)
        return false;
    if (is_alike("means", adapted, model, means_are_alike) &&
        is_alike("sendump", adapted, model, mixtures_are_alike))
        return true;
    sahut_log(
        SAHUT_LOG_ERROR, "hear",
        "%s: does not belong to acoustic model '%s' and is left out; 'sahut adapt' makes a new "
        "one",
        adapted, model);
    return false;
}
