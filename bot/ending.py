"""The machine: a stop takes as long as the slowest part of the bot, not as long as all of them one by one."""

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from types import TracebackType
from typing import Self, TypeVar

Entered = TypeVar("Entered")


class EndedTogether:
    """Contexts that are entered one after the other and left at the same time."""

    def __init__(self) -> None:
        self._open: list[AsyncExitStack] = []

    async def enter(self, context: AbstractAsyncContextManager[Entered]) -> Entered:
        """Enter a context; it is left with all others."""
        stack = AsyncExitStack()
        entered = await stack.enter_async_context(context)
        self._open.append(stack)
        return entered

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Leave all, also when one fails. Raises the first failure."""
        ends = await asyncio.gather(*(stack.aclose() for stack in self._open), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
