"""Planted bugs between the claim and the settled row: what loses a message, or shows it twice."""

# ruff: noqa: E501 - one planted bug is one line of the table

from tests.simulation.mutants.planting import Mutant

INTEND = "if await _intend(post, claimed, channel):"
POST = "posted = await post.slack.post(channel, rendered.text, rendered.blocks, claimed.id)"
DELIVERY, OUTBOX, SWEEP, LOOKUP = (
    "scheduling.delivery",
    "mentoring.outbox",
    "mentoring.sweep",
    "scheduling.lookup",
)
OF_SENDING = (
    Mutant("no look-up before a second attempt", "double", LOOKUP, "_look_up", "await _find(post, claimed)", "Found(None)"),
    Mutant("what was found is not believed", "double", SWEEP, "settle_lookup", "if posted is not None:", "if False:"),
    Mutant("nothing can be found", "double", LOOKUP, "_can_be_found", "return claimed.address is", "return False and claimed.address is"),
    Mutant("the delivery id is not read", "double", "bot.slack", "_delivery_of", 'return payload.get("id") if', "return None if"),
    Mutant("history is read from too late on", "double", "bot.slack", "SlackClient._find", "since - CLOCK_MARGIN", "since + 12 * CLOCK_MARGIN"),
    Mutant("marked as sent on an error", "loss", DELIVERY, "deliver", "return await outbox.written(lambda: outbox.settle_failure(post.core, claimed, known))", "await outbox.settle_sent(post.core, claimed, None)"),
    Mutant("no intent", "double", DELIVERY, "_post", INTEND, "if True:"),
    Mutant("intent after the post", "double", DELIVERY, "_post", f"{INTEND}\n        {POST}", f"{POST}\n    {INTEND}"),
    Mutant("intent not written", "double", OUTBOX, "intend", "state=DeliveryState.SENDING", "state=DeliveryState.CLAIMED"),
    Mutant("an unclear failure is tried again at once", "double", OUTBOX, "settle_failure", "if failure.is_ambiguous and row.state is DeliveryState.SENDING:", "if False:"),
    Mutant("silence means that nothing was sent", "double", "bot.slack_outcomes", "failure_of_silence", "return SlackFailure(NO_ANSWER, is_ambiguous=has_effect)", "return SlackFailure(UNREACHABLE)"),
    Mutant("a server error means that nothing was sent", "double", "bot.slack_outcomes", "failure_of_answer", 'f"http_{status}", is_ambiguous=has_effect', 'f"http_{status}", is_ambiguous=False'),
    Mutant("an unreadable good answer is a failure", "double", "bot.slack", "_text", "is_ambiguous=is_ambiguous", "is_ambiguous=False"),
    Mutant("the sweeper does not wait", "double", SWEEP, "stranded", "seconds - SETTLE_TIME.total_seconds()", "seconds"),
    Mutant("a living worker's rows are taken", "double", SWEEP, "_is_left", "if row.worker in dead:", "if row.worker in dead or row.worker != me.id:"),
    Mutant("everybody counts as dead", "double", "mentoring.liveness", "dead_workers", "select(DeliveryWorker.id).where(DeliveryWorker.ended_at.is_not(None))", "select(DeliveryWorker.id)"),
    Mutant("a dead worker's rows stay in its hand", "loss", SWEEP, "_take_over", "left = [row for row in rows if", "left = [row for row in () if"),
    Mutant("what a dead worker claimed is forgotten", "loss", SWEEP, "_free", "row.state, row.due_at = DeliveryState.PENDING, now", "row.state = DeliveryState.CANCELLED"),
    Mutant("what is given back is dropped", "loss", OUTBOX, "release", "state=DeliveryState.PENDING", "state=DeliveryState.CANCELLED"),
    Mutant("every failure is final", "loss", OUTBOX, "settle_failure", "elif failure.is_permanent and trouble is not Trouble.TOKEN and row.revision == claimed.revision:", "elif True:"),
    Mutant("given up after the first failure", "loss", "domain.retries", "is_given_up", "return count >= PATIENCE[trouble].attempts", "return count >= 1"),
    Mutant("an exception after the intent is tried again", "double", OUTBOX, "settle_bug", "if row.state is DeliveryState.SENDING:", "if False:"),
    Mutant("not found means sent", "loss", SWEEP, "settle_lookup", "if posted is not None:", "if True:"),
    Mutant("a channel of somebody else is remembered", "tenant", OUTBOX, "remember_channel", "person.dm_channel_id = channel_id", 'person.dm_channel_id = "DCOORD0"'),
    Mutant("the claim is not written", "double", "mentoring.claim", "_take", "row.state, row.worker, row.tried_at = DeliveryState.CLAIMED, hand.worker, hand.now", "row.worker, row.tried_at = hand.worker, hand.now"),
)  # fmt: skip
