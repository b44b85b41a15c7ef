"""Nothing lost, nothing twice: who sends, how often it went wrong, what a restore lost, an index for the sender."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

UNSETTLED = sa.text("state IN ('pending', 'claimed', 'sending')")


def upgrade() -> None:
    op.create_table(
        'worker',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('host', sa.String(length=200), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lock_key', sa.BigInteger(), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_worker')),
    )
    op.create_table(
        'restored',
        sa.Column('restored_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lost_since', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('restored_at', name=op.f('pk_restored')),
    )
    op.add_column('delivery', sa.Column('fault_count', sa.Integer(), server_default='0', nullable=False))
    op.add_column('delivery', sa.Column('failure_count', sa.Integer(), server_default='0', nullable=False))
    op.add_column('delivery', sa.Column('failure_kind', sa.String(length=32), nullable=True))
    op.add_column('delivery', sa.Column('is_repeat', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_delivery_state', 'delivery', ['state', 'due_at'])
    op.drop_index('ix_delivery_due', table_name='delivery')
    op.add_column('due', sa.Column('failure_count', sa.Integer(), server_default='0', nullable=False))
    op.create_index('ix_inbox_taken_at', 'inbox', ['taken_at'])
    op.add_column('person', sa.Column('country', sa.String(length=6), nullable=True))


def downgrade() -> None:
    op.drop_column('person', 'country')
    op.drop_index('ix_inbox_taken_at', table_name='inbox')
    op.drop_column('due', 'failure_count')
    op.create_index(
        'ix_delivery_due', 'delivery', ['due_at'], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
    )
    op.drop_index('ix_delivery_state', table_name='delivery')
    for column in ('is_repeat', 'failure_kind', 'failure_count', 'fault_count'):
        op.drop_column('delivery', column)
    op.drop_table('restored')
    op.drop_table('worker')
