# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock is set forward and back by an hour with a timer and a reminder pending: the timer keeps its
length, the reminder its time of day."""
import time

from board import check

TIMER = "Hey computer, set a timer for one minute."
REMIND = "Hey computer, remind me to call the dentist at three in the afternoon."
STOP = "Hey computer, stop."
SAYS = [TIMER, REMIND, STOP]
START = "2026-05-04T08:00+00:00"  # ten in Berlin


def run(board):
    board.configure()
    board.open_room()
    board.start()
    board.order(REMIND)
    board.hear(board.expect("said"))
    board.order(TIMER)
    began = board.expect("done")["arrived"]
    board.hear(board.expect("said"))
    time.sleep(10)
    board.set_clock("2026-05-04T09:02+00:00")
    time.sleep(10)
    board.set_clock("2026-05-04T08:03+00:00")
    time.sleep(10)
    board.set_clock("2026-05-04T09:04+00:00")
    rings = board.expect("due", limit=90)
    length = rings["arrived"] - began
    check("timer" in rings["text"] and 59 <= length <= 61, f"{rings} after {length:.1f} s")
    board.order(STOP)
    board.set_clock("2026-05-04T12:59:50+00:00")
    rings = board.expect("due", limit=120)
    check("reminder" in rings["text"], f"not the reminder: {rings}")
    check("T15:00:0" in rings["time"], f"not at three: {rings}")
    board.order(STOP)
    board.expect_none("due", 10)
