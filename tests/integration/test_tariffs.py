"""Prices over HTTP, on both databases: what is asked before is what is charged, and no later tariff changes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.scope import Own, Role
from tests.asked_village import DAY, AskedVillage, asked_village
from tests.stores import KINDS, stored

TARIFF = {
    "valid_from": "2026-11-01", "delivery_cents": 395, "return_cents": 295, "crates_cents": 150,
    "included_weight_g": 5_000, "step_cents": 50, "cool_cents": 75, "vat_permille": 210,
}  # fmt: skip
SLOT = {"weekdays": ["tue"], "start": "14:00", "end": "16:00", "cutoff": "12:00", "valid_from": "2026-11-01"}
PARCELS = [{"weight_g": 6_200}, {"weight_g": 300, "temperature": "cool"}]


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("tariffs")) as store, asked_village(store, village) as asked:
        assert asked.post("/orders", asked.order("before")).json()["price"] is None
        assert asked.post("/tariffs/quote", {"day": DAY.isoformat()}, Idempotency_Key="vooraf").status_code == 409
        slot = asked.post("/slot-templates", SLOT | {"name": "Middag"}).json()["id"]
        made = asked.post("/tariffs", TARIFF | {"slots": [{"slot_id": slot, "cents": -45}]})
        assert made.status_code == 201, made.text
        yield asked


def told(answer: Any) -> list[tuple[str, int, int]]:
    return [(line["what"], line["times"], line["cents"]) for line in answer["lines"]]


def in_slot(asked: AskedVillage, ref: str, **changed: Any) -> dict[str, Any]:
    order = asked.order(ref, slot="Middag", parcels=PARCELS, **changed)
    return {name: value for name, value in order.items() if not name.startswith("window")}


def test_what_is_asked_before_is_what_is_charged(asked: AskedVillage) -> None:
    early = asked.post("/tariffs/quote", {"day": DAY.isoformat()}, Idempotency_Key="vooraf")
    assert early.status_code == 200, "asked under this key before there was a tariff"
    quote = asked.post("/tariffs/quote", {"day": DAY.isoformat(), "slot": "middag", "parcels": PARCELS})
    assert told(quote.json()) == [("delivery", 1, 395), ("weight", 2, 100), ("cool", 1, 75), ("slot", 1, -45)]
    assert [quote.json()[name] for name in ("cents", "vat_cents", "currency")] == [525, 91, "EUR"]
    order = asked.post("/orders", in_slot(asked, "Q-1")).json()
    assert order["price"] == quote.json()
    assert asked.get(f"/orders/{order['id']}").json()["price"] == quote.json()


def test_a_parcel_without_a_size_has_the_usual_one_of_its_shop(asked: AskedVillage) -> None:
    shop = asked.get(f"/shops/{asked.shops['Het Boek']}").json()
    given = {name: shop[name] for name in ("name", "kind", "address", "place", "opening_hours")}
    asked.put(f"/shops/{shop['id']}", given | {"usual_weight_g": 9_000}, If_Match="*")
    asks = {"day": DAY.isoformat()}
    assert told(asked.post("/tariffs/quote", asks).json()) == [("delivery", 1, 395)]
    of_shop = asked.post("/tariffs/quote", asks | {"shop": "het boek"}).json()
    assert told(of_shop) == [("delivery", 1, 395), ("weight", 4, 200)]
    assert asked.post("/orders", asked.order("Q-2", shop="Het Boek")).json()["price"] == of_shop


def test_whoever_sees_the_square_may_ask_and_each_fault_is_told(asked: AskedVillage) -> None:
    customer = asked.key(
        Role.CUSTOMER, own=Own(orders=frozenset({asked.post("/orders", asked.order("C-1")).json()["id"]}))
    )
    asks = {"day": DAY.isoformat()}
    assert asked.post("/tariffs/quote", asks, as_=customer).status_code == 200
    assert asked.post("/tariffs", TARIFF, as_=customer).status_code == 403
    first, again = (asked.post("/tariffs/quote", asks, Idempotency_Key="quote") for _ in range(2))
    assert (first.json(), again.headers["idempotency-replayed"]) == (again.json(), "true")
    for wrong, said in (
        ({"slot": "Nacht"}, "slot: is not known; there are: Middag"),
        ({"shop": "Nergens"}, "shop: is not known"),
    ):
        refused = asked.post("/tariffs/quote", asks | wrong)
        assert (refused.status_code, said in refused.json()["detail"]) == (422, True)
    assert asked.post("/tariffs/quote", {"day": "2026-10-31"}).status_code == 409


def test_a_later_tariff_changes_no_order_there_is(asked: AskedVillage) -> None:
    unpriced = asked.post("/orders", asked.order("before", note="Achterom")).json()
    assert (unpriced["note"], unpriced["price"]) == ("Achterom", None), "it was taken in before there was a tariff"
    before = asked.post("/orders", in_slot(asked, "L-1")).json()
    kept = before["price"]
    dearer = asked.post("/tariffs", TARIFF | {"valid_from": "2026-11-15", "delivery_cents": 999})
    assert dearer.status_code == 201, dearer.text
    try:
        assert asked.post("/tariffs", TARIFF | {"valid_from": "2026-11-15"}).status_code == 409
        assert asked.post("/orders", in_slot(asked, "L-1")).json()["price"] == kept
        edited = asked.post("/orders", in_slot(asked, "L-1", note="Achterom"))
        assert (edited.status_code, edited.json()["price"]) == (200, kept)
        heavier = asked.post("/orders", in_slot(asked, "L-1") | {"parcels": [*PARCELS, {"weight_g": 1_000}]}).json()
        assert (heavier["price"]["cents"], heavier["price"]["tariff_id"]) == (kept["cents"] + 50, kept["tariff_id"])
        new = asked.post("/orders", in_slot(asked, "L-2")).json()["price"]
        assert (new["tariff_id"], told(new)[0]) == (dearer.json()["id"], ("delivery", 1, 999))
        moved = asked.post("/orders", in_slot(asked, "L-1", day="2026-12-08")).json()["price"]
        assert moved["tariff_id"] == dearer.json()["id"], "another day has its own tariff"
    finally:
        for ref in ("L-1", "L-2"):
            (order,) = asked.get(f"/orders?order_ref={ref}").json()["items"]
            assert asked.post(f"/orders/{order['id']}/cancel", {}).status_code == 200
    used = dearer.headers["location"]
    for refused in (
        asked.put(used, TARIFF, If_Match="*"),
        asked.post(f"{used}/end"),
    ):
        assert (refused.status_code, "orders have the price" in refused.json()["detail"]) == (409, True)


def test_a_tariff_that_no_order_has_is_changed_and_withdrawn(asked: AskedVillage) -> None:
    made = asked.post("/tariffs", TARIFF | {"valid_from": "2027-01-01"})
    location = made.headers["location"]
    assert asked.put(location, TARIFF | {"valid_from": "2026-11-01"}, If_Match="*").status_code == 409
    assert asked.put(location, TARIFF | {"valid_from": "2027-02-01"}, If_Match='"seen by nobody"').status_code == 412
    changed = asked.put(location, TARIFF | {"valid_from": "2027-02-01"}, If_Match=made.headers["etag"])
    assert (changed.status_code, changed.json()["valid_from"], changed.json()["currency"]) == (200, "2027-02-01", "EUR")
    assert asked.post(f"{location}/end").json()["ended_at"] is not None
    assert asked.post(f"{location}/end").status_code == 409
    assert asked.post("/tariffs", TARIFF | {"valid_from": "2027-02-01"}).status_code == 201, "its day is free again"
    slots = [{"slot_id": asked.square.id, "cents": 1}]
    twice = asked.post("/tariffs", TARIFF | {"valid_from": "2027-03-01", "slots": slots * 2})
    assert (twice.status_code, "twice" in twice.text) == (422, True)
    assert asked.post("/tariffs", TARIFF | {"valid_from": "2027-03-01", "slots": slots}).status_code == 404
