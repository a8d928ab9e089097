"""Readings of vehicles over HTTP, on both databases: said once, said again, or refused with what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.drafts.event import EventKind
from kernel.scope import Role
from tests.asked_by_role import AskedByRole, keys_of
from tests.ridden_square import Ride, ridden_square
from tests.stored_square import DAY
from tests.stores import KINDS, stored

TODAY = DAY.isoformat()
YESTERDAY = "2026-11-30"


@dataclass
class Meters(AskedByRole):
    """A square whose first bike rode a round on `DAY`, which is today."""

    USUAL: ClassVar[Role] = Role.DISPATCHER

    ride: Ride


@pytest.fixture(scope="module", params=KINDS)
def meters(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meters]:
    with (
        stored(request.param, tmp_path_factory.mktemp("meters")) as store,
        ridden_square(store) as ride,
        TestClient(create_app(ApiSettings(), store.settings()), raise_server_exceptions=False) as client,
    ):
        client.app.state.database._clock = ride.database._clock
        ride.say(EventKind.ROUND_STARTED, round_id=ride.round)
        for leg in ride.legs:
            for kind in (EventKind.LEG_COLLECTED, EventKind.LEG_DROPPED):
                ride.say(kind, leg_id=leg)
        ride.say(EventKind.ROUND_COMPLETED, round_id=ride.round)
        keys = keys_of(ride.database, ride.square.id, (Role.DISPATCHER, Role.AUDITOR, Role.MUNICIPALITY))
        yield Meters(client, ride.square.slug, keys, ride)


def test_a_reading_is_said_once_and_said_again_it_takes_the_place_of_what_was_said(meters: Meters) -> None:
    said = {
        "vehicle": "Fiets 1", "day": TODAY, "odometer_m": {"before": 20_000, "after": 26_100},
        "energy": "electricity", "taken_wh": 610, "note": "Sleutel bij mevrouw Jansen.",
    }  # fmt: skip
    first = meters.ask("POST", "/readings", said, Idempotency_Key="meter")
    assert first.status_code == 201, first.text
    assert (first.json()["driven_m"], first.json()["taken_wh"]) == (6_100, 610)
    again = meters.ask("POST", "/readings", said, Idempotency_Key="meter")
    assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (201, first.json(), "true")
    corrected = meters.ask("POST", "/readings", said | {"energy": "battery", "taken_wh": 480})
    assert (corrected.status_code, corrected.json()["id"]) == (200, first.json()["id"])
    assert (corrected.json()["energy"], corrected.json()["taken_wh"]) == ("battery", 480)
    bike = meters.ride.square.bikes[1]
    other = meters.ask("POST", "/readings", {"vehicle": bike, "day": TODAY, "driven_m": 0})
    assert (other.status_code, other.json()["vehicle_id"]) == (201, bike), "it did not ride"
    shown = meters.ask("GET", first.headers["location"].partition("proefdorp")[2], as_=Role.AUDITOR)
    assert shown.json() == corrected.json() | {"note": None}, "a note may name somebody"
    assert meters.ask("GET", "/readings", as_=Role.AUDITOR).json()["items"][0] == shown.json()
    assert meters.ask("GET", "/readings").json()["items"] == [corrected.json(), other.json()]
    assert meters.ask("GET", f"/readings?vehicle={bike}").json()["items"] == [other.json()]
    assert meters.ask("GET", "/readings", as_=Role.MUNICIPALITY).status_code == 403
    assert meters.ask("POST", "/readings", said, as_=Role.AUDITOR).status_code == 403


@pytest.mark.parametrize(
    ("given", "status", "pointer", "said"),
    [
        ({"driven_m": 0}, 422, "#/driven_m", "0 m of a vehicle that rode round 1"),
        ({"odometer_m": {"before": 9, "after": 9}}, 422, "#/odometer_m", "0 m of a vehicle that rode round 1"),
        ({"energy": "electricity", "taken_wh": 0}, 422, "#/taken_wh", "0 Wh of a vehicle that rode round 1"),
        ({"odometer_m": {"before": 9, "after": 8}}, 422, "#/odometer_m", "the counter goes back, from 9 to 8 m"),
        ({"driven_m": 9, "day": "2026-12-02"}, 422, "#/day", "that day has not been"),
        ({"driven_m": 9, "vehicle": "Bus"}, 404, None, "there is no vehicle 'Bus'. There is: Fiets 1, Fiets 2."),
        ({}, 422, "#", "it says nothing"),
        ({"taken_wh": 5}, 422, "#/energy", "energy needs both its kind and its amount"),
        ({"energy": "electricity"}, 422, "#/energy", "energy needs both its kind and its amount"),
        ({"energy": "electricity", "taken_ml": 5}, 422, "#", "a fuel is told in taken_ml, all else in taken_wh"),
        ({"energy": "diesel", "taken_ml": 5}, 422, "#/energy", "it has no tank for diesel"),
        ({"driven_m": 9, "odometer_m": {"before": 1, "after": 10}}, 422, "#/driven_m", "both the counter and"),
        ({"driven_m": 1_500_001}, 422, "#/driven_m", "less than or equal to 1500000"),
        ({"driven_m": True}, 422, "#/driven_m", "valid integer"),
    ],
)  # fmt: skip
def test_a_reading_that_cannot_be_is_refused_with_why(
    meters: Meters, given: dict[str, Any], status: int, pointer: str | None, said: str
) -> None:
    refused = meters.ask("POST", "/readings", {"vehicle": "Fiets 1", "day": TODAY} | given)
    problem = refused.json()
    assert refused.status_code == status, refused.text
    assert said in problem["detail"] + "".join(one["detail"] for one in problem.get("errors", ()))
    assert pointer == (problem["errors"][0]["pointer"] if "errors" in problem else None)


def test_a_counter_goes_on_from_the_day_before(meters: Meters) -> None:
    bike = {"vehicle": "Fiets 2"}
    before = meters.ask("POST", "/readings", bike | {"day": YESTERDAY, "odometer_m": {"before": 100, "after": 5_100}})
    assert before.status_code == 201
    back = meters.ask("POST", "/readings", bike | {"day": TODAY, "odometer_m": {"before": 4_000, "after": 9_000}})
    assert (back.status_code, "showed 5100 m on 2026-11-30" in back.json()["detail"]) == (422, True)
