"""Figures as files: each command writes what it measured to docs/figures, and docs/reliability.md shows the last."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "docs" / "figures"


@dataclass(frozen=True)
class Measured:
    """What one command measured, when, and on what."""

    name: str
    figures: Mapping[str, Any]
    command: str
    at: str
    machine: str


def record(name: str, figures: Mapping[str, Any], *, command: str, folder: Path = FOLDER) -> Path:
    """Write one command's figures over its last ones; return the file."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    measured = Measured(name, figures, command, now, f"{os.cpu_count()} cores")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    file.write_text(json.dumps(asdict(measured), indent=2) + "\n")
    return file


def recorded(name: str, folder: Path = FOLDER) -> Measured | None:
    """Read a command's last figures; None when it has never run."""
    file = folder / f"{name}.json"
    return Measured(**json.loads(file.read_text())) if file.exists() else None
