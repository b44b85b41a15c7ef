"""Who may do what: one table, deny by default.

Every listener, command, action, view, event, job and CLI act is registered under a name that stands here;
`rule_for` raises for any other. Who holds a role is looked up by the verb, inside its own transaction,
at the moment of the act (mentoring/authorize.py).
"""

from enum import StrEnum


class Rule(StrEnum):
    """What somebody must be, now, for the object at hand."""

    ANYONE = "anyone"
    """Any person Slack delivers, also a guest: only help and the Home tab's explanation."""
    MEMBER = "member"
    """A full member of the workspace: no guest, stranger or bot."""
    PARTICIPANT = "participant"
    """Takes part in the program, or in any when none is named."""
    PAIR_SIDE = "pair_side"
    """Is mentor or mentee of that pair."""
    SIDE_OR_DELEGATE = "side_or_delegate"
    """Is one side of that pair, or her delegate for dates."""
    COORDINATOR = "coordinator"
    """Coordinates that program, or any when none is named."""
    CARE = "care"
    """Coordinates that program and has no conflict with that pair; for what has no program: a creator."""
    CREATOR = "creator"
    """May create programs: named at installation, or coordinates one."""
    SYSTEM = "system"
    """The clock, Slack itself, or the command line with a recorded actor."""


ENTRIES: dict[str, Rule] = {
    # slash commands
    "/rm-help": Rule.ANYONE,
    "/rm-join": Rule.MEMBER,
    "/rm-me": Rule.MEMBER,
    "/rm-pause": Rule.PARTICIPANT,
    "/rm-leave": Rule.PARTICIPANT,
    "/rm-session": Rule.MEMBER,
    "/rm-admin": Rule.CREATOR,
    "/rm-report": Rule.COORDINATOR,
    # buttons
    "help.open": Rule.ANYONE,
    "join.open": Rule.MEMBER,
    "join.decline": Rule.MEMBER,
    "pause.open": Rule.PARTICIPANT,
    "pause.return": Rule.MEMBER,
    "leave.open": Rule.PARTICIPANT,
    "preview.accept": Rule.PAIR_SIDE,
    "preview.decline": Rule.PAIR_SIDE,
    "preview.known": Rule.PAIR_SIDE,
    "charter.accept": Rule.PAIR_SIDE,
    "goals.open": Rule.PAIR_SIDE,
    "baseline.open": Rule.PAIR_SIDE,
    "session.pick": Rule.SIDE_OR_DELEGATE,
    "session.accept": Rule.SIDE_OR_DELEGATE,
    "session.other": Rule.SIDE_OR_DELEGATE,
    "session.cancel": Rule.SIDE_OR_DELEGATE,
    "session.already_met": Rule.PAIR_SIDE,
    "poll.rate": Rule.PAIR_SIDE,
    "poll.not_yet": Rule.PAIR_SIDE,
    "poll.more": Rule.PAIR_SIDE,
    "check_in.rate": Rule.PAIR_SIDE,
    "check_in.help": Rule.PAIR_SIDE,
    "pair.another": Rule.PAIR_SIDE,
    "pair.end_contact": Rule.PAIR_SIDE,
    "rotation.again": Rule.PARTICIPANT,
    "rotation.skip": Rule.PARTICIPANT,
    "rotation.leave": Rule.PARTICIPANT,
    "rotation.keep": Rule.PARTICIPANT,
    "outcome.open": Rule.PAIR_SIDE,
    "admin.new": Rule.CREATOR,
    "admin.launch": Rule.COORDINATOR,
    "admin.pairs": Rule.COORDINATOR,
    "admin.propose": Rule.COORDINATOR,
    "admin.approve": Rule.COORDINATOR,
    "admin.drop_pair": Rule.COORDINATOR,
    "admin.close": Rule.COORDINATOR,
    "admin.person": Rule.CREATOR,
    "admin.topics": Rule.COORDINATOR,
    "report.open": Rule.COORDINATOR,
    "care.rematch": Rule.CARE,
    "care.talk": Rule.CARE,
    "care.close": Rule.CARE,
    "held.send": Rule.CARE,
    "held.let_be": Rule.CARE,
    # forms
    "join.submit": Rule.MEMBER,
    "pause.submit": Rule.PARTICIPANT,
    "leave.submit": Rule.PARTICIPANT,
    "session.submit": Rule.SIDE_OR_DELEGATE,
    "poll.submit": Rule.PAIR_SIDE,
    "goals.submit": Rule.PAIR_SIDE,
    "baseline.submit": Rule.PAIR_SIDE,
    "outcome.submit": Rule.PAIR_SIDE,
    "admin.submit": Rule.CREATOR,
    "person.submit": Rule.CREATOR,
    "topics.submit": Rule.COORDINATOR,
    # events
    "app_home_opened": Rule.ANYONE,
    "message.im": Rule.ANYONE,
    "user_change": Rule.SYSTEM,
    "app_uninstalled": Rule.SYSTEM,
    "tokens_revoked": Rule.SYSTEM,
    # the clock
    "tick.plan": Rule.SYSTEM,
    "tick.solve": Rule.SYSTEM,
    "tick.dispatch": Rule.SYSTEM,
    "tick.sweep": Rule.SYSTEM,
    "tick.clear": Rule.SYSTEM,
    # the command line
    "cli.backup": Rule.SYSTEM,
    "cli.check": Rule.SYSTEM,
    "cli.match": Rule.SYSTEM,
    "cli.migrate": Rule.SYSTEM,
    "cli.report": Rule.SYSTEM,
    "cli.restore": Rule.SYSTEM,
    "cli.roster": Rule.SYSTEM,
    "cli.run": Rule.SYSTEM,
    "cli.sandbox": Rule.SYSTEM,
    "cli.status": Rule.SYSTEM,
    "cli.worker": Rule.SYSTEM,
}


def rule_for(entry: str) -> Rule:
    """Return the rule of an entry point.

    Raises LookupError when it is not in the table: what is not listed is not registered.
    """
    try:
        return ENTRIES[entry]
    except KeyError:
        raise LookupError(f"{entry} has no line in domain/authorization.py") from None
