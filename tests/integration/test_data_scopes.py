"""Another square's rows are never seen or changed, by any method of any repository, in any role."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from shapely import box
from sqlalchemy import select

from data.base import Tenancy
from data.database import Database, connect_owner
from data.drafts.api_key import ApiKeyDraft
from data.drafts.event import EventDraft, EventKind
from data.drafts.job import JobDraft
from data.drafts.order import PositionDraft
from data.drafts.plan import RenewedRound
from data.drafts.shop import HubDraft, ShopDraft
from data.drafts.square import AreaDraft, DepotDraft, SquareDraft
from data.drafts.web_shop import WebDeliveryDraft, WebDeliveryEnd, WebShopDraft
from data.models.every import MODELS
from data.models.leg import Leg
from data.models.order import Order
from data.models.square import Square, SquareArea
from data.models.states import CrateEntryKind, LegState, OrderKind, OrderState, PositionSource, RelaySide, RoundState
from data.models.system_act import SystemAct
from data.models.web_shop import Platform, WebDelivery, WebDeliveryState
from data.repositories.base import Repository
from data.repositories.crates import CrateDraft
from data.repositories.recurring_orders import RecurringDraft
from data.repositories.stories import Told
from data.visibility import OWN, visible
from data.work import Work
from kernel.errors import DorpsrondeError, NotAllowedError, NotFoundError
from kernel.ids import new_id
from kernel.principal import Principal, PrincipalKind
from kernel.scope import OWN_ROLES, Own, Role, Scope
from kernel.text import Text
from rounds.handing_on import bring_by_hub
from tests.layers import LAYERS, layered
from tests.stored_square import (
    DAY,
    MARKET,
    NETWORK,
    NOON,
    TEST,
    StoredSquare,
    bike,
    leg_ids,
    market,
    new_database,
    order,
    plan_of,
    store_orders,
    store_square,
    store_trouble,
)
from tests.stores import KINDS, Store, stored

SQUARE_ROLES = sorted(set(Role) - OWN_ROLES - {Role.SYSTEM, Role.PLATFORM})


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
            self.fill_hub_and_crates(work)
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

    def crate_draft(self, kind: CrateEntryKind, **more: str) -> CrateDraft:
        return CrateDraft(self.square.shops[0], self.household, "Dorpsstraat 7", kind, 2, **more)

    @property
    def webshop_draft(self) -> WebShopDraft:
        return WebShopDraft(self.square.shops[0], Platform.SHOPIFY, "a secret")

    def message_draft(self, key: str) -> WebDeliveryDraft:
        return WebDeliveryDraft(self.web_shop, key, "orders/create", {"id": 1}, external_id="9")

    def recurring_draft(self, name: str) -> RecurringDraft:
        return RecurringDraft(self.square.shops[0], name, "FREQ=WEEKLY", DAY, {})


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stored(request.param, tmp_path_factory.mktemp("two")) as store:
        yield store


@pytest.fixture(scope="module")
def database(place: Store) -> Iterator[Database]:
    database = new_database(place)
    yield database
    database.close()


@pytest.fixture(params=LAYERS)
def held(
    request: pytest.FixtureRequest, place: Store, theirs: "Filled", monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The same database with one of its layers, or both."""
    with layered(place, request.param, monkeypatch) as opened:
        yield opened


@pytest.fixture(scope="module")
def ours(database: Database) -> Filled:
    return Filled(database, "ons-dorp")


@pytest.fixture(scope="module")
def theirs(database: Database) -> Filled:
    return Filled(database, "hun-dorp")


