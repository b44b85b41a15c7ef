"""Planting one bug: a piece of one function's text is replaced while its module is imported, in this process only."""

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Literal

ROOT = Path(__file__).parents[3]
Harm = Literal["loss", "double", "tenant", "rule"]


class AnchorLostError(Exception):
    """The function or the text that a bug was planted in is no longer there: plant it anew."""


@dataclass(frozen=True)
class Mutant:
    """A bug: in `function` of `module` the text `old`, which stands there once, becomes `new`."""

    name: str
    harm: Harm
    module: str
    function: str
    old: str
    new: str

    @property
    def file(self) -> Path:
        return ROOT / f"{self.module.replace('.', '/')}.py"

    def planted(self, source: str) -> str:
        """Return the module's text with the bug. Raises AnchorLostError."""
        first, last = _lines_of(source, self.function)
        lines = source.splitlines(keepends=True)
        body = "".join(lines[first - 1 : last])
        if body.count(self.old) != 1:
            raise AnchorLostError(
                f"{self.name}: {body.count(self.old)} times in {self.module}.{self.function}"
            )
        return "".join(lines[: first - 1]) + body.replace(self.old, self.new) + "".join(lines[last:])


def _lines_of(source: str, function: str) -> tuple[int, int]:
    """Return the first and the last line of a function or class, "Class.method" for a method."""
    nodes: Sequence[ast.stmt] = ast.parse(source).body
    first, last = 0, 0
    for name in function.split("."):
        found = next((n for n in nodes if getattr(n, "name", "") == name), None)
        if not isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            raise AnchorLostError(f"there is no {function}")
        nodes, first, last = found.body, found.lineno, found.end_lineno or found.lineno
    return first, last


class _Loader(importlib.machinery.SourceFileLoader):
    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  the loader's protocol
        source = self.mutant.planted(Path(self.path).read_text(encoding="utf-8"))
        return compile(source, self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is None or spec.origin is None:
            raise AnchorLostError(fullname)
        loader = _Loader(fullname, spec.origin)
        loader.mutant = self._mutant
        spec.loader = loader
        return spec


def plant(mutant: Mutant) -> None:
    """Have the bug in this process. To be called before anything of the product is imported."""
    if mutant.module in sys.modules:
        raise AnchorLostError(f"{mutant.module} is imported already")
    sys.meta_path.insert(0, _Finder(mutant))
