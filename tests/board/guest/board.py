# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario can do with the virtual board it runs on. All of it is done from outside the daemon:
through its sound cards, its lines, its clock, its control socket and its signals.

Waiting is for a condition; the limits are only there for what never comes. They are seconds of the
board's own clock, which skips idle time unless the scenario sets TRAVEL = False.

Imported on the host too, for the names alone: nothing happens while importing. Each module that is
imported costs every board, so it is done with few."""
import array
import binascii
import ctypes
import grp
import json
import os
import pwd
import re
import shlex
import signal
import socket
import subprocess
import threading
import time
import wave
from datetime import datetime, timezone

CASE = "/board/case"
SPEECH = "/board/speech"
SIM = "/sys/kernel/config/gpio-sim"
CONFIG = "/etc/sahut/sahut.conf"
STATE = "/var/lib/sahut"
UNIT = "/usr/lib/systemd/system/sahut.service"
CONTROL = "/run/sahut/control"
LIMIT = 60
CARDS = 'input = "plughw:CARD=Mic,DEV=1"; output = "plughw:CARD=Speaker,DEV=0";'
# Of an event, when a failure is told
KEPT = ("event", "time", "text", "device", "value", "failed", "room", "state", "file", "seconds")


class Failed(Exception):
    pass


class PowerCut(Exception):
    """Raised by Board.cut_power: the host ends the machine now, with everything that runs."""


def speech_file(text):
    """The name of the recording of `text`, made by the host before the board starts."""
    return f"{binascii.crc32(text.encode()):08x}.wav"


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read().strip()


def wait(condition, what, limit=LIMIT, every=None):
    """Until condition() is true; returns what it returned. Looks every 10 ms, after two seconds every
    100 ms: to look costs the board more than to wait."""
    began = time.monotonic()
    while True:
        value = condition()
        if value:
            return value
        waited = time.monotonic() - began
        if waited > limit:
            raise Failed(f"{what}: not within {limit} s")
        time.sleep(every or (0.01 if waited < 2 else 0.1))


class Chip:
    """A simulated GPIO chip: so many lines, names of some, and what in the kernel holds some."""

    def __init__(self, label, lines, names=None, held=None):
        self.label, self.n, self.names, self.held = label, lines, names or {}, held or {}
        self.folder = f"{SIM}/{label}"
        self.values = {}
        self.insert()

    def lines(self):
        return sorted(self.names | self.held)

    def insert(self):
        os.mkdir(self.folder)
        os.mkdir(self.folder + "/bank")
        write(self.folder + "/bank/num_lines", str(self.n))
        write(self.folder + "/bank/label", self.label)
        for offset in self.lines():
            os.mkdir(f"{self.folder}/bank/line{offset}")
        for offset, name in self.names.items():
            write(f"{self.folder}/bank/line{offset}/name", name)
        for offset, name in self.held.items():
            os.mkdir(f"{self.folder}/bank/line{offset}/hog")
            write(f"{self.folder}/bank/line{offset}/hog/name", name)
            write(f"{self.folder}/bank/line{offset}/hog/direction", "output-low")
        write(self.folder + "/live", "1")
        device, self.name = read(self.folder + "/dev_name"), read(self.folder + "/bank/chip_name")
        self.world = f"/sys/devices/platform/{device}/{self.name}"
        give("/dev/" + self.name, "gpio")

    def remove(self):
        for fd in self.values.values():
            os.close(fd)
        self.values = {}
        write(self.folder + "/live", "0")
        for offset in self.held:
            os.rmdir(f"{self.folder}/bank/line{offset}/hog")
        for offset in self.lines():
            os.rmdir(f"{self.folder}/bank/line{offset}")
        os.rmdir(self.folder + "/bank")
        os.rmdir(self.folder)

    def value(self, offset):
        """Opened once: a scenario that waits asks a hundred times a second."""
        if offset not in self.values:
            self.values[offset] = os.open(f"{self.world}/sim_gpio{offset}/value", os.O_RDONLY)
        return int(os.pread(self.values[offset], 8, 0))

    def pull(self, offset, up):
        write(f"{self.world}/sim_gpio{offset}/pull", "pull-up" if up else "pull-down")

    def expect(self, offset, value, limit=LIMIT, every=None):
        wait(lambda: self.value(offset) == value, f"{self.label} line {offset} to be {value}",
             limit, every)
        return time.monotonic()


    def flashes(self, offset, seconds):
        """How long the line was high each time, in ms; to 10 ms, as the board counts time."""
        lengths, was, since, end = [], 0, 0.0, time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            value = self.value(offset)
            if value and not was:
                since = now
            if was and not value:
                lengths.append(round((now - since) * 1000))
            was = value
            time.sleep(0.01)
        return lengths


def service_environment():
    """What the service manager gives the daemon: the unit's own lines, and nothing of ours."""
    given = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": STATE, "USER": "sahut"}
    for line in read(UNIT).splitlines():
        if line.startswith("Environment="):
            given.update(pair.split("=", 1) for pair in shlex.split(line.partition("=")[2]))
    return given


