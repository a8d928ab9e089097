"""What a day really took, from a file: metres by their purpose, and energy from meters, in place of what was planned.

A row is one stretch of one vehicle in one element. An element named as a round of the day replaces that round's planned
metres; any other is added, and shared over the orders of the rounds that it `serves`. A hub takes the orders that it
serves out of the hubs of the plan, so that none is handled twice. Columns:

element, kind    "round-1" and "round", "hub-1" and "hub"; or a name of one's own, with collection, delivery, relay,
                 round or hub
serves           rounds whose orders it carried, with spaces between, or all; empty for a round or hub of the day
vehicle          a class of vehicle; empty for a hub
purpose, known, distance_m
                 why it was driven, how that is known, whole metres; empty for a hub
energy, amount, data
                 electricity or battery (Wh), diesel, petrol, hvo100 (ml); primary where it was measured, else modelled;
                 once for a vehicle in an element, all it took there; empty where nobody knows
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from impact.activities import VehicleClass
from impact.allocation import Consignment
from impact.elements import Carrier, Element, ElementKind, Energy, Known, Movement, Purpose, Stretch, Tier
from kernel.errors import BadInputError
from rounds.told_rows import read_rows

__all__ = ["COLUMNS", "LogRow", "read_log", "with_log"]

COLUMNS = ["element", "kind", "serves", "vehicle", "purpose", "known", "distance_m", "energy", "amount", "data"]
LIMIT_MIB = 16
BATTERY = "battery"
ALL = "all"

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One stretch, or a hub's meter."""

    line: int
    element: str
    kind: ElementKind
    serves: tuple[str, ...]
    vehicle: VehicleClass | None
    stretch: Stretch | None
    energy: Energy | None


def read_log(file: Path) -> list[LogRow]:
    """Read the rows of a file.

    Raises
    ------
    BadInputError
        It cannot be read, or has faulty lines; the first ten are told, each with its line.
    """
    found: list[LogRow] = []
    read_rows(file, COLUMNS, LIMIT_MIB, lambda row, line: found.append(_row(row, line)))
    return found


def with_log(elements: Sequence[Element], log: Sequence[LogRow]) -> tuple[Element, ...]:
    """Put what was logged in the place of what was planned, and add what was not planned.

    Raises
    ------
    BadInputError
        A row serves a round that is not there, rows of one element contradict each other, or energy is there twice.
    """
    planned = {element.id: element for element in elements}
    logged: dict[str, list[LogRow]] = {}
    for row in log:
        logged.setdefault(row.element, []).append(row)
    made = {name: _element(planned, name, rows) for name, rows in logged.items()}
    hubs = [element for element in made.values() if element.kind is ElementKind.HUB]
    handled = {each.order for hub in hubs for each in hub.consignments}
    as_planned = (_without(handled, element) for name, element in planned.items() if name not in made)
    return (*made.values(), *(element for element in as_planned if element is not None))


def _without(handled: AbstractSet[str], element: Element) -> Element | None:
    """Take what a logged hub handled out of a planned one; None where nothing is left. Rounds stay as they are."""
    if element.kind is not ElementKind.HUB:
        return element
    left = tuple(each for each in element.consignments if each.order not in handled)
    return replace(element, consignments=left) if left else None


def _element(planned: Mapping[str, Element], name: str, rows: Sequence[LogRow]) -> Element:
    first, where = rows[0], f"line {rows[0].line}, {name}"
    if any((row.kind, row.serves) != (first.kind, first.serves) for row in rows):
        raise BadInputError("its rows have several kinds, or serve several rounds", where=where)
    as_planned = planned.get(name)
    if as_planned and (as_planned.kind is ElementKind.HUB) is not (first.kind is ElementKind.HUB):
        raise BadInputError(f"the plan has it as a {as_planned.kind}", where=where, way_out="Give it another name.")
    if first.kind is ElementKind.HUB:
        if len(rows) > 1:
            raise BadInputError("a hub with several rows", where=where, way_out="Add its meters up.")
        if as_planned and not first.serves:
            return replace(as_planned, energy=first.energy)
        return Element(
            id=name, kind=first.kind, movements=(), consignments=_served(planned, first, where), energy=first.energy
        )
    movements = tuple(
        _movement(vehicle, rows, where) for vehicle in VehicleClass if vehicle in {r.vehicle for r in rows}
    )
    if as_planned and not first.serves:
        return replace(as_planned, movements=movements)
    return Element(id=name, kind=first.kind, movements=movements, consignments=_served(planned, first, where))


def _served(planned: Mapping[str, Element], row: LogRow, where: str) -> tuple[Consignment, ...]:
    """Give the orders of the rounds that an element serves, each once."""
    names = tuple(planned) if row.serves == (ALL,) else row.serves
    missing = [name for name in names if name not in planned]
    if missing or not names:
        what = f"serves {missing[0]}, which was not planned" if missing else "serves no round"
        raise BadInputError(what, where=where, way_out=f"There is: {', '.join(planned) or 'none'}; or write all.")
    return tuple({each.order: each for name in names for each in planned[name].consignments}.values())


def _movement(vehicle: VehicleClass, rows: Sequence[LogRow], where: str) -> Movement:
    own = [row for row in rows if row.vehicle is vehicle]
    energy = [row.energy for row in own if row.energy is not None]
    if len(energy) > 1:
        raise BadInputError(f"{vehicle} has its energy twice", where=where, way_out="Add it up, on one row.")
    stretches = tuple(row.stretch for row in own if row.stretch is not None)
    return Movement(vehicle, stretches, energy[0] if energy else None)


def _row(cells: Sequence[str], line: int) -> LogRow:
    if len(cells) != len(COLUMNS):
        raise BadInputError(f"{len(cells)} values for {len(COLUMNS)} columns")
    given = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
    if not given["element"]:
        raise BadInputError("it names no element")
    kind = _one_of(ElementKind, given["kind"], "kind")
    is_hub = kind is ElementKind.HUB
    driven = [given[name] for name in ("vehicle", "purpose", "known", "distance_m")]
    if is_hub and any(driven):
        raise BadInputError("a hub that moves", way_out="Leave vehicle, purpose, known and distance_m empty.")
    return LogRow(
        line=line,
        element=given["element"],
        kind=kind,
        serves=tuple(given["serves"].split()),
        vehicle=None if is_hub else _one_of(VehicleClass, given["vehicle"], "vehicle"),
        stretch=None
        if is_hub
        else Stretch(
            _whole(given["distance_m"], "distance_m"),
            _one_of(Purpose, given["purpose"], "purpose"),
            _one_of(Known, given["known"], "known"),
        ),
        energy=_energy(given),
    )


def _energy(given: Mapping[str, str]) -> Energy | None:
    if not any(given[name] for name in ("energy", "amount", "data")):
        return None
    is_battery = given["energy"] == BATTERY
    carrier = Carrier.ELECTRICITY if is_battery else _one_of(Carrier, given["energy"], "energy")
    return Energy(carrier, _whole(given["amount"], "amount"), _one_of(Tier, given["data"], "data"), is_battery)


def _one_of(choices: type[Choice], text: str, what: str) -> Choice:
    try:
        return choices(text)
    except ValueError:
        raise BadInputError(f"{text!r} is no {what}; use one of {', '.join(choices)}") from None


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise BadInputError(f"{what}: {text!r} is no whole number from 0")
    return int(text)
