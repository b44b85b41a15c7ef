"""The Home tab, and `/rm-me`, which prints the participant's part of it."""

from domain.facts.program import Enrolment, Home, PairCard, PastPair
from messages.admin import overview_blocks
from messages.blocks import MAX_BLOCKS, actions, button, confirm, context, divider, fit, header, section
from messages.care import another_confirm
from messages.help import what_this_is
from messages.ids import Button
from messages.joining import role_sentence
from messages.message import Block, Message, View
from messages.pairs import goal_lines
from messages.payload import Payload
from messages.sessions import card_blocks, spoken
from messages.text import Mrkdwn, bullets, lines, mention, sentences
from messages.views import home
from messages.words import Words

PAST_SHOWN = 20


def home_view(fact: Home, t: Words) -> View:
    """Return the Home tab of one person; also useful to somebody who never joined."""
    if fact.is_refused:
        only = t("Only full members of this workspace can take part.")
        return home([_title(t), section(what_this_is(t)), section(only), _help(t)], t)
    blocks = [_title(t), *_participant(fact, t), *_delegate(fact, t), *_coordinator(fact, t), _help(t)]
    return home(blocks, t)


def me(fact: Home, t: Words) -> Message:
    """Return the answer to `/rm-me`: partner, next session and settings."""
    partners = [mention(pair.partner.id) for pair in fact.pairs]
    text = sentences(
        _paused(fact, t) if fact.is_paused else None,
        t("You are paired with {partners}.", partners=t.join(partners)) if partners else None,
        *(spoken(pair.session, t) for pair in fact.pairs if pair.session),
        *(_enrolment(enrolment, t) for enrolment in fact.enrolments),
    )
    none = t("You don't take part in a program yet.")
    more = t("The rest is on your Home tab.")
    return Message(text or none, fit(_participant(fact, t), MAX_BLOCKS, more))


def _title(t: Words) -> Block:
    return header(t("Reverse mentoring"))


def _help(t: Words) -> Block:
    return actions(button(t("Help"), Button.HELP_OPEN, Payload()))


def _participant(fact: Home, t: Words) -> list[Block]:
    if not fact.enrolments and not fact.pairs:
        return [section(what_this_is(t)), *_joinable(fact, t), *_past(fact, t)]
    return [
        *_pause_notice(fact, t),
        *(block for pair in fact.pairs for block in _pair(pair, t)),
        *(block for enrolment in fact.enrolments for block in _settings(enrolment, t)),
        _everything(fact, t),
        *_next_holiday(fact, t),
        *_joinable(fact, t),
        *_past(fact, t),
    ]


def _pause_notice(fact: Home, t: Words) -> list[Block]:
    if not fact.is_paused:
        return []
    back = button(t("I'm back"), Button.PAUSE_RETURN, Payload(), style="primary")
    return [section(_paused(fact, t), back), divider()]


def _paused(fact: Home, t: Words) -> Mrkdwn:
    if fact.paused_until is None:
        return t("Your mentoring is paused.")
    return t("Your mentoring is paused until {day}.", day=t.date(fact.paused_until))


def _pair(pair: PairCard, t: Words) -> list[Block]:
    who = t("*{program}*: you and {partner}", program=pair.program.name, partner=mention(pair.partner.id))
    return [
        section(lines(who, goal_lines(pair.goals, t) if pair.goals else None)),
        *(card_blocks(pair.session, t) if pair.session else []),
        _pair_buttons(pair, t),
        divider(),
    ]


def _pair_buttons(pair: PairCard, t: Words) -> Block:
    about = Payload(pair.pair_id)
    accept = button(t("Accept our agreement"), Button.CHARTER_ACCEPT, about, style="primary")
    baseline = button(t("Three quick taps"), Button.BASELINE_OPEN, about)
    return actions(
        None if pair.has_accepted_charter else accept,
        None if pair.has_answered_baseline else baseline,
        button(t("Our goals"), Button.GOALS_OPEN, about),
        button(t("Another partner, please"), Button.PAIR_ANOTHER, about, confirm=another_confirm(t)),
        button(t("End contact now"), Button.PAIR_END_CONTACT, about, style="danger", confirm=_end_contact(t)),
    )


def _end_contact(t: Words) -> dict[str, object]:
    return confirm(
        t("End contact now?"),
        t(
            "Your pairing and its dates end at once, and you two are never paired again. The other person "
            "reads only that the pairing has ended."
        ),
        t("End contact"),
        t("Keep the pairing"),
    )


def _settings(enrolment: Enrolment, t: Words) -> list[Block]:
    change = button(t("Change my answers"), Button.JOIN_OPEN, Payload(enrolment.program.id))
    leave = button(t("Leave"), Button.LEAVE_OPEN, Payload(enrolment.program.id))
    return [section(_enrolment(enrolment, t)), actions(change, leave)]


def _enrolment(enrolment: Enrolment, t: Words) -> Mrkdwn:
    program = t("*{program}*:", program=enrolment.program.name)
    return sentences(program, role_sentence(enrolment.role, t), _waiting(enrolment, t))


def _waiting(enrolment: Enrolment, t: Words) -> Mrkdwn | None:
    if not enrolment.is_waiting:
        return None
    if enrolment.matched_on is None:
        return t("You have a place when pairs are added.")
    return t("Pairs are proposed on {day}.", day=t.date(enrolment.matched_on))


def _everything(fact: Home, t: Words) -> Block:
    label = t("Change my pause") if fact.is_paused else t("Pause everything")
    return actions(button(label, Button.PAUSE_OPEN, Payload()))


def _next_holiday(fact: Home, t: Words) -> list[Block]:
    holiday = fact.next_holiday
    if holiday is None:
        return []
    quiet = t(
        "I don't write to you on public holidays in {country}. The next one is {day}: {name}.",
        country=t.country(holiday.country),
        day=t.month_day(holiday.day),
        name=holiday.name,
    )
    why = t("I take the country from your time zone; a coordinator can name another.")
    return [context(quiet, *((why,) if holiday.is_from_zone else ()))]


def _joinable(fact: Home, t: Words) -> list[Block]:
    if not fact.joinable:
        return [] if fact.enrolments else [section(t("No program is open for joining at the moment."))]
    return [
        section(
            t("*{program}* is open. Joining takes less than a minute.", program=program.name),
            button(t("Join"), Button.JOIN_OPEN, Payload(program.id), style="primary"),
        )
        for program in fact.joinable
    ]


def _past(fact: Home, t: Words) -> list[Block]:
    if not fact.past:
        return []
    shown = bullets(_past_pair(pair, t) for pair in fact.past[:PAST_SHOWN])
    return [divider(), section(lines(t("*Partners before*"), shown))]


def _past_pair(pair: PastPair, t: Words) -> Mrkdwn:
    return t(
        "{partner} in {program}, until {day}",
        partner=mention(pair.partner_id),
        program=pair.program_name,
        day=t.date(pair.ended_on),
    )


def _delegate(fact: Home, t: Words) -> list[Block]:
    if not fact.is_delegate_for:
        return []
    cards = [block for card in fact.is_delegate_for for block in card_blocks(card, t)]
    sees = context(t("You handle dates for a colleague; you see dates and nothing else."))
    return [divider(), header(t("Dates for others")), *cards, sees]


def _coordinator(fact: Home, t: Words) -> list[Block]:
    blocks = overview_blocks(fact.coordinated, t, may_create=fact.may_create_programs)
    return [divider(), header(t("Your programs")), *blocks] if blocks else []
