"""The nouns: ids, kinds, facts, rules, refusals and ports. Imports the standard library, and tables: zones, holidays.

Every other room may import from here; nothing here knows Slack, a database or a clock.
"""
