"""Who is who in the workspace: team, app, tokens, granted scopes, subscriptions."""

import random
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BOT_USER = "U0RMBOT01"
SLACKBOT = "USLACKBOT"
_ALPHABET = string.ascii_uppercase + string.digits


class Ids:
    """Makes Slack-like ids, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable ids, no secrets

    def make(self, prefix: str, length: int = 10) -> str:
        """Make one id such as V03K2J9XQ1."""
        return prefix + "0" + "".join(self._random.choices(_ALPHABET, k=length - 2))

    def number(self, bits: int) -> int:
        """Make one number of so many bits."""
        return self._random.getrandbits(bits)

    def secret(self, length: int = 24) -> str:
        """Make one invented secret."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))


@dataclass
class Identity:
    """The app as installed in the workspace; `revoked` after an uninstall."""

    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    bot_name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: tuple[Mapping[str, Any], ...]
    team_id: str = "T0SANDBOX"
    team_name: str = "Halvorsen & Co"
    team_domain: str = "halvorsen"
    app_id: str = "A0SANDBOX"
    bot_id: str = "B0SANDBOX"
    has_home: bool = True
    is_revoked: bool = field(default=False)


def identity_from_manifest(manifest: Mapping[str, Any], ids: Ids) -> Identity:
    """Install the app a manifest describes; tokens are invented and say so."""
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    subscriptions = settings.get("event_subscriptions", {})
    return Identity(
        bot_token=f"xoxb-sandbox-{ids.secret()}",
        app_token=f"xapp-sandbox-{ids.secret()}",
        signing_secret=f"sandbox{ids.secret(25)}",
        verification_token=ids.secret(),
        bot_name=features.get("bot_user", {}).get("display_name", "bot"),
        scopes=tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        events=frozenset(subscriptions.get("bot_events", ())),
        commands=tuple(features.get("slash_commands", ())),
        has_home=features.get("app_home", {}).get("home_tab_enabled", False),
    )
