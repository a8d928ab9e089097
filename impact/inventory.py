"""The inventory of transport chains by EN ISO 14083: what was emitted, by which data, and each order's part of it.

At the central values of the factors; how far those may be wrong is said by the drawn ranges beside it. Whole grams,
and every sum exact: elements add up to the total, orders to what is allocated, and well-to-wheel is tank-to-wheel plus
well-to-tank wherever it stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from impact.allocation import apportion, weights_by_activity, weights_by_mass
from impact.central_grams import NOTHING, CentralGrams, Emitted
from impact.elements import Element, ElementKind, Known, Purpose, Tier
from impact.factors import FactorSet
from kernel.errors import BadInputError

__all__ = ["Coverage", "ElementGrams", "Grams", "Inventory", "inventory_of"]


@dataclass(frozen=True, slots=True)
class Grams:
    """Whole grams CO2e of operation and of bringing the energy there."""

    ttw: int
    wtt: int

    @property
    def wtw(self) -> int:
        return self.ttw + self.wtt

    def __add__(self, other: "Grams") -> "Grams":
        return Grams(self.ttw + other.ttw, self.wtt + other.wtt)


ZERO = Grams(0, 0)


@dataclass(frozen=True, slots=True)
class ElementGrams:
    """One element's grams, metres and orders."""

    id: str
    kind: ElementKind
    grams: Grams
    distance_m: int
    orders: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many orders were served, lie in some chain, and have both mass and distance to be shared by."""

    served: int
    in_chains: int
    with_activity: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """Grams CO2e of a day's or a period's transport chains.

    Attributes
    ----------
    tiers: well-to-wheel grams by the quality of the data behind them; they add up to the total.
    metres: by what they were driven for and how they are known.
    orders: each order's part, all its elements together.
    not_allocated: of elements without an order, such as a round that brought nothing.
    tonne_km: Σ mass x direct distance, each order once.
    """

    factor_set: str
    total: Grams
    elements: tuple[ElementGrams, ...]
    tiers: Mapping[Tier, int]
    metres: Mapping[Purpose, Mapping[Known, int]]
    orders: Mapping[str, Grams]
    not_allocated: Grams
    tonne_km: Fraction
    coverage: Coverage

    @property
    def intensity_g_per_tkm(self) -> Fraction | None:
        """Well-to-wheel grams a tonne-kilometre; None where nothing was carried."""
        return self.total.wtw / self.tonne_km if self.tonne_km else None


def inventory_of(made: Sequence[tuple[Element, FactorSet]], served: int) -> Inventory:
    """Reckon the inventory.

    Parameters
    ----------
    made: elements, each with the factors of its day.
    served: orders that were served, in some element or not.

    Raises
    ------
    BadInputError
        An element's id occurs twice, or the factor set lacks something.
    """
    if len({element.id for element, _ in made}) != len(made):
        raise BadInputError("two elements have the same id", way_out="Give each its own.")
    # By name, here and below: a gram left over goes to the same one whatever order they are handed in.
    made = sorted(made, key=lambda one: one[0].id)
    elements = [element for element, _ in made]
    sets = {factors.version: CentralGrams(factors) for _, factors in made}
    by_tier = [sets[factors.version].of_element(element) for element, factors in made]
    exact = [sum(tiers.values(), NOTHING) for tiers in by_tier]
    total, parts = _in_whole_grams(exact)
    allocated = Counter[str](), Counter[str]()
    left = ZERO
    for element, grams in zip(elements, parts, strict=True):
        if not element.consignments:
            left += grams
            continue
        consignments = sorted(element.consignments, key=lambda each: each.order)
        weights = (weights_by_mass if element.kind is ElementKind.HUB else weights_by_activity)(consignments)
        for whole, kept in zip((grams.ttw, grams.wtt), allocated, strict=True):
            kept.update(
                {each.order: share for each, share in zip(consignments, apportion(whole, weights), strict=True)}
            )
    carried = {each.order: each for element in elements for each in element.consignments}
    return Inventory(
        factor_set=", ".join(sorted(sets)),
        total=total,
        elements=tuple(
            ElementGrams(
                element.id,
                element.kind,
                grams,
                sum(movement.distance_m for movement in element.movements),
                len(element.consignments),
            )
            for element, grams in zip(elements, parts, strict=True)
        ),
        tiers=_tiers(total.wtw, by_tier),
        metres=_metres(elements),
        orders={order: Grams(allocated[0][order], allocated[1][order]) for order in carried},
        not_allocated=left,
        tonne_km=Fraction(sum(each.gram_metres for each in carried.values()), 10**9),
        coverage=Coverage(served, len(carried), sum(each.gram_metres > 0 for each in carried.values())),
    )


def _in_whole_grams(exact: Sequence[Emitted]) -> tuple[Grams, list[Grams]]:
    """Round the total once, each scope apart, and cut it among the elements."""
    ttw = round(sum((each.ttw for each in exact), Fraction(0)))
    wtt = round(sum((each.wtt for each in exact), Fraction(0)))
    if not exact:
        return ZERO, []
    of_ttw, of_wtt = apportion(ttw, [each.ttw for each in exact]), apportion(wtt, [each.wtt for each in exact])
    return Grams(ttw, wtt), [Grams(*both) for both in zip(of_ttw, of_wtt, strict=True)]


def _tiers(total: int, by_tier: Sequence[Mapping[Tier, Emitted]]) -> Mapping[Tier, int]:
    exact = [sum((tiers.get(tier, NOTHING).wtw for tiers in by_tier), Fraction(0)) for tier in Tier]
    return dict(zip(Tier, apportion(total, exact) if total else (0,) * len(Tier), strict=True))


def _metres(elements: Sequence[Element]) -> Mapping[Purpose, Mapping[Known, int]]:
    found = {purpose: Counter[Known]() for purpose in Purpose}
    for element in elements:
        for movement in element.movements:
            for stretch in movement.stretches:
                found[stretch.purpose][stretch.known] += stretch.distance_m
    return {purpose: dict(metres) for purpose, metres in found.items() if metres}
