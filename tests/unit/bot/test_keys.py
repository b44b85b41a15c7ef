"""The key file is made once and whole, also by those who start together."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from bot.keys import OWNER_ONLY, sealer_from

TOGETHER = 8


def test_those_who_start_together_share_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    barrier = Barrier(TOGETHER)

    def start(_number: int) -> str:
        barrier.wait()
        sealer_from(path)
        return path.read_text()

    with ThreadPoolExecutor(TOGETHER) as pool:
        assert len(set(pool.map(start, range(TOGETHER)))) == 1
    assert path.stat().st_mode & 0o777 == OWNER_ONLY
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]
