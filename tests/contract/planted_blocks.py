"""Planted blocks: what can be wrong in the classic blocks of a message."""

from tests.contract.planted_bench import Planted, message
from tests.sandbox.kit import (
    ADDRESS,
    actions,
    button,
    confirm,
    element,
    menu,
    mrkdwn,
    options,
    picture,
    plain,
    rich_section,
    rich_text,
    section,
    words,
)

_LIST = {"type": "rich_text_list", "style": "bullet", "elements": [rich_section(words())]}
_FILE = {"type": "image", "alt_text": "Us", "slack_file": {"id": "F0123456789"}}

CLASSIC: list[Planted] = [
    message(
        "a button's text of 76 characters",
        "less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
        [actions(button(text=plain("x" * 75)))],
        [actions(button(text=plain("x" * 76)))],
    ),
    message(
        "a button in the style `warning`",
        "must be one of primary, danger [json-pointer:/blocks/0/elements/0/style]",
        [actions(button(style="danger"))],
        [actions(button(style="warning"))],
    ),
    message(
        "a button that leads to `javascript:`",
        "must be a web address [json-pointer:/blocks/0/elements/0/url]",
        [actions(button(url=ADDRESS))],
        [actions(button(url="javascript:alert(1)"))],
    ),
    message(
        "two blocks with one `block_id`",
        "block_id already exists: a [json-pointer:/blocks/1/block_id]",
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a"), section(block_id="a")],
    ),
    message(
        "two buttons of a block with one `action_id`",
        "action_id already exists: a [json-pointer:/blocks/0/elements/1/action_id]",
        [actions(button("a"), button("b"))],
        [actions(button("a"), button("a"))],
    ),
    message(
        "51 blocks",
        "no more than 50 items allowed [json-pointer:/blocks]",
        [section()] * 50,
        [section()] * 51,
    ),
    message(
        "a section of 3,001 characters",
        "less than 3001 characters [json-pointer:/blocks/0/text/text]",
        [section("x" * 3000)],
        [section("x" * 3001)],
    ),
    message(
        "an empty section",
        "more than 0 characters [json-pointer:/blocks/0/text/text]",
        [section()],
        [section("")],
    ),
    message(
        "a header in mrkdwn",
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        [{"type": "header", "text": plain("Round 3")}],
        [{"type": "header", "text": mrkdwn("*Round 3*")}],
    ),
    message(
        "an unknown kind of block",
        "unsupported type: poem [json-pointer:/blocks/0/type]",
        [section()],
        [{"type": "poem", "text": "Roses are red"}],
    ),
    message(
        "an unknown field of a block",
        "invalid additional property: colour [json-pointer:/blocks/0]",
        [section()],
        [section(colour="red")],
    ),
    message(
        "26 buttons in a row",
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        [actions(*[button(str(n)) for n in range(25)])],
        [actions(*[button(str(n)) for n in range(26)])],
    ),
    message(
        "a text field among buttons",
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
        [actions(menu())],
        [actions(element("plain_text_input"))],
    ),
    message(
        "a menu of 101 options",
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
        [actions(menu(100))],
        [actions(menu(101))],
    ),
    message(
        "a first choice that is no option",
        "must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
        [actions(menu(3, initial_option=options(3)[2]))],
        [actions(menu(3, initial_option=options(4)[3]))],
    ),
    message(
        "a date as 02.03.2026",
        "must be a date as YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]",
        [actions(element("datepicker", initial_date="2026-03-02"))],
        [actions(element("datepicker", initial_date="02.03.2026"))],
    ),
    message(
        "a question's title of 101 characters",
        "less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
        [actions(button(confirm=confirm(title=plain("x" * 100), confirm=plain("Yes"), deny=plain("No"))))],
        [actions(button(confirm=confirm(title=plain("x" * 101), confirm=plain("Yes"), deny=plain("No"))))],
    ),
    message(
        "a picture from two sources",
        "must define only one of image_url, slack_file [json-pointer:/blocks/0]",
        [_FILE],
        [picture(slack_file=_FILE["slack_file"])],
    ),
    message(
        "a rich list in the style `square`",
        "must be one of bullet, ordered [json-pointer:/blocks/0/elements/0/style]",
        [rich_text(_LIST)],
        [rich_text(_LIST | {"style": "square"})],
    ),
]
