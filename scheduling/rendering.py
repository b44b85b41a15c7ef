"""From a claimed ledger row to what goes out: the facts as they stand now, in the recipient's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.errors import Refusal
from domain.facts.delivery import Claimed
from domain.facts.report import Report
from domain.kinds import EffectKind, MessageName
from mentoring.authorize import may_create_programs
from mentoring.core import Core
from mentoring.undelivered import held_for
from messages.catalogue import LETTERS
from messages.held import held_word
from messages.help import help_answer
from messages.home import home_view
from messages.message import Block, Message
from messages.receipts import answer_lost, in_case_you_missed_it
from messages.report import report_file_note, report_message, report_tables
from messages.text import Mrkdwn
from messages.words import Words, words_for
from reporting.export import to_csv, to_xlsx
from reporting.home import home
from reporting.letters import LETTER_FACTS
from reporting.people import help_fact
from reporting.recipients import locale_of, takes_rich_blocks
from reporting.report import build_report
from reporting.request import parse_report_request

Session = Any
"""A session bound to a workspace; this room only hands it on."""
NOTHING = Mrkdwn()


@dataclass(frozen=True)
class File:
    name: str
    title: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    """What one ledger row says: a message, a view, or a file with a sentence beside it."""

    text: Mrkdwn = NOTHING
    blocks: Sequence[Block] = ()
    view: Mapping[str, Any] = field(default_factory=dict)
    file: File | None = None
    is_rich: bool = False


async def render(core: Core, claimed: Claimed) -> Rendered | None:
    """Return what to send; None when the message has lost its purpose meanwhile."""
    if claimed.kind is EffectKind.PROFILE:
        return Rendered()
    async with core.database.transaction(claimed.workspace_id) as session:
        t = words_for(await locale_of(session, claimed.address, claimed.recipient_id))
        try:
            rendered = await _rendered(core, session, claimed, t)
        except Refusal:
            return None  # it isn't for this reader any more
    return _again(rendered, t) if rendered and claimed.is_repeat else rendered


async def _rendered(core: Core, session: Session, claimed: Claimed, t: Words) -> Rendered | None:
    match claimed.message:
        case MessageName.HOME:
            return await _home(core, session, claimed, t)
        case MessageName.REPORT | MessageName.REPORT_FILE:
            return await _report(core, session, claimed, t)
        case MessageName.ANSWER_LOST:
            return _said(answer_lost(t))
        case MessageName.HELP:
            answer = await help_fact(session, claimed.recipient_id)
            return _said(help_answer(t, answer.contact_id, is_coordinator=answer.is_coordinator))
        case MessageName.HELD:
            held = await held_for(session, core, claimed.recipient_id)
            return _said(held_word(held, t)) if held else None
    fact = await LETTER_FACTS[claimed.message](
        session, core.clock.now(), claimed.subject_id, claimed.recipient_id, claimed.detail
    )
    return None if fact is None else _said(LETTERS[claimed.message](fact, t))


def _again(rendered: Rendered, t: Words) -> Rendered:
    """Nobody can tell whether it has arrived before: it says so itself."""
    message = in_case_you_missed_it(Message(rendered.text, [*rendered.blocks]), t)
    return replace(rendered, text=message.text, blocks=message.blocks if rendered.blocks else ())


def _said(message: Message) -> Rendered:
    return Rendered(text=message.text, blocks=message.blocks)


async def _home(core: Core, session: Session, claimed: Claimed, t: Words) -> Rendered:
    may_create = await may_create_programs(session, core, claimed.recipient_id)
    fact = await home(session, claimed.recipient_id, core.clock.now(), may_create_programs=may_create)
    return Rendered(view=home_view(fact, t))


async def _report(core: Core, session: Session, claimed: Claimed, t: Words) -> Rendered:
    report = await build_report(
        session,
        core.clock.now(),
        replace(parse_report_request(claimed.detail["request"]), program_id=claimed.subject_id),
        reader_id=claimed.recipient_id,
    )
    if claimed.message is MessageName.REPORT_FILE:
        file = report_file(report, claimed.detail.get("format", "xlsx"), t)
        return Rendered(text=report_file_note(report, t), file=file)
    is_rich = await takes_rich_blocks(session)
    message = report_message(report, t, is_rich=is_rich)
    return Rendered(text=message.text, blocks=message.blocks, is_rich=is_rich)


def report_file(report: Report, extension: str, t: Words) -> File:
    """Return the report's tables as a workbook, or as CSV."""
    tables = report_tables(report, t)
    content = to_csv(tables) if extension == "csv" else to_xlsx(tables, report.made_at)
    day = report.made_at.date().isoformat()
    title = f"{report.program.name} {day}"
    return File(name=f"report-{day}.{extension}", title=title, content=content)
