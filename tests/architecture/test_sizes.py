"""Files and functions stay small enough to be read in one go; every silenced rule says why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

LONGEST_FILE = 250
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 8
NINE_OF_TEN_FUNCTIONS = 25
REASONED = re.compile(r"# noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*(  | - )\S")


def _functions(source: Path) -> Iterator[tuple[str, int]]:
    """Yield each function with its lines, its docstring not counted."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{source}:{node.name}",
                _lines(node) - (_lines(node.body[0]) if ast.get_docstring(node) else 0),
            )


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.fixture(scope="module")
def lengths(sources: list[Path]) -> dict[str, int]:
    return {name: length for source in sources for name, length in _functions(source)}


def test_no_file_is_too_long(sources: list[Path]) -> None:
    lines = {str(source): len(source.read_text().splitlines()) for source in sources}
    assert {file: count for file, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_too_long(lengths: dict[str, int]) -> None:
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_short(lengths: dict[str, int]) -> None:
    assert median(lengths.values()) <= MEDIAN_FUNCTION
    assert quantiles(lengths.values(), n=10)[-1] <= NINE_OF_TEN_FUNCTIONS


def test_every_silenced_rule_gives_its_reason(root: Path, sources: list[Path]) -> None:
    this = Path(__file__)
    tests = [file for file in (root / "tests").rglob("*.py") if file != this]
    unreasoned = [
        f"{file}:{number}"
        for file in (*sources, *tests)
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if "# noqa" in line and not REASONED.search(line)
    ]
    assert unreasoned == []
