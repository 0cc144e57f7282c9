# SPDX-License-Identifier: GPL-3.0-or-later
"""Random lives of devices (tests/bench/device_rules.c) on the chips that the board's kernel simulates: orders, ends,
restarts, crashes, power cuts, chips that go and come. Every life keeps the rules. Which lives, --seeds says; 1-10000
otherwise. The board starts anew twenty times: 6.1 remembers chips that went, and a thousand lives later costs twice as
much."""
import os
import subprocess

from board import check, CASE

LIMIT = 1200  # of the processor, for one boot
PARTS = 20
PROGRAM = "/usr/lib/board/device_rules"


def part(board, n):
    first, last = map(int, (os.environ.get("board_seeds") or "1-10000").split("-"))
    begin, end = (first + (last + 1 - first) * i // PARTS for i in (n, n + 1))
    if begin < end:
        live(board, begin, end - begin)
    if n + 1 < PARTS:
        board.cut_power()
    board.figure(f"seeds {first} to {last} on gpio-sim: the rules were kept in every life (goal: kept)")


def live(board, first, count):
    subprocess.run(["mount", "-n", "-t", "debugfs", "none", "/sys/kernel/debug"], check=False)
    done = subprocess.run([PROGRAM, "--gpio-sim", "--seed", str(first), "--count", str(count)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          env=dict(os.environ, SAHUT_DATADIR="/usr/share/sahut"))
    with open(CASE + "/lives.log", "a", encoding="utf-8") as log:
        log.write(done.stdout)
    for line in done.stdout.splitlines() if done.returncode else []:
        board.figure(line)
    check(done.returncode == 0, "rules were broken; the seeds are above")


BOOTS = [lambda board, n=n: part(board, n) for n in range(PARTS)]
