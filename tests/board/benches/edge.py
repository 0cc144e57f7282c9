# SPDX-License-Identifier: GPL-3.0-or-later
"""From an order to the edge of the line, beside gpioset in the same run: the order through the control
socket of the daemon that runs (text, understanding, storing, switching), gpioset from its start on."""
import os
import signal
import subprocess
import threading
import time

from board import check

TRAVEL = False
TIMES = 40
LINE, OTHER = 17, 5


class Edges(threading.Thread):
    """When a line has reached a level, looked at every half millisecond."""

    def __init__(self, chip, offset):
        super().__init__(daemon=True)
        self.fd = os.open(f"{chip.world}/sim_gpio{offset}/value", os.O_RDONLY)

    def until(self, value):
        wanted = str(value).encode()
        while os.pread(self.fd, 1, 0) != wanted:
            time.sleep(0.0005)
        return time.monotonic()


def gpioset(chip, value, edges):
    version = subprocess.run(["gpioset", "--version"], capture_output=True, text=True, check=True)
    new = " v2" in version.stdout or "2." in version.stdout.splitlines()[0]
    command = ["gpioset", "-c", chip.name, f"{OTHER}={value}"] if new else \
        ["gpioset", "--mode=signal", chip.name, f"{OTHER}={value}"]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    took = edges.until(value) - began
    process.send_signal(signal.SIGTERM)
    process.wait()
    return took


def order(board, value, edges):
    began = time.monotonic()
    answer = threading.Thread(target=board.ask, args=[f"turn the desk lamp {'on' if value else 'off'}"])
    answer.start()
    took = edges.until(value) - began
    answer.join()
    return took


def middle(values):
    return sorted(values)[len(values) // 2] * 1000


def run(board):
    chip = board.chip()
    board.configure('''
        devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );
        voice = { earcons = false; };''')
    board.open_room()
    board.start()
    ours, theirs = Edges(chip, LINE), Edges(chip, OTHER)
    sahut, tool = [], []
    for i in range(TIMES):
        tool.append(gpioset(chip, 1, theirs))
        theirs.until(0) if chip.value(OTHER) == 0 else None
        sahut.append(order(board, (i + 1) % 2, ours))
        board.call("stop")
        time.sleep(0.2)
        if chip.value(OTHER):
            tool.append(gpioset(chip, 0, theirs))
    board.figure(f"order to edge {middle(sahut):.1f} ms, longest {max(sahut) * 1000:.1f} ms; "
                 f"gpioset {middle(tool):.1f} ms; medians of {len(sahut)} and {len(tool)}")
    check(middle(sahut) - middle(tool) <= 20, "more than 20 ms above gpioset")
