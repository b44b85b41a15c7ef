"""The declarative base: names of constraints, and the columns that every row of a workspace shares."""

from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKeyConstraint, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_1_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table. JSON columns hold small lists and settings, never text of people's conversations."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, Any]]: JSON,
        dict[str, Any]: JSON,
    }


class InWorkspace:
    """A row of one workspace. Its key begins with the workspace, so ids of two workspaces may collide."""

    workspace_id: Mapped[str] = mapped_column(String(32), primary_key=True, sort_order=-1)


def within(target: str, *columns: str, to: str = "id", **options: Any) -> ForeignKeyConstraint:
    """A foreign key that carries the workspace: (workspace_id, column) → target(workspace_id, id)."""
    (column,) = columns
    return ForeignKeyConstraint(
        ["workspace_id", column], [f"{target}.workspace_id", f"{target}.{to}"], **options
    )
