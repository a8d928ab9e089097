"""A stored leg in the words of planning, where its order has other parcels by now."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from data.models.states import OrderKind, PlaceKind
from rounds.day_clock import DayClock
from rounds.stored_orders import order_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
AT_HOME = {"name": "Brink 1", "lon": 5.02, "lat": 52.0, "kind": PlaceKind.HOUSEHOLD}
AT_SHOP = {"name": "Kaas", "lon": 5.01, "lat": 52.0, "kind": PlaceKind.SHOP}


def leg(cool_volume_ml: int) -> Any:
    ends = {
        f"{end}_{key}": told for end, of in (("pickup", AT_SHOP), ("delivery", AT_HOME)) for key, told in of.items()
    }
    return SimpleNamespace(
        order=SimpleNamespace(kind=OrderKind.DELIVERY, shop_id="kaas", shop=SimpleNamespace(ready_at_s=None)),
        **ends,
        pickup_hub_id=None,
        delivery_hub_id=None,
        ready_at=None,
        window_start_at=NOON,
        window_end_at=NOON + timedelta(hours=2),
        contact="",
        note="",
        upright=False,
        adults_only=False,
        two_people=False,
        parcels=[],
        weight_g=8_000,
        volume_ml=60_000,
        cool_volume_ml=cool_volume_ml,
    )


@pytest.mark.parametrize("cool_volume_ml", [0, 1_500, 60_000])
def test_a_leg_without_parcels_of_now_carries_what_it_was_to_carry_and_no_more_of_it_cooled(
    cool_volume_ml: int,
) -> None:
    order = order_of(leg(cool_volume_ml), "1001", DayClock(date(2026, 11, 24), "Europe/Amsterdam"))
    assert (order.kg, order.litres, order.cool_litres) == (8.0, 60.0, cool_volume_ml / 1_000)
