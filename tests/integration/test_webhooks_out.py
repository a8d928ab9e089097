"""Webhooks that tell what happens: over HTTP and through the queue, on both real databases."""

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest, digest
from pathlib import Path

import pytest

from data.models.states import OrderState
from gateways.webhook_door import NETWORKS
from kernel.errors import BadInputError
from kernel.scope import Own, Role
from rounds.webhook_keeping import MOST_ALIVE
from tests.asked_village import asked_village
from tests.stored_square import TEST
from tests.stores import Store
from tests.told_village import Sent, ToldVillage
from tests.webhook_receiver import receiver
from workers.consumer import do_next
from workers.settings import WorkerSettings

ORDERS = (
    "order.waiting", "order.accepted", "order.planned", "order.under_way", "order.failed", "order.delivered",
    "order.returned", "order.cancelled", "order.lost",
)  # fmt: skip
SQUARE = ("plan.made", "round.released", "round.started", "round.completed", "incident.opened", "incident.settled")


@pytest.fixture
def told(store: Store, village: Path) -> Iterator[ToldVillage]:
    with asked_village(store, village) as asked:
        yield ToldVillage(asked, store.home)


def signatures_that_fit(sent: Sent, secret: str) -> int:
    """Count them as a receiver does that shares no code with us."""
    stamp = sent.headers["Dorpsronde-Timestamp"]
    due = digest(secret.encode(), f"{stamp}.".encode() + sent.body, sha256).hex()
    given = sent.headers["Dorpsronde-Signature"].split(",")
    assert all(one.startswith("v1=") for one in given)
    return sum(compare_digest(one.removeprefix("v1="), due) for one in given)


def test_a_day_is_told_from_order_to_door_and_nobody_is_named(told: ToldVillage) -> None:
    webhook = told.webhook(*ORDERS, *SQUARE)
    first, second = told.order("A-1"), told.order("A-2", door=2)
    told.village.post("/orders", told.village.order("A-3", address="Nergensstraat 1, Proefdorp"))
    told.work()
    assert told.told(webhook) == ["order.accepted", "order.accepted", "order.waiting"]
    round_id = told.planned(first, second)
    told.say(kind="round.started", round_id=round_id)
    legs = [one["legs"][0]["id"] for one in (first, second)]
    for leg in legs:
        told.say(kind="leg.collected", leg_id=leg)
    told.say(kind="leg.dropped", leg_id=legs[0])
    told.say(kind="leg.failed", leg_id=legs[1], then="back", reason="niemand thuis bij Klant Proef")
    told.work()
    by_order = {
        order["order_ref"]: [
            one["kind"] for one in told.deliveries(webhook) if one["body"].get("order_id") == order["id"]
        ]
        for order in (first, second)
    }
    assert by_order["A-1"] == ["order.accepted", "order.planned", "order.under_way", "order.delivered"]
    assert by_order["A-2"][:3] == ["order.accepted", "order.planned", "order.under_way"]
    assert "order.failed" in by_order["A-2"]
    assert {"plan.made", "round.released", "round.started"} <= set(told.told(webhook))
    assert {one["state"] for one in told.deliveries(webhook)} == {"delivered"}
    bodies = [json.loads(sent.body) for sent in told.door.sent]
    assert [body["seq"] for body in bodies] == list(range(1, len(bodies) + 1))
    assert {body["webhook_id"] for body in bodies} == {webhook["id"]}
    assert [body["id"] for body in bodies] == [sent.headers["Dorpsronde-Delivery"] for sent in told.door.sent]
    assert all(signatures_that_fit(sent, webhook["secret"]) == 1 for sent in told.door.sent)
    everything = b"".join(sent.body for sent in told.door.sent)
    assert not any(word in everything for word in (b"Klant", b"Dwarsstraat", b"niemand", b"Nergens"))
    assert json.loads(told.door.sent[0].body) == {
        "id": bodies[0]["id"],
        "webhook_id": webhook["id"],
        "seq": 1,
        "kind": "order.accepted",
        "happened_at": "2026-11-30T11:00:00.000Z",
        "square": "proefdorp",
        "event_id": bodies[0]["event_id"],
        "order_id": first["id"],
        "order_ref": "A-1",
        "shop_id": told.village.shops["Bakker Bart"],
    }


