"""The ways in which the sandbox says no."""

from typing import Any


class SlackError(Exception):
    """An `ok: false` answer of the Web API, with the extra keys Slack would add."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """Write the answer's body."""
        return {"ok": False, "error": self.code, **self.extra}

    @classmethod
    def with_messages(cls, code: str, messages: list[str]) -> "SlackError":
        """Build an error that lists what was wrong, as Slack does for arguments and blocks."""
        marked = [f"[ERROR] {message}" for message in messages]
        return cls(code, errors=messages, response_metadata={"messages": marked})


class ImpossibleActError(Exception):
    """A person tried what Slack's own client would never offer; the text is one plain sentence."""


class RealTokensError(Exception):
    """Tokens of a real workspace are set: the sandbox doesn't run beside them."""
