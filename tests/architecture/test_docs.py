"""The docs are true: settings, commands, targets and links they name exist, and none is left out."""

import re
from pathlib import Path

import pytest
import typer.main

from bot.cli import app
from bot.settings import Settings
from sandbox.methods.registry import METHODS
from sandbox.slack import APP_METHODS

LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`|^    (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
RUN = re.compile(r"(?:^|[\s&;])(make|rm-bot)((?: [a-z][a-z-]*(?![=\w./]))?)")


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    """The text of every page a person reads."""
    files = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return {str(file.relative_to(root)): file.read_text() for file in files}


def _commands(page: str) -> set[tuple[str, str]]:
    """Every `make …` and `rm-bot …` of a page's code, with its first word."""
    snippets = [first or second for first, second in CODE.findall(page)] + FENCED.findall(page)
    return {(tool, word.strip()) for snippet in snippets for tool, word in RUN.findall(snippet) if word}


def test_every_make_target_that_is_named_exists(root: Path, pages: dict[str, str]) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))
    named = {(page, word) for page, text in pages.items() for tool, word in _commands(text) if tool == "make"}
    assert {(page, word) for page, word in named if word not in targets} == set()


def test_every_command_that_is_named_exists(pages: dict[str, str]) -> None:
    group = typer.main.get_group(app)
    named = {
        (page, word) for page, text in pages.items() for tool, word in _commands(text) if tool == "rm-bot"
    }
    assert {(page, word) for page, word in named if word not in group.commands} == set()


def test_the_settings_table_lists_exactly_what_is_read(pages: dict[str, str]) -> None:
    documented = set(
        re.findall(r"^\| `((?:SLACK|RM|DATABASE)_[A-Z_]+)` \|", pages["docs/admins.md"], re.MULTILINE)
    )
    assert documented == {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_the_sandboxs_page_lists_exactly_the_methods_it_answers(pages: dict[str, str]) -> None:
    listed = pages["docs/sandbox.md"].partition("\nMethods: ")[2].partition("\nAny other")[0]
    assert sorted(re.findall(r"`([\w.]+)`", listed)) == sorted([*METHODS, *APP_METHODS])


def test_every_link_leads_somewhere(root: Path, pages: dict[str, str]) -> None:
    broken = {
        (page, target)
        for page, text in pages.items()
        for target in LINK.findall(text)
        if not (root / page).parent.joinpath(target).exists()
    }
    assert broken == set()


def test_the_index_leads_to_every_page(root: Path, pages: dict[str, str]) -> None:
    reached = {(root / "docs" / target).resolve() for target in LINK.findall(pages["docs/README.md"])}
    unreached = {
        page for page in pages if page.startswith("docs/") and (root / page).resolve() not in reached
    }
    assert unreached - {"docs/README.md"} == set()
