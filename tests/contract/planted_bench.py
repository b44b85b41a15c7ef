"""The bench for planted payloads: a fresh workspace, and the ways to send something wrong to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import response_url
from sandbox.acts.acks import apply_submission
from sandbox.errors import SlackError
from sandbox.slack import Slack
from tests.sandbox.kit import Block, home, modal
from tests.sandbox.stand_ins import ALICE, MANIFEST, RealClock, StillClock

Json = dict[str, Any]


class Bench:
    """One workspace with the app of the stand-in manifest; `sent` is what the judges get to read."""

    def __init__(self) -> None:
        self.clock, self.real_clock = StillClock(), RealClock()
        self.workspace = Slack(MANIFEST, self.clock.now(), self.real_clock, seed=1).home
        self.sent: tuple[str, Json] = ("", {})

    def call(self, method: str, *, token: str | None = None, **args: Any) -> Json:
        """Call a method of the Web API."""
        self.sent = method, args
        return self.workspace.call(method, args, token or self.workspace.identity.bot_token, self.clock.now())

    def complaint(self) -> str:
        """What the workspace had to complain about in the last call, though it was accepted."""
        return " ".join(sentence for call in [*self.workspace.calls][-1:] for sentence in call.complaints)

    def trigger(self, view_id: str | None = None) -> str:
        """Let Alice press something: the permission to open a view for her."""
        return self.workspace.views.issue_trigger(ALICE, view_id)

    def wait(self, seconds: float) -> None:
        """Let real time pass."""
        self.real_clock.seconds += seconds

    def post(self, **more: Any) -> Json:
        """Post a proper message to Alice."""
        return self.call("chat.postMessage", **({"channel": ALICE, "text": "Hello"} | more))

    def open(self, *blocks: Block, trigger_id: str = "", **more: Any) -> Json:
        """Open a form for Alice."""
        return self.call("views.open", trigger_id=trigger_id or self.trigger(), view=modal(*blocks, **more))

    def ticket(self) -> str:
        """Let Alice type a command: the last part of the response_url it comes with."""
        im = self.workspace.conversations.im(ALICE)
        assert im is not None
        return response_url.issue(self.workspace, ALICE, im.id).rpartition("/")[2]

    def respond(self, ticket: str, **body: Any) -> Json:
        """Answer at a response_url."""
        self.sent = "response_url", body
        return _answer(lambda: response_url.answer(self.workspace, ticket, body, self.clock.now()))

    def acknowledge(self, **body: Any) -> Json:
        """Answer the submission of Alice's top form."""
        self.sent = f"ack.{body.get('response_action')}", body
        return _answer(lambda: apply_submission(self.workspace, self.workspace.views.stack(ALICE)[-1], body))


def _answer(act: Callable[[], object]) -> Json:
    try:
        act()
    except SlackError as error:
        return error.answer()
    return {"ok": True}


@dataclass(frozen=True)
class Planted:
    """One thing an app can get wrong: `play` does it or, told so, the same thing right.

    `refusal` is the sandbox's error code, `said` a part of what it says; both empty when only a judge sees it.
    """

    kind: str
    refusal: str
    said: str
    play: Callable[[Bench, bool], Json]


def call(kind: str, refusal: str, method: str, right: Json, wrong: Json, said: str = "") -> Planted:
    """A call that is wrong in some arguments; an argument of None is left out."""

    def play(bench: Bench, is_wrong: bool) -> Json:
        args = right | wrong if is_wrong else right
        return bench.call(method, **{name: value for name, value in args.items() if value is not None})

    return Planted(kind, refusal, said, play)


def message(kind: str, said: str, right: list[Block], wrong: list[Any]) -> Planted:
    """A message that is wrong in its blocks."""
    rest = {"channel": ALICE, "text": "Hello"}
    return call(kind, "invalid_blocks", "chat.postMessage", rest | {"blocks": right}, {"blocks": wrong}, said)


def form(kind: str, said: str, right: Json, wrong: Json, refusal: str = "invalid_arguments") -> Planted:
    """A modal that is wrong."""

    def play(bench: Bench, is_wrong: bool) -> Json:
        view = wrong if is_wrong else right
        return bench.call("views.open", trigger_id=bench.trigger(), view=view)

    return Planted(kind, refusal, said, play)


def home_tab(kind: str, said: str, right: list[Block], wrong: list[Block]) -> Planted:
    """A Home tab that is wrong in its blocks."""
    args = {"user_id": ALICE, "view": home(*right)}
    return call(kind, "invalid_arguments", "views.publish", args, {"view": home(*wrong)}, said)
