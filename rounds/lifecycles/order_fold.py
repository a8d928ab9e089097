"""An order as it is: a function of the set of what was said about it, whatever order that came in."""

from collections.abc import Collection, Iterable, Sequence

from data.drafts.event import EventKind
from data.models.states import IncidentKind, LegCause, LegState, OrderState
from rounds.lifecycles.incidents import Found, once_each
from rounds.lifecycles.leg_ids import parted
from rounds.lifecycles.order_facts import Custodian, LegNow, OrderGiven, OrderNow
from rounds.lifecycles.said import FACTS, Said
from rounds.lifecycles.slots import Slot, Slots, covered
from rounds.lifecycles.tellings import told_now
from rounds.lifecycles.ways import Way, Witnesses

__all__ = ["order_now"]

_LEAST_FIRST = list(LegState)


def order_now(given: OrderGiven, said: Iterable[Said]) -> OrderNow:
    """Fold everything that was said about an order; the same event twice counts once.

    A device's own numbers order what it says; of what different sources say, facts count for more than intentions,
    and the furthest fact for more than those before it. Two ends are an incident and leave the parcel as collected.
    """
    alone = list({one.id: one for one in said}.values())
    every = [*alone, *(fact for one in alone for fact in one.relayed)]
    aside = {event for one in every if one.kind is EventKind.INCIDENT_SETTLED for event in one.set_aside}
    told = told_now(one for one in alone if one.kind is EventKind.RELAY_TOLD)
    aside |= {fact.id for one in alone for fact in one.relayed if fact.id not in told}
    kept = [told.get(one.id, one) for one in every if one.id not in aside or one.kind is EventKind.INCIDENT_SETTLED]
    slots = Slots(given, every)
    counting = {one.id: one for one in kept}
    about = {
        slot.id: covered(slot, [counting[one.id] for one in slot.said if one.id in counting]) for slot in slots.every
    }
    witnesses = Witnesses(about)
    cancelled = tuple(sorted(one.id for one in kept if one.kind is EventKind.ORDER_CANCELLED))
    ways = {
        parcel: Way(slots, witnesses, parcel, adults_only=adults_only, custodian=Custodian.at(given.origin))
        for parcel, adults_only in sorted(given.adults_only.items())
    }
    for way in ways.values():
        way.go(slots.roots)
        if cancelled:
            way.cancel(cancelled)
    settled = {one.incident_id for one in kept if one.kind is EventKind.INCIDENT_SETTLED}
    given_back = {one.id for one in told.values() if one.kind is EventKind.LEG_NOT_COLLECTED}
    amiss = {*_in_ways(given, list(ways.values()), given_back), *_in_words(given, slots, kept)}
    found = once_each(amiss, {one.id: one for one in every})
    return OrderNow(
        state=_state(given, list(ways.values()), cancelled=bool(cancelled)),
        legs=[row for slot in slots.every for row in _rows(slot, list(ways.values()))],
        custody={parcel: way.custodian for parcel, way in ways.items()},
        incidents=sorted(one for one in found if one.id not in settled),
        rounds=frozenset(one.round_id for one in kept if one.kind in FACTS and one.round_id),
    )


def _state(given: OrderGiven, ways: Sequence[Way], *, cancelled: bool) -> OrderState | None:
    if not any(leg.parcels for leg in given.legs):
        return OrderState.ENDED if cancelled else None
    if not any(way.open for way in ways):
        return OrderState.ENDED
    moved = any(way.custodian != Custodian.at(given.origin) for way in ways)
    return OrderState.UNDER_WAY if moved else None


def _rows(slot: Slot, ways: Sequence[Way]) -> Iterable[LegNow]:
    """Give the rows of a slot: the parcels that go together, and each that parted."""
    on_it = [way for way in ways if way.parcel in slot.all and (slot.before is None or slot.id in way.states)]
    together = [way for way in on_it if way.parcel not in slot.parts]
    yield _row(slot, slot.id, together, slot.cause)
    for parcel in sorted(slot.parts):
        yield _row(slot, parted(slot.id, parcel), [way for way in on_it if way.parcel == parcel], LegCause.SPLIT)


def _row(slot: Slot, row_id: str, ways: Sequence[Way], cause: LegCause | None) -> LegNow:
    """Let a leg be as far as the last of its parcels; one that carries nothing is not needed."""
    states = {way.states.get(slot.id, LegState.CANCELLED) for way in ways}
    return LegNow(
        id=row_id,
        state=min(states, key=_LEAST_FIRST.index, default=LegState.CANCELLED),
        parcels=frozenset(way.parcel for way in ways),
        pickup=slot.pickup,
        delivery=slot.delivery,
        main=slot.id,
        cause=cause,
        made_from=slot.id if cause is LegCause.SPLIT else slot.before.id if slot.before else "",
        event_id=slot.event.id if slot.event else "",
    )


def _in_ways(given: OrderGiven, ways: Sequence[Way], given_back: Collection[str]) -> Iterable[Found]:
    """Find what is amiss on the ways of parcels.

    Of a leg that a parcel does not come to, what names none is about the others there, if any is. What another square
    gives back before it is at the hub counts once it is there, and is no fault.
    """
    ridden = {slot_id for way in ways for slot_id in way.ridden}
    for way in ways:
        for kind, slot, events in way.amiss:
            yield Found(kind, given.id, events, leg_id=slot.id)
        for slot, told in way.off_the_way():
            meant = [one.id for one in told if slot.id not in ridden or slot.named(one) is not None]
            amiss = tuple(sorted(set(meant) - set(given_back)))
            if amiss:
                yield Found(IncidentKind.NOT_IN_FORCE, given.id, amiss, leg_id=slot.id)


def _in_words(given: OrderGiven, slots: Slots, kept: Sequence[Said]) -> Iterable[Found]:
    """Find what is amiss in what was said itself."""
    counting = {one.id for one in kept}
    for slot in slots.every:
        for one in slot.said:
            kind = _amiss(one, slot)
            if kind is not None and one.id in counting:
                yield Found(kind, given.id, (one.id,), leg_id=slot.id)
    for one in slots.of_no_leg:
        if one.id in counting:
            yield Found(IncidentKind.UNKNOWN_LEG, given.id, (one.id,))
    yield from _numbered_twice(given, kept)


def _amiss(one: Said, slot: Slot) -> IncidentKind | None:
    if one.parcels is not None and not one.parcels <= slot.all:
        return IncidentKind.UNKNOWN_PARCEL
    return None if slot.all else IncidentKind.NOT_IN_FORCE


def _numbered_twice(given: OrderGiven, kept: Sequence[Said]) -> Iterable[Found]:
    by_number: dict[tuple[str, int | None], list[Said]] = {}
    for one in kept:
        if one.device_id is not None:
            by_number.setdefault((one.device_id, one.seq), []).append(one)
    for same in by_number.values():
        if len(same) > 1 or same[0].number_taken:
            yield Found(IncidentKind.NUMBER_TWICE, given.id, tuple(sorted(one.id for one in same)))
