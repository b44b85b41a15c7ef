"""The machine: what a live check sends, and how: messages and files to one DM, views to Slack's validator."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.slack import SlackClient
from domain.kinds import MessageName
from messages.catalogue import LETTERS
from messages.help import help_answer
from messages.message import Message, View
from messages.payload import SAMPLE
from messages.receipts import answer_lost
from messages.report import report_file_note, report_message
from messages.samples.cast import Cast
from messages.samples.harmless import harmless
from messages.samples.letters import sample_letter
from messages.samples.report import report
from messages.samples.views import VIEWS
from messages.words import Words
from scheduling.rendering import report_file

Send = Callable[[SlackClient, str], Awaitable[object]]


class Way(StrEnum):
    """How a sample is tried. A view is only validated: publishing one would overwrite a real Home tab."""

    POST = "posted"
    UPLOAD = "uploaded"
    VALIDATE = "validated"


@dataclass(frozen=True)
class Sample:
    """One kind of message or view. `send` takes the client and the DM; `is_rich` holds the newer blocks."""

    kind: str
    way: Way
    send: Send
    is_rich: bool = False


def every_sample(cast: Cast, t: Words) -> list[Sample]:
    """Return one sample of each kind, messages first."""
    return [
        *(post(name, sample_letter(name, cast, t)) for name in LETTERS),
        post(MessageName.HELP, help_answer(t, cast.contact_id, is_coordinator=True)),
        post(MessageName.ANSWER_LOST, answer_lost(t)),
        *_reports(cast, t),
        *_files(cast, t),
        *(_validation(kind, build(cast, t)) for kind, build in VIEWS.items()),
    ]


def post(kind: str, message: Message, *, is_rich: bool = False) -> Sample:
    """Return a message that is posted with buttons that do nothing."""
    shown = harmless(message)

    async def send(client: SlackClient, channel: str) -> object:
        return await client.post(channel, shown.text, shown.blocks, f"{SAMPLE}/{kind}")

    return Sample(kind, Way.POST, send, is_rich)


def _reports(cast: Cast, t: Words) -> list[Sample]:
    fact = report(cast)
    return [
        post(f"{MessageName.REPORT} with charts", report_message(fact, t, is_rich=True), is_rich=True),
        post(f"{MessageName.REPORT} classic", report_message(fact, t, is_rich=False)),
    ]


def _files(cast: Cast, t: Words) -> list[Sample]:
    return [_upload(extension, cast, t) for extension in ("xlsx", "csv")]


def _upload(extension: str, cast: Cast, t: Words) -> Sample:
    fact = report(cast)
    file, note = report_file(fact, extension, t), report_file_note(fact, t)

    async def send(client: SlackClient, channel: str) -> None:
        file_id = await client.put_file(file.name, file.content)
        await client.share_file(channel, file_id, file.title, note)

    return Sample(f"{MessageName.REPORT_FILE} {extension}", Way.UPLOAD, send)


def _validation(kind: str, view: View) -> Sample:
    async def send(client: SlackClient, _channel: str) -> None:
        await client.validate_view(view)

    return Sample(kind, Way.VALIDATE, send)
