"""The closed lists every room shares: roles, states, names. One enum each, for tables, docs and metrics."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody signed up as. `BOTH` may be mentor in one pair and mentee in another."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


class Side(StrEnum):
    """Where somebody stands in one pair: the junior teaches, the senior learns."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> "Side":
        return Side.MENTEE if self is Side.MENTOR else Side.MENTOR


class Direction(StrEnum):
    """Of a topic: both roles name both."""

    TEACHES = "teaches"
    WANTS = "wants"


class ProgramState(StrEnum):
    DRAFT = "draft"
    ENROLLING = "enrolling"
    RUNNING = "running"
    CLOSED = "closed"


class Approval(StrEnum):
    """Who lets a proposed round go out."""

    COORDINATOR = "coordinator"
    AUTOMATIC = "automatic"


class ParticipantState(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


class NextRound(StrEnum):
    """The answer to the rotation question; silence counts as `SKIP`."""

    AGAIN = "again"
    SKIP = "skip"
    LEAVE = "leave"
    UNANSWERED = "unanswered"


class PauseReason(StrEnum):
    OWN = "own"
    SILENCE = "silence"


class RoundState(StrEnum):
    PROPOSING = "proposing"
    PROPOSED = "proposed"
    RUNNING = "running"
    ENDED = "ended"


class PairState(StrEnum):
    """`LIVE` begins with the introduction; `COMPLETED`, `ENDED` and `DECLINED` are final."""

    PROPOSED = "proposed"
    PREVIEWING = "previewing"
    LIVE = "live"
    COMPLETED = "completed"
    ENDED = "ended"
    DECLINED = "declined"

    @property
    def is_open(self) -> bool:
        return self in {PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE}


class PreviewAnswer(StrEnum):
    """What one side says of a partner shown in private; silence for two working days is a yes."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    NOT_THIS_ONE = "not_this_one"
    ALREADY_WORK_TOGETHER = "already_work_together"


class EndReason(StrEnum):
    """Why a pair ended. Only coordinators without a conflict ever read it."""

    ROUND_OVER = "round_over"
    REPORTING_LINE = "reporting_line"
    PERSON_LEFT = "person_left"
    DEACTIVATED = "deactivated"
    LONG_PAUSE = "long_pause"
    ANOTHER_PARTNER = "another_partner"
    END_CONTACT = "end_contact"
    NOT_MEETING = "not_meeting"
    CLOSED_BY_COORDINATOR = "closed_by_coordinator"
    PROGRAM_CLOSED = "program_closed"


class RescueStage(StrEnum):
    NONE = "none"
    OFFERED = "offered"
    WITH_COORDINATOR = "with_coordinator"
    CLOSING = "closing"


class SessionState(StrEnum):
    """What both sides may see of a session. Whether it was held is confidential: see `Verdict`."""

    TO_FIX = "to_fix"
    SUGGESTED = "suggested"
    FIXED = "fixed"
    PAST = "past"
    CLOSED = "closed"


class Verdict(StrEnum):
    """From both sides' answers. Held: at least one yes and no no. Disputed: one yes and one no."""

    OPEN = "open"
    HELD = "held"
    DISPUTED = "disputed"
    MISSED = "missed"


class Preset(StrEnum):
    CLASSIC = "classic"
    QUARTERLY = "quarterly"
    PILOT = "pilot"


class EffectKind(StrEnum):
    """What a ledger row does in Slack. Updates, Home redraws and profile reads are idempotent; a post is not."""

    POST = "post"
    UPDATE = "update"
    HOME = "home"
    FILE = "file"
    PROFILE = "profile"


class MessageClass(StrEnum):
    """How a message is treated: its hours, its life, whether it counts as a notification."""

    RECEIPT = "receipt"
    MUST_ARRIVE = "must_arrive"
    QUESTION = "question"
    NUDGE = "nudge"
    DIGEST = "digest"
    REDRAW = "redraw"


class DeliveryState(StrEnum):
    """`PENDING` → `CLAIMED` → `SENDING` → `SENT`; `HELD` waits for a person; the rest is final."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    HELD = "held"


SHOWS = (EffectKind.POST, EffectKind.FILE)
"""What puts something new before people's eyes."""
IN_HAND = (DeliveryState.CLAIMED, DeliveryState.SENDING)
"""A worker has it."""
PERHAPS_SEEN = (DeliveryState.SENT, *IN_HAND, DeliveryState.HELD)
NEVER_SEEN = (DeliveryState.CANCELLED, DeliveryState.EXPIRED, DeliveryState.FAILED)


class Address(StrEnum):
    """To whom a ledger row goes: a person's DM, a pair's group DM, or a channel."""

    PERSON = "person"
    PAIR = "pair"
    CHANNEL = "channel"


class Series(StrEnum):
    """What the clock does: one due instant per (series, subject)."""

    ENROLMENT_CLOSE = "enrolment_close"
    SOLVE = "solve"
    APPROVAL_OVERDUE = "approval_overdue"
    PREVIEW_END = "preview_end"
    CHARTER_OVERDUE = "charter_overdue"
    SESSION_OPEN = "session_open"
    DATE_REASK = "date_reask"
    SESSION_AGENDA = "session_agenda"
    SESSION_DAY = "session_day"
    SESSION_POLL = "session_poll"
    POLL_REASK = "poll_reask"
    CHECK_IN = "check_in"
    RESCUE = "rescue"
    PAIR_CLOSE = "pair_close"
    ROTATION_ASK = "rotation_ask"
    ROUND_END = "round_end"
    PAUSE_END = "pause_end"
    MONTHLY_REPORT = "monthly_report"
    HELD_WORD = "held_word"


class MessageName(StrEnum):
    """Every message the ledger can carry, "family.what". `messages/` has one builder for each."""

    HOME = "home"
    HELP = "help.answer"
    ANSWER_LOST = "help.answer_lost"
    INVITATION = "program.invitation"
    JOINED = "joining.summary"
    PROPOSAL = "round.proposal"
    APPROVAL_OVERDUE = "round.approval_overdue"
    APPROVAL_LATE = "round.approval_late"
    PREVIEW = "pair.preview"
    LEFT_OUT = "round.left_out"
    INTRODUCTION = "pair.introduction"
    CHARTER = "pair.charter"
    SESSION_CARD = "session.card"
    DATE_REASK = "session.date_reask"
    SESSION_REMINDER = "session.reminder"
    SESSION_POLL = "session.poll"
    CHECK_IN = "pair.check_in"
    CONCERN = "care.concern"
    RESCUE_OFFER = "pair.rescue_offer"
    RESCUE_CHOICE = "care.rescue_choice"
    CLOSING_NOTICE = "pair.closing_notice"
    PAIR_ENDED = "pair.ended"
    ROTATION = "round.rotation"
    OUTCOME = "pair.outcome"
    PROFILE = "person.profile"
    HELD = "care.held"
    PAUSED_BY_SILENCE = "person.paused_by_silence"
    WELCOME_BACK = "person.welcome_back"
    REPORT = "report.full"
    REPORT_FILE = "report.file"
    PROGRAM_CLOSED = "program.closed"
