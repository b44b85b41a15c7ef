"""The machine: where `rm-bot` and `python -m bot` begin."""

import sys


def main() -> None:
    """Run one command and leave with its exit status."""
    from bot.cli import run_cli  # noqa: PLC0415  a worker process imports this module, not the command line

    sys.exit(run_cli())


if __name__ == "__main__":
    main()
