"""The clock's door: what happens when nobody clicks. Ticks, the runner that works them off, and delivery.

May import `mentoring`, `reporting`, `messages`, `domain`; never tables. APScheduler is the metronome only:
what is due stands in the store, so a tick is harmless however often it runs.
"""
