"""Orders that come again by themselves, on both real databases: made ahead, each day once, whatever became of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from data.database import Database
from data.drafts.shop import ShopDraft
from data.models.recurring_order import RecurringOrder
from data.models.states import OrderState
from kernel.errors import BadInputError, ConflictError
from kernel.position import Position
from kernel.scope import Scope
from rounds.cancelling import cancel_order
from rounds.delivery_day import Need, Temperature
from rounds.intake.asked import GivenAsked
from rounds.intake.given_document import given_document, given_of
from rounds.intake.given_order import GivenAddress, GivenOrder, GivenParcel
from rounds.known_places import KnownPlaces
from rounds.order_intake import OrderTaker, PreparedOrder
from rounds.recurring_orders import (
    Made,
    agree_on_recurring_order,
    ask_for_recurring_orders,
    end_recurring_order,
    make_recurring_orders,
    pause_recurring_order,
    recurring_orders_of,
)
from tests.squares import home_in, make_square, open_home
from tests.stored_square import NOON
from workers.consumer import do_next
from workers.settings import WorkerSettings

TEST = Scope.system("a test")
BREAD = GivenOrder(
    "Bakker Bart", "BROOD", "Klant Een", GivenAddress(postcode="1201 AB", number="4"),
    window_start_s=28_800, window_end_s=43_200,
    parcels=[GivenParcel(800, None, Temperature.AMBIENT, frozenset({Need.UPRIGHT}))],
)  # fmt: skip
TUESDAYS = [date(2026, 12, 8), date(2026, 12, 15)]
"""After Tuesday 1 December 2026, within two weeks."""


class Village:
    """The square, on a day that a test moves."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database = database
        self.places = KnownPlaces(home)
        self.home = home
        self.day = 0.0
        database._clock = lambda: NOON + timedelta(days=self.day)

    def agree(self, given: GivenOrder = BREAD, rule: str = "FREQ=WEEKLY;BYDAY=TU") -> str:
        return agree_on_recurring_order(
            self.database, self.places, TEST, "proefdorp", given, rule=rule, starts_on=date(2026, 12, 1)
        ).id

    def make(self) -> Made:
        return make_recurring_orders(self.database, self.places, TEST, "proefdorp")

    def orders(self) -> dict[str, OrderState]:
        with self.database.read(TEST) as work:
            square = work.squares.get("proefdorp")
            page = work.orders.page(square.id, after=None, limit=50)
            return {one.order_ref: one.state for one in page}


@pytest.fixture
def here(call, village: Path, working_folder: Path) -> Iterator[Village]:
    make_square(call, village, working_folder)
    database = open_home(working_folder)
    yield Village(database, home_in(working_folder))
    database.close()


def test_orders_are_made_two_weeks_ahead_and_each_day_once(here: Village) -> None:
    here.agree()
    assert here.make().new == [f"BROOD {day}" for day in TUESDAYS]
    again = here.make()
    assert (again.new, again.known) == ([], [f"BROOD {day}" for day in TUESDAYS])
    here.day = 7
    assert here.make().new == ["BROOD 2026-12-22"]
    with here.database.read(TEST) as work:
        (order,) = work.orders.of_day(work.squares.get("proefdorp").id, TUESDAYS[0])
    assert (order.state, order.shop.name, order.parcels[0].weight_g, order.parcels[0].upright) == (
        OrderState.ACCEPTED, "Bakker Bart", 800, True,
    )  # fmt: skip


def test_what_was_asked_when_it_was_agreed_goes_with_each_of_its_orders(here: Village) -> None:
    here.agree(replace(BREAD, asked=GivenAsked("2026-1", "no_car")))
    here.make()
    with here.database.read(TEST) as work:
        square = work.squares.get("proefdorp").id
        orders = [one.id for one in work.orders.page(square, after=None, limit=9)]
        told = work.customer_replies.of_orders(square, orders)
    assert [[reply.answer for reply in told[one]] for one in orders] == [["no_car"], ["no_car"]]
    with pytest.raises(BadInputError, match="is no wording of the question"):
        here.agree(replace(BREAD, order_ref="ANDERS", asked=GivenAsked("1999-1", "no_car")))


