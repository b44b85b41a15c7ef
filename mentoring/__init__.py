"""What we do: one file per verb, one transaction per verb, facts in and facts out.

May import `domain`, `models` and `matching`. Holds no Slack: a verb promises messages in the ledger
(promises.py), and scheduling/delivery.py sends them after the commit. Three kinds of public function:

verbs   `async def join(core, act, request) -> Joined`: what people do; `inbox.acting` opens their one transaction
steps   `async def open_session(session, core, pair_id, now)`: what the clock does; plan.py opens the transaction
shared  `async def end_pair(session, core, pair, reason, now)`: parts of several verbs and steps
"""
