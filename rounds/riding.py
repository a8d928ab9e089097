"""Riding: what devices and people say happened is kept once, and orders, legs, parcels and rounds follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from data.drafts.event import EventKind
from data.models.leg import Leg
from data.models.square import Square
from data.models.states import CustodianKind
from data.repositories.stories import Story, Told
from data.work import Work
from kernel.ids import new_id
from kernel.text import Text
from rounds.crate_ledger import Folded, enter_crates
from rounds.follow_up_legs import FollowUps
from rounds.hearing import WORK, Heard, heard
from rounds.lifecycles.incidents import WORDS, Found
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.said import FACTS, Answer, Outcome, Said, Then
from rounds.order_stories import given_of, told_of
from rounds.relay_later import tell_later
from rounds.round_stories import renew_rounds
from rounds.said_events import digest_of, draft_of, event_id, relayed_by, said_of
from rounds.sayable import ATTEMPTS, refusal

__all__ = ["keep", "take_in"]

HAS_IT = frozenset({EventKind.LEG_COLLECTED, EventKind.LEG_FAILED})
"""After these the round has the parcels: so it must be known which."""

WHICH_ROUND = Text(
    "het traject zit in geen ronde; noem de ronde die het pakket heeft",
    "the leg is in no round; name the round that has the parcels",
)
NO_HUB = Text("dit dorpspunt is er niet", "there is no such hub")


def take_in(work: Work, square_id: str, said: Sequence[Said]) -> list[Answer]:
    """Keep what was said, and bring what it is about up to date, in the transaction of `work`.

    Whoever says it begins `work` in their own scope; what they do not see is refused as if it were not there.
    Nothing is raised for one event among others: each has its answer, in the order in which they were given.

    Raises
    ------
    NotFoundError
        The scope does not see the square.
    """
    square = work.squares.with_id(square_id)
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    listened = heard(work, square_id, [(one, refusal(one, work.role, today)) for one in said])
    with work.as_system(WORK, square_id) as system:
        return keep(system, square, listened)


def keep(work: Work, square: Square, said: Sequence[Heard]) -> list[Answer]:
    """Keep what was heard, whoever said it, and bring what it is about up to date: our own work."""
    taking = _Taking(work, square, work.now.astimezone(ZoneInfo(square.timezone)).date())
    taking.load([one for one, refused in said if refused is None])
    became = [taking.keep(one, refused) for one, refused in said]
    amiss = taking.renew()
    return [_answer(one, amiss) for one in became]


def _answer(became: Answer, amiss: Iterable[Found]) -> Answer:
    """Say of what was taken whether it is part of an incident."""
    if became.outcome is not Outcome.TAKEN:
        return became
    kinds = sorted(found.kind for found in amiss if became.event_id in found.every_event)
    return replace(became, outcome=Outcome.INCIDENT, told=WORDS[kinds[0]]) if kinds else became


@dataclass(slots=True)
class _Taking:
    """What is known while a batch is kept."""

    work: Work
    square: Square
    today: date
    stories: dict[str, Story] = field(default_factory=dict[str, Story])
    legs: dict[str, Leg] = field(default_factory=dict[str, Leg])
    hubs: Mapping[str, bool] = field(default_factory=dict[str, bool])
    known: dict[str, str] = field(default_factory=dict[str, str])
    """Digests of what is kept, by id."""
    numbers: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    """Ids of what is kept, by device and number."""
    new: list[tuple[Said, str]] = field(default_factory=list[tuple[Said, str]])

    def load(self, said: Sequence[Said]) -> None:
        """Load the stories of everything that is spoken of, and what was said under the same ids and numbers."""
        orders = {one.order_id for one in said if one.order_id}
        self.stories = {story.order.id: story for story in self.work.stories.of(self.square.id, orders)}
        self.legs = {leg.id: leg for story in self.stories.values() for leg in story.legs}
        hubs = {leg.delivery_hub_id for leg in self.legs.values() if leg.delivery_hub_id}
        hubs |= {one.hub_id for one in said if one.hub_id}
        self.hubs = {hub.id: hub.attended for hub in self.work.stories.hubs(self.square.id, hubs).values()}
        ids = [one for event in said for one in self._ids(event, digest_of(event))]
        numbers = [(one.device_id, one.seq) for one in said if one.device_id is not None and one.seq is not None]
        for event in self.work.stories.said_before(self.square.id, ids, numbers):
            self._remember(said_of(event), event.details.get("digest", ""))

    def keep(self, one: Said, refused: Text | None) -> Answer:
        """Keep one event, unless it is known; give its id."""
        if refused is not None:
            return Answer(Outcome.REFUSED, told=refused)
        digest = digest_of(one)
        first, otherwise = self._ids(one, digest)
        for known in (first, otherwise):
            if self.known.get(known) == digest:
                return Answer(Outcome.KNOWN, known)
        taken = first in self.known or (one.device_id is not None and (one.device_id, one.seq or 0) in self.numbers)
        filled, refused = self._filled(one)
        if refused is not None:
            return Answer(Outcome.REFUSED, told=refused)
        kept = replace(filled, id=otherwise if first in self.known else first, number_taken=taken)
        kept = replace(
            kept, relayed=relayed_by(kept, {fact.kind: fact.parcels or frozenset() for fact in kept.relayed})
        )
        self._remember(kept, digest)
        self.new.append((kept, digest))
        return Answer(Outcome.TAKEN, kept.id)

    def renew(self) -> list[Found]:
        """Write what was kept, and what orders and rounds are by it; return what does not fit."""
        stories, square_id = self.work.stories, self.square.id
        drafts = [draft_of(one, digest, one.leg_id if one.leg_id in self.legs else None) for one, digest in self.new]
        stories.say(square_id, drafts)
        touched = {one.order_id for one, _ in self.new if one.order_id}
        rounds = {one.round_id for one, _ in self.new if one.round_id}
        found: list[Found] = []
        told: list[Told] = []
        folded: list[Folded] = []
        for story in (self.stories[order_id] for order_id in sorted(touched)):
            said = [*map(said_of, story.events), *(one for one, _ in self.new if one.order_id == story.order.id)]
            now = order_now(given_of(story), said)
            hubs = stories.hubs(square_id, {one.hub_id for one in said if one.hub_id})
            known = {one.id: one for whole in said for one in (whole, *whole.relayed)}
            follow_ups = FollowUps(self.square.timezone, self.today, known, hubs)
            told.append(told_of(story, now, follow_ups))
            folded.append(Folded(story, now, said[-1].id))
            found.extend(now.incidents)
            rounds |= set(story.rounds.values()) | {one.round_id for one in said if one.round_id}
            rounds |= {parcel.custodian_round_id for parcel in story.parcels if parcel.custodian_round_id}
            rounds |= {who.id for who in now.custody.values() if who.kind is CustodianKind.ROUND}
        stories.write(square_id, told)
        enter_crates(self.work, square_id, folded)
        found.extend(renew_rounds(self.work, square_id, rounds, self.today))
        self.work.incidents.renew(square_id, map(_row, found), orders=touched, rounds=rounds)
        for relay in self.work.relays.of_orders(touched):
            tell_later(self.work, relay)
        for one, _ in self.new:
            if one.kind is EventKind.INCIDENT_SETTLED:
                self.work.incidents.note(square_id, one.incident_id or "", one.reason)
        return found

    def _ids(self, one: Said, digest: str) -> tuple[str, str]:
        """Give the id that an event is kept under, and the one where that id means something else already."""
        square_id = self.square.id
        if one.id:
            return event_id(square_id, one.id), event_id(square_id, one.id, digest)
        if one.device_id is None:
            return new_id(), new_id()
        numbered = event_id(square_id, one.device_id, str(one.seq), digest)
        return numbered, numbered

    def _remember(self, one: Said, digest: str) -> None:
        self.known[one.id] = digest
        if one.device_id is not None and one.seq is not None:
            self.numbers.setdefault((one.device_id, one.seq), one.id)

    def _filled(self, one: Said) -> tuple[Said, Text | None]:
        """Complete an event by what the square knows: who rides, who keeps the hub, which day comes next."""
        if one.kind not in FACTS:
            return one, None
        story, leg = self.stories[one.order_id or ""], self.legs.get(one.leg_id or "")
        round_id = one.round_id or (self._round_of(story, leg) if leg else None)
        if one.kind in HAS_IT and round_id is None and (leg is None or leg.id not in story.origins):
            return one, WHICH_ROUND
        if one.hub_id is not None and one.hub_id not in self.hubs:
            return one, NO_HUB
        hub_id = one.hub_id or (leg.delivery_hub_id if leg and one.kind is EventKind.LEG_DROPPED else None)
        day = one.day
        if day is None and one.kind in ATTEMPTS and one.then is not Then.BACK:
            day = max(self.today, leg.planned_for if leg else self.today) + timedelta(days=1)
        return replace(one, round_id=round_id, keeper=self.hubs.get(hub_id) if hub_id else None, day=day), None

    def _round_of(self, story: Story, leg: Leg) -> str | None:
        """Find the round that a leg is in, or that the leg was in from which a parcel parted."""
        made = story.origins.get(leg.id)
        return story.rounds.get(leg.id) or (story.rounds.get(made.from_leg_id) if made else None)


def _row(found: Found) -> dict[str, object]:
    return {
        "id": found.id,
        "kind": found.kind,
        "order_id": None if found.round_id else found.about,
        "leg_id": found.leg_id or None,
        "round_id": found.round_id or None,
        "events": list(found.every_event),
    }
