"""A world in which parcels are carried about: what is true in it, and what its couriers say of that.

Written from the design's page alone. It knows how a follow-up leg is named, as a courier's own device must; of how a
state is found from what was said it knows nothing: here a parcel simply is where somebody put it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from data.drafts.event import EventKind
from data.models.states import LegCause
from rounds.lifecycles.leg_ids import follow_up, going_back
from rounds.lifecycles.said import Left, Said, Then

SHOP, HUB, HOME, NOBODY = ("shop", "s"), ("hub", "h"), ("household", ""), ("nobody", "")
NAMES = UUID("00000000-0000-0000-0000-000000000000")


def named(text: str) -> str:
    return str(uuid5(NAMES, text))


@dataclass
class Piece:
    """One parcel: where it is, on which leg, where that leg ends, and what else comes after it."""

    adults_only: bool
    where: tuple[str, str]
    leg: str
    to: tuple[str, str]
    then: list[tuple[str, tuple[str, str]]] = field(default_factory=list)
    last_leg: str = ""
    """On which it moved."""
    going_back: bool = False
    ended: bool = False
    missed: set[str] = field(default_factory=set)
    """Legs to come that follow from its not being at a hub before it came there at all."""


@dataclass
class World:
    """One order in it."""

    order: str
    leg: str
    pieces: dict[str, Piece]
    hub_has_keeper: bool = True
    cancelled: bool = False
    misdirected: bool = False
    """Whether a courier meant to bring 18+ to a hub without a keeper."""
    home: tuple[str, str] = SHOP
    hub: tuple[str, str] = HUB
    kept_as: Callable[[str], str] = str
    """What the id of an event becomes when it is kept."""
    said: list[Said] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    _on: dict[str, set[str]] = field(default_factory=dict)
    """Parcels that ever were to go on a leg."""
    _taken: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """What a device said that it took along on a leg."""
    _apart: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """What a device called by name on a leg, as it parted from the others there."""

    @classmethod
    def of(
        cls,
        order: str,
        leg: str,
        parcels: dict[str, bool],
        *,
        keeper: bool = True,
        shop=SHOP,
        hub=HUB,
        relayed: str = "",
    ) -> "World":
        """Make an order that waits in its shop; `relayed` is the id of a second leg, from the hub on."""
        to, then = (hub, [(relayed, HOME)]) if relayed else (HOME, [])
        pieces = {name: Piece(adult, shop, leg, to, list(then)) for name, adult in parcels.items()}
        world = cls(order, leg, pieces, hub_has_keeper=keeper, home=shop, hub=hub)
        world._on = {one: set(parcels) for one in (leg, relayed)}
        return world

    def groups(self, *, aboard: bool) -> list[list[str]]:
        """Give the parcels that are together: on one leg, in one place, on their way still."""
        found: dict[tuple[str, tuple[str, str]], list[str]] = {}
        for name, piece in self.pieces.items():
            if not piece.ended and (piece.where[0] == "round") is aboard:
                found.setdefault((piece.leg, piece.where), []).append(name)
        return list(found.values())

    def to_come(self) -> list[list[str]]:
        """Give the parcels that the same later leg waits for, at the hub where it begins."""
        found: dict[str, list[str]] = {}
        for name, piece in self.pieces.items():
            if not piece.ended and piece.then:
                found.setdefault(piece.then[0][0], []).append(name)
        return list(found.values())

    @property
    def early(self) -> bool:
        """Say whether a parcel was missed at a hub that it has not come to, and may never."""
        return any(piece.missed for piece in self.pieces.values())

    @property
    def open(self) -> list[str]:
        return [name for name, piece in self.pieces.items() if not piece.ended]

    @property
    def arrived(self) -> bool:
        """Say whether any parcel is at the household's: then it is too late to cancel."""
        return any(piece.where == HOME for piece in self.pieces.values())

    @property
    def state(self) -> str:
        if not self.open:
            return "ended"
        return "under way" if any(piece.where != self.home for piece in self.pieces.values()) else "waits"

    def collect(self, names: Collection[str], device: str, round_id: str) -> None:
        leg = self._say(EventKind.LEG_COLLECTED, names, device, round_id)
        self._taken.setdefault((leg, device), set()).update(names)
        for piece in self._of(names):
            piece.where, piece.last_leg = ("round", round_id), leg
            if self.cancelled and not piece.going_back:
                self._send_back(piece)

    def miss(self, names: Collection[str], device: str, *, again: bool) -> None:
        """Find the shop or hub closed: they wait there for another day, or are given up: from a hub they go back."""
        then = Then.RETRY if again else Then.BACK
        self._say(EventKind.LEG_NOT_COLLECTED, names, device, None, then=then)
        event = self.kept_as(self.said[-1].id)
        for piece in self._of(names):
            if again:
                piece.leg = follow_up(event, LegCause.RETRY)
            elif piece.where == self.home:
                piece.ended, piece.then = True, []
            else:
                piece.leg, piece.to, piece.then = follow_up(event, LegCause.BACK), self.home, []
                piece.going_back = True

    def miss_early(self, names: Collection[str], device: str, *, again: bool) -> None:
        """Not find them at the hub where a later leg begins: nobody has brought them there yet."""
        leg = self._of(names)[0].then[0][0]
        self._say(EventKind.LEG_NOT_COLLECTED, names, device, None, leg=leg, then=Then.RETRY if again else Then.BACK)
        event = self.kept_as(self.said[-1].id)
        for piece in self._of(names):
            if again:
                piece.then[0] = (follow_up(event, LegCause.RETRY), piece.then[0][1])
            else:
                piece.then = [(follow_up(event, LegCause.BACK), self.home)]
            piece.missed.discard(leg)
            piece.missed.add(piece.then[0][0])

    def bring(self, names: Collection[str], device: str) -> None:
        """Leave parcels where their leg ends; 18+ always in person or with a keeper."""
        piece = self._of(names)[0]
        adults = any(one.adults_only for one in self._of(names))
        left = Left.IN_PERSON if adults else Left.AT_THE_DOOR
        keeper = self.hub_has_keeper if piece.to[0] == "hub" else None
        self._say(EventKind.LEG_DROPPED, names, device, piece.where[1], left=left, keeper=keeper)
        for piece in self._of(names):
            piece.where, piece.last_leg = piece.to, piece.leg
            if piece.then:
                piece.leg, piece.to = piece.then.pop(0)
                piece.going_back = piece.to == self.home
                piece.missed.discard(piece.leg)
            else:
                piece.ended = True

    def fail(self, names: Collection[str], device: str, then: Then) -> None:
        """Find nobody at the end of the leg."""
        round_id = self._of(names)[0].where[1]
        hub = self.hub[1] if then is Then.HUB else None
        self._say(
            EventKind.LEG_FAILED, names, device, round_id, then=then, hub_id=hub,
            keeper=self.hub_has_keeper if hub else None,
        )  # fmt: skip
        event = self.kept_as(self.said[-1].id)
        for piece in self._of(names):
            door, piece.last_leg = piece.to, piece.leg
            kept_away = then is Then.HUB and piece.adults_only and not self.hub_has_keeper
            self.misdirected |= kept_away
            if kept_away or then is Then.BACK:
                piece.leg, piece.to, piece.then, piece.going_back = (
                    follow_up(event, LegCause.BACK), self.home, [], True,
                )  # fmt: skip
            elif then is Then.HUB:
                piece.then.insert(0, (follow_up(event, LegCause.ONWARD), door))
                piece.leg, piece.to = follow_up(event, LegCause.HUB), self.hub
            else:
                piece.leg = follow_up(event, LegCause.RETRY)

    def lose(self, names: Collection[str], device: str) -> None:
        where = self._of(names)[0].where
        self._say(EventKind.LEG_LOST, names, device, where[1] if where[0] == "round" else None)
        for piece in self._of(names):
            piece.where, piece.ended, piece.last_leg, piece.then = NOBODY, True, piece.leg, []

    def cancel(self) -> None:
        event = named(f"{self.order} cancelled {len(self.said)}")
        self.said.append(Said(EventKind.ORDER_CANCELLED, id=event, order_id=self.order))
        self.cancelled = True
        for piece in self.pieces.values():
            if piece.ended or piece.going_back:
                continue
            if piece.where == self.home:
                piece.ended, piece.then = True, []
            else:
                self._send_back(piece)

    def _send_back(self, piece: Piece) -> None:
        piece.leg, piece.to, piece.then, piece.going_back = going_back(piece.last_leg), self.home, [], True

    def _of(self, names: Collection[str]) -> list[Piece]:
        return [self.pieces[name] for name in names]

    def _say(
        self,
        kind: EventKind,
        names: Collection[str],
        device: str,
        round_id: str | None,
        *,
        leg: str = "",
        **more: Any,
    ) -> str:
        for name, piece in self.pieces.items():
            self._on.setdefault(piece.leg, set()).add(name)
        if not leg:
            (leg,) = {piece.leg for piece in self._of(names)}
        by_name = set(names) != self._meant_by_none(kind, leg, device)
        if by_name and kind in {EventKind.LEG_NOT_COLLECTED, EventKind.LEG_FAILED, EventKind.LEG_LOST}:
            self._apart.setdefault((leg, device), set()).update(names)
        seq = self.numbers[device] = self.numbers.get(device, -1) + 1
        self.said.append(
            Said(
                kind, id=named(f"{self.order} {device} {seq}"), device_id=device, seq=seq, order_id=self.order,
                leg_id=leg, round_id=round_id, parcels=frozenset(names) if by_name else None, **more,
            )
        )  # fmt: skip
        return leg

    def _meant_by_none(self, kind: EventKind, leg: str, device: str) -> set[str]:
        """Give what is meant of a leg by a device that names none: what goes together on it, as far as it can know.

        What it took along itself, else the whole leg; without what parted by name.
        """
        taken = self._taken.get((leg, device))
        sources = [by for on, by in self._apart if on == leg and (taken is None or by == device)]
        apart = set().union(*(self._apart[leg, by] for by in sources))
        if taken is None or kind is EventKind.LEG_COLLECTED:
            return self._on.get(leg, set()) - apart
        return taken - apart
