"""Sample facts: one for every letter, one for every view, and a report. Nothing in them is real.

`rm-bot check --live` posts what is built from them, the tests vary them. `letters.FACTS` and `views.VIEWS` name
them all, and a message without a sample fails the tests.

`cast.py` is who and what they speak of, `harmless.py` takes the effect out of their buttons.
"""
