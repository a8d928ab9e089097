"""Each profile's table against its scenarios: all are as told, and no row is without one."""

import pytest
from pydantic import ValidationError

from routing.network.profile import PROFILE_NAMES, Profile, load_profile
from routing.network.profile_table import table_of
from tests.scenarios.deviations import PAGE, deviations, page_with
from tests.scenarios.rows import Row, rows_of, without
from tests.scenarios.table import Scenario, effect, scenarios

VERDICTS = {"agree", "deviate", "figures"}


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_tags_come_to_what_their_scenario_says(name: str) -> None:
    profile = load_profile(name)
    wrong = [
        (scenario.line, scenario.tags, effect(profile, scenario.tags))
        for scenario in scenarios(name)
        if effect(profile, scenario.tags) != (scenario.there, scenario.back)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_no_row_of_a_table_is_without_a_scenario(name: str) -> None:
    """Take each row, field and list entry away in turn: some scenario of the same profile must come out otherwise."""
    unheld = [str(row) for row in rows_of(name) if not is_held(name, row)]
    assert unheld == [], f"add a scenario to tests/scenarios/{name}.csv, or take the row out"


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_a_scenario_says_where_it_comes_from_and_what_a_peer_does(name: str) -> None:
    for scenario in scenarios(name):
        assert scenario.source, scenario.tags
        assert scenario.verdict in VERDICTS, scenario.tags
        assert scenario.peer, scenario.tags
        assert bool(scenario.reason) == (scenario.verdict == "deviate"), scenario.tags


@pytest.mark.parametrize("name", PROFILE_NAMES)
def test_no_scenario_stands_twice(name: str) -> None:
    tags = [scenario.tags for scenario in scenarios(name)]
    assert len(tags) == len(set(tags))


def test_the_page_lists_what_deviates() -> None:
    assert page_with(deviations()) == PAGE.read_text("utf-8"), "run: python -m tests.scenarios.deviations"


def is_held(name: str, row: Row) -> bool:
    """Say whether a table without the row is refused, or a scenario fails by it."""
    try:
        profile = Profile(name, table_of(without(name, row)))
    except (ValidationError, KeyError):
        return True
    return any(fails(profile, scenario) for scenario in nearest_first(name, row))


def fails(profile: Profile, scenario: Scenario) -> bool:
    try:
        return effect(profile, scenario.tags) != (scenario.there, scenario.back)
    except KeyError:  # a row that others lead to
        return True


def nearest_first(name: str, row: Row) -> list[Scenario]:
    """Put the scenarios first that name what the row names: nearly always one of them fails."""
    return sorted(scenarios(name), key=lambda scenario: -sum(part in scenario.tags for part in row.path))
