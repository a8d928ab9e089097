"""Which household each order of a year was brought to, and where that is: one place, however its doors were written."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.repositories.served import ServedDay
from kernel.position import Position
from rounds.crate_households import doors_of
from rounds.served_orders import carried_orders

__all__ = ["Home", "served_homes"]


@dataclass(frozen=True, slots=True)
class Home:
    """A household, and where its first order of the year was brought to."""

    household: str
    position: Position


def served_homes(days: Iterable[ServedDay]) -> dict[str, Home]:
    """Give the home of each order that days carried, by the order's id.

    An order goes to the household that any before it went to by the same door, and lies where the first of them lay;
    so what comes later changes nothing of an earlier order, and of no month that was published.

    Parameters
    ----------
    days: a year's, all of them up to those that are asked for.
    """
    of_door: dict[str, Home] = {}
    found: dict[str, Home] = {}
    for day in sorted(days, key=lambda one: one.plan.day):
        for order in sorted(carried_orders(day).values(), key=lambda one: one.id):
            if order.id in found:
                continue
            doors = doors_of(order)
            new = Home(doors[0], Position(order.lon or 0.0, order.lat or 0.0))
            home = next((of_door[door] for door in doors if door in of_door), new)
            for door in doors:
                of_door.setdefault(door, home)
            found[order.id] = home
    return found
