"""A sample of every view: the Home tab and all modals, as their own builders make them."""

from collections.abc import Callable, Mapping

from domain.errors import NoLongerCurrent
from domain.kinds import Side
from messages.admin_forms import person_form, program_form
from messages.feedback import items_form, poll_details_form
from messages.help import help_answer
from messages.home import home_view
from messages.ids import Form
from messages.joining_form import join_form
from messages.message import View
from messages.pairs import goals_form
from messages.people import leave_form, pause_form
from messages.proposals import proposal_view
from messages.refusals import refusal
from messages.samples import pairs, people, programs, rounds, sessions
from messages.samples.cast import Cast
from messages.sessions import date_form
from messages.topics import topics_form
from messages.views import notice_view, receipt_view
from messages.words import Words


def _receipt(cast: Cast, t: Words) -> View:
    return receipt_view(help_answer(t, cast.contact_id, is_coordinator=True), t)


VIEWS: Mapping[str, Callable[[Cast, Words], View]] = {
    "home": lambda cast, t: home_view(programs.home(cast), t),
    Form.JOIN: lambda cast, t: join_form(people.join_form(cast), t),
    Form.PAUSE: lambda cast, t: pause_form(people.pause_form(cast), t),
    Form.LEAVE: lambda cast, t: leave_form(people.leave_form(cast), t),
    Form.SESSION: lambda cast, t: date_form(sessions.date_form(cast), t),
    Form.POLL: lambda cast, t: poll_details_form(sessions.poll_details_form(cast), t),
    Form.GOALS: lambda cast, t: goals_form(pairs.charter(cast), t),
    Form.BASELINE: lambda _, t: items_form(pairs.items_form(Side.MENTOR, is_outcome=False), t),
    Form.OUTCOME: lambda _, t: items_form(pairs.items_form(Side.MENTEE, is_outcome=True), t),
    Form.PROGRAM: lambda cast, t: program_form(programs.program_form(cast), t),
    Form.PERSON: lambda cast, t: person_form(people.person_form(cast), t),
    Form.TOPICS: lambda cast, t: topics_form(programs.topics_form(cast), t),
    "proposal": lambda cast, t: proposal_view(rounds.proposal(cast), 0, t),
    "notice": lambda _, t: notice_view(refusal(NoLongerCurrent(), t).text, t),
    "receipt": _receipt,
}
"""By the form's id, or by a word of its own where nothing is submitted."""
