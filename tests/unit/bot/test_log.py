import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.log import set_up_log, silent_logger

CANARY = "xoxb-canary"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    set_up_log(stream)
    return stream


def written(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(text: str) -> None:
    raise ValueError(text)


def test_a_line_holds_listed_fields_and_nothing_else(lines: io.StringIO) -> None:
    structlog.get_logger().info("command", person="U1", seconds=0.1, text=CANARY, name=CANARY)
    (line,) = written(lines)
    assert line.keys() == {"event", "level", "timestamp", "person", "seconds"}


def test_an_exception_is_its_type_and_place(lines: io.StringIO) -> None:
    try:
        fail(CANARY)
    except ValueError:
        structlog.get_logger().exception("failed")
    (line,) = written(lines)
    assert line["error"] == "ValueError"
    assert line["place"].endswith(" fail")
    assert CANARY not in lines.getvalue()


def test_a_library_says_who_and_where_but_not_what(lines: io.StringIO) -> None:
    try:
        fail(CANARY)
    except ValueError:
        logging.getLogger("some.library").exception("body was %s", CANARY)
    (line,) = written(lines)
    assert (line["event"], line["logger"], line["error"]) == ("library", "some.library", "ValueError")
    assert CANARY not in lines.getvalue()


@pytest.mark.parametrize("name", ["slack_bolt.App", "slack_sdk.web.async_client", "httpx", "httpcore.http11"])
def test_libraries_that_write_bodies_and_addresses_are_quiet(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).info(CANARY)
    assert lines.getvalue() == ""


def test_a_silent_logger_says_nothing_at_any_level(
    lines: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        silent_logger("slack").critical(CANARY)
    assert lines.getvalue() == ""
    assert not caplog.records


def test_a_terminal_gets_readable_lines() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    set_up_log(stream)
    structlog.get_logger().info("tick", seconds=1, text=CANARY)
    assert "tick" in stream.getvalue()
    assert CANARY not in stream.getvalue()
