"""Dockerfile and compose.yaml name what exists: extras, versions, commands, folders, variables."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from bot.cli import app
from bot.settings import Settings
from bot.web import DRAIN_SECONDS
from scheduling.runner import STOP_SECONDS

OURS = ("migrate", "web", "worker")


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> str:
    return (root / "Dockerfile").read_text()


@pytest.fixture(scope="module")
def services(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text())["services"]
    return found


def test_the_image_installs_the_locked_extra_that_the_workers_need(
    dockerfile: str, pyproject: dict[str, Any]
) -> None:
    extras = re.findall(r"--extra (\S+)", dockerfile)
    assert extras == ["postgres"]
    assert set(extras) <= pyproject["project"]["optional-dependencies"].keys()
    assert "--frozen" in dockerfile
    assert "--require-hashes" in dockerfile


def test_the_engine_is_pinned_to_the_release_whose_tables_are_migrated(
    pyproject: dict[str, Any], root: Path
) -> None:
    (requirement,) = pyproject["project"]["optional-dependencies"]["postgres"]
    name, _, version = requirement.partition("==")
    assert f"{name} {version}," in (root / "migrations/versions/0003_procrastinate.sql").read_text()


def test_the_image_is_built_with_the_makefiles_uv(dockerfile: str, root: Path) -> None:
    (version,) = re.findall(r"^UV_VERSION := (\S+)$", (root / "Makefile").read_text(), re.MULTILINE)
    assert f"uv=={version}" in dockerfile


def test_every_base_image_is_pinned(dockerfile: str, services: dict[str, Any]) -> None:
    bases = [*re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE), services["database"]["image"]]
    assert all(re.search(r":\d+\.\d+", base) for base in bases), bases


def test_the_image_runs_as_nobody_special(dockerfile: str) -> None:
    (user,) = re.findall(r"^USER (\d+)$", dockerfile, re.MULTILINE)
    assert int(user) > 0
    assert f"--uid {user}" in dockerfile


def test_the_build_sees_every_room_and_no_secret(root: Path, pyproject: dict[str, Any]) -> None:
    lines = (root / ".dockerignore").read_text().splitlines()
    let_in = {line.removeprefix("!").removesuffix("/**") for line in lines if line.startswith("!")}
    assert "*" in lines
    assert set(pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= let_in
    assert ".env" not in let_in
    assert all((root / name).exists() for name in let_in)


def test_every_command_of_the_services_exists(services: dict[str, Any]) -> None:
    commands = typer.main.get_group(app).commands
    for name in OURS:
        word, *options = services[name]["command"]
        known = {option for parameter in commands[word].params for option in parameter.opts}
        assert set(options) <= known, name


def test_every_variable_of_the_services_is_a_setting(services: dict[str, Any]) -> None:
    settings = {str(field.validation_alias) for field in Settings.model_fields.values()}
    for name in OURS:
        assert services[name]["environment"].keys() <= settings, name


def test_the_bots_database_is_the_one_that_is_started(services: dict[str, Any]) -> None:
    started = services["database"]["environment"]
    address = services["web"]["environment"]["DATABASE_URL"]
    assert address.startswith(f"postgresql://{started['POSTGRES_USER']}:${{POSTGRES_PASSWORD")
    assert address.endswith(f"@database/{started['POSTGRES_DB']}")


def test_two_replicas_and_two_workers_start_after_the_migration(services: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        assert services[name]["deploy"]["replicas"] == 2
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
        assert "/readyz" in services[name]["healthcheck"]["test"][-1]
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["migrate"]["restart"] == "no"


def test_the_database_is_asked_where_clients_will_reach_it(services: dict[str, Any]) -> None:
    """The image's own server of the first minute listens on the socket only."""
    assert "--host=127.0.0.1" in services["database"]["healthcheck"]["test"]


def test_the_healthcheck_asks_the_port_that_the_bot_listens_on(services: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        port = services[name]["environment"]["RM_PORT"]
        assert f"127.0.0.1:{port}/readyz" in services[name]["healthcheck"]["test"][-1]


def test_nothing_is_published_and_secrets_come_from_a_file(services: dict[str, Any], root: Path) -> None:
    assert not [name for name, service in services.items() if "ports" in service]
    assert all(services[name]["env_file"] == ".env" for name in OURS)
    assert "xoxb-" not in (root / "compose.yaml").read_text()


def test_a_container_is_given_longer_to_stop_than_the_bot_takes(services: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        grace = float(services[name]["stop_grace_period"].removesuffix("s"))
        assert grace > max(STOP_SECONDS, DRAIN_SECONDS) + 2
