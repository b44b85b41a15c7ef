"""The two programs a browser test needs: Debian's Chromium, and the bot in its sandbox."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.ports import free_port

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)
START_SECONDS = 30.0
STOP_SECONDS = 10.0


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
    port = free_port()
    command = [str(Path(sys.executable).with_name("rm-bot")), "sandbox", "--port", str(port)]
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "RM_"))}
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen(command, env=ours) as process:
        try:
            _wait_until_connected(process, address)
            yield address
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _wait_until_connected(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_connected(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("The sandbox did not start; what it said is above.")
        time.sleep(0.2)


def _is_connected(address: str) -> bool:
    try:
        state = httpx.get(f"{address}page/state").json()
    except httpx.TransportError:
        return False
    return bool(state["bot"]["connected"])
