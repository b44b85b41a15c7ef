"""One meeting of a pair: the card that is edited in place, the re-ask, the reminder and the date form."""

from collections.abc import Sequence

from domain.facts.session import DateForm, SessionActed, SessionCard
from domain.kinds import SessionState
from messages.agenda import agenda_lines
from messages.blocks import MAX_BLOCKS, actions, divider, fit, footer, letter, section
from messages.fields import field, moment_picker
from messages.ids import Field, Form
from messages.message import Block, Message, View
from messages.payload import Payload
from messages.session_buttons import card_buttons, other_button
from messages.text import Mrkdwn, bullets, lines, mention, sentences
from messages.views import form
from messages.words import Words


def session_card(card: SessionCard, t: Words) -> Message:
    """Return the whole card of one session, as its reader may see it."""
    return Message(spoken(card, t), [*card_blocks(card, t), footer(t, card.contact_id)])


def spoken(card: SessionCard, t: Words) -> Mrkdwn:
    """Return the card in sentences, for those who don't see blocks."""
    return sentences(Mrkdwn(f"{_title(card, t)}."), *_story(card, t))


def card_blocks(card: SessionCard, t: Words) -> list[Block]:
    """Return the card without its footer, for the Home tab and lists."""
    heading = Mrkdwn(f"*{_title(card, t)}*")
    return [section(lines(heading, *_story(card, t))), *_preparation(card, t), *card_buttons(card, t)]


def date_reask(card: SessionCard, t: Words) -> Message:
    """Return the nudge for a date; once nothing is asked of the reader any more, it says so."""
    if not _is_asked_for_a_date(card):
        settled = t(
            "Session {number} with {partner}: your card shows how it stands.",
            number=card.number,
            partner=mention(card.partner.id),
        )
        return letter([settled], footer(t, card.contact_id))
    asked = t(
        "Session {number} with {partner} has no fixed date yet. Could you settle one?",
        number=card.number,
        partner=mention(card.partner.id),
    )
    return letter([asked, *_story(card, t)], *card_buttons(card, t), footer(t, card.contact_id))


def _is_asked_for_a_date(card: SessionCard) -> bool:
    is_suggested_to_her = card.state is SessionState.SUGGESTED and not card.is_suggested_by_viewer
    return card.state is SessionState.TO_FIX or is_suggested_to_her


def session_reminder(card: SessionCard, t: Words) -> Message:
    """Return the reminder on the day."""
    reminder = t(
        "Today: session {number} with {partner}.", number=card.number, partner=mention(card.partner.id)
    )
    late = t("Running late? Just write to {partner}.", partner=mention(card.partner.id))
    row = actions(other_button(card, t("I need another time")))
    return letter([reminder, _when(card, t), late], *_preparation(card, t), row, footer(t, card.contact_id))


def session_acted(fact: SessionActed, t: Words) -> Message:
    """Return the receipt for one's own act on a session."""
    return letter([_acted(fact, t), _outside_partner_hours(fact, t)])


def session_list(cards: Sequence[SessionCard], t: Words) -> Message:
    """Return all open sessions of a person, the answer to `/rm-session`."""
    if not cards:
        return letter([t("You have no session to plan right now. I write as soon as there is one.")])
    blocks = [block for card in cards for block in (*card_blocks(card, t), divider())][:-1]
    text = sentences(*(spoken(card, t) for card in cards))
    return Message(text, fit(blocks, MAX_BLOCKS, t("The rest is on your Home tab.")))


def date_form(fact: DateForm, t: Words) -> View:
    """Return the form to suggest a date of one's own."""
    hint = t.plain("{partner} is asked before it counts.", partner=fact.partner.name)
    label = t.plain("Date and time ({zone})", zone=fact.viewer_time_zone)
    when = field(Field.STARTS_AT, label, moment_picker(fact.initial), hint=hint, is_optional=False)
    about = Payload(fact.session_id, fact.revision)
    return form(t.plain("Another time"), [when], t.plain("Suggest"), Form.SESSION, about, t)


def _title(card: SessionCard, t: Words) -> Mrkdwn:
    values = {"number": card.number, "count": card.session_count, "partner": mention(card.partner.id)}
    if card.is_delegate:
        return t(
            "For {person}: session {number} of {count} with {partner}",
            person=mention(card.viewer_id),
            **values,
        )
    return t("Session {number} of {count} with {partner}", **values)


