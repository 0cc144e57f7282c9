# SPDX-License-Identifier: GPL-3.0-or-later
"""While music plays, quietly (36 dB below the voice), the wake phrase, the default one, is heard and the order
carried out; the music alone wakes nobody."""
from board import check

LAMP = "Smart mirror, turn the desk lamp on."
SAYS = [LAMP]


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );',
                    phrase="smart mirror")
    room = board.open_room()
    room.music(-24)
    board.start()
    board.expect_none("wake", 20)
    heard = board.order(LAMP)
    check(heard["intent"] == "device.on", f"understood {heard}")
    chip.expect(17, 1)
    board.hear(board.expect("said"))
