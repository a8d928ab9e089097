"""A day whose orders were withdrawn, or wait to be mended, before any plan: the pages say what there is to plan."""

from pathlib import Path

import pytest

from data.models.states import OrderState
from tests.served import served
from tests.stored_square import DAY, TEST, store_orders, store_square

ACCEPTED, RECEIVED, ENDED = OrderState.ACCEPTED, OrderState.RECEIVED, OrderState.ENDED
PLAN, TAKE_IN = f"dorpsronde plan proefdorp --date {DAY}", "dorpsronde orders import proefdorp"


@pytest.mark.parametrize(
    ("states", "in_calendar", "on_day", "not_on_day"),
    [
        ([ENDED], None, TAKE_IN, PLAN),
        ([ENDED, ACCEPTED], ("1 bestelling<", True), "Voor deze dag: 1 bestelling.", TAKE_IN),
        ([RECEIVED], ("1 bestelling<", False), 'aria-labelledby="mend"', "Voor deze dag"),
    ],
)
def test_only_what_can_be_planned_asks_for_a_plan(
    tmp_path: Path, states: list[OrderState], in_calendar: tuple[str, bool] | None, on_day: str, not_on_day: str
) -> None:
    with served(tmp_path) as client:
        database = client.app.state.database
        square = store_square(database)
        orders = store_orders(database, square, [str(number) for number in range(len(states))])
        with database.begin(TEST) as work:
            work.orders.set_states(square.id, dict(zip(orders, states, strict=True)), "a test")
        month = client.get(f"/squares/proefdorp?month={DAY:%Y-%m}&lang=nl").text
        day = client.get(f"/squares/proefdorp/days/{DAY}?lang=nl").text
    assert (f"/days/{DAY}" in month) == (in_calendar is not None)
    if in_calendar is None:
        assert f"{TAKE_IN} bestellingen.csv" in month
    else:
        told, waits = in_calendar
        assert (told in month, "nog niet gepland" in month) == (True, waits)
    assert on_day in day
    assert not_on_day not in day
