#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count.py LOG...: counts single tests in meson's testlog.json files (TAP lines, or one per program
that prints none), names what failed and why things were skipped, and prints 'N passed, N failed,
N skipped' as its last line. Exit code 1 if anything failed or nothing ran."""
import json
import re
import sys

passed = failed = skipped = 0
reasons = {}
for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8", errors="replace"):
        test = json.loads(line)
        out = test.get("stdout", "") or ""
        ok = len(re.findall(r"^ok \d+(?!.*# SKIP)", out, re.M))
        skip = len(re.findall(r"^(?:not )?ok \d+.*# SKIP", out, re.M))
        bad = re.findall(r"^not ok \d+(?!.*# SKIP)[ -]*(.*)", out, re.M)
        if test["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT") and not bad:
            bad = ["did not finish: " + test["result"]]
        elif ok + skip + len(bad) == 0:
            ok, skip = (0, 1) if test["result"] == "SKIP" else (1, 0)
        for name in bad:
            print(f"failed: {test['name']}: {name}")
        if bad:
            print("".join("  | " + l + "\n" for l in (out + (test.get("stderr") or "")).splitlines()[-60:]))
        for reason in re.findall(r"^# skipped: (.*)", out + "\n" + (test.get("stderr") or ""), re.M):
            reasons[reason] = reasons.get(reason, 0) + 1
        passed, failed, skipped = passed + ok, failed + len(bad), skipped + skip
for reason, n in sorted(reasons.items()):
    print(f"skipped {n}: {reason}")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