def test_one_that_was_cancelled_is_not_made_again(here: Village) -> None:
    here.agree()
    here.make()
    with here.database.begin(TEST) as work:
        (order,) = work.orders.of_day(work.squares.get("proefdorp").id, TUESDAYS[0])
        cancel_order(work, order.id, "not this week")
    assert here.make().new == []
    assert here.orders()[f"BROOD {TUESDAYS[0]}"] is OrderState.ENDED


def test_pauses_and_closing_days_are_left_out_and_told(here: Village) -> None:
    recurring = here.agree()
    pause_recurring_order(here.database, TEST, recurring, date(2026, 12, 7), date(2026, 12, 9))
    with here.database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        (shop,) = (one for one in work.shops.all(square.id) if one.name == "Bakker Bart")
        closed = frozenset({TUESDAYS[1]})
        work.shops.put(square.id, [ShopDraft(shop.name, shop.lon, shop.lat, closing_days=closed)])
    made = here.make()
    assert (made.new, made.closed) == ([], [f"BROOD {TUESDAYS[1]}"])
    with pytest.raises(BadInputError, match="before it begins"):
        pause_recurring_order(here.database, TEST, recurring, date(2026, 12, 9), date(2026, 12, 7))


def test_an_ended_one_makes_no_more_and_what_was_made_stays(here: Village) -> None:
    recurring = here.agree()
    here.make()
    end_recurring_order(here.database, TEST, recurring)
    here.day = 7
    assert here.make().new == []
    assert len(here.orders()) == 2
    assert recurring_orders_of(here.database, TEST, "proefdorp") == []
    with pytest.raises(ConflictError, match="was ended before"):
        end_recurring_order(here.database, TEST, recurring)
    with pytest.raises(ConflictError, match="had a recurring order BROOD, which was ended"):
        here.agree()


def test_one_whose_rule_cannot_be_read_any_more_stops_no_other(here: Village) -> None:
    here.agree(replace(BREAD, order_ref="OUD"))
    with here.database.begin(TEST) as work:
        stored = "FREQ=WEEKLY;BYDAY=TU;WKST=MO EXDATE:20261229T000000"
        work._session.execute(update(RecurringOrder).values(rule=stored))
    here.agree()
    made = here.make()
    assert made.new == [f"BROOD {day}" for day in TUESDAYS]
    assert [(ref, stored in why.nl) for ref, why in made.failing] == [("OUD", True)]
    assert "rule: the rule has a space" in made.failing[0][1].en


@pytest.mark.parametrize(("pause", "left"), [(False, []), (True, ["BROOD 2026-12-15"])])
def test_one_that_is_ended_or_paused_while_its_orders_are_looked_up_makes_none(
    here: Village, monkeypatch: pytest.MonkeyPatch, *, pause: bool, left: list[str]
) -> None:
    recurring, looked_up = here.agree(), list[str]()
    usual = OrderTaker.prepare

    def prepare(self: OrderTaker, given: GivenOrder, *, agreed: bool) -> PreparedOrder:
        if not looked_up and pause:
            pause_recurring_order(here.database, TEST, recurring, TUESDAYS[0], TUESDAYS[0])
        elif not looked_up:
            end_recurring_order(here.database, TEST, recurring)
        looked_up.append(given.order_ref)
        return usual(self, given, agreed=agreed)

    monkeypatch.setattr(OrderTaker, "prepare", prepare)
    assert here.make().new == left
    assert len(looked_up) == 2
    assert list(here.orders()) == left


def test_what_cannot_be_agreed_on_says_why_and_nothing_is_kept(here: Village) -> None:
    with pytest.raises(BadInputError, match="is it Bakker Bart"):
        here.agree(replace(BREAD, shop="Bakker Bert"))
    with pytest.raises(BadInputError, match="recurring order BROOD: this map has no Lindelaan"):
        here.agree(replace(BREAD, address=GivenAddress(street="Lindelaan", number="1", town="Proefdorp")))
    with pytest.raises(BadInputError, match="1 to 60 characters"):
        here.agree(replace(BREAD, order_ref="x" * 61))
    with pytest.raises(BadInputError, match="the rule says COUNT"):
        here.agree(rule="FREQ=WEEKLY;COUNT=3")
    here.agree()
    with pytest.raises(ConflictError, match="has a recurring order BROOD already"):
        here.agree()
    assert len(recurring_orders_of(here.database, TEST, "proefdorp")) == 1


