"""`python -m sandbox`: the sandbox for any Slack app, without the bot of this project."""

import argparse
import asyncio
import contextlib
import errno
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from sandbox.companies import COMPANIES
from sandbox.driver import RealTimeDriver
from sandbox.errors import RealTokensError
from sandbox.manifest import read_manifest
from sandbox.server import Sandbox, SandboxSettings

_EPILOG = """\
Start your app with the printed values, its Slack client with SLACK_API_URL as base URL. Then open the
page, act as anybody, and see what your app does. In Python with Bolt (pop, since Bolt warns of a second token):

    App(client=WebClient(os.environ.pop("SLACK_BOT_TOKEN"), base_url=os.environ["SLACK_API_URL"]))

Over HTTP it needs SLACK_SIGNING_SECRET, over Socket Mode SLACK_APP_TOKEN. For OAuth give it the client
id and secret, and SLACK_AUTHORIZE_URL as its authorization URL.

Only this machine can reach it, and it refuses to start beside tokens of a real workspace."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until interrupted; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        manifest = read_manifest(options.manifest)
        settings = SandboxSettings(
            port=options.port,
            bot_url=options.bot_url,
            transport=options.transport,
            seed=options.seed,
            manifest=manifest,
            workspaces=options.workspaces,
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(settings))
    except (OSError, ValueError, RealTokensError) as error:
        sys.stderr.write(f"{_sentence(error, options.port)}\n")
        return 1
    return 0


def _sentence(error: Exception, port: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another one with --port."
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Slack on your own machine, for the Slack app you are writing: strict, and scriptable.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=3000, help="where to listen (default %(default)s)")
    parser.add_argument(
        "--bot-url",
        default="http://127.0.0.1:3001/slack/events",
        help="where the app takes requests over HTTP (default %(default)s)",
    )
    parser.add_argument(
        "--transport",
        choices=("http", "socket"),
        default="http",
        help="how the app is reached: signed requests to --bot-url, or Socket Mode (default %(default)s)",
    )
    parser.add_argument(
        "--manifest",
        type=Path,
        default=Path("app_manifest.yml"),
        help="the app's manifest, YAML or JSON (default %(default)s)",
    )
    parser.add_argument(
        "--workspaces",
        type=int,
        default=1,
        metavar="N",
        help=f"how many, 1 to {len(COMPANIES)}; the app is in the first, and in the others once it has "
        "been installed by OAuth; all use the same ids (default %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=7,
        help="the same seed makes the same tokens and ids (default %(default)s)",
    )
    return parser


async def _run(settings: SandboxSettings) -> None:
    sandbox = Sandbox(settings, RealTimeDriver())
    await sandbox.start()
    sys.stdout.write(_told(sandbox))
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


def _told(sandbox: Sandbox) -> str:
    app = sandbox.slack.app
    query = urlencode({"client_id": app.client_id, "scope": ",".join(app.scopes)})
    # Bolt takes a client id in its environment for a wish to do OAuth, and then ignores the bot token.
    return (
        f"SLACK_API_URL={sandbox.api_url}\n"
        f"SLACK_BOT_TOKEN={sandbox.bot_token}\n"
        f"SLACK_APP_TOKEN={sandbox.app_token}\n"
        f"SLACK_SIGNING_SECRET={sandbox.signing_secret}\n"
        f"# the page: {sandbox.page_url}\n"
        "# for OAuth only:\n"
        f"# SLACK_CLIENT_ID={app.client_id}\n"
        f"# SLACK_CLIENT_SECRET={app.client_secret}\n"
        f"# SLACK_AUTHORIZE_URL={sandbox.authorize_url}\n"
        "# to install: open your app's own page for it (Bolt's is /slack/install), which adds the state;\n"
        f"#   an app that asks for none: {sandbox.authorize_url}?{query}\n"
        "#   (with &redirect_uri=... on this machine unless the manifest has redirect_urls)\n"
    )


if __name__ == "__main__":
    sys.exit(main())
