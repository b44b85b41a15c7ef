"""Coordinators edit their topics: each has synonyms of its own."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('program_topic', sa.Column('synonyms', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('program_topic', 'synonyms')
