"""The resources of the API, on both databases: made, seen, changed with what was seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from shapely import box

from data.drafts.square import AreaDraft, DepotDraft
from data.models.states import RoundState
from kernel.ids import new_id
from kernel.position import Position
from kernel.scope import Own, Role
from rounds.later import JobKind, later
from tests.asked_village import DAY, TEST, AskedVillage, asked_village, planned_day
from tests.stored_square import NETWORK, StoredSquare, plan_of
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


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("resources")) as store, asked_village(store, village) as asked:
        yield asked


@pytest.fixture(scope="module")
def planned(asked: AskedVillage) -> dict[str, str]:
    return planned_day(asked)


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


def test_what_stands_for_a_hub_stays_so_when_its_host_changes_it(asked: AskedVillage) -> None:
    orders = [asked.post("/orders", asked.order(f"HUB-{number}", number)).json()["id"] for number in (1, 2)]
    hub, platform = asked.post("/hubs", HUB | {"name": "Buurthuis"}).json()["id"], asked.key(Role.PLATFORM)
    there = f"/api/v1/squares/{asked.other.slug}/shops"
    for order_id in orders:
        given = {"hub": hub, "to_square": asked.other.slug}
        answer = asked.post(f"/orders/{order_id}/hand-on", given, as_=platform)
        assert answer.status_code == 200, answer.text
        shops = asked.get(f"{there}?limit=100", as_=platform).json()["items"]
        (stand_in,) = (shop for shop in shops if shop["name"].startswith("Buurthuis"))
        said = {"name": stand_in["name"], "place": HUB["place"], "phone": "030 228 12 34"}
        changed = asked.put(f"{there}/{stand_in['id']}", said, If_Match="*", as_=platform)
        assert (changed.status_code, changed.json()["kind"]) == (200, "square"), changed.text


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


def test_an_order_whose_day_is_past_is_not_mended_for_that_day(asked: AskedVillage) -> None:
    lost = asked.post("/orders", asked.order("A-3", address="Nergensstraat 1, Proefdorp")).headers["location"]
    clock = asked.database._clock
    asked.database._clock = lambda: clock() + timedelta(days=2)
    try:
        late = asked.put(f"{lost}/position", {"place": {"lon": 5.502, "lat": 52.102}}, If_Match="*")
        assert (late.status_code, late.json()["detail"]) == (
            409, "the day of order A-3 (2026-12-01) is past. Hand it in again with a day.",
        )  # fmt: skip
        assert asked.get(lost).json()["state"] == "received"
        assert asked.post("/orders", asked.order("A-3", day="2026-12-02")).json()["state"] == "accepted"
    finally:
        asked.database._clock = clock


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


def test_an_order_again_is_the_same_or_changed_until_its_round_is_released(
    asked: AskedVillage, planned: dict[str, str]
) -> None:
    order = asked.order("R-1", 1, day=planned["day"])
    assert asked.post("/orders", order).status_code == 200
    with asked.database.begin(TEST.scope) as work:
        work.rounds.set_state(planned["round"], RoundState.RELEASED)
    shop = asked.key(Role.SHOP, own=Own(shops=frozenset({asked.shops[order["shop"]]})))
    for who in (None, shop):
        late = asked.post("/orders", order | {"window_end": "17:00"}, as_=who)
        assert (late.status_code, "released" in late.json()["detail"]) == (409, True)
    ended = asked.post(f"/orders/{planned['left']}/cancel", {"reason": "op vakantie"})
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert asked.post(f"/orders/{planned['left']}/cancel", {"reason": "nog eens"}).status_code == 409


def test_a_round_is_shown_and_released_once(asked: AskedVillage) -> None:
    later = timedelta(days=21)
    day = (DAY + later).isoformat()
    order = asked.post("/orders", asked.order("V-1", day=day)).json()
    vehicles = [one["id"] for one in asked.get("/vehicles").json()["items"]]
    with asked.database.begin(TEST.scope) as work:
        network = work.squares.get(asked.square.slug).areas[0].road_network_id
        square = StoredSquare(asked.square.id, asked.square.slug, network, [], "", vehicles)
        leg = work.legs.get(asked.square.id, order["legs"][0]["id"])
        draft = plan_of(square, [[leg.id]])
        ends = Position(leg.pickup_lon, leg.pickup_lat), Position(leg.delivery_lon, leg.delivery_lat)
        stops = [
            replace(stop, position=at, arrival_at=stop.arrival_at + later, leaving_at=stop.leaving_at + later)
            for stop, at in zip(draft.rounds[0].stops, ends, strict=True)
        ]
        first = draft.rounds[0]
        moved = replace(first, stops=stops, leaving_at=first.leaving_at + later, return_at=first.return_at + later)
        draft = replace(draft, rounds=[moved])
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
    cancelled = asked.post(f"/jobs/{job['id']}/cancel").json()
    assert (cancelled["state"], cancelled["error"].split(" by ")[0]) == ("dead", "cancelled")
    with asked.database.begin(TEST.scope) as work:
        told = later(work, JobKind.RELAY, asked.square.id, {})
    assert "hands on what somebody sent" in asked.post(f"/jobs/{told}/cancel").json()["detail"]
    assert asked.post(f"/jobs/{job['id']}/cancel").status_code == 409
    assert asked.post(f"/jobs/{job['id']}/retry").json()["state"] == "pending"
    assert asked.get("/plans/2020-01-01").status_code == 404


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
    elsewhere = {**given, "slug": "ver", "depot": far["depot"]}
    assert asked.post("/api/v1/squares", elsewhere, as_=platform).json()["errors"][0]["pointer"] == "#/depot/place"
    assert asked.get("/api/v1/squares/ver", as_=platform).status_code == 404, "nothing of it stays"


def test_a_square_on_an_area_that_comes_later_is_made_under_the_same_key(asked: AskedVillage) -> None:
    given = {"slug": "later", "name": "Later", "area": "Nog niet", "depot": {"name": "x", "place": HUB["place"]}}
    platform = asked.key(Role.PLATFORM)
    early = asked.post("/api/v1/squares", given, as_=platform, Idempotency_Key="vroeg")
    assert (early.status_code, early.json()["detail"]) == (
        409, "there is no area 'Nog niet'. Import it first: `dorpsronde area import`.",
    )  # fmt: skip
    with asked.database.begin(TEST.scope) as work:
        work.areas.put(NETWORK, [AreaDraft("Nog niet", box(5, 52, 6, 53))])
    assert asked.post("/api/v1/squares", given, as_=platform, Idempotency_Key="vroeg").status_code == 201


def test_a_depot_whose_name_is_longer_than_may_be_given_is_shown(asked: AskedVillage) -> None:
    """As `dorpsronde square depot` took them once."""
    before = asked.get("").json()["depot"]
    with asked.database.begin(TEST.scope) as work:
        work.squares.set_depot(asked.square.id, DepotDraft("x" * 200, Position(5.502, 52.102)))
    shown = asked.get("")
    assert (shown.status_code, len(shown.json()["depot"]["name"])) == (200, 200)
    again = {"name": "Ons Plein", "depot": shown.json()["depot"]}
    assert asked.put("", again, If_Match="*").json()["errors"][0]["pointer"] == "#/depot/name"
    assert asked.put("", again | {"depot": before}, If_Match="*").status_code == 200


def test_an_area_is_shown_with_its_border(asked: AskedVillage) -> None:
    area = asked.get("/api/v1/areas").json()["items"][0]
    whole = asked.get(f"/api/v1/areas/{area['id']}").json()
    assert whole["border"]["type"] == "MultiPolygon"
    assert "border" not in area
