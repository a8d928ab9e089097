"""What couriers and their assignments are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = ["AssignmentDraft", "CourierDraft", "DayException", "WeeklyShift"]


@dataclass(frozen=True, slots=True)
class WeeklyShift:
    """A time at which a courier can ride every week: seconds since local midnight of a weekday, 0 being Monday."""

    weekday: int
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class DayException:
    """A date on which it is otherwise: without a time a day off, with one a shift more."""

    day: date
    start_s: int | None = None
    end_s: int | None = None


@dataclass(frozen=True, slots=True)
class CourierDraft:
    """A courier to be; see `data.models.courier.Courier`."""

    name: str
    profiles: frozenset[str]
    phone: str = ""
    vehicles: frozenset[str] = frozenset()
    weekly: Sequence[WeeklyShift] = ()
    exceptions: Sequence[DayException] = ()
    active: bool = True

    @property
    def row(self) -> Mapping[str, Any]:
        """Write it as it is stored: lists in one order, however they were given."""
        return {
            "name": self.name,
            "phone": self.phone,
            "profiles": sorted(self.profiles),
            "vehicles": sorted(self.vehicles),
            "weekly": sorted([one.weekday, one.start_s, one.end_s] for one in self.weekly),
            "exceptions": sorted(
                ([one.day.isoformat(), one.start_s, one.end_s] for one in self.exceptions),
                key=lambda one: (one[0], one[1] is not None, one[1:]),
            ),
            "active": self.active,
        }


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """A courier on a round, to be; see `data.models.courier_assignment.CourierAssignment`."""

    courier_id: str
    round_id: str
    begins_at: datetime
    ends_at: datetime
