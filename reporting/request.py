"""What was typed after `/rm-report`, as a request."""

import re

from domain.errors import UnclearReport
from domain.facts.report import ReportRequest, Split

MAX_DAYS = 3650
_QUOTES = '"“”„'
_TOKEN = re.compile(
    rf"[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]"
    r"|round\s+(?P<round>\S+)(?!\S)"
    r"|last\s+(?P<last>\d+\s*d(?:ays?)?(?!\S)|\S+)"
    r"|by\s+(?P<by>\S+)"
    r"|(?P<all>all)(?!\S)"
    r"|(?P<word>\S+)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"(\d{1,4})\s*d(?:ays?)?", re.IGNORECASE)
_NEED_MORE = frozenset({"round", "last", "by", "help"})
_PERIODS = frozenset({"round", "last", "all"})


def parse_report_request(text: str) -> ReportRequest:
    """Read `[program] [round N | last 30d | all] [by department|site|level|topic]` in any order.

    A program whose name holds one of these words stands in quotes.
    Raises UnclearReport with the word that can't be followed; "help" is such a word.
    """
    names: list[str] = []
    clauses: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        if kind in {"word", "quoted"}:
            names.append(_name(match[kind], is_quoted=kind == "quoted"))
        else:
            _add(clauses, kind, match[kind])
    return ReportRequest(
        program_name=" ".join(" ".join(names).split()),
        round_number=_round_number(clauses.get("round")),
        last_days=_last_days(clauses.get("last")),
        split=_split(clauses.get("by")),
    )


def _name(word: str, *, is_quoted: bool) -> str:
    if not is_quoted and word.casefold() in _NEED_MORE:
        raise UnclearReport(word)
    return word


def _add(clauses: dict[str, str], kind: str, value: str) -> None:
    """Note a clause, once each, and at most one that names a period."""
    if kind in clauses or (kind in _PERIODS and clauses.keys() & _PERIODS):
        raise UnclearReport(value)
    clauses[kind] = value


def _round_number(value: str | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch(r"[1-9]\d{0,3}", value, re.ASCII):
        raise UnclearReport(value)
    return int(value)


def _last_days(value: str | None) -> int | None:
    if value is None:
        return None
    match = _DAYS.fullmatch(value)
    if match is None or not 1 <= int(match[1]) <= MAX_DAYS:
        raise UnclearReport(value)
    return int(match[1])


def _split(value: str | None) -> Split | None:
    try:
        return Split(value.casefold()) if value is not None else None
    except ValueError:
        raise UnclearReport(value or "") from None
