# SPDX-License-Identifier: GPL-3.0-or-later
"""A board without a clock of its own starts in the past, and its clock is set years forward while a timer runs and
a reminder waits: the timer keeps its length, the reminder is told as missed, each once."""
import time

from board import check

TIMER = "Hey computer, set a timer for two minutes."
REMIND = "Hey computer, remind me to call the dentist tomorrow at nine."
STOP = "Hey computer, stop."
SAYS = [TIMER, REMIND, STOP]
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
    time.sleep(30)
    board.set_clock("2026-05-04T10:00+00:00")
    missed = board.expect("due", limit=10)
    check("reminder" in missed["text"], f"not the reminder: {missed}")
    board.expect("said", text="dentist")
    board.order(STOP)
    rings = board.expect("due", limit=180)
    length = rings["arrived"] - began
    check("timer" in rings["text"] and 119 <= length <= 121, f"{rings} after {length:.1f} s")
    board.order(STOP)
    board.expect_none("due", 20)
