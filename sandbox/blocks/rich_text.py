"""Rich text: sections, lists, quotes and preformatted text, with what may stand in them."""

from sandbox.blocks.objects import OWN_ID
from sandbox.blocks.rules import Rule, array, boolean, by_type, number, one_of, shape, string

_SOME = string(None, 1)
_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = {"style": shape({}, dict.fromkeys(_STYLES, boolean))}
_BORDER = {"border": one_of(0, 1)}


def _inline(optional: dict[str, Rule] | None = None, **required: Rule) -> Rule:
    return shape(required, _STYLE | (optional or {}))


_WORDS: dict[str, Rule] = {
    "text": _inline(text=_SOME),
    "link": _inline({"text": string(), "unsafe": boolean}, url=_SOME),
}
_MENTIONS: dict[str, Rule] = {
    "user": _inline(user_id=_SOME),
    "usergroup": _inline(usergroup_id=_SOME),
    "channel": _inline(channel_id=_SOME),
    "team": _inline(team_id=_SOME),
    "broadcast": _inline(range=one_of("here", "channel", "everyone")),
    "emoji": _inline(
        {"unicode": string(), "url": string(), "skin_tone": number(1, 6, whole=True)}, name=_SOME
    ),
    "date": _inline({"url": string(), "fallback": string()}, timestamp=number(0, whole=True), format=_SOME),
    "color": _inline(value=_SOME),
}
_INLINE = by_type(_WORDS | _MENTIONS)
_SECTION: dict[str, Rule] = {"rich_text_section": shape({"elements": array(_INLINE, at_least=0)})}
_PARTS = by_type(
    _SECTION
    | {
        "rich_text_list": shape(
            {"elements": array(by_type(_SECTION)), "style": one_of("bullet", "ordered")},
            _BORDER | {"indent": number(0, 8, whole=True), "offset": number(0, whole=True)},
        ),
        "rich_text_quote": shape({"elements": array(_INLINE)}, _BORDER),
        "rich_text_preformatted": shape(
            {"elements": array(by_type(_WORDS))}, _BORDER | {"language": string()}
        ),
    }
)

RICH_TEXT = shape({"elements": array(_PARTS)}, {"block_id": OWN_ID})
RICH_TEXT_OBJECT = by_type({"rich_text": RICH_TEXT})
"""Rich text inside of something else."""
