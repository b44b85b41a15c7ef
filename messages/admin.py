"""For coordinators: their programs at a glance, and the receipts of what they did."""

from collections.abc import Sequence

from domain.facts.delivery import Undelivered
from domain.facts.people import PersonUpdated, ProgramChoice
from domain.facts.program import ProgramLaunched, ProgramSummary
from domain.kinds import ProgramState
from messages.blocks import MAX_BLOCKS, actions, button, confirm, divider, fit, letter, section
from messages.held import undelivered_blocks, undelivered_counts
from messages.ids import Button
from messages.message import Block, Message
from messages.payload import Payload
from messages.text import Mrkdwn, bullets, channel, lines, mention, sentences
from messages.words import Words

STUCK_SHOWN = 10


def admin_overview(
    programs: Sequence[ProgramSummary],
    t: Words,
    *,
    may_create: bool,
    missing: Undelivered | None = None,
) -> Message:
    """Return the answer to `/rm-admin`: what did not arrive, and each program with its next step."""
    none, missing = t("You coordinate no program yet."), missing or Undelivered()
    said = [status(program, t) for program in programs] or [none]
    first = undelivered_blocks(missing, t)
    blocks = [
        *([*first, divider()] if first else []),
        *(overview_blocks(programs, t, may_create=may_create) or [section(none)]),
    ]
    text = sentences(*undelivered_counts(missing, t), *said)
    return Message(text, fit(blocks, MAX_BLOCKS, t("The rest of your programs is on your Home tab.")))


def overview_blocks(programs: Sequence[ProgramSummary], t: Words, *, may_create: bool) -> list[Block]:
    """Return the programs one coordinates, and the button for a new one."""
    new = actions(button(t("New program"), Button.ADMIN_NEW, Payload()))
    blocks = [block for program in programs for block in (*_program(program, t), divider())]
    return [*blocks, new] if may_create else blocks


def status(program: ProgramSummary, t: Words) -> Mrkdwn:
    """Return where a program stands, in a sentence or two."""
    joined = t.tn("{n} person joined", "{n} people joined", program.joined_count)
    sides = t(
        "{joined} ({mentors} as mentor, {mentees} as mentee), {pairs}.",
        joined=joined,
        mentors=program.mentor_count,
        mentees=program.mentee_count,
        pairs=t.tn("{n} live pair", "{n} live pairs", program.live_pairs_count),
    )
    return sentences(t("*{program}*:", program=program.name), _state(program, t), sides)


def program_created(program: ProgramChoice, t: Words) -> Message:
    """Return the receipt for a new program: nothing is sent before launch."""
    launch = _launch(program.id, t)
    return letter(
        [
            t("*{program}* is set up. Nobody has been told yet.", program=program.name),
            t("When you launch it, people can join and the invitation goes out."),
        ],
        actions(launch, _topics(program.id, t)),
    )


def program_ended(program: ProgramChoice, t: Words) -> Message:
    """Return the receipt for a close."""
    closed = t("*{program}* is closed. Everybody in it is thanked.", program=program.name)
    return letter([closed, t("The last report is on its way to the coordinators.")])


def program_launched(fact: ProgramLaunched, t: Words) -> Message:
    """Return the receipt for a launch."""
    posted = (
        t("The invitation goes to {channel}.", channel=channel(fact.channel_id)) if fact.channel_id else None
    )
    return letter(
        [
            t("*{program}* is open. `/rm-join` works for everybody now.", program=fact.program.name),
            posted,
            t("Pairs are proposed to you after {day}.", day=t.date(fact.enrolment_closes_on)),
        ]
    )


def person_updated(fact: PersonUpdated, t: Words) -> Message:
    """Return the receipt for corrected roster facts, and what they stopped."""
    stopped = t.tn(
        "{n} pair is no longer allowed and was ended with neutral words.",
        "{n} pairs are no longer allowed and were ended with neutral words.",
        fact.stopped_pairs_count,
    )
    saved = t("The facts about {person} are saved.", person=mention(fact.person_id))
    return letter([saved, stopped if fact.stopped_pairs_count else None])


def pair_dropped(t: Words) -> Message:
    """Return the receipt for taking a pair out of a proposal."""
    return letter([t("These two aren't paired this round. Neither is told.")])


def _program(program: ProgramSummary, t: Words) -> list[Block]:
    row = [button for button in _program_buttons(program, t) if button]
    return [section(lines(status(program, t), _stuck(program, t))), *([actions(*row)] if row else [])]


def _state(program: ProgramSummary, t: Words) -> Mrkdwn:
    match program.state:
        case ProgramState.DRAFT:
            return t("not launched yet, nobody has been told.")
        case ProgramState.ENROLLING:
            return t("people can join until {day}.", day=t.date(program.enrolment_closes_on))
        case ProgramState.RUNNING if program.round_ends_on:
            day = t.date(program.round_ends_on)
            return t("round {number} runs until {day}.", number=program.round_number, day=day)
        case ProgramState.RUNNING:
            return t("round {number} is being prepared.", number=program.round_number)
        case ProgramState.CLOSED:
            return t("closed.")


def _stuck(program: ProgramSummary, t: Words) -> Mrkdwn | None:
    if not program.stuck_pairs:
        return None
    who = [
        t("{mentor} and {mentee}", mentor=mention(mentor_id), mentee=mention(mentee_id))
        for _, mentor_id, mentee_id in program.stuck_pairs[:STUCK_SHOWN]
    ]
    more = len(program.stuck_pairs) - len(who)
    rest = t.tn("and {n} more pair", "and {n} more pairs", more) if more else None
    return lines(t("These pairs aren't meeting:"), bullets([*who, *([rest] if rest else [])]))


def _program_buttons(program: ProgramSummary, t: Words) -> list[dict[str, object] | None]:
    about, is_running = Payload(program.id), program.state in {ProgramState.ENROLLING, ProgramState.RUNNING}
    waiting = program.open_proposal_id
    look = (
        button(t("Look at the pairs"), Button.ADMIN_PAIRS, Payload(waiting), style="primary")
        if waiting
        else None
    )
    propose = button(t("Propose pairs"), Button.ADMIN_PROPOSE, about) if is_running and not waiting else None
    report = button(t("Report"), Button.REPORT_OPEN, about)
    if program.state is ProgramState.DRAFT:
        return [_launch(program.id, t), _topics(program.id, t)]
    running = [_topics(program.id, t), _close(program.id, t)] if is_running else []
    return [look, propose, report, *running]


def _topics(program_id: str, t: Words) -> dict[str, object]:
    return button(t("Topics"), Button.ADMIN_TOPICS, Payload(program_id))


def _close(program_id: str, t: Words) -> dict[str, object]:
    asked = confirm(
        t("Close the program?"),
        t("All its pairs end now, everybody is thanked, and you get the last report. This can't be undone."),
        t("Close it"),
        t("Not yet"),
    )
    return button(t("Close"), Button.ADMIN_CLOSE, Payload(program_id), style="danger", confirm=asked)


def _launch(program_id: str, t: Words) -> dict[str, object]:
    asked = confirm(
        t("Launch now?"),
        t("People can join from now on, and the invitation goes out."),
        t("Launch"),
        t("Not yet"),
    )
    return button(t("Launch"), Button.ADMIN_LAUNCH, Payload(program_id), style="primary", confirm=asked)
