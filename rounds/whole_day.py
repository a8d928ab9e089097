"""The main job in one call: a day of orders in; a checked plan, its counterfactuals and its emissions out."""

from collections.abc import Callable

from impact.factor_table import load_factors
from kernel.progress import Progress, silent
from kernel.text import Text
from rounds.counterfactuals import counterfactuals
from rounds.day_report import PlannedDay, assess_day
from rounds.delivery_day import DeliveryDay
from rounds.planning import Effort, places_of, plan_day
from rounds.roads import Roads

__all__ = ["whole_day"]

Step = Callable[[Text], Progress]
"""Called when a step begins, with its title; answers where that step reports its share done."""


def unwatched(title: Text) -> Progress:  # noqa: ARG001 (nobody reads it)
    return silent


def whole_day(day: DeliveryDay, roads: Roads, effort: Effort, step: Step = unwatched) -> PlannedDay:
    """Plan a day, solve how it would have gone otherwise with the same effort, and compute what both emit.

    Raises
    ------
    BadInputError
        The day has no orders, or its depot lies off the roads.
    """
    measuring = step(Text("Afstanden meten over het wegennet", "Measuring over the roads"))
    profiles = {vehicle.profile for vehicle in day.vehicles} or {"cargo-bike"}
    measured = roads.measure(places_of(day), profiles.pop())
    measuring(1.0)
    plan = plan_day(day, measured, effort, step(Text("Rondes plannen", "Planning the rounds")))
    others = counterfactuals(
        day, plan, roads, effort, step(Text("Vergelijkingen doorrekenen", "Solving the baselines"))
    )
    return assess_day(day, plan, others, load_factors())
