# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon is stopped for five seconds, so that the microphone's buffer runs over: it is told in the
log, and the next order is heard. A card that went on is no fault."""
import signal
import time

from board import check

LAMP = "Hey computer, turn the desk lamp on."
SAYS = [LAMP]


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    board.open_room()
    board.start()
    time.sleep(2)
    for _ in range(3):
        board.daemon.send_signal(signal.SIGSTOP)
        time.sleep(5)
        board.daemon.send_signal(signal.SIGCONT)
        time.sleep(2)
    check(board.has("fault") == 0, "an overrun is no fault")
    check(board.tail().count("sound was lost") == 3, "each overrun is told once in the log")
    board.order(LAMP)
    chip.expect(17, 1)
    board.hear(board.expect("said"))
