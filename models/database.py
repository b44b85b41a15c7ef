"""The one place where transactions begin and end, bound to one workspace each."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import String, bindparam, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    TimeoutError,  # noqa: A004  the pool's own
)
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from domain.ports import Wake
from models.base import InWorkspace
from models.sqlite import DRIVER, begin_immediate
from models.workspace import Workspace

WORKSPACE = "workspace"
EVERYWHERE = "*"
THE_WORKSPACE = "the_workspace"
PROMISED = "promised"
SEALER = "sealer"
FROZEN_SECONDS = 15
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
STORE_AWAY = (OSError, OperationalError, InterfaceError, TimeoutError)
"""What is raised while the database, or the way to it, is away: nothing that was asked of it is to blame."""


def is_collision(bug: Exception) -> bool:
    """Tell whether the server rolled a transaction back because of another one: done anew, it goes through."""
    return isinstance(bug, DBAPIError) and isinstance(bug.orig, DeadlockDetected | SerializationFailure)


class NoWorkspaceError(RuntimeError):
    """A query without a workspace: a bug, never a person's fault."""


def normalised(url: str) -> URL:
    """Return the address with its async driver: `sqlite:///…` and `postgres(ql)://…` are understood.

    Raises ValueError for anything else, in words an admin understands.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError:
        raise ValueError("DATABASE_URL is not an address like sqlite:///file.db or postgresql://…") from None
    drivers = {"sqlite": DRIVER, "postgresql": "postgresql+psycopg"}
    backend = parsed.get_backend_name()
    if backend not in drivers:
        raise ValueError(f"DATABASE_URL names {backend}; SQLite and PostgreSQL are supported")
    return parsed.set(drivername=drivers[backend])


def async_engine(url: URL) -> AsyncEngine:
    """Make an engine. SQLite gets one writer connection, WAL, full sync and foreign keys."""
    if url.get_backend_name() != "sqlite":
        return create_async_engine(
            url,
            connect_args={"options": with_frozen_let_go(str(url.query.get("options", "")))},
            pool_size=10,
            max_overflow=5,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", begin_immediate)
    return engine


def with_frozen_let_go(options: str) -> str:
    """Return a PostgreSQL connection's options, by which the server ends a transaction that nobody goes on with.

    A process that is frozen in the midst of one (SIGSTOP, a paused machine) would hold up all others for ever.
    """
    return f"{options} -c idle_in_transaction_session_timeout={FROZEN_SECONDS}s".strip()


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """The store. `engine_for` is the seam for another driver; `wake` follows a commit that promised.

    `sealer` opens sealed columns (models/sealing.py).
    """

    def __init__(
        self, url: str, engine_for: Callable[[URL], AsyncEngine] = async_engine, sealer: object = None
    ) -> None:
        self.url = normalised(url)
        self.engine = engine_for(self.url)
        self._sealer = sealer
        self.wake: Wake = lambda _workspace: None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def transaction(self, workspace_id: str) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of a verb, bound to a workspace; commit at its end, roll back on error."""
        async with self._bound(workspace_id) as session:
            yield session
        for woken in session.info.get(PROMISED, ()):
            self.wake(woken)

    @asynccontextmanager
    async def every_workspace(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction over all workspaces: for the clock and the sweeper, to see what is due."""
        async with self._bound(EVERYWHERE) as session:
            yield session

    @asynccontextmanager
    async def _bound(self, workspace_id: str) -> AsyncIterator[AsyncSession]:
        if not workspace_id:
            raise NoWorkspaceError
        async with (
            AsyncSession(self.engine, expire_on_commit=False, info=self._info(workspace_id)) as session,
            session.begin(),
        ):
            yield session

    def _info(self, workspace_id: str) -> dict[str, object]:
        return {WORKSPACE: workspace_id, SEALER: self._sealer}

    async def close(self) -> None:
        await self.engine.dispose()


def workspace_of(session: AsyncSession | Session) -> str:
    """Return the workspace a session is bound to. Raises NoWorkspaceError."""
    workspace = session.info.get(WORKSPACE)
    if not isinstance(workspace, str):
        raise NoWorkspaceError
    return workspace


@event.listens_for(Session, "do_orm_execute")
def _keep_to_the_workspace(state: ORMExecuteState) -> None:
    workspace = workspace_of(state.session)
    if workspace == EVERYWHERE or state.is_column_load or state.is_relationship_load:
        return
    if not state.is_orm_statement:
        raise NoWorkspaceError("only statements over mapped classes can be kept to a workspace")
    _refuse_other_workspaces(workspace, state.parameters)
    state.statement = state.statement.options(*_OF_THE_WORKSPACE)
    state.parameters = _bound_to(workspace, state.parameters)


class TheWorkspace(FunctionElement[str]):
    """The workspace a statement is run for, a parameter of its own.

    A value in a loader criterion would make SQLAlchemy compare annotated copies of it at each execution: much of what
    a short statement costs. Without its parameter a statement is refused before it reaches the database.
    """

    type = String()
    inherit_cache = True


@compiles(TheWorkspace)
def _parameter(_element: TheWorkspace, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(bindparam(THE_WORKSPACE, type_=String(), required=True), **options)


_OF_THE_WORKSPACE = tuple(
    with_loader_criteria(table, criterion, include_aliases=True, track_closure_variables=False)
    for table, criterion in (
        (InWorkspace, lambda row: row.workspace_id == TheWorkspace()),
        (Workspace, lambda row: row.id == TheWorkspace()),
    )
)


def _bound_to(workspace: str, parameters: Parameters) -> Parameters:
    if parameters is None or isinstance(parameters, Mapping):
        return {**(parameters or {}), THE_WORKSPACE: workspace}
    return [{**row, THE_WORKSPACE: workspace} for row in parameters]


def _refuse_other_workspaces(workspace: str, parameters: Parameters) -> None:
    """Bulk inserts and updates by key carry rows as parameters, which loader criteria don't reach."""
    rows = [parameters] if isinstance(parameters, Mapping) else parameters or ()
    if any(row.get("workspace_id", workspace) != workspace for row in rows):
        raise NoWorkspaceError("a row of another workspace")


@event.listens_for(Session, "before_flush")
def _stamp_the_workspace(session: Session, _context: Any, _instances: Any) -> None:
    workspace = workspace_of(session)
    new = [row for row in session.new if isinstance(row, InWorkspace)]
    if workspace == EVERYWHERE:
        if new:
            raise NoWorkspaceError("a new row belongs to one workspace")
        return
    for row in new:
        row.workspace_id = row.workspace_id or workspace
    if any(_owner(row) != workspace for row in (*session.new, *session.dirty, *session.deleted)):
        raise NoWorkspaceError("a row of another workspace")


def _owner(row: Any) -> Any:
    return row.workspace_id if isinstance(row, InWorkspace) else row.id
