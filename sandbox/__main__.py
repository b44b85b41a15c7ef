"""`python -m sandbox`: the sandbox for any Slack app, without the bot of this project."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from sandbox.driver import RealTimeDriver
from sandbox.errors import RealTokensError
from sandbox.server import Sandbox, SandboxSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until interrupted; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        manifest = yaml.safe_load(options.manifest.read_text(encoding="utf-8"))
        settings = SandboxSettings(
            port=options.port,
            bot_url=options.bot_url,
            transport=options.transport,
            seed=options.seed,
            manifest=manifest,
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(settings))
    except (OSError, ValueError, RealTokensError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A Slack workspace on your own machine, for the Slack app you are writing.",
        epilog="Give your app the printed values, and its Slack client the printed SLACK_API_URL.",
    )
    parser.add_argument("--port", type=int, default=3000, help="where to listen (default 3000)")
    parser.add_argument(
        "--bot-url",
        default="http://127.0.0.1:3001/slack/events",
        help="where the app takes requests over HTTP (default %(default)s)",
    )
    parser.add_argument(
        "--transport", choices=("http", "socket"), default="http", help="how the app is reached"
    )
    parser.add_argument(
        "--manifest",
        type=Path,
        default=Path("app_manifest.yml"),
        help="the app's manifest, YAML or JSON (default %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same tokens and ids")
    return parser


async def _run(settings: SandboxSettings) -> None:
    sandbox = Sandbox(settings, RealTimeDriver())
    await sandbox.start()
    sys.stdout.write(
        f"SLACK_API_URL={sandbox.api_url}\n"
        f"SLACK_BOT_TOKEN={sandbox.bot_token}\n"
        f"SLACK_APP_TOKEN={sandbox.app_token}\n"
        f"SLACK_SIGNING_SECRET={sandbox.signing_secret}\n"
        f"# the page: {sandbox.page_url}\n"
    )
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


if __name__ == "__main__":
    sys.exit(main())
