"""What hiding costs when a square's year is published by place: processor seconds and memory, on made-up orders."""

import random
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.figure import Figure
from impact.disclosure.hiding import few, hidden_cells
from impact.disclosure.tables import Cell, Rule, Sum

__all__ = ["measure"]

PLACES = (25, 80)
MONTHS, DAYS, SHOPS = 12, 12, 15
IN_A_DISTRICT, IN_A_MUNICIPALITY = 5, 20
ORDERS_A_PLACE = 8
"""A month, on the mean; a third of the places has many, most have few, as a village and its hamlets do."""
HOUSEHOLDS_A_PLACE = 40


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order: month, day in it, place, household, shop."""

    month: int
    day: int
    place: int
    household: int
    shop: int


def measure() -> Iterator[Figure]:
    """Publish twelve months one by one and then their year, as `rounds.published_places` does."""
    for places in PLACES:
        cells, sums, shown, hidden, of_months_s = _months(places)
        begun_s = time.process_time()
        found = hidden_cells(cells, sums, shown=shown, hidden=hidden)
        spent_s = time.process_time() - begun_s
        small = sum(few(cell, Rule()) for cell in cells)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield Figure(
            f"year of {places} places x {MONTHS} months: {len(cells)} cells, {small} of few, {len(found)} hidden",
            f"{spent_s:.1f} s CPU, {of_months_s / MONTHS:.2f} s a month before, peak {peak_mb:.0f} MB",
            "<30 s",
        )


def _months(places: int) -> tuple[list[Cell], list[Sum], set[str], set[str], float]:
    """Publish each month alone, and give all that the year is published with."""
    orders = _orders(places)
    cells: list[Cell] = []
    sums: list[Sum] = []
    shown, hidden = set[str](), set[str]()
    spent_s = 0.0
    for month in range(MONTHS):
        own, own_sums = _tables([one for one in orders if one.month == month], f"m{month}", places, by_day=True)
        begun_s = time.process_time()
        found = hidden_cells(own, own_sums)
        spent_s += time.process_time() - begun_s
        hidden |= found
        shown |= {cell.name for cell in own} - found
        cells += own
        sums += own_sums
    year, of_year = _tables(orders, "year", places, by_day=False)
    known = {cell.name for cell in cells}
    of_months = [(cell.name, [f"m{month}{cell.name[4:]}" for month in range(MONTHS)]) for cell in year]
    parts = [Sum(whole, tuple(name for name in names if name in known), shared=True) for whole, names in of_months]
    return cells + year, [*sums, *of_year, *parts], shown, hidden, spent_s


def _orders(places: int) -> list[Ordered]:
    chance = random.Random(places)  # noqa: S311 - no secret
    weights = [chance.paretovariate(1.1) for _ in range(places)]
    chosen = chance.choices(range(places), weights, k=ORDERS_A_PLACE * places * MONTHS)
    return [
        Ordered(
            month=number % MONTHS,
            day=chance.randrange(DAYS),
            place=place,
            household=chance.randrange(HOUSEHOLDS_A_PLACE),
            shop=min(int(chance.expovariate(0.3)), SHOPS - 1),
        )
        for number, place in enumerate(chosen)
    ]


def _tables(orders: Sequence[Ordered], when: str, places: int, *, by_day: bool) -> tuple[list[Cell], list[Sum]]:
    """Count a period: places in districts in municipalities under one total, shops, and days."""
    groups: dict[str, list[Ordered]] = {when: [*orders]}
    within: dict[str, str] = {}
    for place in range(places):
        up = [f"{when} place {place}", f"{when} district {place // IN_A_DISTRICT}"]
        up += [f"{when} municipality {place // IN_A_MUNICIPALITY}", when]
        for below, above in pairwise(up):
            groups.setdefault(below, [])
            within[below] = above
    for one in orders:
        name = f"{when} place {one.place}"
        while name != when:
            groups[name].append(one)
            name = within[name]
        groups.setdefault(f"{when} shop {one.shop}", []).append(one)
        if by_day:
            groups.setdefault(f"{when} day {one.day}", []).append(one)
    parts = {above: tuple(below for below in within if within[below] == above) for above in within.values()}
    sums = [Sum(whole, names, shared=False) for whole, names in parts.items()]
    kinds = ("shop", "day") if by_day else ("shop",)
    named = [tuple(name for name in groups if name.startswith(f"{when} {kind} ")) for kind in kinds]
    sums += [Sum(when, names, shared=True) for names in named]
    return [_cell(name, of_group) for name, of_group in groups.items()], sums


def _cell(name: str, orders: Sequence[Ordered]) -> Cell:
    return Cell(name, len(Counter((one.place, one.household) for one in orders)), len(orders))
