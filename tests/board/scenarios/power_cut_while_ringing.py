# SPDX-License-Identifier: GPL-3.0-or-later
"""The power goes while a reminder rings: it rings again after the boot and says that it is late. Once it has been
answered it never rings again, even if the power goes at the answer."""
from board import check

REMIND = "Hey computer, remind me to call the dentist tomorrow at nine."
STOP = "Hey computer, stop."
SAYS = [REMIND, STOP]
DISK_MB = 64


def rings(board):
    board.set_clock("2026-05-04T10:00")
    board.configure()
    room = board.open_room()
    board.start()
    board.order(REMIND)
    board.hear(board.expect("said"))
    board.set_clock("2026-05-05T06:59:58")
    board.expect("due", limit=30)
    room.expect("sound")
    board.cut_power()


def rings_again(board):
    board.set_clock("2026-05-05T07:20")
    board.configure()
    board.open_room()
    board.start(ready=False)
    again = board.expect("due", limit=10)
    check("reminder" in again["text"], f"not the reminder: {again}")
    late = board.expect("said")
    check("due twenty minutes ago" in late["text"], f"does not say that it is late: {late}")
    board.hear(late)
    board.expect("status", text="^listening$")
    board.order(STOP)
    board.expect("done")
    board.cut_power()


def rings_no_more(board):
    board.set_clock("2026-05-05T07:40")
    board.configure()
    board.start()
    board.expect_none("due", 10)


BOOTS = [rings, rings_again, rings_no_more]
