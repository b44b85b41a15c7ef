"""What the bot promises about delivery and time, what proves each promise, and the figures it is shown with.

The numbers are those of the list of promises the project was begun with; the ones left out concern other rooms.
"""

from dataclasses import dataclass

SENDING, VERBS, SCENES = "tests/integration/scheduling", "tests/integration/mentoring", "tests/scenarios"
DOORS, ROBOT, CRASH = "tests/integration/handlers", "tests/integration/bot", "tests/crash"


@dataclass(frozen=True)
class Figure:
    """What a command measured: the file it is kept in, and the words around it."""

    command: str
    file: str
    shown: str


@dataclass(frozen=True)
class Promise:
    """One line of the table. `make proofs` runs the tests of `proofs` and counts those that passed."""

    number: str
    claim: str
    proofs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


LOST = "{lost} lost, {doubled} doubled"
PLAYED = (
    "{participant_days:,} participant-days, {messages:,} messages, {faults:,} faults, {crashes:,} crashes: "
)
SIMULATED = Figure("make soak-simulation", "soak-simulation", PLAYED + "{violations} runs with a violation")
IN_CI = Figure("make simulate-all", "simulation", PLAYED + "{violations} runs with a violation")
FOUND = Figure(
    "make mutants", "mutants", "{found} of {planted} planted bugs found, {grave_missed} grave ones missed"
)
KILLED = Figure("make soak-crash", "crash", "{kills:,} random kills over {messages:,} messages: " + LOST)
POINTS = Figure(
    "make soak-crash", "crash-points", "{kills:,} kills at named points over {messages:,} messages: " + LOST
)
CLOCKS = Figure(
    "make soak-crash",
    "crash-clock-changes",
    "{messages:,} messages, {kills:,} kills: " + LOST + ", all at their instant",
)
ZONES = Figure(
    "make soak-zones", "zones", "{zones} zones, {occurrences:,} occurrences, {mismatches} mismatches"
)
STOPPED = Figure(
    "make soak-stops", "graceful-stop", "{runs} stops, the longest {longest_seconds} s, {rows_left} rows left"
)
ACKED = "p50 {ack_p50_ms} ms, p99 {ack_p99_ms} ms, longest {ack_max_ms} ms, {late} late of {requests:,}"
WAVED = (
    "{allowed_share_percent} % of the allowed rate, {refused_429_percent} % of the ledger's calls answered 429 "
    "(of forms, which can't wait, {refused_429_forms_percent} %), " + LOST
)


def _both(command: str, name: str, shown: str) -> tuple[Figure, ...]:
    return tuple(
        Figure(command, f"{name}-{kind}", f"{told}: {shown}")
        for kind, told in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL"))
    )


