"""What the judges' tests need: the recording, and the facts where they are at hand."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.delivery.courier import Delivery
from tests.contract.judges import facts
from tests.contract.play import everything_delivered
from tests.contract.recorder import FOLDER, Record, Refusal, recorded, refused

ROOT = Path(__file__).parents[2]
RECORDING = Path(os.environ.get(FOLDER) or ROOT / "var/recorded")
LIVE = os.environ.get("RM_LIVE") == "1"

collect_ignore_glob = [] if facts.folder() else ["test_facts_*.py"]
collect_ignore = [] if LIVE else ["test_live_validation.py"]


def pytest_report_header() -> list[str]:
    """Say what isn't judged in this run, and why."""
    reasons = {
        f"{facts.FOLDER} names no folder: nothing is compared with Slack's published facts": facts.folder(),
        "RM_LIVE isn't 1: Slack itself is not asked": LIVE,
    }
    return [f"contract: {reason}" for reason, is_judged in reasons.items() if not is_judged]


@pytest.fixture(scope="session")
def recording() -> list[Record]:
    """Everything that the tests' apps sent; fails when nothing was recorded."""
    records = recorded(RECORDING)
    assert records, f"Nothing is recorded in {RECORDING}: run tests with {FOLDER} set, or `make contract`."
    return records


@pytest.fixture(scope="session")
def refusals() -> set[Refusal]:
    """Everything that the sandbox refused in the tests; one's own recording may hold none."""
    found = refused(RECORDING)
    assert found or not os.environ.get("CI"), f"No refusal is recorded in {RECORDING}."
    return found


@pytest.fixture(scope="session")
def delivered() -> list[Delivery]:
    """Everything the app is told while people do all they can do."""
    return everything_delivered()


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "app_manifest.yml").read_text())
    return parsed
