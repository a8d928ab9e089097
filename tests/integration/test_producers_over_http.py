"""A shop's producers over HTTP: put whole, measured over the roads of a made-up village, for whom they concern."""

from asyncio import Semaphore
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest

from kernel.scope import Own, Role
from tests.asked_village import AskedVillage, asked_village
from tests.stores import Store

FAR = {"name": "Boer Jan", "place": {"lon": 6.5, "lat": 53.2}, "share_permille": 250}

UNKNOWN = "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"
MARKET = {"name": "Markt", "ways": [37], "begin": {"time": "07:00"}, "end": {"time": "17:00"}, "weekdays": ["sat"]}


def refuse_to_measure(*_: object) -> NoReturn:
    raise AssertionError("roads were opened")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, village: Path) -> Iterator[AskedVillage]:
    with asked_village(Store(tmp_path_factory.mktemp("producers")), village) as asked:
        yield asked


def test_producers_are_put_whole_and_measured_to_their_shop(
    asked: AskedVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = asked.shops["Bakker Bart"]
    address, other = f"/shops/{shop}/producers", asked.get(f"/shops/{asked.shops['Het Boek']}").json()["place"]
    empty = asked.get(address)
    assert empty.json() == {"shop_id": shop, "producers": []}
    near = {"name": "Molen De Hoop", "place": other, "share_permille": 600}
    assert asked.put(address, {"producers": [near]}).status_code == 428
    put = asked.put(address, {"producers": [near, FAR]}, If_Match=empty.headers["etag"])
    assert put.status_code == 200, put.text
    told = put.json()["producers"]
    assert [(one["name"], one["by_road"], one["is_known"]) for one in told] == [
        ("Molen De Hoop", True, True), ("Boer Jan", False, True),
    ]  # fmt: skip
    assert 0 < told[0]["distance_m"] < 5_000
    assert told[1]["distance_m"] > 100_000
    monkeypatch.setattr("api.routes.producers.measured_producers", refuse_to_measure)
    stale = asked.put(address, {"producers": [near]}, If_Match=empty.headers["etag"])
    monkeypatch.undo()
    assert stale.status_code == 412, "no road is opened for it"
    assert asked.get(address, If_None_Match=put.headers["etag"]).status_code == 304
    known = asked.get(f"/shops/{shop}").json()
    same = {name: known[name] for name in ("name", "kind", "address", "opening_hours")}
    assert asked.put(f"/shops/{shop}", same | {"place": other}, If_Match="*").status_code == 200
    assert [one["is_known"] for one in asked.get(address).json()["producers"]] == [False, False], "the shop moved"
    assert asked.put(address, {"producers": []}, If_Match="*").json()["producers"] == []


@pytest.mark.parametrize(
    ("producers", "pointer", "said"),
    [
        ([FAR, FAR], "#/producers", "Boer Jan is there twice for Bakker Bart"),
        ([FAR, FAR | {"name": "Molen", "share_permille": 800}], "#/producers", "add up to 105 %"),
        ([FAR | {"share_permille": 0}], "#/producers/0/share_permille", "greater than or equal to 1"),
        ([FAR | {"place": {"lon": 500, "lat": 52}}], "#/producers/0/place/lon", "less than or equal to 180"),
        ([FAR | {"name": " "}], "#/producers/0/name", "at least 1 character"),
    ],
)
def test_producers_that_cannot_be_are_refused_where_they_stand(
    asked: AskedVillage, producers: list[dict[str, Any]], pointer: str, said: str
) -> None:
    refused = asked.put(f"/shops/{asked.shops['Bakker Bart']}/producers", {"producers": producers}, If_Match="*")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), refused.text
    assert said in refused.text


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", f"/shops/{UNKNOWN}/producers", {"producers": []}),
        ("POST", "/closures", MARKET),
        ("POST", f"/closures/{UNKNOWN}/end", None),
        ("GET", "/reports/2026-11/bundle", None),
    ],
)
def test_while_enough_is_measured_over_the_roads_others_are_to_come_again(
    asked: AskedVillage, method: str, path: str, body: dict[str, Any] | None
) -> None:
    state = cast("Any", asked.client.app).state
    usual, state.on_roads = state.on_roads, Semaphore(0)
    refused = asked.ask(method, path, body, If_Match="*")
    state.on_roads = usual
    assert (refused.status_code, refused.headers.get("Retry-After")) == (503, "5")


def test_a_shop_reads_its_own_producers_and_no_customer_does(asked: AskedVillage) -> None:
    shop = asked.shops["Bakker Bart"]
    order = asked.post("/orders", asked.order("P-1")).json()["id"]
    keys = {
        "the shop": asked.key(Role.SHOP, own=Own(shops=frozenset({shop}))),
        "another": asked.key(Role.SHOP, own=Own(shops=frozenset({asked.shops["Het Boek"]}))),
        "its customer": asked.key(Role.CUSTOMER, own=Own(orders=frozenset({order}))),
        "a municipality": asked.key(Role.MUNICIPALITY),
    }
    read = {who: asked.get(f"/shops/{shop}/producers", as_=key).status_code for who, key in keys.items()}
    assert read == {"the shop": 200, "another": 404, "its customer": 403, "a municipality": 200}
    for key in keys.values():
        assert asked.put(f"/shops/{shop}/producers", {"producers": []}, as_=key, If_Match="*").status_code == 403
