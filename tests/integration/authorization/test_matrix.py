"""Role × entry × object: what is expected is written here by hand, and never read from the code.

Each cell calls the listener that is registered under the entry's name, and so its verb, on a real database.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from domain.authorization import ENTRIES, Rule
from tests.integration.authorization.office import DONE, Office, opened
from tests.integration.authorization.world import (
    ABOVE_MENTOR,
    ABSENT,
    ARJUN,
    CONFLICTED,
    COORDINATING_MENTEE,
    CREATOR,
    DELEGATE,
    EVERYBODY,
    GONE,
    GUEST,
    HELENE,
    IN_Q,
    JUNIOR,
    LEAVER,
    MENTEE,
    MENTOR,
    NADIA,
    OTHER,
    OTHER_MENTEE,
    OTHER_MENTOR,
    OUTSIDER,
    OVER,
    OWN,
    PAUSED,
    PAUSED_ONES,
    PAUSEDS_MENTEE,
    Q_MENTEE,
    Q_MENTOR,
    REFUSED_BY_SLACKS_FACTS,
    SAMUEL,
    P,
    Q,
    held_of,
    round_of,
    session_of,
    there,
)

NO_GUESTS, NOT_HERS, NO_COORDINATOR = "GuestsNotAllowed", "NotAllowed", "CoordinatorsOnly"
NO_PARTICIPANT, MOVED_ON = "NotAParticipant", "NoLongerCurrent"

NOBODY: frozenset[str] = frozenset()
GUESTS = frozenset(REFUSED_BY_SLACKS_FACTS)
MEMBERS = frozenset(EVERYBODY) - GUESTS
IN_PROGRAM_P = {
    *(MENTOR, MENTEE, OTHER_MENTOR, OTHER_MENTEE, PAUSED, PAUSEDS_MENTEE, JUNIOR, COORDINATING_MENTEE)
}
IN_PROGRAM_Q = {Q_MENTOR, Q_MENTEE}
COORDINATORS_OF_P, COORDINATORS_OF_Q = {NADIA, SAMUEL, ABOVE_MENTOR}, {HELENE, ARJUN}
MAY_CREATE = {CREATOR} | COORDINATORS_OF_P | COORDINATORS_OF_Q

SIDES: Mapping[str, Collection[str]] = {
    OWN: {MENTOR, MENTEE},
    OTHER: {OTHER_MENTOR, OTHER_MENTEE},
    PAUSED_ONES: {PAUSED, PAUSEDS_MENTEE},
    CONFLICTED: {JUNIOR, COORDINATING_MENTEE},
    IN_Q: {Q_MENTOR, Q_MENTEE},
    ABSENT: NOBODY,
    there(OWN): NOBODY,
}
VOICES = {**SIDES, OWN: {MENTOR, MENTEE, DELEGATE}}
CARERS = {
    OWN: {NADIA, SAMUEL},
    OTHER: COORDINATORS_OF_P,
    CONFLICTED: {NADIA, ABOVE_MENTOR},
    IN_Q: COORDINATORS_OF_Q,
    ABSENT: NOBODY,
    there(OWN): NOBODY,
}
WITH_A_CONFLICT = {OWN: {ABOVE_MENTOR}, CONFLICTED: {SAMUEL}}
TEAMS = {P: COORDINATORS_OF_P, Q: COORDINATORS_OF_Q, ABSENT: NOBODY, there(P): NOBODY}
PARTICIPANTS = {P: IN_PROGRAM_P, Q: IN_PROGRAM_Q, ABSENT: NOBODY, there(P): NOBODY}

ON_PAIRS = (
    *("preview.accept", "preview.decline", "preview.known", "charter.accept", "goals.open", "goals.submit"),
    *("baseline.open", "baseline.submit", "outcome.open", "outcome.submit", "check_in.rate", "check_in.help"),
    *("pair.another", "pair.end_contact"),
)
ON_DATES = ("session.pick", "session.other", "session.submit", "session.cancel")
ON_OWN_SESSIONS = ("session.already_met", "poll.rate", "poll.not_yet", "poll.more", "poll.submit")
ON_CARE = ("care.rematch", "care.talk", "care.close")
ON_HELD = ("held.send", "held.let_be")
ON_PROGRAMS = ("admin.launch", "admin.propose", "report.open", "admin.close", "admin.topics", "topics.submit")
ON_ROUNDS = ("admin.pairs", "admin.approve")
ON_ROTATION = ("rotation.again", "rotation.skip", "rotation.leave", "rotation.keep")
FOR_CREATORS = ("/rm-admin", "admin.new", "admin.submit", "admin.person", "person.submit")
FOR_PARTICIPANTS = ("/rm-pause", "/rm-leave", "pause.open", "pause.submit", "leave.open")
FOR_MEMBERS = (
    *("/rm-join", "/rm-me", "/rm-session", "join.open", "join.decline", "join.submit", "pause.return"),
)
FOR_ANYONE = ("/rm-help", "help.open")


def cell(done: Collection[str], *others: tuple[Collection[str], str], rest: str) -> dict[str, str]:
    """Who gets through, who is refused how; guests never get through."""
    expected = dict.fromkeys(MEMBERS, rest)
    for people, outcome in others:
        expected |= dict.fromkeys(people, outcome)
    return expected | dict.fromkeys(done, DONE) | dict.fromkeys(GUESTS, NO_GUESTS)


def matrix() -> dict[tuple[str, str], dict[str, str]]:
    """Every entry with every kind of object."""
    table: dict[tuple[str, str], dict[str, str]] = {}
    for pair, sides in SIDES.items():
        table |= {(entry, pair): cell(sides, rest=NOT_HERS) for entry in ON_PAIRS}
        table |= {(entry, session_of(pair)): cell(sides, rest=NOT_HERS) for entry in ON_OWN_SESSIONS}
    for pair, voices in VOICES.items():
        table |= {(entry, session_of(pair)): cell(voices, rest=NOT_HERS) for entry in ON_DATES}
        others = set(voices) - {MENTOR}
        table["session.accept", session_of(pair)] = cell(
            others, ({MENTOR} & set(voices), MOVED_ON), rest=NOT_HERS
        )
    for pair, carers in CARERS.items():
        conflicted = (WITH_A_CONFLICT.get(pair, NOBODY), NOT_HERS)
        care = cell(carers, conflicted, rest=NO_COORDINATOR)
        table |= dict.fromkeys(((entry, pair) for entry in ON_CARE), care)
        deciders = cell({*carers, CREATOR} if carers else NOBODY, conflicted, rest=NO_COORDINATOR)
        table |= dict.fromkeys(((entry, held_of(pair)) for entry in ON_HELD), deciders)
    for program, team in TEAMS.items():
        table |= {(entry, program): cell(team, rest=NO_COORDINATOR) for entry in ON_PROGRAMS}
        table |= {(entry, round_of(program)): cell(team, rest=NO_COORDINATOR) for entry in ON_ROUNDS}
    for pair, program in ((OWN, P), (CONFLICTED, P), (IN_Q, Q), (ABSENT, ABSENT), (there(OWN), there(P))):
        table["admin.drop_pair", pair] = cell(TEAMS[program], rest=NO_COORDINATOR)
    for program, people in PARTICIPANTS.items():
        table["leave.submit", program] = cell(people, rest=NO_PARTICIPANT)
        table |= {(entry, round_of(program)): cell(people, rest=NO_PARTICIPANT) for entry in ON_ROTATION}
    for absent in (ABSENT, there(P)):
        table["join.open", absent] = table["join.submit", absent] = cell(NOBODY, rest="NoOpenProgram")
        table["join.decline", absent] = cell(NOBODY, rest="UnknownProgram")
    table |= {(entry, OUTSIDER): cell(MAY_CREATE, rest=NO_COORDINATOR) for entry in FOR_CREATORS}
    takes_part = IN_PROGRAM_P | IN_PROGRAM_Q
    table |= {(entry, ""): cell(takes_part, rest=NO_PARTICIPANT) for entry in FOR_PARTICIPANTS}
    table |= {(entry, P): cell(MEMBERS, rest=DONE) for entry in FOR_MEMBERS}
    table |= {(entry, ""): dict.fromkeys(EVERYBODY, DONE) for entry in FOR_ANYONE}
    table["/rm-report", ""] = cell(COORDINATORS_OF_P | COORDINATORS_OF_Q, rest=NO_COORDINATOR)
    return table


MATRIX = matrix()


@pytest.mark.parametrize(("entry", "subject"), sorted(MATRIX))
async def test_everybody_gets_exactly_what_the_matrix_says(
    entry: str, subject: str, office: Office, world_file: Path, tmp_path: Path
) -> None:
    expected = MATRIX[entry, subject]
    await office.prepare(entry)
    before = office.rows()
    refused = [person for person in EVERYBODY if expected[person] != DONE]
    found = {person: await office.attempt(entry, person, subject) for person in refused}
    assert office.rows() == before, "a refusal left something behind"
    for person in expected.keys() - set(refused):
        async with opened(world_file, tmp_path / f"{person}.db") as fresh:
            await fresh.prepare(entry)
            found[person] = await fresh.attempt(entry, person, subject)
    assert found == expected


def test_the_matrix_has_a_row_for_every_entry_a_person_can_use() -> None:
    by_people = {entry for entry, rule in ENTRIES.items() if rule is not Rule.SYSTEM}
    assert {entry for entry, _ in MATRIX} == by_people - {"app_home_opened", "message.im"}


def test_the_matrix_covers_all_roles_and_all_kinds_of_objects() -> None:
    assert set(EVERYBODY) >= {OUTSIDER, MENTOR, MENTEE, OTHER_MENTOR, LEAVER, PAUSED, NADIA, HELENE, CREATOR}
    assert {GUEST, GONE} < GUESTS
    assert sum(map(len, MATRIX.values())) > 3000


CARDS_OF_A_PAIR_THAT_IS_OVER = {
    **dict.fromkeys(ON_PAIRS, MOVED_ON),
    "goals.open": NOT_HERS,
}


@pytest.mark.parametrize("entry", sorted(CARDS_OF_A_PAIR_THAT_IS_OVER))
@pytest.mark.parametrize("person", [LEAVER, MENTEE])
async def test_the_cards_of_a_pair_that_is_over_do_nothing(entry: str, person: str, office: Office) -> None:
    before = office.rows()
    assert await office.attempt(entry, person, OVER) == CARDS_OF_A_PAIR_THAT_IS_OVER[entry]
    assert office.rows() == before


@pytest.mark.parametrize("entry", sorted({*ON_DATES, *ON_OWN_SESSIONS, "session.accept"}))
@pytest.mark.parametrize("person", [LEAVER, MENTEE])
async def test_the_session_cards_of_a_pair_that_is_over_do_nothing(
    entry: str, person: str, office: Office
) -> None:
    before = office.rows()
    expected = NOT_HERS if entry == "poll.more" else MOVED_ON
    assert await office.attempt(entry, person, session_of(OVER)) == expected
    assert office.rows() == before
