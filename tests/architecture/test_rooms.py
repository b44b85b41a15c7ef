"""No folder escapes the contract: what is on disk, in the layers and in the wheel are the same rooms."""

import ast
from pathlib import Path
from typing import Any

OUTSIDE = {"tests", "docs", "benchmarks"}
NEXT_DOOR = {"sandbox", "migrations"}


def _folders_with_code(root: Path) -> set[str]:
    visible = (folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith("."))
    return {folder.name for folder in visible if any(folder.glob("*.py"))} - OUTSIDE


def _rooms_in_the_contract(pyproject: dict[str, Any]) -> set[str]:
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room.strip() for floor in layers for room in floor.split("|")} | NEXT_DOOR


def test_every_folder_with_code_stands_in_the_contract(root: Path, pyproject: dict[str, Any]) -> None:
    assert _folders_with_code(root) == _rooms_in_the_contract(pyproject)


def test_every_room_is_read_by_the_import_linter(pyproject: dict[str, Any]) -> None:
    read = pyproject["tool"]["importlinter"]["root_packages"]
    assert set(read) == _rooms_in_the_contract(pyproject)


def test_every_room_ships_in_the_wheel(pyproject: dict[str, Any]) -> None:
    shipped = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(shipped) == _rooms_in_the_contract(pyproject)


def test_no_room_bears_a_name_that_means_nothing_or_shadows_a_library(rooms: list[Path]) -> None:
    names = {folder.name for room in rooms for folder in (room, *room.rglob("*")) if folder.is_dir()}
    assert names.isdisjoint({"slack", "utils", "common", "core", "helpers", "misc"})


def test_every_room_says_what_lives_in_it(rooms: list[Path]) -> None:
    silent = [
        room.name
        for room in rooms
        if "\n" not in (ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or "")
    ]
    assert silent == []
