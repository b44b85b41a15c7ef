"""The matcher on files: a roster CSV in, pairs, reasons and a proof that can be checked out."""

from bot.match_file.command import MatchOptions, run_match

__all__ = ["MatchOptions", "run_match"]
