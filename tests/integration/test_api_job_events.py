"""A job followed over HTTP: an event whenever it changes, until it has ended."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.routes import job_events
from data.drafts.job import JobDraft
from kernel.ids import new_id
from kernel.scope import Scope
from tests.asked_village import AskedVillage, asked_village
from tests.stores import Store

TEST = Scope.system("a test")


@pytest.fixture
def asked(store: Store, village: Path) -> Iterator[AskedVillage]:
    with asked_village(store, village) as here:
        yield here


def events(text: str) -> list[dict[str, Any]]:
    """Read server-sent events by the standard: a blank line ends each."""
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.splitlines()
        assert name == "event: job"
        found.append(json.loads(data.removeprefix("data: ")))
    return found


def test_a_follower_hears_of_every_change_until_the_job_has_ended(
    asked: AskedVillage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked.database.begin(TEST) as work:
        job_id = work.outbox.add(JobDraft("plan", asked.square.id))
    leases = []

    def begin() -> None:
        with asked.database.queue() as queue:
            queue.relay()
            leases.append(queue.claim("a worker", timedelta(minutes=1)))

    def tell() -> None:
        with asked.database.queue() as queue:
            queue.renew(leases[0], timedelta(minutes=1), 40, {"best_m": 1_845})

    def end() -> None:
        with asked.database.begin(TEST) as work:
            work.jobs.close(leases[0], {"rounds": 1})

    happens = iter([begin, lambda: None, tell, end])
    look = job_events._look

    def looked(*of_job: Any) -> Any:
        shown = look(*of_job)
        next(happens, lambda: None)()
        return shown

    monkeypatch.setattr(job_events, "_look", looked)
    monkeypatch.setattr(job_events, "LOOK_S", 0.01)
    answer = asked.get(f"/jobs/{job_id}/events")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [(one["state"], one["done_percent"]) for one in events(answer.text)]
    assert told == [("pending", 0), ("leased", 0), ("leased", 40), ("done", 100)]
    assert events(answer.text)[2]["progress"] == {"best_m": 1_845}


def test_a_job_that_is_not_there_or_of_another_square_is_not_found(asked: AskedVillage) -> None:
    with asked.database.begin(TEST) as work:
        theirs = work.outbox.add(JobDraft("plan", asked.other.id))
    for job_id in (new_id(), theirs):
        answer = asked.get(f"/jobs/{job_id}/events")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_stream_ends_by_itself(asked: AskedVillage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_events, "FOLLOW_S", 0.02)
    monkeypatch.setattr(job_events, "LOOK_S", 0.01)
    with asked.database.begin(TEST) as work:
        job_id = work.outbox.add(JobDraft("plan", asked.square.id))
    assert len(events(asked.get(f"/jobs/{job_id}/events").text)) == 1
