"""For coordinators: a proposed round, its pairs and left-outs with reasons, and the approval."""

from domain.facts.round import LeftOutLine, PairLine, Proposal, ProposalSummary, RoundApproved
from domain.kinds import PairState, RoundState, Side
from messages.blocks import actions, button, confirm, context, divider, header, letter, section
from messages.ids import Button
from messages.message import Block, Message, View
from messages.payload import Payload
from messages.reasons import (
    competition,
    fresh_partners,
    no_partner,
    reason_text,
    waterfall,
    what_would_help,
)
from messages.text import Mrkdwn, bullets, lines, mention, sentences
from messages.views import modal
from messages.words import Words

LINES_PER_PAGE = 25
"""Each pair takes up to two blocks of a hundred."""


def proposal(fact: ProposalSummary, t: Words) -> Message:
    """Return the coordinator's note that a round is ready to be approved."""
    opening = _proposed(fact.number, fact.program.name, t)
    if not fact.pairs_count and not fact.left_out_count:
        return letter([opening, counts(fact, t)])
    return letter(
        [opening, counts(fact, t), _unchecked(fact, t), _outlook(fact, t), _state(fact, t)],
        *_summary_buttons(fact, t),
    )


def approval_overdue(fact: ProposalSummary, t: Words) -> Message:
    """Return the note to the other coordinators when nobody has approved."""
    opening = t(
        "The pairs of round {number} of *{program}* still wait for an approval, and people wait for a "
        "partner. Could you have a look?",
        number=fact.number,
        program=fact.program.name,
    )
    return letter(
        [opening, counts(fact, t), _unchecked(fact, t), _state(fact, t)], *_summary_buttons(fact, t)
    )


def round_approved(fact: RoundApproved, t: Words) -> Message:
    """Return the receipt for an approval."""
    told = t.tn(
        "Approved. {n} pair of *{program}* is shown to both sides in private now, then introduced.",
        "Approved. {n} pairs of *{program}* are shown to both sides in private now, then introduced.",
        fact.pairs_count,
        program=fact.program.name,
    )
    return letter([told, _left_out_count(fact.left_out_count, t)])


