"""The programs a browser test needs: Debian's Chromium, and the sandbox, with the bot in it or without."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.contract import recorder
from tests.ports import free_port

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@contextmanager
def running_chromium(executable: str) -> Iterator[Browser]:
    """Run a browser while the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIETLY)
        yield browser
        browser.close()


@contextmanager
def running_bot() -> Iterator[str]:
    """Run the bot in a fresh sandbox while the block runs; yield the page's address."""
    command, needed = recorder.rm_bot()
    with _running([*command, "sandbox"], needed) as address:
        yield address


@contextmanager
def running_sandbox(*, workspaces: int) -> Iterator[str]:
    """Run the sandbox without a bot while the block runs; yield the page's address."""
    options = ["--transport", "socket", "--workspaces", str(workspaces)]
    with _running([sys.executable, "-m", "sandbox", *options], {}) as address:
        yield address


@contextmanager
def _running(command: Sequence[str], needed: Mapping[str, str]) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    foreign = ("SLACK_", "RM_", "PYTHON")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    run = [*command, "--port", str(port)]
    with subprocess.Popen(run, env={**ours, **needed}, stdout=subprocess.PIPE, text=True) as process:
        try:
            if not any(address in line for line in process.stdout or ()):
                raise RuntimeError("The sandbox did not start.")
            yield address
        finally:
            process.terminate()
