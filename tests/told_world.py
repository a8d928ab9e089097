"""A world in which parcels are carried about: what is true in it, and what its couriers say of that.

Written from the design's page alone. It knows how a follow-up leg is named, as a courier's own device must; of how a
state is found from what was said it knows nothing: here a parcel simply is where somebody put it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
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
        return cls(order, leg, pieces, hub_has_keeper=keeper, home=shop, hub=hub)

    def groups(self, *, aboard: bool) -> list[list[str]]:
        """Give the parcels that are together: on one leg, in one place, on their way still."""
        found: dict[tuple[str, tuple[str, str]], list[str]] = {}
        for name, piece in self.pieces.items():
            if not piece.ended and (piece.where[0] == "round") is aboard:
                found.setdefault((piece.leg, piece.where), []).append(name)
        return list(found.values())

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

    def _say(self, kind: EventKind, names: Collection[str], device: str, round_id: str | None, **more) -> str:
        (leg,) = {piece.leg for piece in self._of(names)}
        seq = self.numbers[device] = self.numbers.get(device, -1) + 1
        every = set(names) == set(self.pieces)
        self.said.append(
            Said(
                kind, id=named(f"{self.order} {device} {seq}"), device_id=device, seq=seq, order_id=self.order,
                leg_id=leg, round_id=round_id, parcels=None if every else frozenset(names), **more,
            )
        )  # fmt: skip
        return leg
