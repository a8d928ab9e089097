"""Starting measurements of a square (nulmeting): how its goods travelled before, as somebody counted it."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Day, Moment, Name, Sent, Thing, Whole, Words
from data.models.starting_measurement import StartingMeasurement
from impact.starting_measurement import LONGEST, MOST, Flow, FlowKind
from kernel.errors import about
from rounds.starting_measurements import MOST_FLOWS, WishedMeasurement

__all__ = ["StartingMeasurementGiven", "StartingMeasurementShown"]

EXAMPLE: dict[str, Any] = {
    "name": "Voorjaar 2026",
    "first_day": "2026-03-02",
    "last_day": "2026-03-14",
    "measured_by": "De dorpsraad, met drie winkels",
    "method": "Twee weken ritten en kilometerstanden genoteerd; klanten aan de toonbank gevraagd.",
    "source": "Verslag van 20 maart 2026, bij de gemeente",
    "orders": 412,
    "flows": [
        {"flow": "shop_trips", "by": "diesel_van", "trips": 22, "distance_m": 310_000},
        {"flow": "parcels", "by": "PostNL", "parcels": 140},
        {"flow": "customer_trips", "by": "car", "trips": 96, "distance_m": 402_000},
        {"flow": "customer_trips", "by": "bicycle", "trips": 71, "distance_m": 120_000},
    ],
}


class FlowGiven(Sent):
    """What was counted of one way of going; of a carrier its parcels, for its metres are not known."""

    flow: FlowKind
    by: Words = Field(
        min_length=1, max_length=LONGEST, description="A class of vehicle, how customers came, or a carrier's name."
    )
    trips: Whole = Field(0, ge=0, le=MOST)
    distance_m: Whole = Field(0, ge=0, le=MOST, description="Out and back, for these goods alone.")
    parcels: Whole = Field(0, ge=0, le=MOST)


class StartingMeasurementGiven(Sent):
    """A measurement, whole. Under a name that is known it is the next version; what was stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name = Field(max_length=80)
    first_day: Day
    last_day: Day
    measured_by: Name = Field(max_length=120, description="Who counted.")
    method: Words = Field(min_length=1, max_length=1_000, description="How it was counted.")
    source: Words = Field(min_length=1, max_length=500, description="Where that can be read.")
    orders: Whole = Field(ge=1, le=MOST, description="Purchases whose ways were counted.")
    flows: list[FlowGiven] = Field(min_length=1, max_length=MOST_FLOWS)

    @property
    def wished(self) -> WishedMeasurement:
        flows: list[Flow] = []
        for at, one in enumerate(self.flows):
            with about(f"flows/{at}"):
                flows.append(Flow(one.flow, one.by, one.trips, one.distance_m, one.parcels))
        same = {name: getattr(self, name) for name in WishedMeasurement.__slots__ if name != "flows"}
        return WishedMeasurement(**same, flows=flows)


class FlowShown(Thing):
    """What was counted of one way of going."""

    flow: FlowKind
    by: str
    trips: int
    distance_m: int
    parcels: int


class StartingMeasurementShown(Thing):
    """One version of a measurement."""

    id: str
    name: str
    version: int
    first_day: date
    last_day: date
    measured_by: str
    method: str
    source: str
    orders: int
    flows: list[FlowShown]
    by: str = Field(description="Who handed it in, as `key:…`.")
    said_at: Moment

    @classmethod
    def of(cls, kept: StartingMeasurement) -> "StartingMeasurementShown":
        same = {name: getattr(kept, name) for name in cls.model_fields if name not in {"flows", "by"}}
        flows = [
            FlowShown(flow=flow["kind"], **{name: value for name, value in flow.items() if name != "kind"})
            for flow in kept.flows
        ]
        return cls(**same, flows=flows, by=kept.said_by)
