"""The way of one parcel along the legs of its order: how far it is, and who has it."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.drafts.event import EventKind
from data.models.states import CustodianKind, IncidentKind, LegState
from rounds.lifecycles.accounts import Account, agreed
from rounds.lifecycles.leg_table import SHOWN, Known
from rounds.lifecycles.order_facts import NOBODY, Custodian
from rounds.lifecycles.said import Said, Then
from rounds.lifecycles.slots import Slot, Slots, then_of

__all__ = ["Way", "Witnesses"]


class Witnesses:
    """Who says what of which parcel, looked up by slot."""

    def __init__(self, about: Mapping[str, Mapping[str, frozenset[str]]]) -> None:
        self._about = about

    def of(self, slot: Slot, parcel: str) -> list[Said]:
        """Give the facts about a parcel on a leg, each source's in its own order."""
        about = self._about[slot.id]
        return [one for one in slot.said if parcel in about.get(one.id, ())]


@dataclass(slots=True)
class Way:
    """How far a parcel is.

    Attributes
    ----------
    states: of the legs on its way, by slot; of any other leg it is cancelled.
    open: the legs it still has to go, the one it is on first; none when its story has ended.
    amiss: what does not fit, with the slot and the events.
    """

    slots: Slots
    witnesses: Witnesses
    parcel: str
    adults_only: bool
    custodian: Custodian
    states: dict[str, LegState] = field(default_factory=dict[str, LegState])
    open: list[Slot] = field(default_factory=list[Slot])
    amiss: list[tuple[IncidentKind, Slot, tuple[str, ...]]] = field(default_factory=list)
    ridden: set[str] = field(default_factory=set[str])
    _here: Slot | None = None
    """The last leg on which it moved."""
    _stuck: bool = False

    def go(self, legs: Iterable[Slot]) -> None:
        """Follow the legs as far as anybody says that it came."""
        line = deque(slot for slot in legs if self.parcel in slot.all)
        while line:
            slot = line.popleft()
            account = agreed(slot, self.witnesses.of(slot, self.parcel), adults_only=self.adults_only)
            self.amiss.extend((kind, slot, events) for kind, events in account.amiss)
            went_on = any(self._left(later) for later in line)
            if account.known in {Known.NOTHING, Known.COLLECTED} and went_on and not account.contested:
                account = Account(Known.DROPPED, account.last, account.rounds)
            if not self._ride(slot, account, line):
                self.open = [slot, *line]
                for later in line:
                    self.states[later.id] = LegState.PLANNED
                return
        self.open = []

    def cancel(self, events: tuple[str, ...]) -> None:
        """Let what has not been ridden be cancelled; what is on its way or at a hub goes back."""
        if not self.open:
            arrived = self.custodian not in {NOBODY, Custodian.at(self.slots.back_at)}
            if arrived and self._here is not None and not self._here.goes_back:
                self.amiss.append((IncidentKind.TOO_LATE, self._here, events))
            return
        away = self._here is not None and self.custodian != Custodian.at(self.slots.back_at)
        back = self.slots.returns.get(self._here.id) if self._here is not None and away else None
        if self._stuck or self.open[0].goes_back or (away and back is None):
            return
        for slot in self.open:
            self.states[slot.id] = LegState.CANCELLED
        self.go([] if back is None else [back])

    def off_the_way(self) -> Iterator[tuple[Slot, Sequence[Said]]]:
        """Give what is told of the parcel on legs that it does not need, or cannot have come to."""
        for slot in self.slots.every:
            told = self.witnesses.of(slot, self.parcel)
            if told and slot.id not in self.ridden:
                yield slot, told

    def _ride(self, slot: Slot, account: Account, line: "deque[Slot]") -> bool:
        """Take one leg; say whether it is over, so that the next one comes."""
        self.states[slot.id] = SHOWN[account.known]
        if account.known is Known.NOTHING:
            if self.custodian.kind is CustodianKind.ROUND:
                self.states[slot.id] = LegState.COLLECTED
            return False
        self.ridden.add(slot.id)
        if account.known is not Known.NOT_COLLECTED:
            self._here = slot
        match account.known:
            case Known.COLLECTED:
                self.custodian = self._round(account)
                self._stuck = account.contested
                return False
            case Known.DROPPED:
                self.custodian = Custodian.at(slot.delivery)
                if slot.goes_back and slot.delivery == self.slots.back_at:
                    self.states[slot.id] = LegState.RETURNED
            case Known.LOST:
                self.custodian = NOBODY
                line.clear()
            case Known.FAILED:
                self.custodian = self._round(account)
                return self._take(self._chosen(slot, account), slot, line)
            case Known.NOT_COLLECTED:
                return self._take(self._chosen(slot, account), slot, line)
        return True

    def _left(self, slot: Slot) -> bool:
        """Say whether it is told to have left where a leg begins; that it was not collected there is no sign of it."""
        told = self.witnesses.of(slot, self.parcel)
        if any(one.kind is not EventKind.LEG_NOT_COLLECTED for one in told):
            return True
        return any(self._left(child) for one in told for child in self.slots.children.get((slot.id, one.id), ()))

    def _round(self, account: Account) -> Custodian:
        """Say which round has it: as told, else the one that had it before."""
        if account.rounds:
            return Custodian(CustodianKind.ROUND, min(account.rounds))
        return self.custodian

    def _chosen(self, slot: Slot, account: Account) -> Said:
        """Take, of several attempts that were told, the one after which something happened."""

        def went_on(one: Said) -> bool:
            made = self.slots.children.get((slot.id, one.id), ())
            return any(self.witnesses.of(child, self.parcel) for child in made)

        return min(account.last, key=lambda one: (not went_on(one), one.id))

    def _take(self, one: Said, slot: Slot, line: "deque[Slot]") -> bool:
        """Let the legs come next that follow from an attempt; say whether any does, or none has to."""
        then = then_of(one, adults_only=self.adults_only)
        if then is not one.then:
            self.amiss.append((IncidentKind.AGE, slot, (one.id,)))
        made = [child for child in self.slots.children.get((slot.id, one.id), ()) if self.parcel in child.all]
        if then is Then.BACK:
            line.clear()
        line.extendleft(reversed(made))
        stays = then is Then.BACK and one.kind is EventKind.LEG_NOT_COLLECTED and slot.pickup == self.slots.back_at
        return bool(made) or stays
