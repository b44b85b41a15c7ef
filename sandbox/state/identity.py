"""The app as one workspace knows it: its team, its granted scopes, its tokens and their lives."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sandbox.errors import SlackError
from sandbox.state.app import App
from sandbox.state.ids import Ids

BOT_USER = "U0RMBOT01"
SLACKBOT = "USLACKBOT"
TOKEN_LIFE = timedelta(hours=12)
_MOST_LIVE_TOKENS = 2


@dataclass
class Token:
    """One token of an installation; `expires_at` is moved time, None for one that lasts."""

    value: str
    kind: Literal["bot", "refresh"]
    expires_at: datetime | None = None
    is_revoked: bool = False

    def is_live(self, now: datetime) -> bool:
        """Tell whether it is good at this moment."""
        return not self.is_revoked and (self.expires_at is None or now < self.expires_at)


@dataclass
class Identity:
    """The app as installed in one workspace; `is_revoked` after an uninstall."""

    app: App
    ids: Ids
    team_id: str = "T0SANDBOX"
    team_name: str = "Halvorsen & Co"
    team_domain: str = "halvorsen"
    bot_id: str = "B0SANDBOX"
    scopes: tuple[str, ...] = ()
    tokens: dict[str, Token] = field(default_factory=dict)
    is_revoked: bool = False

    @property
    def is_installed(self) -> bool:
        """Tell whether the workspace has the app."""
        return bool(self.tokens) and not self.is_revoked

    @property
    def bot_token(self) -> str:
        """The newest bot token; empty before the first install."""
        return next((t.value for t in reversed(self.tokens.values()) if t.kind == "bot"), "")

    @property
    def refresh_token(self) -> str:
        """The newest refresh token; empty for an app whose tokens last."""
        return next((t.value for t in reversed(self.tokens.values()) if t.kind == "refresh"), "")

    def install(self, scopes: tuple[str, ...], now: datetime) -> Token:
        """Install the app, or install it again: scopes add up, and a lasting token stays the same."""
        before = self.scopes if self.is_installed else ()
        self.scopes = tuple(dict.fromkeys((*before, *scopes)))
        if self.is_installed and not self.app.rotates_tokens:
            return self.tokens[self.bot_token]
        self.is_revoked = False
        return self.issue(now)

    def issue(self, now: datetime) -> Token:
        """Make a new bot token, with its refresh token if tokens rotate; a third live one ends the first."""
        if self.app.rotates_tokens:
            token = Token(f"xoxe.xoxb-sandbox-{self.ids.secret()}", "bot", now + TOKEN_LIFE)
            refresh = Token(f"xoxe-sandbox-{self.ids.secret()}", "refresh")
            self.tokens |= {token.value: token, refresh.value: refresh}
        else:
            token = Token(f"xoxb-sandbox-{self.ids.secret()}", "bot")
            self.tokens[token.value] = token
        for old in self.live_tokens(now)[:-_MOST_LIVE_TOKENS]:
            old.is_revoked = True
        return token

    def live_tokens(self, now: datetime) -> list[Token]:
        """List the bot tokens that are good, oldest first."""
        return [t for t in self.tokens.values() if t.kind == "bot" and t.is_live(now)]

    def uninstall(self) -> None:
        """Remove the app: every token it had here is dead for good."""
        self.is_revoked = True
        for token in self.tokens.values():
            token.is_revoked = True

    def check(self, value: str, now: datetime) -> None:
        """Let a live bot token of this workspace pass. Raises: SlackError saying what is wrong with it."""
        token = self.tokens.get(value)
        if token is None or token.kind != "bot":
            raise SlackError("invalid_auth")
        if self.is_revoked:
            raise SlackError("account_inactive")
        if token.is_revoked:
            raise SlackError("token_revoked")
        if not token.is_live(now):
            raise SlackError("token_expired")
