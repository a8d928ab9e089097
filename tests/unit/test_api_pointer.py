"""Where a fault stands, as a JSON pointer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pointer import pointer_of, pointer_to, steps_within

DOCUMENT = {
    "vehicles": [{"id": 7, "costs": {"fixed": None}}, {"id": 9}],
    "jobs": [{"id": 9, "time_windows": [[0, 1], [5, 2]]}],
    "shipments": [{"pickup": {"id": 3}, "delivery": {"id": 4}}],
    "matrices": {"cargo-bike": {"durations": [[0]]}, "a.b": {"durations": []}},
}


@pytest.mark.parametrize(
    ("where", "pointer"),
    [
        ("", "#"),
        ("vehicles[0].costs.fixed", "#/vehicles/0/costs/fixed"),
        ("jobs[0].time_windows[1]", "#/jobs/0/time_windows/1"),
        ("jobs[0].time_windows[1][0]", "#/jobs/0/time_windows/1/0"),
        ("matrices.cargo-bike.durations[0][0]", "#/matrices/cargo-bike/durations/0/0"),
        ("vehicle 9", "#/vehicles/1"),
        ("job 9", "#/jobs/0"),
        ("pickup 3", "#/shipments/0/pickup"),
        ("delivery 4", "#/shipments/0/delivery"),
    ],
)
def test_a_place_in_the_document_becomes_a_pointer(where: str, pointer: str) -> None:
    assert pointer_to(where, DOCUMENT) == pointer


@pytest.mark.parametrize(
    "where",
    [
        "vehicles[2]",  # there are two
        "vehicles[0].type",  # it has none
        "matrices.a.b.durations",  # one step, not two
        "vehicle 8",
        "pickup 4",  # that is a delivery
        "the payload",
        "matrix a.b, durations",
    ],
)
def test_what_is_not_in_the_document_is_not_pointed_to(where: str) -> None:
    assert pointer_to(where, DOCUMENT) is None


@pytest.mark.parametrize(
    ("steps", "document", "is_missing", "found"),
    [
        (("address", "Address", "bogus"), {"address": {"bogus": 1}}, False, ["address", "bogus"]),
        (("address", "Address", "street"), {"address": {}}, True, ["address", "street"]),
        (("address", "function-after[f(), str]"), {"address": {}}, False, ["address"]),
        (("address", "Address"), {"address": None}, False, ["address"]),
        (("parcels", 1, "weight_g"), {"parcels": [{}, {"weight_g": "x"}]}, False, ["parcels", 1, "weight_g"]),
        (("shop",), {}, True, ["shop"]),
        ((), "text", False, []),
    ],
)
def test_names_of_types_are_no_steps(steps: tuple, document: object, is_missing: bool, found: list) -> None:
    assert steps_within(steps, document, is_missing=is_missing) == found


def test_without_a_document_nothing_is_pointed_to_but_the_whole() -> None:
    assert pointer_to("vehicles[0]", None) is None
    assert pointer_to("vehicle 1", {"vehicles": "none", "jobs": 3}) is None


def test_signs_with_a_meaning_are_written_as_the_standards_say() -> None:
    """The examples of RFC 6901, sections 5 and 6."""
    names = {"a/b": "#/a~1b", "c%d": "#/c%25d", "e^f": "#/e%5Ef", "m~n": "#/m~0n", " ": "#/%20", "": "#/"}
    assert {name: pointer_of([name]) for name in names} == names


@given(
    st.text(),
    st.recursive(st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
)
def test_whatever_is_said_of_whatever_document_gives_a_pointer_or_none(where: str, document: object) -> None:
    pointer = pointer_to(where, document)
    assert pointer is None or pointer.startswith("#")
