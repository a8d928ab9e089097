"""Costs to the cent, and the number of orders from which a square pays its way: none, where there is none."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.break_even import BreakEven, Turn, break_even
from impact.costs import CostLines, DayWork, Rates, day_costs, each_cents, total_of
from kernel.errors import BadInputError
from rounds.cost_file import COLUMNS, read_costs

FIRST = date(2026, 12, 1)
RATES = Rates(2_400, 800, 1_000, 9_000, 30_000)
CENTS = st.integers(0, 10**8)


def works(count: int) -> list[DayWork]:
    return [
        DayWork(FIRST + timedelta(days=at), 10 + at, 3_600 * (2 + at), 1 + at % 2, 10 + at, 300 * (10 + at))
        for at in range(count)
    ]


def test_a_day_by_hand() -> None:
    """Two hours at 24, one vehicle at 8, hubs 10, a third of 90 and of 300; ten orders at 3 each."""
    first, *_ = day_costs(works(3), [RATES] * 3)
    assert first.cost == CostLines(couriers=4_800, vehicles=800, hubs=1_000, platform=3_000)
    assert (first.income_cents, first.subsidy_cents, first.result_cents) == (3_000, 10_000, 3_400)
    assert each_cents(first.cost.total, first.orders) == 960


@given(st.builds(Rates, CENTS, CENTS, CENTS, CENTS, CENTS, st.none() | CENTS), st.integers(1, 31))
def test_days_add_up_to_their_month_to_the_cent(rates: Rates, count: int) -> None:
    days = works(count)
    total = total_of(day_costs(days, [rates] * count))
    assert total.cost.platform == rates.platform_month_cents
    assert total.subsidy_cents == rates.subsidy_month_cents
    assert total.cost.hubs == count * rates.hub_day_cents
    assert total.cost.total == total.cost.with_rounds + total.cost.hubs + total.cost.platform
    assert total.result_cents == total.income_cents + total.subsidy_cents - total.cost.total
    exact = Fraction(sum(day.courier_s for day in days) * rates.courier_hour_cents, 3_600)
    assert abs(total.cost.couriers - exact) <= Fraction(count, 2)


def test_an_order_without_a_price_brings_what_the_sheet_says_or_is_not_known() -> None:
    work = DayWork(FIRST, 10, 0, 0, 4, 1_200)
    (known,) = day_costs([work], [Rates(0, 0, 0, 0, 0, 250)])
    (unknown,) = day_costs([work], [Rates(0, 0, 0, 0, 0)])
    assert (known.income_cents, known.paid_for) == (1_200 + 6 * 250, 10)
    assert (unknown.income_cents, unknown.paid_for) == (1_200, 4)


@pytest.mark.parametrize("cents", [-1, 10**13])
def test_cents_that_cannot_be_are_refused(cents: int) -> None:
    with pytest.raises(BadInputError, match="courier_hour_cents"):
        Rates(cents, 0, 0, 0, 0)


def line(slope: int, base: int, orders: range = range(10, 30, 2)) -> list[tuple[int, int]]:
    return [(each, base + slope * each) for each in orders]


@pytest.mark.parametrize(
    ("slope", "income", "fixed", "turn", "orders"),
    [
        (200, 300, 1_000, Turn.FROM, (60, 60, 60)),  # (5,000 + 1,000) / (300 - 200)
        (200, 300, 1_050, Turn.FROM, (61, 61, 61)),  # a part of an order is none
        (300, 300, 1_000, Turn.NEVER, None),
        (400, 300, 1_000, Turn.NEVER, None),
        (200, 300, -5_000, Turn.ALWAYS, None),
        (400, 300, -9_050, Turn.UP_TO, (None, 40, None)),
    ],
)
def test_on_a_straight_line_the_turning_point_is_that_of_the_line(
    slope: int, income: int, fixed: int, turn: Turn, orders: tuple[int | None, int, int | None] | None
) -> None:
    found = break_even(line(slope, 5_000), Fraction(income), Fraction(fixed))
    assert (found.turn, found.orders) == (turn, orders)
    assert found.marginal_cents == (slope, slope, slope)


def test_few_days_or_days_all_alike_or_unknown_income_draw_no_line() -> None:
    unknown = [
        break_even(line(200, 5_000, range(10, 18, 2)), Fraction(300), Fraction(0)),
        break_even([(10, 900)] * 9, Fraction(300), Fraction(0)),
        break_even(line(200, 5_000), None, Fraction(0)),
        break_even([], Fraction(300), Fraction(0)),
    ]
    assert {found.turn for found in unknown} == {Turn.UNKNOWN}
    assert unknown[0] == BreakEven(Turn.UNKNOWN, 4, 16)


def test_more_orders_never_cost_less_whatever_noise_says() -> None:
    falling = [(each, 50_000 - 100 * each) for each in range(10, 30, 2)]
    found = break_even(falling, Fraction(300), Fraction(0))
    assert found.marginal_cents == (0, 0, 0)
    assert found.orders is not None
    assert found.orders[1] == -(-sum(cents for _, cents in falling) // len(falling) // 300)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 10**6)), max_size=12), st.integers(1, 2_000))
def test_a_range_holds_its_middle_and_no_day_is_too_odd(days: list[tuple[int, int]], income: int) -> None:
    found = break_even(days, Fraction(income), Fraction(1_000))
    assert (found.orders is None) == (found.turn in {Turn.NEVER, Turn.ALWAYS, Turn.UNKNOWN})
    if found.turn is Turn.FROM and found.orders is not None:
        low, central, high = found.orders
        assert low is not None
        assert central is not None
        assert low <= central <= (central if high is None else high)


def test_noisy_days_have_a_range_and_it_may_have_no_end() -> None:
    noisy = [(10, 5_000), (12, 6_900), (15, 6_000), (18, 9_500), (22, 8_000), (25, 11_900), (28, 10_000)]
    found = break_even(noisy, Fraction(400), Fraction(2_000))
    assert found.turn is Turn.FROM
    assert found.orders is not None
    low, central, high = found.orders
    assert low is not None
    assert central is not None
    assert low < central
    assert high is None or high > central
    assert found == break_even(noisy, Fraction(400), Fraction(2_000))


HEAD = ",".join(COLUMNS)


def test_a_file_of_costs_is_read(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text(f"{HEAD}\n2026-01-01,2400,800,1000,9000,30000,\n2027-01-01,2500,800,1000,9000,0,310\n")
    first, second = read_costs(file)
    assert (first.courier_hour_cents, first.order_income_cents) == (2_400, None)
    assert (second.valid_from, second.order_income_cents) == (date(2027, 1, 1), 310)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2026-01-01,-5,800,1000,9000,0,", "courier_hour_cents: '-5' is no number of cents"),
        ("2026-01-01,veel,800,1000,9000,0,", "'veel' is no number of cents"),
        ("2026-01-01,24.50,800,1000,9000,0,", r"'24\.50' is no number of cents"),
        ("2026-01-01,2400,1e9,1000,9000,0,", "'1e9' is no number of cents"),
        ("2026-01-01,99999999999999999999,0,0,0,0,", "is no number of cents"),
        ("2026-01-01,٣,0,0,0,0,", "is no number of cents"),
        ("gisteren,2400,800,1000,9000,0,", "'gisteren' is no day"),
        ("2026-01-01,2400", "2 values for 7 columns"),
        ("", "no costs in it"),
        ("2026-01-01,1,1,1,1,1,\n2026-01-01,1,1,1,1,1,", "another line begins on 2026-01-01"),
        ("2026-W10-1,1,1,1,1,1,", "is no day"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_its_line(tmp_path: Path, row: str, fault: str) -> None:
    file = tmp_path / "costs.csv"
    file.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=fault):
        read_costs(file)
