"""Parts of a day are the day, to the metre; a neighbourhood's figures are drawn as a day's are."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.activities import DayActivity, VehicleClass, VehicleMetres
from impact.allocation import Consignment
from impact.amounts import Amounts
from impact.assess import assess
from impact.elements import Element, ElementKind, Known, Movement, Purpose, Stretch
from impact.factor_table import load_factors
from impact.order_parts import order_parts
from impact.part_figures import part_figures
from kernel.errors import BadInputError

FACTORS = load_factors()
ORDERS = st.lists(
    st.tuples(st.integers(0, 9_000), st.integers(0, 5_000), st.integers(0, 9_000)), min_size=1, max_size=9
)


def a_day(orders, metres=(7_001, 3_333, 9_999, 5_000)) -> tuple[DayActivity, list[Element], list[str]]:
    names = [f"o{n}" for n in range(len(orders))]
    ridden, tours, van, alone = metres
    element = Element(
        id="round-1",
        kind=ElementKind.ROUND,
        movements=(Movement(VehicleClass.CARGO_BIKE, (Stretch(ridden, Purpose.CARRYING, Known.PLANNED),)),),
        consignments=tuple(Consignment(n, kg, way) for n, (kg, way, _) in zip(names, orders, strict=True)),
    )
    activity = DayActivity(
        orders=len(orders),
        rounds=(VehicleMetres(VehicleClass.CARGO_BIKE, ridden, 0),),
        hub_orders=0,
        supply_orders=0,
        collect_m=tuple(one[2] for one in orders),
        shop_tours=(VehicleMetres(VehicleClass.SHOP_FLEET, tours, 0),),
        pooled_van=(VehicleMetres(VehicleClass.ELECTRIC_VAN, van, 0),),
        each_alone=(VehicleMetres(VehicleClass.ELECTRIC_VAN, alone, 0),),
    )
    return activity, [element], names


@given(ORDERS)
@settings(max_examples=40, deadline=None)
def test_parts_add_up_to_the_day_in_every_metre(orders):
    activity, elements, names = a_day(orders)
    parts = order_parts(activity, elements, names, {}, network=names)

    assert list(parts) == names
    assert sum(part.orders for part in parts.values()) == activity.orders
    for name in ("rounds", "shop_tours", "pooled_van"):
        whole = sum(one.distance_m for one in getattr(activity, name))
        assert sum(one.distance_m for part in parts.values() for one in getattr(part, name)) == whole, name


def test_all_parts_together_have_the_figures_of_the_day():
    activity, elements, names = a_day([(1_000, 500, 900), (2_000, 800, 1_500), (0, 0, 400)])
    parts = order_parts(activity, elements, names, {}, network=names)
    whole = part_figures({"day": [(part, FACTORS) for part in parts.values()]}, seed=7)["day"]
    found = assess(activity, FACTORS, seed=7)

    assert whole.project_g == found.project_g
    assert whole.saved_g == found.headline.saved_g
    assert whole.distance_m == 7_001


def test_shares_follow_mass_times_way_by_hand():
    activity, elements, names = a_day([(1_000, 500, 0), (3_000, 500, 0)], metres=(8_000, 4_000, 4_000, 0))
    parts = order_parts(activity, elements, names, {}, network=names)
    assert [part.rounds[0].distance_m for part in parts.values()] == [2_000, 6_000]
    assert [part.shop_tours[0].distance_m for part in parts.values()] == [1_000, 3_000]


def test_a_leg_that_has_another_name_belongs_to_its_order():
    activity, elements, _ = a_day([(1_000, 500, 100), (1_000, 500, 200)])
    parts = order_parts(activity, elements, ["A", "B"], {"o0": "A", "o1": "B"}, network="AB")
    assert [part.collect_m for part in parts.values()] == [(100,), (200,)]


def test_what_was_carried_and_not_brought_has_metres_and_is_no_order():
    activity, elements, _ = a_day([(1_000, 500, 100)])
    other = elements[0].consignments[0]
    both = Element(
        id="round-1", kind=ElementKind.ROUND, movements=elements[0].movements,
        consignments=(other, Consignment("to the hub", 1_000, 500)),
    )  # fmt: skip
    parts = order_parts(activity, [both], ["o0"], {}, network=["o0"])
    assert (parts["to the hub"].orders, parts["to the hub"].rounds[0].distance_m) == (0, 3_501 - 1)


def test_an_order_that_came_by_a_hub_has_no_second_share_of_what_shops_would_have_driven():
    activity, (ridden,), names = a_day([(1_000, 500, 0), (1_000, 500, 0)], metres=(8_000, 6_000, 4_000, 0))
    hub = Element(id="hub-1", kind=ElementKind.HUB, movements=(), consignments=ridden.consignments[:1])
    parts = order_parts(replace(activity, hub_orders=1), [ridden, hub], names, {}, network=names)
    assert [part.shop_tours[0].distance_m for part in parts.values()] == [3_000, 3_000]
    assert [part.hub_orders for part in parts.values()] == [1, 0]


def test_crates_that_no_network_fetches_are_in_no_part_of_it():
    activity, elements, names = a_day([(1_000, 500, 900), (2_000, 800, 1_500), (0, 0, 400)])
    activity = replace(activity, network_orders=2)
    parts = order_parts(activity, elements, names, {}, network=names[:2])
    assert [part.network_orders for part in parts.values()] == [1, 1, 0]
    whole, together = (Amounts.of(days).network_orders for days in ([activity], list(parts.values())))
    assert whole == together == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"network_orders": 1}, "2 orders are named that a parcel network would have brought, the day has 1"),
        ({"supply_orders": 1}, "nobody's part"),
        ({"pooled_van": (VehicleMetres(VehicleClass.ELECTRIC_VAN, 100, 1),)}, "nobody's part"),
    ],
)
def test_a_day_whose_parts_would_not_add_up_to_it_is_refused(changed, says):
    activity, elements, names = a_day([(1_000, 500, 900), (2_000, 800, 1_500)])
    with pytest.raises(BadInputError, match=says):
        order_parts(replace(activity, **changed), elements, names, {}, network=names)


def test_kilometres_avoided_are_those_of_customers_where_nobody_was_asked():
    activity, _, _ = a_day([(1_000, 500, 10_000)])
    figures = part_figures({"a": [(activity, FACTORS)]})["a"]
    replaced = assess(activity, FACTORS).customer_collects_m
    assert figures.avoided_m.central == pytest.approx(replaced.central - 7_001, abs=1)
