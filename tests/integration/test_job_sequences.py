"""Any sequence of asking, relaying, claiming, sleeping, closing, failing: no job is lost, no effect written twice."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from data.drafts.event import EventDraft, EventKind
from data.drafts.job import JobDraft, Lease
from data.models.job import LIVE, JobState
from data.repositories.jobs import LeaseLostError
from tests.stored_square import NOON, TEST, new_database, store_square
from tests.stores import KINDS, stored

LEASE = timedelta(seconds=30)
WORDS = st.sampled_from([None, None, "plan:1", "plan:2"])


class Sequences(RuleBasedStateMachine):
    """Workers hold leases as long as they like, whatever the queue thinks of it; what is known is kept here too."""

    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.place = stored(self.kind, Path(self.folder.name))
        self.database = new_database(self.place.__enter__())
        self.square = store_square(self.database)
        self.now: datetime = NOON
        self.database._clock = lambda: self.now
        self.asked: dict[str, str | None] = {}
        self.leases: list[Lease] = []
        self.latest: dict[str, Lease] = {}

    def teardown(self) -> None:
        self.database.close()
        self.place.__exit__(None, None, None)
        self.folder.cleanup()

    @rule(word=WORDS, once=st.sampled_from([None, None, "a", "b"]), most=st.integers(1, 3), at_once=st.booleans())
    def ask(self, word: str | None, once: str | None, most: int, at_once: bool) -> None:
        draft = JobDraft("plan", self.square.id, supersedes=word, once=once, most_attempts=most)
        with self.database.begin(TEST) as work:
            self.asked.setdefault(work.outbox.add(draft), word)  # what was asked once is as it was asked first
        if at_once:
            self.relay()

    @rule()
    def relay(self) -> None:
        with self.database.queue() as queue:
            queue.relay()

    @rule(owner=st.sampled_from(["one:1", "one:2", "two:1"]))
    def claim(self, owner: str) -> None:
        with self.database.queue() as queue:
            lease = queue.claim(owner, LEASE)
        if lease is not None:
            self.leases.append(lease)
            self.latest[lease.job_id] = lease

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), forget=st.booleans())
    def close(self, data: st.DataObject, forget: bool) -> None:
        """Write the effect, in time or long after; a worker may try again with a lease that it has closed."""
        lease = data.draw(st.sampled_from(self.leases))
        try:
            with self.database.begin(TEST) as work:
                details = {"job_id": lease.job_id}
                work.stories.say(self.square.id, [EventDraft(EventKind.SQUARE_CREATED, details=details)])
                work.jobs.close(lease)
        except LeaseLostError:
            pass
        else:
            assert lease is self.latest[lease.job_id], "only who has the job now writes"
        if forget:
            self.leases.remove(lease)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), hopeless=st.booleans())
    def fail(self, data: st.DataObject, hopeless: bool) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        with self.database.queue() as queue:
            queue.fail(lease, "it failed", None if hopeless else timedelta(seconds=5))

    @precondition(lambda self: self.leases)
    @rule(data=st.data())
    def renew(self, data: st.DataObject) -> None:
        with self.database.queue() as queue:
            queue.renew(data.draw(st.sampled_from(self.leases)), LEASE, 50, None)

    @rule(seconds=st.sampled_from([1, 20, 40]))
    def expire(self, seconds: int) -> None:
        """Let time pass, of which 40 seconds are more than a lease."""
        self.now += timedelta(seconds=seconds)
        with self.database.queue() as queue:
            queue.expire()

    @rule(stopped=st.booleans())
    def release(self, stopped: bool) -> None:
        with self.database.queue() as queue:
            queue.release("one", stopped=stopped)

    @rule(data=st.data())
    @precondition(lambda self: self.asked)
    def send_again(self, data: st.DataObject) -> None:
        job_id = data.draw(st.sampled_from(sorted(self.asked)))
        states = self._states()
        word = self.asked[job_id]
        newer = [one for one, its in self.asked.items() if word is not None and its == word and states[one] in LIVE]
        dead = states[job_id] is JobState.DEAD
        if dead and not newer:
            with self.database.begin(TEST) as work:
                work.jobs.retry(job_id)

    @rule(data=st.data())
    @precondition(lambda self: self.asked)
    def cancel(self, data: st.DataObject) -> None:
        job_id = data.draw(st.sampled_from(sorted(self.asked)))
        if self._states()[job_id] in LIVE:
            with self.database.begin(TEST) as work:
                work.jobs.cancel(job_id)

    @invariant()
    def every_job_is_somewhere_and_what_is_done_was_written_once(self) -> None:
        states = self._states()
        with self.database.read(TEST) as work:
            events = [event.details.get("job_id") for event in work.events.of(self.square.id)]
        live = Counter(word for one, word in self.asked.items() if word and one in self.relayed and states[one] in LIVE)
        written = Counter(one for one in events if one)
        assert written == {one: 1 for one, state in states.items() if state is JobState.DONE}
        assert max(live.values(), default=0) <= 1

    def _states(self) -> dict[str, JobState]:
        """Give what each job that was asked for is."""
        with self.database.read(TEST) as work:
            found = {job.id: job.state for job in work.jobs.all(limit=200)}
        self.relayed = set(found)
        return {one: found.get(one, JobState.PENDING) for one in self.asked}


@pytest.mark.parametrize("kind", KINDS)
def test_no_sequence_loses_a_job_or_writes_its_effect_twice(kind: str) -> None:
    class OnKind(Sequences):
        pass

    OnKind.kind = kind
    few = {"sqlite": 12, "postgresql": 4}[kind]
    long = how.default.max_examples > 1_000
    run_state_machine_as_test(OnKind, settings=how(max_examples=200 if long else few, stateful_step_count=40))
