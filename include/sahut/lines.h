// SPDX-License-Identifier: GPL-3.0-or-later
/** The board's lines: outputs that are switched, inputs that can be asked, buttons, a knob, a
 * light. libgpiod 1.6 or 2.x behind it (one is built), sysfs for dimming, or a dry run.
 *
 * Everything happens in the caller's thread. What comes from outside (edges, chips that go and
 * come) makes the descriptor readable; what goes on by itself (a pulse, a flashing lamp, the light)
 * says when it wants to go on. Both are served by sahut_lines_work.
 */
#ifndef SAHUT_LINES_H
#define SAHUT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sahut/settings.h"
#include "sahut/why.h"

struct sahut_lines;
struct sahut_profile;

/** An edge that was made (or, in a dry run, would have been). `value` is the physical level; of a
 * dimmed device, percent. */
typedef void sahut_lines_edge(void *ctx, const struct sahut_device_setting *device, int value,
                              bool dry_run);

/** What is told; each may be NULL. Called from within the functions below. */
struct sahut_lines_listener {
    sahut_lines_edge *edge; /**< every level that is set, also at the start */
    void (*button)(void *ctx, enum sahut_button button, bool pressed);
    void (*knob)(void *ctx, int notches); /**< clockwise: A leads B, more than 0 */
    /** An input that is a device has changed. */
    void (*input)(void *ctx, const struct sahut_device_setting *device, bool active);
    /** Lines that are not held, in words, when that changes; NULL: all are. */
    void (*fault)(void *ctx, const char *text);
    void *ctx;
};

struct sahut_lines_config {
    const struct sahut_device_setting *devices;
    size_t n_devices;
    const struct sahut_button_setting *buttons;
    size_t n_buttons;
    struct sahut_line_setting knob[2], light; /**< `pin` NULL or "": none */
    int knob_edges;                           /**< from notch to notch */
    const bool *on;                           /**< of each device at the start; NULL: as set */
    const struct sahut_profile *profile;      /**< for `pin`; NULL: the kernel's names only */
    bool dry_run;                             /**< touches no chip */
    bool lenient; /**< a line that cannot be had is its own fault, and is taken when it can */
    struct sahut_lines_listener listener;
};

/** Fills devices, buttons, knob and light; the rest is 0. Lives as long as the settings. */
void sahut_lines_settings(const struct sahut_settings *settings, struct sahut_lines_config *out);

/** Something is wrong with a line; `err` as from sahut_lines_open. */
typedef void sahut_lines_finding(void *ctx, int err, const char *text);
/** Looks at every line without taking any: is it said, does the board have it, is it free, is it
 * meant once? `look`: what does this machine's kernel say? A line that a Sahut holds is right.
 * Returns how many are not. */
size_t sahut_lines_check(const struct sahut_lines_config *config, bool look,
                         sahut_lines_finding *found, void *ctx);

/** Requests every line once and holds it. What `config` points to must outlive the result. Errors
 * name the device and say what to do: -EACCES "add yourself to group gpio", -ENOENT which chips
 * there are, -EBUSY who holds the line, -EINVAL what its setting has wrong (two things on one line).
 * Lenient, none of them is an error but a fault of that line alone; -EINVAL is for ever, the others
 * are tried again. */
int sahut_lines_open(const struct sahut_lines_config *config, struct sahut_lines **out,
                     struct sahut_why *why);
/** Brings every device to what it should be at the end (devices.at_end). */
void sahut_lines_end(struct sahut_lines *lines);
/** Releases all lines; what they are then is the driver's. */
void sahut_lines_close(struct sahut_lines *lines);

/** Switches device number `index` of the devices. -EBUSY: it must not be on together with one that
 * is, or of which nobody knows; -EPERM: an input; -ENODEV: its chip is gone; as the kernel says.
 * What failed to go off is off when its chip returns. */
int sahut_lines_set(struct sahut_lines *lines, size_t index, bool on, struct sahut_why *why);
/** Brightness of a dimmed device, percent; 0 is off. -ENOTSUP for others. */
int sahut_lines_dim(struct sahut_lines *lines, size_t index, int percent, struct sahut_why *why);
/** On and off `times` times, then as before. As sahut_lines_set; -ENOTSUP for a pulse. */
int sahut_lines_flash(struct sahut_lines *lines, size_t index, int times, struct sahut_why *why);
/** What was ordered; of an input, what it is (`*err`, may be NULL: -errno if nobody knows). */
bool sahut_lines_is_on(struct sahut_lines *lines, size_t index, int *err);
/** Percent, of a dimmed device; others 0 or 100. */
int sahut_lines_level(const struct sahut_lines *lines, size_t index);
/** Why the line of a device is not held; NULL if it is. */
const char *sahut_lines_fault(const struct sahut_lines *lines, size_t index);

enum sahut_light {
    SAHUT_LIGHT_OFF,
    SAHUT_LIGHT_LISTENING, /**< on */
    SAHUT_LIGHT_THINKING,  /**< five times a second */
    SAHUT_LIGHT_SPEAKING,  /**< twice a second */
    SAHUT_LIGHT_MUTED,     /**< a flash every four seconds */
    SAHUT_LIGHT_FAULT,     /**< two flashes every four seconds */
};
void sahut_lines_light(struct sahut_lines *lines, enum sahut_light light);

/** Readable when there is something to do; -1 in a dry run. */
int sahut_lines_fd(const struct sahut_lines *lines);
/** When sahut_lines_work wants to be called by itself, in the time that it is given (any clock that
 * is not set: milliseconds); INT64_MIN: as soon as possible, INT64_MAX: never. */
int64_t sahut_lines_next(const struct sahut_lines *lines);
/** Does what there is to do. */
void sahut_lines_work(struct sahut_lines *lines, int64_t now_ms);

/** "libgpiod 1.6.3", "dry run". */
const char *sahut_lines_backend(const struct sahut_lines *lines);

#endif
