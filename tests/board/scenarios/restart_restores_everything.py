# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon is ended and started again, and killed and started again: timer, reminder and the lamp's off-time are
all there, each comes once and on time."""
import time

from board import check

TIMER = "Hey computer, set a timer for two minutes."
LAMP = "Hey computer, turn the desk lamp on for one minute."
REMIND = "Hey computer, remind me to call the dentist tomorrow at nine."
STOP = "Hey computer, stop."
SAYS = [TIMER, LAMP, REMIND, STOP]


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    board.open_room()
    board.start()
    board.order(REMIND)
    board.hear(board.expect("said"))
    board.order(TIMER)
    began = board.expect("done")["arrived"]
    board.hear(board.expect("said"))
    board.order(LAMP)
    up = chip.expect(17, 1)
    board.hear(board.expect("said"))
    board.stop()
    time.sleep(10)
    board.start()
    time.sleep(10)
    board.kill()
    time.sleep(10)
    board.start()
    board.expect("due", text="desk lamp", limit=120)
    check(chip.value(17) == 0, "the lamp is still on")
    check(59 <= time.monotonic() - up <= 62, f"the lamp after {time.monotonic() - up:.1f} s")
    rings = board.expect("due", limit=300)
    length = rings["arrived"] - began
    check("timer" in rings["text"] and 119 <= length <= 121, f"{rings} after {length:.1f} s")
    board.order(STOP)
    board.set_clock("2026-05-05T06:59:50+00:00")
    rings = board.expect("due", limit=120)
    check("reminder" in rings["text"] and "T09:00:0" in rings["time"], f"not at nine: {rings}")
    board.order(STOP)
    board.expect_none("due", 10)
