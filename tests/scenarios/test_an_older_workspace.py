"""A workspace that doesn't know the blocks of 2026: the bot finds out once and goes on in the classic form."""

from tests.scenarios.stage import NADIA, Stage, staged

NEW = {"data_visualization", "data_table"}


async def test_the_report_arrives_in_the_classic_form(sqlite_url: str) -> None:
    async with staged(sqlite_url, planted={("chat.postMessage", "invalid_blocks")}) as stage:
        await stage.set_up()
        stage.sandbox.faults.add("no_new_blocks")
        await stage.command(NADIA, "/rm-report", "Bridge")
        await stage.settle()
        await stage.forward(minutes=5)
        assert kinds_of_the_report(stage) & NEW == set()
        assert refused(stage) == 1

        await stage.command(NADIA, "/rm-report", "Bridge")
        await stage.settle()
        assert refused(stage) == 1


def kinds_of_the_report(stage: Stage) -> set[str]:
    reports = [m for m in stage.dm(NADIA) if m.text.startswith("Report on Bridge")]
    assert len(reports) == 1, [m.text for m in stage.dm(NADIA)]
    return {block["type"] for block in reports[0].blocks}


def refused(stage: Stage) -> int:
    return sum(call.error == "invalid_blocks" for call in stage.sandbox.workspace.calls)
