"""Writes payloads as TypeScript, so that each line is known by its JSON path, and lets tsc read them."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[1]
MODULES = HOME / "node_modules"
STRICTLY = (
    *("--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--target", "es2022"),
    *("--module", "nodenext", "--moduleResolution", "nodenext"),
)
_FAULT = re.compile(r"^payloads\.ts\((\d+),\d+\): error (TS\d+: .*)$")
_NPM_SECONDS, _TSC_SECONDS = 300, 300


@dataclass(frozen=True)
class Name:
    """A constant written earlier, to stand in a later one."""

    text: str


@dataclass
class Source:
    """A file of constants; `where` tells of each line which constant and which path in it that is."""

    lines: list[str]
    where: dict[int, tuple[str, str]] = field(default_factory=dict)

    def declare(self, name: str, kind: str, value: Any) -> None:
        """Write one constant."""
        first, *rest = _written(value, "")
        self._add(name, "", f"const {name}: {kind} = {first[1]}")
        for path, line in rest:
            self._add(name, path, line)
        self.lines[-1] += ";"

    def _add(self, name: str, path: str, line: str) -> None:
        self.lines.append(line)
        self.where[len(self.lines)] = (name, path)


def _written(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield (path, line) of a literal, at least one line per value."""
    if isinstance(value, Name):
        yield path, value.text
    elif isinstance(value, Mapping) and value:
        yield path, "{"
        for key, item in value.items():
            yield from _part(f"{json.dumps(key)}: ", item, f"{path}/{key}")
        yield path, "}"
    elif isinstance(value, list) and value:
        yield path, "["
        for index, item in enumerate(value):
            yield from _part("", item, f"{path}/{index}")
        yield path, "]"
    else:
        yield path, json.dumps(value)


def _part(label: str, item: Any, path: str) -> Iterator[tuple[str, str]]:
    (first_path, first), *rest = _written(item, path)
    yield from [(first_path, label + first), *rest[:-1]] if rest else []
    last_path, last = rest[-1] if rest else (first_path, label + first)
    yield last_path, f"{last},"


def faults_of(source: Source) -> dict[str, list[tuple[str, str]]]:
    """Let tsc read the file; return (path, what it says) by constant."""
    install()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "node_modules").symlink_to(MODULES)
        (Path(folder) / "payloads.ts").write_text("\n".join(source.lines) + "\n")
        tsc = [str(MODULES / ".bin/tsc"), *STRICTLY, "payloads.ts"]
        done = subprocess.run(
            tsc, cwd=folder, capture_output=True, text=True, timeout=_TSC_SECONDS, check=False
        )
    told = _told(done.stdout.splitlines(), source)
    if done.returncode and not told:
        raise RuntimeError(f"tsc failed: {done.stdout}{done.stderr}")
    return told


def _told(lines: Iterable[str], source: Source) -> dict[str, list[tuple[str, str]]]:
    told: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        found = _FAULT.match(line)
        if found:
            name, path = source.where[int(found[1])]
            told.setdefault(name, []).append((path, found[2]))
        elif told and line.startswith(" "):
            name = next(reversed(told))
            path, said = told[name][-1]
            told[name][-1] = (path, f"{said} {line.strip()}")
    return told


def install() -> None:
    """Bring Slack's types and tsc, as the lock file pins them, unless they are there."""
    wanted, there = HOME / "package-lock.json", MODULES / ".package-lock.json"
    if there.exists() and there.stat().st_mtime >= wanted.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("npm is missing (on Debian: apt install nodejs npm)")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command, cwd=HOME, capture_output=True, text=True, timeout=_NPM_SECONDS, check=False
    )
    if done.returncode:
        raise RuntimeError(f"npm ci failed: {done.stdout}{done.stderr}")
    os.utime(there)
