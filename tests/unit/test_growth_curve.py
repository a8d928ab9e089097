"""Rules of the growth curve: where it is flat, how it is drawn, what the rule of thumb expects, grams side by side."""

from datetime import date
from itertools import pairwise
from math import hypot, sqrt
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.activities import VehicleClass, VehicleMetres
from impact.factor_table import load_factors
from impact.paired import driven_only, paired
from kernel.errors import BadInputError
from kernel.position import Position
from maps.curve_chart import LABELS_APART, CurvePoint, curve_chart
from maps.growth_page import growth_page
from rounds.delivery_day import Depot
from rounds.growth import Growth, GrowthDraw, GrowthPoint, check_counts, falls, stops_falling_at
from rounds.growth_report import growth_report
from rounds.replayed import SearchDepth
from rounds.route_approximation import Ground, approximated_m

FACTORS = load_factors()


def points(*figures: tuple[int, int]) -> list[GrowthPoint]:
    """Give points of (orders, metres an order)."""
    return [GrowthPoint(orders, 1, metres, metres, metres, metres, 1, 60, 0) for orders, metres in figures]


@pytest.mark.parametrize(
    ("figures", "flat_from"),
    [
        ([(25, 1_000), (50, 800), (100, 700)], None),  # still falls by 12 % at the end
        ([(25, 1_000), (50, 700), (100, 690), (200, 680)], 50),
        ([(25, 1_000), (50, 990), (100, 700)], None),  # flat once, but it falls again
        ([(25, 1_000), (50, 1_100)], 25),  # a rise is no fall
        ([(25, 1_000)], None),  # one point says nothing
        ([(100, 1_000), (110, 990)], None),  # 7 % a doubling, though the two differ by 1 %
    ],
)
def test_a_curve_is_flat_from_where_doubling_saves_less_than_five_percent(
    figures: list[tuple[int, int]], flat_from: int | None
) -> None:
    assert stops_falling_at(points(*figures)) == flat_from


def test_a_fall_is_that_of_a_doubling_however_far_points_lie_apart() -> None:
    assert falls(points((10, 1_000), (40, 250))) == pytest.approx([0.5])


def test_a_point_is_least_median_and_most_of_its_draws() -> None:
    draws = [GrowthDraw(10, n, 10, 1, n, metres, 600, 2_000) for n, metres in enumerate((3_000, 1_000, 2_000), 1)]
    point = GrowthPoint.of(draws)
    assert (point.low_m, point.median_m, point.high_m) == (100, 200, 300)
    assert (point.draws, point.rounds, point.duty_s, point.unassigned, point.approximated_m) == (3, 2, 60, 3, 200)


@pytest.mark.parametrize(
    ("metres", "nl", "en"),
    [
        (
            (1_000, 1_300, 1_200),
            "gaat het van 1,00 naar 1,20 km per bestelling.",
            "it goes from 1.00 to 1.20 km per order",
        ),
        ((1_000, 1_300, 900), "daalt het van 1,00 naar 0,90 km per bestelling, en het daalt", "and at 100 it is still"),
    ],
)
def test_a_curve_that_ends_above_its_beginning_is_not_told_as_falling(
    metres: tuple[int, ...], nl: str, en: str
) -> None:
    counts = (25, 50, 100)
    draws = [GrowthDraw(n, 1, n, 0, 1, n * each, 60, n * each) for n, each in zip(counts, metres, strict=True)]
    day = SimpleNamespace(clock=SimpleNamespace(day=date(2026, 12, 1)))
    source = SimpleNamespace(name="Proefdorp", slug="proefdorp", days=[day], is_invented=False)
    found = Growth(source, counts, 1, SearchDepth(1, 1), draws, Ground(Position(5, 52), 1e6, 1.0))  # type: ignore[arg-type] (what a page tells of it)
    for lang, said in (("nl", nl), ("en", en)):
        page = " ".join(growth_page(growth_report(found, lang), lang=lang).split())
        assert said in page
        assert ("still falling" in page or "nog steeds" in page) == (metres[-1] < metres[0])


@pytest.mark.parametrize(
    ("counts", "draws"), [([], 1), ([0], 1), ([-5], 1), ([6_000], 1), ([*range(1, 20)], 1), ([5], 0)]
)
def test_numbers_out_of_reach_are_refused(counts: list[int], draws: int) -> None:
    with pytest.raises(BadInputError):
        check_counts(counts, draws)


def test_numbers_are_put_in_order_once_each() -> None:
    assert check_counts([50, 25, 50], 5) == [25, 50]


figure = st.floats(0.01, 50)


@given(st.lists(st.tuples(st.integers(1, 5_000), figure, figure, figure, figure), min_size=1, max_size=8))
def test_whatever_is_drawn_lies_within_the_drawing(drawn: list[tuple[int, float, float, float, float]]) -> None:
    by_size = {size: figures for size, *figures in drawn}
    curve = curve_chart([CurvePoint(size, *sorted(by_size[size][:3]), by_size[size][3]) for size in sorted(by_size)])
    for x, y in curve.dots:
        assert curve.left <= x <= curve.right
        assert curve.top <= y <= curve.bottom
    numbers = [float(part) for path in (curve.band, curve.line, curve.other) for part in path.strip("MZ").split()]
    assert min(numbers) >= 0
    assert max(numbers[1::2]) <= curve.bottom + 0.1
    named = [x for x, size in curve.sizes if size is not None]
    assert all(later - before >= LABELS_APART for before, later in pairwise(named))
    assert curve.figures[-1][1] >= max(max(figures) for figures in by_size.values()) - 1e-9


