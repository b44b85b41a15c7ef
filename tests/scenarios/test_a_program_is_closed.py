"""A coordinator closes a running program: everybody is thanked once, and then it is quiet."""

from tests.scenarios.stage import NADIA, SAMUEL, Stage, staged

PEOPLE = {"U0ZAINAB1": "mentor", "U0MATEUS1": "mentee"}


async def test_closing_a_program_thanks_everybody_once_and_ends_its_pairs(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.set_up()
        for person, role in PEOPLE.items():
            await stage.join(person, role)
        await stage.forward(days=8)
        await stage.click(NADIA, "admin.approve")
        await stage.forward(days=4)
        await stage.sandbox.open_home(NADIA)
        await stage.settle()
        await stage.click(NADIA, "admin.close")
        await stage.forward(days=3)
        for person in PEOPLE:
            assert len(thanks(stage, person)) == 1, [m.text for m in stage.dm(person)]
            assert not [m for m in stage.dm(person) if "pairing" in m.text and "ended" in m.text]
        for coordinator in (NADIA, SAMUEL):
            assert [m for m in stage.dm(coordinator) if m.text.startswith("Report on Bridge")]
        before = {person: len(stage.dm(person)) for person in PEOPLE}
        await stage.forward(days=60)
        assert {person: len(stage.dm(person)) for person in PEOPLE} == before


def thanks(stage: Stage, person: str) -> list[str]:
    return [m.text for m in stage.dm(person) if "has come to its end" in m.text]
