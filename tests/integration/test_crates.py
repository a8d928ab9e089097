"""Deposit crates on both databases: out with a delivery, back with a collection, corrected with a reason, asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.database import Database
from data.drafts.event import EventKind
from data.drafts.order import ParcelDraft
from data.models.states import CrateEntryKind, LegState, OrderKind, RoundState
from data.repositories.crates import CrateDraft
from kernel.ids import new_id
from kernel.scope import Own, Role
from rounds.lifecycles.said import Outcome, Said, Then
from rounds.riding import take_in
from tests.asked_village import DAY, AskedVillage, asked_village
from tests.stored_square import DAY as PLANNED
from tests.stored_square import TEST, StoredSquare, new_database, order, plan_of, store_square
from tests.stores import KINDS, Store, stored

CRATE = ParcelDraft(6_000, 30_000, crate=True)
BAG = ParcelDraft(500, 1_000)


@dataclass
class Ridden:
    """A delivery of three crates and a bag, and a collection of two crates at the same door, in a released round."""

    database: Database
    square: StoredSquare
    legs: list[str]
    pieces: list[list[str]]
    round: str

    @classmethod
    def begun(cls, database: Database) -> "Ridden":
        square = store_square(database, f"dorp-{new_id()}")
        shop = square.shops[0]
        with database.begin(TEST) as work:
            drafts = [
                order(shop, "uit", parcels=[CRATE, CRATE, BAG, CRATE]),
                order(shop, "terug", parcels=[CRATE, CRATE], kind=OrderKind.CRATES),
            ]
            orders = [work.orders.get(one.order_id) for one in work.orders.add(square.id, drafts)]
            legs = [one.legs[0].id for one in orders]
            made = work.plans.save(square.id, PLANNED, plan_of(square, [legs])).rounds[0].id
            work.rounds.set_state(made, RoundState.RELEASED)
        return cls(database, square, legs, [[one.id for one in known.parcels] for known in orders], made)

    def said(self, device: str, *told: tuple[int, EventKind, dict[str, Any]]) -> list[Said]:
        """Let a device say things of the delivery (0) and the collection (1), numbered from 1."""
        return [
            Said(kind, device_id=device, seq=number, leg_id=self.legs[leg], round_id=self.round, **more)
            for number, (leg, kind, more) in enumerate(told, 1)
        ]

    def take(self, said: list[Said]) -> None:
        with self.database.begin(TEST) as work:
            answers = take_in(work, self.square.id, said)
        assert all(one.outcome is not Outcome.REFUSED for one in answers)

    @property
    def balance(self) -> int:
        with self.database.read(TEST) as work:
            found = work.crates.balances(self.square.id, limit=9)
        assert len({one.household_id for one in found}) <= 1, "one door, one household"
        return sum(one.crates for one in found)

    def entries(self) -> list[tuple[str, int]]:
        with self.database.read(TEST) as work:
            return [(one.kind.value, one.crates) for one in work.crates.page(self.square.id, after=None, limit=99)]


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    database = new_database(store)
    yield database
    database.close()


def test_crates_go_out_with_what_is_brought_and_come_back_with_what_is_collected(database: Database) -> None:
    ridden = Ridden.begun(database)
    said = ridden.said(
        "fiets",
        (0, EventKind.LEG_COLLECTED, {}),
        (0, EventKind.LEG_DROPPED, {}),
        (1, EventKind.LEG_COLLECTED, {"parcels": frozenset(ridden.pieces[1][:1])}),
        (1, EventKind.LEG_NOT_COLLECTED, {"parcels": frozenset(ridden.pieces[1][1:]), "then": Then.BACK}),
    )
    found = []
    for one in said:
        ridden.take([one])
        found.append(ridden.balance)
    assert found == [0, 3, 2, 2], "a bag is no crate; the second crate was not there"
    ridden.take(said)
    assert ridden.entries() == [("out", 3), ("back", -1)], "told twice, entered once"
    with database.read(TEST) as work:
        entries = work.crates.page(ridden.square.id, after=None, limit=9)
    assert {one.place for one in entries} == {"Dorpsstraat 7, 1234 AB Proefdorp"}
    assert all(one.event_id and one.order_id for one in entries)


def test_what_turns_out_not_to_have_been_brought_is_taken_off_again(database: Database) -> None:
    ridden = Ridden.begun(database)
    ridden.take(ridden.said("fiets", (0, EventKind.LEG_COLLECTED, {}), (0, EventKind.LEG_DROPPED, {})))
    ridden.take(ridden.said("telefoon", (0, EventKind.LEG_FAILED, {"then": Then.RETRY})))
    assert ridden.balance == 0, "two say different things: nobody knows that it was brought"
    with database.begin(TEST) as work:
        (incident,) = work.incidents.open(ridden.square.id)
        wrong = work.stories.said_before(ridden.square.id, [], [("telefoon", 1)])
        settled = Said(
            EventKind.INCIDENT_SETTLED, incident_id=incident.id, set_aside=frozenset(one.id for one in wrong),
            order_id=incident.order_id, reason="verkeerde bestelling",
        )  # fmt: skip
        take_in(work, ridden.square.id, [settled])
    assert ridden.balance == 3
    assert ridden.entries() == [("out", 3), ("out", -3), ("out", 3)], "nothing is changed, only added"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_order_events_come_in_and_however_often_the_balance_is_the_same(database: Database, data: Any) -> None:
    """Two crates of three are brought and one lost; of two that are collected one is left behind."""
    ridden = Ridden.begun(database)
    out, back = ridden.pieces
    told = ridden.said(
        "fiets",
        (0, EventKind.LEG_COLLECTED, {}),
        (0, EventKind.LEG_LOST, {"parcels": frozenset(out[:1])}),
        (0, EventKind.LEG_DROPPED, {"parcels": frozenset(out[1:])}),
        (1, EventKind.LEG_NOT_COLLECTED, {"parcels": frozenset(back[:1]), "then": Then.BACK}),
        (1, EventKind.LEG_COLLECTED, {"parcels": frozenset(back[1:])}),
        (1, EventKind.LEG_DROPPED, {"parcels": frozenset(back[1:])}),
    )
    arriving = iter(data.draw(st.permutations([*told, *data.draw(st.lists(st.sampled_from(told), max_size=4))])))
    while batch := list(islice(arriving, data.draw(st.integers(1, 4)))):
        ridden.take(batch)
    assert ridden.balance == 2 - 1
    assert sum(crates for _, crates in ridden.entries()) == 2 - 1


@pytest.fixture(scope="module", params=KINDS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village: Path
) -> Iterator[AskedVillage]:
    with stored(request.param, tmp_path_factory.mktemp("crates")) as store, asked_village(store, village) as asked:
        yield asked


@pytest.fixture(scope="module")
def household(asked: AskedVillage) -> dict[str, Any]:
    """The ledger's row of a household to which the bakery brought two crates."""
    made = asked.post("/orders", asked.order("KRAT", 5, parcels=[{"crate": True}, {"crate": True}, {}])).json()
    assert [parcel["crate"] for parcel in made["parcels"]] == [True, True, False]
    leg = made["legs"][0]["id"]
    said = {"events": [{"kind": "leg.dropped", "leg_id": leg}]}
    assert asked.post("/events", said).json()["answers"][0]["outcome"] == "taken"
    (found,) = asked.get("/crates/balances").json()["items"]
    return found


