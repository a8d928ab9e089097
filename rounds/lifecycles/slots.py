"""The legs that an order has or can come to have: those that were given, and those that follow from what was said.

More events only ever make more legs, whatever order they come in: a leg that turns out not to be needed is cancelled,
never gone. So a leg is a place in the order's way (a slot), and its rows are the parcels that go together there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from data.drafts.event import EventKind
from data.models.states import LegCause, PlaceKind
from rounds.lifecycles.leg_ids import follow_up, going_back, parted
from rounds.lifecycles.leg_table import may_be_left
from rounds.lifecycles.order_facts import OrderGiven, Place
from rounds.lifecycles.said import FACTS, Said, Then

__all__ = ["Slot", "Slots", "covered", "may_stay", "then_of"]

MOST_FOLLOW_UPS = 100
"""One after the other. Nobody tries a hundred times: what is said of more waits for a dispatcher. Our own choice."""
SETS_APART = frozenset({EventKind.LEG_NOT_COLLECTED, EventKind.LEG_FAILED, EventKind.LEG_LOST})
"""Whoever names parcels so means no others of the leg, and these are no longer with them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an order's way.

    Attributes
    ----------
    id: of its main row.
    all: the parcels it can be about, by the event it follows from alone; which it is about is for the fold.
    parts: those with a row of their own: who parts from the others once, travels alone on every leg.
    said: every fact that names one of its rows, in the order of each source.
    goes_back: whether it takes parcels to where the order came from.
    depth: how many follow-ups lie before it.
    """

    id: str
    all: frozenset[str]
    pickup: Place
    delivery: Place
    cause: LegCause | None = None
    before: "Slot | None" = None
    event: Said | None = None
    goes_back: bool = False
    depth: int = 0
    parts: set[str] = field(default_factory=set[str])
    said: list[Said] = field(default_factory=list[Said])

    @property
    def rows(self) -> Mapping[str, str | None]:
        """Give every id that can name it, with the parcel of a row that has but one."""
        return {self.id: None} | {parted(self.id, parcel): parcel for parcel in self.all}

    def named(self, one: Said) -> frozenset[str] | None:
        """Give the parcels that an event names: themselves, or by their own row; None where it names none."""
        single = None if one.leg_id == self.id else self.rows.get(one.leg_id or "")
        if single is None:
            return one.parcels
        return frozenset({single}) if one.parcels is None else one.parcels & {single}


class Slots:
    """All slots of an order, in the order in which parcels come to them."""

    def __init__(self, given: OrderGiven, said: Iterable[Said]) -> None:
        facts = [one for one in said if one.kind in FACTS]
        self._by_leg: dict[str, list[Said]] = defaultdict(list)
        for one in facts:
            self._by_leg[one.leg_id or ""].append(one)
        self._given = given
        self.back_at = given.origin
        self._cancelled = any(one.kind is EventKind.ORDER_CANCELLED for one in said)
        self.roots: list[Slot] = []
        self.every: list[Slot] = []
        self.children: dict[tuple[str, str], list[Slot]] = {}
        """Follow-ups, by the slot and the event that they follow from."""
        self.returns: dict[str, Slot] = {}
        """By the slot that had the parcels when the order was cancelled."""
        roots = [Slot(leg.id, leg.parcels, leg.pickup, leg.delivery) for leg in given.legs]
        for number, root in enumerate(roots, 1):
            self.roots.append(self._met(root, went_on=self._spoken_of(roots[number:])))
        parting = {parcel for slot in self.every for one in slot.said for parcel in _parting(one, slot, given)}
        for slot in self.every:
            slot.parts.update(parting & slot.all if len(slot.all) > 1 else ())
        known = {row for slot in self.every for row in slot.rows}
        self.of_no_leg = [one for leg_id, named in self._by_leg.items() if leg_id not in known for one in named]

    def _met(self, slot: Slot, *, went_on: bool) -> Slot:
        """Take up a slot with what was said of it, and all that follows from that.

        Parameters
        ----------
        went_on: whether something was said of a later leg, so that parcels may have come to the end of this one.
        """
        found = [one for row in slot.rows for one in self._by_leg.get(row, ())]
        slot.said.extend(sorted(found, key=lambda one: (one.source, one.turn)))
        self.every.append(slot)
        if slot.depth == MOST_FOLLOW_UPS:
            return slot
        for one in slot.said:
            made = list(_following(slot, one, self._given))
            for number, child in enumerate(made, 1):
                met = self._met(child, went_on=went_on or self._spoken_of(made[number:]))
                self.children.setdefault((slot.id, one.id), []).append(met)
        if self._cancelled and (slot.said or went_on) and not slot.goes_back:
            self.returns[slot.id] = self._met(_return(slot, self._given), went_on=False)
        return slot

    def _spoken_of(self, slots: Iterable[Slot]) -> bool:
        return any(row in self._by_leg for slot in slots for row in slot.rows)


def covered(slot: Slot, said: Sequence[Said]) -> dict[str, frozenset[str]]:
    """Say which parcels of a slot each event is about, by its id.

    An event that names none is about all that go together for its source: about those it said it took along, and where
    it says that it could not collect, about the others. Never about what it set apart from these by name, nor, where it
    never said what it took along, about what others did; unless nothing is left.

    Parameters
    ----------
    said: in the order of each source, one source after the other.
    """
    accounts = [list(of_one) for _, of_one in groupby(said, key=lambda one: one.source)]
    apart = [_set_apart(slot, account) for account in accounts]
    sources = Counter(parcel for by_one in apart for parcel in by_one)
    about: dict[str, frozenset[str]] = {}
    for account, own in zip(accounts, apart, strict=True):
        others = frozenset(parcel for parcel, many in sources.items() if many > (parcel in own))
        about.update(_covered_by_one(slot, account, others))
    return about


def _covered_by_one(
    slot: Slot, account: Iterable[Said], others: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Say of each event of one source what it is about; `others` is what other sources set apart."""
    held: frozenset[str] | None = None
    apart: frozenset[str] = frozenset()
    for one in account:
        about = slot.named(one)
        apart = _apart_after(apart, one, about)
        if about is None:
            about = slot.all
            if held is not None and one.kind is not EventKind.LEG_COLLECTED:
                about = about - held or about if one.kind is EventKind.LEG_NOT_COLLECTED else held
            for elsewhere in (apart, others if held is None else frozenset[str]()):
                about = about - elsewhere or about
        if one.kind is EventKind.LEG_COLLECTED:
            held = about if held is None else held | about
        yield one.id, about & slot.all


