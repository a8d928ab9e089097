"""Checks the figures of somebody's shipment footprints: do they follow from their own masses, distances, intensities?

The fields are those of iLEAP 1.0 (ShipmentFootprint, TCE, TOC, HOC), whose numbers are decimal strings: kg, km, tkm and
kg CO2e; a hub's activity is tonnes. A figure may be printed with fewer digits than were reckoned with, so each is
compared at the digits it has.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from kernel.errors import BadInputError

__all__ = ["activity_tkm", "emission_kg", "footprint_faults"]

_EMISSIONS = (("co2eWTW", "co2eIntensityWTW"), ("co2eTTW", "co2eIntensityTTW"))
_TOC, _HOC = "tocId", "hocId"
_EXPONENTS = range(-400, 16)
"""Powers of ten of a figure's last digit, down to those of the least double: rounding leaves 5.55e-17 of a nought."""
_Operations = Mapping[tuple[str, str], Mapping[str, Any]]
"""By the name of their id, and the id."""


def activity_tkm(mass_kg: Decimal, distance_km: Decimal) -> Decimal:
    """Transport activity in tonne-kilometres."""
    return mass_kg * distance_km / 1000


def emission_kg(activity: Decimal, intensity: Decimal) -> Decimal:
    """Emission of an element: its activity (tkm, or t in a hub) times kg CO2e for each of them."""
    return activity * intensity


def footprint_faults(document: Mapping[str, Any]) -> list[str]:
    """Find figures that do not follow from the others.

    Parameters
    ----------
    document: `footprints` (each with `shipmentId`, `mass`, `tces`, and perhaps `co2eWTW` and `co2eTTW` as its totals),
        `tocs` and `hocs`.

    Returns
    -------
    One line a fault: where, what is printed, and what follows.

    Raises
    ------
    BadInputError
        A field is missing or no number, or a TCE names an operation that is not listed; where none are listed at all,
        an element's own figures are added up.
    """
    operations: dict[tuple[str, str], Mapping[str, Any]] = {}
    for name, key in (("tocs", _TOC), ("hocs", _HOC)):
        for each in _list(document, name):
            if key not in each:
                raise BadInputError(f"{key} is missing", where=name)
            operations[key, str(each[key])] = each
    return [fault for footprint in _list(document, "footprints") for fault in _of_footprint(footprint, operations)]


def _of_footprint(footprint: Mapping[str, Any], operations: _Operations) -> Iterator[str]:
    shipment = str(footprint.get("shipmentId", ""))
    totals = dict.fromkeys((name for name, _ in _EMISSIONS), Decimal(0))
    for element in _list(footprint, "tces"):
        where = f"{shipment}, {element.get('tceId', '')}"
        mass_kg = _number(element, "mass", where)
        if _is_hub(element):
            activity = mass_kg / 1000
        else:
            activity = activity_tkm(mass_kg, _distance_km(element, where))
            yield from _compare(f"{where}, transportActivity", element.get("transportActivity"), activity)
        operation = _operation(element, operations, where)
        for name, intensity in _EMISSIONS:
            if operation is None:
                totals[name] += _number(element, name, where)
                continue
            found = emission_kg(activity, _number(operation, intensity, where))
            totals[name] += found
            yield from _compare(f"{where}, {name}", element.get(name), found)
    for name, total in totals.items():
        yield from _compare(f"{shipment}, {name} of the whole", footprint.get(name), total)


def _is_hub(element: Mapping[str, Any]) -> bool:
    return element.get(_HOC) is not None


def _operation(element: Mapping[str, Any], operations: _Operations, where: str) -> Mapping[str, Any] | None:
    """Find the operation that an element names; None where it names none, or none are listed."""
    key = _HOC if _is_hub(element) else _TOC
    named = element.get(key)
    if named is None or not operations:
        return None
    if (key, str(named)) not in operations:
        raise BadInputError(f"{key} {str(named)[:80]!r} is not listed", where=where, way_out=f"List it in {key[:3]}s.")
    return operations[key, str(named)]


def _compare(where: str, printed: Any, follows: Decimal) -> Iterator[str]:
    if printed is None:
        return
    shown = _decimal(printed, where)
    half_a_digit = Decimal(1).scaleb(int(shown.as_tuple().exponent)) / 2
    if abs(shown - follows) > half_a_digit:
        yield f"{where}: printed {shown}, follows {follows.normalize():f}"


def _distance_km(element: Mapping[str, Any], where: str) -> Decimal:
    distance = element.get("distance")
    kinds: Mapping[str, Any] = distance if isinstance(distance, Mapping) else {}  # pyright: ignore[reportUnknownVariableType] (JSON)
    for name in ("sfd", "gcd", "actual"):
        if name in kinds:
            return _number(kinds, name, where)
    raise BadInputError("no distance", where=where, way_out="Give actual, gcd or sfd.")


def _list(document: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):  # pyright: ignore[reportUnknownVariableType] (JSON)
        raise BadInputError("is no list of objects", where=name)
    return found  # pyright: ignore[reportUnknownVariableType] (JSON, checked above)


def _number(fields: Mapping[str, Any], name: str, where: str) -> Decimal:
    if name not in fields:
        raise BadInputError(f"{name} is missing", where=where)
    return _decimal(fields[name], f"{where}, {name}")


def _decimal(value: Any, where: str) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise BadInputError(f"{str(value)[:80]!r} is no number", where=where) from None
    if not found.is_finite() or found.as_tuple().exponent not in _EXPONENTS or abs(found) > Decimal(10) ** 15:
        raise BadInputError(f"{str(value)[:80]!r} is no number that can be", where=where)
    return found
