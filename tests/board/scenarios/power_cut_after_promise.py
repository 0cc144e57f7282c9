# SPDX-License-Identifier: GPL-3.0-or-later
"""The power goes at the first sound of "I'll remind you": the reminder is on the disk and comes after the boot,
at its time, once."""
import os

from board import STATE, check

REMIND = "Hey computer, remind me to call the dentist tomorrow at nine."
STOP = "Hey computer, stop."
SAYS = [REMIND, STOP]
DISK_MB = 64


def promise(board):
    board.set_clock("2026-05-04T10:00")
    board.configure()
    room = board.open_room()
    board.start()
    board.order(REMIND)
    room.expect("sound")
    with open(STATE + "/not-flushed", "w", encoding="ascii") as f:
        f.write("gone\n")
    board.cut_power()


def fires(board):
    check(not os.path.exists(STATE + "/not-flushed"), "the cut took nothing: it was none")
    board.set_clock("2026-05-05T06:59:40")
    board.configure()
    board.open_room()
    board.start()
    rings = board.expect("due", limit=60)
    check("reminder" in rings["text"], f"not the reminder: {rings}")
    check("2026-05-05T09:00:0" in rings["time"], f"not at nine: {rings}")
    board.hear(board.expect("said"))
    board.order(STOP)
    board.expect_none("due", 5)


BOOTS = [promise, fires]
