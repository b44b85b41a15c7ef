"""Consent on its way to the app: what a person allowed, under a code that works once."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import SlackError
from sandbox.state.ids import Ids

_CODE_SECONDS = 10 * 60
_KEPT = 1_000


@dataclass
class Grant:
    """What one person allowed the app in one workspace; `redirect_uri` is what the app itself named."""

    team_id: str
    person: str
    scopes: tuple[str, ...]
    redirect_uri: str | None
    issued: float
    is_used: bool = False


class Grants:
    """The codes that were handed out; each is good for one exchange within ten real minutes."""

    def __init__(self, ids: Ids, real_now: Callable[[], float]) -> None:
        self._ids = ids
        self._real_now = real_now
        self._grants: dict[str, Grant] = {}

    def give(self, team_id: str, person: str, scopes: tuple[str, ...], redirect_uri: str | None) -> str:
        """Note a consent and make the code the app can exchange for a token."""
        code = f"{self._ids.number(40)}.{self._ids.number(40)}.{self._ids.secret(40)}"
        self._grants[code] = Grant(team_id, person, scopes, redirect_uri, self._real_now())
        while len(self._grants) > _KEPT:
            del self._grants[next(iter(self._grants))]
        return code

    def take(self, code: str, redirect_uri: str | None) -> Grant:
        """Use a code up. Raises: SlackError(invalid_code, code_already_used, bad_redirect_uri)."""
        grant = self._grants.get(code)
        if grant is None or self._real_now() - grant.issued > _CODE_SECONDS:
            raise SlackError("invalid_code")
        if grant.is_used:
            raise SlackError("code_already_used")
        if redirect_uri != grant.redirect_uri:
            raise SlackError("bad_redirect_uri")
        grant.is_used = True
        return grant
