"""Closures over HTTP: made once, ended once, and what is wrong with one said of the part that is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.ids import new_id
from tests.asked_village import AskedVillage, asked_village
from tests.stores import KINDS, stored


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("closures")) as store, asked_village(store, village) as here:
        yield here


RING = [[5.5005, 52.0995], [5.5025, 52.0995], [5.5025, 52.1015], [5.5005, 52.1015], [5.5005, 52.0995]]
CLOSURE = {
    "name": "Zaterdagmarkt",
    "shape": {"type": "Polygon", "coordinates": [RING]},
    "begin": {"time": "07:00"},
    "end": {"time": "17:00"},
    "weekdays": ["sat"],
}


def test_a_closure_is_made_once_and_ended(asked: AskedVillage) -> None:
    wished = CLOSURE
    made = asked.post("/closures", wished)
    assert made.status_code == 201, made.text
    assert made.json()["told"]["nl"] == "dicht, elke zaterdag 07:00–17:00"
    again = asked.post("/closures", wished)
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    assert asked.post("/closures", wished | {"end": {"time": "18:00"}}).status_code == 409
    ended = asked.post(f"{made.headers['location']}/end")
    assert (ended.status_code, ended.json()["ended_at"] is not None) == (200, True)
    again = asked.post(f"{made.headers['location']}/end")
    assert again.status_code == 409
    assert again.json()["detail"] == "the closure 'Zaterdagmarkt' was ended already. Nothing was changed."
    assert asked.post(f"/closures/{new_id()}/end").status_code == 404


@pytest.mark.parametrize(
    "times",
    [
        {"begin": {"day": "2031-12-06", "time": "07:00"}, "end": {"day": "2031-12-06"}, "weekdays": []},
        {"begin": {"day": "2031-12-06", "time": "07:00"}},
    ],
)
def test_one_that_is_ended_before_it_begins_is_told_as_withdrawn(asked: AskedVillage, times: dict) -> None:
    made = asked.post("/closures", CLOSURE | {"name": f"Kermis {len(times)}"} | times)
    assert made.status_code == 201, made.text
    ended = asked.post(f"{made.headers['location']}/end").json()
    assert ended["told"]["nl"] == "dicht, ingetrokken voordat het begon"
    assert ended["told"]["en"] == "closed, withdrawn before it began"


FAULTS = [
    ({"shape": None}, "shape", "nothing says which roads"),
    ({"shape": {"type": "Polygon"}}, "shape", ""),
    ({"shape": None, "ways": [999_999]}, "ways", "way 999999 is no road on the map of Proefdorp"),
    ({"weekdays": []}, "begin/day", "its begin has no date"),
    ({"weekdays": [], "begin": {"day": "2031-12-06"}}, "end/day", "its end has no date"),
    ({"end": {"time": "07:00"}}, "end/time", "it begins and ends at 07:00"),
    ({"begin": {"day": "2031-12-07"}, "end": {"day": "2031-12-08"}}, "weekdays", "there is no sat from"),
]


def test_a_closure_that_cannot_be_says_which_part_of_it_is_wrong(asked: AskedVillage) -> None:
    for given, field, why in FAULTS:
        answer = asked.post("/closures", CLOSURE | given)
        assert answer.status_code == 422, answer.text
        (fault,) = answer.json()["errors"]
        assert fault["pointer"] == f"#/{field}"
        assert fault["detail"].startswith(why)
        assert fault["detail"] in answer.json()["detail"]
        assert "--" not in answer.text
