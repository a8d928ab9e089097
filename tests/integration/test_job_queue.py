"""The queue of jobs in the database: who goes first, who has what, and what becomes of what fails."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from data.database import Database
from data.drafts.job import JobDraft, Lease
from data.models.job import Job, JobState
from data.repositories.jobs import LeaseLostError
from data.repositories.queue import AGAIN_AT_ONCE
from kernel.errors import BadInputError, ConflictError, NotAllowedError
from kernel.principal import Principal, PrincipalKind
from kernel.scope import Role, Scope
from tests.stored_square import NOON, TEST, new_database, store_square
from tests.stores import Store

LEASE = timedelta(seconds=30)
LATER = timedelta(seconds=5)


@dataclass
class Queued:
    """A queue whose clock stands still until a test moves it."""

    database: Database
    squares: dict[str, str]
    now: datetime = NOON

    def ask(self, square: str | None = "a", **draft: object) -> str:
        with self.database.begin(TEST) as work:
            square_id = None if square is None else self.squares[square]
            return work.outbox.add(JobDraft("plan", square_id, **draft))

    def relay(self) -> list[str]:
        with self.database.queue() as queue:
            return queue.relay()

    def claim(self, owner: str = "one") -> Lease | None:
        with self.database.queue() as queue:
            return queue.claim(owner, LEASE)

    def held(self, owner: str = "one") -> Lease:
        lease = self.claim(owner)
        assert lease is not None
        return lease

    def renew(self, lease: Lease) -> bool:
        with self.database.queue() as queue:
            return queue.renew(lease, LEASE, 40, {"best_m": 1_234})

    def fail(self, lease: Lease, again_in: timedelta | None = LATER) -> bool:
        with self.database.queue() as queue:
            return queue.fail(lease, "it rained\nall day", again_in)

    def expire(self) -> list[str]:
        with self.database.queue() as queue:
            return queue.expire()

    def close(self, lease: Lease) -> None:
        with self.database.begin(Scope.system("a job", [lease.square_id or ""])) as work:
            work.squares.rename(lease.square_id or "", f"effect of attempt {lease.attempt}")
            work.jobs.close(lease, {"done": True})

    def job(self, job_id: str) -> Job:
        with self.database.read(TEST) as work:
            return work.jobs.get(job_id)


@pytest.fixture
def queued(store: Store) -> Iterator[Queued]:
    database = new_database(store)
    squares = {name: store_square(database, name).id for name in ("a", "b", "c")}
    queued = Queued(database, squares)
    database._clock = lambda: queued.now
    yield queued
    database.close()


def test_a_job_is_known_before_a_relay_has_seen_it_and_relayed_once(queued: Queued) -> None:
    job_id = queued.ask(arguments={"day": "2026-12-01"})
    before = queued.job(job_id)
    assert (before.state, before.arguments, before.created_at) == (JobState.PENDING, {"day": "2026-12-01"}, NOON)
    assert queued.claim() is None
    assert queued.relay() == [job_id]
    assert queued.relay() == []
    assert queued.job(job_id).state is JobState.PENDING
    assert queued.held().job_id == job_id


def test_what_is_undone_was_not_asked_for(queued: Queued) -> None:
    def ask_and_fail() -> None:
        with queued.database.begin(TEST) as work:
            work.outbox.add(JobDraft("plan", queued.squares["a"]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert queued.relay() == []


def test_relays_beside_each_other_make_each_job_once(queued: Queued) -> None:
    asked = [queued.ask(supersedes=f"day {number % 7}") for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        relayed = [job_id for ids in threads.map(lambda _: queued.relay(), range(8)) for job_id in ids]
    assert sorted(relayed) == sorted(asked)
    living = [job_id for job_id in asked if queued.job(job_id).state is JobState.PENDING]
    assert living == asked[-7:], "of each the newest"


def test_claims_beside_each_other_get_different_jobs(queued: Queued) -> None:
    asked = [queued.ask("abc"[number % 3]) for number in range(24)]
    queued.relay()

    def claim_all(owner: str) -> list[str]:
        found = []
        while (lease := queued.claim(owner)) is not None:
            found.append(lease.job_id)
        return found

    with ThreadPoolExecutor(4) as threads:
        claimed = [job_id for ids in threads.map(claim_all, "1234") for job_id in ids]
    assert Counter(claimed) == Counter(asked)


def test_squares_take_turns_and_within_a_turn_the_nearest_deadline_goes_first(queued: Queued) -> None:
    many = [queued.ask("a", within=timedelta(minutes=1)) for _ in range(3)]
    late = queued.ask("b", within=timedelta(minutes=9))
    soon = queued.ask("c", within=timedelta(minutes=5))
    shared = queued.ask(None, within=timedelta(minutes=7))
    not_due = queued.ask("c", due_at=NOON + LATER)
    queued.relay()
    order = [queued.held().job_id for _ in range(6)]
    assert order == [many[0], soon, shared, late, many[1], many[2]]
    assert queued.claim() is None
    queued.now += LATER
    assert queued.held().job_id == not_due


def test_a_job_is_closed_with_its_effect_or_not_at_all(queued: Queued) -> None:
    job_id = queued.ask()
    queued.relay()
    first = queued.held("one")
    queued.now += 2 * LEASE
    assert queued.expire() == [job_id]
    second = queued.held("two")
    assert (second.attempt, queued.renew(first), queued.fail(first)) == (2, False, False)
    with pytest.raises(LeaseLostError):
        queued.close(first)
    queued.close(second)
    with pytest.raises(LeaseLostError):
        queued.close(second)
    done = queued.job(job_id)
    assert (done.state, done.result, done.done_percent, done.owner) == (JobState.DONE, {"done": True}, 100, None)
    with queued.database.read(TEST) as work:
        assert work.squares.with_id(queued.squares["a"]).name == "effect of attempt 2"


def test_a_lease_that_is_over_but_nobody_elses_may_still_be_closed(queued: Queued) -> None:
    queued.ask()
    queued.relay()
    lease = queued.held()
    queued.now += 2 * LEASE
    queued.close(lease)
    assert queued.expire() == []


def test_what_is_renewed_does_not_expire_and_tells_how_far_it_is(queued: Queued) -> None:
    job_id = queued.ask()
    queued.relay()
    lease = queued.held()
    queued.now += LEASE - LATER
    assert queued.renew(lease)
    queued.now += LEASE - LATER
    assert queued.expire() == []
    assert (queued.job(job_id).done_percent, queued.job(job_id).progress) == (40, {"best_m": 1_234})


def test_what_fails_is_tried_again_later_and_is_dead_after_its_last_attempt(queued: Queued) -> None:
    job_id = queued.ask(most_attempts=2, within=timedelta(0))
    queued.relay()
    queued.fail(queued.held())
    assert queued.claim() is None
    queued.now += LATER
    queued.fail(queued.held())
    dead = queued.job(job_id)
    assert (dead.state, dead.error, dead.attempt) == (JobState.DEAD, "it rained all day", 2)
    with queued.database.begin(TEST) as work:
        again = work.jobs.retry(job_id)
    assert (again.state, again.attempt, again.error) == (JobState.PENDING, 0, None)
    with pytest.raises(ConflictError, match="is pending"), queued.database.begin(TEST) as work:
        work.jobs.retry(job_id)


def test_what_vanishes_with_its_last_attempt_is_dead(queued: Queued) -> None:
    job_id = queued.ask(most_attempts=1)
    queued.relay()
    queued.held()
    queued.now += 2 * LEASE
    queued.expire()
    assert queued.job(job_id).state is JobState.DEAD


def test_what_a_stopped_worker_had_is_sent_again_without_counting(queued: Queued) -> None:
    first, second = queued.ask("a"), queued.ask("b")
    queued.relay()
    queued.held("worker-1:10")
    queued.held("worker-10:10")
    with queued.database.queue() as queue:
        assert queue.release("worker-1", stopped=True) == [first]
    assert (queued.job(first).state, queued.job(first).attempt) == (JobState.PENDING, 0)
    assert queued.job(second).state is JobState.LEASED


def test_a_newer_job_takes_the_place_of_an_older_one_of_its_square(queued: Queued) -> None:
    waiting, other = queued.ask(supersedes="plan:day"), queued.ask("b", supersedes="plan:day")
    queued.relay()
    lease = queued.held()
    running = queued.ask(supersedes="plan:day")
    queued.relay()
    assert (lease.job_id, queued.job(waiting).state) == (waiting, JobState.SUPERSEDED)
    assert queued.job(waiting).result == {"superseded_by": running}
    assert not queued.renew(lease)
    with pytest.raises(LeaseLostError):
        queued.close(lease)
    assert queued.job(other).state is JobState.PENDING


def test_a_dead_job_is_not_sent_again_beside_a_newer_one(queued: Queued) -> None:
    dead = queued.ask(supersedes="plan:day")
    queued.relay()
    queued.fail(queued.held(), None)
    queued.ask(supersedes="plan:day")
    with pytest.raises(ConflictError, match="a newer job"), queued.database.begin(TEST) as work:
        work.jobs.retry(dead)


@pytest.mark.parametrize("relayed", [True, False], ids=["waiting", "unseen"])
def test_a_job_that_is_cancelled_is_not_done_until_a_person_sends_it_again(queued: Queued, relayed: bool) -> None:
    older = queued.ask(supersedes="plan:day")
    queued.relay()
    cancelled = queued.ask("b")
    if relayed:
        queued.relay()
    with queued.database.begin(TEST) as work:
        found = work.jobs.cancel(cancelled)
    assert (found.state, found.ended_at) == (JobState.DEAD, NOON)
    assert str(found.error).startswith("cancelled by ")
    assert "a test" in str(found.error)
    assert queued.relay() == []
    assert queued.held().job_id == older
    assert queued.claim() is None
    with pytest.raises(ConflictError, match="is dead"), queued.database.begin(TEST) as work:
        work.jobs.cancel(cancelled)
    with queued.database.begin(TEST) as work:
        work.jobs.retry(cancelled)
    assert queued.held().job_id == cancelled


def test_who_does_a_job_that_is_cancelled_writes_nothing_more(queued: Queued) -> None:
    job_id = queued.ask()
    queued.relay()
    lease = queued.held()
    with queued.database.begin(TEST) as work:
        work.jobs.cancel(job_id)
    assert not queued.renew(lease)
    assert not queued.fail(lease)
    with pytest.raises(LeaseLostError):
        queued.close(lease)
    with queued.database.read(TEST) as work:
        assert work.squares.get("a").name != "effect of attempt 1"
    assert queued.job(job_id).state is JobState.DEAD


def test_a_lease_from_before_a_job_was_sent_again_does_not_fit_it(queued: Queued) -> None:
    job_id = queued.ask()
    queued.relay()
    old = queued.held("one:1")
    with queued.database.begin(TEST) as work:
        work.jobs.cancel(job_id)
        work.jobs.retry(job_id)
    new = queued.held("one:1")
    assert (new.job_id, new.attempt, queued.renew(old)) == (job_id, old.attempt, False)
    with pytest.raises(LeaseLostError):
        queued.close(old)
    queued.close(new)


def test_an_older_job_goes_on_where_the_newer_one_is_cancelled_unseen(queued: Queued) -> None:
    older = queued.ask(supersedes="plan:day")
    queued.relay()
    newer = queued.ask(supersedes="plan:day")
    with queued.database.begin(TEST) as work:
        work.jobs.cancel(newer)
    queued.relay()
    assert queued.held().job_id == older


def test_what_is_asked_for_once_is_one_job_of_its_square(queued: Queued) -> None:
    first = queued.ask(once="cut-off")
    queued.relay()
    queued.close(queued.held())
    assert queued.ask(once="cut-off") == first
    assert queued.ask("b", once="cut-off") != first
    assert len(queued.relay()) == 1


def test_workers_are_called_for_what_is_due_and_again_where_nobody_comes(queued: Queued) -> None:
    again = timedelta(minutes=1)

    def to_ring() -> list[str]:
        with queued.database.look_at_queue() as queue:
            assert queue.has_news(again) == bool(queue.to_ring(again))
            return queue.to_ring(again)

    job_id = queued.ask()
    queued.ask(due_at=NOON + timedelta(days=1))
    queued.relay()
    assert to_ring() == [job_id]
    with queued.database.queue() as queue:
        queue.rung([job_id])
    assert to_ring() == []
    queued.now += again
    assert to_ring() == [job_id]
    queued.held()
    assert to_ring() == []


def test_while_workers_are_busy_few_messages_pile_up_and_where_all_are_lost_every_job_is_rung_for(
    queued: Queued,
) -> None:
    again = timedelta(minutes=1)

    def ring() -> list[str]:
        with queued.database.queue() as queue:
            rung = queue.to_ring(again)
            queue.rung(rung)
        return rung

    jobs = [queued.ask() for _ in range(30)]
    queued.relay()
    assert ring() == jobs
    for _ in range(3):
        queued.now += again
        assert ring() == jobs[:AGAIN_AT_ONCE], "nobody came: all are busy"
        assert ring() == []
        with queued.database.look_at_queue() as queue:
            assert not queue.has_news(again)
    queued.now += again
    heard: list[str] = []
    while bells := ring():  # of all messages only these reach a worker, and each lets it take one job
        heard += [queued.held().job_id for _ in bells]
    assert heard == jobs


def test_what_does_not_fit_is_refused_when_it_is_asked_for(queued: Queued) -> None:
    with pytest.raises(BadInputError, match="characters"):
        queued.ask(once="x" * 300)


def test_only_a_worker_closes_a_job_and_only_the_platform_asks_for_all_squares(queued: Queued) -> None:
    queued.ask()
    queued.relay()
    lease = queued.held()
    host = Scope(Role.HOST, frozenset({queued.squares["a"]}))
    with pytest.raises(NotAllowedError), queued.database.begin(host, Principal(PrincipalKind.PERSON, "p")) as work:
        work.jobs.close(lease)
    with pytest.raises(NotAllowedError), queued.database.begin(host, Principal(PrincipalKind.PERSON, "p")) as work:
        work.outbox.add(JobDraft("import area", None))
