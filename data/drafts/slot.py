"""What slot templates are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["SlotDraft", "SlotException"]


@dataclass(frozen=True, slots=True)
class SlotException:
    """A date on which a slot is or is not offered, whatever its weekdays say; its own capacity, where it has one."""

    day: date
    offered: bool
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """A slot template to be; see `data.models.slot.SlotTemplate`."""

    name: str
    weekdays: frozenset[int]
    start_s: int
    end_s: int
    cutoff_days: int
    cutoff_s: int
    valid_from: date
    capacity: int | None = None
    hub_id: str | None = None
    valid_until: date | None = None
    exceptions: Sequence[SlotException] = ()

    @property
    def row(self) -> Mapping[str, Any]:
        """Write it as it is stored: lists in one order, however they were given."""
        same = (
            "name", "start_s", "end_s", "cutoff_days", "cutoff_s", "capacity", "hub_id", "valid_from", "valid_until",
        )  # fmt: skip
        days = sorted(self.exceptions, key=lambda one: one.day)
        return {
            **{name: getattr(self, name) for name in same},
            "weekdays": sorted(self.weekdays),
            "exceptions": [[one.day.isoformat(), one.offered, one.capacity] for one in days],
        }
