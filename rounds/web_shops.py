"""Web shops that tell their orders by themselves: connected, listed, ended; what they told that is not ours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe

from data.database import Database
from data.drafts.web_shop import WebDeliveryEnd, WebShopDraft
from data.models.web_shop import Platform, WebDelivery, WebDeliveryState, WebShop
from data.postcode import postcode_to_compare
from kernel.errors import BadInputError, ConflictError
from kernel.principal import Principal
from kernel.scope import Scope
from kernel.text import Text
from rounds.intake.mend_file import csv_text
from rounds.intake.shop_choice import chosen_shop

__all__ = [
    "ConnectedWebShop", "WebShopWish", "connect_web_shop", "end_web_shop", "not_ours_table", "settle",
    "told_by_web_shops", "web_shops_of",
]  # fmt: skip

LONGEST = 80
"""Characters of a method or postcode in a filter."""
SHORTEST_SECRET = 8
"""Characters: less is a slip of the hand, and could be guessed."""
NOT_OURS_HEADER = ("order_ref", "shop", "method", "postcode", "received_at", "reason")


@dataclass(frozen=True, slots=True)
class WebShopWish:
    """What a keeper of a web shop wants.

    Attributes
    ----------
    shop: its name or id.
    secret: as the platform shows it; empty lets us make one, for platforms that take one from us.
    methods, postcodes: which orders are ours; none is all that lie within the areas.
    """

    shop: str
    platform: Platform
    secret: str = field(default="", repr=False)
    methods: Sequence[str] = ()
    postcodes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ConnectedWebShop:
    """A new connection; its secret is shown this once."""

    web_shop: WebShop
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """Where the web shop sends its orders, below the server's own address."""
        return f"/api/v1/webhooks-in/{self.web_shop.id}"


def connect_web_shop(
    database: Database, scope: Scope, slug: str, wish: WebShopWish, *, principal: Principal | None = None
) -> ConnectedWebShop:
    """Connect a web shop to a shop of a square.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    BadInputError
        The shop is not known, the platform makes its own secret and none is given, or a filter cannot be used.
    """
    if not wish.secret and wish.platform is Platform.SHOPIFY:
        raise BadInputError(
            "Shopify makes the secret itself",
            way_out="Copy it from Settings, Notifications, Webhooks, and give it here.",
        )
    if wish.secret and not SHORTEST_SECRET <= len(wish.secret) <= 200:
        raise BadInputError(f"a secret has {SHORTEST_SECRET} to 200 characters", way_out="Was it copied whole?")
    secret = wish.secret or token_urlsafe(32)
    methods = _texts(wish.methods, "method")
    postcodes = [_beginning(text) for text in _texts(wish.postcodes, "postcode")]
    with database.begin(scope, principal) as work:
        square = work.squares.get(slug)
        shops = {shop.id: shop.name for shop in work.shops.all(square.id)}
        shop_id = chosen_shop(shops, wish.shop)
        draft = WebShopDraft(shop_id, wish.platform, secret, methods or None, postcodes or None)
        return ConnectedWebShop(work.web_shops.add(square.id, draft), secret)


def web_shops_of(database: Database, scope: Scope, slug: str) -> Sequence[WebShop]:
    """List a square's web shops, each with its shop.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    """
    with database.read(scope) as work:
        return work.web_shops.all(work.squares.get(slug).id)


def end_web_shop(database: Database, scope: Scope, web_shop_id: str, *, principal: Principal | None = None) -> WebShop:
    """Take no more orders from a web shop.

    Raises
    ------
    NotFoundError, ConflictError
        There is none in the scope, or it was ended before.
    """
    with database.begin(scope, principal) as work:
        return work.web_shops.end(web_shop_id)


def told_by_web_shops(database: Database, scope: Scope, slug: str, *states: WebDeliveryState) -> Sequence[WebDelivery]:
    """List what web shops told that became this: for a person, not ours.

    Raises
    ------
    NotFoundError
        There is no such square in the scope.
    """
    with database.read(scope) as work:
        return work.web_deliveries.of_square(work.squares.get(slug).id, states)


def settle(database: Database, scope: Scope, delivery_id: str, *, principal: Principal | None = None) -> None:
    """Say that a person did what was to be done about a message.

    Raises
    ------
    NotFoundError
        There is none in the scope.
    ConflictError
        It does not wait for a person.
    """
    with database.begin(scope, principal) as work:
        delivery = work.web_deliveries.get(delivery_id)
        if delivery.state is not WebDeliveryState.FOR_A_PERSON:
            raise ConflictError(f"the message is {delivery.state}", way_out="Nothing was changed.")
        end = WebDeliveryEnd(WebDeliveryState.SETTLED, Text("", ""), delivery.order_ref, delivery.order_id)
        work.web_deliveries.end(delivery_id, end)


def not_ours_table(deliveries: Sequence[WebDelivery], lang: str) -> str:
    """Write what is not ours as CSV, for the shop that sends it another way."""
    rows = [
        (
            one.order_ref,
            one.web_shop.shop.name,
            one.method,
            one.postcode,
            f"{one.received_at:%Y-%m-%d %H:%M}Z",
            one.reason_nl if lang == "nl" else one.reason_en,
        )
        for one in deliveries
    ]
    return csv_text([NOT_OURS_HEADER, *rows])


def _texts(given: Sequence[str], what: str) -> list[str]:
    texts = [" ".join(text.split()) for text in given]
    if any(not text or len(text) > LONGEST for text in texts):
        raise BadInputError(f"a {what} has 1 to {LONGEST} characters", where=what)
    return texts


def _beginning(text: str) -> str:
    beginning = postcode_to_compare(text)
    if not beginning.isalnum():
        raise BadInputError(f"{text!r} is no beginning of a postcode", way_out="Write 12, 1234 or 1234AB.")
    return beginning
