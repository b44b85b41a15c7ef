"""What we say: every word a person reads is written here, and nothing else happens here.

Facts come in (`domain/facts/*`), messages and views go out as plain dictionaries. One file per family of
messages, words on top and builder below; `catalogue.LETTERS` names the builder of every ledger message.

ids.py       button, form and field ids                 text.py     escaping, cutting, mentions
payload.py   what a button carries                      words.py    gettext, dates and lists in one language
blocks.py    blocks of messages                         fields.py   inputs of forms
message.py   what a builder returns                     views.py    modals
samples/     invented facts for every message           locales/    the catalogues

May import the standard library, Babel and `domain`. Knows no Slack client, no database and no clock.
"""
