# SPDX-License-Identifier: GPL-3.0-or-later
"""drive.py SCENARIO BOOT: runs one scenario inside a virtual board, tells the host how it ended on the
console, and switches the board off."""
import ctypes
import json
import os
import sys

sys.path[:0] = ["/board/guest", "/board/source"]
import board as rig  # noqa: E402  (after the path)


def tell(**what):
    sys.stdout.write("\n@@ " + json.dumps(what) + "\n")
    sys.stdout.flush()


def main(name, boot):
    board = None
    try:
        scenario = __import__(name)
        board = rig.Board(boot, getattr(scenario, "DISK_MB", 0),
                          getattr(scenario, "CLOCK_TRUSTED", True))
        boots = getattr(scenario, "BOOTS", None) or [scenario.run]
        boots[boot](board)
        board.finish()
        tell(result="passed")
    except rig.PowerCut:
        tell(result="cut")
        board.forever()
    except Exception as error:
        import traceback  # seldom
        tell(result="failed", why=f"{type(error).__name__}: {error}",
             where=traceback.format_exc(limit=-6), tail=board.tail() if board else "")


try:
    main(sys.argv[1], int(sys.argv[2]))
finally:
    sys.stdout.flush()
    os.sync()
    ctypes.CDLL(None).reboot(0x4321FEDC)  # RB_POWER_OFF
