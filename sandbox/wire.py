"""JSON as Slack reads it: NaN and Infinity, which Python's own reader lets through, are no JSON."""

import json
from typing import Any, NoReturn


def read_json(text: str | bytes) -> Any:
    """Read one JSON value. Raises: ValueError for anything else."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
