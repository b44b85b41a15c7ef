"""The machine: `rm-bot check`: what is wrong with tokens, scopes, database and clock, in words."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import real_now
from bot.settings import Settings
from bot.slack import Identity, SlackClient
from bot.slack_calls import SlackCalls
from bot.slack_outcomes import MALFORMED, NO_ANSWER, PERHAPS_DONE, RATE_LIMITED, UNREACHABLE
from domain.errors import SlackFailure
from models.database import Database
from models.schema import current_revision, newest_revision

LARGEST_CLOCK_ERROR = timedelta(seconds=60)
"""Slack's signatures hold for five minutes; a clock that is a minute off is on its way there."""
MANIFEST = "app_manifest.yml"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and how it is."""

    is_good: bool
    sentence: str

    @property
    def line(self) -> str:
        """The sentence as the command prints it."""
        return f"{'ok   ' if self.is_good else 'wrong'}  {self.sentence}"


def good(sentence: str) -> Finding:
    """Return a finding that is as it should be."""
    return Finding(is_good=True, sentence=sentence)


def wrong(sentence: str) -> Finding:
    """Return a finding that somebody must see to."""
    return Finding(is_good=False, sentence=sentence)


async def check_all(settings: Settings, *, live: bool) -> list[Finding]:
    """Look at everything; `live` also asks for a Socket Mode address."""
    found = [_data_folder(settings), await _database(settings), *_transport(settings)]
    if settings.bot_token is not None:
        found += await _slack(settings, settings.bot_token.get_secret_value(), live=live)
    return found


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        return good(f"the data folder {folder} will be made at the first start")
    if not os.access(folder, os.W_OK | os.X_OK):
        return wrong(f"the data folder {folder} can't be written")
    return good(f"the data folder {folder} can be written")


async def _database(settings: Settings) -> Finding:
    if settings.is_sqlite and not settings.sqlite_file.exists():
        return wrong("the database doesn't exist yet: run `rm-bot migrate`")
    database = Database(settings.database_address)
    try:
        revision = await current_revision(database)
    except (SQLAlchemyError, OSError):
        return wrong("the database can't be reached: is DATABASE_URL right, and is it running?")
    finally:
        await database.close()
    return _schema(revision)


def _schema(revision: str | None) -> Finding:
    if revision == newest_revision():
        return good(f"the database answers and its schema is current (revision {revision})")
    if revision is None:
        return wrong("the database is empty: run `rm-bot migrate`")
    return wrong(f"the schema stands at revision {revision}: run `rm-bot migrate`, or start a newer version")


def _transport(settings: Settings) -> list[Finding]:
    if settings.missing_for_slack is not None:
        return [wrong(settings.missing_for_slack)]
    ways = [
        name
        for name, is_set in (("Socket Mode", settings.app_token), ("signed HTTP", settings.signing_secret))
        if is_set is not None
    ]
    return [good(f"payloads arrive by {' and '.join(ways)}")]


async def _slack(settings: Settings, token: str, *, live: bool) -> list[Finding]:
    async with slack_calls(settings, token) as calls:
        try:
            identity = await SlackClient(calls).identity()
        except SlackFailure as failure:
            return [_refused(failure, "SLACK_BOT_TOKEN")]
        found = [
            good(f"the bot token belongs to workspace {identity.team_id}"),
            _scopes(identity),
            _clock(identity),
        ]
        if live and settings.app_token is not None:
            found.append(await _socket(calls, settings.app_token.get_secret_value()))
        return found


@asynccontextmanager
async def slack_calls(settings: Settings, token: str) -> AsyncIterator[SlackCalls]:
    """Open the connections to Slack while the block runs."""
    calls = SlackCalls(settings.slack_api_url, token)
    try:
        yield calls
    finally:
        await calls.close()


def _refused(failure: SlackFailure, token: str) -> Finding:
    if failure.code in {UNREACHABLE, NO_ANSWER}:
        return wrong(f"Slack can't be reached from here, so {token} was not checked")
    if failure.code == "http_404":
        return wrong(f"there is no Slack at SLACK_API_URL, so {token} was not checked")
    if failure.code in _TROUBLE or failure.code.startswith("http_"):
        return wrong(
            f"Slack was too busy to say whether {token} is good ({failure.code}): try again in a minute"
        )
    return wrong(f"Slack refuses {token}: {_REASONS.get(failure.code, failure.code)}")


_TROUBLE = PERHAPS_DONE | RATE_LIMITED | {MALFORMED}
_REASONS: Mapping[str, str] = {
    "invalid_auth": "it is not a valid token",
    "not_authed": "it is not a valid token",
    "token_revoked": "it was revoked; install the app again",
    "token_expired": "it has expired; install the app again",
    "account_inactive": "the app was removed from the workspace; install it again",
    "missing_scope": "it lacks a scope; app-level tokens need connections:write",
    "not_allowed_token_type": "it is a token of another kind",
}


def _scopes(identity: Identity) -> Finding:
    if identity.scopes is None:
        return wrong("Slack didn't say which scopes the token has")
    missing, surplus = manifest_scopes() - identity.scopes, identity.scopes - manifest_scopes()
    if missing:
        return wrong(f"the token lacks {', '.join(sorted(missing))}: install the app again from {MANIFEST}")
    if surplus:
        return wrong(f"the token has scopes the bot never uses: {', '.join(sorted(surplus))}")
    return good(f"the token has exactly the scopes of {MANIFEST}")


def _clock(identity: Identity) -> Finding:
    try:
        theirs = parsedate_to_datetime(identity.date_header or "")
    except ValueError:
        return wrong("Slack sent no date, so this machine's clock was not checked")
    apart = abs(real_now() - theirs)
    if apart > LARGEST_CLOCK_ERROR:
        return wrong(
            f"this machine's clock is {apart.total_seconds():.0f} s off: Slack's requests will be refused"
        )
    return good("this machine's clock agrees with Slack's")


async def _socket(calls: SlackCalls, app_token: str) -> Finding:
    try:
        line = await calls.open_line(app_token)
    except SlackFailure as failure:
        return _refused(failure, "SLACK_APP_TOKEN")
    except (aiohttp.ClientError, OSError):
        return wrong("Slack's Socket Mode address can't be opened from here")
    await line.close()
    return good("Socket Mode works")


def manifest_scopes() -> frozenset[str]:
    """Return the bot scopes of the manifest that ships with this version."""
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])


def manifest() -> dict[str, Any]:
    """Return the app manifest: package data of a wheel, a file at the top of a checkout."""
    packaged = files("bot") / MANIFEST
    text = (
        packaged.read_text()
        if packaged.is_file()
        else Path(__file__).parent.parent.joinpath(MANIFEST).read_text()
    )
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed
