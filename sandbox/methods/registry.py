"""The one table of the Web API methods the sandbox answers in a workspace."""

from collections import ChainMap

from sandbox.methods import (
    auth,
    channels,
    chat,
    chat_schedule,
    conversations,
    files,
    history,
    reactions,
    users,
    validation,
    views,
)
from sandbox.methods.request import Method

_FAMILIES = (
    auth,
    channels,
    chat,
    chat_schedule,
    conversations,
    files,
    history,
    reactions,
    users,
    validation,
    views,
)
METHODS: dict[str, Method] = dict(ChainMap(*(family.METHODS for family in _FAMILIES)))
