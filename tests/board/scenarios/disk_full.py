# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk is full: a promise that cannot be kept is not made, the one made before comes at its time, and
once there is room the next one is kept."""
import os

from board import STATE, check

FIRST = "Hey computer, set a timer for thirty seconds."
REMIND = "Hey computer, remind me to call the dentist tomorrow at nine."
STOP = "Hey computer, stop."
SAYS = [FIRST, REMIND, STOP]
DISK_MB = 24


def fill(path):
    with open(path, "wb", buffering=0) as f:
        for size in (1 << 20, 4096, 1):
            try:
                while f.write(b"x" * size) == size:
                    pass
            except OSError:
                pass
        os.fsync(f.fileno())


def run(board):
    board.set_clock("2026-05-04T10:00")
    board.configure()
    board.open_room()
    board.start()
    board.order(FIRST)
    began = board.expect("done")["arrived"]
    board.hear(board.expect("said"))
    fill(STATE + "/ballast")
    board.order(REMIND)
    refused = board.expect("said")
    check("not stored" in refused["text"], f"promised on a full disk: {refused}")
    board.hear(refused)
    check("full" in board.call("status")["faults"].get("storage", ""), "the status does not tell of the disk")
    rings = board.expect("due", limit=60)
    length = rings["arrived"] - began
    check("timer" in rings["text"] and 29 <= length <= 32, f"{rings} after {length:.1f} s")
    os.unlink(STATE + "/ballast")
    board.order(STOP)
    board.order(REMIND)
    board.expect("done", text="^reminder")
    check("storage" not in board.call("status")["faults"], "the disk is still said to be full")
    board.expect("said")
    board.stop()
    board.start()
    board.set_clock("2026-05-05T06:59:58")
    board.expect("due", text="reminder", limit=120)
