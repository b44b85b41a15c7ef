"""Judge (a) of what the sandbox tells an app: answers by the types of Slack's client, events by @slack/types."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.contract.judges.types import AT, ENUMERATIONS, skeleton
from tests.contract.judges.typescript import Name, Source, faults_of

NEVER_LACKING: Mapping[str, Sequence[str]] = {
    "blocks": ("type", "block_id"),
    "channel": ("id", "created", "is_archived"),
    "channels": ("id", "created", "is_archived"),
    "file": ("id", "created", "name", "title", "mimetype", "size", "user", "url_private"),
    "files": ("id", "created", "name", "title", "mimetype", "size", "user", "url_private"),
    "members": ("id", "team_id", "name", "deleted", "profile", "is_bot", "updated"),
    "icon": ("image_default",),
    "message": ("type", "text", "bot_id"),
    "messages": ("type", "user", "text", "ts", "team"),
    "profile": ("display_name", "real_name", "team"),
    "response_metadata": ("next_cursor",),
    "state": ("values",),
    "team": ("id", "name", "domain"),
    "user": ("id", "team_id", "name", "deleted", "profile", "is_bot", "updated"),
}
"""Where the client's types merge all kinds of a thing: what every kind of it has."""
_NO_CONTENT = "the sandbox shows no file's inside"
MAY_LACK: Mapping[str, Mapping[str, str]] = {
    "auth.test": {
        "app_id": "for app tokens",
        "app_name": "for app tokens",
        "enterprise_id": "no Enterprise Grid",
        "expires_in": "for tokens that rotate",
    },
    "conversations.list": {"arg": "only in refusals", "callstack": "only in refusals"},
    "conversations.create": {"detail": "only in refusals"},
    "conversations.history": {
        "channel_actions_count": "nobody pins actions here",
        "channel_actions_ts": "nobody pins actions here",
        "latest": "given back only when asked with",
        "oldest": "given back only when asked with",
    },
    "files.info": {
        "content": _NO_CONTENT,
        "content_highlight_css": _NO_CONTENT,
        "content_highlight_html": _NO_CONTENT,
        "content_highlight_html_truncated": _NO_CONTENT,
        "is_truncated": _NO_CONTENT,
        "paging": "comments of files were retired",
    },
    "users.conversations": {"arg": "only in refusals"},
    "users.list": {"offset": "a cursor took its place"},
    "bot_profile": {"user_id": "in the client's types for history only"},
    "view": dict.fromkeys(
        ("app_unfurl_url", "channel", "entity_url", "external_ref", "message_ts", "thread_ts"),
        "for views beside an unfurled link",
    ),
    "icons": {f"image_{size}": "the bot has no picture" for size in (36, 48, 72)},
    "reactions": {"url": "for emoji of one's own"},
    **{
        name: {"emoji": "for plain_text only", "verbatim": "for mrkdwn only"}
        for name in ("close", "submit", "text", "title")
    },
}
"""What an object may lack, by the name it stands under, or by method; with the reason."""
_REFUSALS = ("error", "needed", "provided", "warning", "errors", "deprecated_argument", "response_metadata")
EVENTS_LACK: Mapping[str, Mapping[str, str]] = {
    "team_join": dict.fromkeys(("cache_ts", "event_ts"), "Slack's sample of the event has neither"),
    "profile": {
        **{f"image_{size}": "the invented people have no pictures" for size in (24, 32, 48, 72, 192, 512)},
        **dict.fromkeys(("status_emoji_display_info", "status_text_canonical"), "nobody here sets a status"),
        "fields": "the workspace has no profile fields of its own",
    },
}
"""What @slack/types demands of an event, or of each profile in one, and the sandbox leaves out; with the reason."""


def judge_answers(answers: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[str]]:
    """Say for each (method, answer of the sandbox) what is strange in it, and what it lacks."""
    return _judge([(f"Whole<Answer<{method!r}>, {method!r}>", answer) for method, answer in answers])


def judge_events(events: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Say for each event what is strange in it, and what it lacks; a view in it is an answer's business."""
    shown = [{name: part for name, part in event.items() if name != "view"} for event in events]
    return _judge([(f"Told<{event['type']!r}>", _completed(event)) for event in shown])


def _completed(event: Mapping[str, Any]) -> dict[str, Any]:
    """Add what is missing for a reason; and `subtype`, which the types want even where it is undefined."""
    whole = dict.fromkeys(EVENTS_LACK.get(event["type"], ())) | {**event}
    if event["type"] == "message":
        whole.setdefault("subtype", Name("undefined"))
    if isinstance(event.get("user"), Mapping):
        profile = dict.fromkeys(EVENTS_LACK["profile"]) | event["user"]["profile"]
        whole["user"] = {**event["user"], "profile": profile}
    return whole | {"type": Name(repr(event["type"]))}


def _judge(told: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[str]]:
    source = Source(_head())
    for index, (kind, node) in enumerate(told):
        source.declare(f"c{index}", kind, _reduced(node))
    faults = faults_of(source)
    return [
        [f"{path or '/'}: {said}" for path, said in faults.get(f"c{index}", [])] for index in range(len(told))
    ]


def _reduced(node: Any, key: str = "") -> Any:
    """Reduce to what types can tell; what is null, or one of a few values, is there and fits."""
    if isinstance(node, Name):
        return node
    if node is None or (key in _CHOSEN and isinstance(node, str)):
        return Name("nothing")
    if isinstance(node, Mapping):
        return {name: _reduced(item, name) for name, item in node.items()}
    return [_reduced(item) for item in node] if isinstance(node, list) else skeleton(node)


_CHOSEN = ENUMERATIONS | {"channel_type", "tab"}


def _head() -> list[str]:
    return [
        "import type { SlackEvent } from '@slack/types';",
        *AT,
        "declare const nothing: never;",
        "type Answer<P extends string> =",
        "  At<WebClient, P> extends (options: never) => Promise<infer A> ? A : never;",
        f"type Refusals = {_union(_REFUSALS)};",
        f"type NeverLacking = {_table(NEVER_LACKING)};",
        f"type MayLack = {_table(MAY_LACK)};",
        "type Named<T> = keyof { [K in keyof T as string extends K ? never : K]: unknown } & keyof T;",
        "type Having<T, N> = { [K in Named<T> & N]-?: Whole<NonNullable<T[K]>, K> }",
        "  & { [K in Exclude<Named<T>, N>]?: Whole<NonNullable<T[K]>, K> };",
        "type Whole<T, P> = T extends readonly (infer I)[] ? Whole<I, P>[]",
        "  : T extends object ? P extends keyof NeverLacking ? Having<T, NeverLacking[P]>",
        "  : Having<T, Exclude<keyof T, Refusals | (P extends keyof MayLack ? MayLack[P] : never)>> : T;",
        "type Told<K extends string> = Extract<SlackEvent, { type: K }>;",
    ]


def _table(rows: Mapping[str, Sequence[str] | Mapping[str, str]]) -> str:
    return f"{{ {' '.join(f'{name!r}: {_union([*keys])};' for name, keys in rows.items())} }}"


def _union(names: Sequence[str]) -> str:
    return " | ".join(map(repr, names))
