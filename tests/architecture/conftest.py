"""What the architecture tests read: the project's own files."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def pyproject(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.fixture(scope="session")
def manifest(root: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((root / "app_manifest.yml").read_text())
    return parsed


@pytest.fixture(scope="session")
def rooms(root: Path, pyproject: dict[str, Any]) -> list[Path]:
    """The folders that ship as packages, but for the history of the schema."""
    shipped = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return [root / name for name in shipped if name != "migrations"]


@pytest.fixture(scope="session")
def sources(rooms: list[Path]) -> list[Path]:
    """Every Python file of every room."""
    return sorted(file for room in rooms for file in room.rglob("*.py"))
