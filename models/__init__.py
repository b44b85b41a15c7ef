"""The ground: what we remember. One table family per file; rows never leave this floor's callers.

May import `domain` and SQLAlchemy. Every row carries its workspace; a session that is bound to none raises
(database.py). The three privacy classes are kept apart: anonymous answers have no author and no exact time
(feedback.py), confidential ones stand under their author, private ones in tables of their own.
"""

from models.audit import AuditEvent
from models.base import Base
from models.delivery import Delivery, Due, InboxEntry, Pace
from models.feedback import AnonymousNumber, AnonymousText, CheckInAnswer
from models.pair import Goal, NeverPair, Pair, PairSide
from models.participant import Participant, ParticipantTopic
from models.person import BlockedPerson, Delegate, Person
from models.program import Coordinator, Program, ProgramTopic, topics_in_order
from models.restored import Restored
from models.round import LeftOut, Round
from models.session import MentoringSession, NextStep, SessionAnswer
from models.worker import DeliveryWorker, SessionLock
from models.workspace import Workspace

__all__ = [
    "AnonymousNumber",
    "AnonymousText",
    "AuditEvent",
    "Base",
    "BlockedPerson",
    "CheckInAnswer",
    "Coordinator",
    "Delegate",
    "Delivery",
    "DeliveryWorker",
    "Due",
    "Goal",
    "InboxEntry",
    "LeftOut",
    "MentoringSession",
    "NeverPair",
    "NextStep",
    "Pace",
    "Pair",
    "PairSide",
    "Participant",
    "ParticipantTopic",
    "Person",
    "Program",
    "ProgramTopic",
    "Restored",
    "Round",
    "SessionAnswer",
    "SessionLock",
    "Workspace",
    "topics_in_order",
]
