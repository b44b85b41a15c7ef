"""The pure core of the sandbox: one synchronous function from a Web API call to its answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import read_arguments
from sandbox.methods.registry import METHODS
from sandbox.methods.request import Method, Request
from sandbox.state.memory import Memory
from sandbox.state.records import Call

Json = dict[str, Any]


class Workspace(Memory):
    """A Slack workspace without any I/O; HTTP, websocket and page are skins over it."""

    def call(self, method: str, args: Mapping[str, Any], token: str | None, now: datetime) -> Json:
        """Answer one Web API call at the moved time `now`, and remember that it was made."""
        try:
            answer: Json = {"ok": True} | self._run(method, args, token, now)
        except SlackError as error:
            answer = error.answer()
        self.calls.append(Call(method, dict(args), answer["ok"], answer.get("error"), now))
        return answer

    def _run(self, name: str, args: Mapping[str, Any], token: str | None, now: datetime) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method")
        self._authenticate(method, token)
        request = Request(self, {}, now)
        if method.scopes:
            request.need_scope(*method.scopes)
        return method.run(Request(self, read_arguments(method.arguments, args), now))

    def _authenticate(self, method: Method, token: str | None) -> None:
        if not token:
            raise SlackError("not_authed")
        kinds = {self.identity.bot_token: "bot", self.identity.app_token: "app"}
        if token not in kinds:
            raise SlackError("invalid_auth")
        if self.identity.is_revoked:
            raise SlackError("account_inactive")
        if kinds[token] != method.token:
            raise SlackError("not_allowed_token_type")
