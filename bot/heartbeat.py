"""The machine: a sign of life to a watcher outside, so that silence is noticed: nothing comes when all is not well."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import httpx
import structlog

EVERY_SECONDS = 60.0
ANSWER_SECONDS = 10.0
_log = structlog.get_logger()


@asynccontextmanager
async def beating(
    url: str | None,
    is_well: Callable[[], Awaitable[bool]],
    every: float = EVERY_SECONDS,
    transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[None]:
    """Call `url` once a minute, at once for the first time, as long as all `is_well`. Without a `url`: nothing."""
    if not url:
        yield
        return
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS, transport=transport) as client:
        task = asyncio.create_task(_beat(client, url, is_well, every))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _beat(
    client: httpx.AsyncClient, url: str, is_well: Callable[[], Awaitable[bool]], every: float
) -> None:
    while True:
        if await is_well():
            await _call(client, url)
        else:
            _log.warning("heartbeat_withheld")
        await asyncio.sleep(every)


async def _call(client: httpx.AsyncClient, url: str) -> None:
    """One attempt. The address is a secret: only its answer's status is told, or what kept it away."""
    try:
        answer = await client.get(url)
    except httpx.HTTPError as error:
        _log.warning("heartbeat_failed", code=type(error).__name__)
    else:
        if not answer.is_success:
            _log.warning("heartbeat_failed", status=answer.status_code)
