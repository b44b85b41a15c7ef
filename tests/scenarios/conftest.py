"""Scenarios say much; only what goes wrong is kept."""

import logging

import pytest
import structlog


@pytest.fixture(autouse=True)
def quiet_log() -> None:
    """Keep warnings and worse."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
