"""The machine: how the running bot does, asked over its own HTTP, in lines for a person."""

import re
from http import HTTPStatus

import httpx

from bot.cli_frame import refuse

ANSWER_SECONDS = 5
_SAMPLE = re.compile(r"(?P<name>[a-z_]+)(?:\{(?P<labels>[^}]*)\})? (?P<value>\S+)")


async def bot_status(host: str, port: int) -> list[str]:
    """Return readiness and figures, one line each. Ends the command when nothing answers."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False) as client:
            ready = await client.get(f"{address}/readyz")
            figures = await client.get(f"{address}/metrics")
    except httpx.HTTPError:
        refuse(f"nothing answers at {address}: is the bot running?")
    state = "ready" if ready.status_code == HTTPStatus.OK else "not ready"
    return [f"the bot at {address} is {state}", *_figures(figures.text)]


def _figures(prometheus: str) -> list[str]:
    samples = (_SAMPLE.fullmatch(line) for line in prometheus.splitlines() if not line.startswith("#"))
    return [_line(sample) for sample in samples if sample]


def _line(sample: re.Match[str]) -> str:
    labels = re.findall(r'="([^"]*)"', sample["labels"] or "")
    name = " ".join([sample["name"].replace("_", " "), *labels])
    return f"{name:<48} {sample['value']:>10}"
