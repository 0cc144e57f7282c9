# SPDX-License-Identifier: GPL-3.0-or-later
"""A board that sleeps is woken by its clock chip in time for the alarm (setting alarms.wake_board): the daemon, as
its service's user, has armed it, and nobody else does."""
import grp
import os
import time

from board import check, write


def run(board):
    chips = "/sys/class/rtc"
    chip = next(f"{chips}/{r}/wakealarm" for r in sorted(os.listdir(chips))
                if os.path.exists(f"{chips}/{r}/wakealarm"))
    os.chown(chip, 0, grp.getgrnam("sahut").gr_gid)  # as dist/systemd/tmpfiles.conf does
    os.chmod(chip, 0o664)
    board.configure("alarms = { wake_board = 120; };")
    board.start()
    board.ask("wake me at six in the evening")
    board.expect("said")
    asleep = time.time()
    write("/sys/power/state", "mem")
    slept = time.time() - asleep
    # Noon in Berlin; six hours less two minutes, and what starting and asking took.
    check(6 * 3600 - 240 < slept <= 6 * 3600 - 120, f"slept for {slept:.0f} s")
    rings = board.expect("due", limit=150)
    check("alarm" in rings["text"] and "rings" in rings["text"], f"no ring: {rings}")
    check("18:00:0" in rings["time"], f"not at six: {rings}")
    board.ask("stop")
