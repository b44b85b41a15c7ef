"""`rm-bot check --live`: one sample of everything the bot says, tried on a real workspace.

`samples.py` is the list, `attempts.py` sends it at Slack's pace, `verdicts.py` puts the answers into words,
`command.py` is the part of the command. Nothing is written to the database, and nobody but the person
who asked is sent anything.
"""
