"""Fixtures for bots that are killed."""

import pytest

from tests.crash.settings import PARTS, Setting


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.postgresql),
        pytest.param("procrastinate", marks=pytest.mark.postgresql),
    ]
)
def setting(request: pytest.FixtureRequest) -> Setting:
    """Each database with its runners: embedded on both, procrastinate on PostgreSQL."""
    name: str = request.param
    database = "sqlite" if name == "sqlite" else "postgres"
    return Setting(name, request.getfixturevalue(f"{database}_url"), PARTS[name])
