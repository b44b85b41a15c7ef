"""Misbehaviour on request: what Slack does on bad days, scripted by tests, by the page, or drawn from a seed."""
