"""The prompt library: what a pair could talk about, by the session's number and the topics they share."""

from domain.facts.session import SessionCard
from domain.kinds import Side
from messages.text import Mrkdwn, mention
from messages.words import Words


def agenda_lines(card: SessionCard, t: Words) -> list[Mrkdwn]:
    """Return three or four prompts: how to begin, one topic to try, one turn of the tables, a next step."""
    return [
        line
        for line in (_beginning(card, t), _topic(card, t), _turn(card, t), t("Agree on one next step each"))
        if line
    ]


def _beginning(card: SessionCard, t: Words) -> Mrkdwn:
    if card.number == 1:
        return t("Get to know each other: what does a normal day look like?")
    if card.is_last or card.number >= card.session_count:
        return t("Look back: what has changed since your first session?")
    if card.number == card.session_count // 2 + 1:
        return t("Half-time: what should we do more of, what less?")
    return t("Last time's next steps: what came of them?")


def _topic(card: SessionCard, t: Words) -> Mrkdwn | None:
    """Return the topic whose turn it is, so that the sessions of a round go through all of them."""
    if not card.agenda:
        return None
    topic = card.agenda[(card.number - 1) % len(card.agenda)]
    if card.viewer_side is Side.MENTOR:
        return t(
            "{topic}: show one thing, then let {partner} try it",
            topic=topic,
            partner=mention(card.partner.id),
        )
    return t(
        "{topic}: let {partner} show you, then try it yourself", topic=topic, partner=mention(card.partner.id)
    )


def _turn(card: SessionCard, t: Words) -> Mrkdwn:
    if card.viewer_side is Side.MENTOR:
        return t("Ask {partner} how something you wonder about is decided", partner=mention(card.partner.id))
    return t("Ask the question you never dared to ask")
