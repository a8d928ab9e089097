"""Whatever is ordered, planned, ridden, cancelled and said, late, twice or untrue: nothing is lost or doubled.

A world knows where every parcel truly is (`tests/told_world.py`); the database only hears what is said of it.
"""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from data.database import Database
from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.models.order import Order
from data.models.states import LegState, OrderState, PlaceKind, RoundState
from kernel.ids import new_id
from rounds.lifecycles.said import Left, Outcome, Said, Then
from rounds.riding import take_in
from rounds.said_events import event_id
from tests.stored_square import DAY, TEST, new_database, order, plan_of, store_square
from tests.stores import Store
from tests.told_world import World

PHONES = ("phone 1", "phone 2")
STATES = {
    "waits": {OrderState.ACCEPTED, OrderState.PLANNED},
    "under way": {OrderState.UNDER_WAY},
    "ended": {OrderState.ENDED},
}


class Village(RuleBasedStateMachine):
    """One square, its world, and what has been heard of it."""

    database: Database

    @initialize()
    def begin(self) -> None:
        self.square = store_square(self.database, f"dorp-{new_id()}")
        self.worlds: list[World] = []
        self.unheard: list[Said] = []
        self.heard: list[Said] = []
        self.doubtful: set[str] = set()
        """Orders of which somebody said what is not so."""

    @precondition(lambda self: len(self.worlds) < 4)
    @rule(adults=st.lists(st.booleans(), min_size=1, max_size=3))
    def order(self, adults: list[bool]) -> None:
        parcels = [ParcelDraft(1_000, 1_000, adults_only=adult) for adult in adults]
        ref = str(len(self.worlds) + 1)
        with self.database.begin(TEST) as work:
            (made,) = work.orders.add(self.square.id, [order(self.square.shops[0], ref, parcels=parcels)])
            stored = work.orders.get(made.order_id)
        world = World.of(
            stored.id, stored.legs[0].id, {one.id: one.adults_only for one in stored.parcels}, keeper=False,
            shop=("shop", self.square.shops[0]), hub=("hub", self.square.hub),
        )  # fmt: skip
        world.kept_as = lambda said: event_id(self.square.id, said)
        self.worlds.append(world)

    @rule(data=st.data())
    def plan(self, data: st.DataObject) -> None:
        with self.database.begin(TEST) as work:
            legs = [leg.id for leg in work.legs.to_plan(self.square.id, DAY) if leg.pickup_kind is PlaceKind.SHOP]
            cut = data.draw(st.integers(0, len(legs)))
            parts = [part for part in (legs[:cut], legs[cut:]) if part]
            if parts:
                work.plans.save(self.square.id, DAY, plan_of(self.square, parts))

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        with self.database.begin(TEST) as work:
            proposed = work.rounds.of_day(self.square.id, DAY, {RoundState.PROPOSED})
            if proposed:
                work.rounds.set_state(data.draw(st.sampled_from([one.id for one in proposed])), RoundState.RELEASED)

    @property
    def given(self) -> list[str]:
        with self.database.read(TEST) as work:
            states = set(RoundState) - {RoundState.PROPOSED}
            return [one.id for one in work.rounds.of_day(self.square.id, DAY, states)]

    @precondition(lambda self: self.worlds)
    @rule(data=st.data(), phone=st.sampled_from(PHONES), what=st.sampled_from(["collect"] * 3 + ["miss", "lose"]))
    def fetch(self, data: st.DataObject, phone: str, what: str) -> None:
        world, names = self._some(data, aboard=False)
        rounds = self.given
        if not names or not rounds:
            return
        if what == "collect":
            world.collect(names, phone, data.draw(st.sampled_from(rounds)))
        elif what == "lose":
            world.lose(names, phone)
        else:
            world.miss(names, phone, again=data.draw(st.booleans()))
        self.unheard.append(world.said[-1])

    @precondition(lambda self: self.worlds)
    @rule(data=st.data(), phone=st.sampled_from(PHONES), what=st.sampled_from(["bring"] * 3 + ["fail", "fail", "lose"]))
    def deliver(self, data: st.DataObject, phone: str, what: str) -> None:
        world, names = self._some(data, aboard=True)
        if not names:
            return
        if what == "bring":
            world.bring(names, phone)
        elif what == "lose":
            world.lose(names, phone)
        else:
            world.fail(names, phone, data.draw(st.sampled_from(Then)))
        self.unheard.append(world.said[-1])

    @precondition(lambda self: any(world.to_come() for world in self.worlds))
    @rule(data=st.data(), phone=st.sampled_from(PHONES), again=st.booleans())
    def miss_early(self, data: st.DataObject, phone: str, again: bool) -> None:
        world = data.draw(st.sampled_from([world for world in self.worlds if world.to_come()]))
        group = data.draw(st.sampled_from(world.to_come()))
        world.miss_early(data.draw(st.lists(st.sampled_from(group), min_size=1, unique=True)), phone, again=again)
        self.unheard.append(world.said[-1])

    @precondition(lambda self: self.worlds)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        world = data.draw(st.sampled_from(self.worlds))
        if not world.cancelled and not world.arrived:
            world.cancel()
            self.unheard.append(world.said[-1])

    @precondition(lambda self: self.worlds)
    @rule(data=st.data(), kind=st.sampled_from([
        EventKind.LEG_COLLECTED, EventKind.LEG_NOT_COLLECTED, EventKind.LEG_DROPPED, EventKind.LEG_FAILED,
        EventKind.LEG_LOST,
    ]))  # fmt: skip
    def lie(self, data: st.DataObject, kind: EventKind) -> None:
        world = data.draw(st.sampled_from(self.worlds))
        names = data.draw(st.none() | st.frozensets(st.sampled_from(sorted(world.pieces)), min_size=1))
        then = data.draw(st.sampled_from([Then.RETRY, Then.BACK]))
        rounds = self.given
        if not rounds:
            return
        self.doubtful.add(world.order)
        self.unheard.append(
            Said(
                kind, device_id="liar", seq=len(self.heard) + len(self.unheard), leg_id=world.leg, parcels=names,
                round_id=data.draw(st.sampled_from(rounds)), then=then, left=data.draw(st.sampled_from(Left)),
            )
        )  # fmt: skip

    @precondition(lambda self: self.unheard)
    @rule(data=st.data())
    def hear(self, data: st.DataObject) -> None:
        """Some of what was said comes in, in any order, some of it once more."""
        new = data.draw(st.lists(st.sampled_from(self.unheard), min_size=1, unique_by=id))
        again = data.draw(st.lists(st.sampled_from(self.heard), max_size=2)) if self.heard else []
        self._hear(data.draw(st.permutations([*new, *again])))

    def _hear(self, said: list[Said]) -> None:
        with self.database.begin(TEST) as work:
            answers = take_in(work, self.square.id, said)
        for one, answer in zip(said, answers, strict=True):
            assert (answer.outcome is Outcome.KNOWN) == any(one is before for before in self.heard), answer
            assert answer.outcome is not Outcome.REFUSED, answer
            if answer.outcome is not Outcome.KNOWN:
                self.heard.append(one)
        self.unheard = [one for one in self.unheard if not any(one is other for other in self.heard)]

    def _some(self, data: st.DataObject, *, aboard: bool) -> tuple[World, list[str]]:
        world = data.draw(st.sampled_from(self.worlds))
        groups = world.groups(aboard=aboard)
        if not groups:
            return world, []
        return world, data.draw(st.lists(st.sampled_from(data.draw(st.sampled_from(groups))), min_size=1, unique=True))

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        with self.database.read(TEST) as work:
            stored = {one.id: one for one in work.orders.of_day(self.square.id, DAY)}
            legs = [leg for leg in work.legs.of_day(self.square.id, DAY) if leg.state is LegState.COLLECTED]
            events = [one for one in work.events.of(self.square.id, limit=10_000) if "digest" in one.details]
        assert stored.keys() == {world.order for world in self.worlds}
        assert len(events) == len(self.heard)
        on_their_way = Counter(parcel.id for leg in legs for parcel in leg.parcels)
        assert max(on_their_way.values(), default=0) <= 1
        silent = {one.order_id or self._order_of(one.leg_id) for one in self.unheard}
        for world in self.worlds:
            known = stored[world.order]
            assert {one.id for one in known.parcels} == world.pieces.keys()
            is_open = any(leg.state in {LegState.PLANNED, LegState.COLLECTED} for leg in known.legs)
            assert is_open or known.state is OrderState.ENDED
            if world.order not in silent | self.doubtful:
                self._is_as_it_is(world, known)

    def _order_of(self, leg_id: str | None) -> str:
        return next(world.order for world in self.worlds if world.leg == leg_id)

    def _is_as_it_is(self, world: World, known: Order) -> None:
        where = {
            one.id: (one.custodian.value, one.custodian_shop_id or one.custodian_hub_id or one.custodian_round_id or "")
            for one in known.parcels
        }
        assert where == {name: piece.where for name, piece in world.pieces.items()}
        assert known.state in STATES[world.state]

    def teardown(self) -> None:
        if self.unheard:
            self._hear(self.unheard)
            self.nothing_is_lost_or_doubled()


@pytest.mark.parametrize(("examples", "steps"), [(6, 30), pytest.param(300, 60, marks=pytest.mark.long)])
def test_nothing_is_lost_or_doubled(store: Store, examples: int, steps: int) -> None:
    database = new_database(store)
    here = type("Here", (Village,), {"database": database})
    run_state_machine_as_test(here, settings=settings(max_examples=examples, stateful_step_count=steps))
    database.close()
