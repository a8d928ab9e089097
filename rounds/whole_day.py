"""The main job in one call: a day of orders in; a checked plan, its counterfactuals and its emissions out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from impact.factor_table import load_factors
from kernel.progress import Progress, silent
from kernel.text import Text
from rounds.counterfactuals import counterfactuals
from rounds.day_report import PlannedDay, assess_day
from rounds.delivery_day import DeliveryDay
from rounds.plan import Plan, Round, UnassignedOrder
from rounds.planning import places_of, plan_day
from rounds.roads import MeasuredDay, Measures
from routing.solver.engine import Effort
from routing.solver.solve import Best

__all__ = ["Standing", "Step", "unwatched", "whole_day"]

Step = Callable[[Text], Progress]
"""Called when a step begins, with its title; answers where that step reports its share done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a day is decided before it is planned.

    Attributes
    ----------
    rest: the part that is planned.
    kept: rounds that stay as they are, because they were released.
    refused: orders that planning does not do.
    """

    rest: DeliveryDay
    kept: Sequence[Round] = ()
    refused: Sequence[UnassignedOrder] = ()


def unwatched(title: Text) -> Progress:  # noqa: ARG001 (nobody reads it)
    return silent


def whole_day(
    day: DeliveryDay,
    roads: Measures,
    effort: Effort,
    step: Step = unwatched,
    standing: Standing | None = None,
    *,
    best: Best | None = None,
) -> PlannedDay:
    """Plan a day, solve how it would have gone otherwise, and compute what both emit.

    How hard the other ways are searched, `rounds.counterfactuals` says.

    Parameters
    ----------
    standing: what of the day is decided already; without it, nothing.
    best: is told the best plan so far, now and then.

    Raises
    ------
    BadInputError
        The depot lies off the roads of some vehicle.
    """
    standing = standing or Standing(day)
    rest = standing.rest
    measuring = step(Text("Afstanden meten over het wegennet", "Measuring over the roads"))
    places = places_of(rest)
    measured = MeasuredDay(*roads.measure_for(rest.vehicles, places))
    measuring(1.0)
    planned = plan_day(rest, measured, effort, step(Text("Rondes plannen", "Planning the rounds")), best)
    plan = beside(standing, planned)
    others = counterfactuals(
        day, plan, roads, effort, step(Text("Vergelijkingen doorrekenen", "Solving the baselines"))
    )
    return assess_day(day, effort, plan, others, load_factors())


def beside(standing: Standing, planned: Plan) -> Plan:
    """Put new rounds beside those that are kept, under the lowest numbers that are free."""
    taken = {one.id for one in standing.kept}
    free = (name for name in (f"round-{number}" for number in count(1)) if name not in taken)
    new = [replace(one, id=next(free)) for one in planned.rounds]
    rounds = sorted([*standing.kept, *new], key=lambda one: one.number)
    return Plan(rounds, [*planned.unassigned, *standing.refused], planned.sought)