def test_the_ledger_is_read_corrected_and_asked_to_be_emptied(asked: AskedVillage, household: dict[str, Any]) -> None:
    assert (household["crates"], household["place"]) == (2, "Dwarsstraat 1 5, Proefdorp")
    at_door = household["household_id"]
    reason = {"reason": "een krat stond er nog van vorig jaar"}
    made = asked.post("/crates/corrections", {"household_id": at_door, "crates": 1, **reason})
    assert made.status_code == 201
    assert asked.get(made.headers["location"]).json() == made.json()
    entries = asked.get(f"/crates?household={at_door}").json()["items"]
    assert [(one["kind"], one["crates"], one["reason"]) for one in entries] == [
        ("out", 2, ""), ("correction", 1, reason["reason"]),
    ]  # fmt: skip
    wish = {"household_id": at_door, "day": (DAY + timedelta(days=1)).isoformat(), "window_start": "14:00"}
    assert asked.post("/crates/collections", {**wish, "crates": 4}).status_code == 409, "more than stand there"
    order = asked.post("/crates/collections", wish)
    assert order.status_code == 201
    told = order.json()
    assert (told["kind"], len(told["parcels"]), told["recipient"]) == ("crates", 3, "Klant Proef")
    assert {(one["weight_g"], one["volume_ml"], one["crate"]) for one in told["parcels"]} == {(2_000, 40_000, True)}
    again = asked.post("/crates/collections", wish)
    assert (again.status_code, again.json()["id"]) == (200, told["id"])
    other_day = {**wish, "day": (DAY + timedelta(days=2)).isoformat()}
    assert asked.post("/crates/collections", other_day).status_code == 409, "they are collected already"
    with asked.database.read(TEST) as work:
        (leg,) = work.legs.of_day(asked.square.id, DAY + timedelta(days=1))
    assert (leg.state, leg.pickup_name, leg.delivery_name) == (
        LegState.PLANNED, "Dwarsstraat 1 5, Proefdorp", "Bakker Bart",
    )  # fmt: skip


