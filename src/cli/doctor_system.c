// SPDX-License-Identifier: GPL-3.0-or-later
/* Models, lines, calendars, clock, storage, service. */
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "sahut/assistant.h"
#include "sahut/calendar.h"
#include "sahut/clock.h"
#include "sahut/lines.h"
#include "sahut/store.h"
#include "sahut/text.h"

#define MEGABYTE 1000000

/* ---- models ---- */

void doctor_models(struct doctor *d)
{
    static const char *const files[] = {"hearing.acoustic_model", "hearing.dictionary",
                                        "hearing.language_model"};
    int missing = 0;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const char *path = sahut_settings_string(d->settings, files[i]);
        if (access(path, R_OK) == 0)
            continue;
        doctor_say(d, DOCTOR_ERROR, "models", "sudo apt install pocketsphinx-en-us",
                   "setting %s: %s: %s", files[i], path, strerror(errno));
        missing++;
    }
    char models[400];
    struct sahut_sentences *sentences = NULL;
    struct sahut_why why;
    if (sahut_vocabulary(cli_models(d->cli, models, sizeof(models)), NULL, NULL, d->settings,
                         &sentences, &why)) {
        doctor_say(d, DOCTOR_ERROR, "models", "install sahut again, or see --models", "%s",
                   why.text);
        missing++;
    }
    sahut_sentences_free(sentences);
    if (missing == 0)
        doctor_say(d, DOCTOR_OK, "models", "", "the models and sentences of language '%s'",
                   sahut_settings_string(d->settings, "language"));
}

/* ---- GPIO ---- */

static void wrong_line(void *ctx, int err, const char *text)
{
    doctor_say(ctx, DOCTOR_ERROR, "devices",
               err == -ENOENT || err == -ERANGE ? "'sahut board' shows which lines there are" : "",
               "%s", text);
}

static void say_board(struct doctor *d, const struct sahut_profile *p)
{
    const struct sahut_hat *hat = sahut_profile_hat(p);
    doctor_say(d, DOCTOR_OK, "board", "", "%s%s", sahut_profile_name(p),
               sahut_profile_verified(p) ? "" : " (its pins were compared with no device tree)");
    if (hat)
        doctor_say(d, hat->found ? DOCTOR_OK : DOCTOR_WARNING, "board",
                   hat->found ? "" : "is it plugged in, and its dtoverlay in config.txt?",
                   "%s: microphone plughw:CARD=%s,DEV=0%s%s", hat->name, hat->card,
                   hat->plays ? ", loudspeaker the same" : ", no loudspeaker",
                   hat->found ? "" : ", but its sound card is not there");
}

/* The lines of the settings, by the board's profile; on this machine, by the kernel, too. */
static void check_lines(struct doctor *d, bool look)
{
    struct sahut_lines_config config;
    struct sahut_profile *profile = NULL;
    struct sahut_why why;
    if (cli_profile(d->cli, d->settings, NULL, d->root, &profile, &why)) {
        doctor_say(d, DOCTOR_ERROR, "board", "see settings board.profile and board.hat", "%s",
                   why.text);
        return;
    }
    say_board(d, profile);
    sahut_lines_settings(d->settings, &config);
    config.profile = profile;
    sahut_lines_check(&config, look && !d->root[0], wrong_line, d);
    sahut_profile_free(profile);
}

