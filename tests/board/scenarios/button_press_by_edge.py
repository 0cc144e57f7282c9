# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons that bounce: talk, mute, stop and snooze each count once for each press; a knob turns the volume; the
light shows what goes on (listening, speaking, muted, broken); a chip that goes takes its buttons away, and they work
again when it returns."""
import time

from board import check

LAMP = "Turn the desk lamp on."
SAYS = [LAMP]
LIMIT = 1200  # the board plays and records all the time: idle time is not skipped
BUTTONS = {"talk": 1, "mute": 2, "stop": 3, "snooze": 4}
KNOB_A, KNOB_B, LIGHT, DOOR = 5, 6, 7, 8


def bounce(chip, line, up):
    """A contact on its way to `up`."""
    for level in (up, not up, up, not up, up):
        chip.pull(line, level)
        time.sleep(0.002)


def press(chip, line, seconds=0.15):
    bounce(chip, line, False)  # to ground
    time.sleep(seconds)
    bounce(chip, line, True)
    time.sleep(0.1)


def turn(chip, first, second):
    for line, up in ((first, False), (second, False), (first, True), (second, True)):
        chip.pull(line, up)
        time.sleep(0.03)  # the board counts time in steps of 10 ms


def volume(board):
    return board.call("status")["volume"]


def run(board):
    chip, other = board.chip("keys", 16), board.chip("rig")
    board.configure('''
        devices = (
            { name = "desk lamp"; pin = "rig:17"; },
            { name = "door"; pin = "keys:8"; input = true; words = [ "closed", "open" ]; bias = "pull-down"; }
        );
        buttons = (
            { does = "talk"; pin = "keys:1"; }, { does = "mute"; pin = "keys:2"; },
            { does = "stop"; pin = "keys:3"; }, { does = "snooze"; pin = "keys:4"; }
        );
        knob = { a = "keys:5"; b = "keys:6"; step = 5; };
        light = { pin = "keys:7"; };
        alarms = { snooze = 60; };''')
    board.open_room()
    board.start()

    # talk: an order without the wake phrase, and the light is on meanwhile
    check(chip.value(LIGHT) == 0, "the light is on with nothing to show")
    press(chip, BUTTONS["talk"])
    board.expect("status", text="^button talk$")
    chip.expect(LIGHT, 1)
    board.room.say(LAMP)
    other.expect(17, 1)
    blinks = chip.flashes(LIGHT, 2)
    check(any(abs(n - 250) <= 30 for n in blinks), f"the light does not blink while it speaks: {blinks}")
    board.hear(board.expect("said"))
    chip.expect(LIGHT, 0)

    # mute: one press closes the microphone, the next one opens it
    press(chip, BUTTONS["mute"])
    board.expect("status", text="^muted$")
    blinks = chip.flashes(LIGHT, 8.2)
    check(len(blinks) in (2, 3) and max(blinks) <= 90, f"not a flash every four seconds: {blinks}")
    press(chip, BUTTONS["mute"])
    board.expect("status", text="^not muted$")
    check(board.has("status", text="^button mute$") == 2, "a press counted twice")

    # stop, while a timer rings
    board.ask("set a timer for thirty seconds")
    board.expect("due", text="^timer.*rings")
    press(chip, BUTTONS["stop"])
    board.expect("done", text="acknowledged")

    # snooze, while an alarm rings
    board.ask("wake me in two minutes")
    board.expect("due", text="^alarm.*rings", limit=180)
    press(chip, BUTTONS["snooze"])
    board.expect("done", text="snoozed|again")
    board.expect("due", text="^alarm.*rings", limit=90)
    press(chip, BUTTONS["stop"])
    board.expect("done", text="acknowledged")

    # the knob, both ways
    before = volume(board)
    turn(chip, KNOB_A, KNOB_B)
    turn(chip, KNOB_A, KNOB_B)
    time.sleep(0.2)
    check(volume(board) == min(100, before + 10), f"volume {before}, then {volume(board)}")
    before = volume(board)
    turn(chip, KNOB_B, KNOB_A)
    time.sleep(0.2)
    check(volume(board) == before - 5, f"volume {before}, then {volume(board)}")

    # an input is what it is
    door = [d for d in board.call("devices")["devices"] if d["name"] == "door"][0]
    check(door["input"] and door["state"] == "closed", f"{door}")
    bounce(chip, DOOR, True)
    board.expect("edge", device="door", value=1)
    door = [d for d in board.call("devices")["devices"] if d["name"] == "door"][0]
    check(door["state"] == "open", f"{door}")
    check(board.has("edge", device="door") == 1, "the door opened more than once")

    # another chip goes: something is broken
    other.remove()
    board.expect("fault", text="^devices.*rig", failed=True)
    blinks = chip.flashes(LIGHT, 8.4)
    check(len(blinks) in (4, 5, 6) and max(blinks) <= 90, f"not two flashes every four seconds: {blinks}")
    other.insert()
    board.expect("fault", text="^devices.*works again")

    # the chip goes and comes, and the buttons with it
    chip.remove()
    board.expect("fault", text="^devices.*keys", failed=True)
    chip.insert()
    board.expect("fault", text="^devices.*works again")
    press(chip, BUTTONS["mute"])
    board.expect("status", text="^muted$")
    press(chip, BUTTONS["mute"])
    board.expect("status", text="^not muted$")
    check(board.has("status", text="^button mute$") == 4, "not each press counted once")
