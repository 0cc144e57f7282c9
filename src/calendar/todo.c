// SPDX-License-Identifier: GPL-3.0-or-later
/* To-dos as files. Who completed one is told by a line of our own: a file that is completed and
 * does not say that we did it was completed by somebody else, on a phone for instance. */
#include "sahut/todo.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "calendar/edit.h"
#include "calendar/folder.h"
#include "sahut/zone.h"

#define EOL "\r\n"
/* A phone adds a few lines; what is longer is none of ours. */
#define MAX_BYTES (256u << 10)
/* Set by us alone: what we made of it. */
#define OWN_STATE "X-SAHUT-STATE"
#define OWN_ALARM "X-SAHUT-ALARM"

/* A property of the to-do, or a component inside it, as it stands in the text. */
struct part {
    const char *raw; /* with folds and line ends */
    size_t raw_len;
    bool component;
    struct sahut_text line; /* unfolded; of a component all of it */
};

struct parts {
    struct part *list;
    size_t count;
    bool found, ended; /* BEGIN:VTODO and its END */
    char *text;
    struct cal_stamp stamp;
};

static void parts_finish(struct parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        sahut_text_finish(&p->list[i].line);
    free(p->list);
    free(p->text);
}

static bool is_line(const char *line, size_t n, const char *whole)
{
    return n == strlen(whole) && strncasecmp(line, whole, n) == 0;
}

/* Length of the content line at `s` with its continuations; its unfolded text is appended. */
static size_t take_line(const char *s, const char *end, struct sahut_text *line)
{
    const char *at = s;
    do {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *next = stop ? stop + 1 : end;
        size_t n = (size_t)((stop ? stop : end) - at);
        if (n > 0 && at[n - 1] == '\r')
            n--;
        if (at != s && n > 0) /* the blank that continues */
            at++, n--;
        sahut_text_add_n(line, at, n);
        at = next;
    } while (at < end && (*at == ' ' || *at == '\t'));
    return (size_t)(at - s);
}

static struct part *add_part(struct parts *p)
{
    p->list = sahut_realloc(p->list, p->count + 1, sizeof *p->list);
    p->list[p->count] = (struct part){0};
    return &p->list[p->count++];
}

/* Cuts the first VTODO of the text. */
static void cut(struct parts *p, const char *text, size_t len)
{
    const char *end = text + len;
    struct sahut_text line = {0};
    struct part *inner = NULL;
    int depth = 0; /* of components inside the to-do */
    for (const char *s = text; s < end && !p->ended;) {
        sahut_text_clear(&line);
        size_t n = take_line(s, end, &line);
        const char *l = sahut_text_get(&line);
        bool begins = strncasecmp(l, "BEGIN:", 6) == 0, ends = strncasecmp(l, "END:", 4) == 0;
        if (!p->found) {
            p->found = is_line(l, line.len, "BEGIN:VTODO");
        } else if (depth == 0 && ends) {
            p->ended = is_line(l, line.len, "END:VTODO");
        } else {
            struct part *part = depth > 0 ? inner : add_part(p);
            if (depth == 0)
                part->raw = s;
            part->raw_len = (size_t)(s + n - part->raw);
            part->component |= begins;
            sahut_text_addf(&part->line, "%s\n", l);
            inner = part;
            depth += begins - ends;
        }
        s += n;
    }
    sahut_text_finish(&line);
}

static char *expanded(const char *setting)
{
    char **paths = cal_paths_expand(setting, getenv("HOME"));
    char *folder = sahut_strdup(paths[0]);
    cal_paths_free(paths);
    return folder;
}

static char *path_of(const char *setting, const char *name)
{
    struct sahut_text t = {0};
    char *folder = expanded(setting);
    sahut_text_addf(&t, "%s/%s.ics", folder, name);
    free(folder);
    return sahut_text_take(&t);
}

/* -ENOENT without `why` if there is no file. */
static int load(const char *path, struct parts *p, struct sahut_why *why)
{
    size_t len;
    *p = (struct parts){0};
    int err = cal_file_stamp(path, &p->stamp);
    if (err == -ENOENT)
        return err;
    if (!err && p->stamp.size > MAX_BYTES)
        err = -EFBIG;
    if (err)
        return sahut_why(why, err, "%s: %s", path, strerror(-err));
    err = cal_file_load(path, &p->text, &len, why);
    if (err)
        return err;
    cut(p, p->text, len);
    if (p->found && p->ended)
        return 0;
    parts_finish(p);
    *p = (struct parts){0};
    return sahut_why(why, -EINVAL, "%s: holds no to-do, and is left alone", path);
}