void doctor_devices(struct doctor *d)
{
    size_t wanted;
    sahut_settings_devices(d->settings, &wanted);
    DIR *folder = opendir(doctor_path(d, "/dev"));
    int chips = 0, barred = 0;
    for (struct dirent *e; folder && (e = readdir(folder));) {
        char path[300];
        if (strncmp(e->d_name, "gpiochip", 8) != 0)
            continue;
        snprintf(path, sizeof(path), "/dev/%.200s", e->d_name);
        chips++;
        barred += access(doctor_path(d, path), R_OK | W_OK) != 0;
    }
    if (folder)
        closedir(folder);
    enum doctor_level bad = wanted ? DOCTOR_ERROR : DOCTOR_OK;
    if (chips == 0)
        doctor_say(d, bad, "devices",
                   wanted ? "is this the right board? gpiodetect lists the chips" : "",
                   "no GPIO chip, %zu device%s in the settings", wanted, wanted == 1 ? "" : "s");
    else if (barred)
        doctor_say(d, bad, "devices",
                   wanted
                       ? "add yourself to group gpio: sudo adduser $USER gpio, then log in again; "
                         "where there is no such group, a udev rule gives it /dev/gpiochip*"
                       : "",
                   "%d of %d GPIO chips may not be used by you", barred, chips);
    else
        doctor_say(d, DOCTOR_OK, "devices", "", "%d GPIO chip%s may be used, %zu device%s", chips,
                   chips == 1 ? "" : "s", wanted, wanted == 1 ? "" : "s");
    check_lines(d, chips > 0 && !barred);
}

/* ---- calendars ---- */

static void complain(void *ctx, const char *message)
{
    doctor_say(ctx, DOCTOR_WARNING, "calendars", "", "%s", message);
}

void doctor_calendars(struct doctor *d)
{
    const char *const *paths = sahut_settings_strings(d->settings, "agenda.calendars");
    struct sahut_zone *zone = NULL;
    if (!paths[0]) {
        doctor_say(d, DOCTOR_OK, "calendars", "", "none named; %s is read if it is there",
                   d->paths.calendars);
        return;
    }
    if (sahut_zone_new(NULL, &zone, NULL))
        return;
    for (; *paths; paths++) {
        struct sahut_calendar *calendar = NULL;
        struct sahut_why why;
        if (sahut_calendar_read(*paths, zone, complain, d, &calendar, &why))
            doctor_say(d, DOCTOR_ERROR, "calendars", "see setting agenda.calendars", "%s",
                       why.text);
        else
            doctor_say(d, DOCTOR_OK, "calendars", "", "%s: %zu events", *paths,
                       sahut_calendar_events(calendar));
        sahut_calendar_free(calendar);
    }
    sahut_zone_free(zone);
}

/* ---- clock ---- */

void doctor_clock(struct doctor *d)
{
    struct sahut_clock_facts facts;
    struct sahut_clock clock;
    const char *name = sahut_settings_string(d->settings, "timezone");
    struct sahut_zone *zone = NULL;
    struct sahut_why why;
    char now[32] = "";
    sahut_clock_look(d->root, &facts);
    sahut_clock_judge(&facts, &clock);
    if (sahut_zone_new(name[0] ? name : NULL, &zone, &why)) {
        doctor_say(d, DOCTOR_ERROR, "clock", "see setting timezone, or timedatectl set-timezone",
                   "%s", why.text);
        return;
    }
    sahut_instant_format(facts.wall_ms, zone, now);
    doctor_say(d, clock.trusted ? DOCTOR_OK : DOCTOR_WARNING, "clock",
               clock.trusted ? ""
                             : "timedatectl set-ntp true where there is a network; a clock chip "
                               "(RTC) keeps the time where there is none",
               "%s in %s, %s: %s%s", now, sahut_zone_name(zone),
               clock.trusted ? "trusted" : "not trusted", clock.why,
               !facts.has_rtc       ? ""
               : facts.rtc_readable ? "; there is a clock chip"
                                    : "; the clock chip does not keep the time: its battery?");
    sahut_zone_free(zone);
}

/* ---- storage ---- */

static void check_database(struct doctor *d)
{
    struct sahut_why why;
    int err = sahut_store_check(d->paths.state, &why);
    if (!err)
        doctor_say(d, DOCTOR_OK, "storage", "", "the database is whole");
    else if (err == -ENOENT)
        doctor_say(d, DOCTOR_OK, "storage", "", "no database yet");
    else if (err == -EACCES)
        doctor_say(d, DOCTOR_WARNING, "storage", "run this as root, or as the daemon's user", "%s",
                   why.text);
    else
        doctor_say(d, err == -EUCLEAN ? DOCTOR_ERROR : DOCTOR_WARNING, "storage",
                   err == -EUCLEAN
                       ? "stop the daemon, move sahut.db away, put a copy (sahut.db.bak-*) "
                         "in its place; is the SD card failing?"
                       : "",
                   "%s", why.text);
}

