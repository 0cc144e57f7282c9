# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices are asked for and switched in words and from the terminal, for a while and at a time of day; chips that come
back under other numbers are told apart; a line that the kernel holds, one that does not exist and a name that
many have are refused by name; settings that became stricter hold for what was on before."""
import re
import time

from board import check

LAMP, HEATER, DOOR, FAN, HELD = 2, 3, 4, 5, 6
START = "2026-05-04T07:50+00:00"  # ten to ten in Berlin
SETTINGS = '''
    devices = (
        {{ name = "desk lamp"; aliases = [ "lamp" ]; kind = "light"; pin = "rig:2"; at_start = "keep"; }},
        {{ name = "heater"; pin = "rig:3"; active_low = true; max_on = {max_on}; at_start = "keep"; }},
        {{ name = "door"; pin = "rig:4"; input = true; words = [ "closed", "open" ]; bias = "pull-down"; }},
        {{ name = "fan"; pin = "other:5"; }}{more}
    );'''
WRONG = ''',
        { name = "pump"; pin = "other:6"; },
        { name = "valve"; pin = "other:40"; },
        { name = "bell"; pin = "NC"; }'''


def configure(board, max_on=7200, more=""):
    board.configure(SETTINGS.format(max_on=max_on, more=more), audio='input = "null"; output = "null";')


def said(answer, words):
    check(not answer["failed"] and re.search(words, answer["said"]), f"{answer}")


def refused(board):
    """What cannot be had is told by name, and takes nothing else away."""
    configure(board, more=WRONG)
    board.start()
    listed = {d["name"]: d for d in board.call("devices")["devices"]}
    for name, words in ("pump", "'spi0 CS0'"), ("valve", "line 40"), ("bell", "NC"):
        check(words in str(listed[name]), f"does not say what is wrong: {listed[name]}")
        check(board.ask(f"turn on the {name}")["failed"], f"the {name} was switched")
    doctor = board.sahut("doctor", "--system", "--socket", "/run/sahut/control").stdout
    check("spi0 CS0" in doctor, f"sahut doctor: {doctor}")
    said(board.ask("turn on the lamp"), "on")
    board.stop()


def run(board):
    rig, other = board.chip("rig", 8), board.chip("other", 8, {1: "NC", 2: "NC"}, {HELD: "spi0 CS0"})
    rig.pull(HEATER, True)  # as the wiring of what switches on low wants it: let go is off
    refused(board)
    configure(board)
    board.start()

    # asked, toggled, undone, flashed
    check(rig.value(HEATER) == 1, "an active-low line does not rest high")
    said(board.ask("is the door open"), "^No|closed")
    rig.pull(DOOR, True)
    board.expect("edge", device="door", value=1)
    said(board.ask("is the door open"), "^Yes|is open")
    board.ask("toggle the lamp")
    was = rig.value(LAMP)
    said(board.ask("is the desk lamp on"), "^Yes|is on" if was else "^No|is off")
    board.ask("toggle the lamp")
    rig.expect(LAMP, 1 - was)
    board.ask("undo")
    rig.expect(LAMP, was)
    board.ask("turn off the lamp")
    rig.expect(LAMP, 0)
    board.ask("flash the lamp three times")
    lengths = rig.flashes(LAMP, 2.5)
    check(len(lengths) == 3 and all(abs(n - 400) <= 30 for n in lengths), f"not three flashes: {lengths}")

    # from the terminal
    done = board.sahut("devices", "set", "lamp", "on", "--socket", "/run/sahut/control")
    check(done.returncode == 0 and rig.value(LAMP) == 1, f"sahut devices set: {done}")
    done = board.sahut("devices", "--socket", "/run/sahut/control")
    check(done.returncode == 0 and "desk lamp" in done.stdout and "open" in done.stdout, f"sahut devices: {done}")

    # at a time of day, and for a while
    said(board.ask("turn on the fan at ten o'clock"), "ten")
    board.ask("turn on the heater for twenty minutes")
    began = rig.expect(HEATER, 0)
    other.expect(FAN, 1, limit=700)
    check(9 * 60 < time.monotonic() - began < 11 * 60, "the fan is not on at ten")
    ended = rig.expect(HEATER, 1, limit=700)
    check(1199 <= ended - began <= 1202, f"twenty minutes were {ended - began:.1f} s")

    # both chips come back, under other numbers
    before = rig.name, other.name
    rig.remove(), other.remove()
    board.expect("fault", text="^devices.*3 more", failed=True)
    time.sleep(1)
    check(board.ask("turn off the lamp")["failed"], "a lamp without a chip was switched")
    other.insert(), rig.insert()
    check(rig.name != before[0] and other.name != before[1], f"the chips kept their numbers: {before}")
    rig.pull(HEATER, True)
    board.expect("fault", text="^devices.*works again", limit=20)
    check(rig.value(LAMP) == 0, "the lamp was to be off when its chip returns")
    rig.expect(HEATER, 1)
    other.expect(FAN, 1)
    board.ask("turn on the lamp")
    rig.expect(LAMP, 1)
    check(other.value(LAMP) == 0, "the other chip's line moved")

    # what was promised holds over a clean end, unless the settings are stricter by then
    board.ask("turn on the heater for two minutes")
    began = rig.expect(HEATER, 0)
    board.stop()
    check(rig.value(HEATER) == 1, "the heater is on after a clean end")
    board.start()
    rig.expect(HEATER, 0)
    check(rig.value(LAMP) == 1, "the lamp was on before")
    ended = rig.expect(HEATER, 1, limit=130)
    check(118 <= ended - began <= 122, f"two minutes were {ended - began:.1f} s")
    board.ask("turn on the heater for five minutes")
    rig.expect(HEATER, 0)
    board.kill()
    check(rig.value(HEATER) == 1, "the heater is on after a crash, though its pull says off")
    configure(board, max_on=60)
    board.start()
    time.sleep(1)
    check(rig.value(HEATER) == 1, "the heater goes on for longer than it may now")

    board.ask("everything off")
    rig.expect(LAMP, 0)
    other.expect(FAN, 0)

    # only told
    board.stop()
    board.start("--dry-run")
    board.ask("turn on the lamp")
    time.sleep(1)
    check(rig.value(LAMP) == 0, "--dry-run switched the lamp")