def test_a_ledger_is_its_shops_own_and_nobodys_who_may_not_read_addresses(
    asked: AskedVillage, household: dict[str, Any]
) -> None:
    own, other = (
        asked.key(Role.SHOP, asked.square, own=Own(shops=frozenset({asked.shops[name]})))
        for name in ("Bakker Bart", "Het Boek")
    )
    fix = {"household_id": household["household_id"], "crates": -1, "reason": "stuk"}
    assert len(asked.get("/crates/balances", as_=own).json()["items"]) == 1
    assert asked.get("/crates/balances", as_=other).json()["items"] == []
    assert asked.get("/crates", as_=other).json()["items"] == []
    assert asked.post("/crates/corrections", fix, as_=other).status_code == 404
    assert asked.post("/crates/corrections", fix, as_=own).status_code == 201
    auditor = asked.get("/crates/balances", as_=asked.key(Role.AUDITOR)).json()["items"]
    assert [(one["place"], one["crates"] > 0) for one in auditor] == [(None, True)]
    courier = asked.key(Role.COURIER, asked.square, own=Own())
    assert asked.get("/crates", as_=courier).json()["items"] == []
    assert asked.post("/crates/corrections", fix, as_=courier).status_code == 403


def test_a_collection_that_is_asked_for_costs_what_crates_cost_then(asked: AskedVillage) -> None:
    made = asked.post("/orders", asked.order("KRAT-2", 6, parcels=[{"crate": True}])).json()
    said = {"events": [{"kind": "leg.dropped", "leg_id": made["legs"][0]["id"]}]}
    assert asked.post("/events", said).json()["answers"][0]["outcome"] == "taken"
    door = {one["place"]: one["household_id"] for one in asked.get("/crates/balances").json()["items"]}
    day = (DAY + timedelta(days=30)).isoformat()
    tariff = {"valid_from": day, "delivery_cents": 395, "return_cents": 295, "crates_cents": 150, "vat_permille": 210}
    assert asked.post("/tariffs", tariff).status_code == 201
    wish = {"household_id": door["Dwarsstraat 1 6, Proefdorp"], "day": day}
    prices = [asked.post("/crates/collections", {**wish, "note": note}).json()["price"] for note in ("", "achterom")]
    assert [price["cents"] for price in prices] == [150, 150], "changed, too"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"crates": 0, "reason": "niets"},
        {"crates": 1, "reason": "  "},
        {"crates": 1, "reason": "beide", "order_id": "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"},
        {"crates": 10_001, "reason": "veel"},
    ],
)
def test_a_correction_says_what_and_why_of_one_household(
    asked: AskedVillage, household: dict[str, Any], nonsense: dict[str, Any]
) -> None:
    said = {"household_id": household["household_id"], **nonsense}
    assert asked.post("/crates/corrections", said).status_code == 422


