// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "calendar/ics_private.h"
#include "sahut/text.h"

static void add_date(struct cal_observance *o, struct icaltimetype t)
{
    struct sahut_civil c;
    if (!ics_civil(t, &c))
        return;
    o->dates = sahut_realloc(o->dates, o->date_count + 1, sizeof *o->dates);
    o->dates[o->date_count++] = c;
}

/** False if the observance lacks what it needs: when it began, and both offsets. */
static bool read_observance(const struct ics_file *file, icalcomponent *c,
                            struct cal_observance *out)
{
    struct cal_moment start = {.date = false};
    const char *rule = NULL;
    bool has_start = false, has_from = false, has_to = false;
    icalproperty *p = icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY);
    for (; p; p = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY)) {
        icalproperty_kind kind = icalproperty_isa(p);
        if (kind == ICAL_DTSTART_PROPERTY) {
            has_start = ics_civil(icalproperty_get_dtstart(p), &start.at);
        } else if (kind == ICAL_TZOFFSETFROM_PROPERTY) {
            out->from_s = icalproperty_get_tzoffsetfrom(p);
            has_from = true;
        } else if (kind == ICAL_TZOFFSETTO_PROPERTY) {
            out->to_s = icalproperty_get_tzoffsetto(p);
            has_to = true;
        } else if (kind == ICAL_RDATE_PROPERTY) {
            add_date(out, icalproperty_get_rdate(p).time);
        } else if (kind == ICAL_X_PROPERTY && strcmp(icalproperty_get_x_name(p), ICS_RRULE) == 0) {
            rule = icalproperty_get_x(p);
        }
    }
    out->start = start.at;
    if (has_start && rule)
        out->has_rule = ics_rule(file, "", rule, &start, true, &out->rule);
    return has_start && has_from && has_to;
}

static struct cal_zone *define(struct ics_file *file, const struct cal_piece *piece)
{
    struct cal_zone *zone = cal_zones_known(file->zones, piece->text);
    icalcomponent *whole = zone ? NULL : ics_component(piece);
    if (!whole)
        return zone;
    struct cal_observance *list = NULL;
    size_t count = 0;
    icalcomponent *c = icalcomponent_get_first_component(whole, ICAL_ANY_COMPONENT);
    for (; c; c = icalcomponent_get_next_component(whole, ICAL_ANY_COMPONENT)) {
        struct cal_observance o = {0};
        if (!read_observance(file, c, &o)) {
            free(o.dates);
            continue;
        }
        list = sahut_realloc(list, count + 1, sizeof *list);
        list[count++] = o;
    }
    if (count > 0)
        zone = cal_zones_define(file->zones, piece->text, list, count);
    for (size_t i = 0; i < count; i++)
        free(list[i].dates);
    free(list);
    icalcomponent_free(whole);
    return zone;
}

struct cal_zone *ics_zone_defined(struct cal_zones *zones, const char *definition)
{
    struct ics_file file = {.path = "", .zones = zones};
    struct cal_piece piece = {.text = (char *)definition, .len = strlen(definition), .zone = true};
    icalerror_set_errors_are_fatal(0);
    return define(&file, &piece);
}

/** A VTIMEZONE whose TZID nobody knows may still say which tzdata zone it is. */
static struct cal_zone *zone_of_piece(struct ics_file *file, const struct cal_piece *piece)
{
    char *location = ics_glance(piece, "X-LIC-LOCATION");
    struct cal_zone *zone = location ? cal_zones_named(file->zones, location) : NULL;
    free(location);
    return zone || piece->cut ? zone : define(file, piece);
}

struct cal_zone *ics_zone_of(struct ics_file *file, const char *tzid, const char *uid)
{
    struct cal_zone *zone = cal_zones_named(file->zones, tzid);
    for (size_t i = 0; i < file->own_zone_count && !zone; i++) {
        struct ics_zone *own = &file->own_zones[i];
        if (strcmp(own->tzid, tzid) != 0)
            continue;
        if (!own->asked)
            own->zone = zone_of_piece(file, own->piece);
        own->asked = true;
        zone = own->zone;
    }
    if (zone)
        return zone;
    ics_complain(file, uid,
                 "the time zone \"%s\" is unknown and not in the file, "
                 "times are taken as local; Europe/Berlin would be one",
                 tzid);
    return cal_zones_floating(file->zones);
}
