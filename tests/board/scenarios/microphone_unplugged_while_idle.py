# SPDX-License-Identifier: GPL-3.0-or-later
"""The microphone is pulled out while nobody speaks: it says so once, keeps its promise meanwhile, and
listens within a second of the card's return."""
from board import check

LAMP = "Hey computer, turn the desk lamp on for thirty seconds."
OFF = "Hey computer, turn the desk lamp on."
SAYS = [LAMP, OFF]


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    board.open_room()
    board.start()
    board.order(LAMP)
    up = chip.expect(17, 1)
    board.hear(board.expect("said"))
    board.microphone.unbind()
    fault = board.expect("fault", text="^microphone", failed=True)
    check("Mic" in fault["text"], f"does not name the card: {fault}")
    down = chip.expect(17, 0, limit=90)
    check(29 <= down - up <= 32, f"the lamp was on for {down - up:.1f} s")
    check(board.has("fault", failed=True) == 1, "the fault was told more than once")
    bound = board.microphone.bind()
    back = board.expect("fault", text="^microphone.*works again")
    check(back["arrived"] - bound <= 1, f"listens after {back['arrived'] - bound:.2f} s")
    board.order(OFF)
    chip.expect(17, 1)