def proposal_view(fact: Proposal, page: int, t: Words) -> View:
    """Return one page of all pairs and left-outs; `page` starts at 0 and is kept in range."""
    entries = [
        *(_pair(line, fact, t) for line in fact.pairs),
        *(_left_out(line, t) for line in fact.left_out),
    ]
    pages = max(1, -(-len(entries) // LINES_PER_PAGE))
    here = min(max(page, 0), pages - 1)
    shown = entries[here * LINES_PER_PAGE : (here + 1) * LINES_PER_PAGE]
    body = [block for entry in shown for block in entry]
    blocks = [*_view_opening(fact, t), *body, *_pager(fact.round_id, here, pages, t)]
    view = modal(t.plain("Pairs"), blocks, t)
    return {**view, "callback_id": str(Button.ADMIN_PAIRS)}


def counts(fact: ProposalSummary, t: Words) -> Mrkdwn:
    """Return how many people would meet and how many would not."""
    if not fact.pairs_count and not fact.left_out_count:
        return t("Nobody has signed up for it yet.")
    none = t("No pair could be proposed.")
    pairs = t.tn("{n} pair is proposed.", "{n} pairs are proposed.", fact.pairs_count)
    return sentences(pairs if fact.pairs_count else none, _left_out_count(fact.left_out_count, t))


def _proposed(number: int, program: str, t: Words) -> Mrkdwn:
    return t("Round {number} of *{program}* is ready to look at.", number=number, program=program)


def _left_out_count(count: int, t: Words) -> Mrkdwn:
    if not count:
        return t("Nobody is left out.")
    return t.tn("{n} person is left out.", "{n} people are left out.", count)


def _unchecked(fact: ProposalSummary, t: Words) -> Mrkdwn | None:
    if not fact.unchecked_managers_count:
        return None
    return t.tn(
        "In {n} pair a manager is unknown: please check that one first.",
        "In {n} pairs a manager is unknown: please check those first.",
        fact.unchecked_managers_count,
    )


def _outlook(fact: ProposalSummary | Proposal, t: Words) -> Mrkdwn | None:
    return fresh_partners(fact.outlook, t) if fact.outlook else None


def _state(fact: ProposalSummary, t: Words) -> Mrkdwn | None:
    if fact.state is not RoundState.PROPOSED:
        by = fact.approved_by
        return t("Approved by {person}.", person=mention(by)) if by else t("This round is settled.")
    if fact.approve_before is None:
        return None
    return t("Please approve by {day}.", day=t.date(fact.approve_before))


def _summary_buttons(fact: ProposalSummary, t: Words) -> list[Block]:
    about = Payload(fact.round_id)
    look = button(t("Look at the pairs"), Button.ADMIN_PAIRS, about)
    is_open = fact.state is RoundState.PROPOSED
    approve = _approve(fact, fact.pairs_count, t) if is_open and fact.pairs_count else None
    return [actions(look, approve)]


def _approve(fact: ProposalSummary | Proposal, pairs_count: int, t: Words) -> dict[str, object]:
    asked = confirm(
        t("Approve this round?"),
        t.tn(
            "{n} pair is shown to both sides in private.",
            "{n} pairs are shown to both sides in private.",
            pairs_count,
        ),
        t("Approve"),
        t("Not yet"),
    )
    about = Payload(fact.round_id, choice=fact.digest)
    return button(t("Approve"), Button.ADMIN_APPROVE, about, style="primary", confirm=asked)


def _view_opening(fact: Proposal, t: Words) -> list[Block]:
    head = t.plain("Round {number} of {program}", number=fact.number, program=fact.program.name)
    top_up = t("Pairs added to the running round.") if fact.is_top_up else None
    pairs = t.tn("{n} pair.", "{n} pairs.", len(fact.pairs))
    best = (
        t("No other choice of pairs has a higher total score: this is proven.")
        if fact.is_proven_best
        else None
    )
    until = t("Please approve by {day}.", day=t.date(fact.approve_before)) if fact.approve_before else None
    is_open = fact.state is RoundState.PROPOSED and bool(fact.pairs)
    approve = [actions(_approve(fact, len(fact.pairs), t))] if is_open else []
    said = sentences(top_up, pairs, _left_out_count(len(fact.left_out), t), best, _outlook(fact, t), until)
    return [header(head), section(said), *approve, divider()]


def _pair(line: PairLine, fact: Proposal, t: Words) -> list[Block]:
    about = Payload(line.pair_id)
    drop = button(t("Don't pair"), Button.ADMIN_DROP_PAIR, about, style="danger", confirm=_drop(t))
    who = t(
        "*{mentor} mentors {mentee}* · {score} points",
        mentor=mention(line.mentor_id),
        mentee=mention(line.mentee_id),
        score=line.score,
    )
    text = lines(who, bullets(reason_text(reason, t) for reason in line.reasons))
    is_open = fact.state is RoundState.PROPOSED and line.state is PairState.PROPOSED
    return [section(text, drop if is_open else None), *_manager_check(line, t)]


def _drop(t: Words) -> dict[str, object]:
    return confirm(
        t("Not these two?"),
        t("They are taken out of this round; neither is told. You can propose again afterwards."),
        t("Don't pair"),
        t("Keep them"),
    )


def _manager_check(line: PairLine, t: Words) -> list[Block]:
    if not line.needs_manager_check:
        return []
    mentor = button(t("Manager of the mentor"), Button.ADMIN_PERSON, Payload(line.mentor_id), key=Side.MENTOR)
    mentee = button(t("Manager of the mentee"), Button.ADMIN_PERSON, Payload(line.mentee_id), key=Side.MENTEE)
    return [actions(mentor, mentee)]


def _left_out(line: LeftOutLine, t: Words) -> list[Block]:
    tight, helps = line.tight_set, line.relaxation
    person = Mrkdwn(f"*{mention(line.person_id)}*")
    why = sentences(no_partner(person, line.reason, t), competition(tight, t) if tight else None)
    left = waterfall(line.waterfall, t) if line.waterfall else None
    said = lines(left, what_would_help(helps, t) if helps else None)
    return [section(why), *([context(said)] if said else [])]


def _pager(round_id: str, here: int, pages: int, t: Words) -> list[Block]:
    if pages == 1:
        return []
    back = button(t("Back"), Button.ADMIN_PAIRS, Payload(round_id, choice=str(here - 1)), key="back")
    on = button(t("Next"), Button.ADMIN_PAIRS, Payload(round_id, choice=str(here + 1)), key="next")
    said = t("Page {page} of {pages}", page=here + 1, pages=pages)
    return [actions(back if here else None, on if here + 1 < pages else None), context(said)]
