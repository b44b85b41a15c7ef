"""Fixtures for bots that are killed."""

import pytest

from tests.crash.settings import PARTS, Setting

ON_POSTGRESQL = [
    pytest.param("postgres", marks=pytest.mark.postgresql),
    pytest.param("procrastinate", marks=pytest.mark.postgresql),
]


@pytest.fixture(params=["sqlite", *ON_POSTGRESQL])
def setting(request: pytest.FixtureRequest) -> Setting:
    """Each database with its runners: embedded on both, procrastinate on PostgreSQL."""
    return _setting(request)


@pytest.fixture(params=["sqlite", ON_POSTGRESQL[-1]])
def both_runners(request: pytest.FixtureRequest) -> Setting:
    """Both databases and both runners, each once."""
    return _setting(request)


@pytest.fixture(params=ON_POSTGRESQL)
def on_postgres(request: pytest.FixtureRequest) -> Setting:
    """Both runners on PostgreSQL."""
    return _setting(request).with_a_second_worker()


def _setting(request: pytest.FixtureRequest) -> Setting:
    name: str = request.param
    database = "sqlite" if name == "sqlite" else "postgres"
    return Setting(name, request.getfixturevalue(f"{database}_url"), PARTS[name])
