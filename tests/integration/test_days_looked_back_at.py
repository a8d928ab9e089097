"""A day that was ridden is loaded for a what-if as it was: goods leave a hub no sooner than a round brought them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from data.database import Database
from data.models.states import RoundState
from kernel.errors import ConflictError
from rounds.day_clock import DayClock
from rounds.handing_on import bring_by_hub
from rounds.stored_day import load_day
from tests.stored_square import DAY, TEST, StoredSquare, leg_ids, new_database, plan_of, store_orders, store_square
from tests.stores import Store


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    yield database
    database.close()


def ridden_by_hub(database: Database, state: RoundState) -> StoredSquare:
    """An order in two rounds: one to the hub, one from there on."""
    square = store_square(database)
    (order_id,) = store_orders(database, square, ["1"])
    with database.begin(TEST) as work:
        bring_by_hub(work, order_id, square.hub)
    to_hub, from_hub = leg_ids(database, square)
    with database.begin(TEST) as work:
        for one in work.plans.save(square.id, DAY, plan_of(square, [[to_hub], [from_hub]])).rounds:
            work.rounds.set_state(one.id, state)
    return square


@pytest.mark.parametrize("state", [RoundState.RELEASED, RoundState.UNDER_WAY, RoundState.COMPLETED])
def test_goods_are_at_the_hub_when_their_round_leaves_it_whatever_came_of_it(
    database: Database, state: RoundState
) -> None:
    square = ridden_by_hub(database, state)
    database._clock = lambda: DayClock(DAY, "Europe/Amsterdam").moment(0) + timedelta(days=2)
    with database.read(TEST) as work:
        first = next(one for one in work.rounds.of_day(square.id, DAY, lines=True) if one.number == 1)
        with pytest.raises(ConflictError, match="is in a released round"):
            load_day(work, square.slug, DAY, 1)
        loaded = load_day(work, square.slug, DAY, 1, over=True)
    (onward,) = (order for order in loaded.whole.orders if order.pickup_hub)
    left_at = DayClock(DAY, "Europe/Amsterdam").seconds(first.stops[-1].leaving_at)
    assert onward.at_hub_s == left_at > 0
    assert not loaded.refused
