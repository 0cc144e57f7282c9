# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine sleeps for half an hour over a timer's end: the timer rings when it wakes and says that it is
late, and the microphone is heard again at once."""
from board import check

TIMER = "Hey computer, set a timer for ten minutes."
STOP = "Hey computer, stop."
TIME = "Hey computer, what time is it?"
SAYS = [TIMER, STOP, TIME]


def run(board):
    board.configure()
    board.open_room()
    board.start()
    board.order(TIMER)
    board.hear(board.expect("said"))
    board.suspend(1800)
    rings = board.expect("due", limit=5)
    check("timer" in rings["text"], f"not the timer: {rings}")
    late = board.expect("said")
    check("twenty minutes" in late["text"], f"does not say how late it is: {late}")
    board.hear(late)
    board.order(STOP)
    board.order(TIME)
    said = board.expect("said", text="twelve thirty|half past twelve|twelve.*thirty")
    board.hear(said)
    board.expect_none("due", 20)
