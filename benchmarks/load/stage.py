"""The processes of a load run: the stand-in for Slack, the bot as `rm-bot run`, and the sender."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.load.acts import Load
from tests import databases

SECRET = "bench"  # noqa: S105  the stand-in's own
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
KIB = 1024
UNSET = ("SLACK_", "RM_", "PYTHONDONTWRITEBYTECODE")
"""What the bot must not take over from here: another one's settings, and what makes every start a first one."""


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[str]:
    """Make a migrated database of this kind, on the disk and as careful as in production; give its address."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'bench.db'}"
        databases.migrate_now(url)
        yield url
        return
    with _server() as server, databases.postgres_database(server) as url:
        databases.migrate_now(url)
        yield url


@contextmanager
def _server() -> Iterator[str]:
    """The PostgreSQL server that is named, or a test run's; else one of our own, as careful as in production."""
    if databases.SERVER in os.environ or databases.FOLDER in os.environ:
        yield databases.server_url()
        return
    databases.name_server_folder()
    try:
        server = databases.server_url()
        with psycopg.connect(server, autocommit=True) as connection:
            for setting in databases.HURRIED:
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = on").format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield server
    finally:
        databases.stop_server()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disk that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="rm-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def standin(answer_ms: float) -> Iterator[str]:
    """Run the stand-in for Slack; give its address."""
    command = [sys.executable, "-m", "benchmarks.load.standin", "--answer-ms", str(answer_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  our own
        try:
            if process.stdout is None:
                raise RuntimeError("the stand-in has no output")
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


@dataclass(frozen=True)
class Running:
    """The bot's process and where it listens."""

    process: "subprocess.Popen[bytes]"
    address: str

    def usage(self) -> dict[str, float]:
        """Read how much memory the process has had at most, in MiB, and its CPU seconds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(stat[11]) + int(stat[12])
        peak = int(fields["VmHWM"].split()[0]) / KIB
        return {"rss_max_mib": round(peak, 1), "cpu_s": round(ticks / os.sysconf("SC_CLK_TCK"), 1)}


@contextmanager
def bot(database_url: str, api: str, folder: Path) -> Iterator[Running]:
    """Run `rm-bot run` as an admin would, over HTTP; wait until it is ready, and stop it with SIGTERM."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(UNSET)}
    environment |= {
        "SLACK_BOT_TOKEN": "xoxb-sandbox-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api}/api/",
        "DATABASE_URL": database_url,
        "RM_DATA_DIR": str(folder),
        "RM_PORT": str(port),
    }
    with (folder / "bot.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=environment, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, f"{address}/readyz")
        yield Running(process, address)
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> int:
    """End a process in an orderly way; return its status."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the bot ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the bot doesn't get ready")


def send(bot_address: str, origin: str, load: Load, folder: Path) -> list[dict[str, Any]]:
    """Run the sender to its end; return the outcomes."""
    out = folder / "outcomes.json"
    command = [sys.executable, "-m", "benchmarks.load.sender", "--url", f"{bot_address}/slack/events"]
    command += ["--secret", SECRET, "--origin", origin, "--load", json.dumps(asdict(load)), "--out", str(out)]
    subprocess.run(command, check=True)  # noqa: S603  our own
    outcomes: list[dict[str, Any]] = json.loads(out.read_text())
    return outcomes


def called(api: str) -> dict[str, Any]:
    """Ask the stand-in what was called."""
    with urllib.request.urlopen(f"{api}/figures", timeout=30) as answer:  # noqa: S310  loopback
        figures: dict[str, Any] = json.load(answer)
        return figures
