"""The app as its manifest describes it: one for all workspaces, with secrets of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.state.ids import Ids

Json = Mapping[str, Any]


@dataclass(frozen=True)
class App:
    """What is true of the app in every workspace; `scopes` are the bot scopes its manifest asks for."""

    id: str
    client_id: str
    client_secret: str
    signing_secret: str
    verification_token: str
    app_token: str
    name: str
    bot_name: str
    scopes: tuple[str, ...]
    events: frozenset[str]
    commands: tuple[Json, ...]
    has_home: bool
    has_messages: bool
    redirect_urls: tuple[str, ...]
    rotates_tokens: bool


def app_from_manifest(manifest: Json, ids: Ids) -> App:
    """Register the app a manifest describes; its secrets are invented and say so."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    oauth = manifest.get("oauth_config", {})
    bot_name = features.get("bot_user", {}).get("display_name", "bot")
    return App(
        id="A0SANDBOX",
        client_id=f"{ids.number(40)}.{ids.number(40)}",
        client_secret=f"sandbox{ids.secret(25)}",
        signing_secret=f"sandbox{ids.secret(25)}",
        verification_token=ids.secret(),
        app_token=f"xapp-sandbox-{ids.secret()}",
        name=manifest.get("display_information", {}).get("name", bot_name),
        bot_name=bot_name,
        scopes=tuple(oauth.get("scopes", {}).get("bot", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=tuple(features.get("slash_commands", ())),
        has_home=features.get("app_home", {}).get("home_tab_enabled", False),
        has_messages=features.get("app_home", {}).get("messages_tab_enabled", True),
        redirect_urls=tuple(oauth.get("redirect_urls", ())),
        rotates_tokens=settings.get("token_rotation_enabled", False),
    )
