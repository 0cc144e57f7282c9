# SPDX-License-Identifier: GPL-3.0-or-later
"""Random lives of devices (tests/bench/device_rules.c) on the chips that the board's kernel simulates, all in one
process: orders, ends, restarts, crashes, power cuts, chips that go and come. Every life keeps the rules. Which
lives, --seeds says; 1-200 otherwise."""
import os
import subprocess

from board import check, CASE

LIMIT = 7200  # of the processor
AT_A_TIME = 250
PROGRAM = "/usr/lib/board/device_rules"


def live(first, count):
    """True if the rules were kept; and what was said."""
    done = subprocess.run([PROGRAM, "--gpio-sim", "--seed", str(first), "--count", str(count)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          env=dict(os.environ, SAHUT_DATADIR="/usr/share/sahut"))
    return done.returncode == 0, done.stdout


def run(board):
    first, last = map(int, (os.environ.get("board_seeds") or "1-200").split("-"))
    subprocess.run(["mount", "-n", "-t", "debugfs", "none", "/sys/kernel/debug"], check=False)
    bad = 0
    with open(CASE + "/lives.log", "w", encoding="utf-8") as log:
        for seed in range(first, last + 1, AT_A_TIME):
            good, said = live(seed, min(AT_A_TIME, last + 1 - seed))
            log.write(said)
            log.flush()
            bad += not good
            for line in said.splitlines() if not good else []:
                board.figure(line)
    board.figure(f"seeds {first} to {last} on gpio-sim: the rules were "
                 f"{'broken' if bad else 'kept in every life'} (goal: kept)")
    check(bad == 0, f"rules were broken in {bad} of the runs; their seeds are above")
