"""Each role × each route × {own, same square but not own, another square}: the status, and what is told of people.

What is expected stands here by hand; neither the table of rights nor a filter takes part in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.database import Database
from data.drafts.job import JobDraft
from kernel.scope import OWN_ROLES, Own, Role, Scope
from people.keys import create_key
from tests.asked_village import TEST
from tests.layers import Village, make_village
from tests.served import Here
from tests.stored_square import DAY, new_database
from tests.stores import KINDS, Store, stored

WHOLE = {
    "shops": {"bakery", "bookshop"},
    "hubs": {"hall", "barn"},
    "vehicles": {"bike one", "bike two"},
    "orders": {"b1", "b2", "s1", "s2", "s3"},
    "legs": {"leg of b1", "second leg of b1", "leg of b2", "leg of s2", "leg of s3"},
    "rounds": {"one", "two"},
    "couriers": {"anna", "bo"},
}
WITHOUT_COURIERS = {kind: names for kind, names in WHOLE.items() if kind != "couriers"}
OWN_LISTS = {
    "shops", "hubs", "vehicles", "orders", "parcels", "crates", "crates/balances", "legs", "plans", "rounds", "events",
    "incidents", "proofs", "readings",
}  # fmt: skip
WITHOUT_ROUNDS = OWN_LISTS - {"vehicles", "plans", "rounds", "readings"}
RIDERS = {"couriers", "assignments"}
FOR_EVERYONE = {"slot-templates", "slots?date=2026-12-01", "tariffs", "question"}
MAY_CANCEL = {"the platform", "the host", "a dispatcher", "the bakery", "the customer of b2"}
EVERY_LIST = OWN_LISTS | RIDERS | {"closures", "jobs", "starting-measurements"}
FOR_KEEPERS = EVERY_LIST | {"keys", "webhooks", "costs"}
KEEPS = RIDERS | {
    "",
    "shops",
    "hubs",
    "vehicles",
    "orders",
    "plans",
    "rounds",
    "closures",
    "jobs",
    "events",
    "webhooks",
    "proofs",
    "slots",
    "tariffs",
    "answers",
}
MONEY = {"keys", "reports", "costs"}


@dataclass(frozen=True)
class Expected:
    """What a role may.

    Attributes
    ----------
    own: ids of its own, by the names of the village.
    sees: things by kind; a kind that is not there it may not read at all.
    lists: which lists it may read.
    changes: kinds it may change ("" is the square).
    contacts: whether it is told who somebody is.
    """

    role: Role
    own: dict[str, set[str]] | None
    sees: dict[str, set[str]]
    lists: set[str]
    changes: set[str]
    contacts: bool


RIDING = {
    "shops": {"bakery"},
    "hubs": set(),
    "vehicles": {"bike one"},
    "orders": {"b1"},
    "legs": {"leg of b1"},
    "rounds": {"one"},
}
EXPECTED = {
    "the platform": Expected(Role.PLATFORM, None, WHOLE, FOR_KEEPERS, KEEPS | MONEY, contacts=True),
    "the host": Expected(Role.HOST, None, WHOLE, FOR_KEEPERS, KEEPS | MONEY, contacts=True),
    "a dispatcher": Expected(Role.DISPATCHER, None, WHOLE, EVERY_LIST | {"webhooks"}, KEEPS, contacts=True),
    "a region": Expected(Role.REGION, None, WHOLE, EVERY_LIST | {"costs"}, set(), contacts=False),
    "an auditor": Expected(Role.AUDITOR, None, WITHOUT_COURIERS, EVERY_LIST - RIDERS, set(), contacts=False),
    "the municipality": Expected(
        Role.MUNICIPALITY,
        None,
        {kind: WHOLE[kind] for kind in ("shops", "hubs", "vehicles")},
        {"shops", "hubs", "vehicles", "closures", "starting-measurements"},
        set(),
        contacts=False,
    ),
    "the bakery": Expected(
        Role.SHOP,
        {"shops": {"bakery"}},
        {
            "shops": {"bakery"},
            "hubs": set(),
            "orders": {"b1", "b2"},
            "legs": {"leg of b1", "second leg of b1", "leg of b2"},
        },
        WITHOUT_ROUNDS | {"webhooks"},
        {"orders", "answers", "events", "webhooks"},
        contacts=True,
    ),
    "the courier of round one": Expected(
        Role.COURIER,
        {"couriers": {"anna"}},
        RIDING | {"couriers": {"anna"}},
        OWN_LISTS | RIDERS,
        {"rounds", "events", "proofs"},
        contacts=True,
    ),
    "a helper on round one": Expected(
        Role.HELPER,
        {"rounds": {"one"}},
        RIDING | {"couriers": set()},
        OWN_LISTS | RIDERS,
        {"events", "proofs"},
        contacts=True,
    ),
    "the keeper of the hall": Expected(
        Role.HUB_KEEPER,
        {"hubs": {"hall"}},
        {
            "shops": {"bookshop"},
            "hubs": {"hall"},
            "orders": {"s3"},
            "legs": {"leg of s3"},
        },
        WITHOUT_ROUNDS,
        {"events", "proofs"},
        contacts=True,
    ),
    "the customer of b2": Expected(
        Role.CUSTOMER,
        {"orders": {"b2"}},
        {
            "shops": {"bakery"},
            "hubs": set(),
            "orders": {"b2"},
            "legs": {"leg of b2"},
        },
        WITHOUT_ROUNDS,
        {"events", "answers"},
        contacts=True,
    ),
}


@dataclass
class Asked:
    """Two villages behind one door."""

    client: TestClient
    ours: Village
    theirs: Village
    keys: dict[str, dict[str, str]]

    def status(self, method: str, path: str, key: str, **headers: str) -> int:
        sent = self.keys[key] | {name.replace("_", "-"): value for name, value in headers.items()}
        body = None if method == "GET" else {}
        return self.client.request(method, f"/api/v1/squares/{path}", headers=sent, json=body).status_code


@pytest.fixture(scope="module", params=KINDS)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with stored(request.param, tmp_path_factory.mktemp("roles")) as store:
        yield from two_villages(store)


def two_villages(store: Store) -> Iterator[Asked]:
    new_database(store).close()
    ours, theirs = make_village(store, "ons-dorp"), make_village(store, "hun-dorp")
    app = create_app(ApiSettings(), store.settings())
    app.state.solvers = Here(1)
    leave_failed_job(app.state.database, ours)
    keys = {}
    for name, expected in EXPECTED.items():
        own = Own(**{kind: frozenset(ours.ids[one] for one in ids) for kind, ids in (expected.own or {}).items()})
        squares = None if expected.role is Role.PLATFORM else frozenset({ours.square.id})
        scope = Scope(expected.role, squares, own if expected.role in OWN_ROLES else None)
        written = create_key(app.state.database, TEST, name, scope).written
        keys[name] = {"Authorization": f"Bearer {written}"}
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Asked(client, ours, theirs, keys)


def leave_failed_job(database: Database, village: Village) -> None:
    """Leave a job whose error names an address, as errors of rows do."""
    with database.begin(Scope.system("a test")) as work:
        work.outbox.add(JobDraft("import orders", village.square.id))
    with database.queue() as queue:
        queue.relay()
        held = queue.claim("a test", timedelta(minutes=1))
        assert held is not None
        queue.fail(held, "row 7: Dorpsstraat 7 of Klant Proef is not found", None)


@pytest.mark.parametrize("key", EXPECTED)
def test_one_thing_is_seen_where_it_is_theirs(asked: Asked, key: str) -> None:
    expected = EXPECTED[key]
    everywhere = expected.role is Role.PLATFORM
    wrong = []
    for kind, names in WHOLE.items():
        for name in sorted(names):
            seen = kind in expected.sees and name in expected.sees[kind]
            due = 403 if kind not in expected.sees else 200 if seen else 404
            ours, theirs = asked.ours.ids[name], asked.theirs.ids[name]
            found = [
                asked.status("GET", f"ons-dorp/{kind}/{ours}", key),
                asked.status("GET", f"ons-dorp/{kind}/{theirs}", key),
                asked.status("GET", f"hun-dorp/{kind}/{theirs}", key),
                asked.status("GET", f"hun-dorp/{kind}/{ours}", key),
            ]
            absent = 403 if due == 403 else 404
            due_all = [due, absent, 200 if everywhere else absent, absent]
            wrong += [(kind, name, found, due_all)] if found != due_all else []
    assert wrong == []


@pytest.mark.parametrize("key", EXPECTED)
def test_lists_and_days_are_read_by_who_may(asked: Asked, key: str) -> None:
    expected = EXPECTED[key]
    wrong = []
    for name in sorted(FOR_KEEPERS | FOR_EVERYONE):
        due = 200 if name in expected.lists | FOR_EVERYONE else 403
        found = asked.status("GET", f"ons-dorp/{name}", key)
        elsewhere = asked.status("GET", f"hun-dorp/{name}", key)
        there = 200 if expected.role is Role.PLATFORM else 404 if due == 200 else 403
        wrong += [(name, found, elsewhere)] if (found, elsewhere) != (due, there) else []
    board = 200 if expected.own is None and {"plans", "orders"} <= expected.lists else 403
    assert asked.status("GET", f"ons-dorp/board/{DAY}", key) == board
    assert asked.status("GET", "ons-dorp", key) == 200
    assert wrong == []


@pytest.mark.parametrize("key", EXPECTED)
def test_who_may_not_change_is_refused_before_anything_is_looked_at(asked: Asked, key: str) -> None:
    """Who may is told what is wrong with what they sent; nothing here can change anything."""
    expected = EXPECTED[key]
    ids = asked.ours.ids
    calls = [
        ("PUT", "", "", 422),
        ("PUT", "shops", f"/shops/{ids['bakery']}", 422),
        ("PUT", "hubs", f"/hubs/{ids['hall']}", 422),
        ("PUT", "vehicles", f"/vehicles/{ids['bike one']}", 422),
        ("PUT", "shops", f"/shops/{ids['bakery']}/producers", 422),
        ("POST", "shops", "/shops", 422),
        ("POST", "hubs", "/hubs", 422),
        ("POST", "vehicles", "/vehicles", 422),
        ("POST", "vehicles", "/readings", 422),
        ("POST", "orders", "/orders", 422),
        ("POST", "tariffs", "/tariffs", 422),
        ("PUT", "tariffs", f"/tariffs/{ids['b1']}", 422),
        ("POST", "tariffs", f"/tariffs/{ids['b1']}/end", 404),
        ("POST", "costs", "/costs", 422),
        ("PUT", "costs", f"/costs/{DAY}", 422),
        ("POST", "costs", f"/costs/{DAY}/end", 404),
        ("POST", "jobs", "/reports", 422),
        ("POST", "slots", "/slot-templates", 422),
        ("PUT", "slots", f"/slot-templates/{ids['b1']}", 422),
        ("POST", "slots", f"/slot-templates/{ids['b1']}/end", 404),
        ("POST", "couriers", "/couriers", 422),
        ("PUT", "couriers", f"/couriers/{ids['anna']}", 422),
        ("POST", "couriers", f"/couriers/{ids['b1']}/end", 404),
        ("POST", "assignments", "/assignments", 422),
        ("POST", "assignments", f"/assignments/{ids['b1']}/end", 404),
        ("PUT", "orders", f"/orders/{ids['b1']}/position", 422),
        ("POST", "orders", f"/orders/{ids['b1']}/hand-on", 422),
        ("POST", "orders", "/crates/corrections", 422),
        ("POST", "orders", "/crates/collections", 422),
        ("PUT", "answers", f"/orders/{ids['b2']}/asked", 422),
        ("POST", "reports", "/starting-measurements", 422),
        ("POST", "plans", "/plans", 422),
        ("POST", "plans", "/what-ifs", 422),
        ("POST", "closures", "/closures", 422),
        ("POST", "events", "/events", 422),
        ("POST", "keys", "/keys", 422),
        ("POST", "webhooks", "/webhooks", 422),
        ("POST", "webhooks", f"/webhooks/{ids['b1']}/ping", 404),
        ("POST", "proofs", "/proofs/forget", 422),
        ("POST", "jobs", f"/jobs/{ids['b1']}/retry", 404),
        ("POST", "jobs", f"/jobs/{ids['b1']}/cancel", 404),
        ("POST", "closures", f"/closures/{ids['b1']}/end", 404),
    ]
    wrong = []
    for method, kind, path, allowed in calls:
        due = allowed if kind in expected.changes else 403
        found = asked.status(method, f"ons-dorp{path}", key, If_Match="*")
        wrong += [(method, path, found, due)] if found != due else []
    assert wrong == []


@pytest.mark.parametrize("key", EXPECTED)
def test_cancelling_by_its_address_and_by_its_event_is_for_the_same_people(asked: Asked, key: str) -> None:
    """Nothing is cancelled here: the order is none."""
    nowhere = "018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"
    may = key in MAY_CANCEL
    assert asked.status("POST", f"ons-dorp/orders/{nowhere}/cancel", key) == (404 if may else 403)
    event = {"events": [{"kind": "order.cancelled", "order_id": nowhere}]}
    answer = asked.client.post("/api/v1/squares/ons-dorp/events", headers=asked.keys[key], json=event)
    if "events" not in EXPECTED[key].changes:
        assert answer.status_code == 403
        return
    (told,) = answer.json()["answers"]
    assert told["outcome"] == "refused"
    assert told["told"]["en"].startswith("this is not known here" if may else "this is not for a")


@pytest.mark.parametrize("key", EXPECTED)
def test_who_may_not_read_contacts_is_told_of_nobody(asked: Asked, key: str) -> None:
    """Names, addresses, telephone numbers, places of households: in no answer, in whatever field."""
    expected = EXPECTED[key]
    told = ""
    for path in (
        *(f"ons-dorp/{name}" for name in sorted(expected.lists)),
        f"ons-dorp/board/{DAY}",
        f"ons-dorp/plans/{DAY}",
        "ons-dorp",
    ):
        told += asked.client.get(f"/api/v1/squares/{path}", headers=asked.keys[key]).text
    for kind, names in expected.sees.items():
        for name in names:
            path = f"/api/v1/squares/ons-dorp/{kind}/{asked.ours.ids[name]}"
            told += asked.client.get(path, headers=asked.keys[key]).text
    assert ("Klant Proef" in told) == expected.contacts
    assert ("Koerier Anna" in told) == (expected.contacts and "anna" in expected.sees.get("couriers", ()))
    assert ("Koerier Bo" in told) == (expected.contacts and "bo" in expected.sees.get("couriers", ()))
    assert ("Dorpsstraat" in told) == expected.contacts
    for said in ("+31301234567", "bart@bakker.example", "Vraag naar Bart."):
        assert (said in told) == expected.contacts
    assert ("Sleutel bij Sien." in told) == (expected.contacts and "vehicles" in expected.sees)


def test_without_a_key_nothing_is_told(asked: Asked) -> None:
    for path in ("", "/ons-dorp", "/ons-dorp/orders", f"/ons-dorp/board/{DAY}"):
        answer = asked.client.get(f"/api/v1/squares{path}")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="dorpsronde"')
