// SPDX-License-Identifier: GPL-3.0-or-later
/** What the files of the daemon share: daemon.c owns the loop and the order in which things begin
 * and end, microphone.c the capture thread, due_timer.c time, reload.c the settings, watch.c the
 * service manager, faults.c what is broken. All of it runs on the loop's thread. */
#ifndef DAEMON_DAEMON_INTERNAL_H
#define DAEMON_DAEMON_INTERNAL_H

#include <uv.h>

#include "sahut/capture.h"
#include "sahut/daemon.h"
#include "sahut/queue.h"
#include "sahut/ring.h"

enum { ON_INT, ON_TERM, ON_HUP, SIGNALS };

struct due_timer {
    int fd; /**< timerfd on CLOCK_REALTIME, cancelled when that is set */
    uv_poll_t poll;
    uv_prepare_t prepare; /**< arms it before the loop waits */
    uv_fs_event_t etc;    /**< /etc, for localtime */
    int64_t armed_ms;     /**< 0: not armed */
    int64_t looked_ms;    /**< CLOCK_BOOTTIME of the last look at the clock */
    struct sahut_clock clock;
    bool began;
};

struct hands {
    uv_poll_t *lines; /**< NULL: none; freed when it is closed */
    int fd;           /**< timerfd on CLOCK_BOOTTIME */
    uv_poll_t timer;
    uv_prepare_t prepare;
    int64_t armed_ms; /**< INT64_MAX: not */
    bool began;
    enum sahut_light attention; /**< to an order: LISTENING, THINKING; OFF: none */
};

struct microphone {
    struct sahut_ring *ring;
    int sound; /**< eventfd */
    struct sahut_queue *reports;
    struct sahut_capture *capture; /**< NULL until the ear is ready */
    bool muted, ended;
    uint64_t progress;
};

/* What lies outside and follows the promises. */
struct outside {
    int64_t wake_ms; /**< the promise that the clock chip is armed for; 0: none */
    bool wake_failed;
    uv_fs_event_t todos;
    bool began; /**< `todos` was made */
};

/* Sound cards come and go in /dev/snd, which comes and goes in /dev. */
struct nodes {
    uv_fs_event_t watch;
    bool began, inside; /**< `watch` was made; it looks at /dev/snd, not /dev */
};

struct sahut_notify;
struct control;

struct sahut_daemon {
    struct sahut_daemon_config config;
    int lock; /**< of the state folder */
    struct sahut_settings *settings;
    struct sahut_settings *old_settings; /**< the way back until the ear works with the new ones */
    struct sahut_zone *zone;
    struct sahut_sink *sink;
    struct sahut_sink *old_sink; /**< until a reload is done */
    struct sahut_assistant *assistant;

    uv_loop_t loop;
    bool loop_made;
    uv_async_t wake; /**< any thread: reports wait in a queue */
    uv_signal_t signals[SIGNALS];
    uv_timer_t watchdog;
    uv_poll_t *calendar; /**< NULL: none; freed when it is closed */
    struct due_timer due;
    struct outside outside;
    struct hands hands;
    struct nodes nodes;
    struct microphone microphone;
    struct sahut_notify *notify;
    struct control *control; /**< NULL: nobody can ask */

    char *faults[SAHUT_PARTS]; /**< NULL: works */
    bool listening, quitting;
    bool heard_all; /**< the recording is over */
    bool reload_wanted;
    int64_t started_boot_ms;
    int result;
    struct sahut_why why; /**< of the result */
};

int64_t clock_wall_ms(void);
int64_t clock_boot_ms(void);

/** Hands an event of the program itself out, as those of the assistant are. */
void daemon_event(struct sahut_daemon *d, enum sahut_event_kind kind, const char *text,
                  bool failed);
/** A part is broken in this way, or works (`text` NULL). Logged and reported when that is new. */
void daemon_fault(struct sahut_daemon *d, enum sahut_part part, const char *text);

/** Calls `on_readable` (its `data` is the daemon) when `fd` is readable; the one that was watched
 * in `*held` is no more. -1: nothing is watched from now on. */
void daemon_poll(struct sahut_daemon *d, uv_poll_t **held, int fd, uv_poll_cb on_readable);

/** Time. Started when the assistant is there. */
int due_start(struct sahut_daemon *d, struct sahut_why *why);
void due_stop(struct sahut_daemon *d);
/** Looks at the clock and hands it on, if the last look is old. */
void due_look(struct sahut_daemon *d);

/** Arms the clock chip for the next promise, if it is another one and the settings want it. */
void wake_board(struct sahut_daemon *d);
/** The clock was set: it has to be armed again. */
void wake_board_again(struct sahut_daemon *d);
/** Watches the folder of to-dos of the settings as they are now. */
void todos_watch(struct sahut_daemon *d);
void todos_stop(struct sahut_daemon *d);
/** Lines: what comes from them, and what goes on by itself. */
int hands_start(struct sahut_daemon *d, struct sahut_why *why);
void hands_stop(struct sahut_daemon *d);
/** For the assistant. */
void hands_watch(void *ctx, int fd);
void hands_button(void *ctx, enum sahut_button button, bool pressed);
void hands_knob(void *ctx, int notches);
void hands_deciding(void *ctx);
/** For the light: what has just happened. */
void hands_note(struct sahut_daemon *d, const struct sahut_event *event);

int microphone_init(struct sahut_daemon *d, struct sahut_why *why);
/** The ear is ready: the capture thread begins. */
void microphone_start(struct sahut_daemon *d);
/** Takes what the capture thread reported. */
void microphone_collect(struct sahut_daemon *d);
/** Opens setting audio.input again. */
void microphone_reopen(struct sahut_daemon *d);
bool microphone_progressed(struct sahut_daemon *d);
/** Ends the thread. */
void microphone_stop(struct sahut_daemon *d);
void microphone_finish(struct sahut_daemon *d);

int watch_start(struct sahut_daemon *d, struct sahut_why *why);
/** Tells the service manager, if there is one. */
void watch_say(struct sahut_daemon *d, const char *state);
void watch_status(struct sahut_daemon *d);
void watch_stop(struct sahut_daemon *d);

/** Opens the loudspeaker of setting audio.output; a device that is not there is a fault and no
 * error: what is said goes nowhere until it is. */
int loudspeaker_open(struct sahut_daemon *d, const char *name, struct sahut_sink **out);
/** Notices that the loudspeaker goes or comes back, though nothing is said. */
void loudspeaker_watch(struct sahut_daemon *d);
void loudspeaker_unwatch(struct sahut_daemon *d);

/** The assistant works with the settings of a reload; its ear does. */
void reload_done(struct sahut_daemon *d);
void reload_heard(struct sahut_daemon *d);
/** The ear does not: true if the settings before count again. */
bool reload_back(struct sahut_daemon *d, const char *text);

/** The control socket. Without one the daemon works all the same, and says why; only that another
 * daemon serves it is an error (-EADDRINUSE). */
int control_start(struct sahut_daemon *d, struct sahut_why *why);
void control_event(struct sahut_daemon *d, const struct sahut_event *event,
                   struct sahut_zone *zone);
void control_stop(struct sahut_daemon *d);

/** Every missing folder on the way, as mkdir -p; the last one with mode 0700. */
int make_folder(const char *path, struct sahut_why *why);
/** Takes the state folder for this process. -EALREADY names who has it. */
int state_lock(const char *state, int *lock, struct sahut_why *why);

#endif
