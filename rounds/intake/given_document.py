"""An order as it was handed in, as a document that can be kept, and back."""

from dataclasses import asdict
from typing import Any

from data.models.states import OrderKind
from kernel.position import Position
from rounds.delivery_day import Need, Temperature
from rounds.intake.asked import GivenAsked
from rounds.intake.given_order import GivenAddress, GivenOrder, GivenParcel

__all__ = ["given_document", "given_of"]

TEXTS = ("shop", "order_ref", "recipient", "phone", "email", "note")
TIMES = ("window_start_s", "window_end_s", "ready_at_s")


def given_document(given: GivenOrder) -> dict[str, Any]:
    """Write an order down, without its day."""
    at = given.position
    return {
        **{name: getattr(given, name) for name in (*TEXTS, *TIMES)},
        "address": asdict(given.address),
        "position": [at.lon, at.lat] if at else None,
        "parcels": [
            {
                "weight_g": one.weight_g,
                "volume_ml": one.volume_ml,
                "temperature": one.temperature.value,
                "needs": sorted(need.value for need in one.needs),
                "crate": one.crate,
            }
            for one in given.parcels
        ],
        "kind": given.kind.value,
        "asked": None if given.asked is None else asdict(given.asked),
    }


def given_of(document: dict[str, Any]) -> GivenOrder:
    """Read an order that was written down."""
    return GivenOrder(
        **{name: document[name] for name in (*TEXTS, *TIMES)},
        address=GivenAddress(**document["address"]),
        position=Position(*document["position"]) if document["position"] else None,
        parcels=[
            GivenParcel(
                weight_g=one["weight_g"],
                volume_ml=one["volume_ml"],
                temperature=Temperature(one["temperature"]),
                needs=frozenset(Need(need) for need in one["needs"]),
                crate=one.get("crate", False),
            )
            for one in document["parcels"]
        ],
        kind=OrderKind(document["kind"]),
        asked=GivenAsked(**document["asked"]) if document.get("asked") else None,
    )
