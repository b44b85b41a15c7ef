"""The machine: everything that touches the outside, and the wiring of all other rooms.

`settings.py` reads the environment, `clock.py` the wall clock, `ids.py` is chance, `think.py` the other
process, `log.py` the log. `slack*.py` and `origins.py` speak to Slack; `front_door.py`, `web.py`,
`socket_mode.py` and `incoming.py` hear it. `wiring.py` puts the rooms together, `cli*.py` and `check.py` are
the commands, `live/` is the check on a real workspace, `match_file/` the matcher on files. May import every
room; nobody imports it.
"""
