"""What our code makes of the published results of `tests/evidence/published.yaml`.

Rounds come from `tests/evidence/solved.csv`, which `python -m bench evidence --publish` writes; grams are reckoned
by the inventory at the central values of factor set 2026.2, whatever is newer.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from bench.evidence_towns import SQUARE_M, TOWNS
from impact.activities import VehicleClass
from impact.allocation import Consignment
from impact.elements import Element, ElementKind, Known, Movement, Purpose, Stretch
from impact.factor_table import load_factors
from impact.factors import Distribution, FactorSet, Scope
from impact.inventory import Grams, inventory_of

__all__ = ["SOLVED", "Published", "Solved", "figure_of", "published", "read_solved"]

FOLDER = Path(__file__).parents[1] / "tests" / "evidence"
PUBLISHED, SOLVED = FOLDER / "published.yaml", FOLDER / "solved.csv"
FACTORS = load_factors("2026.2")

Solved = Mapping[str, Sequence[Mapping[str, int]]]
"""By result, the metres of each instance."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published result, and where ours must land; see the head of the file."""

    id: str
    of: str
    kind: str
    source: str
    url: str
    read: str
    inputs: Mapping[str, Any]
    ours: str
    published: float | str
    unit: str
    low: float
    high: float
    why: str

    def lands(self, ours: Sequence[float]) -> bool:
        return all(self.low <= one <= self.high for one in ours)


def published() -> list[Published]:
    return [Published(**row) for row in yaml.safe_load(PUBLISHED.read_text("utf-8"))]


def read_solved() -> Solved:
    """Read the metres of all towns: columns result, instance, what, metres."""
    found: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    with SOLVED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["result"]][int(row["instance"])][row["what"]] = int(row["metres"])
    return {result: [of[at] for at in sorted(of)] for result, of in found.items()}


def figure_of(one: Published, solved: Solved) -> list[float]:
    """Compute ours, in the unit of the published result: one figure, or one for each of several sizes."""
    if one.id in TOWN_FIGURES:
        return TOWN_FIGURES[one.id](one.inputs, solved[TOWN_OF.get(one.id, one.id)])
    return [FIGURES[one.id](one.inputs)]


# -- grams -------------------------------------------------------------------------------------


def emitted(*driven: tuple[VehicleClass, int, Purpose], orders: int = 1, factors: FactorSet = FACTORS) -> Grams:
    movements = tuple(Movement(by, (Stretch(metres, why, Known.ESTIMATED),)) for by, metres, why in driven)
    consignments = tuple(Consignment(str(number), 1_000, 1_000) for number in range(orders))
    element = Element(id="round", kind=ElementKind.ROUND, movements=movements, consignments=consignments)
    return inventory_of([(element, factors)], orders).total


def of_km(vehicle: VehicleClass, km: int) -> Grams:
    return emitted((vehicle, km * 1000, Purpose.CARRYING))


def van_round(inputs: Mapping[str, Any]) -> float:
    found = emitted((VehicleClass.DIESEL_VAN, inputs["distance_m"], Purpose.CARRYING), orders=inputs["drops"])
    return found.ttw / inputs["drops"]


def car_trip(inputs: Mapping[str, Any]) -> float:
    return emitted((VehicleClass.CAR, inputs["distance_m"], Purpose.CARRYING)).ttw


def items_a_trip(inputs: Mapping[str, Any]) -> float:
    return car_trip({"distance_m": inputs["trip_m"]}) / van_round(inputs)


def failed_attempts(inputs: Mapping[str, Any]) -> float:
    """Give the per cent more where those that fail are tried again, and those that fail again once more."""
    metres, failed = inputs["distance_m"], inputs["failed"]
    again = round(metres * (failed + failed**2))
    delivered = (VehicleClass.DIESEL_VAN, metres, Purpose.CARRYING)
    with_them = emitted(delivered, (VehicleClass.DIESEL_VAN, again, Purpose.FAILED_ATTEMPT), orders=inputs["drops"])
    return 100 * (with_them.ttw / emitted(delivered, orders=inputs["drops"]).ttw - 1)


def ademe_shop(inputs: Mapping[str, Any]) -> float:
    value = inputs["g_per_km"]
    rows = [
        replace(row, low=own, central=own, high=own, distribution=Distribution.FIXED, range_status=None)
        for row in FACTORS.factors
        if row.id in {"fossil_car.driving", "car.electric_share"}
        for own in [{Scope.WTW: value, Scope.TTW: value}.get(row.scope, 0.0)]
    ]
    own = FACTORS.with_own("ademe", rows)
    return emitted((VehicleClass.CAR, inputs["distance_m"], Purpose.CARRYING), factors=own).wtw


