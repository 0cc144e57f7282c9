# SPDX-License-Identifier: GPL-3.0-or-later
"""A board without a clock of its own starts in the past, and a time server sets its clock years forward while
a timer runs and a reminder waits: the timer keeps its length, "tomorrow at nine" is tomorrow as the
person meant it, each comes once."""
import time

from board import check

TIMER = "Hey computer, set a timer for one minute."
REMIND = "Hey computer, remind me to call the dentist tomorrow at nine."
STOP = "Hey computer, stop."
SAYS = [TIMER, REMIND, STOP]
CLOCK_TRUSTED = False
START = "2023-02-01T10:00+00:00"


def run(board):
    board.configure()
    board.open_room()
    board.start()
    board.order(REMIND)
    board.hear(board.expect("said"))
    board.order(TIMER)
    began = board.expect("done")["arrived"]
    board.hear(board.expect("said"))
    time.sleep(20)
    board.set_clock("2026-05-04T10:00")
    rings = board.expect("due", limit=90)
    length = rings["arrived"] - began
    check("timer" in rings["text"] and 59 <= length <= 61, f"{rings} after {length:.1f} s")
    board.order(STOP)
    board.set_clock("2026-05-05T06:59:50")
    rings = board.expect("due", limit=60)
    check("reminder" in rings["text"] and "2026-05-05T09:00:0" in rings["time"], f"not at nine: {rings}")
    board.order(STOP)
    board.expect_none("due", 10)