NEXT = DAY + timedelta(days=1)
PLACE = PositionDraft(MARKET, PositionSource.BY_HAND)
READS: dict[str, Callable[[Work, Filled], Any]] = {
    "squares.get": lambda work, one: work.squares.get(one.square.slug),
    "squares.with_id": lambda work, one: work.squares.with_id(one.square.id),
    "squares.all": lambda work, one: [square for square in work.squares.all() if square.id == one.square.id],
    "squares.counts": lambda work, one: [
        count
        for count in (work.squares.counts(one.square.id).shops, work.squares.counts(one.square.id).orders)
        if count
    ],
    "shops.all": lambda work, one: work.shops.all(one.square.id),
    "shops.compare": lambda work, one: work.shops.compare(one.square.id, [ShopDraft("Het Boek", 5, 52)]),
    "hubs.all": lambda work, one: work.hubs.all(one.square.id),
    "vehicles.all": lambda work, one: work.vehicles.all(one.square.id),
    "vehicles.compare": lambda work, one: work.vehicles.compare(one.square.id, [bike("Fiets 1")]),
    "orders.compare": lambda work, one: work.orders.compare(one.square.id, [order(one.square.shops[0], "1")]),
    "orders.of_day": lambda work, one: work.orders.of_day(one.square.id, DAY),
    "orders.waiting": lambda work, one: work.orders.waiting(one.square.id),
    "orders.get": lambda work, one: work.orders.get(one.orders[0]),
    "legs.to_plan": lambda work, one: work.legs.to_plan(one.square.id, DAY),
    "legs.of_day": lambda work, one: work.legs.of_day(one.square.id, DAY),
    "legs.expected_at_hubs": lambda work, one: work.legs.expected_at_hubs(one.square.id, [one.by_hub]),
    "crates.get": lambda work, one: work.crates.get(one.square.id, one.entry),
    "crates.page": lambda work, one: work.crates.page(one.square.id, after=None, limit=9),
    "crates.entered_for": lambda work, one: work.crates.entered_for(one.square.id, [one.by_hub]),
    "crates.balances": lambda work, one: work.crates.balances(one.square.id, limit=9),
    "crates.last_order": lambda work, one: work.crates.last_order(one.square.id, one.household),
    "crates.to_collect": lambda work, one: work.crates.to_collect(one.square.id, one.square.shops[0]),
    "legs.in_no_plan": lambda work, one: work.legs.in_no_plan(one.square.id, NEXT + timedelta(days=1)),
    "plans.of_day": lambda work, one: work.plans.of_day(one.square.id, DAY),
    "plans.planned_at": lambda work, one: work.plans.planned_at(one.square.id, DAY),
    "plans.told": lambda work, one: work.plans.told(one.square.id, DAY),
    "plans.between": lambda work, one: work.plans.between(one.square.id, DAY, DAY),
    "calendar.between": lambda work, one: work.calendar.between(one.square.id, DAY, DAY),
    "calendar.extent": lambda work, one: work.calendar.extent(one.square.id),
    "calendar.around": lambda work, one: work.calendar.around(one.square.id, DAY).next,
    "rounds.of_day": lambda work, one: work.rounds.of_day(one.square.id, DAY),
    "rounds.days_given": lambda work, one: work.rounds.days_given(one.square.id, DAY),
    "rounds.get": lambda work, one: work.rounds.get(one.round),
    "closures.standing": lambda work, one: work.closures.standing(one.square.id),
    "closures.between": lambda work, one: work.closures.between(one.square.id, NOON, NOON),
    "closures.get": lambda work, one: work.closures.get(one.square.id, one.closure),
    "closures.compare": lambda work, one: work.closures.compare(one.square.id, market("Kermis")),
    "events.of": lambda work, one: work.events.of(one.square.id),
    "outbox.asked": lambda work, one: work.outbox.asked(one.square.id, "filling"),
    "outbox.last_asked": lambda work, one: work.outbox.last_asked(one.square.id, "first"),
    "jobs.get": lambda work, one: work.jobs.get(one.lease.job_id),
    "jobs.all": lambda work, one: work.jobs.all(one.square.id),
    "jobs.lives": lambda work, one: work.jobs.lives(one.square.id, f"relay:{one.trouble.relay}"),
    "jobs.files": lambda work, one: {f"file of {one.square.slug}"} & work.jobs.files(NOON),
    "api_keys.all": lambda work, _: work.api_keys.all(),
    "api_keys.get": lambda work, one: work.api_keys.get(one.key.id),
    "api_keys.by_prefix": lambda work, one: work.api_keys.by_prefix(one.key.prefix),
    "squares.named": lambda work, one: work.squares.named(one.square.slug),
    "squares.page": lambda work, one: [
        square for square in work.squares.page(after=None, limit=9) if square.id == one.square.id
    ],
    "shops.get": lambda work, one: work.shops.get(one.square.id, one.square.shops[0]),
    "shops.called": lambda work, one: work.shops.called(one.square.id, "het  boek"),
    "shops.page": lambda work, one: work.shops.page(one.square.id, after=None, limit=9),
    "hubs.get": lambda work, one: work.hubs.get(one.square.id, one.square.hub),
    "hubs.page": lambda work, one: work.hubs.page(one.square.id, after=None, limit=9),
    "vehicles.get": lambda work, one: work.vehicles.get(one.square.id, one.square.bikes[0]),
    "vehicles.page": lambda work, one: work.vehicles.page(one.square.id, after=None, limit=9),
    "orders.page": lambda work, one: work.orders.page(one.square.id, after=None, limit=9),
    "parcels.page": lambda work, one: work.parcels.page(one.square.id, after=None, limit=9),
    "parcels.get": lambda work, one: work.parcels.get(one.square.id, one.parcel),
    "legs.get": lambda work, one: work.legs.get(one.square.id, one.legs[0]),
    "legs.page": lambda work, one: work.legs.page(one.square.id, after=None, limit=9),
    "rounds.page": lambda work, one: work.rounds.page(one.square.id, after=None, limit=9),
    "plans.day_of": lambda work, one: work.plans.day_of(one.plan.id),
    "plans.page": lambda work, one: work.plans.page(one.square.id, after=None, limit=9),
    "closures.page": lambda work, one: work.closures.page(one.square.id, after=None, limit=9),
    "events.page": lambda work, one: work.events.page(one.square.id, after=0, limit=9),
    "board.of_day": lambda work, one: any(
        [(rows := work.board.of_day(one.square.id, DAY)).plan, rows.rounds, rows.tasks, rows.orders]
    ),
    "stories.seen": lambda work, one: work.stories.seen(Order, one.square.id, one.orders),
    "stories.orders_of": lambda work, one: work.stories.orders_of(one.square.id, one.legs),
    "stories.hubs": lambda work, one: work.stories.hubs(one.square.id, [one.square.hub]),
    "stories.of": lambda work, one: work.stories.of(one.square.id, one.orders),
    "stories.of_rounds": lambda work, one: work.stories.of_rounds(one.square.id, [one.round]),
    "stories.said_before": lambda work, one: work.stories.said_before(one.square.id, [one.trouble.event], []),
    "incidents.open": lambda work, one: work.incidents.open(one.square.id),
    "incidents.get": lambda work, one: work.incidents.get(one.trouble.incident),
    "incidents.of_ids": lambda work, one: work.incidents.of_ids([one.trouble.incident]),
    "relays.get": lambda work, one: work.relays.get(one.trouble.relay),
    "relays.of_orders": lambda work, one: work.relays.of_orders([one.trouble.handed_on]),
    "order_changes.day_of": lambda work, one: work.order_changes.day_of(one.square.id, one.square.shops[0], "1"),
    "order_changes.known": lambda work, one: work.order_changes.known(one.square.id, one.square.shops[0], "1"),
    "recurring_orders.get": lambda work, one: work.recurring_orders.get(one.recurring),
    "recurring_orders.standing": lambda work, one: work.recurring_orders.standing(one.square.id),
    "web_shops.get": lambda work, one: work.web_shops.get(one.web_shop),
    "web_shops.all": lambda work, one: work.web_shops.all(one.square.id),
    "web_deliveries.get": lambda work, one: work.web_deliveries.get(one.message),
    "web_deliveries.of_square": lambda work, one: work.web_deliveries.of_square(one.square.id, WebDeliveryState),
    "web_deliveries.order_ref_of": lambda work, one: work.web_deliveries.order_ref_of(one.web_shop, "9"),
    "web_deliveries.told_of": lambda work, one: work.web_deliveries.told_of(
        WebDelivery(id=one.newer, web_shop_id=one.web_shop, external_id="9")
    ),
    "whereabouts.shops_near": lambda work, one: work.whereabouts.shops_near(one.square.id, MARKET, 9_000),
    "whereabouts.nearest_hub": lambda work, one: work.whereabouts.nearest_hub(one.square.id, MARKET),
    "whereabouts.stops_in": lambda work, one: work.whereabouts.stops_in(
        one.square.id, DAY, DAY, {"Wijk": box(5, 52, 6, 53)}
    ).within.get("Wijk"),
}
WRITES: dict[str, Callable[[Work, Filled], Any]] = {
    "squares.create": lambda work, _: work.squares.create(SquareDraft("nieuw", "Nieuw"), ["Gebied ons-dorp"]),
    "squares.set_depot": lambda work, one: work.squares.set_depot(one.square.id, DepotDraft("Elders", MARKET)),
    "squares.set_cutoff": lambda work, one: work.squares.set_cutoff(one.square.id, 1),
    "areas.put": lambda work, _: work.areas.put(NETWORK, [AreaDraft("Gebied hun-dorp", box(1, 1, 2, 2))]),
    "areas.uses": lambda work, _: work.areas.uses(DAY),
    "shops.put": lambda work, one: work.shops.put(one.square.id, [ShopDraft("Het Boek", 5, 52)]),
    "hubs.put": lambda work, one: work.hubs.put(one.square.id, [HubDraft("Dorpshuis", 5, 52)]),
    "vehicles.put": lambda work, one: work.vehicles.put(one.square.id, [replace(bike("Fiets 1"), weight_g=1)]),
    "orders.add": lambda work, one: work.orders.add(one.square.id, [order(one.square.shops[0], "new")]),
    "orders.mend": lambda work, one: work.orders.mend(one.orders[2], PLACE),
    "orders.set_states": lambda work, one: work.orders.set_states(one.square.id, {one.orders[0]: OrderState.ENDED}),
    "legs.set_states": lambda work, one: work.legs.set_states(one.square.id, {one.legs[0]: LegState.CANCELLED}),
    "plans.save": lambda work, one: work.plans.save(one.square.id, DAY, plan_of(one.square, [one.legs])),
    "squares.rename": lambda work, one: work.squares.rename(one.square.id, "Elders"),
    "shops.create": lambda work, one: work.shops.create(one.square.id, ShopDraft("Nieuw", 5, 52)),
    "shops.change": lambda work, one: work.shops.change(one.square.id, one.square.shops[0], ShopDraft("Anders", 5, 52)),
    "hubs.create": lambda work, one: work.hubs.create(one.square.id, HubDraft("Nieuw", 5, 52)),
    "hubs.change": lambda work, one: work.hubs.change(one.square.id, one.square.hub, HubDraft("Anders", 5, 52)),
    "vehicles.create": lambda work, one: work.vehicles.create(one.square.id, bike("Fiets 9")),
    "vehicles.change": lambda work, one: work.vehicles.change(one.square.id, one.square.bikes[0], bike("Fiets 9")),
    "orders.add_new": lambda work, one: work.orders.add_new(one.square.id, order(one.square.shops[0], "new")),
    "rounds.set_state": lambda work, one: work.rounds.set_state(one.round, RoundState.RELEASED),
    "rounds.renew": lambda work, one: work.rounds.renew(
        one.released, RenewedRound(one.released.id, one.released.return_at, one.released.distance_m, [])
    ),
    "closures.add": lambda work, one: work.closures.add(one.square.id, market("Kermis")),
    "closures.end": lambda work, one: work.closures.end(one.square.id, one.closure),
    "outbox.add": lambda work, one: work.outbox.add(JobDraft("plan", one.square.id)),
    "jobs.close": lambda work, one: work.jobs.close(one.lease),
    "jobs.retry": lambda work, one: work.jobs.retry(one.dead),
    "api_keys.add": lambda work, _: work.api_keys.add(ApiKeyDraft("Kassa", TEST, "fedcba", "0" * 64)),
    "api_keys.revoke": lambda work, one: work.api_keys.revoke(one.key.id),
    "api_keys.used": lambda work, one: work.api_keys.used(one.key.id, DAY),
    "stories.say": lambda work, one: work.stories.say(
        one.square.id, [EventDraft(EventKind.ORDER_CANCELLED, order_id=one.orders[0])]
    ),
    "stories.write": lambda work, one: work.stories.write(one.square.id, [Told(one.orders[0], OrderState.ENDED)]),
    "incidents.renew": lambda work, one: work.incidents.renew(one.square.id, [], orders=[one.trouble.order]),
    "incidents.note": lambda work, one: work.incidents.note(one.square.id, one.trouble.incident, "niets aan de hand"),
    "relays.add": lambda work, one: work.relays.add(
        [
            {
                "id": new_id(),
                "square_id": one.square.id,
                "side": RelaySide.HANDS_ON,
                "order_id": one.orders[0],
                "leg_id": one.legs[0],
                "other_square_id": one.square.id,
                "other_id": new_id(),
                "parcels": {},
            }
        ]
    ),
    "relays.know_of": lambda work, one: work.relays.know_of(one.trouble.relay, expected_at=NOON, handed_over_at=NOON),
    "crates.enter": lambda work, one: work.crates.enter(
        one.square.id, [one.crate_draft(CrateEntryKind.OUT, order_id=one.by_hub)]
    ),
    "crates.correct": lambda work, one: work.crates.correct(
        one.square.id, one.crate_draft(CrateEntryKind.CORRECTION, reason="telfout")
    ),
    "relays.replace_leg": lambda work, one: work.relays.replace_leg(
        Order(id=one.orders[0], square_id=one.square.id), Leg(id=one.legs[0]), []
    ),
    "order_changes.take": lambda work, one: work.order_changes.take(
        one.square.id, order(one.square.shops[0], "1", note="bel twee keer")
    ),
    "recurring_orders.add": lambda work, one: work.recurring_orders.add(one.square.id, one.recurring_draft("meer")),
    "recurring_orders.pause": lambda work, one: work.recurring_orders.pause(one.recurring, [(DAY, DAY)]),
    "recurring_orders.end": lambda work, one: work.recurring_orders.end(one.recurring),
    "web_shops.add": lambda work, one: work.web_shops.add(one.square.id, one.webshop_draft),
    "web_shops.end": lambda work, one: work.web_shops.end(one.web_shop),
    "web_deliveries.add": lambda work, one: work.web_deliveries.add(one.square.id, one.message_draft("3")),
    "web_deliveries.end": lambda work, one: work.web_deliveries.end(
        one.newer, WebDeliveryEnd(WebDeliveryState.NOT_OURS, Text("", ""))
    ),
    "web_deliveries.settle_older": lambda work, one: work.web_deliveries.settle_older(
        WebDelivery(id=one.newer, square_id=one.square.id, web_shop_id=one.web_shop, external_id="9")
    ),
    "events.append": lambda work, one: work.events.append(
        one.square.id, [EventDraft(EventKind.ORDER_STATE, order_id=one.orders[0])]
    ),
}
SHARED = {
    "areas.get", "areas.all", "areas.by_id", "areas.page", "areas.networks", "areas.network", "whereabouts.areas_at",
    "idempotency_keys.claim", "idempotency_keys.kept", "idempotency_keys.keep", "idempotency_keys.forget",
    "idempotency_keys.are_old", "tallies.plans_since", "tallies.jobs_since",
}  # fmt: skip
"""What extracts tell is everyone's to read; keys are of whoever asks, not of a square: `test_api_once.py`.
Tallies count over all that is seen: `test_tallies_count_what_is_seen`."""


