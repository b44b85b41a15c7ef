"""users.info and users.list."""

from typing import Any

from sandbox.methods.arguments import FLAG, TEXT, WHOLE
from sandbox.methods.cursors import next_cursor, page
from sandbox.methods.request import Method, Request

Json = dict[str, Any]
_EVERYONE = 1000


def _info(request: Request) -> Json:
    person = request.person(request.args["user"])
    locale = request.args.get("include_locale", False)
    return {"user": request.memory.directory.user_object(person, request.now, locale=locale)}


def _list(request: Request) -> Json:
    directory = request.memory.directory
    limit = request.args.get("limit") or _EVERYONE
    people, cursor = page(list(directory), request.args.get("cursor", ""), limit)
    locale = request.args.get("include_locale", False)
    members = [directory.user_object(p, request.now, locale=locale) for p in people]
    return {"members": members, "cache_ts": request.seconds} | next_cursor(cursor)


METHODS = {
    "users.info": Method(_info, {"user": TEXT.required, "include_locale": FLAG}, ("users:read",)),
    "users.list": Method(
        _list,
        {"cursor": TEXT, "limit": WHOLE, "include_locale": FLAG},
        ("users:read",),
    ),
}
