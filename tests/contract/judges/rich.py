"""The limits judge's shapes of rich text."""

from collections.abc import Mapping

from slackblocks import _limits as most

from tests.contract.judges.checks import Check, flag, items, kinds, number, one_of, shape, string, whole

_style = shape(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), flag
    ),
)


def _inline(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    return shape({"type": string(), **required}, {"style": _style, **(optional or {})})


_words = {
    "text": _inline({"text": string()}),
    "link": _inline({"url": string()}, {"text": string(None, 0), "unsafe": flag}),
}
_inlines = kinds(
    {
        **_words,
        "broadcast": _inline({"range": one_of("here", "channel", "everyone")}),
        "channel": _inline({"channel_id": string()}),
        "color": _inline({"value": string()}),
        "date": _inline({"timestamp": number, "format": string()}, {"url": string(), "fallback": string()}),
        "emoji": _inline(
            {"name": string()}, {"unicode": string(), "url": string(), "skin_tone": whole(1, 6)}
        ),
        "team": _inline({"team_id": string()}),
        "user": _inline({"user_id": string()}),
        "usergroup": _inline({"usergroup_id": string()}),
    }
)
_border = {"border": one_of(0, 1)}
_section = {"rich_text_section": shape({"type": string(), "elements": items(_inlines, None, 0)}, {})}
_list = shape(
    {"type": string(), "elements": items(kinds(_section)), "style": one_of("bullet", "ordered")},
    {**_border, "indent": whole(0, most.RICH_TEXT_LIST_INDENT_MAX), "offset": whole(0)},
)
_parts = kinds(
    {
        **_section,
        "rich_text_list": _list,
        "rich_text_quote": shape({"type": string(), "elements": items(_inlines)}, _border),
        "rich_text_preformatted": shape(
            {"type": string(), "elements": items(kinds(_words))}, {**_border, "language": string()}
        ),
    }
)
rich_text = shape(
    {"type": one_of("rich_text"), "elements": items(_parts)},
    {"block_id": string(most.BLOCK_ID_MAX_LENGTH)},
)
"""As a block, and wherever else it may stand."""
