// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "calendar/pieces.h"
#include "sahut/text.h"

struct cutter {
    struct cal_pieces *out;
    char *text;   /* unfolded in place: what is written never passes what is read */
    size_t begin; /* of the open piece */
    size_t line;
    bool open, zone;
};

/** The component's name in "BEGIN:NAME" or "END:NAME", NULL if the line is neither. */
static const char *after(const char *line, const char *keyword)
{
    size_t n = strlen(keyword);
    return strncasecmp(line, keyword, n) == 0 && line[n] == ':' ? line + n + 1 : NULL;
}

static bool is_name(const char *at, const char *name)
{
    size_t n = strlen(name);
    return strncasecmp(at, name, n) == 0 && strspn(at + n, " \t\n") == strlen(at + n);
}

static void close_piece(struct cutter *c, size_t end, bool cut)
{
    struct cal_pieces *out = c->out;
    if ((out->count & (out->count - 1)) == 0)
        out->list = sahut_realloc(out->list, out->count ? out->count * 2 : 1, sizeof *out->list);
    out->list[out->count++] = (struct cal_piece){
        .text = c->text + c->begin,
        .len = end - c->begin,
        .line = c->line,
        .zone = c->zone,
        .cut = cut,
    };
    c->open = false;
}

/** Components that are never inside an event or a zone: meeting one means that an END is gone. */
static bool is_outer(const char *name)
{
    static const char *const outer[] = {"VEVENT", "VTIMEZONE", "VCALENDAR",
                                        "VTODO",  "VJOURNAL",  "VFREEBUSY"};
    for (size_t i = 0; i < sizeof outer / sizeof *outer; i++)
        if (is_name(name, outer[i]))
            return true;
    return false;
}

/** One unfolded line, `text[begin..end)`, '\n' included; `number` is its first line in the file. */
static void take_line(struct cutter *c, size_t begin, size_t end, size_t number)
{
    char kept = c->text[end];
    c->text[end] = '\0';
    const char *line = c->text + begin, *name;
    if ((name = after(line, "BEGIN")) && is_outer(name)) {
        if (c->open)
            close_piece(c, begin, true);
        c->zone = is_name(name, "VTIMEZONE");
        c->open = c->zone || is_name(name, "VEVENT");
        c->begin = begin;
        c->line = number;
        c->out->is_calendar |= is_name(name, "VCALENDAR");
        c->out->is_ended = false;
    } else if ((name = after(line, "END"))) {
        c->out->is_ended |= is_name(name, "VCALENDAR");
        if (c->open && is_name(name, c->zone ? "VTIMEZONE" : "VEVENT"))
            close_piece(c, end, false);
        else if (c->open && is_outer(name))
            close_piece(c, begin, true);
    }
    c->text[end] = kept;
}

/** Length of the line break at `s`; 0 if there is none. */
static size_t line_break(const char *s, const char *end)
{
    if (s < end && *s == '\r')
        return s + 1 < end && s[1] == '\n' ? 2 : 1;
    return s < end && *s == '\n';
}

void cal_pieces_cut(char *text, size_t len, struct cal_pieces *out)
{
    *out = (struct cal_pieces){0};
    struct cutter c = {.out = out, .text = text};
    const char *s = text, *end = text + len;
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        s += 3;
    size_t written = 0, begin = 0, number = 1, first = 1;
    while (s < end) {
        size_t n = line_break(s, end);
        if (n == 0) {
            if (*s)
                text[written++] = *s;
            s++;
            continue;
        }
        s += n;
        number++;
        if (s < end && (*s == ' ' || *s == '\t') && written > begin) {
            s++;
            continue;
        }
        text[written++] = '\n';
        take_line(&c, begin, written, first);
        begin = written;
        first = number;
    }
    if (written > begin) {
        text[written++] = '\n';
        take_line(&c, begin, written, first);
    }
    if (c.open)
        close_piece(&c, written, true);
    for (size_t i = 0; i < out->count; i++)
        out->list[i].text[--out->list[i].len] = '\0';
}

void cal_pieces_finish(struct cal_pieces *pieces)
{
    free(pieces->list);
    *pieces = (struct cal_pieces){0};
}
