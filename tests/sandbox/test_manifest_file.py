"""What the command line says of a manifest or port that it can't use: one sentence, which names the place."""

import socket
from pathlib import Path

import pytest

from sandbox.__main__ import main


@pytest.mark.parametrize(
    ("manifest", "place"),
    [
        ("features: {\n", "line 2, column 1"),
        ("a: b: c", "line 1, column 5: mapping values"),
        ("[1]", "a manifest is a mapping, and this is a list"),
        ("", "this is empty"),
        ("features:", "features: a mapping is expected, not empty"),
        ("oauth_config: {scopes: {bot: commands}}", "oauth_config.scopes.bot: a list is expected, not text"),
        (
            "features: {slash_commands: [{command: greet}]}",
            "features.slash_commands[0].command: a command begins",
        ),
        ("features: {slash_commands: [/greet]}", "features.slash_commands[0]: a mapping is expected"),
        (
            "settings: {event_subscriptions: {bot_events: [team_join, party]}}",
            "bot_events[1]: Slack has no event",
        ),
        (
            "settings: {event_subscriptions: {bot_events: [5]}}",
            "bot_events[0]: text is expected, not a number",
        ),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], manifest: str, place: str
) -> None:
    file = tmp_path / "app.yml"
    file.write_text(manifest)
    assert main(["--manifest", str(file), "--port", "0"]) == 1
    told = capsys.readouterr().err
    assert place in told
    assert told.startswith(str(file))
    assert told.count("\n") == 1


def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "app.yml"
    file.write_text("{}")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--manifest", str(file), "--port", str(port)]) == 1
    assert (
        capsys.readouterr().err
        == f"Port {port} is taken by another program: choose another one with --port.\n"
    )
