"""A square with something in every table, to be seen or not seen by others."""

from datetime import timedelta

from data.database import Database
from data.drafts.api_key import ApiKeyDraft
from data.drafts.job import JobDraft
from data.drafts.web_shop import WebDeliveryDraft, WebDeliveryEnd, WebShopDraft
from data.models.states import RoundState
from data.models.web_shop import Platform, WebDeliveryState
from data.repositories.recurring_orders import RecurringDraft
from kernel.scope import Own
from kernel.text import Text
from tests.stored_square import (
    DAY,
    TEST,
    StoredSquare,
    leg_ids,
    market,
    order,
    plan_of,
    store_orders,
    store_square,
    store_trouble,
)

__all__ = ["NEXT", "Filled"]

NEXT = DAY + timedelta(days=1)


class Filled:
    """A square with a plan: one order in a round, one unassigned, one waiting to be mended.

    It has a closure, and on the next day a released round.
    """

    def __init__(self, database: Database, slug: str) -> None:
        self.square: StoredSquare = store_square(database, slug)
        self.orders = store_orders(database, self.square, ["1", "2"])
        self.legs = leg_ids(database, self.square)
        with database.begin(TEST) as work:
            unclear = order(self.square.shops[1], "3", place=None, mend_reason="straat onbekend")
            self.parcel = work.orders.get(self.orders[0]).parcels[0].id
            self.orders.append(work.orders.add(self.square.id, [unclear])[0].order_id)
            self.plan = work.plans.save(self.square.id, DAY, plan_of(self.square, [self.legs[:1]], self.legs[1:]))
            self.round = self.plan.rounds[0].id
            self.key = work.api_keys.add(ApiKeyDraft("Kassa", TEST, slug, "0" * 64))
            self.closure = work.closures.add(self.square.id, market()).id
            work.orders.add(self.square.id, [order(self.square.shops[0], "4", planned_for=NEXT)])
            legs = [leg.id for leg in work.legs.of_day(self.square.id, NEXT)]
            released = work.plans.save(self.square.id, NEXT, plan_of(self.square, [legs])).rounds[0].id
            self.released = work.rounds.set_state(released, RoundState.RELEASED)
            drafts = (
                JobDraft(
                    "plan", self.square.id, {"upload": f"file of {slug}"}, most_attempts=1, once=once, supersedes=word
                )
                for once, word in (("filling", "first"), (None, "second"))
            )
            asked = [work.outbox.add(draft) for draft in drafts]
            self.web_shop = work.web_shops.add(self.square.id, self.webshop_draft).id
            self.message = work.web_deliveries.add(self.square.id, self.message_draft("1"))[0]
            end = WebDeliveryEnd(WebDeliveryState.TAKEN, Text("", ""), order_ref="1", order_id=self.orders[0])
            work.web_deliveries.end(self.message, end)
            self.newer = work.web_deliveries.add(self.square.id, self.message_draft("2"))[0]
            self.recurring = work.recurring_orders.add(self.square.id, self.recurring_draft("elke week")).id
        neighbour = store_square(database, f"{slug}-buur").id
        self.trouble = store_trouble(database, self.square, neighbour, NEXT + timedelta(days=1))
        with database.queue() as queue:
            assert queue.relay()[: len(asked)] == asked
            self.lease, failing = (queue.claim("a worker", timedelta(hours=1)) for _ in range(2))
            queue.fail(failing, "it was no use", None)
        self.dead = failing.job_id
        self.own = Own(
            shops=frozenset(self.square.shops), hubs=frozenset({self.square.hub}), rounds=frozenset({self.round}),
            orders=frozenset(self.orders),
        )  # fmt: skip

    @property
    def webshop_draft(self) -> WebShopDraft:
        return WebShopDraft(self.square.shops[0], Platform.SHOPIFY, "a secret")

    def message_draft(self, key: str) -> WebDeliveryDraft:
        return WebDeliveryDraft(self.web_shop, key, "orders/create", {"id": 1}, external_id="9")

    def recurring_draft(self, name: str) -> RecurringDraft:
        return RecurringDraft(self.square.shops[0], name, "FREQ=WEEKLY", DAY, {})
