"""The machine: the log. One canonical line per command, click, tick and delivery, of listed fields only.

No text, name, token or address can get out: a field that is not listed is dropped, an exception is
reduced to its type and place, and what libraries say is reduced to who said it.
"""

import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

_FIELDS = """
    event level timestamp logger error place reference
    workspace program round pair session delivery person
    command action event_type message kind tick state outcome status code reason method
    attempt count seconds waited due transport host port version
"""

ALLOWED = frozenset(_FIELDS.split())
"""Every field a line may have. Slack ids, closed lists and figures; never what somebody wrote."""

_LIBRARY_LEVELS = {
    "slack_bolt": logging.CRITICAL + 1,  # logs whole bodies
    "slack_sdk": logging.CRITICAL + 1,  # logs whole bodies and addresses with tickets
    "httpx": logging.WARNING,  # logs each address, and a response_url is a secret
    "httpcore": logging.WARNING,
    "aiohttp": logging.WARNING,
    "apscheduler": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "uvicorn": logging.WARNING,
    "asyncio": logging.WARNING,
}
_ROOT = Path(__file__).resolve().parent.parent


def set_up_log(stream: TextIO = sys.stderr) -> None:
    """Send all logging of this process to `stream`: JSON lines, or a readable form on a terminal."""
    last: Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        last = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    stamped: list[Processor] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso")]
    _take_over_the_libraries(stream, stamped, last)
    structlog.configure(
        processors=[*stamped, reduce_exception, keep_allowed, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def _take_over_the_libraries(stream: TextIO, stamped: Sequence[Processor], last: Processor) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=stamped,
            processors=[reduce_library_line, reduce_exception, keep_allowed, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name, level in _LIBRARY_LEVELS.items():
        logging.getLogger(name).setLevel(level)


def silent_logger(name: str) -> logging.Logger:
    """A logger outside the tree that says nothing, for libraries that would write bodies and tickets."""
    return logging.Logger(name, level=logging.CRITICAL + 1)  # noqa: LOG001  outside the tree on purpose


def reduce_library_line(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Keep who said something and how loud, not what: libraries quote bodies, addresses and parameters."""
    record: logging.LogRecord = line["_record"]
    line.update(event="library", logger=record.name, place=f"{Path(record.pathname).name}:{record.lineno}")
    return line


def reduce_exception(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Replace an exception by its type and the place it came from."""
    raised = line.pop("exc_info", None)
    error = sys.exception() if raised is True else raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        line.update(error=type(error).__name__, place=place_of(error.__traceback__))
    return line


def place_of(trace: TracebackType | None) -> str:
    """Return file, line and function of the innermost frame of our own, or of the innermost one."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    if not frames:
        return "unknown"
    frame = (ours or frames)[-1]
    return f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno} {frame.name}"


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(_ROOT) and "site-packages" not in path.relative_to(_ROOT).parts


def keep_allowed(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Drop every field that is not listed in `ALLOWED`."""
    return {key: value for key, value in line.items() if key in ALLOWED}
