import re

from bot.ids import RandomIds, SeededIds


def test_ids_are_128_bits_in_hexadecimal_and_never_the_same() -> None:
    for ids in (RandomIds(), SeededIds(7)):
        made = [ids.new() for _ in range(100)]
        assert len(set(made)) == 100
        assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in made)
        assert 0 <= ids.seed() < 2**31


def test_the_same_seed_gives_the_same_ids_and_seeds() -> None:
    one, other = SeededIds(7), SeededIds(7)
    assert [one.new(), one.seed()] == [other.new(), other.seed()]
    assert SeededIds(8).new() != SeededIds(7).new()