MAY = {
    "squares.create": Scope(Role.PLATFORM, None),
    "areas.put": Scope(Role.PLATFORM, None),
    "jobs.close": TEST,
    "stories.say": TEST,
    "stories.write": TEST,
    "incidents.renew": TEST,
    "incidents.note": TEST,
    "crates.enter": TEST,
    "web_shops.add": TEST,
    "web_shops.end": TEST,
    "web_deliveries.add": TEST,
    "web_deliveries.end": TEST,
    "web_deliveries.settle_older": TEST,
}
"""Where a dispatcher of the square may not."""


def outsiders(ours: Filled, theirs: Filled) -> dict[str, Scope]:
    """Give everyone who has nothing to do with their square, some of them lying about what is their own."""
    squares = frozenset({ours.square.id})
    scopes = {f"{role} of ours": Scope(role, squares) for role in SQUARE_ROLES}
    scopes |= {f"{role} of ours claiming theirs": Scope(role, squares, theirs.own) for role in sorted(OWN_ROLES)}
    scopes |= {f"{role} with nothing": Scope(role, frozenset({theirs.square.id}), Own()) for role in sorted(OWN_ROLES)}
    scopes["system work on ours"] = Scope.system("bounded work", squares)
    scopes["nobody's host"] = Scope(Role.HOST, frozenset())
    return scopes


