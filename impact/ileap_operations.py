"""Elements of an inventory as iLEAP 1.0 has operations: a TOC for what moves, a HOC for a hub.

One element is one category: the inventory shares each round's own grams over its own orders, so that a wider category
would have another intensity than its orders' shares. iLEAP has no mode for bicycles; they are Road, driven by Electric.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from impact.allocation import Consignment, apportion
from impact.central_grams import NOTHING, CentralGrams
from impact.elements import Carrier, Element, ElementKind, Purpose, Tier
from impact.inventory import Grams

__all__ = ["Operation", "decimal", "operation_of"]

_CARRIERS = {
    Carrier.ELECTRICITY: ("Electric", "kWh", "Grid"),
    Carrier.DIESEL: ("Diesel", "l", "Fossil"),
    Carrier.PETROL: ("Petrol", "l", "Fossil"),
    Carrier.HVO100: ("HVO", "l", None),
}
"""How iLEAP calls a carrier, the unit of it that a factor is of, and its feedstock; of HVO's ours does not know it."""
_SHARE_PLACES = 6
_LESS_THAN_ONE = 1 - Fraction(1, 10**_SHARE_PLACES)
_GRAM_PLACES = 9
"""Of kilograms: a millionth of a gram, so that rounding half a million figures stays below a gram."""
_WITHOUT_FREIGHT = frozenset({Purpose.EMPTY, Purpose.REPOSITIONING, Purpose.WAY_TO_DEPOT})


def decimal(value: Fraction, places: int) -> str:
    """Write a number that is not below zero as iLEAP wants it: digits, no exponent, no zeros at the end.

    Parameters
    ----------
    places: after the point, one or more; rounded half to even.
    """
    whole = round(value * 10**places)
    digits = f"{whole:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Operation:
    """A TOC or a HOC, and what follows from it.

    Attributes
    ----------
    wtw, ttw: kg CO2e a tonne-kilometre, of a hub a tonne, as `document` prints them.
    primary: the share of its well-to-wheel grams that rest on measured energy.
    """

    is_hub: bool
    id: str
    wtw: Fraction
    ttw: Fraction
    primary: Fraction
    document: dict[str, Any]

    def activity(self, carried: Consignment) -> Fraction:
        """Tonne-kilometres of an order, in a hub its tonnes."""
        return _activity(carried, is_hub=self.is_hub)

    def emitted_kg(self, carried: Consignment) -> tuple[Fraction, Fraction]:
        """Give well-to-wheel and tank-to-wheel kg CO2e of an order, as they are printed."""
        activity = self.activity(carried)
        wtw, ttw = (Fraction(decimal(activity * each, _GRAM_PLACES)) for each in (self.wtw, self.ttw))
        return wtw, ttw


def operation_of(name: str, element: Element, grams: Grams, central: CentralGrams) -> Operation | None:
    """Give an element as an operation; None where no order in it has an activity that its grams could be told by.

    Parameters
    ----------
    name: what it is called outside.
    grams: its whole grams in the inventory.
    """
    is_hub = element.kind is ElementKind.HUB
    activity = sum((_activity(each, is_hub=is_hub) for each in element.consignments), Fraction(0))
    if not activity:
        return None
    # So many places that what the rounding of an intensity does to the whole stays below a millionth of a gram.
    places = _GRAM_PLACES + len(str(int(activity)))
    wtw, ttw = (decimal(Fraction(each, 1000) / activity, places) for each in (grams.wtw, grams.ttw))
    tiers = central.of_element(element)
    whole = sum(tiers.values(), NOTHING).wtw
    document: dict[str, Any] = {"hocId" if is_hub else "tocId": name, "description": _description(element)}
    document |= {"hubType": "Transshipment"} if is_hub else {"mode": "Road", **_empty(element)}
    document |= {
        "energyCarriers": _energy_carriers(element, central, emits=grams.wtw > 0),
        "co2eIntensityWTW": wtw,
        "co2eIntensityTTW": ttw,
        **({"hubActivityUnit": "tonnes"} if is_hub else {"transportActivityUnit": "tkm"}),
    }
    primary = tiers[Tier.PRIMARY].wtw / whole if whole and Tier.PRIMARY in tiers else Fraction(0)
    return Operation(is_hub, name, Fraction(wtw), Fraction(ttw), primary, document)


def _activity(carried: Consignment, *, is_hub: bool) -> Fraction:
    return Fraction(carried.mass_g, 10**6) if is_hub else Fraction(carried.gram_metres, 10**9)


def _description(element: Element) -> str:
    vehicles = sorted({str(movement.vehicle).replace("_", " ") for movement in element.movements})
    by = ", ".join(vehicles) or "nothing"
    match element.kind:
        case ElementKind.HUB:
            return "local hub: goods are handed over and not kept"
        case ElementKind.ROUND:
            return f"one round that collects at shops and delivers to households, by {by}"
        case _:
            return f"{element.kind}, by {by}"


def _empty(element: Element) -> dict[str, str]:
    """Give the share of metres without freight; iLEAP has no word for a round that is empty all the way."""
    metres = Counter[bool]()
    for movement in element.movements:
        for stretch in movement.stretches:
            metres[stretch.purpose in _WITHOUT_FREIGHT] += stretch.distance_m
    if not metres[False]:
        return {}
    return {"emptyDistanceFactor": decimal(min(Fraction(metres[True], metres.total()), _LESS_THAN_ONE), _SHARE_PLACES)}


def _energy_carriers(element: Element, central: CentralGrams, *, emits: bool) -> list[dict[str, Any]]:
    """Give the carriers with their shares; by metres, as nobody knows the activity of each vehicle of an element."""
    shares: dict[Carrier, Fraction] = {}
    driven = sum(movement.distance_m for movement in element.movements)
    for movement in element.movements:
        part = Fraction(movement.distance_m, driven) if driven else Fraction(1, len(element.movements))
        for carrier, share in central.carriers(movement).items():
            shares[carrier] = shares.get(carrier, Fraction(0)) + part * share
    if not element.movements:
        shares = {element.energy.carrier if element.energy else Carrier.ELECTRICITY: Fraction(1)}
    used = {carrier: share for carrier, share in sorted(shares.items()) if share}
    printed = dict(zip(used, apportion(10**_SHARE_PLACES, [*used.values()]), strict=True))
    return [
        _energy_carrier(carrier, Fraction(share, 10**_SHARE_PLACES), central, emits=emits)
        for carrier, share in printed.items()
        if share
    ]


def _energy_carrier(carrier: Carrier, share: Fraction, central: CentralGrams, *, emits: bool) -> dict[str, Any]:
    name, unit, feedstock = _CARRIERS[carrier]
    factor = central.per_unit(carrier)
    return {
        "energyCarrier": name,
        "relativeShare": decimal(share, _SHARE_PLACES),
        **({"feedstocks": [{"feedstock": feedstock, "feedstockShare": "1"}]} if feedstock else {}),
        **({} if emits else {"energyConsumption": "0"}),
        "energyConsumptionUnit": unit,
        "emissionFactorWTW": decimal(factor.wtw / 1000, _GRAM_PLACES),
        "emissionFactorTTW": decimal(factor.ttw / 1000, _GRAM_PLACES),
    }