def life_cycle_gap(vehicle: VehicleClass, instead_of: VehicleClass) -> Callable[[Mapping[str, Any]], float]:
    """Grams a kilometre less, well-to-wheel and making."""

    def gap(_: Mapping[str, Any]) -> float:
        making = {row.id: row.central for row in FACTORS.factors if row.scope is Scope.MAKING}
        worse, better = (of_km(each, 1000).wtw / 1000 + making[f"{each}.making"] for each in (instead_of, vehicle))
        return worse - better

    return gap


def bike_electricity(inputs: Mapping[str, Any]) -> float:
    """Both take the same electricity, so that their grams stand to one another as their kilowatt-hours."""
    km = inputs["distance_m"] // 100
    return 100 * of_km(VehicleClass.CARGO_BIKE, km).wtw / of_km(VehicleClass.ELECTRIC_VAN, km).wtw


FIGURES: Mapping[str, Callable[[Mapping[str, Any]], float]] = {
    "van_round": van_round,
    "car_trip": car_trip,
    "items_a_trip": items_a_trip,
    "failed_tenth": failed_attempts,
    "failed_half": failed_attempts,
    "ademe_shop": ademe_shop,
    "bike_for_diesel": life_cycle_gap(VehicleClass.CARGO_BIKE, VehicleClass.DIESEL_VAN),
    "electric_for_diesel": life_cycle_gap(VehicleClass.ELECTRIC_VAN, VehicleClass.DIESEL_VAN),
    "pedal_me_diesel": life_cycle_gap(VehicleClass.CARGO_BIKE, VehicleClass.DIESEL_VAN),
    "pedal_me_electric": life_cycle_gap(VehicleClass.CARGO_BIKE, VehicleClass.ELECTRIC_VAN),
    "bike_electricity": bike_electricity,
}

# -- rounds ------------------------------------------------------------------------------------

Towns = Sequence[Mapping[str, int]]


def beta(inputs: Mapping[str, Any], towns: Towns) -> list[float]:
    return [fmean(town["tour_m"] for town in towns) / (SQUARE_M * sqrt(inputs["points"]))]


def beside_daganzo(inputs: Mapping[str, Any], towns: Towns) -> list[float]:
    """Ours over 2 r R + 0.57 root(n A), r the mean way from the depot and R the rounds."""
    points, rounds = inputs["points"], inputs["rounds"]
    local_m = 0.57 * SQUARE_M * sqrt(points)
    return [fmean(town["rounds_m"] / (2 * rounds * town["direct_m"] / points + local_m) for town in towns)]


def fewer_metres(inputs: Mapping[str, Any], towns: Towns) -> list[float]:
    return [
        100 * (1 - sum(town[f"van_{stops}_m"] for town in towns) / sum(town[f"cars_{stops}_m"] for town in towns))
        for stops in inputs["stops"]
    ]


def fewer_grams(inputs: Mapping[str, Any], towns: Towns) -> list[float]:
    def sum_g(vehicle: VehicleClass, what: str) -> int:
        return emitted((vehicle, sum(town[what] for town in towns), Purpose.CARRYING)).wtw

    return [
        100 * (1 - sum_g(VehicleClass.DIESEL_VAN, f"van_{stops}_m") / sum_g(VehicleClass.CAR, f"cars_{stops}_m"))
        for stops in inputs["stops"]
    ]


def with_feeders_m(_: Mapping[str, Any], towns: Towns) -> list[float]:
    total = {what: sum(town[what] for town in towns) for what in towns[0]}
    return [(total["vans_m"] + total["bikes_m"] + total["feeders_m"]) / total["vans_alone_m"]]


def with_feeders_g(_: Mapping[str, Any], towns: Towns) -> list[float]:
    total = {what: sum(town[what] for town in towns) for what in towns[0]}
    diesel_m = total["vans_m"] + total["feeders_m"]
    mixed = emitted(
        (VehicleClass.DIESEL_VAN, diesel_m, Purpose.CARRYING),
        (VehicleClass.CARGO_BIKE, total["bikes_m"], Purpose.CARRYING),
    )
    return [mixed.wtw / emitted((VehicleClass.DIESEL_VAN, total["vans_alone_m"], Purpose.CARRYING)).wtw]


TOWN_OF = {"groceries_grams": "groceries_metres"}
"""Results that are reckoned from the towns of another."""
TOWN_FIGURES: Mapping[str, Callable[[Mapping[str, Any], Towns], list[float]]] = {
    **dict.fromkeys([name for name in TOWNS if name.startswith(("tour", "torus"))], beta),
    "rounds_middle": beside_daganzo,
    "rounds_outside": beside_daganzo,
    "groceries_metres": fewer_metres,
    "groceries_grams": fewer_grams,
    "feeders_metres": with_feeders_m,
    "feeders_grams": with_feeders_g,
}
