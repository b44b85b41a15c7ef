"""Every event of the sandbox is what @slack/types says it is: nothing too much, nothing left out."""

import pytest

from sandbox.delivery.courier import Delivery
from tests.contract.judges import told
from tests.contract.play import EVENTS

pytestmark = pytest.mark.contract
NEEDED = {
    "app_home_opened": "event_ts",
    "app_mention": "channel",
    "channel_archive": "user",
    "channel_rename": "channel",
    "member_left_channel": "team",
    "message": "channel_type",
    "reaction_added": "item",
    "team_join": "user",
    "tokens_revoked": "tokens",
    "user_change": "cache_ts",
}


@pytest.fixture
def events(delivered: list[Delivery]) -> list[dict[str, object]]:
    return [delivery.payload["event"] for delivery in delivered if delivery.kind == "events_api"]


def test_the_play_brings_every_event(events: list[dict[str, object]]) -> None:
    assert {event["type"] for event in events} == {name.partition(".")[0] for name in EVENTS}


def test_every_event_fits_slacks_types(events: list[dict[str, object]]) -> None:
    assert [fault for faults in told.judge_events(events) for fault in faults] == []


def test_an_event_that_lacks_something_is_seen(events: list[dict[str, object]]) -> None:
    whole = {str(event["type"]): event for event in events}
    lacking = [
        {key: value for key, value in whole[kind].items() if key != name} for kind, name in NEEDED.items()
    ]
    verdicts = dict(zip(NEEDED, told.judge_events(lacking), strict=True))
    assert [kind for kind, faults in verdicts.items() if not faults] == []
