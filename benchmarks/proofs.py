"""`make proofs`: runs the tests that the promises name, and keeps how many of each file passed."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from benchmarks.figures import record
from benchmarks.promises import PROMISES

FAST = "not browser and not soak and not contract"
OPTIONS = ["-q", "-n", "2", "--dist", "worksteal", "-o", "faulthandler_timeout=0"]
"""In two processes, and without a limit for one test: the simulation among them takes minutes."""


def main() -> int:
    """Run them all, in two processes; return pytest's status."""
    files = sorted({proof for promise in PROMISES for proof in promise.proofs})
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [*OPTIONS, "-m", FAST, f"--junitxml={report}", *files]
        status = subprocess.run([sys.executable, "-m", "pytest", *command], check=False).returncode  # noqa: S603  ours
        passed = _passed(report)
    record("proofs", {file: passed[file] for file in files}, command="make proofs")
    return status


def _passed(report: Path) -> Counter[str]:
    """Count the tests of each file that neither failed nor were skipped."""
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314  written by our own pytest
    return Counter(f"{case.get('classname', '').replace('.', '/')}.py" for case in cases if not len(case))


if __name__ == "__main__":
    sys.exit(main())
