"""What the API refuses, on both databases: with a status, a sentence, and a pointer at what is wrong."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from data.drafts.job import JobDraft
from kernel.scope import Role
from tests.asked_village import TEST, AskedVillage, asked_village
from tests.stores import KINDS, stored

SHOP = {
    "name": "Bloemen Bea",
    "kind": "florist",
    "address": {"street": "Dwarsstraat 2", "number": "4", "postcode": "1201 AB", "town": "Proefdorp"},
    "opening_hours": "Tu-Sa 09:00-17:30",
    "closing_days": ["2026-12-25"],
    "ready_at": "10:15",
}
HUB = {"name": "Dorpshuis", "place": {"lon": 5.502, "lat": 52.102}, "attended": True}
VEHICLE = {
    "name": "Bakfiets 3",
    "profile": "cargo-bike",
    "weight_g": 120_000,
    "volume_ml": 700_000,
    "duty_start": "12:30",
    "duty_end": "18:00",
}
UNKNOWN = "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"
MADE: dict[str, dict[str, Any]] = {"/shops": SHOP, "/hubs": HUB, "/vehicles": VEHICLE}
CLOSURE: dict[str, Any] = {
    "name": "Markt", "ways": [37], "begin": {"time": "07:00"}, "end": {"time": "17:00"}, "weekdays": ["sat"],
}  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("resources")) as store, asked_village(store, village) as asked:
        yield asked


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": {"street": "Nergensstraat", "number": "1", "town": "Proefdorp"}}, "address: "),
        ({"address": {}}, "place: "),
        ({"place": {"lon": 4.9, "lat": 52.37}}, "place: "),
        ({"opening_hours": "van negen tot vijf"}, "opening_hours: "),
        ({"ready_at": "24:75"}, "ready_at"),
        ({"name": "\u200b"}, "name"),
        ({"naam": "x"}, "naam"),
    ],
)
def test_a_shop_that_cannot_be_is_a_payload_that_cannot_be_used(asked: AskedVillage, changed: Any, said: str) -> None:
    answer = asked.post("/shops", SHOP | {"name": "Nieuw"} | changed)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_every_fault_of_an_order_says_where_it_stands(asked: AskedVillage) -> None:
    order = asked.order("A-3", shop="Niemand", window_start="17:00", window_end="16:00", recipient="")
    answer = asked.post("/orders", order)
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"#/shop", "#/window_end"} <= pointers
    elsewhere = asked.post("/orders", asked.order("A-4", place={"lon": 4.9, "lat": 52.4}))
    assert (elsewhere.status_code, elsewhere.json()["errors"][0]["pointer"]) == (422, "#/address")


def test_a_job_of_another_square_or_of_none_is_not_there(asked: AskedVillage) -> None:
    with asked.database.begin(TEST.scope) as work:
        others = [work.outbox.add(JobDraft("import orders", square)) for square in (asked.other.id, None)]
    for job in others:
        for method, path in (("GET", ""), ("GET", "/events"), ("POST", "/retry"), ("POST", "/cancel")):
            answer = asked.ask(method, f"/jobs/{job}{path}", as_=asked.key(Role.PLATFORM))
            assert answer.status_code == 404, (job, path)
        for method, path in (("GET", "mend"), ("POST", "commit")):
            assert asked.ask(method, f"/imports/{job}/{path}", as_=asked.key(Role.PLATFORM)).status_code == 404


@pytest.mark.parametrize("path", ["/orders", "/vehicles", "/rounds", "/shops", "/legs", "/parcels", "/keys", "/hubs"])
@pytest.mark.parametrize(
    "name",
    [
        "01a22758-58f7-7871-a1d4-4b8b07ce9478",
        "1",
        "..%2f..",
        "%00",
        "x" * 300,
        "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f%0A",
    ],
)
def test_what_is_not_there_is_not_found(asked: AskedVillage, path: str, name: str) -> None:
    answer = asked.get(f"{path}/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_payload_that_is_too_large_is_refused_while_it_is_read(asked: AskedVillage) -> None:
    order = asked.order("GROOT", note="x" * 2_000_000)
    answer = asked.post("/orders", order)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("path", ["imports", "proofs", "x/shops/imports"])
def test_a_thing_that_is_called_as_files_are_takes_no_file(asked: AskedVillage, path: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = asked.client.put(f"/api/v1/squares/{path}", content=b" " * 1_500_000, headers=headers)
    assert answer.status_code == 413, "before anybody looks who asks"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a":' * 5_000, b"NaN"])
def test_a_payload_that_is_none_is_a_problem(asked: AskedVillage, body: bytes) -> None:
    headers = {**asked.key(Role.HOST), "Content-Type": "application/json", "Idempotency-Key": "raar"}
    answer = asked.client.post("/api/v1/squares/proefdorp/orders", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


HALF = "\\ud800"
"""Half a character, as JSON escapes it."""


def posted(asked: AskedVillage, path: str, body: str, kind: str = "application/json") -> Response:
    headers = {**asked.key(Role.HOST), "Content-Type": kind}
    return asked.client.post(f"/api/v1/squares/proefdorp{path}", content=body.encode(), headers=headers)


@pytest.mark.parametrize("name", ["order_ref", "recipient", "note", "shop", "phone"])
def test_half_a_character_is_refused_where_it_stands(asked: AskedVillage, name: str) -> None:
    body = json.dumps(asked.order("H-1") | {name: "HALF"}).replace("HALF", f"H{HALF}")
    answer = posted(asked, "/orders", body)
    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (422, [f"#/{name}"])


def test_half_a_character_in_a_name_of_a_field_is_refused_too(asked: AskedVillage) -> None:
    answer = posted(asked, "/orders", f'{{"a{HALF}": 1, "shape": "{HALF}"}}')
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#")
    drawn = CLOSURE | {"shape": {"type": "HALF"}}
    answer = posted(asked, "/closures", json.dumps(drawn).replace("HALF", HALF))
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_payload_that_is_not_called_json_is_415(asked: AskedVillage, kind: str) -> None:
    answer = posted(asked, "/orders", json.dumps(asked.order("K-1")), kind)
    assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")
    assert "Content-Type: application/json" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/orders", "GET, HEAD, POST"),
        (f"/shops/{UNKNOWN}", "GET, HEAD, PUT"),
        (f"/orders/{UNKNOWN}/cancel", "POST"),
        ("", "GET, HEAD, PUT"),
    ],
)
def test_a_wrong_method_is_told_every_right_one(asked: AskedVillage, path: str, methods: str) -> None:
    answer = asked.ask("DELETE", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/vehicles", VEHICLE | {"duty_end": "12:00"}, "#/duty_end"),
        ("/vehicles", VEHICLE | {"cool_volume_ml": 700_001}, "#/cool_volume_ml"),
        ("/vehicles", VEHICLE | {"profile": "foot", "battery_wh": 500}, "#/battery_wh"),
        ("/vehicles", VEHICLE | {"weight_g": "5"}, "#/weight_g"),
        ("/hubs", HUB | {"attended": "true"}, "#/attended"),
        ("/keys", {"name": "x", "role": "shop"}, "#/role"),
        ("/keys", {"name": "x", "role": "shop", "rounds": [UNKNOWN]}, "#/rounds"),
        ("/keys", {"name": "x", "role": "system"}, "#/role"),
        ("/keys", {"name": "x", "role": "auditor", "expires_at": "2020-01-01T00:00:00Z"}, "#/expires_at"),
        ("/shops", {"name": "Nieuw"}, "#/address"),
        ("/shops", {"name": "Nieuw", "place": {"lon": 4.9, "lat": 52.37}}, "#/place"),
        ("/shops", SHOP | {"opening_hours": "van negen tot vijf"}, "#/opening_hours"),
        ("/plans", {"day": 20_000}, "#/day"),
    ],
)
def test_what_is_wrong_is_pointed_at_in_words_of_the_payload(
    asked: AskedVillage, path: str, body: Any, pointer: str
) -> None:
    answer = asked.post(path, body)
    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert "--" not in answer.text
    assert "dorpsronde " not in answer.text


@pytest.mark.parametrize(
    "path", ["/orders?order_ref=%00", "/orders?order_ref=%ED%A0%80", "/rounds?day=5", "/plans/5", "/board/5"]
)
def test_a_query_that_no_database_takes_is_the_askers_fault(asked: AskedVillage, path: str) -> None:
    assert asked.get(path).status_code in {200, 400, 404}


@pytest.mark.parametrize("area", ["%00", "a%00b", "%ED%A0%80"])
def test_an_area_that_no_database_takes_is_the_askers_fault(asked: AskedVillage, area: str) -> None:
    assert asked.post(f"/api/v1/optimization?area={area}", {}).status_code in {400, 404}


@pytest.mark.parametrize("slug", ["%00", "a%00b", "%ED%A0%80"])
def test_a_square_that_no_database_takes_is_not_there(asked: AskedVillage, slug: str) -> None:
    assert asked.get(f"/api/v1/squares/{slug}/orders").status_code == 404
    assert asked.client.get(f"/squares/{slug}").status_code == 404


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", ""])
def test_a_file_that_is_not_called_a_table_is_415(asked: AskedVillage, kind: str) -> None:
    answer = posted(asked, "/imports", "order_ref", kind)
    assert (answer.status_code, answer.headers["accept"]) == (415, "text/csv")
