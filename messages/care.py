"""When a pair is stuck or somebody needs help: the offer to the pair, the word to a coordinator."""

from domain.facts.pair import Concern, PairActed, RescueChoice, RescueOffer
from messages.blocks import actions, button, confirm, context, footer, letter
from messages.ids import Button
from messages.message import Block, Message
from messages.payload import Payload
from messages.session_buttons import date_buttons
from messages.text import Mrkdwn, mention, sentences
from messages.words import Words


def rescue_offer(fact: RescueOffer, t: Words) -> Message:
    """Return the offer both sides get in the same words, from what both can see."""
    values = {"partner": mention(fact.partner.id), "program": fact.program.name}
    if not fact.has_begun:
        opening = t(
            "You and {partner} can begin in *{program}* as soon as you have both accepted your agreement. "
            "Then I offer you dates.",
            **values,
        )
        return letter([opening], *_offer_buttons(fact, t), footer(t, fact.contact_id))
    opening = t(
        "You and {partner} haven't met for a while in *{program}*. That happens; a shorter session or a new "
        "date often helps.",
        **values,
    )
    return letter([opening, _times(fact, t)], *_offer_buttons(fact, t), footer(t, fact.contact_id))


def closing_notice(fact: RescueOffer, t: Words) -> Message:
    """Return the seven days' notice before a pair that doesn't meet is closed."""
    partner = mention(fact.partner.id)
    day = t.date(fact.closes_on) if fact.closes_on else None
    opening = (
        t(
            "You and {partner} haven't met for a long time, so your pairing ends on {day}.",
            partner=partner,
            day=day,
        )
        if day
        else t("You and {partner} haven't met for a long time, so your pairing ends soon.", partner=partner)
    )
    keep = (
        t("Would you like to go on? Any date you fix together keeps it.")
        if fact.has_begun
        else t("Would you like to begin? Once you have both accepted your agreement, it goes on.")
    )
    return letter([opening, keep, _times(fact, t)], *_offer_buttons(fact, t), footer(t, fact.contact_id))


def concern(fact: Concern, t: Words) -> Message:
    """Return the confidential word to coordinators without a conflict."""
    person = mention(fact.person_id)
    values = {"person": person, "program": fact.program.name}
    return letter(
        [
            t("{person} could use a word from you, in *{program}*.", **values),
            t("They asked for help.") if fact.wants_help else None,
            t("They would like another partner.") if fact.wants_another_partner else None,
            _score(fact.score, t),
            t("Please write to {person} in private. Their partner knows nothing of this.", person=person),
        ],
        _confidential(t),
    )


def rescue_choice(fact: RescueChoice, t: Words) -> Message:
    """Return the coordinator's choices for a pair that doesn't meet."""
    opening = t(
        "{mentor} and {mentee} aren't meeting, in *{program}*.",
        mentor=mention(fact.mentor_id),
        mentee=mention(fact.mentee_id),
        program=fact.program.name,
    )
    if not fact.is_open:
        return letter([opening, t("This has been dealt with.")], _confidential(t))
    asked = (
        t("They have had an offer of new dates. What should happen now?")
        if fact.has_begun
        else t("They haven't both accepted their agreement, and were reminded of it. What should happen now?")
    )
    return letter([opening, _facts(fact, t), asked], _choices(fact, t), _confidential(t))


def care_chosen(choice: Button, fact: PairActed, t: Words) -> Message:
    """Return the receipt for a coordinator's choice."""
    person = mention(fact.partner_id)
    sentence = {
        Button.CARE_REMATCH: t("Both get neutral words and a place in the next matching."),
        Button.CARE_TALK: t("Thank you. Nothing is sent: talk to them whenever it suits.", person=person),
        Button.CARE_CLOSE: t("The pairing is closed and both get neutral words."),
    }[choice]
    return letter([sentence])


def _times(fact: RescueOffer, t: Words) -> Mrkdwn | None:
    if not fact.options or fact.session_id is None:
        return None
    times = t.join(t.moment(option, fact.time_zone) for option in fact.options)
    return t("These times suit you both: {times}.", times=times)


def _offer_buttons(fact: RescueOffer, t: Words) -> list[Block]:
    another = button(
        t("Another partner, please"), Button.PAIR_ANOTHER, Payload(fact.pair_id), confirm=another_confirm(t)
    )
    if not fact.has_begun:
        accept = button(t("I accept"), Button.CHARTER_ACCEPT, Payload(fact.pair_id), style="primary")
        return [actions(accept, another), _private(t)]
    if fact.session_id is None:
        return [actions(another), _private(t)]
    about = Payload(fact.session_id, fact.revision)
    picks = date_buttons(fact.session_id, fact.revision, fact.options, fact.time_zone, t)
    return [
        actions(*picks, button(t("Another time"), Button.SESSION_OTHER, about), another),
        _private(t),
    ]


def another_confirm(t: Words) -> dict[str, object]:
    """Return the question before somebody asks for another partner."""
    return confirm(
        t("Another partner?"),
        t("A coordinator looks for one and writes to you. Your partner isn't told that you asked."),
        t("Yes, please"),
        t("Not now"),
    )


def _private(t: Words) -> Block:
    return context(t("If you ask for another partner, only a coordinator sees it."))


def _score(score: int | None, t: Words) -> Mrkdwn | None:
    return None if score is None else t("Their check-in was {score} of 5.", score=score)


def _facts(fact: RescueChoice, t: Words) -> Mrkdwn:
    none = t("No session held so far.")
    held = t.tn("{n} session held so far.", "{n} sessions held so far.", fact.held_count)
    missed = t.tn("{n} missed in a row.", "{n} missed in a row.", fact.missed_in_row)
    last = t("The last one was on {day}.", day=t.date(fact.last_held_on)) if fact.last_held_on else None
    return sentences(held if fact.held_count else none, last, missed if fact.missed_in_row else None)


def _choices(fact: RescueChoice, t: Words) -> Block:
    about = Payload(fact.pair_id)
    return actions(
        button(t("New partners for both"), Button.CARE_REMATCH, about, confirm=_ends(t)),
        button(t("I'll talk to them"), Button.CARE_TALK, about, style="primary"),
        button(t("Close the pairing"), Button.CARE_CLOSE, about, style="danger", confirm=_ends(t)),
    )


def _ends(t: Words) -> dict[str, object]:
    return confirm(
        t("End this pairing?"),
        t("Both read only that it has ended. This can't be undone."),
        t("End it"),
        t("Not yet"),
    )


def _confidential(t: Words) -> Block:
    return context(t("Confidential: only coordinators of this program without a part in this pair see it."))
