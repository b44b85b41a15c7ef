"""The machine: what a live check found, as a table and one or two sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from bot.live.attempts import Outcome, Verdict
from bot.slack_outcomes import NO_ANSWER, UNREACHABLE
from scheduling.delivery import UNKNOWN_BLOCKS

_COLOURS = {Verdict.ACCEPTED: "green", Verdict.REFUSED: "red", Verdict.NOT_CHECKED: "yellow"}
_REASONS = {
    NO_ANSWER: "Slack didn't answer, so it may have arrived",
    UNREACHABLE: "Slack can't be reached",
    "ratelimited": "Slack asks for more time; try again later",
    "unknown_method": "this Slack has no blocks.validate",
}


def table_of(outcomes: Iterable[Outcome]) -> Table:
    """Return a row for each kind, with what Slack said."""
    table = Table("kind", "tried by being", "the workspace", box=box.SIMPLE)
    for outcome in outcomes:
        said = Text("\n".join(_said(outcome)), style=_COLOURS[outcome.verdict])
        table.add_row(Text(outcome.sample.kind), outcome.sample.way.value, said)
    return table


def reason_of(code: str) -> str:
    """Return in words why a call brought no verdict; Slack's own code where it did."""
    if code.startswith("http_"):
        return f"Slack had trouble of its own ({code}); try again later"
    return _REASONS.get(code, code)


def _said(outcome: Outcome) -> Iterator[str]:
    reason = reason_of(outcome.code)
    yield f"{outcome.verdict}: {reason}" if reason else outcome.verdict.value
    yield from outcome.details


def summary_of(outcomes: Sequence[Outcome], kind_count: int) -> list[str]:
    """Return the verdict on the whole in words; fewer outcomes than kinds: it was stopped on the way."""
    counts = Counter(outcome.verdict for outcome in outcomes)
    if len(outcomes) < kind_count:
        return [f"stopped after {len(outcomes)} of {kind_count} kinds; {counts[Verdict.ACCEPTED]} accepted"]
    if is_all_accepted(outcomes):
        return [f"the workspace accepts all {len(outcomes)} kinds"]
    others = [
        f"{counts[verdict]} {verdict}"
        for verdict in (Verdict.REFUSED, Verdict.NOT_CHECKED)
        if counts[verdict]
    ]
    sentence = (
        f"the workspace accepts {counts[Verdict.ACCEPTED]} of {len(outcomes)} kinds; {', '.join(others)}"
    )
    return [sentence, *_about_rich_blocks(outcomes)]


def _about_rich_blocks(outcomes: Iterable[Outcome]) -> list[str]:
    if any(outcome.sample.is_rich and outcome.code in UNKNOWN_BLOCKS for outcome in outcomes):
        return ["it refuses the newer blocks: the bot will send reports in the classic form, without charts"]
    return []


def is_all_accepted(outcomes: Iterable[Outcome]) -> bool:
    """Tell whether nothing was refused, and nothing left unchecked."""
    return all(outcome.verdict is Verdict.ACCEPTED for outcome in outcomes)
