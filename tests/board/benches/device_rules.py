# SPDX-License-Identifier: GPL-3.0-or-later
"""Random lives of devices (tests/bench/device_rules.c) on the chips that the board's kernel simulates, all in one
process: orders, ends, restarts, crashes, power cuts, chips that go and come. Every life keeps the rules."""
import os
import subprocess

from board import check, CASE

LIMIT = 1500  # of the processor
FIRST, LIVES, AT_A_TIME = 1, 200, 100


def run(board):
    bad = 0
    with open(CASE + "/lives.log", "w", encoding="utf-8") as log:
        for seed in range(FIRST, FIRST + LIVES, AT_A_TIME):
            done = subprocess.run(["/usr/lib/board/device_rules", "--gpio-sim", "--seed", str(seed), "--count",
                                   str(min(AT_A_TIME, FIRST + LIVES - seed))], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False,
                                  env=dict(os.environ, SAHUT_DATADIR="/usr/share/sahut"))
            log.write(done.stdout)
            log.flush()
            bad += done.returncode != 0
            for line in done.stdout.splitlines() if done.returncode else []:
                board.figure(line)
    board.figure(f"seeds {FIRST} to {FIRST + LIVES - 1} on gpio-sim: the rules were "
                 f"{'broken' if bad else 'kept in every life'} (goal: kept)")
    check(bad == 0, f"rules were broken in {bad} of the runs; their seeds are above")
