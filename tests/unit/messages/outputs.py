"""All that this room can say: every builder, called with every sample fact."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from domain.errors import DateInThePast, DateOutOfRound, Fault, InvalidAnswer, Refusal, UnknownProgram
from domain.facts import pair as pairs
from domain.facts import people, program
from domain.facts import round as rounds_facts
from domain.facts.session import SessionActed
from domain.kinds import NextRound, SessionState, Side
from messages import (
    admin,
    care,
    feedback,
    held,
    help,  # noqa: A004  the family's name
    joining,
    joining_form,
    matching,
    proposals,
    receipts,
    refusals,
    rounds,
    sessions,
    topics,
)
from messages import home as home_words
from messages import pairs as pair_words
from messages import (
    people as people_words,
)
from messages.catalogue import LETTERS
from messages.ids import Button
from messages.message import Message, View
from messages.samples import harmless
from messages.samples import sessions as sessions_facts
from messages.samples.views import VIEWS
from messages.words import Words
from tests.unit.messages import home_samples
from tests.unit.messages import samples as s

Output = Message | View
COMMANDS = (
    "/rm-join",
    "/rm-me",
    "/rm-session",
    "/rm-pause",
    "/rm-leave",
    "/rm-help",
    "/rm-admin",
    "/rm-report",
    "/rm-unknown",
)


def messages(t: Words, text: str = s.TEXT) -> list[Message]:
    return [output for output in everything(t, text) if isinstance(output, Message)]


def views_of(t: Words, text: str = s.TEXT) -> list[View]:
    return [output for output in everything(t, text) if not isinstance(output, Message)]


def everything(t: Words, text: str = s.TEXT) -> Iterator[Output]:
    """Yield every message and view."""
    yield from letters(t, text)
    yield from forms(t, text)
    yield from _people_receipts(t, text)
    yield from _pair_receipts(t, text)
    yield from _session_receipts(t, text)
    yield from _coordinator_receipts(t, text)
    yield from _answers(t, text)
    yield from refused(t, text)


def letters(t: Words, text: str = s.TEXT) -> Iterator[Message]:
    for name, facts in s.letters(text).items():
        yield from (LETTERS[name](fact, t) for fact in facts)


def forms(t: Words, text: str = s.TEXT) -> Iterator[View]:
    cast = s.cast(text)
    yield from (build(cast, t) for build in VIEWS.values())
    yield from (home_words.home_view(fact, t) for fact in home_samples.homes(text))
    yield from (joining_form.join_form(fact, t) for fact in s.join_forms(text))
    for lines in s.topic_lists(text):
        yield topics.topics_form(program.TopicsForm(s.choice(text), lines), t)
    for count in (1, 12):
        yield people_words.leave_form(people.LeaveForm((s.choice(text),) * count), t)
    yield feedback.poll_details_form(replace(sessions_facts.poll_details_form(cast), side=Side.MENTOR), t)
    yield from (pair_words.goals_form(fact, t) for fact in s.charters(text))
    yield from (feedback.items_form(fact, t) for fact in s.items_forms())
    yield from (proposals.proposal_view(s.proposal(text), page, t) for page in (-1, 0, 1, 9))


def refused(t: Words, text: str = s.TEXT) -> Iterator[Message]:
    yield from (refusals.refusal(kind(), t) for kind in Refusal.__subclasses__())
    yield refusals.refusal(UnknownProgram(text), t)
    yield refusals.refusal(DateInThePast(s.NOON), t)
    yield refusals.refusal(DateOutOfRound(s.DAY), t)
    faults = {key: Fault(key, 7) for key in refusals.FAULTS}
    yield refusals.refusal(InvalidAnswer(faults), t)


def _people_receipts(t: Words, text: str) -> Iterator[Message]:
    yield joining.declined(s.choice(text), t)
    yield people_words.left(people.Left(s.choice(text), s.CONTACT), t)
    for until, is_return in product((s.DAY, None), (True, False)):
        yield people_words.paused(people.Paused(until, is_return), t)


def _pair_receipts(t: Words, text: str) -> Iterator[Message]:
    acted = pairs.PairActed("a" * 32, s.PARTNER, {"ethics_contact": s.ETHICS})
    yield from (matching.preview_answered(fact, t) for fact in s.previews(text))
    yield pair_words.contact_ended(acted, t)
    yield pair_words.contact_ended(pairs.PairActed("a" * 32, s.PARTNER), t)
    yield pair_words.another_asked(acted, t)
    yield pair_words.charter_accepted(acted, t)
    yield pair_words.goals_saved(acted, t)
    yield feedback.poll_saved(t)
    yield feedback.check_in_saved(acted, t)
    yield feedback.help_asked(t)
    yield feedback.items_saved(t)
    yield from (rounds.rotation_saved(answer, t) for answer in (*NextRound, "keep"))


def _session_receipts(t: Words, text: str) -> Iterator[Message]:
    for state, when, outside in product(SessionState, (s.NOON, None), (True, False)):
        yield sessions.session_acted(SessionActed("s" * 32, state, s.PARTNER, when, outside), t)
    yield sessions.session_list((), t)
    yield sessions.session_list(s.cards(text), t)


def _coordinator_receipts(t: Words, text: str) -> Iterator[Message]:
    yield admin.admin_overview((), t, may_create=True)
    yield admin.admin_overview((), t, may_create=False)
    yield admin.admin_overview(home_samples.programs(text), t, may_create=True)
    waiting = s.held_messages()[-1]
    for missing in s.undelivered(text):
        yield admin.admin_overview(home_samples.programs(text), t, may_create=True, missing=missing)
    yield held.held_sent(t)
    yield held.held_let_be(t)
    yield receipts.in_case_you_missed_it(held.held_word(waiting, t), t)
    yield admin.program_created(s.choice(text), t)
    yield admin.program_launched(program.ProgramLaunched(s.choice(text), s.DAY, "C0CHANNEL1"), t)
    yield admin.program_launched(program.ProgramLaunched(s.choice(text), s.DAY, None), t)
    yield admin.person_updated(people.PersonUpdated(s.VIEWER, 2), t)
    yield admin.pair_dropped(t)
    yield topics.topics_edited(program.TopicsEdited(s.choice(text), 1), t)
    every = program.TopicsEdited(s.choice(text), 100, (text,) * 100, (text,) * 100, ((text, text),) * 100)
    yield topics.topics_edited(every, t)
    yield proposals.round_approved(rounds_facts.RoundApproved(s.choice(text), 12, 3), t)
    for button in (Button.CARE_REMATCH, Button.CARE_TALK, Button.CARE_CLOSE):
        yield care.care_chosen(button, pairs.PairActed("a" * 32, s.PARTNER), t)


def _answers(t: Words, text: str) -> Iterator[Message]:
    yield from (home_words.me(fact, t) for fact in home_samples.homes(text))
    yield from (help.usage(command, t) for command in COMMANDS)
    yield help.help_answer(t, s.CONTACT, is_coordinator=True)
    yield receipts.on_its_way(t)
    yield receipts.apology(text, t)
    yield harmless.opening(2, t)
