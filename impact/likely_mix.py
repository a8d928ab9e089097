"""The most likely mix of what would have happened otherwise: what a headline is compared with.

An order whose customer answered counts as that answer says. Every other order counts as the factor table's mix: one's
own survey where its rows were replaced by it, else the default: all of them fetched by customers themselves, usually
the least of the three ways. Where we do not know, the error goes against us. Only a mix of customers alone is told as
their own trips, and only one that nobody assumed a part of as a survey.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import numpy as np

from impact.activities import VehicleClass
from impact.amounts import Amounts
from impact.baselines import Baseline
from impact.drawn_grams import per_km_g
from impact.draws import Draws, Sample
from impact.factors import FactorSet, Status

__all__ = ["MIXED", "SHARES", "UNANSWERED", "Basis", "basis_of", "joined_basis", "likely_mix_g", "told_basis"]

MIXED = (Baseline.CUSTOMER_COLLECTS, Baseline.SHOP_TOURS, Baseline.PARCEL_NETWORK)
"""The pooled van is no part of it: nobody runs one for these orders."""
SHARES = {baseline: f"likely_mix.{baseline}" for baseline in MIXED}
"""The factor of each one's share."""
UNANSWERED = "unanswered"


class Basis(StrEnum):
    """Where the mix is from.

    ASSUMED_SHARES: a factor set's, assumed in whole or in part, and not of customers alone.
    """

    ANSWERS = "answers"
    SURVEY = "survey"
    ASSUMED_SHARES = "assumed_shares"
    DEFAULT = "default"


def basis_of(factors: FactorSet, answered: int) -> Basis | None:
    """Say where the mix is from; None where the set has no mix, as before 2026.2."""
    heads = {factor.id: factor for factor in factors.drawn}
    rows = {each: heads[share] for each, share in SHARES.items() if share in heads}
    if len(rows) < len(MIXED):
        return None
    if answered:
        return Basis.ANSWERS
    if all(row.status is not Status.ASSUMED for row in rows.values()):
        return Basis.SURVEY
    customers_alone = not any(row.high for each, row in rows.items() if each is not Baseline.CUSTOMER_COLLECTS)
    return Basis.DEFAULT if customers_alone else Basis.ASSUMED_SHARES


def joined_basis(bases: Iterable[Basis | None]) -> Basis | None:
    """Say where the mix of days with several factor sets is from; None where no set has one.

    Answers go first, as the rest counts as the sets' mix then too. A survey beside a set that assumes is neither that
    survey nor customers alone.
    """
    known = {basis for basis in bases if basis is not None}
    if Basis.ANSWERS in known:
        return Basis.ANSWERS
    return Basis.ASSUMED_SHARES if len(known) > 1 else next(iter(known), None)


def told_basis(basis: str, asked: int) -> str:
    """Say by which text a headline's basis is told: customers who were asked in vain are not nobody.

    Parameters
    ----------
    asked: orders whose customer was asked.
    """
    return UNANSWERED if basis == Basis.DEFAULT and asked else basis


def likely_mix_g(draws: Draws, amounts: Amounts, baselines: Mapping[Baseline, Sample]) -> Sample:
    """Grams CO2e of the mix, shape (n,).

    Raises
    ------
    BadInputError
        The factor set has no mix.
    """
    # An order alone has no tour: it has its part of all the shops' tours, as it has of everything else here.
    per_order = {each: baselines[each] / np.maximum(amounts.orders, 1) for each in MIXED}
    mixed, whole = np.zeros(draws.n), np.zeros(draws.n)
    for each in MIXED:
        share = draws.of(SHARES[each], "share")
        mixed += share * per_order[each]
        whole += share
    own_car = amounts.own_car_m / draws.of("collect.orders_per_trip", "order/trip") / 1000.0
    return (
        (amounts.orders - amounts.answered) * (mixed / whole)
        + own_car * per_km_g(draws, VehicleClass.CAR)
        + amounts.shop_brings * per_order[Baseline.SHOP_TOURS]
        + amounts.web_shop * per_order[Baseline.PARCEL_NETWORK]
    )