void doctor_storage(struct doctor *d)
{
    const char *state = d->paths.state;
    struct statvfs fs;
    if (!state[0])
        return;
    if (access(state, F_OK)) {
        doctor_say(d, DOCTOR_OK, "storage", "", "%s is made at the first start", state);
        return;
    }
    if (access(state, W_OK) && !d->status)
        doctor_say(d, DOCTOR_ERROR, "storage", "whose is it? ls -ld tells, chown changes",
                   "%s: not writable by you", state);
    if (statvfs(state, &fs) == 0) {
        long long free_mb = (long long)fs.f_bavail * (long long)fs.f_frsize / MEGABYTE;
        bool full = free_mb < 20;
        doctor_say(d,
                   full            ? DOCTOR_ERROR
                   : free_mb < 200 ? DOCTOR_WARNING
                                   : DOCTOR_OK,
                   "storage",
                   full            ? "make room: on a full disk nothing can be promised"
                   : free_mb < 200 ? "make room soon"
                                   : "",
                   "%s: %lld MB free", state, free_mb);
    }
    check_database(d);
}

/* ---- service ---- */

static bool exists(const struct doctor *d, const char *path)
{
    return access(doctor_path(d, path), F_OK) == 0;
}

static bool unit_installed(const struct doctor *d, const char *kind)
{
    static const char *const prefixes[] = {"/etc", "/usr/local/lib", "/usr/lib", "/lib"};
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        char path[200];
        snprintf(path, sizeof(path), "%s/systemd/%s/sahut.service", prefixes[i], kind);
        if (exists(d, path))
            return true;
    }
    return false;
}

static bool user_enabled(const struct doctor *d)
{
    char path[400];
    const char *home = getenv("HOME");
    snprintf(path, sizeof(path), "%s/.config/systemd/user/default.target.wants/sahut.service",
             home ? home : "");
    return exists(d, path) || exists(d, "/etc/systemd/user/default.target.wants/sahut.service");
}

static bool lingers(const struct doctor *d)
{
    char path[300];
    const struct passwd *me = getpwuid(getuid());
    snprintf(path, sizeof(path), "/var/lib/systemd/linger/%.200s", me ? me->pw_name : "");
    return me && exists(d, path);
}

static void say_enabled(struct doctor *d)
{
    bool system = unit_installed(d, "system"), user = unit_installed(d, "user");
    bool system_on = exists(d, "/etc/systemd/system/multi-user.target.wants/sahut.service");
    bool user_on = user_enabled(d);
    if (!system && !user)
        doctor_say(d, DOCTOR_WARNING, "service", "meson install puts them there",
                   "the units are not installed");
    else if (system_on && user_on)
        doctor_say(
            d, DOCTOR_WARNING, "service",
            "disable one: sudo systemctl disable --now sahut, or systemctl --user disable "
            "--now sahut",
            "both the system's and your own service start: they will fight for the sound card");
    else if (!system_on && !user_on)
        doctor_say(d, DOCTOR_WARNING, "service",
                   "sudo systemctl enable --now sahut (for all), or systemctl --user enable --now "
                   "sahut (your own)",
                   "installed; does not start by itself");
    else if (user_on && !lingers(d))
        doctor_say(d, DOCTOR_WARNING, "service", "sudo loginctl enable-linger $USER",
                   "your own service starts when you log in and ends when you leave");
    else
        doctor_say(d, DOCTOR_OK, "service", "", "%s service starts at boot",
                   system_on ? "the system's" : "your own");
}

void doctor_service(struct doctor *d)
{
    say_enabled(d);
    const char *state = json_string_value(json_object_get(d->status, "state"));
    if (state)
        doctor_say(d, DOCTOR_OK, "service", "", "a daemon answers: %s", state);
    else
        doctor_say(d, DOCTOR_WARNING, "service",
                   "sudo systemctl start sahut, systemctl --user start sahut, or sahut run",
                   "no daemon answers");
}
