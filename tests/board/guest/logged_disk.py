# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk all of whose writes and flushes are logged by the kernel's dm-log-writes, so that it can be made anew
as a power cut at any of them might have left it.

Formats: linux/dm-ioctl.h (the calls), drivers/md/dm-log-writes.c (the log: a super block, then one sector
for each entry, followed by its data). The kernel logs a write when it has been flushed, before the entry of that
flush; with FUA, when it is done; a mark, when it is set."""
import fcntl
import os
import struct
import subprocess

SECTOR = 512
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8
MAGIC = 0x6A736677736872
HEADER = 312  # struct dm_ioctl
CREATE, RESUME, LOAD, MESSAGE, REMOVE = 3, 6, 9, 14, 4
NAME = "logged"


def call(number, payload=b"", targets=0):
    """One ioctl of the device mapper."""
    size = HEADER + len(payload) + 8
    head = struct.pack("<3IIIIiIIIQ", 4, 0, 0, size, HEADER, targets, 0, 0, 0, 0, 0)
    block = bytearray((head + NAME.encode()).ljust(HEADER, b"\0") + payload + bytes(8))
    with open("/dev/mapper/control", "rb+", buffering=0) as control:
        fcntl.ioctl(control, 0xC0000000 | HEADER << 16 | 0xFD << 8 | number, block)


def loop(path, megabytes):
    with open(path, "wb") as f:
        f.truncate(megabytes << 20)
    return subprocess.run(["losetup", "--show", "-f", path], check=True, capture_output=True,
                          text=True).stdout.strip()


class LoggedDisk:
    """The two files are best in memory."""

    def __init__(self, folder, megabytes, log_megabytes):
        self.log = folder + "/log"
        self.size = megabytes << 20
        self.loops = [loop(folder + "/disk", megabytes), loop(self.log, log_megabytes)]
        subprocess.run(["mkfs.ext4", "-q", "-F", self.loops[0]], check=True)
        with open(folder + "/disk", "rb") as f:
            os.fsync(f.fileno())
            self.first = f.read()
        table = " ".join(self.loops).encode() + b"\0"
        spec = struct.pack("<QQiI16s", 0, self.size // SECTOR, 0, 0, b"log-writes")
        call(CREATE)
        call(LOAD, spec + table.ljust(-len(table) % 8 + len(table), b"\0"), targets=1)
        call(RESUME)

    def mount(self, where):
        subprocess.run(["mount", "-n", "-t", "ext4", "/dev/dm-0", where], check=True)

    def mark(self, text):
        call(MESSAGE, struct.pack("<Q", 0) + b"mark " + text.encode() + b"\0")

    def end(self):
        """After unmounting: the log is complete."""
        call(REMOVE)
        os.sync()

    def entries(self):
        """(flags, offset in bytes, data) of each, in the order of the log; a mark's data is its text."""
        with open(self.log, "rb") as f:
            magic, _, count, sector = struct.unpack("<QQQI", f.read(28))
            assert magic == MAGIC and sector == SECTOR, (magic, sector)
            at = SECTOR
            for _ in range(count):
                f.seek(at)
                entry = f.read(SECTOR)
                where, sectors, flags, n = struct.unpack("<QQQQ", entry[:32])
                at += SECTOR
                if flags & MARK:
                    yield flags, 0, entry[32:32 + n].rstrip(b"\0").decode()
                    continue
                data = b"" if flags & DISCARD else f.read(sectors * SECTOR)
                at += len(data)
                yield flags, where * SECTOR, data

    def remains(self, chance, wanted=lambda n: True):
        """(number, the disk as a bytearray, the last mark before) at the flushes and marks that are wanted: what
        was flushed, and of the writes that were flushed next a random part in random order, the last of them
        torn."""
        disk, waiting, mark, number = bytearray(self.first), [], None, 0
        entries = list(self.entries())
        for i, (flags, at, data) in enumerate(entries):
            if flags & MARK and data != "dm-log-writes-end":
                mark = data
            elif not flags & (FLUSH | FUA | DISCARD):
                waiting.append((at, data))
            if flags & FLUSH:
                for a, d in waiting:
                    disk[a:a + len(d)] = d
                waiting = []
            if flags & (FLUSH | FUA):
                disk[at:at + len(data)] = data
            if not flags & (MARK | FLUSH | FUA):
                continue
            if wanted(number):
                yield number, cut(disk, entries[i + 1:i + 1000], chance), mark
            number += 1

    def points(self):
        return sum(bool(flags & (MARK | FLUSH | FUA)) for flags, _, _ in self.entries())


def cut(disk, later, chance):
    left, under_way = bytearray(disk), []
    for flags, at, data in later:
        if flags & FLUSH:
            break
        if not flags & (FUA | MARK | DISCARD):
            under_way.append((at, data))
    chance.shuffle(under_way)
    under_way = under_way[:chance.randint(0, len(under_way))]
    for n, (at, data) in enumerate(under_way):
        if n + 1 == len(under_way):
            data = data[:chance.randint(0, len(data) // SECTOR) * SECTOR]
        left[at:at + len(data)] = data
    return left
