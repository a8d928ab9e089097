"""A day as it was ridden and metered, put in the place of its plan: metres, energy and figures of rounds.

What was planned, what is estimated from couriers' reports and what a meter says stay apart: every stretch says which it
is. Rounds that are not over, or of which nothing was reported, keep their planned metres; so do those that only missing
reports would make shorter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from impact.activities import VehicleClass, VehicleMetres
from impact.allocation import apportion
from impact.elements import Element, Energy, Known, Movement, Stretch
from impact.indicators import RoundFacts
from kernel.text import Text
from rounds.kept_activity import KeptActivity
from rounds.low_readings import LEAST_EXPECTED, is_low
from rounds.ridden_round import RiddenRound

__all__ = ["NOTHING_TOLD", "Meter", "RiddenDay", "ridden_notes", "ridden_section", "with_ridden"]

WITH_BATTERY = frozenset({VehicleClass.CARGO_BIKE, VehicleClass.CAR, VehicleClass.ELECTRIC_VAN})
RIDDEN_NOTE = Text(
    "De rondes zijn gerekend zoals zij gereden zijn: gemeten waar de meter van het voertuig is afgelezen, anders "
    "geschat langs de wegen tussen de haltes in de volgorde van de meldingen, ook mislukte pogingen. De lijst van "
    "rondes en de vergelijkingen blijven die van de planning; een omweg telt dus alleen bij de rondes.",
    "The rounds are reckoned as they were ridden: metered where the vehicle's meter was read, else estimated along the "
    "roads between the stops in the order of the reports, failed attempts too. The list of rounds and the comparisons "
    "stay those of the plan, so that a detour counts with the rounds alone.",
)
STILL_PLANNED_NOTE = Text(
    "Rondes die niet gemeten zijn en waarvan niets of te weinig gemeld is, tellen met hun geplande kilometers.",
    "Rounds that were not metered, and of which nothing or too little was reported, count with their planned "
    "kilometres.",
)
LOW_NOTE = Text(
    "Aflezingen van minder dan {percent} % van wat de meldingen of anders de planning doen verwachten: {readings_low}. "
    "Zij tellen, maar klopten zij wel? Een aflezing van nul telt niet.",
    "Readings of less than {percent} % of what the reports or else the plan imply: {readings_low}. They count, but "
    "were they right? A reading of nought does not.",
)


@dataclass(frozen=True, slots=True)
class Meter:
    """What one vehicle's meters say of the day, and the rounds that it rode.

    Attributes
    ----------
    rounds: elements, "round-1", of those that are over; none is a vehicle that rode no round of the day: it is in no
        figure.
    driven_m, energy: None where nobody read them. Nought is told, and not believed of a vehicle that rode.
    """

    rounds: tuple[str, ...]
    driven_m: int | None
    energy: Energy | None

    @property
    def believed(self) -> "Meter":
        is_nought = self.energy is not None and not self.energy.amount
        return Meter(self.rounds, self.driven_m or None, None if is_nought else self.energy)


@dataclass(frozen=True, slots=True)
class RiddenDay:
    """What is known of a day after it was ridden.

    Attributes
    ----------
    rounds: those that are over and were told of, by their element.
    meters: of each vehicle that has any.
    beeline_ways: how many ways between two visits were taken as the crow flies, longer by the usual detour, as one of
        their ends is off the roads.
    readings_waiting: of vehicles of which a round is still under way: a reading is of the whole day, and the metres of
        that round are not told yet, so these are in no figure.
    """

    rounds: Mapping[str, RiddenRound]
    meters: Sequence[Meter]
    beeline_ways: int = 0
    readings_waiting: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.rounds or any(meter.rounds for meter in self.meters))


NOTHING_TOLD = RiddenDay({}, ())
"""Of a day that stays as it was planned."""


def with_ridden(kept: KeptActivity, ridden: RiddenDay) -> KeptActivity:
    """Put what was ridden in the place of what was planned.

    A vehicle's metered metres are all in the total: shared over its rounds, and in each over its purposes, as those
    stand to one another by the reports or else the plan.
    """
    if not ridden.is_known or not kept.elements:
        return kept
    facts = dict(zip((element.id for element in kept.elements), kept.facts, strict=False))
    elements = {element.id: element for element in kept.elements}
    for name, one in ridden.rounds.items():
        if name not in facts:
            continue
        if not one.falls_short_of(facts[name].distance_m):
            movement = replace(elements[name].movements[0], stretches=one.stretches)
            elements[name] = replace(elements[name], movements=(movement,))
        facts[name] = _ridden_facts(facts[name], one)
    for meter in (one.believed for one in ridden.meters):
        own = [name for name in meter.rounds if name in facts]
        if own:
            elements |= _metered([elements[name] for name in own], meter)
    facts = {name: _as_far(each, elements[name]) for name, each in facts.items()}
    rounds = [VehicleMetres(each.vehicle, each.distance_m, 0) for one in elements.values() for each in one.movements]
    return replace(
        kept,
        activity=replace(kept.activity, rounds=tuple(rounds)),
        elements=tuple(elements.values()),
        facts=tuple(facts.values()),
    )


def ridden_section(
    days: Iterable[tuple[KeptActivity, KeptActivity, RiddenDay]], *, rounds: int
) -> dict[str, Any] | None:
    """Say of a report's rounds how their metres are known; None where all are planned.

    Parameters
    ----------
    days: every day of the report, as it was planned, as it is reckoned with (a log goes over its ride), and what is
        known of it.
    rounds: how many the report has.
    """
    told = list(days)
    if not any(ridden.is_known for _, _, ridden in told):
        return None
    metres = dict.fromkeys(Known, 0)
    for _, now, _ in told:
        for how, distance_m in _known_metres(now):
            metres[how] += distance_m
    reported = [one for _, _, ridden in told for one in ridden.rounds.values()]
    waiting = sum(ridden.readings_waiting for _, _, ridden in told)
    return {
        "rounds": rounds,
        "told": len(reported),
        "metered": sum(
            len(meter.rounds) for _, _, ridden in told for meter in ridden.meters if meter.believed.driven_m is not None
        ),
        "with_hours": sum(one.duty_s is not None for one in reported),
        "stops_untold": sum(one.untold for one in reported),
        "beeline_ways": sum(ridden.beeline_ways for _, _, ridden in told),
        "readings_low": sum(_low(planned, ridden) for planned, _, ridden in told),
        "plan_m": sum(planned.rounds_m for planned, _, _ in told),
        "metres": {str(how): metres[how] for how in Known},
        **({"readings_waiting": waiting} if waiting else {}),
    }


def ridden_notes(section: Mapping[str, Any]) -> list[Text]:
    """Give what is noted of a report with this section: how its rounds are known, and readings that are doubtful."""
    notes = [RIDDEN_NOTE]
    if section["metres"][Known.PLANNED]:
        notes.append(STILL_PLANNED_NOTE)
    if section["readings_low"]:
        told = {"percent": int(100 * LEAST_EXPECTED), "readings_low": section["readings_low"]}
        notes.append(Text(LOW_NOTE.nl.format(**told), LOW_NOTE.en.format(**told)))
    return notes


def _known_metres(kept: KeptActivity) -> list[tuple[Known, int]]:
    """Give the metres of a day's rounds by how they are known; one that was kept without its elements was planned."""
    if not kept.elements:
        return [(Known.PLANNED, kept.rounds_m)]
    moved = [movement for element in kept.elements for movement in element.movements]
    return [(each.known, each.distance_m) for movement in moved for each in movement.stretches]


