// SPDX-License-Identifier: GPL-3.0-or-later
/* The control socket's methods: one table, one function each. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/control_internal.h"
#include "sahut/event_json.h"
#include "sahut/log.h"
#include "sahut/text.h"

typedef void control_method(struct control *c, struct sahut_link_request *r);

/* ---- orders ---- */

/* An event while an order is carried out belongs to its answer. */
static void note_event(struct control *c, const struct sahut_event *event, struct sahut_zone *zone)
{
    if (event->kind == SAHUT_EVENT_HYPOTHESIS) {
        sahut_json_intent(c->order, event->intent, zone);
    } else if (event->kind == SAHUT_EVENT_DONE) {
        if (event->text[0])
            json_array_append_new(json_object_get(c->order, "done"),
                                  sahut_json_string(event->text));
        if (event->failed)
            json_object_set_new(c->order, "failed", json_true());
    }
}

static void begin_order(struct control *c, const char *text)
{
    c->order = json_pack("{s:o, s:n, s:[], s:b}", "text", sahut_json_string(text), "intent", "done",
                         "failed", 0);
}

/* The answer is known now, though it is said later. */
static json_t *end_order(struct control *c, unsigned answers)
{
    struct sahut_assistant *a = c->daemon->assistant;
    json_t *order = c->order;
    c->order = NULL;
    json_object_set_new(order, "said",
                        sahut_json_string(a->answers != answers ? a->last_answer : ""));
    return order;
}

static void carry_out(struct control *c, struct sahut_link_request *r, const char *text)
{
    unsigned answers = c->daemon->assistant->answers;
    begin_order(c, text);
    sahut_daemon_ask(c->daemon, text);
    sahut_link_reply(r, end_order(c, answers));
}

static void ask(struct control *c, struct sahut_link_request *r)
{
    carry_out(c, r, sahut_link_text(r, "text"));
}

static void remind(struct control *c, struct sahut_link_request *r)
{
    const char *text = sahut_link_text(r, "text");
    static const char *const begins[] = {"remind me to ", "remind me ", "to "};
    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
        if (strncasecmp(text, begins[i], strlen(begins[i])) == 0)
            text += strlen(begins[i]);
    struct sahut_text order = {0};
    sahut_text_addf(&order, "remind me to %s", text);
    carry_out(c, r, sahut_text_get(&order));
    sahut_text_finish(&order);
}

static void say(struct control *c, struct sahut_link_request *r)
{
    const char *text = sahut_link_text(r, "text");
    sahut_daemon_say(c->daemon, text);
    sahut_link_reply(r, json_pack("{s:s}", "said", text));
}

static void stop(struct control *c, struct sahut_link_request *r)
{
    unsigned answers = c->daemon->assistant->answers;
    begin_order(c, "stop");
    sahut_daemon_stop(c->daemon);
    sahut_link_reply(r, end_order(c, answers));
}

static const struct sahut_device_setting *find_device(const struct sahut_settings *settings,
                                                      const char *name)
{
    size_t n;
    const struct sahut_device_setting *devices = sahut_settings_devices(settings, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(devices[i].name, name) == 0)
            return &devices[i];
        for (const char *const *alias = devices[i].aliases; *alias; alias++)
            if (strcasecmp(*alias, name) == 0)
                return &devices[i];
    }
    return NULL;
}

static void refuse_device(struct control *c, struct sahut_link_request *r, const char *name)
{
    size_t n;
    const struct sahut_device_setting *devices = sahut_settings_devices(c->daemon->settings, &n);
    struct sahut_text all = {0};
    for (size_t i = 0; i < n; i++)
        sahut_text_addf(&all, "%s%s", i ? ", " : "", devices[i].name);
    sahut_link_refuse(r, "failed", "there is no device '%.60s'; there %s %s", name,
                      n == 1 ? "is" : "are", n ? sahut_text_get(&all) : "none");
    sahut_text_finish(&all);
}

/* As if it had been said: the same skill with the same promises, whatever the language is. */
static void set_device(struct control *c, struct sahut_link_request *r)
{
    const char *name = sahut_link_text(r, "name");
    const struct sahut_device_setting *device = find_device(c->daemon->settings, name);
    if (!device) {
        refuse_device(c, r, name);
        return;
    }
    bool on = sahut_link_bool(r, "on", false);
    struct sahut_assistant *a = c->daemon->assistant;
    unsigned answers = a->answers;
    begin_order(c, name);
    json_object_set_new(c->order, "intent", json_string(on ? "device.on" : "device.off"));
    assistant_switch(a, device->name, on, sahut_daemon_now(c->daemon));
    sahut_link_reply(r, end_order(c, answers));
}

static void confirm_clock(struct control *c, struct sahut_link_request *r)
{
    struct sahut_assistant *a = c->daemon->assistant;
    unsigned answers = a->answers;
    due_look(c->daemon);
    begin_order(c, "");
    json_object_set_new(c->order, "intent", json_string("clock.confirm"));
    assistant_confirm_clock(a, sahut_daemon_now(c->daemon));
    sahut_link_reply(r, end_order(c, answers));
}

