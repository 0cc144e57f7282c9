// SPDX-License-Identifier: GPL-3.0-or-later
/* The text of a settings file with its includes.
 *
 * libconfig can include files itself, but 1.5 ends the process when an include names a folder, and
 * resolves names differently from 1.7. So `@include "NAME"` lines are replaced here: NAME is
 * relative to the file that says it, and lines are counted so that messages name the right file and
 * line. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sahut/text.h"
#include "settings_private.h"

#define MAX_DEPTH 10
#define MAX_BYTES ((size_t)4 << 20) /* of one file, and of all together */

/* From line `first` of the whole text on, lines are those of `file` from `file_line`. */
struct settings_stretch {
    unsigned first;
    const char *file;
    unsigned file_line;
};

/* The files that are being read, innermost first: to refuse a circle. */
struct frame {
    const struct frame *outer;
    const char *file;
    dev_t device;
    ino_t inode;
    unsigned depth;
};

struct builder {
    struct settings_source *source;
    struct sahut_text text;
    unsigned line; /* of the whole text */
    struct sahut_why *why;
};

static int append_file(struct builder *b, const char *path, const struct frame *outer);

/* ---- one file into memory ---- */

static int read_all(int fd, const char *path, char **out, struct sahut_why *why)
{
    struct sahut_text text = {0};
    char buffer[4096];
    ssize_t n;
    while ((n = read(fd, buffer, sizeof buffer)) > 0 && text.len <= MAX_BYTES)
        sahut_text_add_n(&text, buffer, (size_t)n);
    int err = n < 0 ? -errno : 0;
    if (err < 0)
        sahut_why(why, err, "%s: %s", path, strerror(-err));
    else if (text.len > MAX_BYTES)
        err = sahut_why(why, -EINVAL, "%s: is larger than 4 MiB; that is no settings file", path);
    else if (text.len && strlen(text.s) != text.len)
        err = sahut_why(why, -EINVAL, "%s: holds a NUL byte; that is no settings file", path);
    if (err < 0)
        sahut_text_finish(&text);
    else
        *out = sahut_text_take(&text);
    return err;
}

/* Opens without waiting for a writer, should `path` be a named pipe. */
static int slurp(const char *path, struct stat *st, char **out, struct sahut_why *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, st) < 0) {
        int err = -errno;
        if (fd >= 0)
            close(fd);
        return sahut_why(why, err, "%s: %s", path, strerror(-err));
    }
    int err = S_ISREG(st->st_mode)
                  ? read_all(fd, path, out, why)
                  : sahut_why(why, -EINVAL, "%s: is not a file but a %s", path,
                              S_ISDIR(st->st_mode) ? "folder" : "device, socket or pipe");
    close(fd);
    return err;
}

/* ---- finding the includes ---- */

enum lexeme { PLAIN, TEXT, LINE_COMMENT, BLOCK_COMMENT };

/* The state behind the line `s` of `len` bytes, when `state` was before it. */
static enum lexeme after_line(enum lexeme state, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char next = i + 1 < len ? s[i + 1] : '\0';
        switch (state) {
        case PLAIN:
            if (s[i] == '"')
                state = TEXT;
            else if (s[i] == '#' || (s[i] == '/' && next == '/'))
                state = LINE_COMMENT;
            else if (s[i] == '/' && next == '*')
                state = BLOCK_COMMENT, i++;
            break;
        case TEXT:
            if (s[i] == '\\')
                i++;
            else if (s[i] == '"')
                state = PLAIN;
            break;
        case BLOCK_COMMENT:
            if (s[i] == '*' && next == '/')
                state = PLAIN, i++;
            break;
        case LINE_COMMENT:
            break;
        }
    }
    return state == LINE_COMMENT ? PLAIN : state;
}

static size_t blanks(const char *s)
{
    return strspn(s, " \t");
}

/* The name in `@include "NAME"`, allocated; NULL if the line is something else. Sets `*malformed`
 * for an include that is not written like that. */
static char *included_name(const char *line, size_t len, bool *malformed)
{
    const char *at = line + blanks(line);
    if (strncmp(at, "@include", 8) != 0)
        return NULL;
    at += 8;
    at += blanks(at);
    const char *end = *at == '"' ? strpbrk(at + 1, "\"\n") : NULL;
    *malformed = !end || *end != '"';
    if (*malformed)
        return NULL;
    char *name = sahut_strndup(at + 1, (size_t)(end - at - 1));
    end += 1 + blanks(end + 1);
    *malformed = end < line + len && !strchr("\r\n#/", *end);
    return name;
}

/* `name` as seen from the folder of `from`. */
static char *resolve(const char *name, const char *from)
{
    const char *slash = strrchr(from, '/');
    struct sahut_text path = {0};
    if (name[0] != '/' && slash)
        sahut_text_add_n(&path, from, (size_t)(slash - from) + 1);
    sahut_text_add(&path, name);
    return sahut_text_take(&path);
}

