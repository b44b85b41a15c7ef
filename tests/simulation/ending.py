"""The last judgement: after two quiet days everything that was promised has happened, or is declared."""

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.retries import MAX_FAULTS

if TYPE_CHECKING:
    from tests.simulation.world import World

GRACE = timedelta(minutes=5)
STUCK = "SELECT state, message, due_at FROM delivery WHERE state IN ('claimed', 'sending')"
LATE = "SELECT state, message, due_at FROM delivery WHERE state = 'pending' AND due_at <= ?"
OVERDUE = "SELECT series, subject_id, due_at FROM due WHERE due_at <= ?"
SENT = """SELECT id, message, key FROM delivery WHERE state = 'sent' AND kind = 'post'"""
SEEN = "SELECT state, address, reason, is_repeat, key FROM delivery WHERE id = ?"
HELD = "SELECT id, message, address, reason FROM delivery WHERE state = 'held'"
LOST = """SELECT d.state, d.reason, d.message, d.key, d.id FROM delivery d
LEFT JOIN person p ON p.workspace_id = d.workspace_id AND p.id = d.recipient_id
WHERE (d.state IN ('failed', 'expired') OR (d.state = 'cancelled' AND coalesce(d.reason, 'recipient is paused')
       IN ('recipient is paused', 'recipient is gone')))
AND d.kind IN ('post', 'file') AND d.message_class IN ('must_arrive', 'receipt', 'digest')
AND NOT coalesce(p.is_deactivated, 0)"""
STUCK_PAIRS = """SELECT p.id FROM pair p
JOIN round r ON r.workspace_id = p.workspace_id AND r.id = p.round_id
JOIN program g ON g.workspace_id = p.workspace_id AND g.id = p.program_id
WHERE p.state = 'live' AND r.state = 'running' AND NOT p.waits_for_return
AND (SELECT count(*) FROM session s WHERE s.workspace_id = p.workspace_id AND s.pair_id = p.id)
    BETWEEN 1 AND g.sessions_per_round - 1
AND NOT EXISTS (SELECT 1 FROM due d WHERE d.workspace_id = p.workspace_id AND d.subject_id = p.id
                AND d.series = 'session_open')
AND (r.ends_at IS NULL OR r.ends_at > ?)"""
ENDLESS = """SELECT id FROM person p WHERE paused_until IS NOT NULL AND paused_at IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM due d WHERE d.workspace_id = p.workspace_id AND d.subject_id = p.id AND d.series = 'pause_end')"""
FEW, SHARE = 5, 0.01
"""How often Slack may really have refused a call for being too many."""
BY_DESIGN = {"user_disabled"}
UNASKED = """SELECT s.id, ps.person_id FROM session s
JOIN pair p ON p.workspace_id = s.workspace_id AND p.id = s.pair_id
JOIN pair_side ps ON ps.workspace_id = s.workspace_id AND ps.pair_id = s.pair_id
WHERE s.state = 'past' AND p.state = 'live'
AND NOT EXISTS (SELECT 1 FROM session_answer a WHERE a.workspace_id = s.workspace_id AND a.session_id = s.id
                AND a.person_id = ps.person_id)
AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.workspace_id = s.workspace_id AND d.subject_id = s.id
                AND d.recipient_id = ps.person_id AND d.kind = 'post')"""
UNCARDED = """SELECT s.id, ps.person_id FROM session s
JOIN pair_side ps ON ps.workspace_id = s.workspace_id AND ps.pair_id = s.pair_id
WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.workspace_id = s.workspace_id AND d.subject_id = s.id
                  AND d.recipient_id = ps.person_id AND d.message = 'session.card' AND d.kind = 'post')"""
UNINTRODUCED = """SELECT p.id FROM pair p WHERE p.introduced_at IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM delivery d WHERE d.workspace_id = p.workspace_id AND d.recipient_id = p.id
 AND d.message = 'pair.introduction')"""
STILL_PAUSED = "SELECT id FROM person WHERE paused_at IS NOT NULL AND paused_until < ?"


def judge_the_end(world: "World") -> None:
    """Judge liveness, and that the ledger and Slack tell the same story."""
    store, fail, dropped = world.store, world.watch.fail, world.watch.rightly_dropped
    late = f"{world.now() - GRACE:%Y-%m-%d %H:%M:%S.%f}"
    for rule, rows in (
        ("L1 nothing in hand", store.rows(STUCK)),
        ("L1 nothing late", store.rows(LATE, late)),
        ("L2 no step overdue", store.rows(OVERDUE, late)),
        ("L2 a past session is asked about", store.rows(UNASKED)),
        ("L2 every session has its cards", store.rows(UNCARDED)),
        ("L2 every pair is introduced", store.rows(UNINTRODUCED)),
        (
            "L2 a pause ends on its day",
            store.rows(STILL_PAUSED, f"{world.now() - timedelta(days=2):%Y-%m-%d}"),
        ),
        ("L2 every pair goes on", store.rows(STUCK_PAIRS, late)),
        ("L2 every pause has an end", store.rows(ENDLESS)),
        (
            "P1 what must arrive is not given up",
            [r for r in store.rows(LOST) if r[1] not in BY_DESIGN and r[4] not in dropped],
        ),
        (
            "P2 only what nobody can prove is held",
            [r for r in store.rows(HELD) if not _may_be_held(world, *r)],
        ),
        ("S2 sent means there is a post", [r for r in store.rows(SENT) if not world.watch.visible[r[0]]]),
    ):
        if rows:
            fail(rule, f"{len(rows)} times, first {rows[0]}")
    for delivery_id in world.watch.visible:
        row = store.row(SEEN, delivery_id)
        if row is not None and not _tells_of_its_post(*row):
            fail("S2 a post is marked as sent", f"{row}")
    for problem in store.rows("PRAGMA foreign_key_check") + store.rows("PRAGMA integrity_check"):
        if problem != ("ok",):
            fail("S17 the store is sound", f"{problem}")
    if world.watch.strained > max(FEW, SHARE * world.watch.calls):
        fail("S8 the pace is kept", f"{world.watch.strained} of {world.watch.calls} calls were too many")
    if world.loop.unhandled:
        fail("L6 nothing dies in silence", str(world.loop.unhandled[0]))


def _tells_of_its_post(state: str, address: str, reason: str, is_repeat: int, _key: str) -> bool:
    """Only a pair's conversation may not be read: there a row may never learn that its post is there.

    Then it is set aside, given up as a nudge, waits for its repetition, or a coordinator has let it be.
    """
    unsure = {("held", "unprovable"), ("held", "poison"), ("expired", "unprovable"), ("cancelled", "let be")}
    is_unsure = (state, reason) in unsure or (state == "pending" and is_repeat)
    return state == "sent" or (address == "pair" and bool(is_unsure))


def _may_be_held(world: "World", delivery_id: str, _message: str, address: str, reason: str) -> bool:
    """Nothing is poisoned here: only a row that three workers were lost over may count as that."""
    return (reason == "unprovable" and address == "pair") or world.watch.losses[delivery_id] >= MAX_FAULTS