/* ---- the daemon itself ---- */

static void mute(struct control *c, struct sahut_link_request *r)
{
    bool on = sahut_link_bool(r, "on", true);
    sahut_daemon_mute(c->daemon, on);
    sahut_link_reply(r, json_pack("{s:b}", "muted", on));
}

static void reload(struct control *c, struct sahut_link_request *r)
{
    struct sahut_text text = {0};
    int err = sahut_daemon_reload(c->daemon, &text);
    json_t *complaints = json_array();
    for (const char *line = sahut_text_get(&text); *line;) {
        size_t n = strcspn(line, "\n");
        char *one = sahut_strndup(line, n);
        json_array_append_new(complaints, sahut_json_string(one));
        free(one);
        line += n + (line[n] == '\n');
    }
    sahut_text_finish(&text);
    sahut_link_reply(r, json_pack("{s:b, s:o}", "reloaded", !err, "complaints", complaints));
}

static void subscribe(struct control *c, struct sahut_link_request *r)
{
    sahut_link_subscribe(r);
}

/* ---- questions ---- */

static void status(struct control *c, struct sahut_link_request *r)
{
    sahut_link_reply(r, control_status(c));
}

static void reminders(struct control *c, struct sahut_link_request *r)
{
    sahut_link_reply(r, control_reminders(c->daemon->assistant, sahut_daemon_now(c->daemon)));
}

static void timers(struct control *c, struct sahut_link_request *r)
{
    sahut_link_reply(r, control_timers(c->daemon->assistant, sahut_daemon_now(c->daemon)));
}

static void devices(struct control *c, struct sahut_link_request *r)
{
    sahut_link_reply(r, control_devices(c->daemon->assistant, sahut_daemon_now(c->daemon)));
}

static void agenda(struct control *c, struct sahut_link_request *r)
{
    struct sahut_why why;
    json_t *events = control_agenda(c->daemon->assistant, sahut_link_text(r, "from"),
                                    sahut_link_text(r, "to"), sahut_daemon_now(c->daemon), &why);
    if (events)
        sahut_link_reply(r, events);
    else
        sahut_link_refuse(r, "bad_request", "%s", why.text);
}

static const struct {
    const char *name;
    control_method *run;
} table[] = {
    {"status", status},
    {"ask", ask},
    {"say", say},
    {"remind", remind},
    {"timers", timers},
    {"agenda", agenda},
    {"devices", devices},
    {"reminders", reminders},
    {"mute", mute},
    {"stop", stop},
    {"reload", reload},
    {"devices.set", set_device},
    {"subscribe", subscribe},
    {"clock.confirm", confirm_clock},
};

static void serve(void *ctx, struct sahut_link_request *r)
{
    struct control *c = ctx;
    const char *name = sahut_link_method(r)->name;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(table[i].name, name) != 0)
            continue;
        table[i].run(c, r);
        return;
    }
    sahut_link_refuse(r, "unknown_method", "'%s' is not served", name);
}

/* ---- beginning and end ---- */

static int open_socket(struct control *c, struct sahut_why *why)
{
    struct sahut_daemon *d = c->daemon;
    char folder[SAHUT_PATH];
    snprintf(folder, sizeof(folder), "%s", d->config.paths.control);
    char *slash = strrchr(folder, '/');
    if (slash && slash != folder) {
        *slash = 0;
        int err = make_folder(folder, why);
        if (err)
            return err;
    }
    struct sahut_link_config config = {
        .path = d->config.paths.control,
        .others = sahut_settings_bool(d->settings, "control.others"),
        .serve = serve,
        .ctx = c,
    };
    return sahut_link_open(&d->loop, &config, &c->link, why);
}

int control_start(struct sahut_daemon *d, struct sahut_why *why)
{
    struct sahut_why reason;
    if (!d->config.paths.control[0]) {
        sahut_log(SAHUT_LOG_WARN, "daemon", "no folder for the control socket: name it, --socket");
        return 0;
    }
    struct control *c = sahut_alloc(1, sizeof(*c));
    c->daemon = d;
    int err = open_socket(c, &reason);
    if (!err) {
        d->control = c;
        return 0;
    }
    free(c);
    if (err == -EADDRINUSE)
        return sahut_why(why, err, "%s", reason.text);
    sahut_log(SAHUT_LOG_WARN, "daemon", "no control socket: %s", reason.text);
    daemon_event(d, SAHUT_EVENT_COMPLAINT, reason.text, false);
    return 0;
}

void control_event(struct sahut_daemon *d, const struct sahut_event *event, struct sahut_zone *zone)
{
    struct control *c = d->control;
    if (!c)
        return;
    if (c->order)
        note_event(c, event, zone);
    if (sahut_link_subscribers(c->link) > 0)
        sahut_link_publish(c->link, sahut_event_json(event, zone, NULL, 0));
}

void control_stop(struct sahut_daemon *d)
{
    if (!d->control)
        return;
    sahut_link_close(d->control->link);
    free(d->control);
    d->control = NULL;
}
