"""Orders by what was said of them, one case at a time: what was once taken for more, or less, than was said."""

from data.drafts.event import EventKind
from data.models.states import CustodianKind, IncidentKind, LegCause, LegState, OrderState, PlaceKind
from rounds.lifecycles.leg_ids import follow_up
from rounds.lifecycles.order_facts import Custodian, GivenLeg, LegNow, OrderGiven, OrderNow, Place
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.said import Said, Then
from rounds.said_events import relayed_by

AT_SHOP, AT_HUB, AT_HOME = Place(PlaceKind.SHOP, "s"), Place(PlaceKind.HUB, "h"), Place(PlaceKind.HOUSEHOLD)
TELLINGS = [f"018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e{number}" for number in (60, 61, 62)]


def order_of(parcels: str, *ends: tuple[Place, Place]) -> OrderGiven:
    legs = [GivenLeg(f"L{number}", frozenset(parcels), *places) for number, places in enumerate(ends, 1)]
    return OrderGiven("o", AT_SHOP, legs, dict.fromkeys(parcels, False))


STRAIGHT = order_of("ab", (AT_SHOP, AT_HOME))
BY_A_HUB = order_of("ab", (AT_SHOP, AT_HUB), (AT_HUB, AT_HOME))


def said(device: str, seq: int, kind: EventKind, leg: str = "L1", parcels: str = "", **more: object) -> Said:
    named = frozenset(parcels) or None
    return Said(kind, id=f"{device} {seq}", device_id=device, seq=seq, leg_id=leg, round_id="r", parcels=named, **more)


def where(now: OrderNow) -> dict[str, CustodianKind]:
    return {parcel: who.kind for parcel, who in now.custody.items()}


def rows(now: OrderNow, leg: str) -> list[LegNow]:
    return [row for row in now.legs if row.main == leg and row.parcels]


def test_what_is_not_at_a_hub_was_not_brought_there() -> None:
    missed = said("keeper", 1, EventKind.LEG_NOT_COLLECTED, "L2", then=Then.RETRY)
    now = order_now(BY_A_HUB, [missed])
    assert set(where(now).values()) == {CustodianKind.SHOP}
    assert [row.state for leg in ("L1", "L2") for row in rows(now, leg)] == [LegState.PLANNED] * 2
    assert [one.kind for one in now.incidents] == [IncidentKind.NOT_IN_FORCE]
    aboard = order_now(BY_A_HUB, [missed, said("bike", 1, EventKind.LEG_COLLECTED)])
    assert set(where(aboard).values()) == {CustodianKind.ROUND}
    brought = order_now(BY_A_HUB, [missed, said("bike", 1, EventKind.LEG_DROPPED)])
    again = follow_up(missed.id, LegCause.RETRY)
    assert (set(where(brought).values()), brought.incidents) == ({CustodianKind.HUB}, []), (
        "explained by what came later"
    )
    assert [row.state for leg in ("L2", again) for row in rows(brought, leg)] == [LegState.FAILED, LegState.PLANNED]


def test_what_left_a_hub_at_another_try_was_brought_there() -> None:
    missed = said("keeper", 1, EventKind.LEG_NOT_COLLECTED, "L2", then=Then.RETRY)
    tried = said("bike", 1, EventKind.LEG_COLLECTED, follow_up(missed.id, LegCause.RETRY))
    now = order_now(BY_A_HUB, [missed, tried])
    assert (set(where(now).values()), now.incidents) == ({CustodianKind.ROUND}, [])
    assert [row.state for row in rows(now, "L1")] == [LegState.DROPPED]


def test_what_failed_by_name_is_not_brought_by_a_word_of_the_others() -> None:
    failed = said("bike", 2, EventKind.LEG_FAILED, parcels="a", then=Then.BACK)
    collected, dropped = said("bike", 1, EventKind.LEG_COLLECTED), said("bike", 3, EventKind.LEG_DROPPED)
    now = order_now(STRAIGHT, [collected, failed, dropped])
    assert where(now) == {"a": CustodianKind.ROUND, "b": CustodianKind.HOUSEHOLD}
    (back,) = rows(now, follow_up(failed.id, LegCause.BACK))
    assert (back.state, back.parcels, now.state) == (LegState.COLLECTED, frozenset("a"), OrderState.UNDER_WAY)
    after_all = said("bike", 4, EventKind.LEG_DROPPED, parcels="a")
    assert order_now(STRAIGHT, [collected, failed, dropped, after_all]).state is OrderState.ENDED, "by its name, it is"


def test_what_was_lost_by_name_is_not_found_by_a_word_of_the_others() -> None:
    lost = said("bike", 2, EventKind.LEG_LOST, parcels="a")
    now = order_now(STRAIGHT, [said("bike", 1, EventKind.LEG_COLLECTED), lost, said("bike", 3, EventKind.LEG_DROPPED)])
    assert where(now) == {"a": CustodianKind.NOBODY, "b": CustodianKind.HOUSEHOLD}


