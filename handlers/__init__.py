"""Slack's door: what people do. Every listener is registered here, and only under a name of the table.

May import `mentoring`, `reporting`, `messages`, `domain` and Bolt; never tables. One file per kind of payload:
commands.py, buttons_*.py, forms.py, events.py; parse.py alone indexes into payloads; doors.py turns a listener
into what Bolt calls: it knows the person, answers in her language and lets nothing but words out.
"""

import re

from slack_bolt.async_app import AsyncApp

from domain.authorization import rule_for
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.desk import Desk
from handlers.doors import button_door, command_door, event_door, form_door, unknown_door
from handlers.events import EVENTS
from handlers.forms import FORMS

ANY = re.compile(".*")


def register(app: AsyncApp, desk: Desk) -> None:
    """Register every listener. Raises LookupError for one that has no line in the authorization table."""
    for entry in (*COMMANDS, *BUTTONS, *FORMS, *EVENTS):
        rule_for(entry)
    for command, answer in COMMANDS.items():
        app.command(command)(command_door(desk, answer))
    for button, press in BUTTONS.items():
        app.action(re.compile(rf"^{re.escape(button)}(:.*)?$"))(button_door(desk, button, press))
    for form, submit in FORMS.items():
        app.view(form)(form_door(desk, form, submit))
    for event, happen in EVENTS.items():
        app.event(event.removesuffix(".im"))(event_door(desk, event, happen))
    app.action(ANY)(unknown_door)
    app.view(ANY)(unknown_door)
