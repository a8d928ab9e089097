"""A square with something in every table, to be seen or not seen by others."""

from datetime import date, timedelta

from data.database import Database
from data.drafts.api_key import ApiKeyDraft
from data.drafts.customer_reply import ReplyDraft
from data.drafts.job import JobDraft
from data.drafts.order import PriceDraft
from data.drafts.proof import PictureDraft, ProofDraft
from data.drafts.shop import HubDraft
from data.drafts.starting_measurement import StartingMeasurementDraft
from data.drafts.vehicle_reading import VehicleReadingDraft
from data.drafts.web_shop import WebDeliveryDraft, WebDeliveryEnd, WebShopDraft
from data.drafts.webhook import DeliveryDraft, WebhookDraft
from data.models.proof import ProofKind, ProofOf
from data.models.states import CrateEntryKind, LegState, OrderKind, RoundState
from data.models.web_shop import Platform, WebDeliveryState
from data.repositories.crates import CrateDraft
from data.repositories.recurring_orders import RecurringDraft
from data.repositories.stories import Told
from data.work import Work
from impact.question import LATEST, Answer
from kernel.ids import new_id
from kernel.scope import Own
from kernel.text import Text
from rounds.handing_on import bring_by_hub
from tests.stored_square import (
    DAY,
    NOON,
    TEST,
    StoredSquare,
    cost_sheet,
    leg_ids,
    market,
    order,
    plan_of,
    slot,
    store_courier,
    store_orders,
    store_square,
    store_trouble,
    tariff,
)

__all__ = ["NEXT", "Filled"]

NEXT = DAY + timedelta(days=1)
FAR = DAY + timedelta(days=30)


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
            tried = [order(self.square.shops[0], number, planned_for=NEXT) for number in ("4", "5")]
            self.failed = work.orders.add(self.square.id, tried)[1].order_id
            legs = [leg.id for leg in work.legs.of_day(self.square.id, NEXT)]
            released = work.plans.save(self.square.id, NEXT, plan_of(self.square, [legs])).rounds[0].id
            self.released = work.rounds.set_state(released, RoundState.RELEASED)
            (failed,) = (leg.id for leg in work.legs.of_day(self.square.id, NEXT) if leg.order_id == self.failed)
            work.stories.write(self.square.id, [Told(self.failed, values={failed: {"state": LegState.FAILED}})])
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
            self.courier = store_courier(work, self.square, "Anna", self.released.id)
            (self.assignment,) = work.courier_assignments.page(self.square.id, after=None, limit=9)
            by_tariff = PriceDraft(work.tariffs.create(self.square.id, tariff(DAY - timedelta(days=9))).id, 395, {})
            work.orders.add(self.square.id, [order(self.square.shops[0], "priced", planned_for=FAR, price=by_tariff)])
            far = [leg.id for leg in work.legs.of_day(self.square.id, FAR)]
            work.plans.save(self.square.id, FAR, plan_of(self.square, [far]))
            self.slot = work.slot_templates.create(self.square.id, slot("Middag")).id
            self.tariff = work.tariffs.create(self.square.id, tariff(NEXT)).id
            self.recurring = work.recurring_orders.add(self.square.id, self.recurring_draft("elke week")).id
            self.webhook = work.webhooks.add(self.square.id, WebhookDraft("https://winkel.example/", ["x"], "secret"))
            self.proof = work.proofs.add(self.square.id, self.proof_draft("0" * 64))[0].id
            pings = [DeliveryDraft("ping", None, {}), DeliveryDraft("ping", None, {})]
            self.told, self.untold = work.webhook_deliveries.add(self.webhook, pings)
            self.fill_hub_and_crates(work)
            self.fill_what_reports_use(work)
        neighbour = store_square(database, f"{slug}-buur").id
        self.trouble = store_trouble(database, self.square, neighbour, NEXT + timedelta(days=1))
        with database.queue() as queue:
            assert queue.relay()[: len(asked)] == asked
            self.lease, failing = (queue.claim("a worker", timedelta(hours=1)) for _ in range(2))
            queue.fail(failing, "it was no use", None)
        self.dead = failing.job_id
        self.own = Own(
            shops=frozenset(self.square.shops), hubs=frozenset({self.square.hub}), rounds=frozenset({self.round}),
            orders=frozenset(self.orders), couriers=frozenset({self.courier}),
        )  # fmt: skip

    def fill_hub_and_crates(self, work: Work) -> None:
        """Let a released round bring an order to a hub, and crates stand at its household, to be collected."""
        shop, day = self.square.shops[0], NEXT + timedelta(days=2)
        drafts = [order(shop, "by hub", planned_for=day), order(shop, "crates", planned_for=day, kind=OrderKind.CRATES)]
        self.by_hub, _ = (made.order_id for made in work.orders.add(self.square.id, drafts))
        hub = work.hubs.put(self.square.id, [HubDraft("Kerk", 5.56, 52.16)])[0].id
        bring_by_hub(work, self.by_hub, hub)
        to_hub = next(leg.id for leg in work.legs.to_plan(self.square.id, day) if leg.delivery_hub_id)
        released = work.plans.save(self.square.id, day, plan_of(self.square, [[to_hub]])).rounds[0].id
        work.rounds.set_state(released, RoundState.RELEASED)
        self.household = new_id()
        work.crates.enter(self.square.id, [self.crate_draft(CrateEntryKind.OUT, order_id=self.by_hub)])
        self.entry = work.crates.page(self.square.id, after=None, limit=1)[0].id

    def fill_what_reports_use(self, work: Work) -> None:
        """Let somebody be asked, something be measured, read and paid, and a table be published."""
        work.customer_replies.add(self.square.id, {self.orders[0]: self.reply_draft})
        self.measured = work.starting_measurements.add(self.square.id, self.measured_draft("Nulmeting"))[0].id
        self.reading = work.vehicle_readings.put(self.square.id, self.reading_draft(DAY)).id
        self.costs = work.cost_sheets.create(self.square.id, cost_sheet(DAY)).id
        work.publications.add(self.square.id, "2025", {})

    def crate_draft(self, kind: CrateEntryKind, **more: str) -> CrateDraft:
        return CrateDraft(self.square.shops[0], self.household, "Dorpsstraat 7", kind, 2, **more)

    def reading_draft(self, day: date) -> VehicleReadingDraft:
        return VehicleReadingDraft(self.square.bikes[0], day, 9_000, 100_000, 109_000)

    @property
    def webshop_draft(self) -> WebShopDraft:
        return WebShopDraft(self.square.shops[0], Platform.SHOPIFY, "a secret")

    def message_draft(self, key: str) -> WebDeliveryDraft:
        return WebDeliveryDraft(self.web_shop, key, "orders/create", {"id": 1}, external_id="9", changed_at=NOON)

    def proof_draft(self, digest: str) -> ProofDraft:
        picture = PictureDraft(digest, digest, "jpg", 1, 1, 1)
        return ProofDraft(self.legs[0], ProofKind.PHOTO, ProofOf.DROPPED, picture)

    @property
    def reply_draft(self) -> ReplyDraft:
        return ReplyDraft(LATEST, Answer.NO_CAR, rotation=2)

    def measured_draft(self, name: str) -> StartingMeasurementDraft:
        return StartingMeasurementDraft(name, DAY, DAY, "De dorpsraad", "geteld", "verslag", 40, [])

    def recurring_draft(self, name: str) -> RecurringDraft:
        return RecurringDraft(self.square.shops[0], name, "FREQ=WEEKLY", DAY, {})
