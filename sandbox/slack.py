"""All of Slack as the app meets it: one synchronous function over every workspace it may be in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox import onlookers
from sandbox.errors import SlackError
from sandbox.methods import app_level, oauth
from sandbox.methods.app_level import AppMethod, AppRequest
from sandbox.methods.arguments import read_arguments
from sandbox.state.installations import Installations
from sandbox.state.records import Call

Json = dict[str, Any]
APP_METHODS = app_level.METHODS | oauth.METHODS
_SECRETS = frozenset({"client_secret", "code", "code_verifier", "refresh_token"})


class Slack(Installations):
    """One app, several workspaces; a call goes to the workspace its token belongs to."""

    def call(self, method: str, args: Mapping[str, Any], token: str | None, now: datetime) -> Json:
        """Answer one Web API call at the moved time `now`; the home keeps what belongs to no other."""
        if method in APP_METHODS:
            return self._call_app(method, args, token, now)
        workspace = self.workspace_of(token) or self.home
        return workspace.call(method, args, token, now)

    def _call_app(self, name: str, args: Mapping[str, Any], token: str | None, now: datetime) -> Json:
        workspace, method = self.workspace_of(token) or self.home, APP_METHODS[name]
        try:
            workspace.rates.take(name, method.tier, now)
            answer: Json = {"ok": True} | self._run(method, args, token, now)
        except SlackError as error:
            answer = error.answer()
            onlookers.show_refusal(name, error.code)
        workspace.calls.append(Call(name, without_secrets(args), answer["ok"], answer.get("error"), now))
        return answer

    def _run(self, method: AppMethod, args: Mapping[str, Any], token: str | None, now: datetime) -> Json:
        return method.run(AppRequest(self, read_arguments(method.arguments, args), token, now))


def without_secrets(args: Mapping[str, Any]) -> Json:
    """Leave out what nobody should keep: secrets, codes, tokens that refresh."""
    return {name: value for name, value in args.items() if name not in _SECRETS}
