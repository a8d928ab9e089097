"""Relays over two squares: the first brings parcels to a hub, the second takes them on; each tells the other.

An order belongs to its first square. The second one has an order of its own that follows it, handed in by what stands
for the hub there; so it is planned, ridden and cancelled like any other. What a square tells is all that it knows by
then, in place of what it told before: telling it twice, or late, changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from data.database import Database
from data.drafts.event import EventKind
from data.models.relay import Relay
from data.models.states import CustodianKind, LegState, PlaceKind, RelaySide
from data.repositories.stories import Story
from data.work import Work
from kernel.scope import Scope
from rounds.cutoffs import cutoff_of
from rounds.later import plan_later
from rounds.lifecycles.order_facts import Custodian, OrderNow, Place
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.said import Said
from rounds.order_stories import given_of
from rounds.riding import keep
from rounds.said_events import said_of

__all__ = ["squares_of", "tell"]

OPEN = frozenset({LegState.PLANNED, LegState.COLLECTED})


def squares_of(database: Database, square_id: str, relay_id: str) -> tuple[str, str]:
    """Name both squares of a relay.

    Raises
    ------
    NotFoundError
        There is no such side on this square.
    """
    with database.read(Scope.system("relay", [square_id])) as work:
        relay = work.relays.get(relay_id)
    return relay.square_id, relay.other_square_id


def tell(work: Work, relay_id: str) -> bool:
    """Tell the other square what this one knows of an order; say whether it was news there.

    Parameters
    ----------
    work: our own, on both squares.

    Raises
    ------
    NotFoundError
        There is no such relay.
    """
    side = work.relays.get(relay_id)
    other = work.relays.get(side.other_id)
    (ours,) = work.stories.of(side.square_id, [side.order_id])
    (theirs,) = work.stories.of(other.square_id, [other.order_id])
    if side.side is RelaySide.HANDS_ON and _note_arrival(work, (side, other), ours):
        _plan_there(work, theirs)
    facts = _known(side, ours)
    if facts == _told_last(theirs):
        return False
    square, bare = work.squares.with_id(other.square_id), Said(EventKind.RELAY_TOLD)
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    said = Said(
        EventKind.RELAY_TOLD,
        device_id=f"relay {side.id}",
        seq=len(ours.events),
        order_id=other.order_id,
        leg_id=other.leg_id,
        day=max(today, theirs.order.planned_for) + timedelta(days=1),
        relayed=tuple(replace(bare, kind=kind, parcels=parcels) for kind, parcels in sorted(facts.items())),
    )
    keep(work, square, [(said, None)])
    return True


def _known(side: Relay, story: Story) -> Mapping[EventKind, frozenset[str]]:
    """Gather what the other square has to know, by its own ids of the parcels."""
    if side.side is RelaySide.HANDS_ON:
        now = _without_relayed(story, set(EventKind))
        lost = {parcel for parcel, who in now.custody.items() if who.kind is CustodianKind.NOBODY}
        facts: dict[EventKind, set[str]] = {EventKind.LEG_LOST: lost}
    else:
        now = _without_relayed(story, {EventKind.LEG_LOST})
        at_start = Custodian.at(given_of(story).origin)
        going = {parcel for leg in now.legs if leg.state in OPEN for parcel in leg.parcels}
        facts = {
            EventKind.LEG_DROPPED: {p for p, who in now.custody.items() if who.kind is CustodianKind.HOUSEHOLD},
            EventKind.LEG_LOST: {p for p, who in now.custody.items() if who.kind is CustodianKind.NOBODY},
            EventKind.LEG_NOT_COLLECTED: {p for p, who in now.custody.items() if who == at_start and p not in going},
        }
    known = {kind: frozenset(side.parcels[parcel] for parcel in parcels) for kind, parcels in facts.items() if parcels}
    if side.side is RelaySide.HANDS_ON and any(one.kind is EventKind.ORDER_CANCELLED for one in _counting(story)):
        known[EventKind.ORDER_CANCELLED] = frozenset()
    return known


def _counting(story: Story) -> list[Said]:
    """Give what was said on this square itself and was not set aside."""
    said = [said_of(event) for event in story.events]
    aside = {event for one in said for event in one.set_aside}
    return [one for one in said if one.id not in aside]


def _without_relayed(story: Story, kinds: Iterable[EventKind]) -> OrderNow:
    """Fold an order without facts that the other square told: they know them."""
    dropped = set(kinds)
    said = [said_of(event) for event in story.events]
    own = [replace(one, relayed=tuple(fact for fact in one.relayed if fact.kind not in dropped)) for one in said]
    return order_now(given_of(story), own)


def _told_last(story: Story) -> Mapping[EventKind, frozenset[str]]:
    told = [said_of(event) for event in story.events if event.kind == EventKind.RELAY_TOLD]
    if not told:
        return {}
    return {fact.kind: fact.parcels or frozenset() for fact in max(told, key=lambda one: one.turn).relayed}


def _note_arrival(work: Work, sides: tuple[Relay, Relay], ours: Story) -> bool:
    """Say on both sides when the parcels come to the hub, and since when they are there; say whether it was news.

    Sides: ours, then the other. Once what comes to that hub at all is there, the next leg can be collected.
    """
    hub_id = next(leg.pickup_hub_id or "" for leg in ours.legs if leg.id == sides[0].leg_id)
    now, hub = _without_relayed(ours, set(EventKind)), Place(PlaceKind.HUB, hub_id)
    coming = any(leg.delivery == hub and leg.state in OPEN for leg in now.legs)
    there = Custodian.at(hub) in now.custody.values() and not coming
    expected = work.legs.expected_at_hubs(ours.order.square_id, [ours.order.id])
    moments = [expected.get((parcel.id, hub_id)) for parcel in ours.parcels]
    known = [moment for moment in moments if moment is not None]
    expected_at = max(known) if known and len(known) == len(moments) else None
    news = False
    for side in sides:
        handed_over_at = (side.handed_over_at or work.now) if there else None
        if (side.expected_at, side.handed_over_at) != (expected_at, handed_over_at):
            work.relays.know_of(side.id, expected_at=expected_at, handed_over_at=handed_over_at)
            news = True
    return news


def _plan_there(work: Work, theirs: Story) -> None:
    """Ask the other square for a plan, where its cut-off is past: its leg could not be planned until it knew."""
    square = work.squares.with_id(theirs.order.square_id)
    day = theirs.order.planned_for
    today = work.now.astimezone(ZoneInfo(square.timezone)).date()
    if day >= today and work.now >= cutoff_of(square, day) and not theirs.rounds:
        plan_later(work, square.id, day)
