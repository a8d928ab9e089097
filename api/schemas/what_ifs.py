"""What-ifs: which days are replayed, and what is changed of them."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.schemas.thing import Day, Name, Number, Place, Sent, Whole
from rounds.asked_what_if import MOST_DAYS, MOST_ITERATIONS, AskedWhatIf
from rounds.changes import FLEETS, MOST_VEHICLES, TIMES, Changes, MovedPlace, Pooling, SlotPolicy
from rounds.counterfactuals import TOUR_ITERATIONS
from rounds.replayed import SearchDepth

__all__ = ["WhatIfWished"]

EXAMPLE: dict[str, Any] = {
    "days": ["2026-12-01"],
    "orders": 2.0,
    "vehicle": "cargo-bike",
    "vehicles": 3,
    "hubs": [{"name": "depot", "place": {"lon": 5.53, "lat": 52.12}}],
    "iterations": 500,
    "lang": "nl",
}

MOST_SEED = 2**31 - 1
FleetName = StrEnum("FleetName", {name.replace("-", "_").upper(): name for name in FLEETS})


class HubElsewhere(Sent):
    """A hub, and where it would be; `depot` is where rounds begin whose vehicle has no hub of its own."""

    name: Name
    place: Place


class WhatIfWished(Sent):
    """Planned days, and what is changed of each; what is not said stays as it was."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    days: list[Day] = Field(min_length=1, max_length=MOST_DAYS)
    orders: Number = Field(
        1.0, ge=TIMES[0], le=TIMES[1], allow_inf_nan=False, description="Times as many; each shop keeps its share."
    )
    vehicle: FleetName | None = Field(None, description="What every vehicle becomes.")  # pyright: ignore[reportInvalidTypeForm] (its members are the table's)
    vehicles: Whole | None = Field(None, ge=1, le=MOST_VEHICLES, description="How many, in turn those of the day.")
    pooling: Pooling = Field(
        Pooling.POOLED, description="Else each shop drives its own tours, or each order is driven alone."
    )
    slots: SlotPolicy | None = Field(None, description="One window for the day, or windows half as long.")
    hubs: list[HubElsewhere] = Field([], max_length=50)
    iterations: Whole = Field(
        500,
        ge=1,
        le=MOST_ITERATIONS,
        description="Of the search, for each 100 orders, on both sides; "
        f"with shops' own tours {100 * TOUR_ITERATIONS} where it is less.",
    )
    seed: Whole = Field(1, ge=0, le=MOST_SEED)
    lang: Literal["nl", "en"] = "nl"

    @property
    def asked(self) -> AskedWhatIf:
        """What the worker is asked.

        Raises
        ------
        BadInputError
            Two changes contradict each other.
        """
        changes = Changes(
            orders=self.orders,
            vehicle="" if self.vehicle is None else self.vehicle.value,
            vehicles=self.vehicles,
            pooling=self.pooling,
            slots=self.slots,
            moved=tuple(MovedPlace(one.name, one.place.position) for one in self.hubs),
        )
        return AskedWhatIf(tuple(sorted(set(self.days))), changes, SearchDepth(self.iterations, self.seed), self.lang)