def rows_of(place: Store, square_id: str) -> list[Any]:
    """Read every row of a square, in every table, past both layers."""
    found = []
    engine, _ = connect_owner(place.settings())
    with engine.connect() as connection:
        for model in MODELS:
            table = model.__table__
            column = table.c.get("square_id", table.c.id if table.name == "squares" else None)
            if column is not None:
                found.append(connection.execute(select(table).where(column == square_id)).all())
    engine.dispose()
    assert any(found)
    return found


def test_every_method_of_every_repository_is_in_these_tables() -> None:
    methods = set()
    for name, made in inspect.getmembers(Work):
        if name.startswith("_") or not hasattr(made, "func"):
            continue
        repository = inspect.signature(made.func).return_annotation
        assert issubclass(repository, Repository)
        methods |= {f"{name}.{one}" for one in vars(repository) if not one.startswith("_") and one != "thing"}
    assert methods == set(READS) | set(WRITES) | SHARED


@pytest.mark.parametrize("method", sorted(READS))
def test_nobody_sees_a_row_of_a_square_that_is_not_theirs(
    database: Database, held: Database, ours: Filled, theirs: Filled, method: str
) -> None:
    with database.read(TEST) as work:
        assert READS[method](work, theirs), "there is something to see"
    for who, scope in outsiders(ours, theirs).items():
        knows_the_square = theirs.square.id in (scope.squares or ())
        if knows_the_square and method in {
            "squares.get",
            "squares.named",
            "squares.page",
            "squares.with_id",
            "outbox.asked",
            "squares.all",
            "shops.compare",
            "vehicles.compare",
            "closures.compare",
        }:
            continue  # the square itself; the rest tells only what one knows already
        try:
            with held.read(scope) as work:
                seen = READS[method](work, theirs)
        except (NotFoundError, NotAllowedError):
            continue
        assert not seen, who


