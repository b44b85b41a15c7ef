import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import run_cli
from tests.databases import postgres_database

TOKENS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "DATABASE_URL",
    "RM_PORT",
    "RM_DATA_DIR",
)


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in TOKENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    status = run_cli(arguments)
    captured = capsys.readouterr()
    return status, captured.out.splitlines(), captured.err.splitlines()


def test_run_without_tokens_refuses_in_one_sentence_that_names_both_ways(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, err = run(capsys, "run")
    assert (status, out, len(err)) == (1, [], 1)
    assert "SLACK_BOT_TOKEN" in err[0]
    assert "rm-bot sandbox" in err[0]


def test_run_with_a_bot_token_alone_names_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    status, _, err = run(capsys, "run")
    assert (status, len(err)) == (1, 1)
    assert "SLACK_APP_TOKEN" in err[0]


@pytest.mark.parametrize("token", ["SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1"])
def test_the_sandbox_never_starts_beside_real_tokens_also_from_the_env_file(
    capsys: pytest.CaptureFixture[str], token: str
) -> None:
    Path(".env").write_text(token)
    status, _, err = run(capsys, "sandbox")
    assert (status, len(err)) == (1, 1)
    assert "tokens are set" in err[0]


def test_a_worker_on_sqlite_refuses_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "worker")
    assert (status, len(err)) == (1, 1)
    assert "PostgreSQL" in err[0]


def test_a_replica_on_sqlite_refuses_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "run", "--replicas-safe")
    assert (status, len(err)) == (1, 1)
    assert "PostgreSQL" in err[0]


@pytest.mark.parametrize("command", [["worker"], ["run", "--replicas-safe"]])
def test_without_the_engine_several_processes_are_refused_with_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.com/mentoring")
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    status, _, err = run(capsys, *command)
    assert (status, len(err)) == (1, 1)
    assert "pip install 'reverse-mentoring-bot[postgres]'" in err[0]


def test_a_worker_without_a_token_names_the_one_it_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example.com/mentoring")
    status, _, err = run(capsys, "worker")
    assert (status, len(err)) == (1, 1)
    assert "SLACK_BOT_TOKEN" in err[0]
    assert "SLACK_APP_TOKEN" not in err[0]


@pytest.mark.postgresql
@pytest.mark.parametrize("command", [["worker"], ["run", "--replicas-safe"]])
def test_an_empty_database_is_refused_by_replica_and_worker_with_the_command(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    postgres_server: str,
    command: list[str],
) -> None:
    with postgres_database(postgres_server) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("RM_DATA_DIR", ".")
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
        status, _, err = run(capsys, *command)
    assert (status, len(err)) == (1, 1)
    assert "run `rm-bot migrate`" in err[0]


def test_every_fault_of_the_settings_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "secret")
    monkeypatch.setenv("RM_PORT", "many")
    status, _, err = run(capsys, "run")
    assert (status, len(err)) == (1, 2)
    assert "secret" not in "".join(err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["run", "--nonsense"],
        ["sandbox", "--port", "x"],
        ["sandbox", "--transport", "pigeon"],
        ["report"],
        ["report", "p", "--format", "pdf"],
        ["roster"],
        ["match", "--on", "soon"],
    ],
)
def test_wrong_use_is_status_2_with_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out, len(err)) == (2, [], 1)


def test_help_is_status_0_and_no_command_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--help")[0] == 0
    status, _, err = run(capsys)
    assert (status, err) == (2, [])


def test_migrate_makes_the_data_folder_and_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "migrate")
    assert (status, len(out), err) == (0, 1, [])
    assert Path("var/reverse-mentoring.db").is_file()
    assert run(capsys, "migrate")[0] == 0


def test_a_data_folder_that_cannot_be_made_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RM_DATA_DIR", "/proc/no/such")
    status, _, err = run(capsys, "migrate")
    assert (status, len(err)) == (1, 1)


def test_a_database_that_does_not_answer_is_one_line_without_its_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me:canary@127.0.0.1:{unused_tcp_port}/x")
    for command in ("migrate", "check"):
        status, out, err = run(capsys, command)
        assert status == 1
        assert "canary" not in "".join(out + err)
        assert "Traceback" not in "".join(out + err)


def test_check_names_what_to_do_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check")
    assert (status, err) == (1, [])
    assert any("rm-bot migrate" in line for line in out)
    run(capsys, "migrate")
    _, out, _ = run(capsys, "check")
    assert any("schema is current" in line for line in out)


def test_status_without_a_running_bot_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("RM_PORT", str(unused_tcp_port))
    status, out, err = run(capsys, "status")
    assert (status, out, len(err)) == (1, [], 1)


def test_match_passes_its_status_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "match", "no-such-file.csv", "--out", "pairs.csv")[0] == 2


def test_a_bug_is_one_line_with_type_and_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug() -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("bot.cli.usable_settings", bug)
    status, _, err = run(capsys, "status")
    assert (status, len(err)) == (1, 1)
    assert "RuntimeError at bot/test_cli.py" in err[0]
    assert "canary" not in err[0]


def test_the_installed_command_leaves_with_the_status() -> None:
    command = [str(Path(sys.executable).with_name("rm-bot")), "run"]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr.count(b"\n")) == (1, 1)


SERVICE = """
import asyncio
from bot.cli_frame import until_stopped
async def serve():
    try:
        print("up", flush=True)
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0.05)
        print("drained", flush=True)
until_stopped(serve())
"""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_told_to_stop_drains_and_leaves_with_0(stop: signal.Signals) -> None:
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", SERVICE], stdout=subprocess.PIPE, cwd=root, env=os.environ
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        process.send_signal(stop)
        assert process.stdout.readline() == b"drained\n"
        assert process.wait(timeout=10) == 0
