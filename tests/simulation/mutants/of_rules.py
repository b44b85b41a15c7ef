"""Planted bugs in what decides: promises and their keys, the gate, the pace, the inbox, workspaces, the clock's steps."""

# ruff: noqa: E501 - one planted bug is one line of the table

from tests.simulation.mutants.planting import Mutant

GATE, PROMISES, INBOX, STORE = "mentoring.gate", "mentoring.promises", "mentoring.inbox", "models.database"
KEY = 'key = f"{message}/{subject_id}/{person_id}/{part}"'
OF_RULES = (
    Mutant("what was sent is promised anew", "double", PROMISES, "_revive", "Delivery.state == DeliveryState.CANCELLED", "Delivery.state.in_((DeliveryState.CANCELLED, DeliveryState.SENT))"),
    Mutant("a key without its date", "loss", PROMISES, "tell", KEY, 'key = f"{message}/{subject_id}/{person_id}"'),
    Mutant("a message without an end", "rule", GATE, "_is_too_late", "if delivery.expires_at is None:", "if True:"),
    Mutant("written to while paused", "rule", GATE, "_for_person", "if person.is_paused and", "if False and"),
    Mutant("what must arrive is dropped in a pause", "loss", GATE, "_while_paused", "if delivery.message_class in {MessageClass.NUDGE, MessageClass.QUESTION}:", "if True:"),
    Mutant("hours ignored", "rule", GATE, "_for_person", "if readable_at > now:", "if False:"),
    Mutant("cap ignored", "rule", GATE, "_for_person", "if await notified_today(session, person, now) >=", "if 0 >="),
    Mutant("written to when deactivated", "rule", GATE, "open_gate", "if person is None or person.is_deactivated:", "if person is None:"),
    Mutant("a pair's hours ignored", "rule", GATE, "_for_pair", "if at > now:", "if False:"),
    Mutant("a pair written to in a pause", "rule", GATE, "_for_pair", "if mentor.is_paused or mentee.is_paused:", "if False:"),
    Mutant("zone ignored", "rule", "models.person", "Person.zone", 'return self.time_zone if self.time_zone and is_zone(self.time_zone) else "UTC"', 'return "UTC"'),
    Mutant("sent an hour early", "rule", "mentoring.claim", "_due_rows", "Delivery.due_at <= now", "Delivery.due_at <= now.replace(hour=23, minute=59)"),
    Mutant("Retry-After ignored", "rule", "mentoring.pace", "free_at", "return max(earliest, pace.blocked_until or earliest)", "return earliest"),
    Mutant("pace ignored", "rule", "mentoring.pace", "is_free", "return free_at", "return True or free_at"),
    Mutant("no workspace filter", "tenant", STORE, "_keep_to_the_workspace", "state.statement = state.statement.options(*_OF_THE_WORKSPACE)", "pass"),
    Mutant("the filter names one workspace for all", "tenant", STORE, "_bound_to", "{**(parameters or {}), THE_WORKSPACE: workspace}", '{**(parameters or {}), THE_WORKSPACE: "T0TEAM0"}'),
    Mutant("another workspace's names are read", "tenant", "scheduling.rendering", "render", "core.database.transaction(claimed.workspace_id)", 'core.database.transaction("T0TEAM0")'),
    Mutant("inbox key not taken", "double", INBOX, "acting", "await take(session, core, act)", "pass"),
    Mutant("a taken key is no refusal", "double", INBOX, "take", "raise AlreadyTakenError", "pass"),
    Mutant("the key before the effect", "loss", INBOX, "acting", "await take(session, core, act)\n", "await take(session, core, act)\n    async with core.database.transaction(act.workspace_id) as session:\n"),
    Mutant("late steps are dropped", "loss", "mentoring.plan", "_run", "if due_at is not None:", "if due_at is not None and (now - due_at).total_seconds() < 60:"),
    Mutant("a step's due row stays", "rule", "mentoring.plan", "_run", "delete(Due)\n", "__import__('sqlalchemy').update(Due).values(due_at=now)\n"),
    Mutant("the next session never opens", "loss", "mentoring.open_session", "open_session", "if number < program.sessions_per_round:", "if False:"),
    Mutant("no card for the second one", "loss", "mentoring.open_session", "_open", "sides = (pair.mentor_id, pair.mentee_id)", "sides = (pair.mentor_id,)"),
    Mutant("nobody is asked how it was", "loss", "mentoring.session_steps", "ask_poll", "await ask_both(session, core, pair, meeting)", "pass"),
    Mutant("a pair outlives who leaves", "rule", "mentoring.leave", "leave_program", "await end_pairs_of(\n        session, core, participant.person_id, EndReason.PERSON_LEFT, program_id=participant.program_id\n    )", "pass"),
    Mutant("a changed profile is not read", "rule", "handlers.events", "person_changed", "await", "return\n    await"),
    Mutant("acknowledged although it failed", "loss", "handlers.doors", "event_door", "except (AlreadyTakenError, Refusal):", "except (AlreadyTakenError, Refusal, Exception):"),
    Mutant("a pause never ends", "loss", "mentoring.pause", "plan_return", "await set_due(session, Series.PAUSE_END, person.id, at)", "pass"),
    Mutant("a call inside a transaction", "rule", "scheduling.delivery", "_publish", "await post.slack.publish_home(claimed.recipient_id, rendered.view)", "async with post.core.database.transaction(claimed.workspace_id) as session:\n        await session.connection()\n        await post.slack.publish_home(claimed.recipient_id, rendered.view)"),
)  # fmt: skip