@pytest.mark.parametrize("method", sorted(WRITES))
def test_nobody_changes_a_row_of_a_square_that_is_not_theirs(
    place: Store, held: Database, ours: Filled, theirs: Filled, method: str
) -> None:
    before = rows_of(place, theirs.square.id)
    for who, scope in outsiders(ours, theirs).items():
        with pytest.raises((NotFoundError, NotAllowedError)), held.begin(scope) as work:
            raise AssertionError(f"{who} did {method}: {WRITES[method](work, theirs)}")
    assert rows_of(place, theirs.square.id) == before


def test_tallies_count_what_is_seen(held: Database, ours: Filled, theirs: Filled) -> None:
    def counted(*squares: Filled) -> tuple[int, int]:
        with held.read(Scope(Role.HOST, frozenset(one.square.id for one in squares))) as work:
            long_ago = NOON.replace(year=2000)
            jobs = work.tallies.jobs_since(long_ago)
            return work.tallies.plans_since(long_ago).plans, sum(sum(one.states.values()) for one in jobs)

    both, first, second = counted(ours, theirs), counted(ours), counted(theirs)
    assert counted() == (0, 0)
    assert all(first)
    assert both == (first[0] + second[0], first[1] + second[1])


class UndoError(Exception):
    """Raised to take back what a test did."""


