"""Hubs: where goods are handed over."""

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Moment, Name, Place, Sent, Thing, Truth, Words
from data.drafts.shop import HubDraft
from data.models.hub import Hub

__all__ = ["HubGiven", "HubShown"]

EXAMPLE: dict[str, Any] = {
    "name": "Dorpshuis De Bilt",
    "address": "Dorpsstraat 41, 3732 HH De Bilt",
    "place": {"lon": 5.1806, "lat": 52.1089},
    "opening_hours": "Mo-Fr 09:00-17:00",
    "attended": True,
}


class HubGiven(Sent):
    """A hub, whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    place: Place
    address: Words = Field("", max_length=300)
    opening_hours: Words = Field("", max_length=500)
    attended: Truth = Field(False, description="Someone is there who can check an age.")

    @property
    def draft(self) -> HubDraft:
        at = self.place
        return HubDraft(self.name, at.lon, at.lat, self.address, self.opening_hours, self.attended)


class HubShown(Thing):
    """A hub."""

    id: str
    name: str
    place: Place
    address: str
    opening_hours: str
    attended: bool
    created_at: Moment
    changed_at: Moment

    @classmethod
    def of(cls, hub: Hub) -> "HubShown":
        return cls(
            id=hub.id,
            name=hub.name,
            place=Place.of(hub.lon, hub.lat),
            address=hub.address,
            opening_hours=hub.opening_hours,
            attended=hub.attended,
            created_at=hub.created_at,
            changed_at=hub.changed_at,
        )
