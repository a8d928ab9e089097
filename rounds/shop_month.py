"""A shop's own line of what was published of a month or a year."""

from typing import Any

from data.database import Database
from impact.elements import Known
from kernel.errors import NotFoundError
from kernel.quoting import quoted
from kernel.scope import Scope
from rounds.place_tables import Group, Kind

__all__ = ["shop_named", "shop_period"]

WORK = "report shop"
HEAD = ("area", "period", "factor_set", "basis", "rule", "attribution")


def shop_named(database: Database, slug: str, name: str) -> tuple[str, str]:
    """Find a shop by its name.

    Returns
    -------
    Ids of the square and of the shop.

    Raises
    ------
    NotFoundError
        There is no such square or shop.
    """
    with database.read(Scope.system(WORK)) as work:
        square_id = work.squares.get(slug).id
        shop = work.shops.called(square_id, name)
    if shop is None:
        raise NotFoundError(f"there is no shop {quoted(name)}", way_out="Is it spelled right?")
    return square_id, shop.id


def shop_period(database: Database, square_id: str, shop_id: str, period: str) -> dict[str, Any]:
    """Give what the rounds of a published period brought of one shop; hidden where few households are concerned.

    Raises
    ------
    NotFoundError
        The period was not published, or nothing of the shop was brought in it.
    """
    with database.read(Scope.system(WORK, [square_id])) as work:
        document = work.publications.get(square_id, period).document
    key = Group(Kind.SHOP, shop_id).key
    row = next((one for one in document["cells"] if one["key"] == key), None)
    if row is None:
        raise NotFoundError(f"nothing of this shop was brought in {period}", way_out="Choose another month.")
    head = {name: document[name] for name in HEAD}
    return {"report": "dorpsronde/shop/1", "known": str(Known.PLANNED), **head, "shop": row}
