"""Writers at once: to one square they take turns, to different squares they do not wait, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.database import Database
from data.faults import faults_told
from data.models.states import RoundState
from data.turns import take_turn
from kernel.errors import StorageError
from kernel.scope import Role, Scope
from tests.own_process import PROCESSES, ends_of, start_lines
from tests.stored_square import (
    DAY,
    TEST,
    leg_ids,
    new_database,
    open_database,
    plan_of,
    settings,
    store_orders,
    store_square,
)
from tests.stores import Store, stored

PLANNER = """
where, square_id, bike, network, planner = sys.argv[1:]
square = StoredSquare(square_id, "proefdorp", network, [], "", [bike, bike])
database = open_database(store_at(where))
together.wait()
for turn in range(8):
    legs = leg_ids(database, square)
    half = legs[:len(legs) // 2] if planner == "a" else legs[len(legs) // 2:]
    rest = [leg for leg in legs if leg not in half]
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, plan_of(square, [half], rest))
database.close()
"""


def test_two_planners_of_one_day_at_once_lose_nothing(store: Store) -> None:
    """Each reads the plan that it replaces: without turns one would replace what it never saw."""
    database = new_database(store)
    square = store_square(database)
    store_orders(database, square, ["1", "2", "3", "4"])
    together = PROCESSES.Barrier(2)
    planners = [
        start_lines(PLANNER, store, square.id, square.bikes[0], square.network, name, together=together)
        for name in ("a", "b")
    ]
    assert ends_of(planners) == [(0, "")] * 2
    with database.read(TEST) as work:
        plan = work.plans.of_day(square.id, DAY)
        assert plan is not None
        history = work.events.of(square.id, plan_id=plan.id)
    assert plan.version == 16, "each of the sixteen plans was the next one"
    assert [event.kind for event in history] == ["plan.made", *["plan.replaced"] * 15]
    assert [event.details["before"]["version"] for event in history[1:]] == list(range(1, 16))
    placed = [task.leg_id for one in plan.rounds for stop in one.stops for task in stop.tasks]
    assert len({*placed, *(left.leg_id for left in plan.unassigned)}) == 4
    database.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Store]:
    with stored("postgresql", tmp_path) as place:
        yield place


def host(*squares: str) -> Scope:
    return Scope(Role.HOST, frozenset(squares))


def refused(database: Database, scope: Scope) -> bool:
    try:
        with database.begin(scope):
            return False
    except StorageError:
        return True


def test_who_writes_to_other_squares_does_not_wait(server: Store) -> None:
    database = open_database(server)
    first, second = (store_square(database, slug).id for slug in ("eerste", "tweede"))
    hurried = Database.open(settings(server, busy_timeout_s=0))
    with database.begin(host(first)):
        assert not refused(hurried, host(second))
        assert refused(hurried, host(first))
        assert refused(hurried, host(second, first))
        assert refused(hurried, TEST), "who may write everywhere waits for all"
    with database.begin(TEST):
        assert refused(hurried, host(second)), "and all wait for them"
    assert not refused(hurried, host(first, second))
    hurried.close()
    database.close()


def test_a_turn_ends_with_its_unit_of_work_however_that_ends(server: Store) -> None:
    database = open_database(server)
    square = store_square(database)
    hurried = Database.open(settings(server, busy_timeout_s=0))
    with pytest.raises(ZeroDivisionError), database.begin(host(square.id)):
        _ = 1 // 0
    assert not refused(hurried, host(square.id))
    hurried.close()
    database.close()


def stand_still(database: Database) -> None:
    """Hold the turn to write everywhere, and take no next step until another has written."""
    with faults_told(database.engine), database.engine.begin() as stopped:
        stopped.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
        take_turn(stopped, None)
        store_square(database)  # waits for its turn
        stopped.exec_driver_sql("SELECT 1")


def test_who_stands_still_within_a_unit_of_work_keeps_nobody_from_writing_for_ever(server: Store) -> None:
    database = open_database(server)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one() == "5min"
    with pytest.raises(StorageError, match="ended its unit of work"):
        stand_still(database)
    with database.read(TEST) as work:
        assert work.squares.get("proefdorp").slug == "proefdorp"
    database.close()


def test_a_reader_sees_one_state_though_others_write(server: Store) -> None:
    database = open_database(server)
    square = store_square(database)
    store_orders(database, square, ["1"])
    with database.read(TEST) as work:
        before = work.squares.counts(square.id)
        store_orders(database, square, ["2"])
        with database.begin(TEST) as writing:
            plan = writing.plans.save(square.id, DAY, plan_of(square, [leg_ids(database, square)]))
            writing.rounds.set_state(plan.rounds[0].id, RoundState.RELEASED)
        assert work.squares.counts(square.id) == before
        assert work.plans.of_day(square.id, DAY) is None
    with database.read(TEST) as work:
        assert work.plans.of_day(square.id, DAY) is not None
    database.close()
