"""The tables of the engine that carries hints between processes (PostgreSQL only)."""

from pathlib import Path

from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TABLES = ('events', 'periodic_defers', 'jobs', 'workers')
TYPES = ('job_to_defer_v1', 'job_event_type', 'job_status')
DROP_FUNCTIONS = """
DO $$
DECLARE
    found regprocedure;
BEGIN
    FOR found IN
        SELECT oid FROM pg_proc
        WHERE starts_with(proname, 'procrastinate_') AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', found);
    END LOOP;
END;
$$
"""


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == 'postgresql'


def _execute(statements: str) -> None:
    """Hand SQL to the server as it stands: a percent sign in it is no placeholder."""
    op.get_bind().execution_options(no_parameters=True).exec_driver_sql(statements)


def upgrade() -> None:
    if _is_postgresql():
        _execute(Path(__file__).with_suffix('.sql').read_text(encoding='utf-8'))


def downgrade() -> None:
    if not _is_postgresql():
        return
    _execute(DROP_FUNCTIONS)
    for table in TABLES:
        op.execute(f'DROP TABLE procrastinate_{table}')
    for name in TYPES:
        op.execute(f'DROP TYPE procrastinate_{name}')
