"""What can be asked: reads the tables, hides what small groups would betray, hands out facts. Reads only.

Most files answer one family of questions each with facts that messages/ words. The report is one straight
line: `request.py` what was typed → `report_queries.py` rows as plain records (`records.py`) → pure folds
(`scope.py`, `meetings.py`, `material.py`, `report_folds.py`, `groups.py`) and suppression (`privacy.py`,
`outcome.py`) → a `Report`, put together in `report.py`; `export.py` writes it into files.

May import `models`, `domain`, SQLAlchemy and XlsxWriter; holds no words a person reads.
"""
