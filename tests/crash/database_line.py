"""The way to PostgreSQL, cut at the worst moments: just before a COMMIT gets there, or before its answer gets back."""

import asyncio
import random
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import URL, make_url

HOST = "127.0.0.1"
COMMIT = b"COMMIT\0"
"""Stands in the client's message, and in the server's answer to it."""
CHUNK = 1 << 16


@dataclass
class DatabaseLine:
    """Passes everything on, but for a share of the COMMITs; `cuts` tells on which side of them it was cut."""

    server: URL
    chance: random.Random
    share: float = 0.0
    cuts: Counter[str] = field(default_factory=Counter)
    _ways: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Carry one connection until either end closes it, or it is cut."""
        there, back = await self._connected()
        answers = asyncio.create_task(_pour(there, writer))
        self._ways.add(answers)
        try:
            while data := await reader.read(CHUNK):
                if COMMIT in data and self.chance.random() < self.share:
                    await self._cut(data, there, back, answers)
                    return
                back.write(data)
                await back.drain()
        except ConnectionError:
            pass
        finally:
            answers.cancel()
            self._ways.discard(answers)
            writer.close()
            back.close()

    async def _cut(
        self, data: bytes, there: StreamReader, back: StreamWriter, answers: "asyncio.Task[None]"
    ) -> None:
        """Half of the times the server has heard of it."""
        if self.chance.random() < 1 / 2:
            self.cuts["before"] += 1
            return
        answers.cancel()
        with suppress(asyncio.CancelledError):
            await answers
        back.write(data)
        await there.readuntil(COMMIT)
        self.cuts["after"] += 1

    async def _connected(self) -> tuple[StreamReader, StreamWriter]:
        host = self.server.host or self.server.query.get("host", HOST)
        port = self.server.port or 5432
        if isinstance(host, str) and host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(str(host), port)


async def _pour(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def database_line(url: str, seed: int) -> AsyncIterator[tuple[DatabaseLine, str]]:
    """Open a way to this server while the block runs; yield it and the address at its near end."""
    line = DatabaseLine(make_url(url), random.Random(seed))  # noqa: S311  a seed, no secret
    server = await asyncio.start_server(line.serve, HOST, 0)
    near = line.server.set(host=HOST, port=server.sockets[0].getsockname()[1])
    near = near.difference_update_query(["host"]).update_query_dict({"sslmode": "disable"})
    async with server:
        yield line, near.render_as_string(hide_password=False)
