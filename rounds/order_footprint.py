"""What bringing one order emitted: for its customer, and for its shop."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from data.database import Database
from data.models.order import Order
from impact.elements import Known
from impact.likely_mix import basis_of, joined_basis
from impact.part_figures import part_figures
from kernel.errors import NotFoundError
from kernel.quoting import quoted
from kernel.scope import Scope
from rounds.recomputed import MONTH_SEED
from rounds.served_orders import ServedOrder, served_orders

__all__ = ["order_footprint", "order_numbered"]

WORK = "report order"
MOST_OF_A_NUMBER = 1_000
"""Shops of a square that have an order of the same number."""


def order_numbered(database: Database, slug: str, number: str, shop: str | None) -> tuple[str, str]:
    """Find an order by its number, and its shop where two have that number.

    Returns
    -------
    Ids of the square and of the order.

    Raises
    ------
    NotFoundError
        There is no such square, shop or order, or several.
    """
    with database.read(Scope.system(WORK)) as work:
        square = work.squares.get(slug)
        ours = work.orders.page(square.id, order_ref=number, after=None, limit=MOST_OF_A_NUMBER)
        named = None if shop is None else work.shops.called(square.id, shop)
    if shop is not None:
        ours = [one for one in ours if named is not None and one.shop_id == named.id]
    if len(ours) > 1:
        raise NotFoundError(f"several shops have an order {quoted(number)}", way_out="Name the shop: --shop SHOP.")
    if not ours:
        raise NotFoundError(f"there is no order {quoted(number)}", way_out="Is it spelled right?")
    return square.id, ours[0].id


def order_footprint(database: Database, square_id: str, order_id: str) -> dict[str, Any]:
    """Give an order's part of the rounds that it was in, on every day that it was under way.

    Raises
    ------
    NotFoundError
        It was in no round that has a report.
    StorageError
        What was kept of its day cannot be used any more.
    """
    with database.read(Scope.system(WORK, [square_id])) as work:
        order = work.orders.get(order_id)
        days = sorted({leg.planned_for for leg in order.legs})
        served = [one for day in days for one in work.served.days(square_id, day, day)]
    parts = [one for one in served_orders(served) if one.order_id == order_id]
    if not parts:
        raise NotFoundError(
            f"order {order.order_ref} was in no round yet", way_out="Its figures are there once its day is planned."
        )
    return _document(order, parts)


def _document(order: Order, parts: Sequence[ServedOrder]) -> dict[str, Any]:
    figures = part_figures({order.id: [(one.part, one.factors) for one in parts]}, seed=MONTH_SEED)[order.id]
    sets = {one.factors.version: one.factors for one in parts}
    grams = [one.grams for one in parts if one.grams is not None]
    return {
        "report": "dorpsronde/order/1",
        "order_ref": order.order_ref,
        "days": sorted({one.day.isoformat() for one in parts}),
        "known": str(Known.PLANNED),
        "distance_m": figures.distance_m,
        "co2_g": asdict(figures.project_g),
        "inventory_g": {
            scope: sum(getattr(one, scope) for one in grams) for scope in ("ttw", "wtt", "wtw")
        } if len(grams) == len(parts) else None,
        "saved_g": None if figures.saved_g is None else asdict(figures.saved_g),
        "basis": str(joined_basis(basis_of(one, answered=0) for one in sets.values())),
        "factor_set": ", ".join(sorted(sets)),
    }  # fmt: skip
