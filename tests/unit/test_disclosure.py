"""What is hidden of published tables: nobody reckons a cell of few households back, from whatever was published."""

from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.disclosure import hiding
from impact.disclosure.hiding import hidden_cells
from impact.disclosure.tables import Cell, Rule, Sum
from kernel.errors import BadInputError, StorageError
from tests.table_attack import Bounds, attacked

ORDERS = st.lists(
    st.tuples(
        st.integers(0, 2),  # month
        st.integers(0, 3),  # day
        st.integers(0, 5),  # neighbourhood
        st.integers(0, 7),  # household in it
        st.integers(0, 2),  # shop
    ),
    min_size=1,
    max_size=70,
)
"""A quarter's orders of a small square."""
FEWEST = 5


def counted(orders: Sequence[tuple[int, ...]]) -> tuple[int, int]:
    return len({(one[2], one[3]) for one in orders}), len(orders)


def month_tables(orders: Sequence[tuple[int, ...]], when: str) -> tuple[dict[str, tuple[int, int]], list]:
    """Count a period's tables: places in two steps, shops and days, under one total."""
    neighbourhoods = [f"{when} n{n}" for n in range(6)]
    districts = [f"{when} d{d}" for d in range(3)]
    shops, days = ([f"{when} {kind}{n}" for n in range(most)] for kind, most in (("s", 3), ("day", 4)))
    cells = {when: counted(orders)}
    cells |= {name: counted([o for o in orders if o[2] == n]) for n, name in enumerate(neighbourhoods)}
    cells |= {name: counted([o for o in orders if o[2] // 2 == d]) for d, name in enumerate(districts)}
    cells |= {name: counted([o for o in orders if o[4] == n]) for n, name in enumerate(shops)}
    cells |= {name: counted([o for o in orders if o[1] == n]) for n, name in enumerate(days)}
    sums = [(district, tuple(neighbourhoods[2 * d : 2 * d + 2]), False) for d, district in enumerate(districts)]
    sums += [(when, tuple(districts), False), (when, tuple(shops), True), (when, tuple(days), True)]
    return cells, sums


def published_one_by_one(
    orders: Sequence[tuple[int, ...]],
) -> tuple[dict[str, tuple[int, int] | None], list, set[str]]:
    """Publish three months, each with what was published before, and last the quarter; and name the cells of few."""
    cells: dict[str, tuple[int, int]] = {}
    sums: list = []
    hidden: frozenset[str] = frozenset()
    for when in ("m0", "m1", "m2", "quarter"):
        before = set(cells)
        of_period = orders if when == "quarter" else [o for o in orders if f"m{o[0]}" == when]
        own, own_sums = month_tables(of_period, when)
        cells |= own
        sums += own_sums
        if when == "quarter":
            sums += [
                (name, tuple(name.replace("quarter", f"m{m}") for m in range(3)), True)
                for name in own
                if " day" not in name
            ]
        hidden = hidden_cells(
            [Cell(name, *numbers) for name, numbers in cells.items()],
            [Sum(*one) for one in sums],
            shown=before - hidden,
            hidden=before & hidden,
        )
    few = {name for name, (people, _) in cells.items() if 0 < people < FEWEST}
    return {name: None if name in hidden else numbers for name, numbers in cells.items()}, sums, few


def leaks(bounds: dict[str, Bounds], few: set[str]) -> list[str]:
    """Name what an attacker bounds below five households, and cells of few with fewer than five possible numbers."""
    return [
        name
        for name, one in bounds.items()
        if one.people[1] < FEWEST - 1e-6
        or (name in few and min(one.people[1] - one.people[0], one.amount[1] - one.amount[0]) < FEWEST - 1 - 1e-6)
    ]


@given(ORDERS)
@settings(max_examples=6, deadline=None)
def test_an_attack_over_all_tables_and_months_bounds_no_hidden_cell_below_five(orders):
    published, sums, few = published_one_by_one(orders)

    assert all(numbers is None or numbers[0] == 0 or numbers[0] >= FEWEST for numbers in published.values())
    assert few <= {name for name, numbers in published.items() if numbers is None}
    assert leaks(attacked(published, sums), few) == []


def test_the_attack_finds_a_leak_where_only_cells_of_few_are_hidden():
    cells = {"whole": (33, 40), "a": (3, 4), "b": (30, 36)}
    sums = [("whole", ("a", "b"), False)]

    only_few = {name: None if hiding.few(Cell(name, *of), Rule()) else of for name, of in cells.items()}
    found = attacked(only_few, sums)

    assert found["a"] == Bounds((3, 3), (4, 4))
    assert leaks(found, {"a"}) == ["a"]


def test_the_attack_finds_what_a_year_minus_its_other_months_tells():
    published = {"year": (20, 60), "m1": (18, 40), "m2": None}

    assert attacked(published, [("year", ("m1", "m2"), True)])["m2"].amount == (20, 20)


def test_a_table_that_hides_only_few_leaks_somewhere_in_most_quarters(monkeypatch):
    """The oracle is no rubber stamp: with further hiding switched off it objects."""

    def only_few(cells: Sequence[Cell], _: object, **_before: object) -> frozenset[str]:
        return frozenset(cell.name for cell in cells if 0 < cell.people < FEWEST)

    orders = [(m, d, n, h, s) for m in range(3) for d in range(4) for n in range(6) for h in range(n) for s in (0,)]
    monkeypatch.setattr(
        "tests.unit.test_disclosure.hidden_cells",
        only_few,
    )
    published, sums, few = published_one_by_one(orders)

    assert leaks(attacked(published, sums), few)


def test_a_total_of_few_parts_is_hidden_where_its_parts_would_be_bounded_by_it():
    cells = [Cell("whole", 5, 5), Cell("a", 1, 1), Cell("b", 1, 1), Cell("c", 3, 3)]

    assert hidden_cells(cells, [Sum("whole", ("a", "b", "c"), shared=False)]) == {"whole", "a", "b", "c"}


def test_the_least_people_are_hidden_besides():
    cells = [Cell("whole", 111, 111), Cell("a", 3, 3), Cell("b", 8, 8), Cell("c", 100, 100)]

    assert hidden_cells(cells, [Sum("whole", ("a", "b", "c"), shared=False)]) == {"a", "b"}


def test_a_place_where_nobody_ordered_is_shown():
    cells = [Cell("whole", 30, 40), Cell("a", 0, 0), Cell("b", 30, 40)]

    assert hidden_cells(cells, [Sum("whole", ("a", "b"), shared=False)]) == frozenset()


def test_the_year_is_hidden_where_it_would_tell_of_one_month():
    cells = [Cell("year", 20, 60), Cell("m1", 18, 57), Cell("m2", 3, 3)]

    hidden = hidden_cells(cells, [Sum("year", ("m1", "m2"), shared=True)], shown={"m1"}, hidden={"m2"})

    assert hidden == {"year", "m2"}


def test_orders_of_a_cell_of_few_are_not_told_by_the_year_either():
    """Its households stay hidden by the months' overlap alone; its thirty orders would not."""
    cells = [Cell("year", 20, 90), Cell("m1", 18, 60), Cell("m2", 3, 30)]

    assert hidden_cells(cells, [Sum("year", ("m1", "m2"), shared=True)], shown={"m1"}) == {"m2", "year"}


def test_what_was_shown_before_cannot_be_hidden_any_more_and_is_told():
    cells = [Cell("whole", 33, 33), Cell("a", 3, 3), Cell("b", 30, 30)]

    with pytest.raises(StorageError, match="published before tells of a"):
        hidden_cells(cells, [Sum("whole", ("a", "b"), shared=False)], shown={"whole", "b"})


def test_hours_of_fewer_than_three_couriers_are_hidden_with_another_day():
    days = [Cell("mo", 1, 1), Cell("tu", 3, 4), Cell("we", 4, 6)]
    cells = [Cell("month", 4, 11), *days]

    hidden = hidden_cells(cells, [Sum("month", ("mo", "tu", "we"), shared=True)], rule=Rule(fewest=3))

    assert hidden == {"mo", "tu"}


@pytest.mark.parametrize(
    ("cells", "sums", "told"),
    [
        ([Cell("a", 1, 1), Cell("a", 2, 2)], [], "same name"),
        ([Cell("a", 1, 1)], [Sum("a", ("b",), False)], "'b' is no cell"),
        ([Cell("w", 5, 5), Cell("a", 1, 1), Cell("b", 1, 1)], [Sum("w", ("a", "b"), False)], "do not add up"),
        ([Cell("w", 1, 2), Cell("a", 2, 2)], [Sum("w", ("a",), True)], "do not add up"),  # fewer than in a part
        ([Cell("w", 3, 2 + 1), Cell("a", 2, 3)], [Sum("w", ("a",), True)], "do not add up"),  # more than in all parts
    ],
)
def test_tables_that_contradict_themselves_are_refused(cells, sums, told):
    with pytest.raises(BadInputError, match=told):
        hidden_cells(cells, sums)


def test_more_people_than_orders_are_refused():
    for people, amount in ((2, 1), (-1, 0), (0, 1)):
        with pytest.raises(BadInputError, match="people"):
            Cell("a", people, amount)


def test_the_same_tables_are_hidden_alike_in_whatever_order_they_come():
    cells = [Cell("w", 40, 50), *(Cell(f"c{n}", n, n + (10 if n == 15 else 0)) for n in (1, 2, 4, 8, 15, 10))]
    by_place = defaultdict(int)
    for cell in cells[1:]:
        by_place[cell.name] += cell.people
    names = tuple(by_place)

    one = hidden_cells(cells, [Sum("w", names, shared=False)])

    assert one == hidden_cells(cells[::-1], [Sum("w", names[::-1], shared=False)])
