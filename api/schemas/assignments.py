"""Assignments: which courier rides a round, and from when until when."""

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Id, Moment, Sent, Thing
from data.models.courier_assignment import CourierAssignment
from rounds.assigning import WishedAssignment

__all__ = ["AssignmentGiven", "AssignmentShown"]

EXAMPLE: dict[str, Any] = {
    "courier_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f",
    "round_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e60",
    "begins_at": "2026-12-01T13:00:00Z",
    "ends_at": "2026-12-01T15:00:00Z",
}


class AssignmentGiven(Sent):
    """Who is to ride which round."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    courier_id: Id
    round_id: Id
    begins_at: Moment | None = Field(None, description="Within the round; else when it leaves.")
    ends_at: Moment | None = Field(None, description="Within the round; else when it returns.")

    @property
    def wished(self) -> WishedAssignment:
        return WishedAssignment(self.courier_id, self.round_id, self.begins_at, self.ends_at)


class AssignmentShown(Thing):
    """A courier on a round. Taken back before it began, it ends when it begins."""

    id: str
    courier_id: str
    courier: str | None = Field(description="Their name; null for who may not read contacts.")
    round_id: str
    begins_at: Moment
    ends_at: Moment
    assigned_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, one: CourierAssignment, *, contacts: bool) -> "AssignmentShown":
        same = ("id", "courier_id", "round_id", "begins_at", "ends_at", "assigned_at", "changed_at")
        return cls(**{name: getattr(one, name) for name in same}, courier=one.courier.name if contacts else None)
