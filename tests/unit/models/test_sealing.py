"""Sealed texts open in their own row only."""

from pathlib import Path

import pytest

from bot.cli_frame import CommandError
from bot.keys import sealer_from
from models.sealing import KEY_BYTES, Sealer, SealError

HERE, THERE = "next_step.text|T1|a|U1", "next_step.text|T2|a|U1"


def test_a_sealed_text_opens_in_its_own_row() -> None:
    sealer = Sealer(bytes(KEY_BYTES))
    sealed = sealer.seal("Try a podcast", HERE)
    assert "podcast" not in sealed
    assert sealer.unseal(sealed, HERE) == "Try a podcast"


def test_a_sealed_text_moved_to_another_workspace_stays_shut() -> None:
    sealer = Sealer(bytes(KEY_BYTES))
    with pytest.raises(SealError):
        sealer.unseal(sealer.seal("Try a podcast", HERE), THERE)


def test_another_key_opens_nothing() -> None:
    sealed = Sealer(bytes(KEY_BYTES)).seal("Try a podcast", HERE)
    with pytest.raises(SealError):
        Sealer(b"k" * KEY_BYTES).unseal(sealed, HERE)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    sealer = Sealer(bytes(KEY_BYTES))
    assert sealer.seal("x", HERE) != sealer.seal("x", HERE)


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    first = sealer_from(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert sealer_from(path) == first
    assert repr(first) == "Sealer(…)"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    sealer_from(path)
    path.chmod(0o644)
    with pytest.raises(CommandError, match="chmod 600"):
        sealer_from(path)


def test_a_file_without_a_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text("not a key")
    path.chmod(0o600)
    with pytest.raises(CommandError, match="holds no key"):
        sealer_from(path)
