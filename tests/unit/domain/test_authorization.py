import pytest

from domain.authorization import ENTRIES, Rule, rule_for


@pytest.mark.parametrize("entry", ["/rm-secret", "", "join", "JOIN.OPEN", "tick.unknown", "join.open:1"])
def test_what_is_not_in_the_table_has_no_rule(entry: str) -> None:
    with pytest.raises(LookupError, match="authorization"):
        rule_for(entry)


@pytest.mark.parametrize("entry", sorted(ENTRIES))
def test_what_is_in_the_table_has_one_rule(entry: str) -> None:
    assert isinstance(rule_for(entry), Rule)


def test_a_guest_reaches_help_and_nothing_that_changes_anything() -> None:
    for_anyone = {entry for entry, rule in ENTRIES.items() if rule is Rule.ANYONE}
    assert for_anyone == {"/rm-help", "help.open", "app_home_opened", "message.im"}


def test_confidential_care_is_never_open_to_a_coordinator_with_a_conflict() -> None:
    assert {rule for entry, rule in ENTRIES.items() if entry.startswith("care.")} == {Rule.CARE}


def test_a_delegate_answers_dates_and_nothing_else() -> None:
    for_delegates = {entry for entry, rule in ENTRIES.items() if rule is Rule.SIDE_OR_DELEGATE}
    assert {entry.split(".")[0] for entry in for_delegates} == {"session"}
    assert "session.already_met" not in for_delegates


def test_clock_and_command_line_entries_are_for_no_person() -> None:
    inside = {entry for entry in ENTRIES if entry.startswith(("tick.", "cli."))}
    assert {ENTRIES[entry] for entry in inside} == {Rule.SYSTEM}
