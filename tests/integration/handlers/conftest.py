"""Fixtures for the people's door."""

from tests.integration.mentoring.conftest import world

__all__ = ["world"]
