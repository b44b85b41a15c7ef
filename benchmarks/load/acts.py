"""What people do while the wave goes out: commands, clicks, forms and events as Slack sends them, by seed and time."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.load.people import TEAM
from messages.ids import Button, Form
from messages.payload import Payload, pack
from sandbox.delivery.courier import Kind

Json = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """How much, for how long: `rate` a second all the time, and bursts of `burst_rate` on top, evenly spread."""

    seconds: float = 120.0
    rate: float = 8.3
    burst_rate: float = 100.0
    burst_seconds: float = 20.0
    bursts: int = 1
    at_once: int = 0
    """So many more at one instant, in the middle."""
    actors: int = 1_000
    lost_acks: float = 0.01
    """Of the events, how many acks get lost on their way, so that the event is sent again."""
    seed: int = 7


@dataclass(frozen=True)
class Act:
    """One request to the bot. `key` is the inbox row it must leave; None for what only asks."""

    at: float
    what: str
    kind: Kind
    payload: Json = field(repr=False)
    key: str | None = None
    loses_ack: bool = False


def acts(load: Load, origin: str) -> list[Act]:
    """Return everything that happens, in order of time. `origin` is where response_urls lead."""
    chance = random.Random(load.seed)
    writer = _Writer(chance, load, origin)
    kinds = random.Random(load.seed + 1)
    names, weights = zip(*((name, weight) for name, (weight, _) in MIX.items()), strict=True)
    return [
        MIX[name][1](writer, at)
        for at in sorted(_instants(load, chance))
        for name in kinds.choices(names, weights)
    ]


def _instants(load: Load, chance: random.Random) -> Iterator[float]:
    """People come by chance, not by the clock."""
    yield from _poisson(chance, 0.0, load.seconds, load.rate)
    for number in range(load.bursts):
        begins = load.seconds * (number + 1) / (load.bursts + 1) - load.burst_seconds / 2
        yield from _poisson(chance, max(begins, 0.0), load.burst_seconds, load.burst_rate - load.rate)
    yield from [load.seconds * 0.8] * load.at_once


def _poisson(chance: random.Random, begins: float, seconds: float, rate: float) -> Iterator[float]:
    at = begins
    while rate > 0 and (at := at + chance.expovariate(rate)) < begins + seconds:
        yield at


class _Writer:
    """Writes payloads with fresh ids, about people of the crowd "A"."""

    def __init__(self, chance: random.Random, load: Load, origin: str) -> None:
        self._chance = chance
        self._load = load
        self._origin = origin
        self._last = 0

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _somebody(self) -> tuple[str, str]:
        """Return a person and her pair."""
        pair = self._chance.randrange(self._load.actors // 2)
        return f"UA{self._chance.choice('ME')}{pair:06}", f"pairA{pair}"

    def command(self, at: float, command: str, text: str = "", *, has_effect: bool = False) -> Act:
        person, _ = self._somebody()
        trigger = f"{self._number()}.1.command"
        payload = {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "bench",
            "channel_id": f"D{person[1:]}",
            "channel_name": "directmessage",
            "user_id": person,
            "user_name": person.lower(),
            "command": command,
            "text": text,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": f"{self._origin}/response/{self._last}",
            "trigger_id": trigger,
        }
        key = f"command/{trigger}" if has_effect else None
        return Act(at, command, "slash_commands", payload, key)

    def click(self, at: float, action_id: str, *, is_about_pair: bool = True, has_effect: bool = True) -> Act:
        person, pair = self._somebody()
        number = self._number()
        value = pack(Payload(pair if is_about_pair else ""))
        payload = self._interaction("block_actions", person, f"{number}.1.click") | {
            "container": {"type": "message", "message_ts": "1.1", "channel_id": f"D{person[1:]}"},
            "channel": {"id": f"D{person[1:]}", "name": "directmessage"},
            "response_url": f"{self._origin}/response/{number}",
            "actions": [
                {
                    "type": "button",
                    "action_id": action_id,
                    "block_id": "b1",
                    "value": value,
                    "action_ts": f"{number}.1",
                }
            ],
        }
        key = f"act/{number}.1.click" if has_effect else None
        return Act(at, action_id, "interactive", payload, key)

    def submission(self, at: float) -> Act:
        person, pair = self._somebody()
        number = self._number()
        view = {
            "id": f"V{number}",
            "team_id": TEAM,
            "type": "modal",
            "callback_id": str(Form.GOALS),
            "private_metadata": pack(Payload(pair)),
            "hash": f"{number}.hash",
            "state": {
                "values": {"goal_1": {"goal_1": {"type": "plain_text_input", "value": f"Goal {number}"}}}
            },
        }
        payload = self._interaction("view_submission", person, f"{number}.1.form")
        payload |= {"view": view, "response_urls": []}
        return Act(at, str(Form.GOALS), "interactive", payload, f"act/{number}.1.form")

    def _interaction(self, kind: str, person: str, trigger: str) -> Json:
        return {
            "type": kind,
            "team": {"id": TEAM, "domain": "bench"},
            "user": {"id": person, "username": person.lower(), "name": person.lower(), "team_id": TEAM},
            "api_app_id": "A0BENCH",
            "token": "unused",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": trigger,
        }

    def event(self, at: float, event: Json) -> Act:
        person, _ = self._somebody()
        event_id = f"Ev{self._number():08}"
        payload = {
            "token": "unused",
            "team_id": TEAM,
            "api_app_id": "A0BENCH",
            "event": event | {"user": person, "channel": f"D{person[1:]}", "event_ts": f"{self._last}.1"},
            "type": "event_callback",
            "event_id": event_id,
            "event_time": self._last,
            "authorizations": [{"team_id": TEAM, "user_id": "UBOT", "is_bot": True}],
        }
        loses = self._chance.random() < self._load.lost_acks
        return Act(at, str(event["type"]), "events_api", payload, f"event/{event_id}", loses)


TYPED = {"type": "message", "channel_type": "im", "text": "hello", "ts": "1.1"}
HOME_OPENED = {"type": "app_home_opened", "tab": "home"}
MIX: dict[str, tuple[int, Callable[[_Writer, float], Act]]] = {
    "help": (6, lambda to, at: to.command(at, "/rm-help")),
    "me": (12, lambda to, at: to.command(at, "/rm-me")),
    "session": (6, lambda to, at: to.command(at, "/rm-session")),
    "pause": (6, lambda to, at: to.command(at, "/rm-pause", "until 2030-01-07", has_effect=True)),
    "check-in": (15, lambda to, at: to.click(at, f"{Button.CHECK_IN_RATE}:4")),
    "charter": (8, lambda to, at: to.click(at, Button.CHARTER_ACCEPT)),
    "goals form": (7, lambda to, at: to.click(at, Button.GOALS_OPEN, has_effect=False)),
    "goals": (15, lambda to, at: to.submission(at)),
    "home": (20, lambda to, at: to.event(at, HOME_OPENED)),
    "typed": (5, lambda to, at: to.event(at, TYPED)),
}
"""Weights in a hundred: 30 commands, 30 clicks, 15 forms, 25 events."""