/* ---- putting it together ---- */

static void begin_stretch(struct builder *b, const char *file, unsigned file_line)
{
    struct settings_source *source = b->source;
    if (source->stretches == source->stretch_capacity) {
        source->stretch_capacity = source->stretch_capacity ? 2 * source->stretch_capacity : 8;
        source->stretch =
            sahut_realloc(source->stretch, source->stretch_capacity, sizeof *source->stretch);
    }
    source->stretch[source->stretches++] = (struct settings_stretch){b->line, file, file_line};
}

static int include(struct builder *b, const char *name, const struct frame *frame, unsigned line)
{
    struct sahut_why inner = {0};
    struct sahut_why *why = b->why;
    char *path = resolve(name, frame->file);
    b->why = &inner;
    int err = append_file(b, path, frame);
    b->why = why;
    /* A mistake inside the included file already names its place. */
    if (err == -EINVAL)
        sahut_why(why, 0, "%s", inner.text);
    else if (err < 0)
        err = sahut_why(why, -EINVAL, "%s:%u: cannot include \"%s\": %s: %s", frame->file, line,
                        name, path, strerror(-err));
    free(path);
    return err;
}

static int append_lines(struct builder *b, const char *text, const struct frame *frame)
{
    enum lexeme state = PLAIN;
    unsigned file_line = 1;
    begin_stretch(b, frame->file, file_line);
    for (const char *line = text; *line; file_line++) {
        size_t len = strcspn(line, "\n");
        len += line[len] == '\n';
        bool malformed = false;
        char *name = state == PLAIN ? included_name(line, len, &malformed) : NULL;
        int err = 0;
        if (malformed) {
            err = sahut_why(b->why, -EINVAL,
                            "%s:%u: an include is a line of its own, like @include \"more.conf\"",
                            frame->file, file_line);
        } else if (name) {
            err = include(b, name, frame, file_line);
            begin_stretch(b, frame->file, file_line + 1);
        } else {
            state = after_line(state, line, len);
            sahut_text_add_n(&b->text, line, len);
            b->line++;
        }
        free(name);
        if (err < 0)
            return err;
        line += len;
    }
    return 0;
}

static int refuse_circle(struct builder *b, const char *path, const struct stat *st,
                         const struct frame *outer)
{
    for (const struct frame *f = outer; f; f = f->outer)
        if (f->device == st->st_dev && f->inode == st->st_ino)
            return sahut_why(b->why, -EINVAL, "%s: includes itself through %s", path, outer->file);
    if (outer && outer->depth + 1 >= MAX_DEPTH)
        return sahut_why(b->why, -EINVAL, "%s: is included more than %d files deep", path,
                         MAX_DEPTH - 1);
    return 0;
}

static int append_file(struct builder *b, const char *path, const struct frame *outer)
{
    struct settings_source *source = b->source;
    struct stat st;
    char *text;
    int err = slurp(path, &st, &text, b->why);
    if (err < 0)
        return err;
    err = refuse_circle(b, path, &st, outer);
    if (err == 0 && b->text.len + strlen(text) > MAX_BYTES)
        err = sahut_why(b->why, -EINVAL, "%s: all includes together are larger than 4 MiB", path);
    if (err == 0) {
        source->files = sahut_realloc(source->files, source->file_count + 1, sizeof(char *));
        char *file = source->files[source->file_count++] = sahut_strdup(path);
        struct frame frame = {outer, file, st.st_dev, st.st_ino, outer ? outer->depth + 1 : 0};
        err = append_lines(b, text, &frame);
        /* What follows the include must not join a last line without a line end. */
        if (b->text.len && b->text.s[b->text.len - 1] != '\n')
            sahut_text_add(&b->text, "\n");
    }
    free(text);
    return err;
}

int settings_source_read(struct settings_source *source, const char *path, struct sahut_why *why)
{
    *source = (struct settings_source){0};
    struct builder b = {.source = source, .line = 1, .why = why};
    int err = append_file(&b, path, NULL);
    source->text = sahut_text_take(&b.text);
    if (err < 0)
        settings_source_finish(source);
    return err;
}

void settings_source_place(const struct settings_source *source, unsigned line, const char **file,
                           unsigned *file_line)
{
    const struct settings_stretch *stretch = source->stretch;
    for (size_t i = 1; i < source->stretches && source->stretch[i].first <= line; i++)
        stretch = &source->stretch[i];
    *file = stretch->file;
    *file_line = stretch->file_line + (line - stretch->first);
}

void settings_source_finish(struct settings_source *source)
{
    for (size_t i = 0; i < source->file_count; i++)
        free(source->files[i]);
    free(source->files);
    free(source->stretch);
    free(source->text);
    *source = (struct settings_source){0};
}
