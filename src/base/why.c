// SPDX-License-Identifier: GPL-3.0-or-later
#include "sahut/why.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

int sahut_why(struct sahut_why *why, int err, const char *format, ...)
{
    if (!why)
        return err;
    // Apart from `why`: a caller that adds context passes why->text as an argument.
    char line[sizeof why->text];
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    if (n < 0)
        line[0] = '\0';
    else if ((size_t)n >= sizeof line)
        line[utf8_whole(line, sizeof line - 1)] = '\0';
    memcpy(why->text, line, strlen(line) + 1);
    return err;
}
