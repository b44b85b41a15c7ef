"""Two mentees for one mentor: the coordinator reads why, the pair what they share, who is left out a kind word."""

import json

from tests.scenarios.cast import Cast, Habits
from tests.scenarios.stage import NADIA, Stage, staged

MENTOR = "U0ZAINAB1"
MENTEES = ("U0MATEUS1", "U0LARS001")
AHEAD = "people may have nobody new to meet here. New mentors"


async def test_everybody_reads_the_reasons_meant_for_her(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.set_up()
        for person, side in ((MENTOR, "mentor"), *((mentee, "mentee") for mentee in MENTEES)):
            await stage.join(person, side)
        await stage.forward(days=8)
        assert AHEAD in stage.dm(NADIA)[-1].text
        await stage.click(NADIA, "admin.pairs")
        shown = json.dumps(stage.modal(NADIA), ensure_ascii=False)
        assert (
            "has no partner: there are more people than places. 2 mentees compete for the same mentor."
            in shown
        )
        assert "1 candidate → 1 after level → 1 after reporting line" in shown
        assert AHEAD in shown
        await stage.sandbox.close(NADIA)
        await stage.click(NADIA, "admin.approve")
        (left,) = [person for person in MENTEES if any("I'm sorry" in text for text in texts(stage, person))]
        assert "there weren't enough places" in texts(stage, left)[-1]
        cast = Cast(stage, {person: Habits() for person in (MENTOR, *MENTEES)}, {})
        await cast.read_and_answer()
        await stage.forward(days=1)
        (group,) = stage.group_dms()
        introduction = group.messages[0].text
        assert "come from different departments" in introduction or "different sites" in introduction
        assert not [word for word in ("waited", "points", "compete", "nobody new") if word in introduction]
        heard = [text for person in (MENTOR, *MENTEES) for text in texts(stage, person)]
        assert not [text for text in heard if "compete" in text or "nobody new" in text]


def texts(stage: Stage, person: str) -> list[str]:
    return [message.text for message in stage.dm(person)]
