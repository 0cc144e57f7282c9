# SPDX-License-Identifier: GPL-3.0-or-later
"""A GPIO chip goes away while a lamp on it is on, and comes back: both are told once, the lamp is on again
within a second, and goes off when it should have."""
import time

from board import check

LAMP = "Hey computer, turn the desk lamp on for forty seconds."
SAYS = [LAMP]


def run(board):
    chip, other = board.chip("rig"), board.chip("other", 8)
    board.configure('''devices = (
            { name = "desk lamp"; chip = "rig"; line = 17; },
            { name = "fan"; chip = "other"; line = 3; active_low = true; } );''')
    board.open_room()
    board.start()
    board.order(LAMP)
    up = chip.expect(17, 1)
    board.hear(board.expect("said"))
    chip.remove()
    gone = board.expect("fault", text="^devices", failed=True)
    check("rig" in gone["text"] or "desk lamp" in gone["text"], f"does not name it: {gone}")
    time.sleep(20)
    check(board.has("fault", failed=True) == 1, "the fault was told more than once")
    chip.insert()
    inserted = time.monotonic()
    chip.expect(17, 1)
    check(time.monotonic() - inserted <= 1, f"on after {time.monotonic() - inserted:.2f} s")
    board.expect("fault", text="^devices.*works again")
    down = chip.expect(17, 0, limit=90)
    check(39 <= down - up <= 42, f"was on for {down - up:.1f} s")
    check(other.value(3) == 1, "the other chip's line moved")