def give(node, group):
    """What udev does: the nodes of a kind belong to a group."""
    wait(lambda: os.path.exists(node), node)
    os.chown(node, 0, grp.getgrnam(group).gr_gid)
    os.chmod(node, 0o660)


class Card:
    """A loopback card: the board has one end, the room the other."""
    DRIVER = "/sys/bus/platform/drivers/snd_aloop"

    def __init__(self, index, name):
        self.device, self.name = f"snd_aloop.{index}", name
        self.give()

    def give(self):
        number = os.readlink(f"/proc/asound/{self.name}").removeprefix("card")
        for node in os.listdir("/dev/snd"):
            if node == "timer" or re.search(rf"C{number}(D|$)", node):
                give("/dev/snd/" + node, "audio")

    def unbind(self):
        write(self.DRIVER + "/unbind", self.device)

    def bind(self):
        """Returns when the card was there."""
        write(self.DRIVER + "/bind", self.device)
        self.give()
        return time.monotonic()


class Lines(threading.Thread):
    """The JSON objects a program prints, with when they came in "arrived"."""

    def __init__(self, stream, copy=None):
        super().__init__(daemon=True)
        self.stream, self.copy = stream, copy
        self.lock = threading.Condition()
        self.objects, self.mark = [], 0
        self.start()

    def run(self):
        for line in self.stream:
            if self.copy:
                self.copy.write(line)
                self.copy.flush()
            if not line.startswith("{"):
                continue
            try:
                item = json.loads(line)
            except ValueError:
                item = {"event": "no JSON", "text": line}
            item["arrived"] = time.monotonic()
            with self.lock:
                self.objects.append(item)
                self.lock.notify_all()

    def find(self, matches, begin):
        for i in range(begin, len(self.objects)):
            if matches(self.objects[i]):
                return i
        return None

    def expect(self, matches, what, limit):
        """The next object that matches, counted from the one before that was expected."""
        end = time.monotonic() + limit
        with self.lock:
            while (at := self.find(matches, self.mark)) is None:
                left = end - time.monotonic()
                if left <= 0:
                    rest = self.objects[self.mark:]
                    last = json.dumps([{k: v for k, v in o.items() if k in KEPT}
                                       for o in rest[:8]])
                    raise Failed(f"{what}: not within {limit:g} s; there were {len(rest)} others: {last}")
                self.lock.wait(left)
            self.mark = at + 1
            return self.objects[at]

    def since(self, n):
        with self.lock:
            return self.objects[n:]


def matcher(key, kind, fields):
    def matches(item):
        return item.get(key) == kind and all(
            re.search(v, str(item.get(k, ""))) if isinstance(v, str) else item.get(k) == v
            for k, v in fields.items())
    return matches


