"""The schema's history: Alembic's environment and one file per revision. Run through models/schema.py."""
