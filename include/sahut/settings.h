// SPDX-License-Identifier: GPL-3.0-or-later
/** The configuration: every setting is defined once, in src/base/settings_table.c (name, type,
 * default, range, one line of explanation); validation, `sahut config check`, the sample file and
 * sahut.conf(5) derive from that table. libconfig reads the files. */
#ifndef SAHUT_SETTINGS_H
#define SAHUT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "sahut/why.h"

struct sahut_settings;

enum sahut_setting_type {
    SAHUT_SETTING_BOOL,
    SAHUT_SETTING_INT,
    SAHUT_SETTING_REAL,
    SAHUT_SETTING_STRING,
    SAHUT_SETTING_STRINGS, /**< a libconfig array of strings */
};

/** One row of the table. */
struct sahut_setting {
    const char *name; /**< dotted: "wake.phrase"; fields of a device are "devices.name", … */
    enum sahut_setting_type type;
    const char *fallback; /**< default as it would be written in the file */
    double min, max;      /**< for INT and REAL; min > max: unbounded. STRING: 1, 1: not empty */
    const char *unit;     /**< "s", "Hz", … or NULL */
    const char *help;     /**< one sentence, no full stop */
};

/** All rows, in documentation order; `*count` is set. */
const struct sahut_setting *sahut_settings_table(size_t *count);

/** Defaults only. */
int sahut_settings_new(struct sahut_settings **out);
/** Frees them when nobody keeps them any more. */
void sahut_settings_free(struct sahut_settings *s);
/** One more to free: texts and devices live on. Not from two threads at a time. */
struct sahut_settings *sahut_settings_keep(const struct sahut_settings *s);
/** Have all settings whose name begins so (the devices: "devices") the same values in both? */
bool sahut_settings_same(const struct sahut_settings *a, const struct sahut_settings *b,
                         const char *prefix);
/** Reads one more file over what is there (`@include` works). Every mistake is reported through
 * `report` (may be NULL; ctx passed on), one call each: syntax, unknown setting (with the nearest
 * valid name), wrong type, out of range, device without name, a name twice: always "FILE:LINE:
 * setting 'x' ...". Returns 0, or -EINVAL if there was any mistake (nothing of that file is taken
 * then), or -ENOENT/-EACCES with one report. */
typedef void sahut_settings_report(void *ctx, const char *message);
int sahut_settings_read(struct sahut_settings *s, const char *path, sahut_settings_report *report,
                        void *ctx);

/** Getters. The name must be in the table with that type (assert). Strings live as long as `s`. */
bool sahut_settings_bool(const struct sahut_settings *s, const char *name);
int sahut_settings_int(const struct sahut_settings *s, const char *name);
double sahut_settings_real(const struct sahut_settings *s, const char *name);
const char *sahut_settings_string(const struct sahut_settings *s, const char *name);
/** NULL-terminated. */
const char *const *sahut_settings_strings(const struct sahut_settings *s, const char *name);

/** A device on a line, from the list `devices`. */
struct sahut_device_setting {
    const char *name;           /**< as spoken: "desk lamp"; lower case */
    const char *const *aliases; /**< other spoken names, NULL-terminated */
    const char *room;           /**< "" if none */
    const char *chip;           /**< chip label, name ("gpiochip0") or path; "" (any chip) only
                                   with `line_name` */
    int line;                   /**< offset, -1 if `line_name` is used */
    const char *line_name;      /**< kernel line name, "" if `line` is used */
    bool active_low;
    bool on_at_start;
    int max_on_s;      /**< 0: no limit */
    const char *place; /**< "FILE:LINE" for messages */
};
/** The devices; `*count` is set; live as long as `s`. */
const struct sahut_device_setting *sahut_settings_devices(const struct sahut_settings *s,
                                                          size_t *count);
/** A commented sample file with every setting at its default; free() it. */
char *sahut_settings_sample(void);

#endif