def _low(planned: KeptActivity, ridden: RiddenDay) -> int:
    """Count the vehicles whose readings say too little."""
    told = with_ridden(planned, replace(ridden, meters=()))
    before, after = ({one.id: one for one in kept.elements} for kept in (told, with_ridden(planned, ridden)))
    low = 0
    for meter in ridden.meters:
        own = [name for name in meter.rounds if name in before]
        amount = None if meter.energy is None else meter.energy.amount
        low += bool(own) and is_low(
            {name: before[name] for name in own},
            {name: after[name] for name in own},
            meter.driven_m,
            amount,
            planned.factors,
        )
    return low


def _ridden_facts(planned: RoundFacts, ridden: RiddenRound) -> RoundFacts:
    told = replace(
        planned,
        duty_s=planned.duty_s if ridden.duty_s is None else ridden.duty_s,
        attempts=ridden.attempts,
        first_time=ridden.first_time,
    )
    if ridden.falls_short_of(planned.distance_m):
        return told
    return replace(
        told,
        distance_m=ridden.distance_m,
        empty_m=ridden.empty_m,
        stops=ridden.visits,
        gram_metres=ridden.gram_metres,
        millilitre_metres=ridden.millilitre_metres,
    )


def _as_far(facts: RoundFacts, element: Element) -> RoundFacts:
    """Bring a round's figures to the metres that its element has now; shares stay as they are."""
    distance_m = sum(each.distance_m for each in element.movements)
    if distance_m == facts.distance_m or not facts.distance_m:
        return replace(facts, distance_m=distance_m)

    def as_far(metres: int) -> int:
        return (2 * metres * distance_m + facts.distance_m) // (2 * facts.distance_m)

    return replace(
        facts,
        distance_m=distance_m,
        empty_m=as_far(facts.empty_m),
        gram_metres=as_far(facts.gram_metres),
        millilitre_metres=as_far(facts.millilitre_metres),
    )


def _metered(elements: Sequence[Element], meter: Meter) -> dict[str, Element]:
    """Share a vehicle's day over its rounds."""
    movements = [element.movements[0] for element in elements]
    weights = [each.distance_m for each in movements]
    count = len(elements)
    driven = [None] * count if meter.driven_m is None else apportion(meter.driven_m, weights)
    amounts = [0] * count if meter.energy is None else apportion(meter.energy.amount, weights)
    return {
        element.id: replace(
            element, movements=(_as_metered(movement, metres, _energy_of(movement.vehicle, meter.energy, amount)),)
        )
        for element, movement, metres, amount in zip(elements, movements, driven, amounts, strict=True)
    }


def _energy_of(vehicle: VehicleClass, energy: Energy | None, amount: int) -> Energy | None:
    """Give a round its part; None of a battery that its vehicle did not have yet when the day was planned."""
    if energy is None or (energy.from_battery and vehicle not in WITH_BATTERY):
        return None
    return replace(energy, amount=amount)


def _as_metered(movement: Movement, driven_m: int | None, energy: Energy | None) -> Movement:
    stretches = movement.stretches
    if driven_m is not None:
        parts = apportion(driven_m, [each.distance_m for each in stretches])
        stretches = tuple(
            Stretch(part, each.purpose, Known.DRIVEN) for each, part in zip(stretches, parts, strict=True)
        )
    return Movement(movement.vehicle, stretches, energy)