@pytest.mark.parametrize("method", sorted(WRITES))
def test_whoever_may_does(place: Store, database: Database, ours: Filled, theirs: Filled, method: str) -> None:
    """Or the test above would pass for methods that never do anything."""
    before = rows_of(place, theirs.square.id)
    of_all_squares = method in {"squares.create", "areas.put", "areas.uses"} or method.startswith("api_keys")
    role = Role.PLATFORM if of_all_squares else Role.DISPATCHER
    usual = Scope(role, None if role is Role.PLATFORM else frozenset({theirs.square.id}))
    scope = MAY.get(method, usual)
    with suppress(UndoError), database.begin(scope) as work:
        WRITES[method](work, theirs)
        raise UndoError
    assert rows_of(place, theirs.square.id) == before


def seen_by(database: Database, scope: Scope, one: Filled) -> dict[str, int]:
    with database.read(scope) as work:
        return {
            "orders": len(work.orders.of_day(one.square.id, DAY)),
            "legs": len(work.legs.of_day(one.square.id, DAY)),
            "shops": len(work.shops.all(one.square.id)),
            "vehicles": len(work.vehicles.all(one.square.id)),
            "rounds": len(work.rounds.of_day(one.square.id, DAY)),
            "plans": len(work.plans.between(one.square.id, DAY, DAY)),
        }