/* The value of a property, behind its parameters; NULL if it is not there. */
static const char *value_of(const struct parts *p, const char *name)
{
    const size_t n = strlen(name);
    for (size_t i = 0; i < p->count; i++) {
        const char *l = sahut_text_get(&p->list[i].line);
        if (p->list[i].component || strncasecmp(l, name, n) != 0 || !strchr(":;", l[n]))
            continue;
        const char *colon = strchr(l + n, ':');
        if (colon)
            return colon + 1;
    }
    return NULL;
}

static bool says(const struct parts *p, const char *name, const char *value)
{
    const char *v = value_of(p, name);
    return v && is_line(v, strcspn(v, "\n"), value);
}

static void stamp_text(int64_t at_ms, char out[32])
{
    const struct sahut_civil day =
        sahut_civil_from_days(at_ms / 86400000 - (at_ms % 86400000 < 0 ? 1 : 0));
    const struct sahut_civil c =
        sahut_civil_add_seconds(day, (at_ms - sahut_civil_days(&day) * 86400000) / 1000);
    char text[80];
    snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, c.hour,
             c.minute, c.second);
    memcpy(out, text, 31);
    out[31] = '\0';
}

/* Ours are in UTC; what others made of it is not taken over. */
static int64_t stamp_read(const char *text)
{
    struct sahut_civil c;
    char z;
    if (!text ||
        sscanf(text, "%4d%2d%2dT%2d%2d%2d%c", &c.year, &c.month, &c.day, &c.hour, &c.minute,
               &c.second, &z) != 7 ||
        z != 'Z')
        return 0;
    return (sahut_civil_days(&c) * 86400 + c.hour * 3600 + c.minute * 60 + c.second) * 1000;
}

/* What a file is made to say, and is compared by. */
struct wanted {
    struct {
        const char *name;
        char value[32];
        bool optional; /* "" leaves it out */
    } lines[6];
    const char *summary;
};

static void want(struct wanted *w, int i, const char *name, const char *value)
{
    w->lines[i].name = name;
    snprintf(w->lines[i].value, sizeof w->lines[i].value, "%s", value);
}

static struct wanted wanted_of(const struct sahut_todo *todo)
{
    struct wanted w = {.summary = todo->summary};
    char at[32], priority[16];
    stamp_text(todo->due_ms, at);
    want(&w, 0, "DUE", at);
    snprintf(priority, sizeof priority, "%d", todo->priority);
    want(&w, 1, "PRIORITY", todo->priority ? priority : "");
    want(&w, 2, "STATUS", todo->done_ms ? "COMPLETED" : "NEEDS-ACTION");
    want(&w, 3, "PERCENT-COMPLETE", todo->done_ms ? "100" : "");
    stamp_text(todo->done_ms, at);
    want(&w, 4, "COMPLETED", todo->done_ms ? at : "");
    want(&w, 5, OWN_STATE, todo->done_ms ? "DONE" : "OPEN");
    return w;
}

static void add_summary(struct sahut_text *out, const char *summary)
{
    cal_line_add(out, "SUMMARY", summary, true, EOL);
}

static bool same(const struct parts *p, const struct wanted *w)
{
    struct sahut_text summary = {0}, unfolded = {0};
    for (int i = 0; i < 6; i++) {
        const char *value = w->lines[i].value;
        if (value[0] ? !says(p, w->lines[i].name, value) : value_of(p, w->lines[i].name) != NULL)
            return false;
    }
    add_summary(&summary, w->summary);
    take_line(sahut_text_get(&summary), summary.s + summary.len, &unfolded);
    bool equal = says(p, "SUMMARY", sahut_text_get(&unfolded) + strlen("SUMMARY:"));
    sahut_text_finish(&summary);
    sahut_text_finish(&unfolded);
    return equal;
}

/* What of the file is ours to write. */
static bool is_ours(const struct part *part)
{
    static const char *const names[] = {
        "UID",      "DTSTAMP", "LAST-MODIFIED",    "SEQUENCE",  "SUMMARY", "DUE",
        "PRIORITY", "STATUS",  "PERCENT-COMPLETE", "COMPLETED", "CREATED", OWN_STATE};
    const char *line = sahut_text_get(&part->line);
    if (part->component)
        return strstr(line, "\n" OWN_ALARM) != NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (strncasecmp(line, names[i], n) == 0 && strchr(":;", line[n]))
            return true;
    }
    return false;
}

static void add_alarm(struct sahut_text *out, const char *summary)
{
    sahut_text_add(out, "BEGIN:VALARM" EOL OWN_ALARM ":1" EOL "ACTION:DISPLAY" EOL
                        "TRIGGER;RELATED=END:PT0S" EOL);
    cal_line_add(out, "DESCRIPTION", summary, true, EOL);
    sahut_text_add(out, "END:VALARM" EOL);
}

