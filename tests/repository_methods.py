"""Every method of every repository, called on a filled square: a new one has its row here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shapely import box

from data.drafts.api_key import ApiKeyDraft
from data.drafts.courier import AssignmentDraft
from data.drafts.event import EventDraft, EventKind
from data.drafts.job import JobDraft
from data.drafts.order import PositionDraft
from data.drafts.plan import RenewedRound
from data.drafts.shop import HubDraft, ShopDraft
from data.drafts.square import AreaDraft, DepotDraft, SquareDraft
from data.drafts.web_shop import WebDeliveryEnd
from data.drafts.webhook import DeliveryDraft, Tried, WebhookDraft
from data.models.leg import Leg
from data.models.order import Order
from data.models.states import CrateEntryKind, OrderState, PositionSource, RelaySide, RoundState
from data.models.web_shop import WebDelivery, WebDeliveryState
from data.repositories.stories import Told
from data.work import Work
from kernel.ids import new_id
from kernel.scope import Role, Scope
from kernel.text import Text
from tests.filled_square import FAR, NEXT, Filled
from tests.stored_square import (
    DAY,
    MARKET,
    NETWORK,
    NOON,
    TEST,
    bike,
    cost_sheet,
    courier,
    market,
    order,
    plan_of,
    slot,
    tariff,
)

__all__ = ["FOR_ALL_OF_A_SQUARE", "MAY", "READS", "SHARED", "WRITES"]

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
    "hubs.compare": lambda work, one: work.hubs.compare(one.square.id, [HubDraft("Dorpshuis", 5, 52)]),
    "couriers.compare": lambda work, one: work.couriers.compare(one.square.id, [courier("Bo")]),
    "slot_templates.compare": lambda work, one: work.slot_templates.compare(one.square.id, [slot("Avond")]),
    "hubs.all": lambda work, one: work.hubs.all(one.square.id),
    "vehicles.all": lambda work, one: work.vehicles.all(one.square.id),
    "vehicles.compare": lambda work, one: work.vehicles.compare(one.square.id, [bike("Fiets 1")]),
    "orders.compare": lambda work, one: work.orders.compare(one.square.id, [order(one.square.shops[0], "1")]),
    "orders.of_day": lambda work, one: work.orders.of_day(one.square.id, DAY),
    "orders.waiting": lambda work, one: work.orders.waiting(one.square.id),
    "orders.get": lambda work, one: work.orders.get(one.orders[0]),
    "legs.to_plan": lambda work, one: work.legs.to_plan(one.square.id, DAY),
    "legs.ids_to_plan": lambda work, one: work.legs.ids_to_plan(one.square.id, DAY),
    "legs.first_tries": lambda work, one: work.legs.first_tries(one.square.id, [one.failed]),
    "legs.of_day": lambda work, one: work.legs.of_day(one.square.id, DAY),
    "legs.expected_at_hubs": lambda work, one: work.legs.expected_at_hubs(one.square.id, [one.by_hub]),
    "crates.get": lambda work, one: work.crates.get(one.square.id, one.entry),
    "crates.page": lambda work, one: work.crates.page(one.square.id, after=None, limit=9),
    "crates.entered_for": lambda work, one: work.crates.entered_for(one.square.id, [one.by_hub]),
    "crates.balances": lambda work, one: work.crates.balances(one.square.id, limit=9),
    "crates.last_order": lambda work, one: work.crates.last_order(one.square.id, one.household),
    "crates.households_at": lambda work, one: work.crates.households_at(work.orders.get(one.by_hub)),
    "crates.to_collect": lambda work, one: work.crates.to_collect(one.square.id, one.square.shops[0]),
    "legs.in_no_plan": lambda work, one: work.legs.in_no_plan(one.square.id, NEXT + timedelta(days=1)),
    "plans.of_day": lambda work, one: work.plans.of_day(one.square.id, DAY),
    "plans.planned_at": lambda work, one: work.plans.planned_at(one.square.id, DAY),
    "plans.told": lambda work, one: work.plans.told(one.square.id, DAY),
    "served.days": lambda work, one: work.served.days(one.square.id, DAY, DAY),
    "publications.find": lambda work, one: work.publications.find(one.square.id, "2025"),
    "publications.get": lambda work, one: work.publications.get(one.square.id, "2025"),
    "publications.of_year": lambda work, one: work.publications.of_year(one.square.id, 2025),
    "publications.page": lambda work, one: work.publications.page(one.square.id, after=None, limit=9),
    "plans.between": lambda work, one: work.plans.between(one.square.id, DAY, DAY),
    "calendar.between": lambda work, one: work.calendar.between(one.square.id, DAY, DAY),
    "calendar.extent": lambda work, one: work.calendar.extent(one.square.id),
    "calendar.around": lambda work, one: work.calendar.around(one.square.id, DAY).next,
    "rounds.of_day": lambda work, one: work.rounds.of_day(one.square.id, DAY),
    "rounds.days_given": lambda work, one: work.rounds.days_given(one.square.id, DAY),
    "rounds.any_to_leave": lambda work, one: work.rounds.any_to_leave(one.square.id, DAY, NOON),
    "rounds.get": lambda work, one: work.rounds.get(one.round),
    "closures.standing": lambda work, one: work.closures.standing(one.square.id),
    "closures.between": lambda work, one: work.closures.between(one.square.id, NOON, NOON),
    "closures.get": lambda work, one: work.closures.get(one.square.id, one.closure),
    "closures.latest": lambda work, one: work.closures.latest(one.square.id, one.closure),
    "closures.compare": lambda work, one: work.closures.compare(one.square.id, market("Kermis")),
    "events.of": lambda work, one: work.events.of(one.square.id),
    "outbox.asked": lambda work, one: work.outbox.asked(one.square.id, "filling"),
    "outbox.last_asked": lambda work, one: work.outbox.last_asked(one.square.id, "first"),
    "jobs.get": lambda work, one: work.jobs.get(one.lease.job_id),
    "jobs.all": lambda work, one: work.jobs.all(one.square.id),
    "jobs.lives": lambda work, one: work.jobs.lives(one.square.id, f"relay:{one.trouble.relay}"),
    "jobs.alive": lambda work, one: work.jobs.alive(one.square.id, one.lease.kind),
    "jobs.files": lambda work, one: {f"file of {one.square.slug}"} & work.jobs.files(NOON),
    "api_keys.all": lambda work, _: work.api_keys.all(),
    "api_keys.get": lambda work, one: work.api_keys.get(one.key.id),
    "api_keys.by_prefix": lambda work, one: work.api_keys.by_prefix(one.key.prefix),
    "squares.named": lambda work, one: work.squares.named(one.square.slug),
    "squares.version": lambda work, one: work.squares.version(one.square.slug),
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
    "plans.first_day": lambda work, one: work.plans.first_day(one.square.id),
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
    "stories.of_rounds": lambda work, one: work.stories.of_rounds(one.square.id, [one.round], DAY),
    "stories.said_before": lambda work, one: work.stories.said_before(one.square.id, [one.trouble.event], []),
    "incidents.open": lambda work, one: work.incidents.open(one.square.id),
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
    "web_deliveries.dated": lambda work, one: work.web_deliveries.dated(one.web_shop, "9"),
    "web_deliveries.told_of": lambda work, one: work.web_deliveries.told_of(
        WebDelivery(id=one.newer, web_shop_id=one.web_shop, external_id="9")
    ),
    "whereabouts.shops_near": lambda work, one: work.whereabouts.shops_near(one.square.id, MARKET, 9_000),
    "whereabouts.nearest_hub": lambda work, one: work.whereabouts.nearest_hub(one.square.id, MARKET),
    "whereabouts.stops_in": lambda work, one: work.whereabouts.stops_in(
        one.square.id, DAY, DAY, {"Wijk": box(5, 52, 6, 53)}
    ).within.get("Wijk"),
    "customer_replies.of_orders": lambda work, one: work.customer_replies.of_orders(one.square.id, one.orders),
    "customer_replies.told_of": lambda work, one: work.customer_replies.told_of(one.square.id, one.orders),
    "customer_replies.planned_orders": lambda work, one: work.customer_replies.planned_orders(
        one.square.id, [one.plan.id]
    ),
    "starting_measurements.get": lambda work, one: work.starting_measurements.get(one.square.id, one.measured),
    "starting_measurements.page": lambda work, one: work.starting_measurements.page(one.square.id, after=None, limit=9),
    "starting_measurements.standing": lambda work, one: work.starting_measurements.standing(one.square.id),
    "proofs.get": lambda work, one: work.proofs.get(one.square.id, one.proof),
    "proofs.page": lambda work, one: work.proofs.page(one.square.id, after=None, limit=9),
    "webhooks.get": lambda work, one: work.webhooks.get(one.square.id, one.webhook.id),
    "webhooks.page": lambda work, one: work.webhooks.page(one.square.id, after=None, limit=9),
    "webhooks.listening": lambda work, one: work.webhooks.listening(one.square.id),
    "webhook_deliveries.get": lambda work, one: work.webhook_deliveries.get(one.webhook.id, one.told.id),
    "webhook_deliveries.page": lambda work, one: work.webhook_deliveries.page(one.webhook.id, after=0, limit=9),
    "webhook_deliveries.next_due": lambda work, one: work.webhook_deliveries.next_due(one.webhook.id),
    "webhook_deliveries.next_at": lambda work, one: work.webhook_deliveries.next_at(one.webhook.id),
    "couriers.get": lambda work, one: work.couriers.get(one.square.id, one.courier),
    "couriers.page": lambda work, one: work.couriers.page(one.square.id, after=None, limit=9),
    "couriers.all": lambda work, one: work.couriers.all(one.square.id),
    "courier_assignments.get": lambda work, one: work.courier_assignments.get(one.square.id, one.assignment.id),
    "courier_assignments.page": lambda work, one: work.courier_assignments.page(one.square.id, after=None, limit=9),
    "courier_assignments.during": lambda work, one: work.courier_assignments.during(
        one.square.id, NOON, NOON + timedelta(hours=1)
    ),
    "courier_assignments.rounds_of": lambda work, one: work.courier_assignments.rounds_of([one.courier], NOON),
    "slot_templates.get": lambda work, one: work.slot_templates.get(one.square.id, one.slot),
    "slot_templates.page": lambda work, one: work.slot_templates.page(one.square.id, after=None, limit=9),
    "slot_templates.all": lambda work, one: work.slot_templates.all(one.square.id),
    "slot_templates.taken": lambda work, one: work.slot_templates.taken(one.square.id, DAY, DAY),
    "producers.brought": lambda work, one: work.producers.brought(one.square.id, DAY, FAR),
    "rides.between": lambda work, one: work.rides.between(one.square.id, DAY, NEXT).rounds,
    "vehicle_readings.between": lambda work, one: work.vehicle_readings.between(one.square.id, DAY, NEXT),
    "vehicle_readings.get": lambda work, one: work.vehicle_readings.get(one.square.id, one.reading),
    "vehicle_readings.page": lambda work, one: work.vehicle_readings.page(one.square.id, after=None, limit=9),
    "vehicle_readings.beside": lambda work, one: [
        *filter(None, work.vehicle_readings.beside(one.square.id, one.square.bikes[0], NEXT))
    ],
    "cost_sheets.get": lambda work, one: work.cost_sheets.get(one.square.id, one.costs),
    "cost_sheets.from_day": lambda work, one: work.cost_sheets.from_day(one.square.id, DAY),
    "cost_sheets.page": lambda work, one: work.cost_sheets.page(one.square.id, after=None, limit=9),
    "cost_sheets.standing": lambda work, one: work.cost_sheets.standing(one.square.id),
    "cost_sheets.incomes": lambda work, one: work.cost_sheets.incomes(one.square.id, DAY, FAR),
    "cost_sheets.in_force": lambda work, one: work.cost_sheets.in_force(one.square.id, NEXT),
    "tariffs.get": lambda work, one: work.tariffs.get(one.square.id, one.tariff),
    "tariffs.page": lambda work, one: work.tariffs.page(one.square.id, after=None, limit=9),
    "tariffs.standing": lambda work, one: work.tariffs.standing(one.square.id),
    "tariffs.of_orders": lambda work, one: work.tariffs.of_orders(one.square.id, one.square.shops, {"priced"}),
}
WRITES: dict[str, Callable[[Work, Filled], Any]] = {
    "squares.create": lambda work, _: work.squares.create(SquareDraft("nieuw", "Nieuw"), ["Gebied ons-dorp"]),
    "squares.set_depot": lambda work, one: work.squares.set_depot(one.square.id, DepotDraft("Elders", MARKET)),
    "squares.set_cutoff": lambda work, one: work.squares.set_cutoff(one.square.id, 1),
    "areas.put": lambda work, _: work.areas.put(NETWORK, [AreaDraft("Gebied hun-dorp", box(1, 1, 2, 2))]),
    "areas.uses": lambda work, _: work.areas.uses(DAY),
    "neighbourhoods.put": lambda work, _: work.neighbourhoods.put(2025, []),
    "publications.add": lambda work, one: work.publications.add(one.square.id, "2024", {}),
    "shops.put": lambda work, one: work.shops.put(one.square.id, [ShopDraft("Het Boek", 5, 52)]),
    "hubs.put": lambda work, one: work.hubs.put(one.square.id, [HubDraft("Dorpshuis", 5, 52)]),
    "vehicles.put": lambda work, one: work.vehicles.put(one.square.id, [replace(bike("Fiets 1"), weight_g=1)]),
    "orders.add": lambda work, one: work.orders.add(one.square.id, [order(one.square.shops[0], "new")]),
    "orders.mend": lambda work, one: work.orders.mend(one.orders[2], PLACE),
    "orders.set_states": lambda work, one: work.orders.set_states(one.square.id, {one.orders[0]: OrderState.ENDED}),
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
    "jobs.cancel": lambda work, one: work.jobs.cancel(one.lease.job_id),
    "api_keys.add": lambda work, _: work.api_keys.add(ApiKeyDraft("Kassa", TEST, "fedcba", "0" * 64)),
    "api_keys.revoke": lambda work, one: work.api_keys.revoke(one.key.id),
    "api_keys.used": lambda work, one: work.api_keys.used(one.key.id, DAY),
    "stories.say": lambda work, one: work.stories.say(
        one.square.id, [EventDraft(EventKind.ORDER_CANCELLED, order_id=one.orders[0])]
    ),
    "events.note": lambda work, one: work.events.note(one.square.id, [EventDraft(EventKind.BUNDLE_READ)]),
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
    "order_changes.take": lambda work, one: work.order_changes.take(one.square.id, order(one.square.shops[0], "taken")),
    "order_changes.change": lambda work, one: work.order_changes.change(
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
    "customer_replies.add": lambda work, one: work.customer_replies.add(
        one.square.id, {one.orders[1]: one.reply_draft}
    ),
    "customer_replies.forget": lambda work, one: work.customer_replies.forget(one.square.id, one.orders[0]),
    "starting_measurements.add": lambda work, one: work.starting_measurements.add(
        one.square.id, one.measured_draft("Anders")
    ),
    "proofs.add": lambda work, one: work.proofs.add(one.square.id, one.proof_draft("1" * 64)),
    "proofs.forget": lambda work, one: work.proofs.forget(one.square.id, one.orders[0], "asked for"),
    "proofs.erased": lambda work, one: work.proofs.erased(one.square.id, [one.proof]),
    "squares.set_proofs_kept": lambda work, one: work.squares.set_proofs_kept(one.square.id, 7),
    "webhooks.add": lambda work, one: work.webhooks.add(one.square.id, WebhookDraft("https://x.example/", [], "s")),
    "webhooks.change": lambda work, one: work.webhooks.change(
        one.square.id, one.webhook.id, url="https://y.example/", kinds=[], paused=True
    ),
    "webhooks.rotate": lambda work, one: work.webhooks.rotate(one.square.id, one.webhook.id, "another", NOON),
    "webhooks.end": lambda work, one: work.webhooks.end(one.square.id, one.webhook.id),
    "webhooks.hold": lambda work, one: work.webhooks.hold(one.square.id, one.webhook.id),
    "webhooks.went_well": lambda work, one: work.webhooks.went_well(one.square.id, one.webhook.id),
    "webhooks.failed": lambda work, one: work.webhooks.failed(one.square.id, one.webhook.id, NOON),
    "webhooks.try_now": lambda work, one: work.webhooks.try_now(one.square.id, one.webhook.id),
    "webhooks.pause": lambda work, one: work.webhooks.pause(one.square.id, one.webhook.id, "it failed"),
    "webhooks.renew_listening": lambda work, one: work.webhooks.renew_listening(one.square.id),
    "webhook_deliveries.add": lambda work, one: work.webhook_deliveries.add(
        one.webhook, [DeliveryDraft("ping", None, {})]
    ),
    "webhook_deliveries.tried": lambda work, one: work.webhook_deliveries.tried(one.untold, Tried(204)),
    "webhook_deliveries.send_again": lambda work, one: work.webhook_deliveries.send_again(one.webhook.id, one.told.id),
    "webhook_deliveries.begin_anew": lambda work, one: work.webhook_deliveries.begin_anew(one.webhook),
    "webhook_deliveries.forget": lambda work, one: work.webhook_deliveries.forget(one.square.id),
    "couriers.put": lambda work, one: work.couriers.put(one.square.id, [courier("Bo")]),
    "slot_templates.put": lambda work, one: work.slot_templates.put(one.square.id, [slot("Avond")]),
    "couriers.create": lambda work, one: work.couriers.create(one.square.id, courier("Bo")),
    "couriers.change": lambda work, one: work.couriers.change(one.square.id, one.courier, courier("Bo")),
    "couriers.end": lambda work, one: work.couriers.end(one.square.id, one.courier),
    "courier_assignments.add": lambda work, one: work.courier_assignments.add(
        one.square.id, AssignmentDraft(one.courier, one.released.id, NOON, NOON + timedelta(hours=1))
    ),
    "courier_assignments.end": lambda work, one: work.courier_assignments.end(one.square.id, one.assignment.id),
    "slot_templates.hold": lambda work, one: work.slot_templates.hold(one.square.id, one.slot),
    "slot_templates.create": lambda work, one: work.slot_templates.create(one.square.id, slot("Avond")),
    "slot_templates.change": lambda work, one: work.slot_templates.change(one.square.id, one.slot, slot("Avond")),
    "slot_templates.end": lambda work, one: work.slot_templates.end(one.square.id, one.slot),
    "vehicle_readings.put": lambda work, one: work.vehicle_readings.put(one.square.id, one.reading_draft(NEXT)),
    "producers.put": lambda work, one: work.producers.put(one.square.id, {one.square.shops[0]: [{"name": "Boer"}]}),
    "cost_sheets.create": lambda work, one: work.cost_sheets.create(one.square.id, cost_sheet(NEXT)),
    "cost_sheets.replace": lambda work, one: work.cost_sheets.replace(one.square.id, cost_sheet(DAY, hub_day_cents=1)),
    "cost_sheets.end": lambda work, one: work.cost_sheets.end(one.square.id, one.costs),
    "tariffs.create": lambda work, one: work.tariffs.create(one.square.id, tariff(DAY)),
    "tariffs.change": lambda work, one: work.tariffs.change(one.square.id, one.tariff, tariff(DAY)),
    "tariffs.end": lambda work, one: work.tariffs.end(one.square.id, one.tariff),
}
FOR_ALL_OF_A_SQUARE = {
    "slot_templates.get", "slot_templates.page", "slot_templates.all", "tariffs.get", "tariffs.page",
    "tariffs.standing",
}  # fmt: skip
"""What everyone of a square may read."""
SHARED = {
    "areas.get", "areas.all", "areas.by_id", "areas.page", "areas.networks", "areas.network", "whereabouts.areas_at",
    "idempotency_keys.kept", "idempotency_keys.keep", "idempotency_keys.forget",
    "idempotency_keys.are_old", "webhook_deliveries.squares_with_old", "proofs.over", "proofs.still_shown",
    "tallies.plans_since", "tallies.jobs_since", "neighbourhoods.divisions", "neighbourhoods.of_year",
}  # fmt: skip
"""What extracts tell is everyone's to read; keys are of whoever asks, not of a square: `test_api_once.py`.
Tallies count over all that is seen: `test_tallies_count_what_is_seen`."""


MAY = {
    "squares.create": Scope(Role.PLATFORM, None),
    "areas.put": Scope(Role.PLATFORM, None),
    "neighbourhoods.put": Scope(Role.PLATFORM, None),
    "publications.add": TEST,
    "jobs.close": TEST,
    "events.note": TEST,
    "cost_sheets.create": TEST,
    "cost_sheets.replace": TEST,
    "cost_sheets.end": TEST,
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
    "starting_measurements.add": TEST,
    "webhooks.went_well": TEST,
    "webhooks.failed": TEST,
    "webhooks.try_now": TEST,
    "webhooks.pause": TEST,
    "webhooks.renew_listening": TEST,
    "webhook_deliveries.tried": TEST,
    "webhook_deliveries.forget": TEST,
    "proofs.erased": TEST,
}
"""Where a dispatcher of the square may not."""
