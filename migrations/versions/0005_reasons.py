"""Why somebody is left out, whole: the tight set and how much one relaxation helps; and who soon runs out."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('round', sa.Column('outlook', sa.JSON(), nullable=True))
    op.add_column('left_out', sa.Column('relaxation_candidates', sa.Integer(), nullable=True))
    op.add_column('left_out', sa.Column('tight_set', sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column('left_out', 'tight_set')
    op.drop_column('left_out', 'relaxation_candidates')
    op.drop_column('round', 'outlook')