static void compose(const struct sahut_todo *todo, const struct wanted *w, const struct parts *old,
                    int64_t now_ms, struct sahut_text *out)
{
    const char *sequence = old ? value_of(old, "SEQUENCE") : NULL;
    const char *created = old ? value_of(old, "CREATED") : NULL;
    char now[32];
    stamp_text(now_ms, now);
    sahut_text_add(out, "BEGIN:VCALENDAR" EOL "VERSION:2.0" EOL "PRODID:-//Sahut//Sahut//EN" EOL
                        "BEGIN:VTODO" EOL);
    cal_line_add(out, "UID", todo->name, false, EOL);
    sahut_text_addf(out, "DTSTAMP:%s" EOL "CREATED:%.*s" EOL "LAST-MODIFIED:%s" EOL, now,
                    created ? (int)strcspn(created, "\n") : 16, created ? created : now, now);
    sahut_text_addf(out, "SEQUENCE:%ld" EOL, sequence ? strtol(sequence, NULL, 10) + 1 : 0);
    add_summary(out, todo->summary);
    for (int i = 0; i < 6; i++)
        if (w->lines[i].value[0])
            cal_line_add(out, w->lines[i].name, w->lines[i].value, false, EOL);
    for (size_t i = 0; old && i < old->count; i++)
        if (!is_ours(&old->list[i]))
            sahut_text_add_n(out, old->list[i].raw, old->list[i].raw_len);
    add_alarm(out, todo->summary);
    sahut_text_add(out, "END:VTODO" EOL "END:VCALENDAR" EOL);
}

/* Only the last folder of the path is made: a disk that is not mounted is not written beside. */
int sahut_todo_folder(const char *setting, char **out, struct sahut_why *why)
{
    char *path = expanded(setting);
    int err = mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : -errno;
    if (!err) {
        *out = path;
        return 0;
    }
    sahut_why(why, err, "%s: cannot be made: %s", path, strerror(-err));
    free(path);
    return err;
}

static int make_folder(const char *setting, struct sahut_why *why)
{
    char *path = NULL;
    int err = sahut_todo_folder(setting, &path, why);
    free(path);
    return err;
}

int sahut_todo_put(const char *folder, const struct sahut_todo *todo, int64_t now_ms,
                   struct sahut_why *why)
{
    const struct wanted wanted = wanted_of(todo);
    struct sahut_text text = {0};
    struct parts old = {0};
    char *path = path_of(folder, todo->name);
    int err = load(path, &old, why);
    const bool fresh = err == -ENOENT;
    if (fresh)
        err = make_folder(folder, why);
    if (!err && (fresh || !same(&old, &wanted))) {
        compose(todo, &wanted, fresh ? NULL : &old, now_ms, &text);
        err =
            cal_file_replace(path, sahut_text_get(&text), text.len, fresh ? NULL : &old.stamp, why);
    }
    parts_finish(&old);
    sahut_text_finish(&text);
    free(path);
    return err;
}

int sahut_todo_get(const char *folder, const char *name, struct sahut_todo_seen *out,
                   struct sahut_why *why)
{
    struct parts p;
    char *path = path_of(folder, name);
    int err = load(path, &p, why);
    free(path);
    if (err)
        return err;
    bool over = says(&p, "STATUS", "COMPLETED") || says(&p, "STATUS", "CANCELLED") ||
                value_of(&p, "COMPLETED");
    *out = (struct sahut_todo_seen){.done = over && !says(&p, OWN_STATE, "DONE"),
                                    .due_ms = stamp_read(value_of(&p, "DUE"))};
    parts_finish(&p);
    return 0;
}

int sahut_todo_remove(const char *folder, const char *name, struct sahut_why *why)
{
    struct cal_stamp stamp;
    char *path = path_of(folder, name);
    int err = cal_file_stamp(path, &stamp);
    if (!err)
        err = cal_file_delete(path, &stamp, why);
    else if (err != -ENOENT)
        sahut_why(why, err, "%s: %s", path, strerror(-err));
    free(path);
    return err == -ENOENT ? 0 : err;
}

int sahut_todo_each(const char *folder, const char *begin, bool (*each)(void *, const char *name),
                    void *ctx)
{
    char *path = expanded(folder), name[SAHUT_TODO_NAME];
    DIR *dir = opendir(path);
    int err = dir ? 0 : -errno;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        size_t n = strlen(e->d_name);
        if (n < 5 || n - 4 >= sizeof name || strcmp(e->d_name + n - 4, ".ics") != 0 ||
            strncmp(e->d_name, begin, strlen(begin)) != 0)
            continue;
        memcpy(name, e->d_name, n - 4);
        name[n - 4] = '\0';
        if (!each(ctx, name))
            break;
    }
    if (dir)
        closedir(dir);
    free(path);
    return err;
}
