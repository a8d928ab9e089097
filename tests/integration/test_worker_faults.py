"""Whatever ends at the worst moment: no job is lost, and none is done twice. Real processes, brokers and databases."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from data.models.job import JobState
from kernel.errors import OutputError
from tests.private_redis import Private
from tests.stores import KINDS
from tests.work_site import TEST, WorkSite, children, send, site, until
from workers.beat import Beat


@pytest.fixture(params=KINDS)
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WorkSite]:
    with site(request.param, tmp_path) as made:
        yield made


def test_a_worker_that_is_killed_loses_nothing_and_writes_nothing(here: WorkSite) -> None:
    """First its child, in the middle of the work; then all of it."""
    name = here.start()
    job_id = here.ask()
    os.kill(here.pid_of(job_id), signal.SIGKILL)
    until(lambda: here.job(job_id).attempt == 2, "it is begun again by a new child")
    here.end(name)
    until(lambda: here.job(job_id).state is JobState.LEASED, "nobody is there to send it again")
    here.open_gate()
    here.start()
    here.all_done(job_id)
    assert here.effects() == [job_id]
    assert here.job(job_id).attempt >= 3


def test_children_that_are_killed_while_they_wait_are_replaced(here: WorkSite) -> None:
    """While one listens it holds a lock, and while one is forked the clock may be at the database."""
    here.open_gate()
    worker = here.running[here.start()]
    for _ in range(5):
        here.all_done(here.ask())
        send(children(worker.pid)[0], signal.SIGKILL)
    here.all_done(here.ask())


def test_children_end_with_their_worker(here: WorkSite) -> None:
    name = here.start()
    child = here.pid_of(here.ask())
    os.kill(here.running[name].pid, signal.SIGKILL)
    here.running.pop(name).wait()
    until(lambda: not alive(child), "Linux ends the child")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_worker_that_sleeps_past_its_lease_writes_nothing_when_it_wakes(here: WorkSite) -> None:
    first = here.start()
    job_id = here.ask()
    sleeper = here.pid_of(job_id)
    for pid in (here.running[first].pid, *children(here.running[first].pid)):
        os.kill(pid, signal.SIGSTOP)
    second = here.start()
    until(lambda: here.job(job_id).attempt == 2, "another worker has it")
    here.open_gate()
    here.all_done(job_id)
    here.end(second)
    for pid in (sleeper, here.running[first].pid):
        os.kill(pid, signal.SIGCONT)
    after = here.ask()
    here.all_done(after)
    assert (here.job(after).result or {})["pid"] == sleeper, "it has put the first job aside"
    assert here.effects() == sorted([job_id, after])
    assert (here.job(job_id).result or {})["attempt"] == 2


def test_messages_that_are_deleted_are_sent_again(here: WorkSite) -> None:
    here.open_gate()
    jobs = [here.ask() for _ in range(5)]
    beat = Beat(here.database, here.store.home, here.app, here.settings)
    beat.look()
    with here.app.connection_for_write() as connection:
        assert connection.default_channel.queue_purge(here.settings.queue) == 5
    here.start()
    here.all_done(*jobs)
    assert here.effects() == sorted(jobs)


def test_what_the_clock_cannot_do_keeps_nothing_else_from_being_done(
    here: WorkSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fails(*_: object) -> None:
        raise OutputError("cannot be removed")

    def breaks(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("workers.beat.forget_old_uploads", fails)
    monkeypatch.setattr("workers.beat.ask_for_recurring_orders", breaks)
    monkeypatch.setattr("workers.beat.ask_for_due_plans", lambda *_: done.append("plans"))
    monkeypatch.setattr("workers.beat.erase_old_proofs", lambda *_, strays: done.append(f"proofs {strays}"))
    beat = Beat(here.database, here.store.home, here.app, here.settings)
    for _ in range(2):
        with pytest.raises(OutputError):
            beat.tick()
    assert done == ["plans", "proofs True", "plans", "proofs False"], "strays are looked for once an hour"


def test_two_workers_share_many_jobs_and_do_each_once(here: WorkSite) -> None:
    here.open_gate()
    jobs = [here.ask() for _ in range(15)]
    here.start()
    here.start()
    here.all_done(*jobs)
    assert here.effects() == sorted(jobs)


def test_a_redis_that_stops_and_starts_again_loses_nothing(tmp_path: Path) -> None:
    redis = Private()
    try:
        with site("sqlite", tmp_path, broker=redis.start()) as here:
            here.open_gate()
            here.start()
            before = here.ask()
            here.all_done(before)
            redis.stop()
            meanwhile = here.ask()
            until(
                lambda: here.job(meanwhile).created_at and "the broker does not answer" in here.said(), "it is noticed"
            )
            redis.start()
            here.all_done(meanwhile)
            assert here.effects() == sorted([before, meanwhile])
    finally:
        redis.remove()


def test_a_database_that_drops_its_connections_loses_nothing(tmp_path: Path) -> None:
    with site("postgresql", tmp_path) as here:
        here.start()
        job_id = here.ask()
        here.pid_of(job_id)
        with psycopg.connect(here.store.url, autocommit=True) as connection:
            for _ in range(3):
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        here.open_gate()
        here.all_done(job_id)
        assert here.effects() == [job_id]


def test_a_job_that_is_asked_for_twice_at_once_is_done_once(here: WorkSite) -> None:
    here.open_gate()
    twice = [here.ask(supersedes="the same") for _ in range(2)]
    once = {here.ask(once="ever") for _ in range(2)}
    here.start()
    here.all_done(twice[1], *once)
    assert here.job(twice[0]).state is JobState.SUPERSEDED
    assert len(once) == 1
    assert here.effects() == sorted([twice[1], *once])


def test_a_newer_job_takes_the_place_of_one_that_is_being_done(here: WorkSite) -> None:
    here.start()
    older = here.ask(supersedes="the same")
    here.pid_of(older)
    newer = here.ask(supersedes="the same")
    until(lambda: here.job(older).state is JobState.SUPERSEDED, "the older gives way")
    here.open_gate()
    here.all_done(newer)
    assert here.effects() == [newer]


def test_a_job_that_ends_its_worker_each_time_is_dead_until_a_person_sends_it_again(here: WorkSite) -> None:
    here.start()
    job_id = here.ask(most_attempts=2)

    def given_up() -> bool:
        job = here.job(job_id)
        if job.progress:
            send(job.progress["pid"], signal.SIGKILL)
        return job.state is JobState.DEAD

    until(given_up, "it is given up")
    assert here.job(job_id).attempt == 2
    assert "vanished" in (here.job(job_id).error or "")
    here.open_gate()
    with here.database.begin(TEST) as work:
        work.jobs.retry(job_id)
    here.all_done(job_id)
    assert here.effects() == [job_id]
