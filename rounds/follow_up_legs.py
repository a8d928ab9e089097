"""Rows of legs that nobody ordered: from where the parcels are to where they go now, for a named day's planning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.models.hub import Hub
from data.models.leg import Leg
from data.models.states import LegCause, PlaceKind
from data.repositories.stories import Story
from rounds.day_clock import DAY_S, DayClock
from rounds.lifecycles.order_facts import LegNow, Place
from rounds.lifecycles.said import Said

__all__ = ["FollowUps"]

ENDS = ("pickup", "delivery")
TAKEN_ALONG = ("contact", "phone", "note", "window_start_at", "window_end_at")


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What their rows are made with.

    Attributes
    ----------
    today: the local date on which they are made.
    said: events by id. hubs: those that are named, by id.
    """

    timezone: str
    today: date
    said: Mapping[str, Said]
    hubs: Mapping[str, Hub]

    def rows(self, story: Story, legs: Sequence[LegNow]) -> Iterator[dict[str, Any]]:
        """Make the rows of legs, each after the one that it was made from; what they carry is for the caller."""
        known = {leg.id: _row_of(leg) for leg in story.legs}
        number = max((leg.number for leg in story.legs), default=0)
        places = {Place(row[f"{end}_kind"], _id(row, end)): _place(row, end) for row in known.values() for end in ENDS}
        for leg in legs:
            number += 1
            row = self._row(leg, known[leg.made_from], places)
            known[leg.id] = row | {"id": leg.id, "number": number, "state": leg.state}
            yield known[leg.id]

    def _row(self, leg: LegNow, before: Mapping[str, Any], places: Mapping[Place, Mapping[str, Any]]) -> dict[str, Any]:
        day = self._day(leg, before)
        shift = day - before["planned_for"]
        row = {name: before[name] for name in ("square_id", "order_id", *TAKEN_ALONG)}
        row |= {"planned_for": day, "ready_at": before["ready_at"] if leg.cause is LegCause.SPLIT else None}
        row |= {name: self._shifted(row[name], shift) for name in ("window_start_at", "window_end_at")}
        if leg.cause is not LegCause.SPLIT and not _calls_at_home(leg):
            clock = DayClock(day, self.timezone)
            row |= {"window_start_at": clock.moment(0), "window_end_at": clock.moment(DAY_S - 1)}
        for end, place in zip(ENDS, (leg.pickup, leg.delivery), strict=True):
            row |= {f"{end}_{name}": value for name, value in self._found(place, places).items()}
            row |= {f"{end}_kind": place.kind}
            row |= {f"{end}_shop_id": place.id if place.kind is PlaceKind.SHOP else None}
            row |= {f"{end}_hub_id": place.id if place.kind is PlaceKind.HUB else None}
        return row

    def _day(self, leg: LegNow, before: Mapping[str, Any]) -> date:
        """Say for which day's planning it waits; what the round has already, it brings the same day.

        A day that passed while a courier was without a network becomes today: no planning takes a day that is over.
        """
        said = self.said.get(leg.event_id)
        if leg.cause in {LegCause.RETRY, LegCause.ONWARD} and said is not None and said.day is not None:
            return max(said.day, self.today)
        if leg.cause in {LegCause.BACK, LegCause.RETURN} and leg.pickup.kind is PlaceKind.HUB:
            return max(self.today, before["planned_for"]) + timedelta(days=1)
        return before["planned_for"]

    def _found(self, place: Place, places: Mapping[Place, Mapping[str, Any]]) -> Mapping[str, Any]:
        if place in places:
            return places[place]
        hub = self.hubs[place.id]
        return {"name": hub.name, "lon": hub.lon, "lat": hub.lat}

    def _shifted(self, moment: datetime, shift: timedelta) -> datetime:
        """Move a moment by days of the wall's clock."""
        zone = ZoneInfo(self.timezone)
        return (moment.astimezone(zone) + shift).astimezone(moment.tzinfo)


def _calls_at_home(leg: LegNow) -> bool:
    """Say whether its window is a household's: it brings something there, or tries anew to collect it there."""
    tries_anew = leg.cause is LegCause.RETRY and leg.pickup.kind is PlaceKind.HOUSEHOLD
    return leg.delivery.kind is PlaceKind.HOUSEHOLD or tries_anew


def _row_of(leg: Leg) -> dict[str, Any]:
    return {column.name: getattr(leg, column.name) for column in leg.__table__.columns}


def _id(row: Mapping[str, Any], end: str) -> str:
    return row[f"{end}_shop_id"] or row[f"{end}_hub_id"] or ""


def _place(row: Mapping[str, Any], end: str) -> Mapping[str, Any]:
    return {name: row[f"{end}_{name}"] for name in ("name", "lon", "lat")}
