"""An inventory as iLEAP 1.0 exchanges it: a ShipmentFootprint for each order, with the TOCs and HOCs it rests on.

Each figure follows from the others as they are printed: activity is mass times the shortest way, emission is activity
times intensity. All elements' figures add up to their grams in the inventory, to the gram. What iLEAP cannot tell,
grams of elements in which nothing has mass and way, is told apart as `notExported`.

Source: iLEAP Technical Specifications 1.0.0 (sine-fdn.github.io/ileap-extension), chapters 6 and 7.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from impact.allocation import Consignment
from impact.central_grams import CentralGrams
from impact.elements import Element, ElementKind, Known
from impact.factors import FactorSet
from impact.ileap_operations import Operation, decimal, operation_of
from impact.inventory import Grams, Inventory

__all__ = ["Shipment", "ileap_document"]

_ORDER_OF_KINDS = (
    ElementKind.COLLECTION,
    ElementKind.HUB,
    ElementKind.RELAY,
    ElementKind.ROUND,
    ElementKind.DELIVERY,
)
"""How an order goes through the elements of one leg: a leg that has a hub begins there."""


@dataclass(frozen=True, slots=True, order=True)
class Shipment:
    """Whose leg it is.

    Attributes
    ----------
    order: the platform's own id of the order, which says nothing of anybody.
    day: written as in ISO 8601. leg: which of the order's legs.
    """

    order: str
    day: str = ""
    leg: int = 1


@dataclass(frozen=True, slots=True)
class _Carried:
    """An order in one element."""

    shipment: Shipment
    consignment: Consignment
    kind: ElementKind
    operation: Operation

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Where it comes in the order's chain."""
        return self.shipment.day, self.shipment.leg, _ORDER_OF_KINDS.index(self.kind), self.operation.id


def ileap_document(
    made: Sequence[tuple[Element, FactorSet]],
    inventory: Inventory,
    shipments: Mapping[str, Shipment],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Give an inventory as iLEAP's data types.

    Parameters
    ----------
    made: the elements that the inventory was made of, each with the factors of its day.
    shipments: by the name that an order has in the elements.
    names: what each element is called outside; those that its users gave it may be somebody's.

    Returns
    -------
    `footprints`, `tocs` and `hocs` of iLEAP; `pcf`, by shipment, what the PACT ProductFootprint around a footprint says
    of it; `statement`, what they cover.
    """
    grams = {each.id: each.grams for each in inventory.elements}
    sets = {factors.version: CentralGrams(factors) for _, factors in made}
    operations: list[Operation] = []
    chains: dict[str, list[_Carried]] = {}
    left = Grams(0, 0)
    for element, factors in sorted(made, key=lambda one: names[one[0].id]):
        operation = operation_of(names[element.id], element, grams[element.id], sets[factors.version])
        if operation is None:
            left += grams[element.id]
            continue
        operations.append(operation)
        for each in element.consignments:
            shipment = shipments[each.order]
            chains.setdefault(shipment.order, []).append(_Carried(shipment, each, element.kind, operation))
    chains = {order: sorted(chains[order], key=lambda one: one.place) for order in sorted(chains)}
    return {
        "dataModel": "iLEAP 1.0.0",
        "statement": _statement(made, inventory, left, len(chains)),
        "footprints": [_footprint(order, chain) for order, chain in chains.items()],
        "tocs": [each.document for each in operations if not each.is_hub],
        "hocs": [each.document for each in operations if each.is_hub],
        "pcf": {order: _pcf(chain) for order, chain in chains.items()},
    }


def _footprint(order: str, chain: Sequence[_Carried]) -> dict[str, Any]:
    return {
        "shipmentId": order,
        "mass": _kilograms(max(each.consignment.mass_g for each in chain)),
        "tces": [_tce(order, number, one) for number, one in enumerate(chain, 1)],
    }


def _tce(order: str, number: int, one: _Carried) -> dict[str, Any]:
    carried, operation = one.consignment, one.operation
    wtw, ttw = operation.emitted_kg(carried)
    return {
        "tceId": f"{order}:{number}",
        "prevTceIds": [f"{order}:{number - 1}"] if number > 1 else [],
        "hocId" if operation.is_hub else "tocId": operation.id,
        "shipmentId": order,
        "mass": _kilograms(carried.mass_g),
        "distance": {"sfd": "0" if operation.is_hub else decimal(Fraction(carried.direct_m, 1000), 3)},
        "transportActivity": "0" if operation.is_hub else decimal(operation.activity(carried), 9),
        "co2eWTW": decimal(wtw, 9),
        "co2eTTW": decimal(ttw, 9),
    }


def _pcf(chain: Sequence[_Carried]) -> dict[str, Any]:
    """Say what PACT's ProductFootprint has to say of a shipment; its share of primary data is a percentage."""
    emitted = [(one.operation.emitted_kg(one.consignment)[0], one.operation.primary) for one in chain]
    whole = sum((wtw for wtw, _ in emitted), Fraction(0))
    activity = sum((one.operation.activity(one.consignment) for one in chain if not one.operation.is_hub), Fraction(0))
    primary = sum((wtw * share for wtw, share in emitted), Fraction(0))
    return {
        "declaredUnit": "ton kilometer",
        "unitaryProductAmount": decimal(activity, 9),
        "pCfExcludingBiogenic": decimal(whole, 9),
        "packagingEmissionsIncluded": False,
        **({"primaryDataShare": decimal(100 * primary / whole, 2)} if whole else {}),
    }


def _statement(
    made: Sequence[tuple[Element, FactorSet]], inventory: Inventory, left: Grams, shipments: int
) -> dict[str, Any]:
    metres = Counter[Known]()
    for by_known in inventory.metres.values():
        metres.update(by_known)
    coverage = inventory.coverage
    primary = Fraction(sum(grams for tier, grams in inventory.tiers.items() if tier == "primary"))
    return {
        "standard": "EN ISO 14083:2023",
        "factorSet": inventory.factor_set,
        "factorDigests": {factors.version: factors.digest for _, factors in made},
        "allocation": "mass times shortest feasible distance; in a hub by mass",
        "distance": "sfd",
        "total": _kg(inventory.total),
        "notExported": _kg(left),
        "kilometres": {str(known): decimal(Fraction(metres[known], 1000), 3) for known in Known},
        "shipments": shipments,
        "coverage": {
            "served": coverage.served,
            "inChains": coverage.in_chains,
            "withMassAndWay": coverage.with_activity,
        },
        **({"primaryDataShare": decimal(100 * primary / inventory.total.wtw, 2)} if inventory.total.wtw else {}),
    }


def _kg(grams: Grams) -> dict[str, str]:
    return {"co2eWTW": decimal(Fraction(grams.wtw, 1000), 3), "co2eTTW": decimal(Fraction(grams.ttw, 1000), 3)}


def _kilograms(grams: int) -> str:
    return decimal(Fraction(grams, 1000), 3)
