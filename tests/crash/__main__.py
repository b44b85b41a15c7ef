"""What the soaks of this folder have recorded one by one, as one line each: ``python -m tests.crash``.

They run beside each other in several processes, so each writes its own file; `make soak-crash` ends with this.
"""

from collections import Counter

from benchmarks.figures import record, recorded
from tests.crash.settings import PARTS

SUMMED = ("kills", "messages", "lost", "doubled", "lookups")


def total(name: str) -> dict[str, int]:
    """Return the sums over all settings. Raises LookupError for one that has not run."""
    sums: Counter[str] = Counter()
    for setting in PARTS:
        measured = recorded(f"{name}-{setting}")
        if measured is None:
            raise LookupError(f"{name}-{setting} has not run")
        sums.update({figure: measured.figures[figure] for figure in SUMMED})
    return {figure: sums[figure] for figure in SUMMED}


def main() -> None:
    """Sum up, record and print."""
    for name, part in {"crash-points": "crash-points", "crash": "crash-random"}.items():
        figures = total(part)
        record(name, figures, command="make soak-crash")
        print(f"{name}: {figures}")  # noqa: T201  its figures


if __name__ == "__main__":
    main()
