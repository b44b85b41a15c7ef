"""A session sees and changes the rows of its own workspace only, whatever is asked of it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Select, delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import BlockedPerson, Person, Workspace
from models.database import Database, NoWorkspaceError, workspace_of
from models.upsert import insert_into

OURS, THEIRS = "T-OURS", "T-THEIRS"
other = aliased(Person)

COUNTS: dict[str, Callable[[], Select[Any]]] = {
    "rows": lambda: select(func.count()).select_from(Person),
    "a column": lambda: select(func.count(Person.id)),
    "an alias": lambda: select(func.count(other.id)),
    "a subquery": lambda: select(func.count()).select_from(select(Person.id).subquery()),
    "a common table expression": lambda: select(func.count()).select_from(select(Person.id).cte("people")),
    "a union": lambda: select(func.count()).select_from(
        union_all(select(Person.id), select(Person.id).where(Person.id == "nobody")).subquery()
    ),
    "a join": lambda: select(func.count()).select_from(Person).join(other, Person.id == other.id),
    "a join of tables": lambda: (
        select(func.count())
        .select_from(Person)
        .join(BlockedPerson, Person.id.in_([BlockedPerson.person_id, BlockedPerson.blocked_id]))
    ),
    "a filter by a subquery": lambda: (
        select(func.count()).select_from(Person).where(Person.id.in_(select(other.id)))
    ),
}


@pytest.mark.parametrize("shape", COUNTS)
async def test_a_select_of_any_shape_counts_only_our_people(twins: Database, shape: str) -> None:
    async with twins.transaction(OURS) as session:
        assert await session.scalar(COUNTS[shape]()) == 2


async def test_a_scalar_subquery_and_an_exists_look_at_our_rows_only(twins: Database) -> None:
    async with twins.transaction(THEIRS) as session:
        session.add(Person(id="U3"))
    async with twins.transaction(OURS) as session:
        is_there = exists().where(other.id == "U3")
        named = select(func.max(other.id)).scalar_subquery()
        assert (await session.scalars(select(Person.id).where(is_there))).all() == []
        assert set(await session.scalars(select(named).select_from(Person))) == {"U2"}


async def test_names_come_from_our_workspace(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        names = set(await session.scalars(select(Person.name)))
    assert names == {"U1 of T-OURS", "U2 of T-OURS"}


async def test_get_finds_our_row_and_not_theirs(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        mine = await session.get(Person, (OURS, "U1"))
        assert mine is not None
        assert mine.name == "U1 of T-OURS"
        assert await session.get(Person, (THEIRS, "U1")) is None
        assert await session.get(Person, (THEIRS, "U1"), with_for_update=True) is None


async def test_a_workspace_does_not_see_another_ones_installation(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        assert set(await session.scalars(select(Workspace.id))) == {OURS}
        assert await session.get(Workspace, THEIRS) is None


async def test_an_update_changes_our_rows_only(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        await session.execute(update(Person).values(name="renamed"))
    assert await _names(twins, OURS) == {"renamed"}
    assert await _names(twins, THEIRS) == {"U1 of T-THEIRS", "U2 of T-THEIRS"}


async def test_an_update_that_names_their_workspace_changes_nothing(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        await session.execute(update(Person).where(Person.workspace_id == THEIRS).values(name="renamed"))
    assert await _names(twins, THEIRS) == {"U1 of T-THEIRS", "U2 of T-THEIRS"}


async def test_a_delete_removes_our_rows_only(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        await session.execute(delete(BlockedPerson).where(BlockedPerson.person_id == "U1"))
    async with twins.every_workspace() as session:
        assert set(await session.scalars(select(BlockedPerson.workspace_id))) == {THEIRS}


async def test_a_bulk_update_by_key_of_their_rows_is_refused(twins: Database) -> None:
    with pytest.raises(NoWorkspaceError):
        async with twins.transaction(OURS) as session:
            await session.execute(update(Person), [{"workspace_id": THEIRS, "id": "U1", "name": "renamed"}])
    assert "renamed" not in await _names(twins, THEIRS)


async def test_a_bulk_insert_of_their_rows_is_refused(twins: Database) -> None:
    with pytest.raises(NoWorkspaceError):
        async with twins.transaction(OURS) as session:
            await session.execute(insert(Person), [{"workspace_id": THEIRS, "id": "U9"}])


async def test_an_upsert_that_meets_their_row_leaves_it_alone(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        await session.execute(
            insert_into(session, BlockedPerson)
            .values(workspace_id=OURS, person_id="U1", blocked_id="U2")
            .on_conflict_do_nothing()
        )
    async with twins.every_workspace() as session:
        assert await session.scalar(select(func.count()).select_from(BlockedPerson)) == 2


async def test_a_new_row_is_stamped_with_our_workspace(twins: Database) -> None:
    async with twins.transaction(OURS) as session:
        session.add(Person(id="U3"))
    async with twins.every_workspace() as session:
        assert list(await session.scalars(select(Person.workspace_id).where(Person.id == "U3"))) == [OURS]


async def test_a_row_stamped_for_another_workspace_is_refused(twins: Database) -> None:
    with pytest.raises(NoWorkspaceError):
        async with twins.transaction(OURS) as session:
            session.add(Person(workspace_id=THEIRS, id="U3"))


async def test_a_row_loaded_elsewhere_can_not_be_changed_or_deleted_here(twins: Database) -> None:
    async with twins.transaction(THEIRS) as session:
        theirs = await session.get_one(Person, (THEIRS, "U2"))
    for act in (_rename, _remove):
        with pytest.raises(NoWorkspaceError):
            async with twins.transaction(OURS) as session:
                session.add(theirs)
                await act(session, theirs)
    assert await _names(twins, THEIRS) == {"U1 of T-THEIRS", "U2 of T-THEIRS"}


async def test_a_row_can_not_be_moved_to_another_workspace(twins: Database) -> None:
    with pytest.raises(NoWorkspaceError):
        async with twins.transaction(OURS) as session:
            mine = await session.get_one(Person, (OURS, "U2"))
            mine.workspace_id = THEIRS


@pytest.mark.parametrize("statement", [text("SELECT name FROM person"), select(Person.__table__)])
async def test_a_statement_without_a_mapped_class_is_refused(twins: Database, statement: Any) -> None:
    with pytest.raises(NoWorkspaceError):
        async with twins.transaction(OURS) as session:
            await session.execute(statement)


async def test_without_a_workspace_there_is_no_transaction(database: Database) -> None:
    with pytest.raises(NoWorkspaceError):
        async with database.transaction(""):
            pass


async def test_a_session_made_by_hand_answers_nothing(database: Database) -> None:
    async with AsyncSession(database.engine) as session:
        with pytest.raises(NoWorkspaceError):
            workspace_of(session)
        with pytest.raises(NoWorkspaceError):
            await session.scalar(select(Person.id))
        session.add(Person(workspace_id=OURS, id="U1"))
        with pytest.raises(NoWorkspaceError):
            await session.flush()


async def test_the_clock_sees_every_workspace_but_makes_no_row_in_any(twins: Database) -> None:
    async with twins.every_workspace() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 4
    with pytest.raises(NoWorkspaceError):
        async with twins.every_workspace() as session:
            session.add(Person(workspace_id=OURS, id="U3"))


async def test_the_scope_of_one_session_does_not_stick_to_the_next(twins: Database) -> None:
    for workspace in (OURS, THEIRS, OURS):
        async with twins.transaction(workspace) as session:
            found = await session.scalars(select(Person.workspace_id).distinct())
            assert list(found) == [workspace]


async def _rename(_session: AsyncSession, person: Person) -> None:
    person.name = "renamed"


async def _remove(session: AsyncSession, person: Person) -> None:
    await session.delete(person)


async def _names(database: Database, workspace: str) -> set[str]:
    async with database.transaction(workspace) as session:
        return set(await session.scalars(select(Person.name)))
