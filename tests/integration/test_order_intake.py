"""One order handed in by a program: read by the importer's rules, found on the map, answered in words."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.database import Database
from data.drafts.shop import ShopDraft
from data.models.states import OrderState
from data.repositories.receipts import ReceiptKind
from kernel.errors import NotFoundError
from kernel.position import Position
from kernel.scope import Scope
from rounds.intake.given_order import GivenAddress, GivenOrder, GivenParcel
from rounds.intake.verdict import Outcome
from rounds.known_places import KnownPlaces
from rounds.order_intake import OrderTaker, OrderVerdict, store_prepared
from tests.squares import home_in, make_square, open_home
from tests.stored_square import NOON

TEST = Scope.system("a test")
GIVEN = GivenOrder(
    "Bakker Bart", "1001", "Klant Een", GivenAddress(postcode="1201 ab", number="4"), day=date(2026, 12, 3)
)


@pytest.fixture
def database(call, village: Path, working_folder: Path) -> Iterator[Database]:
    make_square(call, village, working_folder)
    opened = open_home(working_folder)
    opened._clock = lambda: NOON
    yield opened
    opened.close()


@pytest.fixture
def take(database: Database, working_folder: Path):
    places = KnownPlaces(home_in(working_folder))

    def run(given: GivenOrder = GIVEN, **changed: object) -> OrderVerdict:
        given = replace(given, **changed)
        with database.read(TEST) as work:
            taker = OrderTaker.on_square(work, places, "proefdorp", given.shop)
            known_day = taker.known_day(work, given)
        prepared = taker.prepare(given, known_day)
        with database.begin(TEST) as work:
            return store_prepared(work, taker.square.id, prepared)

    return run


def orders(database: Database, day: date = date(2026, 12, 3)):
    with database.read(TEST) as work:
        return work.orders.of_day(work.squares.get("proefdorp").id, day)


def test_an_order_is_found_stored_and_answered(take, database: Database) -> None:
    verdict = take()
    assert (verdict.outcome, verdict.became, verdict.state) == (Outcome.PASSES, ReceiptKind.NEW, OrderState.ACCEPTED)
    assert verdict.said.nl == "aangenomen"
    (stored,) = orders(database)
    assert stored.id == verdict.order_id
    assert (stored.order_ref, stored.shop.name, stored.postcode, stored.number) == (
        "1001",
        "Bakker Bart",
        "1201AB",
        "4",
    )
    assert (stored.parcels[0].weight_g, stored.parcels[0].volume_ml) == (4_000, 16_000)
    assert take().became is ReceiptKind.SAME


def test_its_number_again_changes_it_and_a_day_that_is_not_told_again_stays(take, database: Database) -> None:
    take()
    verdict = take(day=None, phone="06-12345678")
    assert (verdict.became, verdict.day, verdict.said.en) == (ReceiptKind.CHANGED, date(2026, 12, 3), "changed")
    assert [one.phone for one in orders(database)] == ["+31612345678"]


def test_without_a_day_it_is_the_next_on_which_the_shop_is_open(take, database: Database) -> None:
    assert take(day=None).day == date(2026, 12, 2)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        (shop,) = (one for one in work.shops.all(square.id) if one.name == "Het Boek")
        always = frozenset(date(2026, 12, day) for day in range(2, 16))
        work.shops.put(square.id, [ShopDraft(shop.name, shop.lon, shop.lat, closing_days=always)])
    verdict = take(shop="Het Boek", day=None)
    assert [(one.field, one.text.en) for one in verdict.faults] == [
        ("day", "Het Boek is closed for the next 14 days; give a day of delivery")
    ]


def test_the_usual_size_is_the_shops_own_where_it_told_one(take, database: Database) -> None:
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        (shop,) = (one for one in work.shops.all(square.id) if one.name == "Bakker Bart")
        draft = ShopDraft(shop.name, shop.lon, shop.lat, usual_weight_g=1_500, usual_volume_ml=6_000)
        work.shops.put(square.id, [draft])
    take(parcels=[GivenParcel(), GivenParcel(weight_g=200)])
    (stored,) = orders(database)
    assert [(one.weight_g, one.volume_ml) for one in stored.parcels] == [(1_500, 6_000), (200, 6_000)]


def test_an_address_that_is_not_found_is_kept_and_waits_for_a_person(take, database: Database) -> None:
    verdict = take(address=GivenAddress(street="Lindelaan", number="4", town="Proefdorp"))
    assert (verdict.outcome, verdict.became, verdict.state) == (Outcome.WAITS, ReceiptKind.NEW, OrderState.RECEIVED)
    assert verdict.said.nl == "aangenomen; wacht op een beter adres; de straat staat niet op deze kaart"
    with database.read(TEST) as work:
        assert [one.order_ref for one in work.orders.waiting(work.squares.get("proefdorp").id)] == ["1001"]
    assert take().became is ReceiptKind.MENDED


def test_a_day_that_is_past_is_refused_unless_the_order_is_known_for_it(take, database: Database) -> None:
    for day in (date(2026, 11, 30), date(2025, 12, 31)):
        verdict = take(day=day)
        assert verdict.outcome is Outcome.FAILS
        assert [(one.field, one.text.nl, one.text.en) for one in verdict.faults] == [
            (
                "day",
                f"{day} is al voorbij; geef vandaag (2026-12-01) of een latere dag",
                f"{day} is past; give today (2026-12-01) or a later day",
            )
        ]
    assert take(day=date(2026, 12, 1)).became is ReceiptKind.NEW
    database._clock = lambda: NOON + timedelta(days=1)
    assert take(day=date(2026, 12, 1)).became is ReceiptKind.SAME
    assert take(day=date(2026, 11, 30)).outcome is Outcome.FAILS


def test_every_fault_is_told_with_its_field_and_nothing_is_stored(take, database: Database) -> None:
    verdict = take(
        shop="Bakker Bert", order_ref="", recipient=" ", address=GivenAddress(postcode="1201 SS", number="4"),
        window_start_s=50_000, window_end_s=40_000, parcels=[GivenParcel(weight_g=-1)], day=date(2036, 1, 1),
    )  # fmt: skip
    assert verdict.outcome is Outcome.FAILS
    assert {one.field for one in verdict.faults} == {
        "shop", "order_ref", "recipient", "address", "window_end_s", "parcels/0/weight_g", "day",
    }  # fmt: skip
    assert "is it Bakker Bart?" in verdict.said.en
    assert orders(database) == []


def test_an_address_outside_the_areas_is_somebody_elses(take, database: Database) -> None:
    verdict = take(position=Position(4.9, 52.37))
    assert (verdict.outcome, [one.field for one in verdict.faults]) == (Outcome.FAILS, ["address"])
    assert "ligt buiten Proefdorp" in verdict.said.nl
    assert orders(database) == []


def test_a_square_that_is_not_in_the_scope_is_not_there(take, database: Database, working_folder: Path) -> None:
    places = KnownPlaces(home_in(working_folder))
    with database.read(Scope.system("a test", [])) as work, pytest.raises(NotFoundError):
        OrderTaker.on_square(work, places, "proefdorp", GIVEN.shop)


def test_a_shop_that_pauses_takes_no_new_order_and_changes_those_it_has(take, database: Database) -> None:
    take()
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        (shop,) = (one for one in work.shops.all(square.id) if one.name == "Bakker Bart")
        until = NOON + timedelta(hours=1)
        work.shops.put(square.id, [ShopDraft(shop.name, shop.lon, shop.lat, paused_until=until)])
    verdict = take(order_ref="1002")
    assert (verdict.outcome, [one.field for one in verdict.faults]) == (Outcome.FAILS, ["shop"])
    assert "neemt tot 2026-12-01 13:00 geen bestellingen aan" in verdict.said.nl
    assert take(note="Achterom").became is ReceiptKind.CHANGED
    database._clock = lambda: until
    assert take(order_ref="1002").became is ReceiptKind.NEW


def test_the_same_order_from_many_at_once_is_one_order(take, database: Database) -> None:
    with ThreadPoolExecutor(8) as many:
        became = sorted(verdict.became for verdict in many.map(lambda _: take(), range(16)))
    assert became == [ReceiptKind.NEW, *[ReceiptKind.SAME] * 15]
    assert len(orders(database)) == 1
