"""The resources of the API, on both databases: made, seen, changed with what was seen, listed in pages, refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.drafts.job import JobDraft
from data.models.states import RoundState
from kernel.ids import new_id
from kernel.position import Position
from kernel.scope import Role
from tests.asked_village import DAY, TEST, AskedVillage, asked_village
from tests.stored_square import StoredSquare, plan_of
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
COURIER = {
    "name": "Noor",
    "phone": "06 12 34 56 78",
    "profiles": ["cargo-bike"],
    "weekly": [{"weekdays": ["tue", "fri"], "start": "13:00", "end": "18:00"}],
    "exceptions": [{"day": "2026-12-25"}],
}
SLOT = {
    "name": "Dinsdagmiddag",
    "weekdays": ["tue"],
    "start": "14:00",
    "end": "16:00",
    "cutoff_days": 1,
    "cutoff": "18:00",
    "capacity": 2,
    "valid_from": "2026-11-01",
    "exceptions": [{"day": "2026-12-29", "offered": False}],
}
UNKNOWN = "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"
MADE: dict[str, dict[str, Any]] = {
    "/shops": SHOP,
    "/hubs": HUB,
    "/vehicles": VEHICLE,
    "/couriers": COURIER,
    "/slot-templates": SLOT,
}
THINGS = [
    "/shops",
    "/hubs",
    "/vehicles",
    "/couriers",
    "/assignments",
    "/slot-templates",
    "/tariffs",
    "/orders",
    "/parcels",
    "/legs",
    "/plans",
    "/rounds",
    "/closures",
    "/jobs",
    "/keys",
]


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("resources")) as store, asked_village(store, village) as asked:
        yield asked


@pytest.fixture(scope="module")
def planned(asked: AskedVillage) -> dict[str, str]:
    """A planned day of two orders in a round each; ids by what they are."""
    day = DAY + timedelta(days=7)
    orders = [
        asked.post("/orders", asked.order(f"R-{number}", number, day=day.isoformat())).json() for number in (1, 2)
    ]
    vehicles = [one["id"] for one in asked.get("/vehicles").json()["items"]]
    legs = [order["legs"][0]["id"] for order in orders]
    with asked.database.begin(TEST.scope) as work:
        network = work.squares.get(asked.square.slug).areas[0].road_network_id
        square = StoredSquare(asked.square.id, asked.square.slug, network, [], "", vehicles)
        plan = work.plans.save(asked.square.id, day, plan_of(square, [[legs[0]]], [legs[1]]))
    return {"day": day.isoformat(), "order": orders[0]["id"], "left": orders[1]["id"], "round": plan.rounds[0].id}


@pytest.mark.parametrize("path", MADE)
def test_a_thing_is_made_seen_and_changed_with_what_was_seen(asked: AskedVillage, path: str) -> None:
    made = asked.post(path, MADE[path])
    assert made.status_code == 201, made.text
    location, etag = made.headers["location"], made.headers["etag"]
    assert location == f"/api/v1/squares/proefdorp{path}/{made.json()['id']}"
    seen = asked.get(location)
    assert (seen.status_code, seen.json(), seen.headers["etag"]) == (200, made.json(), etag)
    assert asked.get(location, If_None_Match=etag).status_code == 304
    assert asked.get(location, If_None_Match=f"W/{etag}").status_code == 304
    assert asked.post(path, MADE[path]).status_code == 409

    changed = MADE[path] | {"name": MADE[path]["name"] + " II"}
    assert asked.put(location, changed).status_code == 428
    assert asked.put(location, changed, If_Match='"een ander"').status_code == 412
    assert asked.put(location, changed, If_Match=f"W/{etag}").status_code == 412
    answer = asked.put(location, changed, If_Match=f'"een ander", {etag}')
    assert answer.status_code == 200, answer.text
    assert answer.json()["name"].endswith(" II")
    assert answer.headers["etag"] != etag
    assert asked.put(location, changed, If_Match=etag).status_code == 412
    assert asked.put(location, changed, If_Match="*").status_code == 200
    assert asked.get(location).headers["etag"] != etag
    assert asked.post(path, MADE[path]).status_code == 201, "its old name is free"
    assert asked.put(location, MADE[path], If_Match="*").status_code == 409, "another has that name now"


def test_a_shop_is_found_on_the_map_and_says_what_was_said(asked: AskedVillage) -> None:
    shop = asked.post("/shops", SHOP | {"name": "Kaashuis", "paused_until": "2026-11-01T00:00:00+01:00"}).json()
    assert shop["place"]["lon"] == pytest.approx(5.5029, abs=0.003)
    assert (shop["ready_at"], shop["closing_days"]) == ("10:15", ["2026-12-25"])
    assert shop["paused_until"] == "2026-10-31T23:00:00Z"


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


def test_a_shop_that_pauses_takes_no_new_orders(asked: AskedVillage) -> None:
    before = asked.post("/orders", asked.order("PAUZE-1", shop="Slager Smit"))
    location = f"/shops/{asked.shops['Slager Smit']}"
    shop = asked.get(location).json()
    given = {name: value for name, value in shop.items() if name not in {"id", "osm_id", "created_at", "changed_at"}}
    assert asked.put(location, given | {"paused_until": "2099-01-01T00:00:00Z"}, If_Match="*").status_code == 200
    refused = asked.post("/orders", asked.order("PAUZE-2", shop="Slager Smit"))
    assert (before.status_code, refused.status_code) == (201, 409)
    assert "takes no orders until 2099-01-01" in refused.json()["detail"]
    assert asked.post("/orders", asked.order("PAUZE-1", 2, shop="Slager Smit")).status_code == 200
    assert asked.put(location, given | {"paused_until": None}, If_Match="*").json()["osm_id"] == shop["osm_id"] != ""
    assert asked.post("/orders", asked.order("PAUZE-2", shop="Slager Smit")).status_code == 201


def test_an_order_is_looked_up_on_the_map_and_waits_where_it_is_not_found(asked: AskedVillage) -> None:
    found = asked.post("/orders", asked.order("A-1", 5)).json()
    assert (found["state"], found["position_source"]) == ("accepted", "geocoded")
    assert (found["window_start_at"], found["window_end_at"]) == ("2026-12-01T13:00:00Z", "2026-12-01T15:00:00Z")
    lost = asked.post("/orders", asked.order("A-2", address="Nergensstraat 1, Proefdorp"))
    assert (lost.status_code, lost.json()["state"], lost.json()["legs"]) == (201, "received", [])
    assert "straat" in lost.json()["waits_for"]["nl"]
    position = {"place": {"lon": 5.502, "lat": 52.102}}
    path = f"{lost.headers['location']}/position"
    assert asked.put(path, {"place": {"lon": 4.9, "lat": 52.4}}, If_Match="*").status_code == 422
    mended = asked.put(path, position, If_Match=lost.headers["etag"])
    assert (mended.status_code, mended.json()["state"], len(mended.json()["legs"])) == (200, "accepted", 1)
    assert asked.put(path, position, If_Match="*").status_code == 409


@pytest.mark.parametrize(
    "changed",
    [
        {"parcels": [{"weight_g": 900, "needs": ["18+", "upright"], "barcode": "X-1"}, {"temperature": "cool"}]},
        {"kind": "return", "ready_at": "13:30", "note": "Twee\nregels", "phone": "06 12345678", "email": "k@p.example"},
        {"address": "Nergensstraat 1, Proefdorp"},
        {"place": {"lon": 5.502, "lat": 52.102}, "window_start": None, "window_end": "26:00"},
    ],
)
def test_a_new_order_is_answered_as_it_is_shown_later(asked: AskedVillage, changed: Any) -> None:
    made = asked.post("/orders", asked.order(f"N-{new_id()}", 4, **changed))
    seen = asked.get(made.headers["location"])
    assert (made.status_code, made.content, made.headers["etag"]) == (201, seen.content, seen.headers["etag"])


def test_every_fault_of_an_order_says_where_it_stands(asked: AskedVillage) -> None:
    order = asked.order("A-3", shop="Niemand", window_start="17:00", window_end="16:00", recipient="")
    answer = asked.post("/orders", order)
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"#/shop", "#/window_end"} <= pointers
    elsewhere = asked.post("/orders", asked.order("A-4", place={"lon": 4.9, "lat": 52.4}))
    assert (elsewhere.status_code, elsewhere.json()["errors"][0]["pointer"]) == (422, "#/address")


def test_an_order_again_is_the_same_or_changed_until_its_round_is_released(
    asked: AskedVillage, planned: dict[str, str]
) -> None:
    order = asked.order("R-1", 1, day=planned["day"])
    assert asked.post("/orders", order).status_code == 200
    with asked.database.begin(TEST.scope) as work:
        work.rounds.set_state(planned["round"], RoundState.RELEASED)
    late = asked.post("/orders", order | {"window_end": "17:00"})
    assert (late.status_code, "released" in late.json()["detail"]) == (409, True)
    ended = asked.post(f"/orders/{planned['left']}/cancel", {"reason": "op vakantie"})
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert asked.post(f"/orders/{planned['left']}/cancel", {"reason": "nog eens"}).status_code == 409


def test_a_round_is_shown_and_released_once(asked: AskedVillage) -> None:
    day = (DAY + timedelta(days=21)).isoformat()
    order = asked.post("/orders", asked.order("V-1", day=day)).json()
    vehicles = [one["id"] for one in asked.get("/vehicles").json()["items"]]
    with asked.database.begin(TEST.scope) as work:
        network = work.squares.get(asked.square.slug).areas[0].road_network_id
        square = StoredSquare(asked.square.id, asked.square.slug, network, [], "", vehicles)
        leg = work.legs.get(asked.square.id, order["legs"][0]["id"])
        draft = plan_of(square, [[leg.id]])
        ends = Position(leg.pickup_lon, leg.pickup_lat), Position(leg.delivery_lon, leg.delivery_lat)
        stops = [replace(stop, position=at) for stop, at in zip(draft.rounds[0].stops, ends, strict=True)]
        draft = replace(draft, rounds=[replace(draft.rounds[0], stops=stops)])
        round_id = work.plans.save(asked.square.id, date.fromisoformat(day), draft).rounds[0].id
    shown = asked.get(f"/rounds/{round_id}").json()
    assert (shown["state"], len(shown["stops"]), shown["stops"][0]["tasks"][0]["order_ref"]) == ("proposed", 2, "V-1")
    stop = shown["stops"][1]
    assert asked.get(f"/rounds/{round_id}/stops/{stop['id']}").json() == stop
    assert asked.get(f"/rounds/{round_id}/stops/{new_id()}").status_code == 404
    plan = asked.get(f"/plans/{day}").json()
    assert [one["id"] for one in plan["rounds"]] == [round_id]
    released = asked.post(f"/rounds/{round_id}/release", Idempotency_Key="los")
    assert (released.status_code, released.json()["state"]) == (200, "released")
    assert asked.post(f"/rounds/{round_id}/release", Idempotency_Key="los").content == released.content
    assert asked.post(f"/rounds/{round_id}/release").status_code == 409


def test_a_plan_is_asked_for_and_its_job_can_be_looked_at(asked: AskedVillage) -> None:
    answer = asked.post("/plans", {"day": DAY.isoformat()}, Idempotency_Key="plan")
    assert answer.status_code == 202, answer.text
    job = asked.get(answer.headers["location"]).json()
    assert (job["kind"], job["state"], job["arguments"]) == ("plan", "pending", {"day": "2026-12-01"})
    assert asked.post("/plans", {"day": DAY.isoformat()}, Idempotency_Key="plan").json()["id"] == job["id"]
    assert asked.post(f"/jobs/{job['id']}/retry").status_code == 409
    assert asked.get("/plans/2020-01-01").status_code == 404


def test_a_closure_is_made_once_and_ended(asked: AskedVillage) -> None:
    ring = [[5.5005, 52.0995], [5.5025, 52.0995], [5.5025, 52.1015], [5.5005, 52.1015], [5.5005, 52.0995]]
    wished = {
        "name": "Zaterdagmarkt",
        "shape": {"type": "Polygon", "coordinates": [ring]},
        "begin": {"time": "07:00"},
        "end": {"time": "17:00"},
        "weekdays": ["sat"],
    }
    made = asked.post("/closures", wished)
    assert made.status_code == 201, made.text
    assert made.json()["told"]["nl"] == "dicht, elke zaterdag 07:00–17:00"
    again = asked.post("/closures", wished)
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    assert asked.post("/closures", wished | {"end": {"time": "18:00"}}).status_code == 409
    assert asked.post("/closures", wished | {"name": "X", "shape": None}).status_code == 422
    assert asked.post("/closures", wished | {"name": "X", "shape": {"type": "Polygon"}}).status_code == 422
    ended = asked.post(f"{made.headers['location']}/end")
    assert (ended.status_code, ended.json()["ended_at"] is not None) == (200, True)
    assert asked.post(f"{made.headers['location']}/end").status_code == 404


def test_a_key_is_made_seen_and_revoked(asked: AskedVillage) -> None:
    made = asked.post("/keys", {"name": "Fietscomputer", "role": "dispatcher"})
    assert made.status_code == 201, made.text
    key = {"Authorization": f"Bearer {made.json()['secret']}"}
    assert asked.get("/orders", as_=key).status_code == 200
    seen = asked.get(made.headers["location"])
    assert seen.headers["etag"] == made.headers["etag"]
    assert "secret" not in seen.json()
    beyond = {"name": "Lang", "role": "dispatcher", "expires_at": "9999-12-31T23:59:59-14:00"}
    assert asked.post("/keys", beyond).json()["errors"][0]["pointer"] == "#/expires_at"
    assert asked.post("/keys", {"name": "Baas", "role": "platform"}).status_code in {403, 422}
    assert asked.post("/keys", {"name": "Niets", "role": "shop"}).status_code == 422
    assert asked.post("/keys", {"name": "Ander", "role": "shop", "shops": [new_id()]}).status_code == 404
    assert asked.post(f"{made.headers['location']}/revoke").status_code == 200
    assert asked.post(f"{made.headers['location']}/revoke").status_code == 409
    assert asked.get("/orders", as_=key).status_code == 401


def test_a_square_is_made_by_the_platform_and_changed_by_its_host(asked: AskedVillage) -> None:
    given = {"slug": "nieuw-dorp", "name": "Nieuw Dorp", "area": "Proefdorp"}
    assert asked.post("/api/v1/squares", given).status_code == 403
    platform = asked.key(Role.PLATFORM)
    made = asked.post("/api/v1/squares", given, as_=platform, Idempotency_Key="dorp")
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/squares/nieuw-dorp")
    assert asked.post("/api/v1/squares", given, as_=platform, Idempotency_Key="dorp").content == made.content
    assert asked.post("/api/v1/squares", given, as_=platform).status_code == 409
    change = {"name": "Ons Plein", "depot": {"name": "Kerk", "place": {"lon": 5.502, "lat": 52.102}}}
    changed = asked.put("", change, If_Match=asked.get("").headers["etag"])
    assert (changed.status_code, changed.json()["depot"]["name"]) == (200, "Kerk")
    far = change | {"depot": {"name": "Ver", "place": {"lon": 4.9, "lat": 52.4}}}
    assert asked.put("", far, If_Match="*").status_code == 422


def test_an_area_is_shown_with_its_border(asked: AskedVillage) -> None:
    area = asked.get("/api/v1/areas").json()["items"][0]
    whole = asked.get(f"/api/v1/areas/{area['id']}").json()
    assert whole["border"]["type"] == "MultiPolygon"
    assert "border" not in area


@pytest.mark.parametrize("path", THINGS)
def test_a_list_comes_in_pages_that_hold_each_thing_once(
    asked: AskedVillage, planned: dict[str, str], path: str
) -> None:
    whole = asked.get(f"{path}?limit=200").json()["items"]
    found, cursor, pages = [], "", 0
    while cursor is not None:
        page = asked.get(f"{path}?limit=1" + (f"&cursor={cursor}" if cursor else ""))
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        cursor, pages = page.json()["next_cursor"], pages + 1
    assert found == whole
    assert pages == max(1, len(whole))


def test_a_full_page_of_jobs_says_that_there_is_another(asked: AskedVillage) -> None:
    with asked.database.begin(TEST.scope) as work:
        made = [work.outbox.add(JobDraft("plan", asked.other.id)) for _ in range(201)]
    with asked.database.queue() as queue:
        queue.relay()
    path, found, cursor = "/api/v1/squares/verderop/jobs?limit=200", [], ""
    while cursor is not None:
        page = asked.get(path + (f"&cursor={cursor}" if cursor else ""), as_=asked.key(Role.PLATFORM)).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert found == sorted(made, reverse=True)


def test_a_job_of_another_square_or_of_none_is_not_there(asked: AskedVillage) -> None:
    with asked.database.begin(TEST.scope) as work:
        others = [work.outbox.add(JobDraft("import orders", square)) for square in (asked.other.id, None)]
    for job in others:
        for method, path in (("GET", ""), ("GET", "/events"), ("POST", "/retry")):
            answer = asked.ask(method, f"/jobs/{job}{path}", as_=asked.key(Role.PLATFORM))
            assert answer.status_code == 404, (job, path)
        for method, path in (("GET", "mend"), ("POST", "commit")):
            assert asked.ask(method, f"/imports/{job}/{path}", as_=asked.key(Role.PLATFORM)).status_code == 404


def test_open_incidents_come_in_pages_and_go_when_they_are_settled(asked: AskedVillage) -> None:
    order = asked.post("/orders", asked.order("I-1")).json()["id"]
    said = [{"kind": "leg.dropped", "leg_id": new_id(), "order_id": order} for _ in range(3)]
    answers = asked.post("/events", {"events": said}).json()["answers"]
    assert [one["outcome"] for one in answers] == ["incident"] * 3
    found, path, cursor = [], "/incidents?limit=2", ""
    while cursor is not None:
        page = asked.get(path + (f"&cursor={cursor}" if cursor else "")).json()
        found += page["items"]
        cursor = page["next_cursor"]
    assert sorted(one["events"] for one in found) == sorted([one["event_id"]] for one in answers)
    assert [one["opened_at"] for one in found] == sorted(one["opened_at"] for one in found)
    assert {(one["kind"], one["told"]["en"][:19]) for one in found} == {("unknown leg", "the leg is not know")}
    untold = asked.get("/incidents", as_=asked.key(Role.AUDITOR)).json()["items"]
    assert [one["note"] for one in found + untold] == [""] * 3 + [None] * 3
    settled = {"kind": "incident.settled", "incident_id": found[0]["id"], "set_aside": found[0]["events"]}
    assert asked.post("/events", {"events": [settled]}).status_code == 200
    assert asked.get("/incidents").json()["items"] == found[1:]


def test_what_is_added_meanwhile_shifts_nothing(asked: AskedVillage) -> None:
    for number in range(3):
        asked.post("/orders", asked.order(f"L-{number}", shop="Het Boek"))
    path = f"/orders?shop={asked.shops['Het Boek']}&limit=2"
    first = asked.get(path).json()
    asked.post("/orders", asked.order("L-3", shop="Het Boek"))
    rest = asked.get(f"{path}&cursor={first['next_cursor']}").json()
    assert [order["order_ref"] for order in first["items"] + rest["items"]] == ["L-0", "L-1", "L-2", "L-3"]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwxXQ", "eyJhIjoxfQ", "%C3%A9", "A" * 401, ""])
def test_a_cursor_that_is_none_is_told_so(asked: AskedVillage, cursor: str) -> None:
    assert asked.get(f"/orders?cursor={cursor}").status_code == 400


def test_a_cursor_belongs_to_its_list(asked: AskedVillage) -> None:
    cursor = asked.get("/vehicles?limit=1").json()["next_cursor"]
    assert asked.get(f"/vehicles?limit=1&cursor={cursor}").status_code == 200
    assert asked.get(f"/shops?limit=1&cursor={cursor}").status_code == 400
    assert asked.get(f"/events?limit=1&cursor={cursor}").status_code == 400
    assert asked.get(f"/api/v1/squares/verderop/vehicles?cursor={cursor}").status_code == 400


def test_events_are_listed_in_the_order_in_which_they_were_heard_of(asked: AskedVillage) -> None:
    order = asked.post("/orders", asked.order("E-1")).json()["id"]
    asked.post(f"/orders/{order}/cancel", {"reason": "dubbel"})
    events = asked.get(f"/events?order={order}&limit=200").json()["items"]
    assert events[0]["kind"] == "order.received"
    assert [event["number"] for event in events] == sorted(event["number"] for event in events)
    first = asked.get(f"/events?order={order}&limit=1").json()
    rest = asked.get(f"/events?order={order}&limit=200&cursor={first['next_cursor']}").json()
    assert first["items"] + rest["items"] == events


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


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a":' * 5_000, b"NaN"])
def test_a_payload_that_is_none_is_a_problem(asked: AskedVillage, body: bytes) -> None:
    headers = {**asked.key(Role.HOST), "Content-Type": "application/json", "Idempotency-Key": "raar"}
    answer = asked.client.post("/api/v1/squares/proefdorp/orders", content=body, headers=headers)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
