"""Handing an order on as people say it: by its number, the hub's name, and the square's."""

from data.database import Database
from data.models.order import Order
from data.work import Work
from kernel.errors import BadInputError, NotFoundError
from kernel.quoting import quoted
from kernel.scope import Scope
from rounds.handing_on import bring_by_hub, hand_on
from rounds.intake.shop_choice import chosen_shop

__all__ = ["hand_on_by_name"]

SCOPE = Scope.system("hand on")
AT_MOST = 10
"""Orders of one number that are looked at: more than one are told by their shops, of which a person names one."""


def hand_on_by_name(
    database: Database, slug: str, order_ref: str, hub: str, *, to: str | None = None, shop: str | None = None
) -> Order:
    """Bring an order by a hub, from which another square brings it on, or, where none is named, its own.

    Raises
    ------
    NotFoundError
        There is no such square, order or hub.
    BadInputError
        Several shops have that number, no shop is called so, or as `hand_on`.
    ConflictError
        As `hand_on`.
    StorageError
        The database cannot be written; it is as it was.
    """
    with database.begin(SCOPE) as work:
        square = work.squares.get(slug)
        order = _numbered(work, square.id, order_ref, shop)
        hubs = {one.name.casefold(): one.id for one in work.hubs.all(square.id)}
        hub_id = hubs.get(hub.casefold())
        if hub_id is None:
            known = ", ".join(one.name for one in work.hubs.all(square.id)) or "none"
            raise NotFoundError(f"there is no hub {quoted(hub)} on square {slug}", way_out=f"Its hubs: {known}.")
        if to is None or to == slug:
            bring_by_hub(work, order.id, hub_id)
        else:
            hand_on(work, order.id, hub_id, work.squares.named(to).id)
        return work.orders.get(order.id)


def _numbered(work: Work, square_id: str, order_ref: str, shop: str | None) -> Order:
    shops = {one.id: one.name for one in work.shops.all(square_id)}
    shop_id = None if shop is None else chosen_shop(shops, shop)
    meant = work.orders.page(square_id, order_ref=order_ref, shop_id=shop_id, after=None, limit=AT_MOST)
    if not meant:
        raise NotFoundError(f"there is no order {quoted(order_ref)}", way_out="Name the shop's own number.")
    if len(meant) > 1:
        names = ", ".join(sorted(one.shop.name for one in meant))
        raise BadInputError(f"order {quoted(order_ref)} is of several shops: {names}", way_out="Say which: --shop.")
    return meant[0]
