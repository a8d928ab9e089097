"""What a web shop sends and cannot be done by itself: refused, or left to a person, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.models.states import LegState, OrderState
from data.models.web_shop import Platform, WebDeliveryState
from kernel.errors import BadInputError, ConflictError
from rounds.web_shops import (
    WebShopWish,
    connect_web_shop,
    end_web_shop,
    settle,
    web_shops_of,
)
from tests.asked_village import asked_village
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
    plan_and_release,
    shopping_village,
)

woocommerce = pytest.mark.parametrize("platform", [Platform.WOOCOMMERCE], indirect=True)
shopify = pytest.mark.parametrize("platform", [Platform.SHOPIFY], indirect=True)


@pytest.fixture(params=Platform)
def platform(request: pytest.FixtureRequest) -> Platform:
    return request.param


@pytest.fixture
def shopping(store: Store, village: Path, platform: Platform) -> Iterator[Shopping]:
    with shopping_village(store, village, platform) as shopping:
        yield shopping


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


def test_an_order_that_cannot_be_read_waits_for_a_person_and_a_better_one_settles_it(shopping: Shopping) -> None:
    wrong, better = (
        ({"shipping": {}, "billing": {"address_1": "Dwarsstraat"}}, {})
        if shopping.platform is Platform.WOOCOMMERCE
        else ({"shipping_address": {"name": "Anneke", "address1": "Dwarsstraat"}}, {})
    )
    shopping.sent(FOR_A_PERSON, **wrong)
    assert "huisnummer" in shopping.told()[0].reason_nl
    shopping.sent(SETTLED, TAKEN, **better, **changed_at(shopping.platform, 30))


def test_what_waits_for_a_person_is_settled_when_its_shop_sends_it_otherwise(
    store: Store, village: Path, platform: Platform
) -> None:
    with asked_village(store, village) as asked:
        wish = WebShopWish("Bakker Bart", platform, "a secret of the shop", methods=["Dorpsronde"])
        shopping = Shopping(asked, store.home, connect_web_shop(asked.database, TEST, "proefdorp", wish), platform)
        address = "shipping" if platform is Platform.WOOCOMMERCE else "shipping_address"
        nowhere = shopping.order()[address] | {"address_1": "Dwarsstraat", "address1": "Dwarsstraat"}
        shopping.sent(FOR_A_PERSON, **{address: nowhere})
        by_post = {"shipping_lines": [{"title": "PostNL", "method_title": "PostNL"}]}
        shopping.sent(SETTLED, NOT_OURS, **by_post, **changed_at(platform, 30))


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


def test_of_what_lies_outside_nothing_is_kept_that_says_where(
    shopping: Shopping, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rounds.place_finder.within", lambda *_: False)
    shopping.sent(NOT_OURS)
    assert shopping.told()[0].reason_en == "the address lies outside the areas of the square"
    told = str(store.rows()["web_deliveries"])
    assert not any(word in told for word in ("Anneke", "Dwarsstraat", "5.50", "52.1"))


HALF = "4711\ud800\x00"


def test_a_number_with_half_a_character_is_an_order_of_which_a_person_sees_that(shopping: Shopping) -> None:
    woo = shopping.platform is Platform.WOOCOMMERCE
    odd = {"number": HALF} if woo else {"name": HALF}
    shopping.sent(TAKEN, **odd, **noted(shopping.platform, f"bel {HALF}"))
    (order,) = shopping.orders()
    assert (order.order_ref, order.note) == ("4711��", "bel 4711��")
    shopping.sent(TAKEN, TAKEN, **odd, **cancelled(shopping.platform), **changed_at(shopping.platform, 30))
    assert jobs_that_wait(shopping) == 0


def test_half_characters_everywhere_are_done_once_and_leave_no_job_behind(shopping: Shopping) -> None:
    def halved(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: halved(one) for name, one in part.items()}
        if isinstance(part, list):
            return [halved(one) for one in part]
        return f"{part}\ud800" if isinstance(part, str) else part

    assert shopping.send(halved(shopping.order())).status_code == 200
    shopping.work()
    assert [one.state for one in shopping.told()] != [WebDeliveryState.PENDING]
    assert jobs_that_wait(shopping) == 0


def jobs_that_wait(shopping: Shopping) -> int:
    jobs = shopping.village.get("/jobs").json()["items"]
    return sum(one["state"] != "done" for one in jobs)
