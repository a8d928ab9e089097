"""Orders that name a slot, over HTTP, on both databases: taken until the cut-off, never more than there is room."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from kernel.scope import Own, Role
from tests.asked_village import DAY, THE_DAY_BEFORE, AskedVillage, asked_village
from tests.stores import KINDS, stored

SLOT = {
    "weekdays": ["tue"], "start": "14:00", "end": "16:00", "cutoff_days": 1, "cutoff": "18:00", "capacity": 2,
    "valid_from": "2026-11-01",
}  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("slots")) as store, asked_village(store, village) as asked:
        yield asked


@pytest.fixture
def slot(asked: AskedVillage, request: pytest.FixtureRequest) -> Iterator[str]:
    """A slot of this test alone: its name; others of its time do not count."""
    name = request.node.originalname[:80]
    hour = 8 + sum(name.encode()) % 12
    made = asked.post("/slot-templates", SLOT | {"name": name, "start": f"{hour:02}:00", "end": f"{hour + 1:02}:30"})
    assert made.status_code == 201, made.text
    yield name
    asked.post(f"/slot-templates/{made.json()['id']}/end")


def wish(asked: AskedVillage, slot: str, ref: str, **changed: Any) -> dict[str, Any]:
    order = asked.order(ref, slot=slot, **changed)
    return {name: value for name, value in order.items() if name not in {"window_start", "window_end"}}


def left(asked: AskedVillage, slot: str, day: str = DAY.isoformat()) -> tuple[int | None, bool]:
    (one,) = [one for one in asked.get(f"/slots?date={day}").json()["slots"] if one["name"] == slot]
    return one["left"], one["open"]


def test_an_order_takes_a_place_until_it_is_cancelled(asked: AskedVillage, slot: str) -> None:
    assert left(asked, slot) == (2, True)
    shop = asked.key(Role.SHOP, own=Own(shops=frozenset({asked.shops["Bakker Bart"]})))
    first = asked.post("/orders", wish(asked, slot, "T-1"), as_=shop)
    assert first.status_code == 201, first.text
    (offered,) = [one for one in asked.get(f"/slots?date={DAY}").json()["slots"] if one["name"] == slot]
    assert [first.json()[name] for name in ("slot_id", "window_start_at", "window_end_at")] == [
        offered[name] for name in ("slot_id", "start_at", "end_at")
    ]
    window = {"window_start": first.json()["window_start_at"][11:16], "window_end": "23:00"}
    assert asked.post("/orders", asked.order("T-2", **window)).status_code == 201, "another window takes none"
    assert left(asked, slot) == (1, True)
    assert asked.post("/orders", wish(asked, slot, "T-3")).status_code == 201
    assert left(asked, slot) == (0, False)
    full = asked.post("/orders", wish(asked, slot, "T-4"), as_=shop)
    assert (full.status_code, full.json()["detail"]) == (
        409,
        f"slot {slot} of 2026-12-01 is full: it takes 2 orders. Choose another slot.",
    )
    assert asked.get("/orders?order_ref=T-4").json()["items"] == []
    again = asked.post("/orders", wish(asked, slot, "T-1", note="Bel twee keer"))
    assert (again.status_code, again.json()["note"]) == (200, "Bel twee keer"), "who has a place keeps it"
    asked.post(f"/orders/{first.json()['id']}/cancel", {})
    assert left(asked, slot) == (1, True)
    assert asked.post("/orders", wish(asked, slot, "T-4")).status_code == 201
    revived = asked.post("/orders", wish(asked, slot, "T-1"))
    assert revived.status_code == 409, "its place was given away"


def test_orders_with_just_the_window_take_places_and_are_refused_none(asked: AskedVillage, slot: str) -> None:
    (offered,) = [one for one in asked.get(f"/slots?date={DAY}").json()["slots"] if one["name"] == slot]
    hours = [(datetime.fromisoformat(offered[name]).hour + 1) for name in ("start_at", "end_at")]
    window = {"window_start": f"{hours[0]:02}:00", "window_end": f"{hours[1]:02}:30"}
    for number in range(3):
        assert asked.post("/orders", asked.order(f"W-{number}", **window)).status_code == 201
    assert left(asked, slot) == (0, False)


def test_after_the_cut_off_nobody_comes_in_and_who_is_in_may_change(asked: AskedVillage, slot: str) -> None:
    assert asked.post("/orders", wish(asked, slot, "C-1")).status_code == 201
    database = asked.database
    database._clock = lambda: datetime(2026, 11, 30, 17, tzinfo=UTC)
    try:
        assert left(asked, slot) == (1, False)
        late = asked.post("/orders", wish(asked, slot, "C-2"))
        assert late.status_code == 409
        assert "until 2026-11-30 18:00" in late.json()["detail"]
        assert asked.post("/orders", wish(asked, slot, "C-1", note="Achterom")).status_code == 200
    finally:
        database._clock = lambda: THE_DAY_BEFORE


def test_who_has_a_place_keeps_it_when_its_slot_ends_or_is_offered_otherwise(asked: AskedVillage) -> None:
    made = {
        name: asked.post("/slot-templates", SLOT | {"name": name, "capacity": 9}).json()["id"]
        for name in ("Eindigt", "Andere dag", "Ander uur")
    }
    orders = {name: asked.post("/orders", wish(asked, name, f"B-{name}")).json() for name in made}
    assert asked.post(f"/slot-templates/{made['Eindigt']}/end").status_code < 300
    for name, changed in (("Andere dag", {"weekdays": ["fri"]}), ("Ander uur", {"start": "15:00"})):
        seen = asked.get(f"/slot-templates/{made[name]}").headers["ETag"]
        otherwise = SLOT | {"name": name, "capacity": 9} | changed
        assert asked.put(f"/slot-templates/{made[name]}", otherwise, If_Match=seen).status_code == 200
    for name, order in orders.items():
        again = asked.post("/orders", wish(asked, name, f"B-{name}"))
        assert (again.status_code, again.json()) == (200, order), "the same, and as it was"
        noted = asked.post("/orders", wish(asked, made[name], f"B-{name}", note="Achterom"))
        assert (noted.status_code, noted.json()["window_start_at"]) == (200, order["window_start_at"])
        assert noted.json()["slot_id"] == made[name]
    assert asked.post("/orders", wish(asked, "Eindigt", "B-new")).status_code == 422
    assert asked.post(f"/orders/{orders['Eindigt']['id']}/cancel", {}).status_code == 200
    assert asked.post("/orders", wish(asked, "Eindigt", "B-Eindigt")).status_code == 422, "its place was given up"


def test_of_two_at_once_one_gets_the_last_place(asked: AskedVillage, slot: str) -> None:
    assert asked.post("/orders", wish(asked, slot, "P-0")).status_code == 201
    together = Barrier(4)

    def ask(number: int) -> int:
        together.wait()
        return asked.post("/orders", wish(asked, slot, f"P-{number}", door=number % 9 + 1)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, range(1, 5))) == [201, 409, 409, 409]
    assert left(asked, slot) == (0, False)


@pytest.mark.parametrize(
    ("changed", "pointer", "said"),
    [
        ({"slot": "Middernacht"}, "/slot", "is not known; there are: "),
        ({"day": "2026-12-02"}, "/slot", "is not offered on 2026-12-02"),
        ({"day": None}, "/day", "give the day of the slot"),
        ({"window_start": "14:00"}, "/slot", "give slot or window, not both"),
    ],
)
def test_a_slot_that_cannot_be_is_told_why(
    asked: AskedVillage, slot: str, changed: dict[str, Any], pointer: str, said: str
) -> None:
    refused = asked.post("/orders", wish(asked, slot, "F-1") | changed)
    assert refused.status_code == 422
    told = [(one["pointer"], said in one["detail"]) for one in refused.json()["errors"]]
    assert (f"#{pointer}", True) in told


def test_a_slot_for_collecting_takes_no_order_to_a_door(asked: AskedVillage) -> None:
    hub = asked.post("/hubs", {"name": "Dorpshuis", "place": {"lon": 5.502, "lat": 52.102}}).json()["id"]
    assert asked.post("/slot-templates", SLOT | {"name": "Afhalen", "hub_id": hub}).status_code == 201
    refused = asked.post("/orders", wish(asked, "afhalen", "H-1"))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/slot")
    assert asked.post("/slot-templates", SLOT | {"name": "Elders", "hub_id": asked.square.id}).status_code == 404


def test_a_range_of_days_is_told_and_no_day_outside_the_calendar(asked: AskedVillage, slot: str) -> None:
    found = asked.get("/slots?date=2026-12-01&days=15").json()["slots"]
    assert [one["day"] for one in found if one["name"] == slot] == ["2026-12-01", "2026-12-08", "2026-12-15"]
    for day in ("0001-01-01", "9999-12-31"):
        assert asked.get(f"/slots?date={day}").status_code == 400
