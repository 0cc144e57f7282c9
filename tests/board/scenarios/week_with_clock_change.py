# SPDX-License-Identifier: GPL-3.0-or-later
"""A week over the end of winter time: two reminders a day, one of them at half past two, which the
change skips (it comes at half past three), each exactly once and at its time of day."""
import re
from datetime import datetime, timedelta

from board import check

START = "2026-03-27T11:00+00:00"  # a Friday noon in Berlin; the change is on Sunday at two
DAYS = 7
LONG = True


def expected():
    day = datetime(2026, 3, 27)
    for _ in range(DAYS):
        day += timedelta(days=1)
        night = "03:30" if day.day == 29 else "02:30"
        yield f"{day:%Y-%m-%d}T{night}:0"
        yield f"{day:%Y-%m-%d}T07:00:0"


def run(board):
    board.configure(audio='input = "null"; output = "null";')
    board.start()
    for at in expected():
        if "T07" not in at:
            board.ask("remind me to drink some water tomorrow at two thirty a m")
            board.ask("remind me to get up tomorrow at seven a m")
        rings = board.expect("due", limit=26 * 3600)
        check(at in rings["time"] and re.search("reminder .* 1 of", rings["text"]),
              f"not at {at}: {rings}")
        board.call("stop")
    board.expect_none("due", 12 * 3600)
