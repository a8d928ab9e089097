"""Customers' answers over HTTP, on both databases: kept with the order, corrected in the open, never for the asking."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from data.models.customer_reply import MOST_REPLIES
from kernel.scope import Own, Role
from tests.asked_village import AskedVillage, asked_village, planned_day
from tests.stores import KINDS, stored

ASKED = {"wording": "2026-1", "answer": "no_car", "rotation": 3}
NOWHERE = "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("asked")) as store, asked_village(store, village) as asked:
        yield asked


def ordered(here: AskedVillage, ref: str, **given: Any) -> str:
    answer = here.post("/orders", here.order(ref, **given))
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()["id"]


def replies(asked: AskedVillage, order: str) -> list[tuple[str | None, str, bool]]:
    told = asked.get(f"/orders/{order}/asked").json()["replies"]
    return [(one["answer"], one["role"], one["after_shown"]) for one in told]


def answered(asked: AskedVillage, order: str, answer: str, **more: Any) -> Response:
    as_ = more.pop("as_", None)
    return asked.put(f"/orders/{order}/asked", {"wording": "2026-1", "answer": answer} | more, as_=as_, If_Match="*")


def test_the_question_is_told_word_for_word_and_for_one_order_in_one_way(asked: AskedVillage) -> None:
    told = asked.get("/question?lang=nl&ref=W-1").json()
    assert told["question"] == "Stel dat deze bezorging er niet was. Wat had u dan gedaan?"
    assert told["answers"][-1] == {"answer": "unknown", "text": "Weet ik niet"}
    assert asked.get("/question?lang=nl&ref=W-1").json() == told
    english = asked.get("/question?lang=en&ref=W-1").json()
    assert [one["answer"] for one in english["answers"]] == [one["answer"] for one in told["answers"]]
    assert len({asked.get(f"/question?ref=W-{number}").json()["rotation"] for number in range(40)}) == 6
    assert asked.get("/api/v1/squares/nergens/question").status_code == 404


def test_an_answer_comes_with_its_order_and_the_same_order_again_adds_none(asked: AskedVillage) -> None:
    order = ordered(asked, "A-1", asked=ASKED)
    assert ordered(asked, "A-1", asked=ASKED) == order
    assert ordered(asked, "A-1") == order, "handed in without an answer it takes none back"
    assert ordered(asked, "A-1", asked=ASKED | {"answer": None}) == order
    told = asked.get(f"/orders/{order}/asked").json()
    assert (told["counts"], [one["rotation"] for one in told["replies"]]) == (1, [3])
    assert told["replies"][0]["by"].startswith("key:")
    assert replies(asked, order) == [("no_car", "host", False)]


def test_who_was_asked_and_did_not_say_is_kept_and_whoever_was_not_has_nothing(asked: AskedVillage) -> None:
    silent = ordered(asked, "A-2", asked={"wording": "2026-1", "answer": None})
    assert replies(asked, silent) == [(None, "host", False)]
    assert asked.get(f"/orders/{ordered(asked, 'A-3')}/asked").json() == {
        "order_id": ordered(asked, "A-3"), "counts": None, "replies": [],
    }  # fmt: skip


def test_a_shop_that_changes_an_answer_is_seen_and_does_not_outweigh_its_customer(asked: AskedVillage) -> None:
    shop = asked.key(Role.SHOP, own=Own(shops=frozenset({asked.shops["Bakker Bart"]})))
    order = ordered(asked, "A-4", asked=ASKED)
    customer = asked.key(Role.CUSTOMER, own=Own(orders=frozenset({order})))
    assert answered(asked, order, "own_car_trip", as_=shop).status_code == 409
    assert answered(asked, order, "own_car_trip", correction=True, as_=shop).status_code == 200
    assert answered(asked, order, "not_bought", correction=True, as_=customer).json()["counts"] == 3
    again = asked.ask("POST", "/orders", asked.order("A-4", asked=ASKED | {"answer": "own_car_trip"}), as_=shop)
    assert again.status_code == 200
    assert replies(asked, order) == [
        ("no_car", "host", False), ("own_car_trip", "shop", False), ("not_bought", "customer", False),
        ("own_car_trip", "shop", False),
    ]  # fmt: skip
    assert asked.get(f"/orders/{order}/asked").json()["counts"] == 3


def test_a_customer_answers_later_once_and_the_same_again_changes_nothing(asked: AskedVillage) -> None:
    order = ordered(asked, "A-5")
    customer = asked.key(Role.CUSTOMER, own=Own(orders=frozenset({order})))
    first = answered(asked, order, "web_shop", as_=customer)
    assert (first.status_code, answered(asked, order, "web_shop", as_=customer).json()) == (200, first.json())
    refused = answered(asked, order, "no_car", as_=customer)
    assert refused.status_code == 409
    assert "Say that it is a correction; both are kept" in refused.json()["detail"]
    stale = asked.put(f"/orders/{order}/asked", {"wording": "2026-1", "answer": "no_car"}, If_Match='"old"')
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"wording": "2025-9", "answer": "no_car"}, "#/asked/wording"),
        ({"wording": "2026-1", "answer": "helicopter"}, "#/asked/answer"),
        ({"wording": "2026-1", "answer": "no_car", "rotation": 6}, "#/asked/rotation"),
        ({"answer": "no_car"}, "#/asked"),
        ({"wording": "2026-1", "answer": "no_car", "by": "customer"}, "#/asked/by"),
    ],
)
def test_what_was_never_asked_or_answered_is_refused_and_nothing_is_stored(
    asked: AskedVillage, given: dict[str, Any], pointer: str
) -> None:
    answer = asked.post("/orders", asked.order("H-1", asked=given))
    assert answer.status_code == 422
    assert next(one["pointer"] for one in answer.json()["errors"]).startswith(pointer)
    assert asked.get("/orders?order_ref=H-1").json()["items"] == []


def test_of_others_of_a_cancelled_order_and_too_often_it_is_refused(asked: AskedVillage) -> None:
    order = ordered(asked, "H-2")
    stranger = asked.key(Role.CUSTOMER, own=Own(orders=frozenset({ordered(asked, "H-0")})))
    courier = asked.key(Role.COURIER)
    assert answered(asked, order, "no_car", as_=stranger).status_code == 404
    assert answered(asked, order, "no_car", as_=courier).status_code == 403
    assert answered(asked, NOWHERE, "no_car").status_code == 404
    elsewhere = f"/api/v1/squares/verderop/orders/{order}/asked"
    platform = asked.key(Role.PLATFORM)
    body = {"wording": "2026-1", "answer": "no_car"}
    assert asked.ask("PUT", elsewhere, body, as_=platform, If_Match="*").status_code == 404
    assert answered(asked, order, "unheard").status_code == 422
    unknown = asked.put(f"/orders/{order}/asked", {"wording": "1999-1", "answer": "no_car"}, If_Match="*")
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "#/wording")
    for number in range(MOST_REPLIES):
        assert answered(asked, order, ("no_car", "web_shop")[number % 2], correction=True).status_code == 200
    assert answered(asked, order, "not_bought", correction=True).status_code == 409
    assert ordered(asked, "H-2", asked=ASKED | {"answer": "not_bought"}) == order, "no order is lost by an answer"
    asked.post(f"/orders/{order}/cancel", {"reason": "toch niet"})
    gone = ordered(asked, "H-3")
    asked.post(f"/orders/{gone}/cancel", {})
    assert "was cancelled" in answered(asked, gone, "no_car").json()["detail"]


def test_from_when_it_is_in_a_plan_an_answer_is_told_apart_whoever_says_otherwise(asked: AskedVillage) -> None:
    day = planned_day(asked)
    assert answered(asked, day["order"], "own_car_trip").json()["counts"] is None
    assert replies(asked, day["order"]) == [("own_car_trip", "host", True)]
    shown = ordered(asked, "S-1", asked=ASKED | {"after_shown": True})
    assert replies(asked, shown) == [("no_car", "host", True)]


def test_what_is_forgotten_is_gone_and_still_counted_and_comes_back_by_nobody(asked: AskedVillage) -> None:
    order = ordered(asked, "F-1", asked=ASKED)
    shop = asked.key(Role.SHOP, own=Own(shops=frozenset({asked.shops["Bakker Bart"]})))
    assert asked.post(f"/orders/{order}/asked/forget", as_=shop).status_code == 403
    assert asked.post(f"/orders/{order}/asked/forget").json() == {"forgotten": 1}
    assert asked.post(f"/orders/{order}/asked/forget").json() == {"forgotten": 0}
    assert asked.post(f"/orders/{NOWHERE}/asked/forget").status_code == 404
    assert ordered(asked, "F-1", asked=ASKED) == order
    (one,) = asked.get(f"/orders/{order}/asked").json()["replies"]
    assert one["answer"] is None
    assert one["forgotten_at"] is not None
    assert "was forgotten" in answered(asked, order, "no_car").json()["detail"]