def test_the_rule_of_thumb_is_what_it_says() -> None:
    """Two rounds to four stops, each a kilometre from the depot, on a square kilometre, roads a third longer."""
    depot, degree = Position(0.0, 0.0), 1_000 / 111_195
    stops = [SimpleNamespace(position=Position(*at)) for at in ((degree, 0), (-degree, 0), (0, degree), (0, -degree))]
    bike = SimpleNamespace(depot=None)
    # stand-ins with all that the rule asks of a round, which is why their types are ignored below
    rounds = [SimpleNamespace(vehicle=bike, stops=stops[:2]), SimpleNamespace(vehicle=bike, stops=stops[2:])]
    expected = 4 / 3 * (2 * 1_000 * 2 + 0.57 * sqrt(4 * 1e6))
    assert approximated_m(rounds, Ground(depot, 1e6, 4 / 3)) == pytest.approx(expected, abs=1)  # type: ignore[arg-type]
    assert approximated_m([], Ground(depot, 1e6, 4 / 3)) == 0
    own = Depot("Dorpshuis", Position(0, 3 * degree))  # two and four kilometres from its stops
    rounds[1].vehicle = SimpleNamespace(depot=own)
    expected = 4 / 3 * (2 * 1_000 + 2 * 3_000 + 0.57 * sqrt(4 * 1e6))
    assert approximated_m(rounds, Ground(depot, 1e6, 4 / 3)) == pytest.approx(expected, abs=1)  # type: ignore[arg-type]


def test_circuity_and_area_are_those_of_the_measured_places() -> None:
    degree = 1_000 / 111_195
    places = [Position(0, 0), Position(degree, 0), Position(0, degree), Position(degree, degree)]
    longer = [[round(1_250 * hypot(a.lon - b.lon, a.lat - b.lat) / degree) for b in places] for a in places]
    matrix = SimpleNamespace(distances_m=np.array(longer))
    measured = SimpleNamespace(row={place: number for number, place in enumerate(places)}, matrix=matrix)
    ground = Ground.of(places[0], measured)  # type: ignore[arg-type]
    assert ground.circuity == pytest.approx(1.25, rel=1e-3)
    assert ground.area_m2 == pytest.approx(1e6, rel=1e-3)


@given(st.integers(1, 300), st.integers(0, 10**6), st.integers(0, 50))
def test_a_side_beside_itself_differs_in_nothing(orders: int, metres: int, at_hubs: int) -> None:
    one = driven_only(orders, [VehicleMetres(VehicleClass.CARGO_BIKE, metres, 0)], min(at_hubs, orders))
    found = paired([(one, FACTORS)], [(one, FACTORS)], draws=200)
    assert found.before_g == found.after_g
    assert (found.less_g.low, found.less_g.high, found.less_g.probability) == (0, 0, 0)


def test_twice_the_metres_for_twice_the_orders_are_more_grams_and_the_same_an_order() -> None:
    one, other = (driven_only(10 * n, [VehicleMetres(VehicleClass.CARGO_BIKE, 8_000 * n, 0)], 0) for n in (1, 2))
    found = paired([(one, FACTORS)], [(other, FACTORS)])
    assert found.less_g.high < 0
    assert found.less_g.probability == 0
    assert found.per_order is not None
    assert found.per_order.less_mg.low == found.per_order.less_mg.high == 0


def test_shared_draws_make_a_difference_narrower_than_the_sides() -> None:
    """Ten percent fewer metres are fewer grams in every draw, however wide both ranges are."""
    one, other = (driven_only(10, [VehicleMetres(VehicleClass.DIESEL_VAN, metres, 0)], 0) for metres in (10_000, 9_000))
    found = paired([(one, FACTORS)], [(other, FACTORS)])
    assert found.less_g.probability == 1
    assert found.before_g.low < found.after_g.high  # the ranges of the sides overlap


def test_where_nothing_is_delivered_there_are_no_grams_an_order() -> None:
    none, one = ([(driven_only(orders, [], 0), FACTORS)] for orders in (0, 1))
    assert paired(none, one, draws=10).per_order is None


def test_each_day_is_drawn_with_its_own_factors() -> None:
    """A side of two sets is the sum of both: what one of them alone emits is what the other adds."""
    day = driven_only(1, [VehicleMetres(VehicleClass.DIESEL_VAN, 9_000, 0)], 0)
    older = load_factors("2026.1")
    mixed = paired([(day, older), (day, FACTORS)], [(day, older)], draws=500)
    assert mixed.less_g.central == pytest.approx(paired([(day, FACTORS)], [], draws=500).before_g.central, abs=1)
