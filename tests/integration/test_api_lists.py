"""Lists of the API, on both databases: in pages, in an order that stays, each thing once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.drafts.job import JobDraft
from kernel.ids import new_id
from kernel.scope import Role
from tests.asked_village import TEST, AskedVillage, asked_village, planned_day
from tests.stores import KINDS, stored

THINGS = [
    "/shops",
    "/hubs",
    "/vehicles",
    "/couriers",
    "/assignments",
    "/slot-templates",
    "/tariffs",
    "/costs",
    "/readings",
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
    return planned_day(asked)


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
    asked.post("/events", {"events": [{"kind": "leg.dropped", "leg_id": new_id(), "order_id": order}]})
    later = asked.get(f"/events?order={order}&limit=200&cursor={rest['next_cursor']}").json()
    kinds = [event["kind"] for event in later["items"]]
    assert kinds == ["leg.dropped", "incident.opened"], "the last cursor, kept, goes on from there"
    end = asked.get(f"/events?order={order}&limit=200&cursor={later['next_cursor']}").json()
    assert end == {"items": [], "next_cursor": None}
