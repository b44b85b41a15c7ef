"""On SQLite one process at a time, by whatever name it reaches the file."""

from pathlib import Path

import pytest

from bot.cli_frame import CommandError
from bot.only_process import only_process
from bot.settings import Settings


def _settings(file: Path) -> Settings:
    return Settings(DATABASE_URL=f"sqlite:///{file}", _env_file=None)


def test_a_link_to_the_file_is_the_same_file(tmp_path: Path) -> None:
    file, link = tmp_path / "rm-bot.db", tmp_path / "link.db"
    file.touch()
    link.symlink_to(file)
    with (
        only_process(_settings(file)),
        pytest.raises(CommandError, match="another rm-bot"),
        only_process(_settings(link)),
    ):
        pass
    with only_process(_settings(link)):
        pass


def test_files_that_differ_in_their_ending_are_two(tmp_path: Path) -> None:
    with only_process(_settings(tmp_path / "a.db")), only_process(_settings(tmp_path / "a.sqlite")):
        pass