def test_a_collection_is_of_a_day_to_come_and_a_household_that_is_known(
    asked: AskedVillage, household: dict[str, Any]
) -> None:
    for day in ((DAY - timedelta(days=2)).isoformat(), "2029-01-01", "9999-12-31"):
        wish = {"household_id": household["household_id"], "day": day, "window_end": "24:00"}
        refused = asked.post("/crates/collections", wish)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/day")
    nobody = {"household_id": new_id(), "day": DAY.isoformat()}
    assert asked.post("/crates/collections", nobody).status_code == 404


def test_a_collection_that_was_cancelled_can_be_asked_for_again_the_same_day(asked: AskedVillage) -> None:
    made = asked.post("/orders", asked.order("KRAT-3", 7, parcels=[{"crate": True}])).json()
    said = {"events": [{"kind": "leg.dropped", "leg_id": made["legs"][0]["id"]}]}
    assert asked.post("/events", said).json()["answers"][0]["outcome"] == "taken"
    door = {one["place"]: one["household_id"] for one in asked.get("/crates/balances").json()["items"]}
    wish = {"household_id": door["Dwarsstraat 1 7, Proefdorp"], "day": DAY.isoformat()}
    numbers = list[str]()
    for _ in range(3):
        order = asked.post("/crates/collections", wish)
        assert (order.status_code, order.json()["state"]) == (201, "accepted")
        assert asked.post("/crates/collections", wish).json()["id"] == order.json()["id"], "asked twice, one order"
        numbers.append(order.json()["order_ref"])
        cancelled = asked.post(f"/orders/{order.json()['id']}/cancel", {"reason": "toch niet thuis"})
        assert cancelled.json()["state"] == "ended"
    assert numbers == [numbers[0], f"{numbers[0]} (2)", f"{numbers[0]} (3)"]


def test_crates_are_neither_corrected_nor_collected_where_nobody_knows_the_household(asked: AskedVillage) -> None:
    nowhere = {"address": "Nergensstraat 1, Proefdorp"}
    lost, found = (asked.post("/orders", one).json() for one in (asked.order("W-7", **nowhere), asked.order("W-8", 8)))
    fix = {"crates": 2, "reason": "stonden er nog"}
    refused = asked.post("/crates/corrections", fix | {"order_id": lost["id"]})
    assert (refused.status_code, refused.json()["detail"]) == (
        409, "where order W-7 goes is not known. Mend its address first.",
    )  # fmt: skip
    made = asked.post("/crates/corrections", fix | {"order_id": found["id"]})
    assert asked.post("/orders", asked.order("W-8", **nowhere)).json()["state"] == "received"
    wish = {"household_id": made.json()["household_id"], "day": DAY.isoformat()}
    assert asked.post("/crates/collections", wish).status_code == 409


def test_where_no_order_is_known_yet_the_key_of_a_collection_stays_free(asked: AskedVillage) -> None:
    made, household = asked.post("/orders", asked.order("KRAT-9", 9)).json(), new_id()
    entry = CrateDraft(
        asked.shops["Bakker Bart"], household, "Dwarsstraat 1 9", CrateEntryKind.CORRECTION, 1, reason="stond er al"
    )
    collect = partial(asked.post, "/crates/collections", {"household_id": household, "day": DAY.isoformat()})
    with asked.database.begin(TEST) as work:
        work.crates.correct(asked.square.id, entry)
    refused = collect(Idempotency_Key=household)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith(f"no order is known by which crates came to household {household}. ")
    with asked.database.begin(TEST) as work:
        work.crates.correct(asked.square.id, replace(entry, order_id=made["id"]))
    assert collect(Idempotency_Key=household).status_code == 201
