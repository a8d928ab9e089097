"""From when parcels are at the hub that their leg begins at: a leg is planned only once that is known.

They are there; or a released round brings them; or another square does, and has told (`rounds.relaying`). What was to
be there on a day that is over, and is not, was not kept: nobody knows then. Who looks back at a day has its parcels at
the hub when its rounds were planned to bring them, whatever came of these since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from data.models.leg import Leg
from data.models.parcel import Parcel
from data.models.relay import Relay
from data.models.round import Round
from data.models.states import CustodianKind, RelaySide, TaskKind
from data.work import Work
from kernel.text import Text
from rounds.day_clock import DAY_S, DayClock
from rounds.stored_counters import STANDS_FOR_A_HUB

__all__ = ["AtHub", "hub_arrivals"]


@dataclass(frozen=True, slots=True)
class AtHub:
    """What is known of a leg's parcels at the hub that it begins at.

    Attributes
    ----------
    since_s: on the day's clock; 0 where they are there already, None where nobody knows when they will be.
    hub: its name.
    """

    since_s: int | None
    hub: str

    @property
    def refusal(self) -> Text | None:
        """Say why the leg cannot be planned yet; None where it can."""
        if self.since_s is None:
            return Text(
                f"wacht tot een vrijgegeven ronde haar naar {self.hub} brengt",
                f"waits until a released round brings it to {self.hub}",
            )
        if self.since_s >= DAY_S:
            return Text(f"is pas na deze dag bij {self.hub}", f"is at {self.hub} only after that day")
        return None


@dataclass(frozen=True, slots=True)
class _Brought:
    """One parcel at one hub: by which leg of its order, and when its round was planned to leave there."""

    number: int
    at_s: int


def hub_arrivals(
    work: Work, square_id: str, legs: Sequence[Leg], clock: DayClock, rounds: Sequence[Round] = ()
) -> Mapping[str, AtHub]:
    """Say of every leg that begins at a hub, or at what stands for another square's, from when it can be collected.

    Parameters
    ----------
    legs: loaded as `Legs.of_day` does.
    rounds: those of a day that is looked back at, with their stops.

    Raises
    ------
    NotAllowedError
        The scope does not see every round.
    """
    from_hub = [leg for leg in legs if leg.pickup_hub is not None]
    taken_over = [leg for leg in legs if leg.pickup_shop_id and leg.order.shop.kind == STANDS_FOR_A_HUB]
    moments = work.legs.expected_at_hubs(square_id, {leg.order_id for leg in from_hub}) if from_hub else {}
    coming = {key: _promised_s(moment, clock, work.now) for key, moment in moments.items()}
    brought = _brought(legs, rounds, clock)
    relays = {one.order_id: one for one in work.relays.of_orders({leg.order_id for leg in taken_over})}
    return {
        leg.id: AtHub(_from_our_own(leg, coming, brought), leg.pickup_hub.name if leg.pickup_hub else "")
        for leg in from_hub
    } | {
        leg.id: AtHub(_from_another(relays.get(leg.order_id), clock, work.now), leg.order.shop.name)
        for leg in taken_over
    }


def _brought(
    legs: Sequence[Leg], rounds: Sequence[Round], clock: DayClock
) -> Mapping[tuple[str, str], Sequence[_Brought]]:
    """Say by parcel and hub what rounds were planned to bring there."""
    to_hub = {leg.id: leg for leg in legs if leg.delivery_hub_id is not None}
    found: dict[tuple[str, str], list[_Brought]] = {}
    for stop in (stop for one in rounds for stop in one.stops):
        for task in stop.tasks:
            leg = to_hub.get(task.leg_id)
            if leg is None or task.kind is not TaskKind.DELIVERY:
                continue
            arrival = _Brought(leg.number, max(0, clock.seconds(stop.leaving_at)))
            for parcel in leg.parcels:
                found.setdefault((parcel.id, leg.delivery_hub_id or ""), []).append(arrival)
    return found


def _from_our_own(
    leg: Leg,
    coming: Mapping[tuple[str, str], int | None],
    brought: Mapping[tuple[str, str], Sequence[_Brought]],
) -> int | None:
    """Give the moment at which the last parcel of a leg is at its hub."""
    hub_id = leg.pickup_hub_id or ""
    found: list[int | None] = []
    for parcel in leg.parcels:
        key = parcel.id, hub_id
        before = [one.at_s for one in brought.get(key, ()) if one.number < leg.number]
        if before:
            found.append(max(before))
        else:
            found.append(0 if _is_at(parcel, hub_id) else coming.get(key))
    known = [since_s for since_s in found if since_s is not None]
    return max(known, default=None) if len(known) == len(found) else None


def _is_at(parcel: Parcel, hub_id: str) -> bool:
    return parcel.custodian is CustodianKind.HUB and parcel.custodian_hub_id == hub_id


def _from_another(relay: Relay | None, clock: DayClock, now: datetime) -> int | None:
    if relay is None or relay.side is not RelaySide.TAKES_OVER or relay.handed_over_at is not None:
        return 0
    return None if relay.expected_at is None else _promised_s(relay.expected_at, clock, now)


def _promised_s(moment: datetime, clock: DayClock, now: datetime) -> int | None:
    zone = ZoneInfo(clock.timezone)
    is_over = moment.astimezone(zone).date() < now.astimezone(zone).date()
    return None if is_over else max(0, clock.seconds(moment))
