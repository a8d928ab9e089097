"""The board of a day: one answer with everything, few queries however many orders there are."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.app import create_app
from api.settings import ApiSettings
from data.database import Database, connect_owner
from data.drafts.event import EventKind
from data.models.states import RoundState
from kernel.scope import Role, Scope
from people.keys import create_key
from rounds.lifecycles.said import Said, Then
from rounds.riding import take_in
from tests.asked_village import TEST
from tests.served import Here
from tests.stored_square import DAY, leg_ids, new_database, order, plan_of, store_orders, store_square
from tests.stores import Store

ORDERS = 500
MOST_QUERIES = 6


@pytest.fixture
def asked(store: Store) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A day of 500 orders: 30 rounds of 16, ten left out, nine that came later, one that waits for its address."""
    new_database(store).close()
    database = Database(connect_owner(store.settings())[0]) if store.postgresql else Database.open(store.settings())
    square = store_square(database)
    store_orders(database, square, [f"B-{number:03}" for number in range(ORDERS - 10)])
    legs = leg_ids(database, square)
    with database.begin(TEST.scope) as work:
        rounds = [legs[16 * number : 16 * (number + 1)] for number in range(30)]
        plan = work.plans.save(square.id, DAY, plan_of(square, rounds, legs[480:]))
        work.rounds.set_state(plan.rounds[0].id, RoundState.RELEASED)
        late = [order(square.shops[1], f"L-{number}") for number in range(9)]
        work.orders.add(square.id, [*late, order(square.shops[1], "W-1", place=None, mend_reason="straat onbekend")])
    key = create_key(database, TEST, "board", Scope(Role.DISPATCHER, frozenset({square.id}))).written
    database.close()
    app = create_app(ApiSettings(), store.settings())
    app.state.solvers = Here(1)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client, {"Authorization": f"Bearer {key}"}


def test_a_day_of_500_orders_is_six_queries(asked: tuple[TestClient, dict[str, str]]) -> None:
    client, key = asked
    engine = client.app.state.database.engine
    queries: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: queries.append(statement))
    answer = client.get(f"/api/v1/squares/proefdorp/board/{DAY}", headers=key)
    asked_of_tables = [one for one in queries if one.startswith("SELECT") and " FROM " in one]
    assert answer.status_code == 200, answer.text
    assert len(asked_of_tables) <= MOST_QUERIES, "\n".join(asked_of_tables)
    board = answer.json()
    assert len(board["orders"]) == ORDERS
    assert [len(one["stops"]) for one in board["rounds"]] == [32] * 30
    assert board["rounds"][0]["state"] == "released"
    in_rounds = {task["order_id"] for one in board["rounds"] for stop in one["stops"] for task in stop["tasks"]}
    planned = {one["id"] for one in board["orders"] if any(leg["round_id"] for leg in one["legs"])}
    assert planned == in_rounds
    assert len(planned) == 480
    left = [leg for one in board["orders"] for leg in one["legs"] if leg["reason"]]
    assert (len(left), left[0]["reason"]["nl"]) == (10, "geen plaats meer")
    waiting = [one for one in board["orders"] if one["waits_for"]]
    assert [(one["order_ref"], one["legs"]) for one in waiting] == [("W-1", [])]
    known = key | {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/api/v1/squares/proefdorp/board/{DAY}", headers=known).status_code == 304


def test_a_leg_that_waits_for_another_day_than_its_order_is_on_that_days_board(
    asked: tuple[TestClient, dict[str, str]],
) -> None:
    client, key = asked
    later = DAY + timedelta(days=3)
    with client.app.state.database.begin(TEST.scope) as work:
        square = work.squares.get("proefdorp")
        one = next(one for one in work.rounds.of_day(square.id, DAY) if one.state is RoundState.RELEASED)
        leg = one.stops[0].tasks[0].leg
        hub = work.hubs.all(square.id)[0].id
        failed = Said(EventKind.LEG_FAILED, leg_id=leg.id, round_id=one.id, then=Then.HUB, hub_id=hub, day=later)
        take_in(work, square.id, [failed])
    board = client.get(f"/api/v1/squares/proefdorp/board/{later}", headers=key).json()
    assert [shown["id"] for shown in board["orders"]] == [leg.order_id]
    assert "planned" in {shown["state"] for shown in board["orders"][0]["legs"]}
    before = client.get(f"/api/v1/squares/proefdorp/board/{DAY}", headers=key).json()
    assert len(before["orders"]) == ORDERS


def test_a_day_without_anything_is_a_board_too(asked: tuple[TestClient, dict[str, str]]) -> None:
    client, key = asked
    board = client.get(f"/api/v1/squares/proefdorp/board/{DAY + timedelta(days=90)}", headers=key).json()
    assert (board["plan"], board["rounds"], board["orders"]) == (None, [], [])