def test_a_real_worker_tells_a_real_server(store: Store, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NETWORKS, "127.0.0.0/8")
    with receiver() as server, asked_village(store, village) as asked:
        given = {"url": server.url, "kinds": ["order.accepted"]}
        assert asked.post("/webhooks", given | {"url": "http://10.1.2.3/"}).status_code == 422
        secret = asked.post("/webhooks", given).json()["secret"]
        assert asked.post("/orders", asked.order("A-1")).status_code == 201
        for _ in range(2):  # the telling, then the call
            with asked.database.queue() as queue:
                queue.relay()
            assert do_next(asked.database, store.home, WorkerSettings(), "a test")
    (heard,) = server.heard
    assert json.loads(heard.body)["order_ref"] == "A-1"
    sent = Sent(server.url, {name.title(): value for name, value in heard.headers.items()}, heard.body)
    assert signatures_that_fit(sent, secret) == 1


def test_a_cancelled_order_is_told_as_cancelled(told: ToldVillage) -> None:
    webhook = told.webhook("order.cancelled", "order.returned", "order.delivered")
    order = told.order("A-1")
    assert told.village.post(f"/orders/{order['id']}/cancel", {}).status_code == 200
    told.work()
    assert told.told(webhook) == ["order.cancelled"]


def test_a_planned_order_that_is_changed_and_a_day_that_is_planned_again_are_told(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted", "plan.made")
    told.planned(told.order("A-1"))
    told.planned(told.order("A-2", door=2))
    third = told.order("A-3", door=3)
    with told.village.database.begin(TEST) as work:
        work.orders.set_states(told.village.square.id, {third["id"]: OrderState.PLANNED})
    for more in ({"door": 4}, {"door": 4, "note": "achterom"}):
        assert told.village.post("/orders", told.village.order("A-3", **more)).status_code == 200
    told.work()
    assert told.told(webhook).count("plan.made") == 2
    of_third = [one["kind"] for one in told.deliveries(webhook) if one["body"].get("order_id") == third["id"]]
    assert of_third == ["order.accepted"] * 2, "taken in, and back from its plan; a note changes no state"


def test_a_shop_is_told_of_its_own_orders_alone(told: ToldVillage) -> None:
    bakery, books = (told.village.shops[name] for name in ("Bakker Bart", "Het Boek"))
    key = told.village.key(Role.SHOP, own=Own(shops=frozenset({bakery})))
    mine = told.webhook("order.accepted", shop_id=bakery, as_=key)
    hosts = told.webhook("order.accepted")
    told.order("A-1"), told.order("B-1", "Het Boek", 2)
    told.work()
    assert [one["body"]["order_ref"] for one in told.deliveries(mine)] == ["A-1"]
    assert [one["body"]["order_ref"] for one in told.deliveries(hosts)] == ["A-1", "B-1"]
    ask = told.village
    assert [one["id"] for one in ask.get("/webhooks", as_=key).json()["items"]] == [mine["id"]]
    for path in (f"/webhooks/{hosts['id']}", f"/webhooks/{hosts['id']}/deliveries"):
        assert ask.get(path, as_=key).status_code == 404
    assert ask.post(f"/webhooks/{hosts['id']}/ping", as_=key).status_code == 404
    url = "https://winkel.example/"
    whole = ask.post("/webhooks", {"url": url, "kinds": ["order.accepted"]}, as_=key)
    assert (whole.status_code, "Name your shop" in whole.text) == (403, True)
    others = ask.post("/webhooks", {"url": url, "kinds": ["order.accepted"], "shop_id": books}, as_=key)
    assert others.status_code == 404
    rounds = ask.post("/webhooks", {"url": url, "kinds": ["round.started"], "shop_id": bakery}, as_=key)
    assert (rounds.status_code, "not told of round.started" in rounds.text) == (422, True)


def test_an_order_of_a_shop_is_told_to_the_host_though_the_shop_does_not_see_who_is_told(told: ToldVillage) -> None:
    hosts = told.webhook("order.accepted")
    bakery = told.village.shops["Bakker Bart"]
    key = told.village.key(Role.SHOP, own=Own(shops=frozenset({bakery})))
    assert told.village.post("/orders", told.village.order("A-1"), as_=key).status_code == 201
    told.work()
    assert told.told(hosts) == ["order.accepted"]
    assert told.village.get("/webhooks", as_=key).json()["items"] == []


@pytest.mark.parametrize("role", [Role.COURIER, Role.CUSTOMER, Role.MUNICIPALITY, Role.AUDITOR, Role.REGION])
def test_whoever_else_is_refused(told: ToldVillage, role: Role) -> None:
    key = told.village.key(role)
    assert told.village.get("/webhooks", as_=key).status_code == 403
    given = {"url": "https://winkel.example/", "kinds": ["order.accepted"]}
    assert told.village.post("/webhooks", given, as_=key).status_code == 403


def test_a_secret_is_told_once_and_two_sign_while_one_is_replaced(told: ToldVillage, store: Store) -> None:
    given = {"url": "https://winkel.example/", "kinds": ["order.accepted"]}
    made, again = (told.village.post("/webhooks", given, Idempotency_Key="one") for _ in range(2))
    assert (made.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert "secret" not in again.json()
    assert again.json()["id"] == made.json()["id"]
    old, path = made.json()["secret"], f"/webhooks/{made.json()['id']}"
    assert made.headers["Location"].endswith(path)
    assert old not in told.village.get(path).text + told.village.get("/webhooks").text
    assert not any(old in str(row) for row in store.rows()["idempotency_keys"])
    new = told.village.post(f"{path}/rotate-secret").json()["secret"]
    assert new != old
    shown = told.village.get(path).json()
    assert shown.get("old_secret_until") == "2026-12-01T11:00:00Z"
    for hours, fits in ((0, (1, 1)), (25, (0, 1))):
        told.later(hours=hours)
        assert told.village.post(f"{path}/ping").status_code == 201
        told.work()
        assert tuple(signatures_that_fit(told.door.sent[-1], one) for one in (old, new)) == fits


def test_a_ping_says_where_to_look_what_became_of_it(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    answer = told.village.post(f"/webhooks/{webhook['id']}/ping")
    assert (answer.status_code, answer.json()["state"]) == (201, "pending")
    told.work()
    seen = told.village.get(answer.headers["Location"]).json()
    assert (seen["state"], seen["kind"], seen["attempt_count"], seen["last_status"]) == ("delivered", "ping", 1, 204)
    assert set(json.loads(told.door.sent[0].body)) == {"id", "webhook_id", "seq", "kind", "happened_at", "square"}


def test_a_change_wants_what_was_seen_and_what_is_paused_waits(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    path = f"/webhooks/{webhook['id']}"
    given = {"url": "https://ander.example/", "kinds": ["order.accepted"], "paused": True}
    assert told.village.put(path, given).status_code == 428
    assert told.village.put(path, given, If_Match='"x"').status_code == 412
    etag = told.village.get(path).headers["ETag"]
    paused = told.village.put(path, given, If_Match=etag)
    assert (paused.status_code, paused.json()["state"]) == (200, "paused")
    assert told.village.post(f"{path}/ping").status_code == 409
    told.order("A-1")
    told.work()
    assert (told.door.sent, [one["state"] for one in told.deliveries(webhook)]) == ([], ["pending"])
    resumed = told.village.put(path, given | {"paused": False}, If_Match="*")
    assert resumed.json()["state"] == "active"
    told.work()
    assert [sent.url for sent in told.door.sent] == ["https://ander.example/"]


def test_how_deliveries_go_changes_nothing_that_a_change_must_have_seen(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    path = f"/webhooks/{webhook['id']}"
    seen = told.village.get(path)
    told.door.answers = [500]
    told.order("A-1")
    told.work()
    failing = told.village.get(path, If_None_Match=seen.headers["ETag"])
    assert (failing.status_code, failing.json()["failure_count"]) == (200, 1), "what is known of it may have changed"
    assert failing.headers["ETag"] == seen.headers["ETag"]
    given = {"url": webhook["url"], "kinds": ["order.accepted", "order.planned"]}
    changed = told.village.put(path, given, If_Match=seen.headers["ETag"])
    assert (changed.status_code, changed.headers["ETag"] != seen.headers["ETag"]) == (200, True)


def test_one_that_has_ended_is_told_nothing_and_then_nobody_listens(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    ended = told.village.post(f"/webhooks/{webhook['id']}/end")
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert told.village.post(f"/webhooks/{webhook['id']}/end").status_code == 409
    with told.village.database.read(TEST) as work:
        kept = work.webhooks.get(told.village.square.id, webhook["id"])
    assert (kept.secret, kept.old_secret, kept.old_until) == ("erased", None, None)
    told.order("A-1")
    with told.village.database.queue() as queue:
        assert queue.relay() == [], "no job is asked for where nobody listens"


def test_an_address_that_may_not_be_called_is_refused(told: ToldVillage) -> None:
    inside = {"url": "https://binnen.example/", "kinds": ["order.accepted"]}
    refused = told.village.post("/webhooks", inside)
    assert (refused.status_code, "not reachable" in refused.text) == (422, True)
    webhook = told.webhook("order.accepted")
    assert told.village.put(f"/webhooks/{webhook['id']}", inside, If_Match="*").status_code == 422
    for given in ({"kinds": []}, {"kinds": ["order.eaten"]}, {"kinds": ["order.accepted"], "secret": "mine"}):
        assert told.village.post("/webhooks", {"url": "https://winkel.example/", **given}).status_code == 422


def test_a_shop_has_so_many_webhooks_at_most_and_those_that_have_ended_do_not_count(told: ToldVillage) -> None:
    bakery, books = (told.village.shops[name] for name in ("Bakker Bart", "Het Boek"))
    first, *_ = (told.webhook("order.accepted", shop_id=bakery) for _ in range(MOST_ALIVE))
    given = {"url": "https://winkel.example/", "kinds": ["order.accepted"], "shop_id": bakery}
    refused = told.village.post("/webhooks", given)
    assert (refused.status_code, "the shop has 10 webhooks. End one of them" in refused.text) == (409, True)
    assert len(told.village.get("/webhooks").json()["items"]) == MOST_ALIVE
    told.webhook("order.accepted", shop_id=books), told.webhook("order.accepted")
    assert told.village.post(f"/webhooks/{first['id']}/end").status_code == 200
    assert told.village.post("/webhooks", given).status_code == 201


def test_one_whose_name_nobody_knows_any_more_can_still_be_paused(
    told: ToldVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = told.webhook("order.accepted")
    monkeypatch.setattr("tests.told_village.FakeDoor.check", unknown)
    path, given = f"/webhooks/{webhook['id']}", {"url": webhook["url"], "kinds": ["order.accepted"]}
    assert told.village.put(path, given, If_Match="*").status_code == 422
    assert told.village.put(path, {**given, "url": f"{given['url']}2", "paused": True}, If_Match="*").status_code == 422
    assert told.village.put(path, {**given, "paused": True}, If_Match="*").json()["state"] == "paused"


def unknown(*_: object) -> None:
    raise BadInputError("the name is not found", where="url")


def test_what_was_told_is_forgotten_after_thirty_days(told: ToldVillage) -> None:
    from rounds.webhook_keeping import forget_old_deliveries  # noqa: PLC0415 - beside its only use

    webhook = told.webhook("order.accepted")
    told.order("A-1")
    told.work()
    told.now += timedelta(days=29)
    assert forget_old_deliveries(told.village.database) == 0
    told.now += timedelta(days=2)
    assert forget_old_deliveries(told.village.database) == 1
    assert told.deliveries(webhook) == []
