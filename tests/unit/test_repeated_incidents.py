"""A device that says the same nonsense again and again is one incident, which counts how often."""

from itertools import permutations

from data.drafts.event import EventKind
from data.models.states import IncidentKind, PlaceKind
from rounds.lifecycles.order_facts import GivenLeg, OrderGiven, OrderNow, Place
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.said import Said

SHOP, HOME = Place(PlaceKind.SHOP, "s"), Place(PlaceKind.HOUSEHOLD)
ORDER = OrderGiven("o", SHOP, [GivenLeg("L1", frozenset("a"), SHOP, HOME)], {"a": False})


def said(seq: int, kind: EventKind, *, device: str = "phone", leg: str = "L1", event: str = "") -> Said:
    return Said(kind, id=event or f"{device} {seq}", device_id=device, seq=seq, leg_id=leg, round_id="r1")


BROUGHT = [said(1, EventKind.LEG_COLLECTED), said(2, EventKind.LEG_DROPPED)]
AGAIN = [said(seq, EventKind.LEG_COLLECTED) for seq in (3, 4, 10)]


def told(now: OrderNow) -> list[tuple[IncidentKind, tuple[str, ...]]]:
    return [(one.kind, one.every_event) for one in now.incidents]


def test_the_same_out_of_turn_is_one_incident_in_whatever_order_it_is_heard() -> None:
    expected = [(IncidentKind.OUT_OF_TURN, ("phone 3", "phone 4", "phone 10"))]
    for order in permutations([*BROUGHT, *AGAIN]):
        assert told(order_now(ORDER, order)) == expected


def test_it_stays_the_same_incident_while_it_grows() -> None:
    (one,) = order_now(ORDER, [*BROUGHT, AGAIN[0]]).incidents
    (grown,) = order_now(ORDER, [*BROUGHT, *AGAIN]).incidents
    assert grown.id == one.id


def test_what_is_otherwise_amiss_or_said_by_another_is_an_incident_of_its_own() -> None:
    lost = said(11, EventKind.LEG_NOT_COLLECTED)
    other = [said(1, EventKind.LEG_DROPPED, device="tablet"), said(2, EventKind.LEG_COLLECTED, device="tablet")]
    found = order_now(ORDER, [*BROUGHT, *AGAIN, lost, *other]).incidents
    assert sorted(one.every_event for one in found) == [
        ("phone 11",), ("phone 3", "phone 4", "phone 10"), ("tablet 2",),
    ]  # fmt: skip


def test_a_device_that_begins_to_count_anew_is_one_incident() -> None:
    anew = [said(seq, EventKind.LEG_FAILED, event=f"anew {seq}") for seq in (1, 2)]
    now = order_now(ORDER, [*BROUGHT, *anew])
    assert [events for kind, events in told(now) if kind is IncidentKind.NUMBER_TWICE] == [
        ("anew 1", "phone 1", "anew 2", "phone 2")
    ]


def test_legs_that_nobody_knows_are_told_apart() -> None:
    unknown = [said(seq, EventKind.LEG_DROPPED, leg=leg) for seq, leg in ((1, "x"), (2, "y"), (3, "x"))]
    assert sorted(told(order_now(ORDER, unknown))) == [
        (IncidentKind.UNKNOWN_LEG, ("phone 1", "phone 3")),
        (IncidentKind.UNKNOWN_LEG, ("phone 2",)),
    ]


def test_what_was_settled_about_a_source_is_not_asked_again_when_it_repeats_itself() -> None:
    (one,) = order_now(ORDER, [*BROUGHT, AGAIN[0]]).incidents
    settled = Said(EventKind.INCIDENT_SETTLED, id="s", incident_id=one.id)
    assert order_now(ORDER, [*BROUGHT, *AGAIN, settled]).incidents == []
    aside = Said(EventKind.INCIDENT_SETTLED, id="s", incident_id=one.id, set_aside=frozenset(one.events))
    assert told(order_now(ORDER, [*BROUGHT, *AGAIN, aside])) == [(IncidentKind.OUT_OF_TURN, ("phone 4", "phone 10"))]
