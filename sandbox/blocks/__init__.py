"""Block Kit's limits, as tables of rules and the checks of whole surfaces."""
