#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count.py LOG...: counts single tests in meson's testlog.json files, names what failed with its
output and why things were skipped, and prints 'N passed, N failed, N skipped' as its last line.
Exit code 1 if anything failed or nothing ran.

A program that writes TAP counts as many tests as its plan says. A test that could not do its work
prints '# skipped: why' and passes; it counts as skipped. What was planned and never reported (a
crash, a time limit, a sanitizer's finding) counts as failed, and so does an exit code that no failed
test explains (a leak). Any other program is one test; exit code 77 skips it."""
import json
import re
import sys

LINE = re.compile(r"(?P<plan>^1\.\.(?P<n>\d+))|^(?P<not>not )?ok (?P<at>\d+)(?: -)? ?(?P<name>.*)"
                  r"|^# skipped: (?P<why>.*)")
UNFINISHED = ("ERROR", "TIMEOUT", "INTERRUPT")


class Count:
    def __init__(self):
        self.passed = self.skipped = 0
        self.failed = []
        self.reasons = {}

    def skip(self, why):
        self.skipped += 1
        self.reasons[why] = self.reasons.get(why, 0) + 1

    def tap(self, out):
        """Counts one program's TAP; returns how many tests it reported and how many it planned."""
        planned, reported, why = None, 0, None
        for match in filter(None, map(LINE.match, out.splitlines())):
            if match["plan"]:
                planned = int(match["n"])
            elif match["why"] is not None:
                why = match["why"]
            else:
                reported += 1
                name = match["name"]
                if re.match(r"# skip", name, re.I) or (not match["not"] and why):
                    self.skip(why or re.sub(r"(?i)^# skip ?", "", name))
                elif match["not"]:
                    self.failed.append(name)
                else:
                    self.passed += 1
                why = None
        return reported, planned

    def program(self, test):
        """One entry of the log. A program that meson could not start has no return code."""
        out, code = test.get("stdout") or "", test.get("returncode")
        ended = f"{test['result'].lower()}, exit code {code}"
        reported, planned = self.tap(out)
        if planned is None and reported == 0 and test["result"] in ("OK", "SKIP", "FAIL"):
            if test["result"] == "FAIL" or code not in (0, 77):
                self.failed.append(ended)
            elif code == 77:
                match = re.search(r"^# skipped: (.*)", out, re.M)
                self.skip(match[1] if match else test["name"])
            else:
                self.passed += 1
        elif planned is None:
            self.failed.append(f"no plan: {ended}")
        elif reported < planned:
            missing = planned - reported
            self.failed += [f"{missing} of {planned} tests did not report: {ended}"]
            self.failed += [None] * (missing - 1)
        elif not self.failed and (code != 0 or test["result"] in UNFINISHED):
            self.failed.append(f"all tests ran, but: {ended}")


def main(paths):
    passed = failed = skipped = 0
    reasons = {}
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as log:
            for test in map(json.loads, log):
                count = Count()
                count.program(test)
                passed, skipped = passed + count.passed, skipped + count.skipped
                failed += len(count.failed)
                for name in filter(None, count.failed):
                    print(f"failed: {test['name']}: {name}  ({path})")
                if count.failed:
                    out = (test.get("stdout") or "") + (test.get("stderr") or "")
                    print("".join(f"  | {line}\n" for line in out.splitlines()[-60:]))
                for why, n in count.reasons.items():
                    reasons[why] = reasons.get(why, 0) + n
    for why, n in sorted(reasons.items()):
        print(f"skipped {n}: {why}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
