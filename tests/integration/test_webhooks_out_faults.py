"""Webhooks whose server fails, workers that die, jobs done twice: nothing is lost, nothing holds the others up."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from rounds.webhook_calls import GIVE_UP_AFTER, wait_after
from rounds.webhook_telling import tell_webhooks
from tests.asked_village import asked_village
from tests.stored_square import TEST, order
from tests.stores import Store
from tests.told_village import ToldVillage
from workers.undertaking import Undertaking


@pytest.fixture
def told(store: Store, village: Path) -> Iterator[ToldVillage]:
    with asked_village(store, village) as asked:
        yield ToldVillage(asked, store.home)


def states(told: ToldVillage, webhook: dict) -> list[tuple[str, int, int | None]]:
    return [(one["state"], one["attempt_count"], one["last_status"]) for one in told.deliveries(webhook)]


def test_what_fails_is_tried_again_later_each_time_and_then_heard(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    told.door.answers = [500, 0, 302]
    told.order("A-1")
    told.work()
    assert states(told, webhook) == [("pending", 1, 500)]
    assert told.deliveries(webhook)[0]["next_at"] == "2026-11-30T11:00:10Z"
    told.later(seconds=9)
    told.work()
    assert len(told.door.sent) == 1, "not before its time"
    for by_s, due in ((1, ("pending", 2, None)), (20, ("pending", 3, 302)), (40, ("delivered", 4, 204))):
        told.later(seconds=by_s)
        told.work()
        assert states(told, webhook) == [due]
    assert len({sent.headers["Dorpsronde-Delivery"] for sent in told.door.sent}) == 1
    seen = told.village.get(f"/webhooks/{webhook['id']}").json()
    assert (seen["failure_count"], seen["failing_since"], seen["retry_at"]) == (0, None, None)


def test_a_server_that_is_down_is_left_alone_however_much_waits_for_it(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    told.door.answers = [503] * 3
    for number in range(5):
        told.order(f"A-{number}", door=number + 1)
        told.work()
    assert len(told.door.sent) == 1
    told.later(seconds=10)
    told.work()
    assert len(told.door.sent) == 2
    told.later(hours=1)
    told.work()
    assert len(told.door.sent) == 3
    told.later(hours=1)
    told.work()
    assert {state for state, *_ in states(told, webhook)} == {"delivered"}


def test_one_delivery_that_is_never_taken_holds_up_no_other_and_is_dead_after_a_day(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    poison = told.order("A-1")["id"]
    usual = told.door.post

    def post(url: str, headers: dict[str, str], body: bytes) -> int:
        status = usual(url, headers, body)
        return 422 if json.loads(body).get("order_id") == poison else status

    told.door.post = post  # type: ignore[method-assign] - this door alone
    told.work()
    told.order("A-2", door=2)
    for _ in range(30):
        told.work()
        told.later(hours=1)
    assert [state for state, *_ in states(told, webhook)] == ["dead", "delivered"]
    assert told.village.get(f"/webhooks/{webhook['id']}").json()["state"] == "active"


def test_what_is_new_does_not_wait_for_the_next_try_of_a_delivery_that_is_never_taken(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    poison = told.order("A-1")["id"]
    usual = told.door.post

    def post(url: str, headers: dict[str, str], body: bytes) -> int:
        status = usual(url, headers, body)
        return 422 if json.loads(body).get("order_id") == poison else status

    told.door.post = post  # type: ignore[method-assign] - this door alone
    for _ in range(8):
        told.work()
        told.later(hours=1)
    told.work()
    told.order("A-2", door=2)
    for _ in range(2):
        told.later(hours=1)
        told.work()
    assert [state for state, *_ in states(told, webhook)] == ["pending", "delivered"], "the server hears again"
    told.order("A-3", door=3)
    told.later(seconds=10)
    told.work()
    assert [state for state, *_ in states(told, webhook)] == ["pending", "delivered", "delivered"]


def test_one_that_fails_for_a_day_is_paused_and_the_square_is_told(told: ToldVillage) -> None:
    failing, watching = told.webhook("order.accepted"), told.webhook("webhook.paused")
    usual = told.door.post

    def post(url: str, headers: dict[str, str], body: bytes) -> int:
        status = usual(url, headers, body)
        return 500 if json.loads(body)["webhook_id"] == failing["id"] else status

    told.door.post = post  # type: ignore[method-assign] - this door alone
    for number in range(3):
        told.order(f"A-{number}", door=number + 1)
    for _ in range(27):
        told.work()
        told.later(hours=1)
    seen = told.village.get(f"/webhooks/{failing['id']}").json()
    assert (seen["state"], seen["why_paused"]) == ("paused", "it failed for a day: it answers 500")
    assert seen["failure_count"] < 40
    told.work()
    (news,) = told.deliveries(watching)
    assert news["body"]["webhook_paused_id"] == failing["id"]
    events = told.village.get("/events?limit=200").json()["items"]
    assert [one["kind"] for one in events].count("webhook.paused") == 1
    calls = len(told.door.sent)
    told.order("A-9", door=9)
    told.later(hours=9)
    told.work()
    assert len(told.door.sent) == calls, "nothing is sent while it is paused"
    told.door.post = usual  # type: ignore[method-assign]
    given = {"url": seen["url"], "kinds": seen["kinds"]}
    assert told.village.put(f"/webhooks/{failing['id']}", given, If_Match="*").json()["state"] == "active"
    told.work()
    left = [state for state, *_ in states(told, failing)]
    assert left[-1] == "delivered"
    assert "pending" not in left


def test_what_was_tried_before_a_pause_is_not_given_up_at_the_first_failure_behind_it(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    told.door.answers = [500, 0]
    told.order("A-1")
    told.work()
    path, given = f"/webhooks/{webhook['id']}", {"url": webhook["url"], "kinds": webhook["kinds"]}
    assert told.village.put(path, given | {"paused": True}, If_Match="*").json()["state"] == "paused"
    told.later(hours=30)
    assert told.village.put(path, given, If_Match="*").json()["state"] == "active"
    told.work()
    assert states(told, webhook) == [("pending", 1, None)]
    told.later(seconds=10)
    told.work()
    assert states(told, webhook) == [("delivered", 2, 204)]


def test_what_failed_for_a_day_at_one_address_has_a_day_at_the_next(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    told.door.answers = [500, 500, 500, 503]
    told.order("A-1", door=1)
    told.work()
    told.order("A-2", door=2)
    for wait_s in (10, 30):
        told.later(seconds=wait_s)
        told.work()
    assert states(told, webhook) == [("pending", 2, 500), ("pending", 1, 500)]
    told.later(hours=24)
    wish = {"url": "https://winkel.example/mended", "kinds": webhook["kinds"]}
    assert told.village.put(f"/webhooks/{webhook['id']}", wish, If_Match="*").status_code == 200
    told.work()
    assert [state for state, *_ in states(told, webhook)] == ["pending"] * 2, "the first answer of the new one is 503"
    told.later(seconds=10)
    told.work()
    assert [state for state, *_ in states(told, webhook)] == ["delivered"] * 2


def test_a_failure_at_an_address_that_was_mended_meanwhile_puts_nothing_off(told: ToldVillage) -> None:
    webhook, mended = told.webhook("order.accepted"), "https://winkel.example/mended"
    path, usual = f"/webhooks/{webhook['id']}", told.door.post
    told.door.answers = [500] * 3
    told.order("A-1")
    for _ in range(3):
        told.work()
        told.later(hours=1)

    def post(url: str, headers: dict[str, str], body: bytes) -> int:
        if url == mended:
            return usual(url, headers, body)
        assert told.village.put(path, {"url": mended, "kinds": webhook["kinds"]}, If_Match="*").status_code == 200
        return 500

    told.door.post = post  # type: ignore[method-assign] - this door alone
    told.work()
    assert states(told, webhook) == [("delivered", 1, 204)], "at once"
    assert told.village.get(path).json()["failure_count"] == 0


def test_a_person_sends_again_at_once_whatever_became_of_it(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    told.door.answers = [500]
    told.order("A-1")
    told.work()
    (failed,) = told.deliveries(webhook)
    path = f"/webhooks/{webhook['id']}/deliveries/{failed['id']}"
    again = told.village.post(f"{path}/resend", Idempotency_Key="again")
    assert (again.status_code, again.json()["state"], again.json()["attempt_count"]) == (200, "pending", 0)
    told.work()
    assert states(told, webhook) == [("delivered", 1, 204)]
    assert told.village.post(f"{path}/resend", Idempotency_Key="again").headers["Idempotency-Replayed"] == "true"
    told.work()
    assert len(told.door.sent) == 2
    assert told.village.post(f"{path}/resend").status_code == 200
    told.work()
    assert [sent.headers["Dorpsronde-Delivery"] for sent in told.door.sent] == [failed["id"]] * 3
    assert told.village.post(f"/webhooks/{webhook['id']}/deliveries/{webhook['id']}/resend").status_code == 404


def test_what_was_committed_is_told_though_every_worker_died_before(told: ToldVillage) -> None:
    """The request for the telling is part of the order's own commit; an undone order asks for nothing."""
    webhook = told.webhook("order.accepted")
    told.order("A-1")
    with told.village.database.queue() as queue:
        assert len(queue.relay()) == 1
        assert queue.claim("a worker that is killed", timedelta(seconds=1)) is not None
    told.later(minutes=1)
    with told.village.database.queue() as queue:
        assert len(queue.expire()) == 1
    told.work()
    assert told.told(webhook) == ["order.accepted"]
    square = told.village.square.id
    with suppress(UndoneError), told.village.database.begin(TEST) as work:
        work.orders.add(square, [order(told.village.shops["Bakker Bart"], "A-2")])
        raise UndoneError
    with told.village.database.queue() as queue:
        assert queue.relay() == []


