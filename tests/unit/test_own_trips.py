"""Which orders a customer who collects would drive for."""

from dataclasses import replace

from data.models.states import OrderKind
from kernel.position import Position
from rounds.counterfactuals import on_a_trip_of_its_own
from tests.planned_day import ORDER

BACK = replace(ORDER, id="back", kind=OrderKind.RETURN, to_shop=True)
CRATES = replace(ORDER, id="crates", kind=OrderKind.CRATES, to_shop=True)
ELSEWHERE = Position(5.03, 52.0)


def test_a_return_goes_along_on_a_trip_to_that_shop_and_is_one_where_there_is_none() -> None:
    assert on_a_trip_of_its_own([BACK, ORDER]) == [ORDER]
    far = replace(BACK, position=ELSEWHERE)
    assert on_a_trip_of_its_own([ORDER, far, replace(far, id="again")]) == [ORDER, far]


def test_nobody_drives_to_a_shop_for_crates_that_only_deliveries_leave() -> None:
    assert on_a_trip_of_its_own([CRATES]) == []
    assert on_a_trip_of_its_own([CRATES, BACK]) == [BACK]
