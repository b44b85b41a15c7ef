"""What a call's arguments meant before a form made strings of them."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_OBJECTS = {"attachments", "blocks", "files", "message", "metadata", "view"}
_FLAGS = {
    *("as_user", "exclude_archived", "include_all_metadata", "include_locale", "include_num_members"),
    *("inclusive", "link_names", "prevent_creation", "reply_broadcast", "return_im"),
    *("unfurl_links", "unfurl_media"),
}
_NUMBERS = {"length", "limit", "post_at"}


def decoded(args: Mapping[str, Any]) -> dict[str, Any]:
    """Read the strings of a form into objects, flags and numbers, by the arguments' names."""
    return {name: _read(name, value) for name, value in args.items()}


def _read(name: str, value: Any) -> Any:
    if isinstance(value, str) and name in _OBJECTS | _FLAGS | _NUMBERS:
        with suppress(ValueError):
            return json.loads(value)
    return value
