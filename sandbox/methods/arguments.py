"""Reading the arguments of a call: JSON bodies bring types, forms and queries bring strings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.errors import SlackError
from sandbox.wire import read_json

Json = dict[str, Any]


@dataclass(frozen=True)
class Argument:
    """How one argument is read; `refusal` is Slack's own error code for a malformed one."""

    read: Callable[[Any], Any]
    is_required: bool = False
    refusal: str = "invalid_arguments"
    takes_array: bool = False

    @property
    def required(self) -> "Argument":
        """The same argument, but it must be given."""
        return replace(self, is_required=True)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("must be a string")
    return value


def _flag(value: Any) -> bool:
    if value in {True, "true", "1"}:
        return True
    if value in {False, "false", "0"}:
        return False
    raise ValueError("must be a boolean")


def _whole(value: Any) -> int:
    if isinstance(value, (bool, float)):
        raise TypeError("must be an integer")
    return int(value)


def _decoded(value: Any) -> Any:
    return read_json(value) if isinstance(value, str) else value


def _listed(value: Any) -> list[Any]:
    found = _decoded(value)
    if not isinstance(found, list):
        raise TypeError("must be an array")
    return found


def _object(value: Any) -> Json:
    found = _decoded(value)
    if not isinstance(found, dict):
        raise TypeError("must be an object")
    return found


def _ids(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else _text(value).split(",")
    return [stripped for part in parts if (stripped := _text(part).strip())]


TEXT = Argument(_text)
FLAG = Argument(_flag)
WHOLE = Argument(_whole)
LIST = Argument(_listed, takes_array=True)
OBJECT = Argument(_object, takes_array=True)
# Documented as a comma-separated string; a JSON array works as well.
IDS = Argument(_ids, takes_array=True)
BLOCKS = Argument(_listed, refusal="invalid_blocks_format", takes_array=True)
ATTACHMENTS = Argument(_listed, refusal="invalid_attachments", takes_array=True)
METADATA = Argument(_object, refusal="invalid_metadata_format", takes_array=True)
# Every method takes it, for tokens of a whole organisation; clients send it unasked.
_COMMON = {"team_id": TEXT}


def read_arguments(expected: Mapping[str, Argument], given: Mapping[str, Any]) -> Json:
    """Read what was given into what the method expects; null counts as not given.

    Raises: SlackError naming every missing, unknown or malformed argument.
    """
    expected = {**_COMMON, **expected}
    present = {name: value for name, value in given.items() if value is not None}
    faults = [
        f"missing required field: {n}" for n, a in expected.items() if a.is_required and n not in present
    ]
    faults += [f"unknown argument: {name}" for name in present.keys() - expected.keys()]
    if faults:
        raise SlackError.with_messages("invalid_arguments", sorted(faults))
    return {name: _read(name, expected[name], value) for name, value in present.items()}


def _read(name: str, argument: Argument, value: Any) -> Any:
    if isinstance(value, list) and not argument.takes_array:
        raise SlackError("invalid_array_arg")
    try:
        return argument.read(value)
    except (TypeError, ValueError) as error:
        raise SlackError.with_messages(
            argument.refusal, [f"{name}: {error} [json-pointer:/{name}]"]
        ) from error
