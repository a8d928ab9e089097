"""Prices of orders as they are taken in, and what one would cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.drafts.order import OrderDraft
from data.models.order import Order
from data.models.states import OrderKind
from data.models.tariff import Tariff
from data.work import Work
from kernel.errors import BadInputError, ConflictError
from rounds.intake.given_order import FieldFault, GivenOrder, GivenParcel
from rounds.order_draft import given_parcels
from rounds.pricing import Line, Price, Priced, PriceLine, price, price_draft
from rounds.slot_choice import chosen_slot

__all__ = ["WishedPrice", "priced", "quote", "stored_price", "tariff_of"]


@dataclass(frozen=True, slots=True)
class WishedPrice:
    """What of an order one must tell to be told its price.

    Attributes
    ----------
    slot: id or name of a slot; empty is none.
    shop: id or name of the shop whose usual size is taken of parcels that tell none; empty is what is usual for any.
    parcels: none is one of the usual size.
    """

    day: date
    kind: OrderKind = OrderKind.DELIVERY
    slot: str = ""
    shop: str = ""
    parcels: Sequence[GivenParcel] = ()


def tariff_of(standing: Sequence[Tariff], day: date) -> Tariff | None:
    """Give the tariff for a day of delivery; None before the first one."""
    return max((one for one in standing if one.valid_from <= day), key=lambda one: one.valid_from, default=None)


def priced(work: Work, square_id: str, drafts: Sequence[OrderDraft]) -> list[OrderDraft]:
    """Give orders their prices, in the unit of work that stores them.

    One that is stored keeps its tariff, or its having none, whatever is made since, unless it moves to another day.
    """
    standing = work.tariffs.standing(square_id)
    if not standing:
        return list(drafts)
    known = work.tariffs.of_orders(
        square_id, {draft.shop_id for draft in drafts}, {draft.order_ref for draft in drafts}
    )
    return [_priced(draft, standing, known) for draft in drafts]


def stored_price(order: Order) -> Price | None:
    """Read the price that an order was given; None where there was no tariff."""
    if order.price is None or order.tariff_id is None:
        return None
    lines = [PriceLine(Line(one["what"]), one["times"], one["each_cents"]) for one in order.price["lines"]]
    return Price(order.tariff_id, order.price["currency"], order.price["vat_permille"], lines)


def quote(work: Work, square_id: str, wished: WishedPrice, timezone: str) -> Price:
    """Tell what an order would cost if it were handed in now.

    Raises
    ------
    ConflictError
        There is no tariff for that day yet.
    BadInputError
        The slot cannot be chosen, or the shop is not there.
    """
    tariff = tariff_of(work.tariffs.standing(square_id), wished.day)
    if tariff is None:
        raise ConflictError(f"the square has no tariff for {wished.day}", way_out="Ask its host for the price.")
    faults: list[FieldFault] = []
    given = GivenOrder("", "", "", slot=wished.slot)
    slot = chosen_slot(given, wished.day, work.slot_templates.all(square_id) if wished.slot else [], timezone, faults)
    for fault in faults:
        raise BadInputError(fault.text.en, where=fault.field)
    shop = work.shops.called(square_id, wished.shop) if wished.shop else None
    if wished.shop and shop is None:
        raise BadInputError("is not known, or not yours", where="shop", way_out="Is it spelled right?")
    return price(
        tariff, Priced(wished.kind, given_parcels(shop, wished.kind, wished.parcels), slot.id if slot else None)
    )


def _priced(
    draft: OrderDraft, standing: Sequence[Tariff], known: Mapping[tuple[str, str], tuple[date, str | None]]
) -> OrderDraft:
    day, kept = known.get((draft.shop_id, draft.order_ref), (None, None))
    if day == draft.planned_for:
        tariff = next((one for one in standing if one.id == kept), None)
    else:
        tariff = tariff_of(standing, draft.planned_for)
    if tariff is None:
        return draft
    return replace(draft, price=price_draft(price(tariff, Priced(draft.kind, draft.parcels, draft.slot_id))))
