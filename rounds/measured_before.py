"""How a report compares with starting measurements (nulmeting): beside its baselines, and never as its headline."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from data.models.starting_measurement import StartingMeasurement
from data.work import Work
from impact.assess import AgainstMeasured
from impact.starting_measurement import CustomerMode, FlowKind
from kernel.text import Text

__all__ = ["begun_late_notes", "measured_section", "measurements_before"]


def measurements_before(work: Work, square_id: str, last: date) -> list[StartingMeasurement]:
    """Give of each measurement the newest version of those that had begun by a report's last day."""
    return work.starting_measurements.standing(square_id, last)


def begun_late_notes(measured: Sequence[StartingMeasurement], first_planned: date | None) -> list[Text]:
    """Say of which measurements the rounds had begun before they did."""
    return [
        Text(
            f"De startmeting “{one.name}” begon op {one.first_day}, na de eerste geplande dag van dit dorpsplein "
            f"({first_planned}): zij zegt niet alleen hoe het vóór de rondes ging.",
            f"The starting measurement “{one.name}” began on {one.first_day}, after the first planned day of this "
            f"square ({first_planned}): it does not only say how things were before the rounds.",
        )
        for one in measured
        if first_planned is not None and one.first_day > first_planned
    ]


def measured_section(
    kept: Sequence[StartingMeasurement], against: Sequence[AgainstMeasured], orders: int
) -> list[dict[str, Any]]:
    """Say of each measurement of when and whom it is, and what it comes to for this many orders.

    `scaled_m` are whole metres that were driven for as many orders as these: by shops, and by customers in their cars.
    """
    return [
        {
            "name": one.name,
            "version": one.version,
            "first_day": one.first_day.isoformat(),
            "last_day": one.last_day.isoformat(),
            "measured_by": one.measured_by,
            "method": one.method,
            "source": one.source,
            "orders": one.orders,
            "scaled_to_orders": orders,
            "flows": [dict(flow) for flow in one.flows],
            "scaled_m": {
                "shop_trips": _scaled_m(one, FlowKind.SHOP_TRIPS, orders),
                "customer_cars": _scaled_m(one, FlowKind.CUSTOMER_TRIPS, orders),
            },
            **{name: asdict(getattr(found, name)) for name in ("per_order_g", "scaled_g", "saved_g")},
        }
        for one, found in zip(kept, against, strict=True)
    ]


def _scaled_m(one: StartingMeasurement, kind: FlowKind, orders: int) -> int:
    metres = sum(
        flow["distance_m"]
        for flow in one.flows
        if flow["kind"] == kind and (kind is FlowKind.SHOP_TRIPS or flow["by"] == CustomerMode.CAR)
    )
    return round(metres * orders / one.orders)
