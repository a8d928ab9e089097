"""An order is a function of the set of what was said of it: told by a world that knows the truth, and by liars."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from data.drafts.event import EventKind
from data.models.states import IncidentKind, LegCause, LegState, OrderState, PlaceKind
from rounds.lifecycles.leg_ids import follow_up, going_back, parted
from rounds.lifecycles.order_facts import GivenLeg, OrderGiven, OrderNow, Place
from rounds.lifecycles.order_fold import order_now
from rounds.lifecycles.said import FACTS, Left, Said, Then
from tests.told_world import HOME, World

AT_SHOP, AT_HUB, AT_HOME = Place(PlaceKind.SHOP, "s"), Place(PlaceKind.HUB, "h"), Place(PlaceKind.HOUSEHOLD)
DEVICES, ROUNDS = ("phone 1", "phone 2"), ("r1", "r2")


def order_of(world: World) -> OrderGiven:
    parcels = frozenset(world.pieces)
    first = next(iter(world.pieces.values()))
    legs = (
        [GivenLeg(world.leg, parcels, AT_SHOP, AT_HOME)]
        if first.to == HOME
        else [GivenLeg(world.leg, parcels, AT_SHOP, AT_HUB), GivenLeg(first.then[0][0], parcels, AT_HUB, AT_HOME)]
    )
    return OrderGiven("o", AT_SHOP, legs, {name: piece.adults_only for name, piece in world.pieces.items()})


def live(world: World, data: st.DataObject, steps: int = 8) -> None:
    """Let couriers do things, and say them."""
    for _ in range(data.draw(st.integers(0, steps))):
        waiting, aboard, to_come = world.groups(aboard=False), world.groups(aboard=True), world.to_come()
        able = ["collect", "miss"] * bool(waiting) + ["bring", "bring", "fail"] * bool(aboard)
        able += ["miss early"] * bool(to_come)
        able += ["lose"] * bool(waiting or aboard) + ["cancel"] * (not world.cancelled and not world.arrived)
        what = data.draw(st.sampled_from(able)) if able else ""
        if what == "cancel":
            world.cancel()
        elif what:
            groups = {"collect": waiting, "miss": waiting, "miss early": to_come}.get(what, aboard or waiting)
            group = data.draw(st.sampled_from(groups))
            names = data.draw(st.lists(st.sampled_from(group), min_size=1, unique=True))
            device = data.draw(st.sampled_from(DEVICES))
            if what == "collect":
                world.collect(names, device, data.draw(st.sampled_from(ROUNDS)))
            elif what == "miss":
                world.miss(names, device, again=data.draw(st.booleans()))
            elif what == "miss early":
                world.miss_early(names, device, again=data.draw(st.booleans()))
            elif what == "bring":
                world.bring(names, device)
            elif what == "fail":
                world.fail(names, device, data.draw(st.sampled_from(Then)))
            else:
                world.lose(names, device)


def mixed(said: list[Said], data: st.DataObject) -> list[Said]:
    """Let what was said come in any order, some of it twice."""
    again = data.draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
    return data.draw(st.permutations([*said, *again]))


@given(st.data())
def test_whatever_couriers_do_is_known_in_whatever_order_it_is_heard(data: st.DataObject) -> None:
    parcels = {name: data.draw(st.booleans()) for name in "abc"[: data.draw(st.integers(1, 3))]}
    world = World.of(
        "o", "L1", parcels, keeper=(keeper := data.draw(st.booleans())),
        relayed="L2" if data.draw(st.booleans()) and (keeper or not any(parcels.values())) else "",
    )  # fmt: skip
    order = order_of(world)
    live(world, data)
    now = order_now(order, mixed(world.said, data))
    assert {one.kind for one in now.incidents} == {
        *[IncidentKind.AGE] * world.misdirected,
        *[IncidentKind.NOT_IN_FORCE] * world.early,
    }
    assert {name: (one.kind.value, one.id) for name, one in now.custody.items()} == {
        name: piece.where for name, piece in world.pieces.items()
    }
    assert (now.state.value if now.state else "waits") == world.state
    for name in world.open:
        piece = world.pieces[name]
        (leg,) = [leg for leg in now.legs if leg.main == piece.leg and name in leg.parcels]
        assert leg.state is (LegState.COLLECTED if piece.where[0] == "round" else LegState.PLANNED)
        assert (leg.delivery.kind.value, leg.delivery.id) == piece.to


@st.composite
def anything(draw: st.DrawFn) -> list[Said]:
    """Draw what two confused phones, a dispatcher and a shop might say, true or not."""
    legs, said = ["L1", "L2", "nowhere"], []
    numbers: Counter[str] = Counter()
    for number in range(draw(st.integers(0, 9))):
        kind = draw(st.sampled_from([*sorted(FACTS), EventKind.ORDER_CANCELLED, EventKind.INCIDENT_SETTLED]))
        event = f"e{number}"
        device = draw(st.sampled_from([*DEVICES, None]))
        seq = None
        if device is not None:
            numbers[device] += draw(st.integers(0, 1))  # 0: a number that was given before
            seq = numbers[device]
        settled = kind is EventKind.INCIDENT_SETTLED
        fact = kind in FACTS
        one = Said(
            kind,
            id=event,
            device_id=device,
            seq=seq,
            leg_id=draw(st.sampled_from(legs)) if fact else None,
            round_id=draw(st.sampled_from([*ROUNDS, None])) if fact else None,
            parcels=draw(st.none() | st.frozensets(st.sampled_from("abcx"), min_size=1)) if fact else None,
            left=draw(st.none() | st.sampled_from(Left)),
            then=draw(st.sampled_from([Then.RETRY, Then.BACK] if kind is EventKind.LEG_NOT_COLLECTED else list(Then))),
            hub_id="h",
            keeper=draw(st.sampled_from([None, True, False])),
            set_aside=draw(st.frozensets(st.sampled_from([one.id for one in said]), max_size=2))
            if settled and said
            else frozenset(),
        )
        said.append(one)
        legs += [follow_up(event, cause) for cause in (LegCause.RETRY, LegCause.HUB, LegCause.ONWARD, LegCause.BACK)]
        legs += [going_back(one.leg_id or "L1"), parted(one.leg_id or "L1", draw(st.sampled_from("abc")))]
    return said


RELAYED = OrderGiven(
    "o",
    AT_SHOP,
    [GivenLeg("L1", frozenset("abc"), AT_SHOP, AT_HUB), GivenLeg("L2", frozenset("abc"), AT_HUB, AT_HOME)],
    {"a": False, "b": False, "c": True},
)


@given(anything(), st.data())
def test_any_order_of_arrival_and_any_repetition_gives_the_same(said: list[Said], data: st.DataObject) -> None:
    assert comparable(order_now(RELAYED, mixed(said, data))) == comparable(order_now(RELAYED, said))


def comparable(now: OrderNow) -> tuple[object, ...]:
    return now.state, sorted(now.legs, key=lambda leg: leg.id), now.custody, now.incidents, now.rounds


@given(anything())
def test_whatever_is_said_no_parcel_is_lost_or_doubled(said: list[Said]) -> None:
    now = order_now(RELAYED, said)
    assert set(now.custody) == set("abc")
    on_their_way = Counter(parcel for leg in now.legs if leg.state is LegState.COLLECTED for parcel in leg.parcels)
    assert max(on_their_way.values(), default=0) <= 1, "on one leg at a time"
    for main in {leg.main for leg in now.legs}:
        on_it = Counter(parcel for leg in now.legs if leg.main == main for parcel in leg.parcels)
        assert max(on_it.values(), default=0) <= 1, "in one row of a leg"
    assert len({leg.id for leg in now.legs}) == len(now.legs)
    waiting = {
        parcel for leg in now.legs if leg.state in {LegState.PLANNED, LegState.COLLECTED} for parcel in leg.parcels
    }
    assert (now.state is OrderState.ENDED) == (not waiting), "an order that has not ended has a leg to go"


@given(anything(), st.data())
def test_hearing_more_never_takes_a_leg_away(said: list[Said], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(said), unique_by=lambda one: one.id)) if said else []
    before, after = order_now(RELAYED, some), order_now(RELAYED, said)
    assert {leg.id for leg in before.legs} <= {leg.id for leg in after.legs}


@given(anything(), st.data())
def test_an_18_plus_parcel_is_never_left_where_nobody_looks_at_an_age(said: list[Said], data: st.DataObject) -> None:
    """Of everything that leaves it without a person, nothing counts."""
    without = [
        one
        for one in said
        if not (one.kind is EventKind.LEG_DROPPED and (one.keeper or one.left in {None, Left.IN_PERSON}))
    ]
    custodian = order_now(RELAYED, without).custody["c"]
    implied = any(one.leg_id != "L1" and one.kind in FACTS for one in without)
    assert custodian.kind.value in {"shop", "round", "nobody"} or (custodian.kind.value == "hub" and implied)
