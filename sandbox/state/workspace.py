"""The pure core of the sandbox: one synchronous function from a Web API call to its answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox import onlookers
from sandbox.errors import SlackError
from sandbox.methods.arguments import read_arguments
from sandbox.methods.registry import METHODS
from sandbox.methods.request import Method, Request
from sandbox.state.memory import Memory
from sandbox.state.records import Call
from sandbox.state.scheduled import post_due

Json = dict[str, Any]


class Workspace(Memory):
    """A Slack workspace without any I/O; HTTP, websocket and page are skins over it."""

    def call(self, method: str, args: Mapping[str, Any], token: str | None, now: datetime) -> Json:
        """Answer one Web API call at the moved time `now`, and remember that it was made."""
        post_due(self, now)
        request = Request(self, {}, now, token or "")
        try:
            answer: Json = {"ok": True} | self._run(method, args, request)
        except SlackError as error:
            answer = error.answer()
            onlookers.show_refusal(method, error.code)
        seen = Call(method, dict(args), answer["ok"], answer.get("error"), now, tuple(request.complaints))
        self.calls.append(seen)
        return answer

    def _run(self, name: str, args: Mapping[str, Any], request: Request) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method")
        self._authenticate(method, request.token, request.now)
        if method.scopes:
            request.need_scope(*method.scopes)
        self.rates.take(name, method.tier, request.now, self._posted_to(name, args))
        return method.run(replace(request, args=read_arguments(method.arguments, args)))

    def _posted_to(self, method: str, args: Mapping[str, Any]) -> str | None:
        """Name the one conversation a post goes to, however it was named."""
        if method != "chat.postMessage":
            return None
        name = str(args.get("channel"))
        found = self.conversations.im(name) or self.conversations.named(name.removeprefix("#"))
        return found.id if found else name

    def _authenticate(self, method: Method, token: str, now: datetime) -> None:
        if method.token == "none":
            return
        if not token:
            raise SlackError("not_authed")
        if token == self.identity.app.app_token:
            raise SlackError("not_allowed_token_type")
        self.identity.check(token, now)
