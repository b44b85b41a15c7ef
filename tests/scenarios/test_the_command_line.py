"""What an admin does on the command line, in the machine's time, beside a program that has been played in Slack."""

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pydantic import SecretStr

from bot.cli_frame import CommandError
from bot.clock import MachineClock
from bot.match_file import MatchOptions, run_match
from bot.operations import load_round, read_people_list, report_text
from bot.settings import Settings
from bot.store import open_database
from models import Pair, Round
from models.database import Database
from tests import databases
from tests.scenarios.ledger import rows_of
from tests.scenarios.stage import NADIA, staged

FORTNIGHT = 14
"""Days in which anything arrives, whichever weekends and holidays lie in them today."""
PEOPLE = {"U0ZAINAB1": "mentor", "U0MATEUS1": "mentee", "U0LENA001": "mentor", "U0JONAS01": "mentee"}


@pytest.fixture
async def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """The settings of an admin whose database holds a program with approved pairs."""
    async with staged(sqlite_url, real=MachineClock()) as stage:
        await stage.set_up("Bridge & Co")
        for person, role in PEOPLE.items():
            await stage.join(person, role)
        await stage.forward(days=FORTNIGHT)
        await stage.click(NADIA, "admin.approve")
    return Settings(database_url=SecretStr(sqlite_url), data_dir=tmp_path)


async def test_the_report_comes_in_four_forms(settings: Settings) -> None:
    text, as_json, book, page = [
        await report_text(settings, "bridge & co", None, form) for form in ("text", "json", "xlsx", "html")
    ]
    assert "Joined: 4" in text.decode()
    figures = json.loads(as_json)
    assert figures["program"]["name"] == "Bridge & Co"
    assert {"step": "joined", "people": 4} in figures["funnel"]
    assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    assert "<h1>Bridge &amp; Co</h1>" in page.decode()
    assert "http" not in page.decode(), "one file that loads nothing"


async def test_a_stored_round_can_be_verified(settings: Settings) -> None:
    database = await open_database(settings)
    async with database.every_workspace() as session:
        round_id = (await session.get_one(Round, await _first_key(database))).id
    await database.close()
    stored = await load_round(settings, round_id)
    out, err = io.StringIO(), io.StringIO()
    options = MatchOptions(date(2026, 11, 23), verify=f"round:{round_id}")
    assert run_match(options, out, err, load_round=lambda _: stored) == 0, err.getvalue()
    assert out.getvalue().startswith("verified: 1 pairs, 2 people")


async def _first_key(database: Database) -> tuple[str, str]:
    async with database.every_workspace() as session:
        rows = await session.execute(Round.__table__.select())
        row = rows.mappings().one()
        return row["workspace_id"], row["id"]


async def test_a_people_list_that_puts_two_into_one_line_stops_their_pair(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with staged(sqlite_url, real=MachineClock()) as stage:
        await stage.set_up()
        for person, role in PEOPLE.items():
            await stage.join(person, role)
        await stage.forward(days=FORTNIGHT)
        await stage.click(NADIA, "admin.approve")
        await stage.forward(days=FORTNIGHT)
        pair = (await rows_of(stage, Pair))[0]
        roster = tmp_path / "people.csv"
        roster.write_text(
            f"id,role,level,manager_id\n{pair.mentor_id},both,2,{pair.mentee_id}\n{pair.mentee_id},both,5,\n"
        )
        settings = Settings(database_url=SecretStr(sqlite_url), data_dir=tmp_path)
        result = await read_people_list(settings, roster)
        assert (result.people_count, result.stopped_pairs_count) == (2, 1)
        await stage.forward(days=FORTNIGHT)
        for person in (pair.mentor_id, pair.mentee_id):
            assert any("ended" in message.text for message in stage.dm(person))


@pytest.mark.postgresql
async def test_an_empty_postgresql_database_is_refused_with_the_command(
    postgres_server: str, tmp_path: Path
) -> None:
    with databases.postgres_database(postgres_server) as url:
        settings = Settings(database_url=SecretStr(url), data_dir=tmp_path)
        with pytest.raises(CommandError, match="run `rm-bot migrate`"):
            await open_database(settings)


async def test_an_empty_sqlite_file_is_migrated_by_itself(tmp_path: Path) -> None:
    database = await open_database(Settings(data_dir=tmp_path))
    async with database.transaction("T1") as session:
        assert (await session.get(Round, ("T1", "none"))) is None
    await database.close()
