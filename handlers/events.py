"""Events: somebody opens the Home tab, types to the bot, changes, or the app is taken out.

None asks Slack anything before it is acknowledged: what has to be asked is promised to the ledger.
"""

from collections.abc import Mapping
from typing import Any

from domain.facts.people import Act
from handlers.desk import Desk
from handlers.doors import EventListener
from handlers.parse import SLACK_ID, Origin, UnreadableError, event_of, is_typed_by_a_person
from mentoring.greet import answer_message, draw_home
from mentoring.install_workspace import remove_workspace
from mentoring.meet_person import profile_changed


async def home_opened(desk: Desk, origin: Origin, body: Mapping[str, Any]) -> None:
    """Draw the Home tab anew; the Messages tab sends this event too."""
    if event_of(body).get("tab") == "home":
        await draw_home(desk.core, _act_of_person(origin))


async def typed(desk: Desk, origin: Origin, body: Mapping[str, Any]) -> None:
    """Typing to the bot gets help, not silence."""
    if is_typed_by_a_person(event_of(body)):
        await answer_message(desk.core, _act_of_person(origin))


async def person_changed(desk: Desk, origin: Origin, _body: Mapping[str, Any]) -> None:
    """Let Slack be asked what is true now: events may come late, out of order, and by the thousand."""
    await profile_changed(desk.core, _act_of_person(origin))


async def uninstalled(desk: Desk, origin: Origin, _body: Mapping[str, Any]) -> None:
    await remove_workspace(desk.core, _act(origin))


def _act(origin: Origin) -> Act:
    return Act(origin.workspace_id, origin.person_id, origin.key)


def _act_of_person(origin: Origin) -> Act:
    """Raises UnreadableError for an event that is about nobody: it writes down whom it is about."""
    if not SLACK_ID.fullmatch(origin.person_id):
        raise UnreadableError
    return _act(origin)


EVENTS: dict[str, EventListener] = {
    "app_home_opened": home_opened,
    "message.im": typed,
    "user_change": person_changed,
    "app_uninstalled": uninstalled,
    "tokens_revoked": uninstalled,
}