def _story(card: SessionCard, t: Words) -> list[Mrkdwn | None]:
    match card.state:
        case SessionState.TO_FIX:
            return [_offered(card, t)]
        case SessionState.SUGGESTED:
            return _suggested(card, t)
        case SessionState.FIXED:
            return [_when(card, t)]
        case SessionState.PAST:
            return _past(card, t)
        case SessionState.CLOSED:
            return [t("This session is behind you."), _next(card, t)]


def _offered(card: SessionCard, t: Words) -> Mrkdwn:
    if not card.options:
        return t("I found no time that suits you both, so please suggest one.")
    times = t.join(t.moment(option, card.viewer_time_zone) for option in card.options)
    return t("These times suit you both: {times}.", times=times)


def _suggested(card: SessionCard, t: Words) -> list[Mrkdwn | None]:
    partner = mention(card.partner.id)
    if card.is_suggested_by_viewer:
        sent = t(
            "You suggested {moment}. I tell you as soon as {partner} has answered.",
            moment=_at(card, t),
            partner=partner,
        )
        return [sent, _outside_partner_hours(card, t)]
    asked = t("{partner} suggests {moment}. Does that suit you?", moment=_at(card, t), partner=partner)
    return [asked, _outside_viewer_hours(card, t)]


def _past(card: SessionCard, t: Words) -> list[Mrkdwn | None]:
    if card.is_delegate:
        return [t("The date has passed.")]
    if card.viewer_said_held is None:
        return [t("Did you meet? One tap says yes and how useful it was.")]
    if card.viewer_said_held:
        return [t("You met: noted, thank you."), _next(card, t)]
    return [t("Not yet? No problem."), _offered(card, t)]


def _next(card: SessionCard, t: Words) -> Mrkdwn | None:
    if card.is_last:
        return t("It was the last one of this round.")
    if card.next_opens_on is None:
        return None
    return t("I help you to plan the next one from {day} on.", day=t.month_day(card.next_opens_on))


def _at(card: SessionCard, t: Words) -> Mrkdwn:
    if card.scheduled_at is None:
        return t("a time of their own")
    return t.moment(card.scheduled_at, card.viewer_time_zone)


def _when(card: SessionCard, t: Words) -> Mrkdwn:
    return t("{moment}, for {minutes} minutes.", moment=_at(card, t), minutes=card.minutes)


def _outside_viewer_hours(card: SessionCard, t: Words) -> Mrkdwn | None:
    if card.viewer_holiday:
        return t(
            "That is a public holiday for you ({holiday}), so feel free to ask for another time.",
            holiday=card.viewer_holiday,
        )
    outside = t("That is outside the hours you gave, so feel free to ask for another time.")
    return outside if card.is_outside_viewer_hours else None


def _outside_partner_hours(fact: SessionCard | SessionActed, t: Words) -> Mrkdwn | None:
    if fact.partner_holiday:
        return t(
            "It is a public holiday for your partner ({holiday}), so another time may come back.",
            holiday=fact.partner_holiday,
        )
    outside = t("It is outside your partner's usual hours, so another time may come back.")
    return outside if fact.is_outside_partner_hours else None


def _preparation(card: SessionCard, t: Words) -> list[Block]:
    """Show topics and next steps to the person herself only: a delegate sees dates."""
    if card.is_delegate or card.state is not SessionState.FIXED:
        return []
    step = card.last_next_step
    last_time = t("Next step from last time: {step}", step=step) if step else None
    agenda = bullets(agenda_lines(card, t))
    return [section(lines(last_time, t("An agenda, if you like:"), agenda))]


def _acted(fact: SessionActed, t: Words) -> Mrkdwn:
    partner = mention(fact.partner_id)
    when = t.moment(fact.scheduled_at, "UTC") if fact.scheduled_at else None
    match fact.state:
        case SessionState.SUGGESTED if when:
            return t("Suggested: {moment}. {partner} is asked now.", moment=when, partner=partner)
        case SessionState.FIXED if when:
            return t("It's a date: {moment} with {partner}.", moment=when, partner=partner)
        case SessionState.PAST | SessionState.CLOSED:
            return t("Noted, thank you. Your session with {partner} is up to date.", partner=partner)
        case _:
            return t(
                "Done. The date with {partner} is open again; new ones are on your card.", partner=partner
            )
