"""What a period brought to each neighbourhood, district and municipality, from each shop, and on each day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.models.neighbourhood import Neighbourhood
from data.neighbourhoods_at import neighbourhoods_at
from impact.disclosure.tables import Cell, Sum
from rounds.people_of_days import households_of
from rounds.served_orders import ServedOrder

__all__ = ["ELSEWHERE", "WHOLE", "Group", "Kind", "PlaceTables", "place_tables"]


class Kind(StrEnum):
    """What a group is of."""

    SQUARE = "square"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    NEIGHBOURHOOD = "neighbourhood"
    ELSEWHERE = "elsewhere"
    SHOP = "shop"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Group:
    """What some orders have in common.

    Attributes
    ----------
    code: of the place, the shop's id, the date; "" of the square and of what lies in no neighbourhood.
    within: the place that it is a part of.
    """

    kind: Kind
    code: str = ""
    name: str = ""
    within: "Group | None" = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)


WHOLE = Group(Kind.SQUARE)
ELSEWHERE = Group(Kind.ELSEWHERE, within=WHOLE)


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """A period's orders by group; an order is in several: its place and those around it, its shop, its day.

    An order that was under way on two days counts on both.
    """

    period: str
    orders: Mapping[Group, Sequence[ServedOrder]]

    def name(self, group: Group) -> str:
        """Name the cell of a group, as no other period has it."""
        return f"{self.period} {group.key}"

    def cells(self) -> list[Cell]:
        """Give the cells as they are told: of all orders that were carried."""
        return [Cell(self.name(group), households_of(orders), len(orders)) for group, orders in self.orders.items()]

    def ended_cells(self) -> list[Cell]:
        """Give the same of orders that were brought to their end alone: what is saved is theirs."""
        ended = {group: [one for one in orders if one.part.orders] for group, orders in self.orders.items()}
        return [Cell(self.name(group), households_of(orders), len(orders)) for group, orders in ended.items()]

    def sums(self) -> list[Sum]:
        """Say which cells add up to which."""
        parts: defaultdict[Group, list[str]] = defaultdict(list)
        for group in self.orders:
            if group.within is not None:
                parts[group.within].append(self.name(group))
        found = [Sum(self.name(whole), tuple(names), shared=False) for whole, names in parts.items()]
        for kind in (Kind.SHOP, Kind.DAY):
            names = [self.name(group) for group in self.orders if group.kind is kind]
            if names:
                found.append(Sum(self.name(WHOLE), tuple(names), shared=True))
        return found

    def sums_of_parts(self, parts: Sequence["PlaceTables"]) -> list[Sum]:
        """Say how periods within this one add up to it, group by group; days are in no other table."""
        return [
            Sum(self.name(group), tuple(one.name(group) for one in parts if group in one.orders), shared=True)
            for group in self.orders
            if group.kind is not Kind.DAY
        ]


def place_tables(
    period: str,
    orders: Sequence[ServedOrder],
    neighbourhoods: Sequence[Neighbourhood],
    shops: Mapping[str, str],
    *,
    by_day: bool,
) -> PlaceTables:
    """Group a period's orders; every neighbourhood is a group, where nobody ordered too.

    Parameters
    ----------
    shops: names by id.
    by_day: whether its days are published too.
    """
    found: dict[Group, list[ServedOrder]] = {WHOLE: [*orders], ELSEWHERE: []}
    places = {one.code: _place(one) for one in neighbourhoods}
    for place in places.values():
        for around in _upwards(place):
            found.setdefault(around, [])
    at = neighbourhoods_at(neighbourhoods, [order.position for order in orders])
    for order, neighbourhood in zip(orders, at, strict=True):
        place = ELSEWHERE if neighbourhood is None else places[neighbourhood.code]
        for group in _upwards(place):
            if group != WHOLE:
                found[group].append(order)
        found.setdefault(Group(Kind.SHOP, order.shop_id, shops.get(order.shop_id, "")), []).append(order)
        if by_day:
            found.setdefault(Group(Kind.DAY, order.day.isoformat()), []).append(order)
    return PlaceTables(period, found)


def _place(one: Neighbourhood) -> Group:
    within = WHOLE
    if one.municipality_code and one.municipality_code != one.code:
        within = Group(Kind.MUNICIPALITY, one.municipality_code, one.municipality_name, within)
    if one.district_code:
        within = Group(Kind.DISTRICT, one.district_code, one.district_name, within)
    return Group(Kind.NEIGHBOURHOOD, one.code, one.name, within)


def _upwards(place: Group) -> list[Group]:
    """Give a place and all around it."""
    return [place] if place.within is None else [place, *_upwards(place.within)]
