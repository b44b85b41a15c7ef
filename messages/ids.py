"""Ids that travel to Slack and back: buttons, forms and the fields of forms, as "feature.verb".

Every button and form stands under the same name in domain/authorization.py.
"""

from enum import StrEnum

CHOICE_MARK = ":"


class Button(StrEnum):
    """Action ids. A choice may follow: "session.pick:1" (see `with_choice`)."""

    HELP_OPEN = "help.open"
    JOIN_OPEN = "join.open"
    JOIN_DECLINE = "join.decline"
    PAUSE_OPEN = "pause.open"
    PAUSE_RETURN = "pause.return"
    LEAVE_OPEN = "leave.open"
    PREVIEW_ACCEPT = "preview.accept"
    PREVIEW_DECLINE = "preview.decline"
    PREVIEW_KNOWN = "preview.known"
    CHARTER_ACCEPT = "charter.accept"
    GOALS_OPEN = "goals.open"
    BASELINE_OPEN = "baseline.open"
    SESSION_PICK = "session.pick"
    SESSION_ACCEPT = "session.accept"
    SESSION_OTHER = "session.other"
    SESSION_CANCEL = "session.cancel"
    SESSION_ALREADY_MET = "session.already_met"
    POLL_RATE = "poll.rate"
    POLL_NOT_YET = "poll.not_yet"
    POLL_MORE = "poll.more"
    CHECK_IN_RATE = "check_in.rate"
    CHECK_IN_HELP = "check_in.help"
    PAIR_ANOTHER = "pair.another"
    PAIR_END_CONTACT = "pair.end_contact"
    ROTATION_AGAIN = "rotation.again"
    ROTATION_SKIP = "rotation.skip"
    ROTATION_LEAVE = "rotation.leave"
    ROTATION_KEEP = "rotation.keep"
    OUTCOME_OPEN = "outcome.open"
    ADMIN_NEW = "admin.new"
    ADMIN_LAUNCH = "admin.launch"
    ADMIN_PAIRS = "admin.pairs"
    ADMIN_PROPOSE = "admin.propose"
    ADMIN_APPROVE = "admin.approve"
    ADMIN_DROP_PAIR = "admin.drop_pair"
    ADMIN_CLOSE = "admin.close"
    ADMIN_PERSON = "admin.person"
    ADMIN_TOPICS = "admin.topics"
    REPORT_OPEN = "report.open"
    CARE_REMATCH = "care.rematch"
    CARE_TALK = "care.talk"
    CARE_CLOSE = "care.close"
    HELD_SEND = "held.send"
    HELD_LET_BE = "held.let_be"


class Form(StrEnum):
    """Callback ids of modals that are submitted."""

    JOIN = "join.submit"
    PAUSE = "pause.submit"
    LEAVE = "leave.submit"
    SESSION = "session.submit"
    POLL = "poll.submit"
    GOALS = "goals.submit"
    BASELINE = "baseline.submit"
    OUTCOME = "outcome.submit"
    PROGRAM = "admin.submit"
    PERSON = "person.submit"
    TOPICS = "topics.submit"


class Field(StrEnum):
    """Fields of forms. Each is block id and action id at once: state.values[field][field].

    The items of a baseline are fields under their own names (domain/items.py). A `Fault` names its field,
    so that Slack shows it in the right place; of hours it names the start.
    """

    # join
    ROLE = "role"
    TEACHES = "teaches"
    OTHER_TEACHES = "other_teaches"
    WANTS = "wants"
    OTHER_WANTS = "other_wants"
    HOPE = "hope"
    LANGUAGES = "languages"
    STYLES = "styles"
    LEVEL = "level"
    DEPARTMENT = "department"
    SITE = "site"
    MANAGER = "manager"
    HAS_NO_MANAGER = "has_no_manager"
    BLOCKED = "blocked"
    DELEGATE = "delegate"
    READ_START = "read"
    READ_END = "read_end"
    READ_DAYS = "read_days"
    MEET_START = "meet"
    MEET_END = "meet_end"
    MEET_DAYS = "meet_days"
    MENTOR_CAPACITY = "mentor_capacity"
    # pause, leave, session
    PAUSE_UNTIL = "until"
    PROGRAM = "program"
    STARTS_AT = "starts_at"
    # poll
    NEXT_STEP = "next_step"
    LEARNED = "learned"
    IDEA = "idea"
    # goals: goal_1 and measure_1 belong together
    GOAL_1 = "goal_1"
    MEASURE_1 = "measure_1"
    GOAL_2 = "goal_2"
    MEASURE_2 = "measure_2"
    GOAL_3 = "goal_3"
    MEASURE_3 = "measure_3"
    # program
    NAME = "name"
    PURPOSE = "purpose"
    SUCCESS_MEASURE = "success_measure"
    SPONSOR_SENTENCE = "sponsor_sentence"
    PRESET = "preset"
    APPROVAL = "approval"
    ENROLMENT_CLOSES_ON = "enrolment_closes"
    CO_COORDINATORS = "co_coordinators"
    ETHICS_CONTACT = "ethics_contact"
    TOPICS = "topics"
    CHANNEL = "channel"
    # topics of a program, on top of TOPICS itself
    CATALOGUE = "catalogue"
    RENAMED = "renamed"
    NEW_NAME = "new_name"


GOAL_FIELDS = (
    (Field.GOAL_1, Field.MEASURE_1),
    (Field.GOAL_2, Field.MEASURE_2),
    (Field.GOAL_3, Field.MEASURE_3),
)
TOPIC_FIELDS = (str(Field.TOPICS), *(f"{Field.TOPICS}_{number}" for number in range(2, 16)))
"""The longest list of topics fits into so many text fields."""
YES = "yes"
"""The value of a lone checkbox."""


def with_choice(button: Button, choice: str) -> str:
    """Return the action id of one of several like buttons in one block."""
    return f"{button}{CHOICE_MARK}{choice}" if choice else str(button)


def entry_of(action_id: str) -> str:
    """Return the name in domain/authorization.py that an action id stands for."""
    return action_id.partition(CHOICE_MARK)[0]
