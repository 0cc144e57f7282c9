// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the settings share: the store, the text of a file with its includes, and the
 * devices' own rules. Nothing here knows libconfig. */
#ifndef BASE_SETTINGS_PRIVATE_H
#define BASE_SETTINGS_PRIVATE_H

#include <stdint.h>

#include "sahut/settings.h"

/* Memory that getters handed out: it lives as long as the settings, also when a later file
 * replaced the value. */
struct settings_pool {
    void **blocks;
    size_t count, capacity;
};
/* Both hand `block` on and take it over. */
void *settings_pool_keep(struct settings_pool *pool, void *block);
void settings_pool_move(struct settings_pool *to, struct settings_pool *from);
void settings_pool_finish(struct settings_pool *pool);

/* The member of the row's type is set; texts belong to a pool. */
struct setting_value {
    bool boolean;
    int integer;
    double real;
    const char *string;
    const char *const *strings;
};

/* A list of groups: of struct sahut_device_setting or sahut_button_setting. */
struct settings_list {
    bool given; /* a file has it */
    void *items;
    size_t count;
    uint64_t hash;              /* of all their values */
    struct settings_pool *pool; /* while it is read: of its texts */
};

struct sahut_settings {
    unsigned keepers;             /* besides the first */
    struct setting_value *values; /* one a row of the table */
    struct settings_list devices, buttons;
    struct settings_pool pool;
};

/* Index of a row, or -1. */
int settings_row(const char *name);
/* The last part of a dotted name. */
const char *settings_leaf(const char *name);
/* A value as one would write it: the default, or something telling where that is empty. */
const char *settings_example(const struct sahut_setting *row);
/* Sets every value to its row's default (settings_read.c). */
void settings_defaults(struct setting_value *values, struct settings_pool *pool);

/* ---- a file with its includes (settings_source.c) ---- */

struct settings_stretch;
struct settings_source {
    char *text;                       /* the file, `@include` lines replaced by what they name */
    struct settings_stretch *stretch; /* which lines of `text` came from where */
    size_t stretches, stretch_capacity;
    char **files;
    size_t file_count;
};
/* 0, or -ENOENT, -EACCES, … for `path` itself, or -EINVAL with `why` for what is in it. */
int settings_source_read(struct settings_source *source, const char *path, struct sahut_why *why);
/* Where line `line` (from 1) of the text came from. `*file` lives as long as the source. */
void settings_source_place(const struct settings_source *source, unsigned line, const char **file,
                           unsigned *file_line);
void settings_source_finish(struct settings_source *source);

/* ---- lists: devices (settings_devices.c), buttons (settings_buttons.c) ---- */

/* One group of a list while it is looked at. */
struct settings_check {
    const char *place;
    sahut_settings_report *report;
    void *ctx;
    unsigned mistakes;
};
void settings_mistake(struct settings_check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes over one device from the values of its rows; `place` is copied. Reports what is wrong with
 * it or between it and the ones before; returns the number of mistakes. */
unsigned settings_devices_add(struct settings_list *devices, const struct setting_value *values,
                              const char *place, sahut_settings_report *report, void *ctx);
/* What can only be seen when all are there; returns the number of mistakes. */
unsigned settings_devices_whole(struct settings_list *devices, sahut_settings_report *report,
                                void *ctx);
unsigned settings_buttons_add(struct settings_list *buttons, const struct setting_value *values,
                              const char *place, sahut_settings_report *report, void *ctx);
/* The rows of a list ("devices.") as a number that is another one when a value is. */
uint64_t settings_hash(uint64_t hash, const struct setting_value *values, const char *prefix);
/* The index of `text` in `names` (NULL-terminated); -1 and a mistake that names all. */
int settings_choice(struct settings_check *check, const char *setting, const char *text,
                    const char *const *names);
enum sahut_bias settings_bias(struct settings_check *check, const char *setting, const char *text);

/* Lower case, one blank between words and none around; free(). */
char *settings_spoken(const char *text);

#endif
