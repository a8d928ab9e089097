"""What cost sheets are made from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

__all__ = ["CostSheetDraft"]


@dataclass(frozen=True, slots=True)
class CostSheetDraft:
    """A cost sheet to be; see `data.models.cost_sheet.CostSheet`."""

    valid_from: date
    courier_hour_cents: int
    vehicle_day_cents: int
    hub_day_cents: int
    platform_month_cents: int
    subsidy_month_cents: int
    order_income_cents: int | None = None

    @property
    def row(self) -> Mapping[str, Any]:
        """Write it as it is stored."""
        return asdict(self)
