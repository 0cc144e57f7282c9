// SPDX-License-Identifier: GPL-3.0-or-later
/* Louder, quieter, so loud, silent and back. */
#include <stdbool.h>

#include "talk.h"

static void volumes(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "volume.change|level=50", "volume_is level=50 <volume 50 %>"},
        {"2026-05-04T08:00", "volume.change|direction=up", "volume_is level=65 <volume 65 %>"},
        {"2026-05-04T08:00", "volume.change|direction=down|percent=10",
         "volume_is level=55 <volume 55 %>"},
        {"2026-05-04T08:00", "volume.change|direction=mute", "volume_is level=0 <volume 0 %>"},
        {"2026-05-04T08:00", "volume.change|direction=mute", "volume_is level=0 <volume 0 %>"},
        {"2026-05-04T08:00", "volume.change|direction=unmute", "volume_is level=55 <volume 55 %>"},
        {"2026-05-04T08:00", "volume.change|level=400", "volume_is level=100 <volume 100 %>"},
        {"2026-05-04T08:00", "volume.change|direction=up", "volume_is level=100 <volume 100 %>"},
        {"2026-05-04T08:00", "volume.change", "not_understood"},
    };
    struct world *w = world_new("", false);

    TALK(w, steps);
    world_free(w);
}

/* It outlives the program, until the setting is another one. */
static void lasts(void **state)
{
    static const struct step steps[] = {
        {"2026-05-04T08:00", "volume.change|level=50", "volume_is level=50 <volume 50 %>"},
        {"2026-05-04T08:00", "!restart", "…"},
        {"2026-05-04T08:00", "volume.change|direction=up", "volume_is level=65 <volume 65 %>"},
        {"2026-05-04T08:00", "volume.change|direction=mute", "volume_is level=0 <volume 0 %>"},
        {"2026-05-04T08:00", "!restart", "…"},
        {"2026-05-04T08:00", "volume.change|direction=unmute", "volume_is level=65 <volume 65 %>"},
    };
    static const struct step changed[] = {
        {"2026-05-04T08:00", "volume.change|direction=up", "volume_is level=45 <volume 45 %>"},
    };
    const char *folder;
    struct world *w = world_new("voice = { volume = 70; };", true), *other;

    TALK(w, steps);
    other = world_new("voice = { volume = 30; };", false);
    world_database(w, &folder);
    world_store(other, folder);
    TALK(other, changed);
    world_free(other);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(volumes), cmocka_unit_test(lasts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
