"""The table of docs/sandbox.md that says who caught which planted payload; run it to write it anew."""

import re
from pathlib import Path

from tests.contract.planted import Verdict, verdicts

DOCS = Path(__file__).parents[2] / "docs/sandbox.md"
BEGIN, END = "<!-- planted:begin -->", "<!-- planted:end -->"
_HEAD = """\
| Planted | The sandbox | `slackblocks`' limits | Slack's TypeScript types | The manifest's judge |
| --- | --- | --- | --- | --- |
"""


def table() -> str:
    """Draw the table from what is found now."""
    return _HEAD + "".join(f"{_row(verdict)}\n" for verdict in verdicts())


def _row(verdict: Verdict) -> str:
    sandbox = f"`{verdict.sandbox}`" if verdict.sandbox not in {"", "reported"} else verdict.sandbox
    marks = ["caught" if said else "" for said in (verdict.limits, verdict.types, verdict.manifest)]
    return f"| {' | '.join(cell or '–' for cell in (verdict.kind, sandbox, *marks))} |"


def written(page: str) -> str:
    """Read the table that a page shows now. Raises: ValueError when the page has no place for it."""
    found = re.search(f"{BEGIN}\n+(.*?)\n*{END}", page, re.DOTALL)
    if found is None:
        raise ValueError(f"no {BEGIN} … {END} in the page")
    return f"{found[1]}\n"


def rewrite(page: str) -> str:
    """Put the table of now in the place of the page's."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n{END}{after}"


if __name__ == "__main__":
    DOCS.write_text(rewrite(DOCS.read_text(encoding="utf-8")), encoding="utf-8")
