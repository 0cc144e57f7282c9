# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred faults in one run: the microphone's card unbound and bound, the daemon stopped until the
card's buffer runs over, the machine put to sleep, a microphone of zeros. For each: told once, and how
long after the fault's end the daemon works again. Reminders come due all the while."""
import re
import signal
import time

from board import check, read

LIMIT = 1800
FAULTS = 200
EVERY_MIN = 3  # between two reminders
WAKE = "Hey computer, turn the desk lamp on for two minutes."
SAYS = [WAKE]


def fault_and_return(board, begin, end):
    """A fault that is reported; seconds from its end to "works again"."""
    before = len(board.events.objects)
    begin()
    board.expect("fault", text="^microphone", failed=True, limit=30)
    ended = end() or time.monotonic()
    back = board.expect("fault", text="^microphone.*works again", limit=30)
    time.sleep(0.5)
    check(len(told(board, before)) == 2, f"told more than once: {told(board, before)}")
    check(back["arrived"] >= ended, f"it worked before the fault ended: {back}, {ended}")
    return back["arrived"] - ended


def told(board, before):
    return [e for e in board.events.since(before) if e["event"] == "fault"]


def unplugged(board):
    def away():
        board.microphone.unbind()
        time.sleep(0.5)
    return fault_and_return(board, away, board.microphone.bind)


def ground(board, what):
    """When the microphone's card begins to give it: the room has written ahead."""
    board.room.send(what)
    return board.room.expect("ground")["at"]


def zeros(board):
    return fault_and_return(board, lambda: ground(board, "zeros"), lambda: ground(board, "noise"))


def overruns(board):
    return len(re.findall("sound was lost", read(board.log.name)))


def stalled(board):
    before = overruns(board)
    board.daemon.send_signal(signal.SIGSTOP)
    time.sleep(3)
    board.daemon.send_signal(signal.SIGCONT)
    ended = time.monotonic()
    while overruns(board) == before:
        check(time.monotonic() - ended < 10, "an overrun was not told")
        time.sleep(0.01)
    took = time.monotonic() - ended
    time.sleep(0.5)
    check(overruns(board) == before + 1, "an overrun was told twice")
    return took


def suspended(board):
    """Silent if nothing was lost that could be reported; the sound must go on either way."""
    before = len(board.events.objects)
    board.suspend(2)
    woken = time.monotonic()
    time.sleep(1)
    if not told(board, before):
        return 0.0
    board.expect("fault", failed=True)
    back = board.expect("fault", text="works again")
    check(len(told(board, before)) == 2, f"suspended: {told(board, before)}")
    return back["arrived"] - woken


KINDS = {"unplugged": unplugged, "stalled": stalled, "suspended": suspended, "zeros": zeros}


def hears(board):
    """It really listens: an order is heard and carried out. What rings is answered before, or it speaks meanwhile."""
    board.ask("stop")
    board.order(WAKE)
    board.expect("edge", device="desk lamp", value=1)


def run(board):
    board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    board.open_room()
    board.start()
    time.sleep(2)
    began, reminders = time.time(), 0
    took = {kind: [] for kind in KINDS}
    for i in range(FAULTS):
        if time.time() > began + reminders * EVERY_MIN * 60:
            reminders += 1
            board.ask("remind me to water the plants in two minutes")
        kind = list(KINDS)[i % len(KINDS)]
        took[kind].append(KINDS[kind](board))
        if i % 20 == 19:
            hears(board)
    board.alive()
    time.sleep(180)
    due = board.has("done", text=r"^reminder \d+ rings, 1 of|^reminder \d+ due")
    rings = {re.search(r"reminder (\d+) rings, 1 ", e["text"])[1]
             for e in board.events.since(0)
             if e["event"] == "due" and re.search(r"reminder \d+ rings, 1 ", e["text"])}
    for kind, seconds in took.items():
        seconds.sort()
        board.figure(f"{kind:10} {len(seconds):3} faults, back after {seconds[len(seconds) // 2]:.3f} s"
                     f" (median), {seconds[-1]:.3f} s (longest)")
    board.figure(f"promises: {reminders} made, {len(rings)} kept")
    longest = max(s for seconds in took.values() for s in seconds)
    check(len(rings) == reminders, f"{reminders} reminders, {len(rings)} rang; {due}")
    check(longest <= 1, f"a return took {longest:.2f} s")
