"""Incidents: what was said and does not fit."""

from pydantic import Field

from api.schemas.thing import Moment, SaidTwice, Thing
from data.models.incident import Incident
from data.models.states import IncidentKind
from rounds.lifecycles.incidents import WORDS

__all__ = ["IncidentShown"]


class IncidentShown(Thing):
    """An incident about an order or a round. Its note is null for who may not read contacts."""

    id: str
    kind: IncidentKind
    told: SaidTwice = Field(description="What is the matter.")
    order_id: str | None
    leg_id: str | None
    round_id: str | None
    events: list[str] = Field(description="Ids of those that do not fit; `incident.settled` sets some of them aside.")
    opened_at: Moment
    note: str | None = Field(description="What whoever settled it before found out.")

    @classmethod
    def of(cls, incident: Incident, *, contacts: bool) -> "IncidentShown":
        same = ("id", "kind", "order_id", "leg_id", "round_id", "events", "opened_at")
        return cls(
            **{name: getattr(incident, name) for name in same},
            told=SaidTwice.of(WORDS[incident.kind]),
            note=incident.note if contacts else None,
        )