def _set_apart(slot: Slot, account: Iterable[Said]) -> frozenset[str]:
    """Find the parcels that one source named as left behind, failed or lost, and not as collected or dropped since."""
    apart: frozenset[str] = frozenset()
    for one in account:
        apart = _apart_after(apart, one, slot.named(one))
    return apart


def _apart_after(apart: frozenset[str], one: Said, named: frozenset[str] | None) -> frozenset[str]:
    if named is None:
        return apart
    return apart | named if one.kind in SETS_APART else apart - named


def may_stay(one: Said, slot: Slot, *, adults_only: bool) -> bool:
    """Say whether a parcel may be where an event says that it was left; whatever is no leaving may be."""
    at_hub = slot.delivery.kind is PlaceKind.HUB
    keeper = slot.event.keeper if one.keeper is None and slot.event else one.keeper
    return one.kind is not EventKind.LEG_DROPPED or may_be_left(
        adults_only=adults_only, at_hub=at_hub, left=one.left, keeper=keeper
    )


def then_of(one: Said, *, adults_only: bool) -> Then | None:
    """Say what becomes of a parcel after an attempt: 18+ goes back where it would go to a hub without a keeper."""
    return Then.BACK if one.then is Then.HUB and adults_only and not one.keeper else one.then


def _parting(one: Said, slot: Slot, given: OrderGiven) -> frozenset[str]:
    """Find the parcels that an event parts from the others.

    Where it is about some of them, the fewer; where it leaves them as 18+ may not be left, those that are.
    """
    single = slot.rows[one.leg_id or ""]
    if single is not None:
        return frozenset({single})
    named = slot.all if one.parcels is None else one.parcels & slot.all
    some = min(named, slot.all - named, key=len)
    kept = frozenset(p for p in named if not may_stay(one, slot, adults_only=given.adults_only[p]))
    return some | kept if kept != named else some


def _following(slot: Slot, one: Said, given: OrderGiven) -> Iterator[Slot]:
    """Make the slots that follow from a failed attempt, whether or not it comes to need them."""
    named = slot.named(one)
    parcels = slot.all if named is None else named & slot.all

    def after(cause: LegCause, then: Then, pickup: Place, delivery: Place) -> Iterator[Slot]:
        going = frozenset(p for p in parcels if then_of(one, adults_only=given.adults_only[p]) is then)
        if going:
            back = slot.goes_back or cause is LegCause.BACK
            made = follow_up(one.id, cause)
            yield Slot(made, going, pickup, delivery, cause, slot, one, goes_back=back, depth=slot.depth + 1)

    if one.kind is EventKind.LEG_NOT_COLLECTED:
        yield from after(LegCause.RETRY, Then.RETRY, slot.pickup, slot.delivery)
        if slot.pickup != given.origin:
            yield from after(LegCause.BACK, Then.BACK, slot.pickup, given.origin)
    if one.kind is EventKind.LEG_FAILED:
        door, hub = slot.delivery, Place(PlaceKind.HUB, one.hub_id or "")
        yield from after(LegCause.RETRY, Then.RETRY, door, door)
        yield from after(LegCause.HUB, Then.HUB, door, hub)
        yield from after(LegCause.ONWARD, Then.HUB, hub, door)
        yield from after(LegCause.BACK, Then.BACK, door, given.origin)


def _return(slot: Slot, given: OrderGiven) -> Slot:
    made, depth = going_back(slot.id), slot.depth + 1
    return Slot(made, slot.all, slot.delivery, given.origin, LegCause.RETURN, slot, goes_back=True, depth=depth)