def test_what_stayed_by_name_is_not_brought_by_a_word_of_whoever_brings_the_others() -> None:
    stayed = said("bike", 1, EventKind.LEG_NOT_COLLECTED, parcels="a", then=Then.RETRY)
    collected = said("bike", 2, EventKind.LEG_COLLECTED, parcels="b")
    for bringing in (
        [said("other bike", 1, EventKind.LEG_DROPPED)],
        [said("other bike", 1, EventKind.LEG_COLLECTED), said("other bike", 2, EventKind.LEG_DROPPED)],
        [Said(EventKind.LEG_DROPPED, id="a dispatcher", leg_id="L1")],
    ):
        now = order_now(STRAIGHT, [stayed, collected, *bringing])
        assert where(now) == {"a": CustodianKind.SHOP, "b": CustodianKind.HOUSEHOLD}
        (again,) = rows(now, follow_up(stayed.id, LegCause.RETRY))
        assert (again.state, again.parcels, now.incidents) == (LegState.PLANNED, frozenset("a"), [])


def test_where_all_were_called_by_name_a_word_of_none_is_about_all() -> None:
    stayed = said("bike", 1, EventKind.LEG_NOT_COLLECTED, parcels="ab", then=Then.RETRY)
    now = order_now(STRAIGHT, [stayed, said("other bike", 1, EventKind.LEG_COLLECTED)])
    assert set(where(now).values()) == {CustodianKind.ROUND}


def telling(turn: int, **facts: str) -> Said:
    """Let another square tell all that it knows: parcels by kind."""
    whole = Said(EventKind.RELAY_TOLD, id=TELLINGS[turn], device_id="relay", seq=turn, leg_id="L2")
    known = {EventKind(f"leg.{kind}"): frozenset(parcels) for kind, parcels in facts.items()}
    return Said(
        EventKind.RELAY_TOLD, id=whole.id, device_id="relay", seq=turn, leg_id="L2", relayed=relayed_by(whole, known)
    )


def test_what_another_square_tells_once_more_leaves_what_followed_from_it() -> None:
    for later in ({"not_collected": "a", "dropped": "b"}, {"not_collected": "ab"}):
        first, second = telling(0, not_collected="a"), telling(1, **later)
        again = follow_up(first.relayed[0].id, LegCause.RETRY)
        ridden = [said("bike", 1, EventKind.LEG_DROPPED), said("bike", 2, EventKind.LEG_DROPPED, again)]
        now = order_now(BY_A_HUB, [first, *ridden, second])
        assert where(now)["a"] is CustodianKind.HOUSEHOLD
        assert now.incidents == []
        assert [row.state for row in rows(now, again)] == [LegState.DROPPED]
        assert (now.state is OrderState.ENDED) == ("dropped" in later), "what is given back now waits for a ride"


def test_what_another_square_no_longer_tells_is_not_so_any_more() -> None:
    first, second = telling(0, not_collected="a"), telling(1, dropped="ab")
    now = order_now(BY_A_HUB, [second, said("bike", 1, EventKind.LEG_DROPPED), first])
    assert (set(where(now).values()), now.state, now.incidents) == ({CustodianKind.HOUSEHOLD}, OrderState.ENDED, [])


def test_what_another_square_tells_again_after_it_was_not_so_is_told_anew() -> None:
    first, between, third = telling(0, not_collected="a"), telling(1), telling(2, not_collected="a")
    wrong = Said(EventKind.INCIDENT_SETTLED, id="settled", order_id="o", set_aside=frozenset({first.relayed[0].id}))
    old, new = (follow_up(one.relayed[0].id, LegCause.RETRY) for one in (first, third))
    for more in ([], [wrong]):
        now = order_now(BY_A_HUB, [third, first, said("bike", 1, EventKind.LEG_DROPPED), between, *more])
        assert (rows(now, old), [(row.state, row.parcels) for row in rows(now, new)]) == (
            [], [(LegState.PLANNED, frozenset("a"))],
        )  # fmt: skip
        assert (where(now), now.incidents) == (dict.fromkeys("ab", CustodianKind.HUB), [])


def test_what_another_square_gives_back_before_it_had_it_is_no_fault() -> None:
    cancelled = Said(EventKind.ORDER_CANCELLED, id="cancelled", order_id="o")
    for more, state in (([], None), ([cancelled], OrderState.ENDED)):
        now = order_now(BY_A_HUB, [telling(0, not_collected="ab"), *more])
        assert (set(where(now).values()), now.state, now.incidents) == ({CustodianKind.SHOP}, state, [])


def test_an_order_that_waits_for_its_address_does_not_end_by_what_is_said_of_its_old_leg() -> None:
    waits = OrderGiven("o", AT_SHOP, [GivenLeg("L1", frozenset(), AT_SHOP, AT_HOME)], {"a": False})
    now = order_now(waits, [said("bike", 1, EventKind.LEG_COLLECTED)])
    assert (now.state, now.custody["a"]) == (None, Custodian.at(AT_SHOP))
    assert [one.kind for one in now.incidents] == [IncidentKind.NOT_IN_FORCE]