def test_the_clock_asks_once_a_day_and_a_worker_makes_them(here: Village) -> None:
    assert ask_for_recurring_orders(here.database) == []
    here.agree()
    assert len(ask_for_recurring_orders(here.database)) == 1
    assert ask_for_recurring_orders(here.database) == []
    with here.database.queue() as queue:
        queue.relay()
    job = do_next(here.database, here.home, WorkerSettings(), "a test")
    with here.database.read(TEST) as work:
        assert work.jobs.get(job or "").result == {"new": 2, "closed": [], "waiting": [], "failing": []}
    here.day = 1
    assert len(ask_for_recurring_orders(here.database)) == 1


def test_one_that_is_agreed_on_today_has_its_first_order_tomorrow_on_the_squares_clock(here: Village) -> None:
    here.day = -0.5
    one = agree_on_recurring_order(
        here.database, here.places, TEST, "proefdorp", BREAD, rule="FREQ=DAILY;UNTIL=20261202"
    )
    assert one.starts_on == date(2026, 12, 1), "midnight in the village; a day earlier in UTC"
    with here.database.queue() as queue:
        queue.relay()
    assert do_next(here.database, here.home, WorkerSettings(), "a test")
    assert list(here.orders()) == ["BROOD 2026-12-02"]


def test_one_whose_address_is_not_ours_any_more_waits_for_a_person_and_its_job_tells_no_address(here: Village) -> None:
    here.agree()
    away = Position(4.9, 52.37)
    with here.database.begin(TEST) as work:
        (one,) = work.recurring_orders.standing(work.squares.get("proefdorp").id)
        moved = given_document(replace(given_of(one.given), position=away))
        work._session.execute(update(RecurringOrder).values(given=moved))
    ask_for_recurring_orders(here.database)
    with here.database.queue() as queue:
        queue.relay()
    job = do_next(here.database, here.home, WorkerSettings(), "a test")
    refs = [f"BROOD {day}" for day in TUESDAYS]
    with here.database.read(TEST) as work:
        assert work.jobs.get(job or "").result == {"new": 2, "closed": [], "waiting": refs, "failing": []}
        waiting = work.orders.waiting(work.squares.get("proefdorp").id)
    assert [one.order_ref for one in waiting] == refs
    assert "lies outside Proefdorp" in waiting[0].position_note
    assert here.make().new == []


def test_a_pause_of_its_shop_stops_no_order_that_was_agreed_on_and_every_new_agreement(here: Village) -> None:
    here.agree()
    with here.database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        (shop,) = (one for one in work.shops.all(square.id) if one.name == "Bakker Bart")
        paused = NOON + timedelta(days=60)
        work.shops.put(square.id, [ShopDraft(shop.name, shop.lon, shop.lat, paused_until=paused)])
    assert len(here.make().new) == 2
    with pytest.raises(BadInputError, match="Bakker Bart takes no orders until 2027-01-30"):
        here.agree(replace(BREAD, order_ref="KRENTEN"))


def test_the_commands_tell_what_they_did(call, village: Path, working_folder: Path) -> None:
    make_square(call, village, working_folder)
    rule = ("--rule", "FREQ=DAILY;INTERVAL=2", "--recipient", "Klant Een")
    added = call("recurring", "add", "proefdorp", "Het Boek", "KRANT", *rule, "--address", "Dwarsstraat 2 4, 1201 AB")
    assert added.code == 0, added.err
    number = added.out.split()[2].rstrip(":")
    assert added.out == f"Recurring order {number}: Het Boek, KRANT, FREQ=DAILY;INTERVAL=2\n"
    assert call("recurring", "make", "proefdorp").out.endswith(" made, 0 known, 0 failing.\n")
    assert (
        "KRANT is left out from 2030-01-01 to 2030-01-02."
        in call("recurring", "pause", number, "2030-01-01", "2030-01-02").out
    )
    assert "pause 2030-01-01..2030-01-02\n1 recurring order.\n" in call("recurring", "list", "proefdorp").out
    assert call("recurring", "end", number).out == "KRANT is ended.\n"
    assert call("recurring", "list", "proefdorp").out == "0 recurring orders.\n"


def test_an_order_that_is_written_down_is_read_back_as_it_was() -> None:
    assert given_of(given_document(BREAD)) == BREAD
