"""A stop takes as long as the slowest part, and reaches every part."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.ending import EndedTogether


async def test_all_are_left_at_the_same_time() -> None:
    both_are_ending = asyncio.Barrier(2)

    @asynccontextmanager
    async def part() -> AsyncIterator[str]:
        yield "entered"
        await both_are_ending.wait()

    async with asyncio.timeout(5), EndedTogether() as together:
        assert await together.enter(part()) == "entered"
        await together.enter(part())


async def test_one_that_fails_to_end_keeps_no_other_from_ending() -> None:
    ended: list[str] = []

    @asynccontextmanager
    async def part(name: str) -> AsyncIterator[None]:
        yield
        if name == "bad":
            raise OSError("broken")
        ended.append(name)

    with pytest.raises(OSError, match="broken"):
        async with EndedTogether() as together:
            for name in ("one", "bad", "other"):
                await together.enter(part(name))
    assert ended == ["one", "other"]


async def test_what_could_not_be_entered_leaves_nothing_open() -> None:
    is_left = False

    @asynccontextmanager
    async def fine() -> AsyncIterator[None]:
        nonlocal is_left
        yield
        is_left = True

    @asynccontextmanager
    async def broken() -> AsyncIterator[None]:
        raise OSError("broken")
        yield

    with pytest.raises(OSError, match="broken"):
        async with EndedTogether() as together:
            await together.enter(fine())
            await together.enter(broken())
    assert is_left
