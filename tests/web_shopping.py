"""A village with a web shop that sends what a test lets it send, and how each platform says what changed."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any

from httpx2 import Response

from data.models.order import Order
from data.models.states import RoundState
from data.models.web_shop import Platform, WebDelivery, WebDeliveryState
from kernel.scope import Scope
from rounds.web_shops import (
    ConnectedWebShop,
    WebShopWish,
    connect_web_shop,
    told_by_web_shops,
)
from tests.asked_village import AskedVillage, asked_village
from tests.stored_square import StoredSquare, plan_of
from tests.stores import Store
from workers.consumer import do_next
from workers.settings import WorkerSettings

__all__ = [
    "ANSWERS",
    "FOR_A_PERSON",
    "KNOWN",
    "NOT_OURS",
    "SETTLED",
    "TAKEN",
    "TEST",
    "Shopping",
    "cancelled",
    "changed_at",
    "completed",
    "noted",
    "plan_and_release",
    "shopping_village",
]

TEST = Scope.system("a test")
ANSWERS = Path(__file__).parent / "answers"
SIGNATURE = {Platform.WOOCOMMERCE: "X-WC-Webhook-Signature", Platform.SHOPIFY: "X-Shopify-Hmac-Sha256"}
TAKEN, KNOWN, NOT_OURS, FOR_A_PERSON, SETTLED = (
    WebDeliveryState.TAKEN, WebDeliveryState.KNOWN, WebDeliveryState.NOT_OURS, WebDeliveryState.FOR_A_PERSON,
    WebDeliveryState.SETTLED,
)  # fmt: skip


@dataclass
class Shopping:
    """The village, with a web shop that sends what a test lets it send."""

    village: AskedVillage
    home: Path
    web_shop: ConnectedWebShop
    platform: Platform

    def send(
        self, document: Any = None, *, sent_at: str = "", body: bytes = b"", signed: str = "", **changed: Any
    ) -> Response:
        body = body or json.dumps(self.order(**changed) if document is None else document).encode()
        signature = b64encode(digest((signed or self.web_shop.secret).encode(), body, sha256)).decode()
        headers = {SIGNATURE[self.platform]: signature, "Content-Type": "application/json"}
        headers |= {"X-Shopify-Triggered-At": sent_at} if sent_at else {}
        return self.village.client.post(self.web_shop.path, content=body, headers=headers)

    def order(self, **changed: Any) -> dict[str, Any]:
        return json.loads((ANSWERS / f"{self.platform}.order.json").read_text("utf-8")) | changed

    def work(self) -> None:
        """Let a worker do all that is asked for."""
        with self.village.database.queue() as queue:
            queue.relay()
        while do_next(self.village.database, self.home, WorkerSettings(), "a test"):
            pass

    def told(self, *states: WebDeliveryState) -> list[WebDelivery]:
        return list(told_by_web_shops(self.village.database, TEST, "proefdorp", *(states or tuple(WebDeliveryState))))

    def orders(self) -> list[Order]:
        with self.village.database.read(TEST) as work:
            page = work.orders.page(self.village.square.id, after=None, limit=50)
            return [work.orders.get(one.id) for one in page]

    def sent(self, *states: WebDeliveryState, **changed: Any) -> None:
        """Send a change of the order, let it be done, and see what became of it."""
        assert self.send(**changed).status_code == 200
        self.work()
        assert tuple(one.state for one in self.told())[-len(states) :] == states


@contextmanager
def shopping_village(store: Store, village: Path, platform: Platform) -> Iterator[Shopping]:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop")
        connected = connect_web_shop(asked.database, TEST, "proefdorp", wish)
        yield Shopping(asked, store.home, connected, platform)


def changed_at(platform: Platform, minute: int) -> dict[str, Any]:
    """Say when the order was changed, as each platform does."""
    if platform is Platform.WOOCOMMERCE:
        return {"date_modified_gmt": f"2026-12-01T10:{minute:02}:00"}
    return {"updated_at": f"2026-12-01T11:{minute:02}:00+01:00"}


def cancelled(platform: Platform) -> dict[str, str]:
    return (
        {"status": "cancelled"} if platform is Platform.WOOCOMMERCE else {"cancelled_at": "2026-12-01T12:00:00+01:00"}
    )


def noted(platform: Platform, note: str) -> dict[str, Any]:
    return {"customer_note" if platform is Platform.WOOCOMMERCE else "note": note}


def completed(platform: Platform) -> dict[str, str]:
    """Say that the goods have left, or that nothing is to be brought by now: it asks nothing of us."""
    return {"status": "completed"} if platform is Platform.WOOCOMMERCE else {"fulfillment_status": "fulfilled"}


def plan_and_release(shopping: Shopping, order: Order) -> None:
    database, square = shopping.village.database, shopping.village.square
    with database.begin(TEST) as work:
        bikes = [one.id for one in work.vehicles.all(square.id)]
        network = work.squares.get(square.slug).areas[0].road_network_id
        planned = plan_of_bikes(bikes, network, [leg.id for leg in order.legs])
        saved = work.plans.save(square.id, order.planned_for, planned)
        work.rounds.set_state(saved.rounds[0].id, RoundState.RELEASED)


def plan_of_bikes(bikes: list[str], network: str, legs: list[str]):
    return plan_of(StoredSquare("", "", network, [], "", bikes), [legs])
