"""Builders of blocks that Slack would take, for tests that break one thing at a time."""

from typing import Any

Block = dict[str, Any]
ADDRESS = "https://example.test/picture.png"


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def confirm(**more: Any) -> Block:
    return {"title": plain("Sure?"), "text": plain("It can't be undone.")} | more


def button(action_id: str = "go", **more: Any) -> Block:
    return {"type": "button", "text": plain("Go"), "action_id": action_id} | more


def options(count: int) -> list[Block]:
    return [{"text": plain(str(n)), "value": str(n)} for n in range(count)]


def element(kind: str, **more: Any) -> Block:
    return {"type": kind, "action_id": kind} | more


def menu(count: int = 3, kind: str = "static_select", **more: Any) -> Block:
    return element(kind, options=options(count)) | more


def picture(**more: Any) -> Block:
    return {"type": "image", "image_url": ADDRESS, "alt_text": "A picture"} | more


def section(text: str = "Hello", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text)} | more


def actions(*elements: Block, **more: Any) -> Block:
    return {"type": "actions", "elements": list(elements)} | more


def question(asked: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain("?"), "element": asked} | more


def rich_text(*parts: Block, **more: Any) -> Block:
    return {"type": "rich_text", "elements": list(parts)} | more


def rich_section(*inline: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(inline)}


def words(text: str = "Hello", **more: Any) -> Block:
    return {"type": "text", "text": text} | more


def pie(*values: float) -> Block:
    segments = [{"label": f"s{n}", "value": value} for n, value in enumerate(values)]
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Pairs", "chart": chart}


def line(categories: list[str], *series: list[str]) -> Block:
    named = [
        {"name": f"series {n}", "data": [{"label": label, "value": 1} for label in labels]}
        for n, labels in enumerate(series)
    ]
    chart = {"type": "line", "series": named, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "Sessions", "chart": chart}


def table(rows: list[list[str]], kind: str = "data_table", **more: Any) -> Block:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in rows]
    caption = {"caption": "All pairs"} if kind == "data_table" else {}
    return {"type": kind, "rows": cells} | caption | more


def card(**more: Any) -> Block:
    return {"type": "card", "title": mrkdwn("*Pair*"), "actions": [button()]} | more


def container(*children: Block, **more: Any) -> Block:
    return {"type": "container", "title": plain("Your pair"), "child_blocks": list(children)} | more


def task(task_id: str = "t1", **more: Any) -> Block:
    return {"type": "task_card", "task_id": task_id, "title": "Read", "status": "complete"} | more


def plan(*tasks: Block, **more: Any) -> Block:
    return {"type": "plan", "title": "Today", "tasks": list(tasks)} | more


def alert(**more: Any) -> Block:
    return {"type": "alert", "text": plain("Careful"), "level": "warning"} | more


def markdown(text: str) -> Block:
    return {"type": "markdown", "text": text}


def modal(*blocks: Block, **more: Any) -> Block:
    fixed = {"type": "modal", "title": plain("Form"), "submit": plain("Send")}
    return fixed | {"blocks": list(blocks)} | more


def home(*blocks: Block, **more: Any) -> Block:
    return {"type": "home", "blocks": list(blocks)} | more