def test_each_role_sees_what_is_its_own_and_no_more(database: Database, ours: Filled) -> None:
    def of(role: Role, **own: str) -> dict[str, int]:
        mine = Own(**{name: frozenset({one}) for name, one in own.items()})
        return seen_by(database, Scope(role, frozenset({ours.square.id}), mine), ours)

    nothing = {"orders": 0, "legs": 0, "shops": 0, "vehicles": 0, "rounds": 0, "plans": 0}
    assert of(Role.SHOP, shops=ours.square.shops[1]) == {**nothing, "orders": 1, "shops": 1}
    assert of(Role.SHOP, shops=ours.square.shops[0]) == {**nothing, "orders": 2, "legs": 2, "shops": 1}
    assert of(Role.COURIER, rounds=ours.round) == {
        "orders": 1, "legs": 1, "shops": 1, "vehicles": 1, "rounds": 1, "plans": 1,
    }  # fmt: skip
    assert of(Role.CUSTOMER, orders=ours.orders[1]) == {**nothing, "orders": 1, "legs": 1, "shops": 1}
    assert of(Role.HUB_KEEPER, hubs=ours.square.hub) == nothing, "nothing is handed over there"
    host = seen_by(database, Scope(Role.HOST, frozenset({ours.square.id})), ours)
    assert host == {"orders": 3, "legs": 2, "shops": 2, "vehicles": 2, "rounds": 1, "plans": 1}


def test_a_shop_adds_orders_of_its_own_and_of_no_other(database: Database, ours: Filled) -> None:
    mine, other = ours.square.shops
    scope = Scope(Role.SHOP, frozenset({ours.square.id}), Own(shops=frozenset({mine})))
    with pytest.raises(NotFoundError, match="no shop"), database.begin(scope) as work:
        work.orders.add(ours.square.id, [order(other, "x")])
    with suppress(UndoError), database.begin(scope, Principal(PrincipalKind.KEY, "k1")) as work:
        work.orders.add(ours.square.id, [order(mine, "x")])
        (told,) = work.events.of(ours.square.id, order_id=work.orders.of_day(ours.square.id, DAY)[-1].id)
        assert (told.who, told.role) == ("key:k1", "shop")
        raise UndoError


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.AUDITOR, Role.REGION])
def test_who_only_looks_on_changes_nothing(database: Database, ours: Filled, role: Role) -> None:
    for write in WRITES.values():
        with pytest.raises(NotAllowedError), database.begin(Scope(role, frozenset({ours.square.id}))) as work:
            write(work, ours)


def test_system_work_that_writes_leaves_its_name_in_the_audit_trail(store: Store) -> None:
    database = new_database(store)
    with database.begin(Scope.system("orders import")):
        pass
    with pytest.raises(DorpsrondeError), database.begin(Scope.system("undone")) as work:
        work.squares.get("nergens")
    database.close()
    (act,) = store.rows()["system_acts"]
    assert str(act).count("orders import") == 2


def test_the_audit_trail_is_seen_by_whoever_sees_every_square() -> None:
    host = Scope(Role.HOST, frozenset({"x"}))
    assert [str(visible(SystemAct, scope)) for scope in (host, TEST)] == ["false", "true"]


def test_a_table_that_nobody_thought_of_is_seen_by_nobody_who_sees_only_their_own() -> None:
    scope = Scope(Role.SHOP, frozenset({"x"}), Own(shops=frozenset({"y"})))
    unthought = [
        model for model in MODELS if model.tenancy is Tenancy.SQUARE and model not in {*OWN, Square, SquareArea}
    ]
    assert unthought, "there is such a table"
    assert {str(visible(model, scope)) for model in unthought} == {"false"}
