import multiprocessing
import operator
import os
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool

import pytest

from bot.think import ProcessThink


@pytest.fixture
def think() -> Iterator[ProcessThink]:
    think = ProcessThink()
    yield think
    think.close()


async def test_a_thought_happens_in_another_process(think: ProcessThink) -> None:
    assert not multiprocessing.active_children()
    assert await think(operator.mul, 6, 7) == 42
    assert await think(os.getpid) != os.getpid()


async def test_what_a_thought_raises_comes_back(think: ProcessThink) -> None:
    with pytest.raises(ZeroDivisionError):
        await think(operator.truediv, 1, 0)


async def test_a_process_that_dies_is_replaced(think: ProcessThink) -> None:
    with pytest.raises(BrokenProcessPool):
        await think(os._exit, 1)
    assert await think(operator.add, 1, 1) == 2


async def test_closing_leaves_no_process_even_in_the_middle_of_a_thought(think: ProcessThink) -> None:
    await think(operator.add, 1, 1)
    assert think._pool is not None
    unfinished = think._pool.submit(time.sleep, 60)  # noqa: TID251  in the other process
    think.close()
    think.close()
    assert unfinished.done()
    assert not multiprocessing.active_children()
