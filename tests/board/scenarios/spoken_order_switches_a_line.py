# SPDX-License-Identifier: GPL-3.0-or-later
"""A spoken order raises a line, the answer comes out of the loudspeaker, and the line falls again
after the time that was said; an active-low line rests high."""
from board import check

LAMP = "Hey computer, turn the desk lamp on for thirty seconds."
SAYS = [LAMP]


def run(board):
    chip = board.chip("rig", 32)
    board.configure('''
        devices = (
            { name = "desk lamp"; room = "office"; chip = "rig"; line = 17; },
            { name = "fan"; room = "office"; chip = "rig"; line = 27; active_low = true; }
        );''')
    board.open_room()
    board.start()
    chip.expect(17, 0)
    chip.expect(27, 1)
    heard = board.order(LAMP)
    check(heard["intent"] == "device.on", f"understood {heard}")
    up = chip.expect(17, 1)
    board.hear(board.expect("said"))
    down = chip.expect(17, 0, limit=90)
    check(29 <= down - up <= 32, f"was on for {down - up:.1f} s")
    check(chip.value(27) == 1, "the other line moved")
