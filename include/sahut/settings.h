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
/** Have all settings whose name begins so (the lists: "devices", "buttons") the same values in
 * both?
 */
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

/** The file of settings that Sahut itself writes, in the state folder; it is read over the user's.
 */
#define SAHUT_SETTINGS_OWN  "settings.conf"
#define SAHUT_SETTINGS_PATH 512
/** Sets one setting of that type in such a file, whole or not at all; what else is in it stays.
 * -errno with `why`. */
int sahut_settings_put_string(const char *path, const char *name, const char *value,
                              struct sahut_why *why);
int sahut_settings_put_real(const char *path, const char *name, double value,
                            struct sahut_why *why);

/** Getters. The name must be in the table with that type (assert). Strings live as long as `s`. */
bool sahut_settings_bool(const struct sahut_settings *s, const char *name);
int sahut_settings_int(const struct sahut_settings *s, const char *name);
double sahut_settings_real(const struct sahut_settings *s, const char *name);
const char *sahut_settings_string(const struct sahut_settings *s, const char *name);
/** NULL-terminated. */
const char *const *sahut_settings_strings(const struct sahut_settings *s, const char *name);

enum sahut_bias { SAHUT_BIAS_AS_IS, SAHUT_BIAS_NONE, SAHUT_BIAS_UP, SAHUT_BIAS_DOWN };

/** Where a line is. One of: `pin`; `chip` and `line`; `line_name`, with or without `chip`. */
struct sahut_line_setting {
    const char *pin;       /**< by meaning, "header:11"; "" if another way is used */
    const char *chip;      /**< chip label, name ("gpiochip0") or path; "" for any */
    int line;              /**< offset, -1 if another way is used */
    const char *line_name; /**< as the kernel knows it; "" if another way is used */
    bool active_low;
    enum sahut_bias bias; /**< of an input */
    const char *what;     /**< for messages: "device 'desk lamp'" */
    const char *place;    /**< for messages: "FILE:LINE" */
};

/** Beginning and end of a device: what it should be then. */
enum sahut_device_state {
    SAHUT_DEVICE_OFF,
    SAHUT_DEVICE_ON,
    SAHUT_DEVICE_KEEP, /**< at the start: as it was before; at the end: untouched */
};

/** A device on a line, from the list `devices`. */
struct sahut_device_setting {
    const char *name;           /**< as spoken: "desk lamp"; lower case */
    const char *const *aliases; /**< other spoken names, NULL-terminated */
    const char *room;           /**< "" if none */
    const char *kind;           /**< "light", "fan", "heater", "socket"; "" if none of them */
    struct sahut_line_setting at;
    const char *pwm; /**< dimmed: "pwmchip0:1"; then there is no line. "" otherwise */
    int pwm_hz;
    bool input;           /**< can be asked and not switched */
    const char *words[2]; /**< of an input: what it is when inactive, when active */
    enum sahut_device_state at_start, at_end;
    int max_on_s;                /**< 0: no limit */
    int pulse_ms;                /**< switched on it goes off by itself; 0: it does not */
    const char *const *not_with; /**< names of devices that are never on with it, NULL-terminated */
    bool confirm;                /**< it is asked back before it is switched on */
    const char *place;           /**< "FILE:LINE" for messages */
};

enum sahut_button {
    SAHUT_BUTTON_TALK,
    SAHUT_BUTTON_MUTE,
    SAHUT_BUTTON_STOP,
    SAHUT_BUTTON_SNOOZE,
    SAHUT_BUTTON_LOUDER,
    SAHUT_BUTTON_QUIETER,
    SAHUT_BUTTONS
};
/** "talk", "mute", …; also in settings. */
const char *sahut_button_name(enum sahut_button button);

/** A push button, from the list `buttons`. */
struct sahut_button_setting {
    enum sahut_button does;
    struct sahut_line_setting at;
    int debounce_ms;
};
/** The buttons; as sahut_settings_devices. */
const struct sahut_button_setting *sahut_settings_buttons(const struct sahut_settings *s,
                                                          size_t *count);
/** The devices; `*count` is set; live as long as `s`. */
const struct sahut_device_setting *sahut_settings_devices(const struct sahut_settings *s,
                                                          size_t *count);
/** A commented sample file with every setting at its default; free() it. */
char *sahut_settings_sample(void);

#endif
