# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred clients at the control socket, some of which send half a line, rubbish, too much, or never
read: a spoken order is heard and carried out meanwhile, and those who ask properly are answered."""
import json
import socket

from board import CONTROL, check

LAMP = "Hey computer, turn the desk lamp on."
SAYS = [LAMP]


def connect(text=b""):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(60)
    s.connect(CONTROL)
    try:
        s.sendall(text)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it was told enough
    return s


def request(method):
    return (json.dumps({"id": 7, "method": method}) + "\n").encode()


def run(board):
    chip = board.chip()
    board.configure('devices = ( { name = "desk lamp"; chip = "rig"; line = 17; } );')
    board.open_room()
    board.start()
    halves = [connect(b'{"id": 1, "met') for _ in range(40)]
    rubbish = [connect(b"\xff\x00 no JSON\n" * 20) for _ in range(30)]
    huge = [connect(b"x" * 300000) for _ in range(10)]
    deaf = [connect(request("status") * 500) for _ in range(20)]
    subscribed = [connect(request("subscribe")) for _ in range(50)]
    asking = [connect() for _ in range(50)]
    for s in asking:
        s.sendall(request("status"))
    board.order(LAMP)
    chip.expect(17, 1)
    board.hear(board.expect("said"))
    for s in asking:
        answer = json.loads(s.makefile().readline())
        check(answer["id"] == 7 and "result" in answer, f"answered {answer}")
    for s in subscribed:
        stream = s.makefile()
        while json.loads(line := stream.readline()).get("event") != "edge":
            check(line, "a subscriber did not get the edge")
    for s in huge + rubbish:
        s.close()
    board.alive()
    check(board.call("status")["state"] in ("listening", "speaking"), "not listening any more")
    for s in halves + deaf + subscribed + asking:
        s.close()
