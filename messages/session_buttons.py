"""The buttons of a session's card, by its state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.facts.session import SessionCard
from domain.kinds import SessionState
from domain.presets import SLOTS_OFFERED
from messages.blocks import actions, button, confirm
from messages.feedback import poll_blocks
from messages.ids import Button
from messages.message import Block
from messages.payload import Payload
from messages.text import mention
from messages.words import Words


def card_buttons(card: SessionCard, t: Words) -> list[Block]:
    """Return the row that fits the session's state; a delegate gets dates only."""
    match card.state:
        case SessionState.TO_FIX:
            return [actions(*_picks(card, t), other_button(card, t("Another time")), _already_met(card, t))]
        case SessionState.SUGGESTED:
            return [actions(*_suggested_buttons(card, t), _already_met(card, t))]
        case SessionState.FIXED:
            return [
                actions(
                    other_button(card, t("Move it")),
                    _cancel(card, t("Can't make it"), t),
                    _already_met(card, t),
                )
            ]
        case SessionState.PAST:
            return _past_buttons(card, t)
        case SessionState.CLOSED:
            return []


def _suggested_buttons(card: SessionCard, t: Words) -> list[dict[str, Any]]:
    other = other_button(card, t("Another time"))
    if card.is_suggested_by_viewer:
        return [other, _cancel(card, t("Take it back"), t)]
    accept = button(t("That suits me"), Button.SESSION_ACCEPT, _about(card), style="primary")
    return [accept, other]


def _past_buttons(card: SessionCard, t: Words) -> list[Block]:
    if card.is_delegate:
        return []
    if card.viewer_said_held is None:
        return poll_blocks(card, t)
    if card.viewer_said_held:
        return [actions(button(t("Add what you learned"), Button.POLL_MORE, _about(card)))]
    return [actions(*_picks(card, t), other_button(card, t("Another time")), _already_met(card, t))]


def _picks(card: SessionCard, t: Words) -> list[dict[str, Any]]:
    return date_buttons(card.session_id, card.revision, card.options, card.viewer_time_zone, t)


def other_button(card: SessionCard, label: str) -> dict[str, Any]:
    """Return the button to suggest another date."""
    return button(label, Button.SESSION_OTHER, _about(card))


def _already_met(card: SessionCard, t: Words) -> dict[str, Any] | None:
    return None if card.is_delegate else button(t("We already met"), Button.SESSION_ALREADY_MET, _about(card))


def _cancel(card: SessionCard, label: str, t: Words) -> dict[str, Any]:
    asked = confirm(
        label,
        t(
            "{partner} is told that this date is off, and I offer you both new ones.",
            partner=mention(card.partner.id),
        ),
        t("Yes"),
        t("Keep the date"),
    )
    return button(label, Button.SESSION_CANCEL, _about(card), confirm=asked)


def _about(card: SessionCard) -> Payload:
    return Payload(card.session_id, card.revision)


def date_buttons(
    session_id: str, revision: int, options: Sequence[datetime], zone: str, t: Words
) -> list[dict[str, Any]]:
    """Return one button per offered date, labelled in the reader's zone."""
    return [
        button(
            t.short_moment(option, zone),
            Button.SESSION_PICK,
            Payload(session_id, revision, str(int(option.timestamp()))),
            key=str(number),
        )
        for number, option in enumerate(options[:SLOTS_OFFERED])
    ]
