# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk's own writes are logged below the file system (dm-log-writes) while a day of promises goes by. At cuts
all over the log the disk is made anew: what was flushed, and a random part in random order of what was not.
Each time the file system mounts, the database is whole, nothing that was confirmed is lost, and nothing
that was answered is open again."""
import os
import random
import shutil
import sqlite3
import subprocess

from board import CONTROL, STATE, check, wait
from logged_disk import LoggedDisk

SEED = 20260504
CUTS = 60  # of some 80
OPEN = (0, 1, 5)  # pending, ringing, paused: enum sahut_promise_state
DISKS = "/tmp/disks"
DAY = ("remind me to call the dentist tomorrow at nine", "wake me every day at seven in the morning",
       "set a timer for two minutes", None, "stop", "set a tea timer for ten minutes", "pause the tea timer",
       "cancel the dentist one", "remind me to water the plants in one minute", None, "snooze ten minutes",
       "undo", "move my alarm to half past six", "cancel the tea timer")


def states(file):
    """The state of each promise."""
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return dict(db.execute("SELECT id, state FROM promise"))
    finally:
        db.close()


def live(board, disk, seen):
    board.configure(audio='input = "null"; output = "null";')
    board.start(ready=False)
    wait(lambda: os.path.exists(CONTROL), "the control socket")
    for said in DAY:
        if said:
            board.ask(said)
        else:
            board.expect("due", limit=180)
        disk.mark(str(len(seen)))
        seen.append(states(STATE + "/sahut.db"))
    board.stop()
    subprocess.run(["umount", STATE], check=True)
    disk.end()


def found(file):
    """Is it whole, and the state of each promise."""
    db = sqlite3.connect(file)
    try:
        return db.execute("PRAGMA integrity_check").fetchone()[0], dict(db.execute("SELECT id, state FROM promise"))
    finally:
        db.close()


def look(image, mark, seen):
    """Mounts what the cut left; what is wrong with it."""
    with open(DISKS + "/left", "wb") as f:
        f.write(image)
    folder = DISKS + "/mounted"
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["mount", "-n", "-o", "loop", "-t", "ext4", DISKS + "/left", folder], check=True)
    try:
        if mark is None:
            return None
        try:
            whole, left = found(folder + "/sahut.db")
        except sqlite3.Error as error:
            return str(error)
        if whole != "ok":
            return whole
        before, after = seen[mark], seen[min(mark + 1, len(seen) - 1)]
        for number, state in before.items():
            may = {state, after[number]} | ({0, 1} if state in (0, 1) else set())
            if left.get(number) not in may:
                return f"promise {number} was {state}, then {after[number]}, and is {left.get(number)}"
        return None
    finally:
        subprocess.run(["umount", folder], check=True)


def run(board):
    os.makedirs(DISKS)
    disk, seen = LoggedDisk(DISKS, 12, 96), []
    disk.mount(STATE)
    shutil.chown(STATE, "sahut", "sahut")
    live(board, disk, seen)
    check(any(s in OPEN for s in seen[-1].values()) and any(s not in OPEN for s in seen[-1].values()),
          f"the day left nothing to look at: {seen[-1]}")
    chance = random.Random(SEED)
    points = disk.points()
    wanted = set(chance.sample(range(points), min(CUTS, points)))
    wrong = []
    for n, image, mark in disk.remains(chance, wanted.__contains__):
        if (what := look(image, int(mark) if mark else None, seen)):
            wrong.append(f"point {n} after mark {mark}: {what}")
    board.figure(f"{len(wanted)} cuts of {points}, seed {SEED}: {len(wrong)} wrong")
    check(not wrong, wrong[:3])
