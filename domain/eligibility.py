"""Who may take part, who may be paired, which state may follow which. Pure."""

from collections.abc import Mapping

from domain.facts.people import SlackProfile
from domain.kinds import SessionState, Verdict

SLACKBOT = "USLACKBOT"


def may_take_part(profile: SlackProfile) -> bool:
    """Tell whether Slack's own facts allow it: no guests, strangers, bots, deactivated people."""
    return not (
        profile.id == SLACKBOT
        or profile.is_bot
        or profile.is_guest
        or profile.is_stranger
        or profile.is_deactivated
    )


def chain_above(person_id: str, manager_of: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return everybody above `person_id`, nearest first; a cycle is cut where it closes."""
    above: list[str] = []
    manager = manager_of.get(person_id)
    while manager is not None and manager != person_id and manager not in above:
        above.append(manager)
        manager = manager_of.get(manager)
    return tuple(above)


def in_one_line(one: str, other: str, manager_of: Mapping[str, str | None]) -> bool:
    """Tell whether either stands in the other's reporting chain, at any depth."""
    return one in chain_above(other, manager_of) or other in chain_above(one, manager_of)


def verdict(mentor_said: bool | None, mentee_said: bool | None, state: SessionState) -> Verdict:
    """Held: at least one yes and no no. Disputed: one yes and one no. Missed: over without a yes."""
    said = {mentor_said, mentee_said}
    if said >= {True, False}:
        return Verdict.DISPUTED
    if True in said:
        return Verdict.HELD
    if state is SessionState.CLOSED:
        return Verdict.MISSED
    return Verdict.OPEN