def test_events_that_are_told_twice_make_one_delivery(told: ToldVillage) -> None:
    webhook = told.webhook("order.accepted")
    told.order("A-1")
    told.work()
    (event,) = (one["body"]["event_id"] for one in told.deliveries(webhook))
    with told.village.database.begin(TEST) as work:
        assert tell_webhooks(work, told.village.square.id, [event]) == 0
    assert len(told.deliveries(webhook)) == 1


def test_who_dies_between_sending_and_keeping_sends_it_again_under_the_same_id(
    told: ToldVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = told.webhook("order.accepted")
    told.order("A-1")
    with monkeypatch.context() as patched:
        patched.setattr("rounds.webhook_calls._Call._keep", killed)
        told.work()
    assert states(told, webhook) == [("pending", 0, None)]
    told.later(minutes=1)
    told.work()
    assert states(told, webhook) == [("delivered", 1, 204)]
    assert len({sent.headers["Dorpsronde-Delivery"] for sent in told.door.sent}) == 1
    assert len(told.door.sent) == 2


class UndoneError(Exception):
    """Raised to undo an order."""


def killed(*_: object) -> None:
    raise OSError("as if the process had ended here")


def test_what_is_written_while_a_job_runs_is_called_too(told: ToldVillage) -> None:
    """A job that ends and a telling that is written hold the same row: neither misses the other."""
    webhook = told.webhook("order.accepted")
    told.order("A-1")
    usual, calls = told.call, []

    def call(undertaking: Undertaking) -> None:
        calls.append(undertaking)
        if len(calls) == 1:
            told.order("A-2", door=2)
            with told.village.database.queue() as queue:
                queue.relay()
        usual(undertaking)

    told.call = call  # type: ignore[method-assign]
    told.work()
    assert [state for state, *_ in states(told, webhook)] == ["delivered", "delivered"]


def test_waits_double_up_to_an_hour_and_a_day_has_some_thirty_of_them() -> None:
    waits = [wait_after(failures) for failures in range(1, 60)]
    assert waits[:4] == [timedelta(seconds=one) for one in (10, 20, 40, 80)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    assert 25 < sum(sum(waits[:count], timedelta()) < GIVE_UP_AFTER for count in range(60)) < 40
    assert wait_after(10**6) == timedelta(hours=1)
