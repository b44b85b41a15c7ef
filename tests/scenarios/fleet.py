"""Several processes of the bot, started with exactly the commands of compose.yaml, on this machine."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0
STOP_SECONDS = 10.0
VARIABLE = re.compile(r"\$\{(\w+):\?[^}]*\}")
HEALTH_PORT = "3000"


def compose() -> dict[str, Any]:
    """Return compose.yaml, its anchors resolved."""
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return parsed


def entrypoint() -> list[str]:
    """Return what the image runs: the Dockerfile's last ENTRYPOINT."""
    *_, last = re.findall(r"^ENTRYPOINT (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    return list(json.loads(last))


def environment_of(service: Mapping[str, Any], secrets: dict[str, str]) -> dict[str, str]:
    """Return what a container of the service would see: its env_file, then its own variables, filled in."""
    own = {
        name: VARIABLE.sub(lambda match: secrets[match[1]], str(value))
        for name, value in service["environment"].items()
    }
    return secrets | own


@dataclass
class Member:
    """One running container's worth of the bot."""

    service: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()

    async def ended(self) -> int:
        """Wait for its end; return its status."""
        async with asyncio.timeout(PATIENCE):
            while (status := self.process.poll()) is None:  # noqa: ASYNC110  a process rings no bell here
                await asyncio.sleep(0.02)
        return status


@dataclass
class Fleet:
    """The services of compose.yaml. `instead` replaces variables that hold only between containers."""

    folder: Path
    secrets: dict[str, str]
    instead: dict[str, str]
    services: Mapping[str, Any] = field(default_factory=lambda: compose()["services"])
    members: list[Member] = field(default_factory=list)

    def start(self, name: str, *command_instead: str) -> Member:
        """Start one process of a service. Every container has its own port 3000: here each gets another."""
        service, port = self.services[name], free_port()
        program, *arguments = entrypoint()
        command = [
            str(Path(sys.executable).with_name(program)),
            *arguments,
            *(command_instead or service["command"]),
        ]
        own = environment_of(service, self.secrets) | self.instead | {"RM_PORT": str(port)}
        log = self.folder / f"{name}-{port}.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                command,
                stdout=written,
                stderr=written,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"]} | own,
            )
        member = Member(name, port, process, log)
        self.members.append(member)
        return member

    async def up(self) -> None:
        """Do as `docker compose up --wait` does, but for the database, which is there."""
        assert await self.start("migrate").ended() == 0
        started = [
            self.start(name)
            for name in ("web", "worker")
            for _ in range(self.services[name]["deploy"]["replicas"])
        ]
        await asyncio.gather(*(self.healthy(member) for member in started))

    async def healthy(self, member: Member) -> None:
        """Run the service's own health check until it passes."""
        _, *check = self.services[member.service]["healthcheck"]["test"]
        command = [part.replace(HEALTH_PORT, str(member.port)) for part in check]
        async with asyncio.timeout(PATIENCE):
            while await _status([sys.executable, *command[1:]]) != 0:
                assert member.process.poll() is None, member.log.read_text()
                await asyncio.sleep(0.2)

    def running(self, service: str) -> list[Member]:
        return [m for m in self.members if m.service == service and m.process.poll() is None]

    async def down(self) -> list[tuple[str, int, float]]:
        """Stop all at once; return each one's service, status and seconds."""
        members = self.running("web") + self.running("worker")
        began = asyncio.get_running_loop().time()

        async def stopped(member: Member) -> tuple[str, int, float]:
            member.process.send_signal(signal.SIGTERM)
            status = await member.ended()
            return member.service, status, asyncio.get_running_loop().time() - began

        return await asyncio.gather(*(stopped(member) for member in members))


async def _status(command: list[str]) -> int:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    return await process.wait()


@asynccontextmanager
async def fleet(folder: Path, secrets: dict[str, str], instead: dict[str, str]) -> AsyncIterator[Fleet]:
    """Yield the fleet, not yet started; none of its processes survives the block."""
    ships = Fleet(folder, secrets, instead)
    try:
        yield ships
    finally:
        for member in ships.members:
            member.kill()
