# SPDX-License-Identifier: GPL-3.0-or-later
"""The loudspeaker is pulled out in the middle of an answer: the daemon goes on, and what is said after
its return is heard."""
import time

from board import check

LAMP = "Hey computer, turn the desk lamp on for thirty seconds."
SAYS = [LAMP]


def run(board):
    chip = board.chip()
    board.configure('''
        devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );
        voice = { earcons = false; };''')
    room = board.open_room()
    board.start()
    board.order(LAMP)
    room.expect("sound")
    time.sleep(0.5)
    board.loudspeaker.unbind()
    board.expect("fault", text="^loudspeaker", failed=True)
    chip.expect(17, 1)
    chip.expect(17, 0, limit=90)
    bound = board.loudspeaker.bind()
    room.expect("loudspeaker", state="open")
    back = board.expect("fault", text="^loudspeaker.*works again")
    check(back["arrived"] - bound <= 1, f"speaks after {back['arrived'] - bound:.2f} s")
    check(board.has("fault", failed=True) == 1, "the fault was told more than once")
    board.order(LAMP)
    board.hear(board.expect("said", text="desk lamp"))
