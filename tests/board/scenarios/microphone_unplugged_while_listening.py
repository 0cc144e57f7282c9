# SPDX-License-Identifier: GPL-3.0-or-later
"""The microphone is pulled out in the middle of an order: half an order is not carried out, and the next one is."""
import time

from board import check

LAMP = "Hey computer, turn the desk lamp on for two minutes."
SAYS = [LAMP]


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    room = board.open_room()
    board.start()
    room.say(LAMP)
    time.sleep(1.5)
    board.microphone.unbind()
    board.expect("fault", text="^microphone", failed=True)
    time.sleep(5)
    check(chip.value(17) == 0, "half an order was carried out")
    bound = board.microphone.bind()
    back = board.expect("fault", text="^microphone.*works again")
    check(back["arrived"] - bound <= 1, f"listens after {back['arrived'] - bound:.2f} s")
    check(board.has("fault", failed=True) == 1, "the fault was told more than once")
    time.sleep(5)  # what was left of the recording has been played to nobody
    check(chip.value(17) == 0, "the rest of an order was carried out")
    board.order(LAMP)
    chip.expect(17, 1)
    board.hear(board.expect("said"))
