"""Before a pair is told: a partner shown in private, and the kind word to who is left out this time."""

from domain.facts.pair import Preview
from domain.facts.people import Colleague
from domain.facts.program import Closed
from domain.facts.round import LeftOut
from domain.kinds import PreviewAnswer, Side
from messages.blocks import actions, button, context, footer, letter, quote, section
from messages.ids import Button
from messages.message import Block, Message
from messages.payload import Payload
from messages.reasons import kind_reason
from messages.text import Mrkdwn, lines, mention, sentences
from messages.words import Words


def preview(fact: Preview, t: Words) -> Message:
    """Return a partner shown to one side only; silence is a yes."""
    opening = _opening(fact, t)
    about = [*_topic_lines(fact, t), place(fact.partner, t)]
    hope = t("What {partner} hopes for: “{hope}”", partner=mention(fact.partner.id), hope=fact.partner_hope)
    blocks = [
        section(lines(opening, *about)),
        *_hope(fact, t),
        *_answer(fact, t),
        footer(t, fact.contact_id),
    ]
    said = [hope] if fact.partner_hope else []
    return Message(sentences(opening, *about, *said, _deadline(fact, t)), blocks)


def preview_answered(fact: Preview, t: Words) -> Message:
    """Return the receipt for an answer to a preview."""
    return letter([_receipt(fact.answer, t)], footer(t, fact.contact_id))


def left_out(fact: LeftOut, t: Words) -> Message:
    """Return the honest word to somebody without a partner this round."""
    circle = t("Meanwhile you are welcome in the mentors' circle: ask for its next date.")
    return letter(
        [
            t(
                "I have no partner for you in *{program}* this round, and I'm sorry.",
                program=fact.program.name,
            ),
            kind_reason(fact.reason, t),
            t("You come first in the next round. There is nothing you need to do."),
            circle if fact.side is Side.MENTOR else None,
        ],
        footer(t, fact.contact_id),
    )


def approval_late(fact: Closed, t: Words) -> Message:
    """Return the honest word when the pairs wait for an approval."""
    return letter(
        [
            t("The pairs for *{program}* are taking longer than planned.", program=fact.program.name),
            t("Somebody still has to look at them. You hear from me as soon as it's done."),
        ],
        footer(t, fact.contact_id),
    )


def place(person: Colleague, t: Words) -> Mrkdwn | None:
    """Return where somebody works, as far as it is known."""
    values = {"partner": mention(person.id), "department": person.department, "site": person.site}
    match (bool(person.department), bool(person.site)):
        case (True, True):
            return t("{partner} works in {department} ({site}).", **values)
        case (True, False):
            return t("{partner} works in {department}.", **values)
        case (False, True):
            return t("{partner} works at {site}.", **values)
        case _:
            return None


def _opening(fact: Preview, t: Words) -> Mrkdwn:
    values = {"program": fact.program.name, "partner": mention(fact.partner.id)}
    if fact.viewer_side is Side.MENTOR:
        return t(
            "For *{program}* I'd like to pair you with {partner}. You would be the mentor, the one who "
            "teaches; {partner} is senior to you and would learn.",
            **values,
        )
    return t(
        "For *{program}* I'd like to pair you with {partner}. {partner} is junior to you and would be your "
        "mentor, the one who teaches; you would learn.",
        **values,
    )


def _topic_lines(fact: Preview, t: Words) -> list[Mrkdwn | None]:
    partner, shared = mention(fact.partner.id), fact.shared_topics
    teaches = [interest.topic for interest in fact.partner_teaches]
    wants = [interest.topic for interest in fact.partner_wants]
    return [
        t("You have this in common: {topics}.", topics=t.join(shared)) if shared else None,
        t("{partner} can teach {topics}.", partner=partner, topics=t.join(teaches)) if teaches else None,
        t("{partner} wants to learn {topics}.", partner=partner, topics=t.join(wants)) if wants else None,
    ]


def _hope(fact: Preview, t: Words) -> list[Block]:
    if not fact.partner_hope:
        return []
    label = t("What {partner} hopes for:", partner=mention(fact.partner.id))
    return [context(label), quote(fact.partner_hope)]


def _deadline(fact: Preview, t: Words) -> Mrkdwn:
    if fact.answer is not PreviewAnswer.WAITING:
        return _receipt(fact.answer, t)
    if fact.is_over:
        return t("This is settled: there is nothing left to answer.")
    return t(
        "No answer by {until} means yes. A no leaves no trace: {partner} isn't told.",
        until=t.moment(fact.answer_until, "UTC"),
        partner=mention(fact.partner.id),
    )


def _answer(fact: Preview, t: Words) -> list[Block]:
    if fact.is_over or fact.answer is not PreviewAnswer.WAITING:
        return [context(_deadline(fact, t))]
    pair = Payload(fact.pair_id)
    return [
        actions(
            button(t("Yes, gladly"), Button.PREVIEW_ACCEPT, pair, style="primary"),
            button(t("Not this one"), Button.PREVIEW_DECLINE, pair),
            button(t("We already work together"), Button.PREVIEW_KNOWN, pair),
        ),
        context(_deadline(fact, t)),
    ]


def _receipt(answer: PreviewAnswer, t: Words) -> Mrkdwn:
    match answer:
        case PreviewAnswer.ACCEPTED:
            return t("Thank you! As soon as it's settled on both sides, I introduce you to each other.")
        case PreviewAnswer.NOT_THIS_ONE | PreviewAnswer.ALREADY_WORK_TOGETHER:
            return t("Thank you for saying so. Nobody else is told, and I look for another partner.")
        case PreviewAnswer.WAITING:
            return t("Your answer is still open.")
