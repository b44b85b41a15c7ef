"""What the bot promises about delivery and time, what proves each promise, and which figures it is shown with.

The numbers are those of the promises' list this project was begun with; a gap in them is a promise kept elsewhere.
"""

from dataclasses import dataclass

ACKED = "p50 {ack_p50_ms} ms, p99 {ack_p99_ms} ms, longest {ack_max_ms} ms, {late} late of {requests}"
WAVED = (
    "{allowed_share_percent} % of the allowed rate, {refused_429_percent} % answers 429, "
    "{lost} lost, {doubled} doubled"
)
SCHEDULING, MENTORING, SCENARIOS = "tests/integration/scheduling", "tests/integration/mentoring", "tests/scenarios"


@dataclass(frozen=True)
class Figure:
    """A figure of a command of its own: the file it is recorded in, and the words around it."""

    command: str
    file: str
    shown: str


@dataclass(frozen=True)
class Promise:
    """One line of the table. `proofs` are files of tests that `make proofs` runs and counts."""

    number: str
    claim: str
    proofs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


SIMULATED = Figure(
    "make soak-simulation",
    "simulation",
    "{participant_days} participant-days, {messages} messages, {faults} faults: {lost} lost, {doubled} doubled",
)
KILLED = Figure(
    "make soak-crash", "crash", "{kills} kills over {messages} messages: {lost} lost, {doubled} doubled"
)
PROMISES = (
    Promise("P1, P2", "Every message ends in one state, with its reason; none is lost, none is seen twice",
            (f"{SCHEDULING}/test_delivery.py", f"{SCHEDULING}/test_claim.py", f"{SCHEDULING}/test_written_down.py",
             f"{MENTORING}/test_held.py"), (SIMULATED, KILLED)),
)  # fmt: skip
