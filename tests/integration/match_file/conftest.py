"""The desk as a fixture."""

from pathlib import Path

import pytest

from tests.integration.match_file.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
