"""The table of docs/reliability.md: each promise, what proves it, and the figures its commands wrote last.

Run as ``python -m benchmarks.reliability``: it rewrites what stands between the two markers and nothing else.
"""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.figures import FOLDER, Measured, recorded
from benchmarks.promises import PROMISES, Figure, Promise

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEAD = "| | Promise | Proved by | Last figures |\n|---|---|---|---|"
NEVER = "not measured yet"


def row(promise: Promise, folder: Path) -> str:
    """Return one line of the table."""
    proofs = "<br>".join(f"[{Path(proof).stem}](../{proof})" for proof in promise.proofs)
    shown = [_tests(promise, recorded("proofs", folder))] if promise.proofs else []
    shown += [_figure(figure, recorded(figure.file, folder)) for figure in promise.figures]
    return f"| {promise.number} | {promise.claim} | {proofs} | {'<br>'.join(shown)} |"


def _tests(promise: Promise, measured: Measured | None) -> str:
    counted = measured.figures if measured else {}
    if not all(proof in counted for proof in promise.proofs):
        return f"tests: {NEVER} (`make proofs`)"
    passed = sum(counted[proof] for proof in promise.proofs)
    return f"{passed} tests passed ({_when(measured)}, `make proofs`)"


def _figure(figure: Figure, measured: Measured | None) -> str:
    if measured is None:
        return f"{NEVER} (`{figure.command}`)"
    return f"{figure.shown.format_map(measured.figures)} ({_when(measured)}, `{figure.command}`)"


def _when(measured: Measured | None) -> str:
    return f"{measured.at[:10]}, {measured.machine}" if measured else ""


def table(promises: Iterable[Promise] = PROMISES, folder: Path = FOLDER) -> str:
    """Return the whole table as it stands now."""
    return "\n".join([HEAD, *(row(promise, folder) for promise in promises)])


def rewritten(page: str, figures: str) -> str:
    """Return the page with the table between its markers. Raises ValueError for a page without them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def main() -> None:
    """Write the last figures into the page."""
    PAGE.write_text(rewritten(PAGE.read_text(), table()))


if __name__ == "__main__":
    main()
