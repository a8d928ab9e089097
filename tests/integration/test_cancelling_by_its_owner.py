"""A customer and a shop cancel what is theirs, by the order's address and by the event alike, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.scope import Own, Role
from tests.asked_village import AskedVillage, asked_village
from tests.stores import Store


@pytest.fixture
def asked(store: Store, village: Path) -> Iterator[AskedVillage]:
    with asked_village(store, village) as asked:
        yield asked


def by_event(asked: AskedVillage, order: str, as_: dict[str, str]) -> str:
    answer = asked.post("/events", {"events": [{"kind": "order.cancelled", "order_id": order}]}, as_=as_)
    return answer.json()["answers"][0]["outcome"]


def test_their_own_is_cancelled_and_anothers_is_not_there(asked: AskedVillage) -> None:
    first, second, third = (asked.post("/orders", asked.order(f"C-{one}", one)).json()["id"] for one in (1, 2, 3))
    customer = asked.key(Role.CUSTOMER, own=Own(orders=frozenset({first, second})))
    shop = asked.key(Role.SHOP, own=Own(shops=frozenset({asked.shops["Het Boek"]})))
    courier = asked.key(Role.COURIER, own=Own(rounds=frozenset()))
    assert asked.post(f"/orders/{third}/cancel", {}, as_=customer).status_code == 404
    assert asked.post(f"/orders/{third}/cancel", {}, as_=shop).status_code == 404
    assert asked.post(f"/orders/{third}/cancel", {}, as_=courier).status_code == 403
    assert {by_event(asked, third, as_) for as_ in (customer, shop, courier)} == {"refused"}
    assert asked.post(f"/orders/{first}/cancel", {"reason": "op vakantie"}, as_=customer).json()["state"] == "ended"
    assert by_event(asked, second, customer) == "taken"
    assert [asked.get(f"/orders/{one}").json()["state"] for one in (first, second, third)] == [
        "ended", "ended", "accepted",
    ]  # fmt: skip
