"""The kept metres of docs/evidence.md are those that the solver plans."""

import pytest

from bench.evidence_figures import Published, published, read_solved
from bench.evidence_towns import TOWNS, planned

PLANNED = [one for one in published() if one.id in TOWNS]


@pytest.mark.parametrize("one", [one for one in PLANNED if one.id != "tour_200"], ids=lambda one: one.id)
def test_the_first_town_of_each_result_is_planned_to_the_kept_metre(one: Published) -> None:
    assert planned(one.id, one.inputs, 0) == read_solved()[one.id][0]


@pytest.mark.long
@pytest.mark.parametrize("one", PLANNED, ids=lambda one: one.id)
def test_every_town_is_planned_to_the_kept_metre(one: Published) -> None:
    assert [planned(one.id, one.inputs, at) for at in range(one.inputs["instances"])] == read_solved()[one.id]