class Room:
    """What the microphone hears and the loudspeaker says (guest/room.c)."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["/usr/lib/board/room", "plughw:CARD=Mic,DEV=0", "plughw:CARD=Speaker,DEV=1", CASE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lines = Lines(self.process.stdout, open(CASE + "/room.log", "a", encoding="utf-8"))
        self.expect("microphone", state="open")

    def send(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def expect(self, kind, limit=LIMIT, **fields):
        return self.lines.expect(matcher("room", kind, fields), f"room: {kind} {fields}", limit)

    def say(self, text):
        self.send("play", f"{SPEECH}/{speech_file(text)}")

    def music(self, db):
        self.send("music", SPEECH + "/music.wav", db)


STEPS = 100  # of loudness, a second


def loudness(path):
    """Of a recording, in steps of 10 ms, each over 30 ms."""
    with wave.open(path) as f:
        n, rate = f.getnchannels(), f.getframerate()
        samples = array.array("h", f.readframes(f.getnframes()))[::n]
    step = rate // STEPS
    return [sum(x * x for x in samples[i:i + 3 * step:2]) ** 0.25
            for i in range(0, len(samples) - 3 * step, step)]


def correlation(x, y):
    n = len(x)
    mx, my = sum(x) / n, sum(y) / n
    xy = sum((p - mx) * (q - my) for p, q in zip(x, y))
    return xy / ((sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)) ** 0.5 or 1)


def shifted(a, b, shift):
    """How alike they are when `b` comes so much later."""
    x, y = a[max(0, -shift):], b[max(0, shift):]
    n = min(len(x), len(y))
    return correlation(x[:n], y[:n]) if n >= 0.7 * min(len(a), len(b)) else -1


def alike(a, b):
    """Correlation of how loud two recordings are over time: at the best shift within 0.8 s, since an
    earcon may come first; then piece by piece of half a second, each within 0.1 s of that, since
    the voice's pauses are not the same each time. The same text: 0.98 and more; one other word of
    eight: 0.93 to 0.97; another text: 0.6 and less."""
    best = max(range(-80, 81), key=lambda shift: shifted(a, b, shift))
    pieces = []
    for i in range(0, len(a) - 49, 25):
        places = [at for at in range(i + best - 10, i + best + 11) if 0 <= at <= len(b) - 50]
        if places:
            pieces.append(max(correlation(a[i:i + 50], b[at:at + 50]) for at in places))
    return sum(pieces) / len(pieces) if len(pieces) >= 0.7 * (len(a) // 25 - 1) and pieces else 0


class Board:
    def __init__(self, boot, disk_mb, clock_trusted=True):
        self.boot, self.disk_mb = boot, disk_mb
        self.daemon, self.events, self.room = None, None, None
        self.log = open(f"{CASE}/daemon-{boot}.log", "a", encoding="utf-8")
        for folder in (STATE, "/run/sahut", "/etc/sahut"):
            os.makedirs(folder, exist_ok=True)
        if disk_mb:
            self.mount()
        user = pwd.getpwnam("sahut")
        for folder in (STATE, "/run/sahut"):
            os.chown(folder, user.pw_uid, user.pw_gid)
        self.microphone = Card(0, "Mic")
        self.loudspeaker = Card(1, "Speaker")
        if clock_trusted:
            self.trust_clock()

    # ---- things around the daemon ----

    def mount(self):
        """A disk whose power can be cut: what was not flushed to it is lost with the machine. It is a
        file of the host behind a loop device, since a board's own block device answers in the
        host's time, and the clock of a board that travels in time runs away meanwhile."""
        subprocess.run(["losetup", "/dev/loop0", CASE + "/disk"], check=True)
        if self.boot == 0:
            subprocess.run(["mkfs.ext4", "-q", "-F", "/dev/loop0"], check=True)
        subprocess.run(["mount", "-n", "-t", "ext4", "/dev/loop0", STATE], check=True)

    def open_room(self):
        self.room = Room()
        return self.room

    def chip(self, label="rig", lines=32, names=None, held=None):
        return Chip(label, lines, names, held)

    def configure(self, text="", audio=CARDS, phrase="hey computer"):
        """The configuration file, at its place; the cards by name, as the sample file says."""
        write(CONFIG, f'timezone = "Europe/Berlin";\nwake = {{ phrase = "{phrase}"; }};\n'
                      f'audio = {{ {audio} }};\n{text}\n')

    def set_clock(self, text):
        """The wall clock, as 2026-05-04T10:00 UTC, as a time server's client sets it."""
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        time.clock_settime(time.CLOCK_REALTIME, moment.timestamp())
        self.trust_clock()

    def trust_clock(self):
        """The kernel is told that its clock follows another one, adjtimex(2)."""
        timex = (ctypes.c_long * 64)()
        status_maxerror_esterror = 0x10 | 4 | 8
        ctypes.cast(timex, ctypes.POINTER(ctypes.c_uint))[0] = status_maxerror_esterror
        # offset, freq, maxerror (us), esterror, status
        timex[3], timex[4], timex[5] = 1000, 1000, 0
        if ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex)) < 0:
            raise Failed(f"adjtimex: {os.strerror(ctypes.get_errno())}")

    def sleep_until(self, text):
        """Until the wall clock says so; the clock may be set meanwhile."""
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        while (left := moment.timestamp() - time.time()) > 0:
            time.sleep(min(left, 3600))

    def suspend(self, seconds):
        """The whole machine sleeps, and is woken by its real-time clock."""
        rtc = next(r for r in sorted(os.listdir("/sys/class/rtc"))
                   if os.path.exists(f"/sys/class/rtc/{r}/wakealarm"))
        write(f"/sys/class/rtc/{rtc}/wakealarm", f"+{seconds}")
        write("/sys/power/state", "mem")

    # ---- the daemon ----

    def start(self, *arguments, ready=True):
        """The real daemon, as its service runs it: user sahut, groups audio and gpio."""
        self.daemon = subprocess.Popen(
            ["setpriv", "--reuid=sahut", "--regid=sahut", "--groups=audio,gpio", "sahut", "run", "-v",
             "--system", "--json", *arguments],
            stdout=subprocess.PIPE, stderr=self.log, text=True, cwd="/", env=service_environment())
        self.events = Lines(self.daemon.stdout,
                            open(f"{CASE}/events-{self.boot}.log", "a", encoding="utf-8"))
        if ready:
            self.expect("status", text="^listening$", limit=300)
        return self.daemon

    def expect(self, event, limit=LIMIT, **fields):
        """The next event of this kind with these members: a text is a regular expression."""
        return self.events.expect(matcher("event", event, fields), f"event {event} {fields}", limit)

    def has(self, event, **fields):
        """How many events of this kind there were since the daemon started."""
        matches = matcher("event", event, fields)
        return sum(map(matches, self.events.since(0)))

    def expect_none(self, event, seconds, **fields):
        before = self.has(event, **fields)
        time.sleep(seconds)
        n = self.has(event, **fields) - before
        if n:
            raise Failed(f"{n} times {event} {fields}, which should not be")

    def order(self, text, limit=LIMIT):
        """Somebody says an order with the wake phrase; the intent it was taken for."""
        self.room.say(text)
        self.room.expect("played")
        return self.expect("hypothesis", accepted=True, limit=limit)

    def hear(self, said, limit=LIMIT, alike_from=0.75):
        """The loudspeaker says what the event `said` says. Compared with the same text from the
        same voice: how long, and how loud over time."""
        seconds = said["seconds"]

        def long_enough(item):
            return item.get("room") == "heard" and item["seconds"] > 0.6 * seconds
        heard = self.room.lines.expect(long_enough, f"to hear '{said['text']}'", limit)
        wanted = f"{CASE}/wanted.wav"
        subprocess.run(["sahut", "say", "--say-to", wanted, said["text"]], check=True)
        r = alike(loudness(wanted), loudness(f"{CASE}/{heard['file']}"))
        if r < alike_from:
            raise Failed(f"the loudspeaker did not say '{said['text']}': {heard}, alike {r:.2f}")
        return heard

    def call(self, method, **params):
        """One request to the control socket."""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(LIMIT)
            s.connect(CONTROL)
            s.sendall((json.dumps({"id": 1, "method": method, "params": params}) + "\n").encode())
            answer = json.loads(s.makefile().readline())
        if "error" in answer:
            raise Failed(f"{method} {params}: {answer['error']}")
        return answer["result"]

    def ask(self, text):
        return self.call("ask", text=text)

    def sahut(self, *arguments):
        return subprocess.run(["sahut", *arguments], capture_output=True, text=True, check=False)

    def stop(self, limit=LIMIT):
        """SIGTERM, and a clean end."""
        self.daemon.send_signal(signal.SIGTERM)
        code = self.daemon.wait(limit)
        self.daemon = None
        if code != 0:
            raise Failed(f"the daemon ended with {code}")

    def kill(self):
        self.daemon.kill()
        self.daemon.wait()
        self.daemon = None

    def alive(self):
        if self.daemon.poll() is not None:
            raise Failed(f"the daemon ended with {self.daemon.returncode}")

    def figure(self, text):
        """A line for the host to print."""
        print("\n@@ " + json.dumps({"figure": text}), flush=True)

    # ---- the end ----

    def cut_power(self):
        raise PowerCut

    def forever(self):
        while True:
            time.sleep(3600)

    def finish(self):
        """A scenario ends with a daemon that ends when it is told to."""
        if self.daemon:
            self.alive()
            self.stop()

    def tail(self):
        self.log.flush()
        return read(self.log.name)[-1500:]


def check(condition, what):
    if not condition:
        raise Failed(what)
