# SPDX-License-Identifier: GPL-3.0-or-later
"""What the settings say of devices holds on real lines: a pulse, devices that are never on together, a longest time
on that survives a crash, states at the start and at the end, orders by kind and for later; a line that somebody
else holds is told with his name, and taken when he lets go."""
import subprocess
import time

from board import check, wait

LAMP, CEILING, UP, DOWN, GATE, HEATER, TAKEN = 2, 3, 4, 5, 6, 7, 8


def run(board):
    chip = board.chip("rig", 16, {3: "CEILING"})
    board.configure('''
        board = { profile = "virtual-board"; };
        devices = (
            { name = "desk lamp"; kind = "light"; pin = "header:2"; at_start = "keep"; at_end = "keep"; },
            { name = "ceiling"; kind = "light"; pin = "CEILING"; at_end = "on"; },
            { name = "blind up"; pin = "GPIO4"; not_with = [ "blind down" ]; },
            { name = "blind down"; pin = "rig:5"; active_low = true; },
            { name = "gate"; pin = "rig:6"; pulse = 700; },
            { name = "heater"; pin = "rig:7"; max_on = 120; at_start = "keep"; confirm = true; },
            { name = "pump"; pin = "rig:8"; }
        );''', audio='input = "null"; output = "null";')  # nothing is said, and nobody listens
    version = subprocess.run(["gpioset", "--version"], capture_output=True, text=True, check=True)
    how = ["--mode=signal"] if " v1." in version.stdout or " 1." in version.stdout else ["-c"]
    holder = subprocess.Popen(["gpioset", *how, chip.name, f"{TAKEN}=0"], stdin=subprocess.DEVNULL)
    wait(lambda: "gpioset" in subprocess.run(["gpioinfo", *(how if how == ["-c"] else []),
                                              chip.name], capture_output=True, text=True,
                                             check=False).stdout, "gpioset to hold the line")
    board.start()
    fault = board.call("status")["faults"].get("devices", "")
    check("'pump'" in fault and "is held by 'gpioset'" in fault, fault)
    check(board.ask("turn on the pump")["failed"], "a line that another holds was switched")
    holder.kill()
    holder.wait()
    check(not board.ask("turn on the pump")["failed"], "the pump is free and does not go on")
    chip.expect(TAKEN, 1)
    board.expect("fault", text="^devices.*works again")

    # by kind; active-low rests high
    check(chip.value(DOWN) == 1, "an active-low line does not rest high")
    board.ask("turn on all lights")
    chip.expect(LAMP, 1), chip.expect(CEILING, 1)

    # never together
    board.ask("turn on the blind up")
    chip.expect(UP, 1)
    board.ask("turn on the blind down")
    chip.expect(DOWN, 0)
    check(chip.value(UP) == 0, "the blind goes up and down")

    # a pulse
    board.ask("turn on the gate")
    up = chip.expect(GATE, 1)
    down = chip.expect(GATE, 0)
    check(0.6 <= down - up <= 0.9, f"a pulse of {down - up:.2f} s")

    # asked back, and no longer than it may
    check(chip.value(HEATER) == 0, "the heater is on")
    board.ask("turn on the heater")
    check(chip.value(HEATER) == 0, "the heater is on without a yes")
    board.ask("yes")
    began = chip.expect(HEATER, 1)
    time.sleep(20)
    board.kill()
    time.sleep(10)
    board.start()
    chip.expect(HEATER, 1)  # its end is known
    check(chip.value(LAMP) == 1, "the lamp was on before the crash")
    check(chip.value(CEILING) == 0, "the ceiling should be off at the start")
    ended = chip.expect(HEATER, 0, limit=150)
    check(118 <= ended - began <= 122, f"the heater was on for {ended - began:.1f} s")

    # its end passes while nobody runs: it does not come on again
    board.ask("turn on the heater")
    board.ask("yes")
    chip.expect(HEATER, 1)
    board.kill()
    time.sleep(150)
    board.start()
    time.sleep(1)
    check(chip.value(HEATER) == 0, "the heater is on though its time is over")
    check(board.has("edge", device="heater", value=1) == 0, "the heater was on at the start")

    # for later
    board.ask("turn on the blind up in one minute")
    check(chip.value(UP) == 0, "too early")
    chip.expect(UP, 1, limit=70)

    # everything off, and the end
    board.ask("everything off")
    for line in (LAMP, CEILING, UP):
        chip.expect(line, 0)
    check(chip.value(DOWN) == 1, "the blind goes down")
    board.ask("turn on the desk lamp")
    chip.expect(LAMP, 1)
    board.stop()
    edges = [(e["device"], e["value"]) for e in board.events.since(0) if e.get("event") == "edge"]
    check(edges[-1] == ("ceiling", 1), f"at the end: {edges[-3:]}")
