"""Web shops that send their orders by themselves, over HTTP and through the queue: the usual way."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from data.models.states import OrderState
from data.models.web_shop import Platform, WebDeliveryState
from rounds.known_places import KnownPlaces
from rounds.web_delivery import do_delivery
from rounds.web_shops import (
    WebShopWish,
    connect_web_shop,
    not_ours_table,
)
from tests.asked_village import asked_village
from tests.stored_square import NOON
from tests.stores import Store
from tests.web_shopping import (
    FOR_A_PERSON,
    KNOWN,
    NOT_OURS,
    SETTLED,
    TAKEN,
    TEST,
    Shopping,
    cancelled,
    changed_at,
    completed,
    noted,
    shopping_village,
)

woocommerce = pytest.mark.parametrize("platform", [Platform.WOOCOMMERCE], indirect=True)
ADDRESS = {Platform.WOOCOMMERCE: "shipping", Platform.SHOPIFY: "shipping_address"}
POSTCODE = {Platform.WOOCOMMERCE: "postcode", Platform.SHOPIFY: "zip"}


@pytest.fixture(params=Platform)
def platform(request: pytest.FixtureRequest) -> Platform:
    return request.param


@pytest.fixture
def shopping(store: Store, village: Path, platform: Platform) -> Iterator[Shopping]:
    with shopping_village(store, village, platform) as shopping:
        yield shopping


def test_an_order_of_a_web_shop_is_kept_answered_and_then_an_order_of_the_square(shopping: Shopping) -> None:
    assert shopping.send().status_code == 200
    assert shopping.orders() == []
    assert [one.state for one in shopping.told()] == [WebDeliveryState.PENDING]
    shopping.work()
    (order,) = shopping.orders()
    assert (order.recipient, order.street, order.number, order.phone) == (
        "Anneke Proef", "Dwarsstraat 2", "4", "+31612345678",
    )  # fmt: skip
    assert (order.state, order.shop.name) == (OrderState.ACCEPTED, "Bakker Bart")
    assert order.parcels[0].weight_g == (4_000 if shopping.platform is Platform.WOOCOMMERCE else 2_450)
    (delivery,) = shopping.told(TAKEN)
    assert (delivery.order_ref, delivery.order_id) == (order.order_ref, order.id)


def test_the_same_message_again_is_done_once_and_people_are_forgotten_when_it_is_done(
    shopping: Shopping, store: Store
) -> None:
    for _ in range(3):
        assert shopping.send().status_code == 200
    shopping.work()
    assert [one.state for one in shopping.told()] == [TAKEN]
    assert len(shopping.orders()) == 1
    told = str(store.rows()["web_deliveries"])
    assert not any(word in told for word in ("Anneke", "Dwarsstraat"))


def test_a_change_of_the_order_changes_it(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    shopping.sent(TAKEN, TAKEN, **changed_at(shopping.platform, 30), **noted(shopping.platform, "Bij de schuur"))
    (order,) = shopping.orders()
    assert order.note == "Bij de schuur"
    shopping.sent(TAKEN, TAKEN, TAKEN, **changed_at(shopping.platform, 31), **cancelled(shopping.platform))
    assert [one.state for one in shopping.orders()] == [OrderState.ENDED]


def test_any_order_of_arrival_of_changes_gives_the_newest(shopping: Shopping) -> None:
    changes = [
        {**changed_at(shopping.platform, minute), **noted(shopping.platform, f"versie {minute}")}
        for minute in (20, 30, 40)
    ]
    for number, arrival in enumerate(permutations(changes), 1):
        ref = {"number": f"9{number}"} if shopping.platform is Platform.WOOCOMMERCE else {"name": f"#9{number}"}
        for change in arrival:
            assert shopping.send(id=9_000 + number, **ref, **change).status_code == 200
            shopping.work()
    orders = shopping.orders()
    assert len(orders) == 6
    assert {order.note for order in orders} == {"versie 40"}


def test_an_order_that_was_cancelled_before_it_was_told_is_never_brought(shopping: Shopping) -> None:
    shopping.sent(NOT_OURS, **changed_at(shopping.platform, 30), **cancelled(shopping.platform))
    shopping.sent(KNOWN, **changed_at(shopping.platform, 20))
    assert shopping.orders() == []


def test_of_two_changes_in_one_second_the_one_that_came_later_wins(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    second = changed_at(shopping.platform, 30)
    for note in ("versie 1", "versie 2"):
        assert shopping.send(**second, **noted(shopping.platform, note)).status_code == 200
    places, square = KnownPlaces(shopping.home), shopping.village.square.id
    earlier, later = shopping.told(WebDeliveryState.PENDING)
    for one in (later, earlier):
        do_delivery(shopping.village.database, places, square, one.id, lambda _: None)
    assert [order.note for order in shopping.orders()] == ["versie 2"]
    assert [one.state for one in shopping.told()] == [TAKEN, KNOWN, TAKEN]


def test_what_its_shop_sends_otherwise_is_not_ours_and_told_in_a_table(
    store: Store, village: Path, platform: Platform
) -> None:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop", methods=["DORPSRONDE"], postcodes=["1201"])
        shopping = Shopping(asked, store.home, connect_web_shop(asked.database, TEST, "proefdorp", wish), platform)
        shopping.sent(TAKEN)
        by_post = {"shipping_lines": [{"title": "=PostNL", "method_title": "=PostNL"}]}
        shopping.sent(TAKEN, NOT_OURS, **by_post, **changed_at(platform, 30))
        (order,) = shopping.orders()
        assert order.state is OrderState.ENDED
        (left,) = shopping.told(NOT_OURS)
        assert (left.order_ref, left.order_id, left.postcode) == (order.order_ref, order.id, "1201 AB")
        shopping.sent(TAKEN, NOT_OURS, KNOWN, **by_post, **changed_at(platform, 31))
        shopping.sent(TAKEN, NOT_OURS, KNOWN, NOT_OURS, id=5, number="5", name="#5", **by_post)
        table = not_ours_table(shopping.told(NOT_OURS), "nl")
        assert [line.split(";")[0] for line in table.splitlines()[1:]] == [
            order.order_ref,
            shopping.told()[-1].order_ref,
        ]
        assert "wordt anders verzonden" in table
        assert "'=PostNL" in table
        away = {"postcode": "9999 XX", "address_1": "Ver 1"}, {"zip": "9999 XX", "address1": "Ver 1", "name": "Jan"}
        shopping.sent(NOT_OURS, id=6, number="6", name="#6", shipping=away[0], shipping_address=away[1])
        assert shopping.told()[-1].reason_en == "postcode 9999 XX is not for us"


def test_an_order_that_is_sent_otherwise_a_second_time_no_longer_waits_for_a_person(
    store: Store, village: Path, platform: Platform
) -> None:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop", methods=["DORPSRONDE"])
        shopping = Shopping(asked, store.home, connect_web_shop(asked.database, TEST, "proefdorp", wish), platform)
        by_post = {"shipping_lines": [{"title": "PostNL", "method_title": "PostNL"}]}
        shopping.sent(TAKEN)
        shopping.sent(TAKEN, NOT_OURS, **by_post, **changed_at(platform, 30))
        shopping.sent(TAKEN, NOT_OURS, FOR_A_PERSON, **changed_at(platform, 31))
        shopping.sent(TAKEN, NOT_OURS, FOR_A_PERSON, KNOWN, **completed(platform), **changed_at(platform, 32))
        shopping.sent(TAKEN, NOT_OURS, SETTLED, KNOWN, KNOWN, **by_post, **changed_at(platform, 33))
        assert [one.state for one in shopping.orders()] == [OrderState.ENDED]


def test_a_postcode_that_is_spelled_otherwise_is_the_same(store: Store, village: Path, platform: Platform) -> None:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop", postcodes=["1201AB"])
        shopping = Shopping(asked, store.home, connect_web_shop(asked.database, TEST, "proefdorp", wish), platform)
        for minute, spelled in enumerate(("NL-1201 AB", "12O1 AB", "1201\xa0ab"), 30):
            address = shopping.order()[ADDRESS[platform]] | {POSTCODE[platform]: spelled}
            shopping.sent(TAKEN, **{ADDRESS[platform]: address}, **changed_at(platform, minute))
        assert [one.state for one in shopping.orders()] == [OrderState.ACCEPTED]


@woocommerce
def test_an_order_that_gets_its_number_later_is_one_order(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    shopping.sent(TAKEN, TAKEN, number="W-2026-1", **changed_at(shopping.platform, 30))
    assert [one.order_ref for one in shopping.orders()] == ["4711"]


@woocommerce
def test_an_order_that_was_thrown_away_is_cancelled_and_one_that_is_restored_waits_for_a_person(
    shopping: Shopping,
) -> None:
    shopping.sent(TAKEN)
    assert shopping.send({"id": 4711}).status_code == 200
    shopping.work()
    assert [one.state for one in shopping.orders()] == [OrderState.ENDED]
    assert shopping.told()[-1].reason_en == "cancelled (deleted)"
    shopping.sent(FOR_A_PERSON, **changed_at(shopping.platform, 30))
    assert "has ended or was cancelled" in shopping.told()[-1].reason_en


@woocommerce
def test_an_order_that_is_thrown_away_a_second_time_is_cancelled(shopping: Shopping) -> None:
    thrown_away = {"id": 4711}
    for _ in range(2):
        assert shopping.send(thrown_away).status_code == 200
    shopping.work()
    assert [one.state for one in shopping.told()] == [NOT_OURS]
    shopping.sent(NOT_OURS, TAKEN, **changed_at(shopping.platform, 30))
    for _ in range(2):
        assert shopping.send(thrown_away).status_code == 200
    shopping.work()
    assert [one.state for one in shopping.told()] == [NOT_OURS, TAKEN, TAKEN]
    assert [one.state for one in shopping.orders()] == [OrderState.ENDED]


@woocommerce
def test_an_address_that_is_mended_after_the_day_of_its_order_waits_for_a_person(shopping: Shopping) -> None:
    shopping.sent(TAKEN, shipping=shopping.order()["shipping"] | {"address_1": "Nergensstraat 1", "postcode": ""})
    shopping.village.database._clock = lambda: NOON + timedelta(days=9)
    shopping.sent(FOR_A_PERSON, **changed_at(shopping.platform, 30))
    assert "is past; hand it in again with a day" in shopping.told()[-1].reason_en
    assert [one.state for one in shopping.orders()] == [OrderState.RECEIVED]


@woocommerce
def test_the_first_ping_is_answered_and_nothing_is_kept(shopping: Shopping) -> None:
    answer = shopping.village.client.post(
        shopping.web_shop.path, content=b"webhook_id=12", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 200
    assert shopping.told() == []


@woocommerce
def test_an_order_for_which_no_day_is_told_is_brought_when_its_shop_is_open_next(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    (order,) = shopping.orders()
    with shopping.village.database.read(TEST) as work:
        today = work.now.date()
    assert date.toordinal(order.planned_for) - today.toordinal() in {1, 2, 3}
