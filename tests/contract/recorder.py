"""Keeps every payload that the tests' apps sent to the sandbox, for the judges of this folder.

With RM_RECORD every process of a test run writes its own file there. `python -m tests.contract.recorder bot …`
is `python -m bot …`, recorded.
"""

import json
import os
import re
import runpy
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sandbox.onlookers import ONLOOKERS, REFUSED

FOLDER = "RM_RECORD"
_TEST = "PYTEST_CURRENT_TEST"
_REFUSED = "refused"
DELIBERATE = ("tests/sandbox/", "tests/contract/")
"""Where tests send what Slack would refuse, or call the sandbox as no app does …"""
FOREIGN_APP = "tests/sandbox/test_foreign_app"
"""… but for this app of somebody else."""
_VOLATILE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-f]{32}|[A-Z][A-Z0-9]{8,12}|\d{9,10}(?:\.\d{1,13})?(?:\.[0-9a-f]{8,32})?)(?![0-9A-Za-z])"
)
"""An opaque id; one of Slack's ids; an instant, alone or at the head of a hash or a trigger."""


@dataclass(frozen=True)
class Record:
    """One payload; `test` sent it first."""

    method: str
    args: Mapping[str, Any]
    test: str


Refusal = tuple[str, str]
"""A method, and the error code it was refused with."""


def digest(method: str, args: Mapping[str, Any]) -> str:
    """Tell payloads apart that differ in more than ids and instants: those count by length and where they repeat."""
    names: dict[str, str] = {}
    text = json.dumps([method, args])
    told = _VOLATILE.sub(lambda found: names.setdefault(found[0], f"#{len(names)}:{len(found[0])}"), text)
    return blake2b(told.encode(), digest_size=12).hexdigest()


class Recorder:
    """Writes each payload to one file as it comes, at next to no cost; who reads tells which are alike."""

    def __init__(self, folder: Path) -> None:
        self._sent = _Lines(folder / f"{os.getpid()}.jsonl")
        self._refused = _Lines(folder / _REFUSED / f"{os.getpid()}.jsonl")

    def __call__(self, method: str, args: Mapping[str, Any]) -> None:
        """Write one payload, unless the test plays against the rules."""
        test = os.environ.get(_TEST, "").rpartition(" ")[0]
        if not test.startswith(DELIBERATE) or test.startswith(FOREIGN_APP):
            self._sent.add(method, args, test)

    def refused(self, method: str, code: str) -> None:
        """Write one refusal, whoever provoked it."""
        self._refused.add(method, code)


class _Lines:
    """A file that is opened at its first line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def add(self, *parts: Any) -> None:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(self._file, f"{json.dumps(parts)}\n".encode())


def attach_when_asked() -> None:
    """Record from now on, if the environment names a folder."""
    if folder := os.environ.get(FOLDER):
        recorder = Recorder(Path(folder))
        ONLOOKERS.append(recorder)
        REFUSED.append(recorder.refused)


def rm_bot() -> tuple[list[str], dict[str, str]]:
    """Tell how to start the bot, and what it needs in its environment: recorded, when this run is."""
    arguments, environment = module("bot")
    return [sys.executable, *arguments], environment


def module(name: str) -> tuple[list[str], dict[str, str]]:
    """Tell how Python runs a module in a process of its own: recorded, when this run is."""
    if folder := os.environ.get(FOLDER):
        environment = {FOLDER: str(Path(folder).absolute()), _TEST: os.environ.get(_TEST, "")}
        return ["-m", __name__, name], environment
    return ["-m", name], {}


def recorded(folder: Path) -> list[Record]:
    """Read what all processes wrote: of payloads that are alike the first."""
    found: dict[str, Record] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            record = Record(*json.loads(line))
            found.setdefault(digest(record.method, record.args), record)
    return list(found.values())


def refused(folder: Path) -> set[Refusal]:
    """Read what was refused, each once."""
    files = (folder / _REFUSED).glob("*.jsonl")
    lines = (line for file in files for line in file.read_text().splitlines())
    return {(method, code) for method, code in map(json.loads, lines)}


def main() -> None:
    """Run the named module, recorded."""
    attach_when_asked()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
