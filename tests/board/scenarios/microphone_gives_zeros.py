# SPDX-License-Identifier: GPL-3.0-or-later
"""A microphone that gives only zeros, one constant, or full scale is noticed, told once, and taken back:
within a second, clipping when ten seconds were without."""
import time

from board import check

LAMP = "Hey computer, turn the desk lamp on."
SAYS = [LAMP]


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    room = board.open_room()
    board.start()
    time.sleep(3)
    # How much of ten seconds is at full scale tells clipping; the others are over with one sample.
    for n, (ground, longest) in enumerate((("zeros", 1), ("constant", 1), ("clipping", 12)), 1):
        room.send(ground)
        board.expect("fault", text="^microphone", failed=True, limit=30)
        time.sleep(8)
        check(board.has("fault", failed=True) == n, f"{ground} was told more than once")
        room.send("noise")
        mended = time.monotonic()
        back = board.expect("fault", text="^microphone.*works again")
        check(back["arrived"] - mended <= longest, f"{ground}: {back['arrived'] - mended:.2f} s")
    board.order(LAMP)
    chip.expect(17, 1)
