"""Who is behind the figures of some days, and how few are too few: one way of counting for whatever is made public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.repositories.served import ServedDay
from impact.disclosure.tables import Rule
from impact.factors import FactorSet
from rounds.served_homes import served_homes
from rounds.served_orders import ServedOrder, served_orders

__all__ = [
    "HOUSEHOLDS", "RIDERS", "PeopleOfDay", "RidersOfDay", "households_of", "people_at_least", "people_of_days",
    "riders_at_least",
]  # fmt: skip

HOUSEHOLDS = Rule(fewest=5)
RIDERS = Rule(fewest=3)
"""With two, each knows the other's hours."""


@dataclass(frozen=True, slots=True)
class RidersOfDay:
    """Who rode, as far as is known.

    Attributes
    ----------
    couriers: ids of who was put on rounds. at_once: how many rounds were under way at one moment.
    """

    couriers: frozenset[str]
    at_once: int


@dataclass(frozen=True, slots=True)
class PeopleOfDay:
    """Those of one day.

    Attributes
    ----------
    households: of each order that was brought to its end, by the order's name; one that was only carried, as to a hub,
        is in no sum of orders, and hides nobody.
    """

    households: Mapping[str, str]
    riders: RidersOfDay


def people_of_days(days: Sequence[ServedDay], factors: FactorSet | None = None) -> dict[date, PeopleOfDay]:
    """Count days, a household once however its door was written; parameters and errors as of `served_orders`."""
    homes = served_homes(days)
    return {
        day.plan.day: PeopleOfDay(
            {one.name: homes[one.order_id].household for one in served_orders([day], factors) if one.part.orders},
            _riders(day),
        )
        for day in days
    }


def households_of(orders: Iterable[ServedOrder]) -> int:
    """Say how many households some orders are of: one door is one, whatever its shops."""
    return len({one.household for one in orders})


def people_at_least(days: Sequence[ServedDay]) -> int:
    """Say how many couriers rode on some days: as `riders_at_least`."""
    return riders_at_least([_riders(day) for day in days])


def riders_at_least(days: Sequence[RidersOfDay]) -> int:
    """Say how many couriers rode on some days, as far as is known: never more than there were.

    Those who were put on rounds, or as many as rode at one moment, whichever is more.
    """
    named = {courier for day in days for courier in day.couriers}
    return max([len(named), *(day.at_once for day in days)])


def _riders(day: ServedDay) -> RidersOfDay:
    named = {courier for one in day.rounds for courier in day.couriers.get(one.id, ())}
    return RidersOfDay(frozenset(named), _at_once(day))


def _at_once(day: ServedDay) -> int:
    leaving = [one.leaving_at for one in day.rounds]
    return max((sum(one.leaving_at <= at < one.return_at for one in day.rounds) for at in leaving), default=0)
