"""Web shops that send their orders by themselves, over HTTP and through the queue, on both real databases."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import digest
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from data.models.order import Order
from data.models.states import LegState, OrderState, RoundState
from data.models.web_shop import Platform, WebDelivery, WebDeliveryState
from kernel.errors import BadInputError, ConflictError
from kernel.scope import Scope
from rounds.known_places import KnownPlaces
from rounds.web_delivery import do_delivery
from rounds.web_shops import (
    ConnectedWebShop,
    WebShopWish,
    connect_web_shop,
    end_web_shop,
    not_ours_table,
    settle,
    told_by_web_shops,
    web_shops_of,
)
from tests.asked_village import AskedVillage, asked_village
from tests.stored_square import StoredSquare, plan_of
from tests.stores import Store
from workers.consumer import do_next
from workers.settings import WorkerSettings

TEST = Scope.system("a test")
ANSWERS = Path(__file__).parents[1] / "answers"
SIGNATURE = {Platform.WOOCOMMERCE: "X-WC-Webhook-Signature", Platform.SHOPIFY: "X-Shopify-Hmac-Sha256"}
TAKEN, KNOWN, NOT_OURS, FOR_A_PERSON, SETTLED = (
    WebDeliveryState.TAKEN, WebDeliveryState.KNOWN, WebDeliveryState.NOT_OURS, WebDeliveryState.FOR_A_PERSON,
    WebDeliveryState.SETTLED,
)  # fmt: skip


@dataclass
class Shopping:
    """The village, with a web shop that sends what a test lets it send."""

    village: AskedVillage
    home: Path
    web_shop: ConnectedWebShop
    platform: Platform

    def send(
        self, document: Any = None, *, sent_at: str = "", body: bytes = b"", signed: str = "", **changed: Any
    ) -> Response:
        body = body or json.dumps(self.order(**changed) if document is None else document).encode()
        signature = b64encode(digest((signed or self.web_shop.secret).encode(), body, sha256)).decode()
        headers = {SIGNATURE[self.platform]: signature, "Content-Type": "application/json"}
        headers |= {"X-Shopify-Triggered-At": sent_at} if sent_at else {}
        return self.village.client.post(self.web_shop.path, content=body, headers=headers)

    def order(self, **changed: Any) -> dict[str, Any]:
        return json.loads((ANSWERS / f"{self.platform}.order.json").read_text("utf-8")) | changed

    def work(self) -> None:
        """Let a worker do all that is asked for."""
        with self.village.database.queue() as queue:
            queue.relay()
        while do_next(self.village.database, self.home, WorkerSettings(), "a test"):
            pass

    def told(self, *states: WebDeliveryState) -> list[WebDelivery]:
        return list(told_by_web_shops(self.village.database, TEST, "proefdorp", *(states or tuple(WebDeliveryState))))

    def orders(self) -> list[Order]:
        with self.village.database.read(TEST) as work:
            page = work.orders.page(self.village.square.id, after=None, limit=50)
            return [work.orders.get(one.id) for one in page]

    def sent(self, *states: WebDeliveryState, **changed: Any) -> None:
        """Send a change of the order, let it be done, and see what became of it."""
        assert self.send(**changed).status_code == 200
        self.work()
        assert tuple(one.state for one in self.told())[-len(states) :] == states


@pytest.fixture(params=Platform)
def platform(request: pytest.FixtureRequest) -> Platform:
    return request.param


@pytest.fixture
def shopping(store: Store, village: Path, platform: Platform) -> Iterator[Shopping]:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop")
        connected = connect_web_shop(asked.database, TEST, "proefdorp", wish)
        yield Shopping(asked, store.home, connected, platform)


woocommerce = pytest.mark.parametrize("platform", [Platform.WOOCOMMERCE], indirect=True)
shopify = pytest.mark.parametrize("platform", [Platform.SHOPIFY], indirect=True)


def changed_at(platform: Platform, minute: int) -> dict[str, Any]:
    """Say when the order was changed, as each platform does."""
    if platform is Platform.WOOCOMMERCE:
        return {"date_modified_gmt": f"2026-12-01T10:{minute:02}:00"}
    return {"updated_at": f"2026-12-01T11:{minute:02}:00+01:00"}


def cancelled(platform: Platform) -> dict[str, str]:
    return (
        {"status": "cancelled"} if platform is Platform.WOOCOMMERCE else {"cancelled_at": "2026-12-01T12:00:00+01:00"}
    )


def noted(platform: Platform, note: str) -> dict[str, Any]:
    return {"customer_note" if platform is Platform.WOOCOMMERCE else "note": note}


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
    assert not any("Anneke" in str(row) for row in store.rows()["web_deliveries"])


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


def test_a_change_after_planning_waits_for_a_person_and_a_cancellation_is_done(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    (order,) = shopping.orders()
    plan_and_release(shopping, order)
    shopping.sent(TAKEN, FOR_A_PERSON, **changed_at(shopping.platform, 30), **noted(shopping.platform, "Achterom"))
    (waits,) = shopping.told(FOR_A_PERSON)
    assert "released round" in waits.reason_en
    assert "vrijgegeven rit" in waits.reason_nl
    settle(shopping.village.database, TEST, waits.id)
    assert shopping.told(FOR_A_PERSON) == []
    with pytest.raises(ConflictError, match="the message is settled"):
        settle(shopping.village.database, TEST, waits.id)
    shopping.sent(TAKEN, SETTLED, TAKEN, **changed_at(shopping.platform, 31), **cancelled(shopping.platform))
    (order,) = shopping.orders()
    assert (order.state, [leg.state for leg in order.legs]) == (OrderState.ENDED, [LegState.CANCELLED])
    shopping.sent(TAKEN, SETTLED, TAKEN, KNOWN, **changed_at(shopping.platform, 32), **cancelled(shopping.platform))


def completed(platform: Platform) -> dict[str, str]:
    """Say that the goods have left, or that nothing is to be brought by now: it asks nothing of us."""
    return {"status": "completed"} if platform is Platform.WOOCOMMERCE else {"fulfillment_status": "fulfilled"}


def test_what_a_person_is_to_decide_stays_when_a_newer_message_asks_nothing(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    (order,) = shopping.orders()
    plan_and_release(shopping, order)
    shopping.sent(TAKEN, FOR_A_PERSON, **changed_at(shopping.platform, 30), **noted(shopping.platform, "Achterom"))
    shopping.sent(
        TAKEN, FOR_A_PERSON, KNOWN, **changed_at(shopping.platform, 31), **completed(shopping.platform)
    )  # fmt: skip
    (waits,) = shopping.told(FOR_A_PERSON)
    with shopping.village.database.read(TEST) as work:
        assert "Achterom" in str(work.web_deliveries.get(waits.id).body)


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


def test_another_order_of_the_same_number_is_neither_changed_nor_cancelled(
    store: Store, village: Path, platform: Platform
) -> None:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop", methods=["DORPSRONDE"])
        shopping = Shopping(asked, store.home, connect_web_shop(asked.database, TEST, "proefdorp", wish), platform)
        name = shopping.order()["number" if platform is Platform.WOOCOMMERCE else "name"]
        counter = asked.order(name, shop="Bakker Bart")
        assert asked.post("/orders", counter).status_code == 201
        before = shopping.orders()
        by_post = {"shipping_lines": [{"title": "PostNL", "method_title": "PostNL"}]}
        shopping.sent(NOT_OURS, **by_post)
        shopping.sent(NOT_OURS, FOR_A_PERSON, **changed_at(platform, 30))
        assert "the number is another order's" in shopping.told()[-1].reason_en
        stopped = cancelled(platform)
        shopping.sent(NOT_OURS, SETTLED, NOT_OURS, **by_post, **changed_at(platform, 31), **stopped)
        shopping.sent(NOT_OURS, SETTLED, NOT_OURS, FOR_A_PERSON, **changed_at(platform, 32), **stopped)
        assert [(one.id, one.state, one.recipient) for one in shopping.orders()] == [
            (one.id, one.state, one.recipient) for one in before
        ]


def plan_and_release(shopping: Shopping, order: Order) -> None:
    database, square = shopping.village.database, shopping.village.square
    with database.begin(TEST) as work:
        bikes = [one.id for one in work.vehicles.all(square.id)]
        network = work.squares.get(square.slug).areas[0].road_network_id
        planned = plan_of_bikes(bikes, network, [leg.id for leg in order.legs])
        saved = work.plans.save(square.id, order.planned_for, planned)
        work.rounds.set_state(saved.rounds[0].id, RoundState.RELEASED)


def plan_of_bikes(bikes: list[str], network: str, legs: list[str]):
    return plan_of(StoredSquare("", "", network, [], "", bikes), [legs])


def test_an_order_that_cannot_be_read_waits_for_a_person_and_a_better_one_settles_it(shopping: Shopping) -> None:
    wrong, better = (
        ({"shipping": {}, "billing": {"address_1": "Dwarsstraat"}}, {})
        if shopping.platform is Platform.WOOCOMMERCE
        else ({"shipping_address": {"name": "Anneke", "address1": "Dwarsstraat"}}, {})
    )
    shopping.sent(FOR_A_PERSON, **wrong)
    assert "huisnummer" in shopping.told()[0].reason_nl
    shopping.sent(SETTLED, TAKEN, **better, **changed_at(shopping.platform, 30))


def test_what_its_shop_sends_otherwise_is_not_ours_and_told_in_a_table(
    store: Store, village: Path, platform: Platform
) -> None:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop", methods=["DORPSRONDE"], postcodes=["1201"])
        shopping = Shopping(asked, store.home, connect_web_shop(asked.database, TEST, "proefdorp", wish), platform)
        shopping.sent(TAKEN)
        by_post = {"shipping_lines": [{"title": "=PostNL", "method_title": "=PostNL"}]}
        shopping.sent(TAKEN, TAKEN, **by_post, **changed_at(platform, 30))
        assert [one.state for one in shopping.orders()] == [OrderState.ENDED]
        shopping.sent(TAKEN, TAKEN, NOT_OURS, id=5, number="5", name="#5", **by_post)
        table = not_ours_table(shopping.told(NOT_OURS), "nl")
        assert "wordt anders verzonden" in table
        assert "'=PostNL" in table
        away = {"postcode": "9999 XX", "address_1": "Ver 1"}, {"zip": "9999 XX", "address1": "Ver 1", "name": "Jan"}
        shopping.sent(NOT_OURS, id=6, number="6", name="#6", shipping=away[0], shipping_address=away[1])
        assert shopping.told()[-1].reason_en == "postcode 9999 XX is not for us"


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


def test_an_order_for_a_shop_that_pauses_waits_for_a_person(shopping: Shopping) -> None:
    asked = shopping.village
    location = f"/shops/{asked.shops['Bakker Bart']}"
    shop = asked.get(location).json()
    given = {name: value for name, value in shop.items() if name not in {"id", "osm_id", "created_at", "changed_at"}}
    assert asked.put(location, given | {"paused_until": "2099-01-01T00:00:00Z"}, If_Match="*").status_code == 200
    shopping.sent(FOR_A_PERSON)
    assert "takes no orders until 2099-01-01" in shopping.told()[0].reason_en
    assert asked.put(location, given | {"paused_until": None}, If_Match="*").status_code == 200
    shopping.sent(SETTLED, TAKEN, **changed_at(shopping.platform, 30))
    assert len(shopping.orders()) == 1


@woocommerce
def test_the_first_ping_is_answered_and_nothing_is_kept(shopping: Shopping) -> None:
    answer = shopping.village.client.post(
        shopping.web_shop.path, content=b"webhook_id=12", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 200
    assert shopping.told() == []


def test_a_wrong_signature_keeps_nothing(shopping: Shopping) -> None:
    answer = shopping.send(signed="another secret")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert "the signature does not fit" in answer.json()["detail"]
    assert shopping.told() == []


@shopify
def test_an_old_message_keeps_nothing(shopping: Shopping) -> None:
    answer = shopping.send(sent_at="2020-01-01T00:00:00Z")
    assert (answer.status_code, answer.json()["detail"]) == (
        422, "webhook: the message is too old. Is the clock of this server right?",
    )  # fmt: skip
    assert shopping.told() == []


@shopify
def test_a_body_of_50_megabytes_is_refused_while_it_is_read(shopping: Shopping) -> None:
    answer = shopping.send(body=b"[" * 50_000_000)
    assert (answer.status_code, answer.json()["detail"]) == (413, "The payload is larger than 1000000 bytes.")
    assert shopping.told() == []


@shopify
@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_signed_body_that_is_no_order_in_json_is_refused(shopping: Shopping, body: bytes) -> None:
    assert shopping.send(body=body).status_code == 422
    assert shopping.told() == []


def test_a_signed_message_without_an_order_is_kept_and_asks_nothing(shopping: Shopping) -> None:
    assert shopping.send({"webhook": "test", "text": "\u0000 \ud83d\ude00"}).status_code == 200
    shopping.work()
    assert [(one.state, one.reason_en) for one in shopping.told()] == [(KNOWN, "the message holds no order")]


@shopify
def test_a_web_shop_that_is_unknown_or_ended_is_not_there(shopping: Shopping) -> None:
    path = f"/api/v1/webhooks-in/{'0' * 8}-0000-7000-8000-{'0' * 12}"
    assert shopping.village.client.post(path, content=b"{}").status_code == 404
    assert shopping.village.client.post("/api/v1/webhooks-in/no-id", content=b"{}").status_code == 404
    end_web_shop(shopping.village.database, TEST, shopping.web_shop.web_shop.id)
    assert shopping.send().status_code == 404
    (known,) = web_shops_of(shopping.village.database, TEST, "proefdorp")
    assert known.ended_at is not None
    with pytest.raises(ConflictError):
        end_web_shop(shopping.village.database, TEST, known.id)


@shopify
def test_what_cannot_be_connected_says_why(shopping: Shopping) -> None:
    def refused(**wish: Any) -> str:
        given = {"shop": "Bakker Bart", "platform": Platform.SHOPIFY, "secret": "a secret of the shop"} | wish
        with pytest.raises(BadInputError) as fault:
            connect_web_shop(shopping.village.database, TEST, "proefdorp", WebShopWish(**given))
        return str(fault.value)

    assert "Shopify makes the secret itself" in refused(secret="")
    assert "a secret has 8 to 200 characters" in refused(secret="short")  # noqa: S106 - it is refused
    assert "is it Bakker Bart?" in refused(shop="Bakker Bert")
    assert "is no beginning of a postcode" in refused(postcodes=["12%"])
    assert "a method has 1 to 80 characters" in refused(methods=[" "])


@woocommerce
def test_an_order_for_which_no_day_is_told_is_brought_when_its_shop_is_open_next(shopping: Shopping) -> None:
    shopping.sent(TAKEN)
    (order,) = shopping.orders()
    with shopping.village.database.read(TEST) as work:
        today = work.now.date()
    assert date.toordinal(order.planned_for) - today.toordinal() in {1, 2, 3}
