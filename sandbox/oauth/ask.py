"""What an app asks a person to allow, read from the address it sent them to, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from sandbox.oauth.scopes import SCOPES
from sandbox.people import Person
from sandbox.slack import Slack
from sandbox.state.app import App
from sandbox.state.identity import SLACKBOT

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class OAuthError(Exception):
    """Slack would show the person an error page, and send nobody anywhere."""


@dataclass(frozen=True)
class Ask:
    """What the app asks for; `named_uri` is the redirect_uri it sent, `return_uri` the checked one."""

    scopes: tuple[str, ...]
    named_uri: str | None
    return_uri: str
    state: str | None
    team: str | None

    def answered(self, **answer: str) -> str:
        """Write the address that brings the answer back to the app."""
        parts = urlsplit(self.return_uri)
        given = {"state": self.state} if self.state is not None else {}
        query = [*parse_qsl(parts.query, keep_blank_values=True), *(answer | given).items()]
        return parts._replace(query=urlencode(query)).geturl()


def read_ask(query: Mapping[str, str], slack: Slack) -> Ask:
    """Read what the app asks for. Raises: OAuthError for what Slack would not even show."""
    if query.get("client_id") != slack.app.client_id:
        raise OAuthError("invalid_client_id")
    named = query.get("redirect_uri") or None
    if query.get("user_scope"):
        raise OAuthError("user_scope: this sandbox gives bot tokens only")
    team = query.get("team") or None
    if team is not None and team not in slack.workspaces:
        raise OAuthError("invalid_team")
    return Ask(
        scopes=_scopes(query.get("scope", "")),
        named_uri=named,
        return_uri=_return_uri(named, slack.app),
        state=query.get("state"),
        team=team,
    )


def _scopes(asked: str) -> tuple[str, ...]:
    scopes = tuple(dict.fromkeys(asked.replace(",", " ").split()))
    if not scopes:
        raise OAuthError("no_scopes")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise OAuthError(f"invalid_scope: {', '.join(unknown)}")
    return scopes


def _return_uri(named: str | None, app: App) -> str:
    uri = named or next(iter(app.redirect_urls), "")
    if not _is_registered(uri, app.redirect_urls):
        raise OAuthError("bad_redirect_uri")
    return uri


def _is_registered(uri: str, registered: tuple[str, ...]) -> bool:
    """Slack takes an address at or below a registered one; an app without any gets loopback ones."""
    parts = _split(uri)
    if parts is None:
        return False
    if not registered:
        return parts.hostname in _LOOPBACK
    return any(_is_below(parts, base) for url in registered if (base := _split(url)))


def _split(uri: str) -> SplitResult | None:
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 - a port that is no number raises here
    except ValueError:
        return None
    is_whole = parts.scheme in {"http", "https"} and parts.hostname is not None
    is_odd = "@" in parts.netloc or "\\" in uri or "#" in uri or not uri.isprintable() or " " in uri
    climbs = ".." in unquote(parts.path).split("/")
    return parts if is_whole and not is_odd and not climbs else None


def _is_below(parts: SplitResult, base: SplitResult) -> bool:
    same_place = (parts.scheme, parts.hostname, parts.port) == (base.scheme, base.hostname, base.port)
    folder = base.path.rstrip("/")
    return same_place and (parts.path.rstrip("/") == folder or parts.path.startswith(f"{folder}/"))


def may_install(person: Person) -> bool:
    """Guests, people of other companies, bots and leavers install nothing."""
    return person.is_active_here and not person.is_any_guest and person.id != SLACKBOT
