"""A desk for the tests of `rm-bot match`: a folder, a roster in it, and the command run on it."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.match_file import MatchOptions, run_match

WINTER = date(2026, 1, 15)
SUMMER = date(2026, 7, 15)
HEADING = "id,role,level,timezone,teaches,wants\n"
ROSTER = (
    HEADING
    + "mia,mentor,1,Europe/Berlin,python:3;sql,\n"
    + "noa,mentor,2,Europe/Berlin,video,\n"
    + "pat,mentee,6,Europe/Paris,,python;video\n"
    + "sam,mentee,7,Europe/Paris,,python:3\n"
    + "zoe,mentee,1,Europe/Paris,,python:3\n"
)


class Desk:
    """A folder with a roster, and the command run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.roster = folder / "roster.csv"
        self.pairs = folder / "pairs.csv"
        self.out = ""
        self.err = ""

    def options(self, **changes: Any) -> MatchOptions:
        return replace(MatchOptions(WINTER, self.roster, self.pairs), **changes)

    def run(self, text: str | bytes = ROSTER, **changes: Any) -> int:
        self.roster.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self.again(**changes)

    def again(self, **changes: Any) -> int:
        out, err = io.StringIO(), io.StringIO()
        load_round = changes.pop("load_round", None)
        status = run_match(self.options(**changes), out, err, load_round=load_round)
        self.out, self.err = out.getvalue(), err.getvalue()
        return status
