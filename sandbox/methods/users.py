"""users.info, users.list, users.lookupByEmail, users.profile.get, bots.info and dnd.info."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.methods.arguments import FLAG, TEXT
from sandbox.methods.cursors import PAGED, page
from sandbox.methods.request import Method, Request, Tier
from sandbox.people import Person
from sandbox.state.identity import BOT_USER

Json = dict[str, Any]
_PAGE_MOST = 1000


def _info(request: Request) -> Json:
    return {"user": _shown(request, request.person(request.args["user"]))}


def _list(request: Request) -> Json:
    limit = request.args.get("limit", 0)
    if limit < 0:
        raise SlackError.with_messages("invalid_arguments", ["limit: must be more than 0"])
    people = list(request.memory.directory)
    # Without a limit Slack tries to give everybody at once.
    most = min(limit, _PAGE_MOST) or len(people)
    found = page(people, lambda p: p.id, "user", request.args.get("cursor", ""), most)
    members = [_shown(request, p) for p in found.items]
    return {"members": members, "cache_ts": request.seconds} | found.metadata


def _lookup_by_email(request: Request) -> Json:
    person = request.memory.directory.by_email(request.args["email"])
    if person is None:
        raise SlackError("users_not_found")
    return {"user": _shown(request, person)}


def _profile(request: Request) -> Json:
    person = request.person(request.args.get("user", BOT_USER))
    return {"profile": request.memory.directory.profile(person) | {"fields": {}}}


def _shown(request: Request, person: Person) -> Json:
    locale = request.args.get("include_locale", False)
    return request.memory.directory.user_object(person, request.now, locale=locale)


def _bot(request: Request) -> Json:
    directory, wanted = request.memory.directory, request.args.get("bot")
    if wanted is None:
        raise SlackError("missing_argument")
    for person in directory:
        profile = directory.profile(person)
        if profile.get("bot_id") == wanted:
            return {
                "bot": {
                    "id": wanted,
                    "deleted": person.is_deactivated,
                    "name": person.name,
                    "updated": person.updated,
                    "app_id": profile["api_app_id"],
                    "user_id": person.id,
                    "icons": {},
                }
            }
    raise SlackError("bot_not_found")


def _dnd(request: Request) -> Json:
    request.person(request.args.get("user", BOT_USER))
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}


METHODS = {
    "users.info": Method(
        _info, {"user": TEXT.required, "include_locale": FLAG}, ("users:read",), tier=Tier.FOUR
    ),
    "users.list": Method(
        _list, {"include_locale": FLAG, "team_id": TEXT} | PAGED, ("users:read",), tier=Tier.TWO
    ),
    "users.lookupByEmail": Method(_lookup_by_email, {"email": TEXT.required}, ("users:read.email",)),
    "users.profile.get": Method(
        _profile, {"user": TEXT, "include_labels": FLAG}, ("users.profile:read",), tier=Tier.FOUR
    ),
    "bots.info": Method(_bot, {"bot": TEXT, "team_id": TEXT}, ("users:read",)),
    "dnd.info": Method(_dnd, {"user": TEXT, "team_id": TEXT}, ("dnd:read",)),
}
