"""Next door: Slack on your own machine, one workspace or several.

`state/` remembers, `methods/` answers the Web API, `blocks/` knows Block Kit's limits; together they
are a pure, synchronous core behind `Workspace.call`, and `slack.py` holds the workspaces of one app.
`payloads.py` writes what Slack would send, `transport_*.py` carry it to the bot, `faults/` make it all
go wrong on request, `server.py` and `web.py` hold the core on a loopback port with a page where one acts
as any of the sample people. Imports no room of the bot, so that the stand-in shares no assumption, and
no bug, with it.
"""
