"""A row in each table that a planned village leaves empty: whoever adds a table adds its row here."""

from typing import Any

from shapely import MultiPolygon, box
from sqlalchemy import insert, select

from data.base import Base
from data.database import connect_owner
from data.models.api_key import ApiKey
from data.models.cost_sheet import CostSheet
from data.models.crate_entry import CrateEntry
from data.models.customer_reply import CustomerReply
from data.models.idempotency_key import IdempotencyKey
from data.models.incident import Incident
from data.models.job import Job, OutboxRow
from data.models.leg_origin import LegOrigin
from data.models.neighbourhood import Neighbourhood
from data.models.proof import Proof
from data.models.publication import Publication
from data.models.recurring_order import RecurringOrder
from data.models.relay import Relay
from data.models.slot import SlotTemplate
from data.models.starting_measurement import StartingMeasurement
from data.models.states import IncidentKind, LegCause, RelaySide
from data.models.tariff import Tariff
from data.models.vehicle import Vehicle
from data.models.vehicle_reading import VehicleReading
from data.models.web_shop import WebDelivery, WebShop
from data.models.webhook import Webhook, WebhookDelivery
from data.repositories.base import table_of
from kernel.ids import new_id
from tests.stored_square import NOON, cost_sheet, tariff
from tests.stores import Store

__all__ = ["fill_rest"]


def fill_rest(
    store: Store, square_id: str, shop_id: str, order_id: str, legs: tuple[str, str], *, round_id: str | None = None
) -> None:
    """Write the rows past every layer; the second leg comes from the first, which is in the round."""
    of_square = {"id": new_id(), "square_id": square_id}
    job = {
        **of_square, "kind": "plan", "arguments": {}, "due_at": NOON, "deadline_at": NOON, "most_attempts": 1,
        "asked_by": "system:a test", "scope": {}, "created_at": NOON,
    }  # fmt: skip
    web_shop = {
        **of_square, "shop_id": shop_id, "platform": "shopify", "secret": "a secret", "created_at": NOON,
    }  # fmt: skip
    webhook = {
        **of_square, "shop_id": shop_id, "url": "https://winkel.example/", "kinds": ["order.delivered"],
        "secret": "a secret", "state": "active", "why_paused": "", "failure_count": 0, "last_seq": 1,
        "made_by": "system:a test", "created_at": NOON, "changed_at": NOON,
    }  # fmt: skip
    delivery = {
        **of_square, "webhook_id": webhook["id"], "seq": 1, "event_id": shop_id, "kind": "ping", "body": {},
        "state": "delivered", "attempt_count": 1, "last_fault": "", "next_at": NOON, "created_at": NOON,
        "ended_at": NOON,
    }  # fmt: skip
    of_all = {"id": new_id(), "shop_id": None}
    rows: dict[type[Base], dict[str, Any] | list[dict[str, Any]]] = {
        LegOrigin: {
            "leg_id": legs[1], "square_id": square_id, "from_leg_id": legs[0], "cause": next(iter(LegCause)),
        },
        Incident: {
            **of_square, "kind": next(iter(IncidentKind)), "order_id": order_id, "events": [], "opened_at": NOON,
            "note": "",
        },
        Relay: {
            **of_square, "side": next(iter(RelaySide)), "order_id": order_id, "leg_id": legs[1],
            "other_square_id": square_id, "other_id": new_id(), "parcels": {}, "made_at": NOON,
        },
        OutboxRow: job,
        Job: {**job, "state": "pending", "attempt": 0, "done_percent": 0},
        WebShop: web_shop,
        WebDelivery: {
            **of_square, "web_shop_id": web_shop["id"], "delivery_key": "1", "topic": "", "state": "taken",
            "external_id": "", "order_ref": "", "method": "", "postcode": "", "reason_nl": "", "reason_en": "",
            "received_at": NOON,
        },
        CrateEntry: {
            **of_square, "shop_id": shop_id, "household_id": new_id(), "place": "Dorpsstraat 7", "kind": "correction",
            "crates": 2, "order_id": order_id, "said_by": "key:1", "reason": "telfout", "entered_at": NOON,
        },
        CustomerReply: {
            **of_square, "order_id": order_id, "number": 1, "wording": "2026-1", "answer": "no_car", "rotation": 3,
            "after_shown": False, "said_by": "key:1", "role": "shop", "said_at": NOON,
        },
        StartingMeasurement: {
            **of_square, "name": "Nulmeting", "name_key": "nulmeting", "version": 1, "first_day": NOON.date(),
            "last_day": NOON.date(), "measured_by": "De dorpsraad", "method": "geteld", "source": "verslag",
            "orders": 40, "flows": [], "said_by": "key:1", "said_at": NOON,
        },
        RecurringOrder: {
            **of_square, "shop_id": shop_id, "order_ref": "weekly", "rule": "FREQ=WEEKLY", "starts_on": NOON.date(),
            "given": {}, "pauses": [], "created_at": NOON, "changed_at": NOON,
        },
        Proof: {
            **of_square, "order_id": order_id, "leg_id": legs[0], "round_id": round_id, "kind": "photo",
            "proof_of": "dropped", "made_by": "key:1", "role": "courier", "given_sha256": "0" * 64, "sha256": "0" * 64,
            "suffix": "jpg", "size_bytes": 1, "width_px": 1, "height_px": 1, "received_at": NOON, "kept_until": NOON,
            "why_erased": "",
        },
        Webhook: [webhook, {**webhook, **of_all}],
        WebhookDelivery: [
            delivery, {**delivery, "id": new_id(), "webhook_id": of_all["id"], "event_id": square_id},
        ],
        SlotTemplate: {
            **of_square, "name": "Middag", "name_key": "middag", "weekdays": [1], "start_s": 0, "end_s": 1,
            "cutoff_days": 0, "cutoff_s": 0, "valid_from": NOON.date(), "exceptions": [],
            "created_at": NOON, "changed_at": NOON,
        },
        Tariff: {
            **of_square, **tariff(NOON.date()).row, "currency": "EUR", "created_at": NOON, "changed_at": NOON,
        },
        Neighbourhood: {
            "id": new_id(), "year": 2025, "code": new_id(), "name": "Buurt", "district_code": "", "district_name": "",
            "municipality_code": "", "municipality_name": "", "border": MultiPolygon([box(5, 52, 6, 53)]),
            "imported_at": NOON,
        },
        Publication: {**of_square, "period": "2026-11", "document": {}, "published_at": NOON},
        CostSheet: {**of_square, **cost_sheet(NOON.date()).row, "currency": "EUR", "created_at": NOON},
        VehicleReading: {
            **of_square, "day": NOON.date(), "driven_m": 1, "note": "", "said_by": "key:1", "created_at": NOON,
            "changed_at": NOON,
        },
        ApiKey: {
            "id": new_id(), "name": "Kassa", "role": "platform", "prefix": new_id()[-12:], "secret_sha256": "0" * 64,
            "made_by": "system:a test", "created_at": NOON,
        },
        IdempotencyKey: {
            "id": new_id(), "principal": "key:1", "route": "POST /", "key": new_id(), "body_sha256": "0" * 64,
            "created_at": NOON,
        },
    }  # fmt: skip
    engine, _ = connect_owner(store.settings())
    with engine.begin() as connection:
        bike = connection.scalar(select(Vehicle.id).where(Vehicle.square_id == square_id).order_by(Vehicle.name_key))
        rows[VehicleReading] = {**rows[VehicleReading], "vehicle_id": bike}
        for model, given in rows.items():
            connection.execute(insert(table_of(model)), given if isinstance(given, list) else [given])
    engine.dispose()