PROMISES = (
    Promise(
        "P1, P2",
        "Every message ends in one state, with its reason; none is lost, none is seen twice",
        (f"{SENDING}/test_delivery.py", f"{SENDING}/test_claim.py", f"{SENDING}/test_written_down.py"),
        (IN_CI, SIMULATED, FOUND),
    ),
    Promise(
        "P3",
        "A wave leaves at 90 % of the allowed rate or more, at most 1 % of the answers is 429, answers overtake it",
        (f"{SENDING}/test_drain_rate.py", f"{SENDING}/test_pace.py"),
        _both("make bench", "bench", WAVED),
    ),
    Promise(
        "P4",
        "An act is acked after its commit: p99 within 500 ms and none after 3 s, at 8.3 a second and bursts of "
        "100 a second, while 5,000 messages go out",
        ("tests/benchmarks/test_load.py",),
        (
            *_both("make bench", "bench", ACKED),
            *_both("make bench-long", "bench-long", f"{ACKED}; {WAVED}")[:1],
        ),
    ),
    Promise("P5", "A click is never met with silence", (f"{DOORS}/test_never_silence.py",)),
    Promise(
        "P6",
        "Killed at any instruction, the bot goes on by itself; nothing is lost or doubled",
        (f"{CRASH}/test_enumerated.py", f"{CRASH}/test_random.py"),
        (POINTS, KILLED),
    ),
    Promise(
        "P7",
        "Told to stop, it ends or gives back what it has in hand, and leaves within 10 s",
        (f"{SENDING}/test_stopping.py", f"{SCENES}/test_graceful_stop.py"),
        (STOPPED,),
    ),
    Promise(
        "P8",
        "72 hours without Slack: one probe each 30 s, afterwards what is still of use goes out once",
        (f"{SENDING}/test_outage.py",),
    ),
    Promise(
        "P9",
        "A limit or a hanging Slack is not felt by other methods and workspaces",
        (f"{SENDING}/test_neighbours.py", f"{SENDING}/test_pace.py"),
    ),
    Promise(
        "P10",
        "A malformed answer to a post means that nobody knows, never that it failed",
        (f"{ROBOT}/test_slack.py", f"{SCENES}/test_slack_misbehaves.py"),
    ),
    Promise(
        "P11",
        "Posted but not answered: looked for before any second attempt; where nobody may look, the class decides",
        (f"{SCENES}/test_a_lost_post_is_looked_up.py", f"{SENDING}/test_doubt.py"),
    ),
    Promise(
        "P12", "A refused token pauses its workspace and loses nothing", (f"{SENDING}/test_refused_token.py",)
    ),
    Promise(
        "P17",
        "What is delivered several times takes effect once, wherever it comes",
        (
            f"{VERBS}/test_inbox.py",
            "tests/integration/authorization/test_inbox_keys.py",
            f"{SCENES}/test_bad_input_twice.py",
            f"{SCENES}/test_socket_mode_disconnects.py",
        ),
    ),
    Promise("P18", "Acts in any order end in a state that is legal", (f"{VERBS}/test_any_order.py",)),
    Promise(
        "P19",
        "A clock that is set, a loop that was blocked, days switched off: no message early, twice, or in a flood",
        (f"{SENDING}/test_clockwork.py", f"{SENDING}/test_catch_up.py", f"{SENDING}/test_claim.py"),
    ),
    Promise(
        "P20",
        "A local time comes exactly once a date in every time zone, over every change of its clock, 2000 to 2037",
        ("tests/unit/domain/test_zones.py", f"{SENDING}/test_travellers.py", f"{SENDING}/test_holidays.py"),
        (ZONES,),
    ),
    Promise(
        "P21",
        "The database fails at any statement, or at the word of a commit: the same act again makes it whole",
        (f"{VERBS}/test_broken_statements.py", f"{CRASH}/test_database_trouble.py"),
    ),
    Promise(
        "P22", "On a full disk nothing is acknowledged that isn't stored", (f"{DOORS}/test_full_disk.py",)
    ),
    Promise(
        "P23",
        "Several replicas, stopped and dying ones among them, over both changes of the clock: all once, in time",
        (
            f"{CRASH}/test_replicas_and_dst.py",
            f"{CRASH}/test_zombies.py",
            f"{SCENES}/test_several_processes.py",
        ),
        (CLOCKS,),
    ),
    Promise(
        "P27",
        "A backup is whole while the bot writes; after a restore nothing is sent a second time",
        (
            f"{ROBOT}/test_backup.py",
            f"{ROBOT}/test_backup_under_load.py",
            f"{SENDING}/test_aftermath.py",
            f"{SCENES}/test_a_backup_is_restored.py",
        ),
    ),
    Promise(
        "P28",
        "What nobody can tell or mend is shown to people; silence is noticed",
        (f"{VERBS}/test_held.py", f"{VERBS}/test_held_readers.py", f"{ROBOT}/test_heartbeat.py"),
    ),
    Promise(
        "Scale",
        "A look for work that finds none costs less than 5 ms with 100,000 future rows",
        (f"{SENDING}/test_idle_tick.py",),
        (
            *_both(
                "make bench-idle", "idle-tick", "plan {plan} ms, dispatch {dispatch} ms, sweep {sweep} ms"
            ),
            *_both(
                "make bench-growth",
                "bench-growth",
                "100,000 people: idle {idle_tick_ms_100000} ms, step {plan_step_ms_100000} ms, "
                "report {report_ms_100000} ms",
            ),
        ),
    ),
)
