"""Runs the named make targets, the groups beside each other, then tells what failed and the totals.

Targets joined by commas run one after the other beside the other groups («lint,types docs»): most
of what they do is wait for servers and browsers. A part that fails does not stop the others; its
output is printed whole when it has ended. The last line counts the tests that pytest and
Node ran; a part that runs no tests (style, types) counts as one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

PYTEST_LINE = re.compile(r"^=*\s*((?:\d+ [a-z]+,? ?)+) in [\d.]+s")
NODE_LINE = re.compile(r"^\S+ (pass|fail|skipped|cancelled|todo) (\d+)$")
COUNTED_AS = {
    "pass": "passed",
    "passed": "passed",
    "xfailed": "passed",
    "fail": "failed",
    "cancelled": "failed",
    "failed": "failed",
    "error": "failed",
    "errors": "failed",
    "xpassed": "failed",
    "skipped": "skipped",
    "todo": "skipped",
}
PRINTING = Lock()
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Part:
    """One make target that was run: its name, whether it went well, its seconds and its tests."""

    name: str
    went_well: bool = False
    seconds: float = 0.0
    tests: Counter[str] = field(default_factory=Counter)


def tests_counted(line: str) -> Counter[str]:
    """Returns what a closing line of pytest or Node counts; nothing for any other line."""
    counted: Counter[str] = Counter()
    if closing := PYTEST_LINE.match(line):
        for number, word in re.findall(r"(\d+) ([a-z]+)", closing[1]):
            if word in COUNTED_AS:
                counted[COUNTED_AS[word]] += int(number)
    elif closing := NODE_LINE.match(line):
        counted[COUNTED_AS[closing[1]]] += int(closing[2])
    return counted


def run_part(name: str) -> Part:
    """Runs `make name` and prints its output when it has ended."""
    part, began = Part(name), time.monotonic()
    said = [f"\n--- make {name} ---\n"]
    print(f"make {name} …", flush=True)
    process = subprocess.Popen(
        ["make", name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        part.tests += tests_counted(ANSI.sub("", line.strip()))
    part.went_well = process.wait() == 0
    part.seconds = time.monotonic() - began
    with PRINTING:
        print("".join(said), end="", flush=True)
    if not part.tests or (not part.went_well and not part.tests["failed"]):
        part.tests["passed" if part.went_well else "failed"] += 1
    return part


def main(names: list[str]) -> int:
    """Runs the parts and tells how they went; 0 only when all went well."""
    with ThreadPoolExecutor(max_workers=len(names)) as lanes:
        groups = lanes.map(lambda group: [run_part(name) for name in group.split(",")], names)
        parts = [part for group in groups for part in group]
    print()
    for part in parts:
        print(f"{'ok    ' if part.went_well else 'FAILED'} {part.name:14}{part.seconds:7.1f} s")
    total = sum((part.tests for part in parts), Counter[str]())
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    print(f"{total['passed']} passed, {total['failed']} failed{skipped}", flush=True)
    return 0 if all(part.went_well for part in parts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
