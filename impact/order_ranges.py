"""Ranges of single orders: each one's share of every element's drawn grams. On request, as it sorts once an order."""

from collections.abc import Mapping, Sequence

import numpy as np

from impact.activities import VehicleMetres
from impact.allocation import weights_by_activity, weights_by_mass
from impact.amounts import Driven
from impact.drawn_grams import driven_g
from impact.draws import DEFAULT_DRAWS, Draws, Sample, draw
from impact.elements import Element, ElementKind
from impact.factors import FactorSet
from impact.ranges import Range

__all__ = ["order_ranges"]


def order_ranges(
    elements: Sequence[Element], factors: FactorSet, *, draws: int = DEFAULT_DRAWS, seed: int = 1
) -> Mapping[str, Range]:
    """Give P5, P50 and P95 of each order's grams CO2e, well-to-wheel, from metres by class of vehicle.

    Percentiles of orders do not add up to those of the day: orders of one round are wrong together.

    Raises
    ------
    BadInputError
        The factor set lacks a factor or has it in another unit, or draws or seed are out of range.
    """
    drawn = draw(factors, draws, seed)
    shares: dict[str, dict[int, float]] = {}
    samples: list[Sample] = []
    for number, element in enumerate(sorted(elements, key=lambda element: element.id)):
        samples.append(_element_g(drawn, element))
        is_hub = element.kind is ElementKind.HUB
        weights = (weights_by_mass if is_hub else weights_by_activity)(element.consignments)
        whole = sum(weights)
        for consignment, weight in zip(element.consignments, weights, strict=True):
            share = weight / whole if whole else 1.0 / len(weights)
            shares.setdefault(consignment.order, {})[number] = share
    return {order: Range.of(_total(parts, samples)) for order, parts in shares.items()}


def _total(parts: Mapping[int, float], samples: Sequence[Sample]) -> Sample:
    total = np.zeros(samples[0].size)
    for number, share in parts.items():
        total += share * samples[number]
    return total


def _element_g(drawn: Draws, element: Element) -> Sample:
    if element.kind is ElementKind.HUB:
        return len(element.consignments) * drawn.of("hub.handling", "g/order")
    return driven_g(
        drawn,
        Driven.of(VehicleMetres(each.vehicle, each.distance_m, garage_trips=0) for each in element.movements),
    )
