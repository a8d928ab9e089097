"""What tariffs are made from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

__all__ = ["TariffDraft"]


@dataclass(frozen=True, slots=True)
class TariffDraft:
    """A tariff to be; see `data.models.tariff.Tariff`."""

    valid_from: date
    delivery_cents: int
    return_cents: int
    crates_cents: int
    vat_permille: int
    included_weight_g: int = 0
    step_weight_g: int = 1_000
    step_cents: int = 0
    cool_cents: int = 0
    frozen_cents: int = 0
    hot_cents: int = 0
    adults_only_cents: int = 0
    two_people_cents: int = 0
    slot_cents: Mapping[str, int] = field(default_factory=dict)

    @property
    def row(self) -> Mapping[str, Any]:
        """Write it as it is stored."""
        return {**asdict(self), "slot_cents": dict(sorted(self.slot_cents.items()))}
