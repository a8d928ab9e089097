"""`dorpsronde jobs`, `worker`, `beat` and the worker that `serve` brings, as a person calls them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from data.database import Database
from data.drafts.job import JobDraft
from data.models.job import JobState
from data.settings import DatabaseSettings
from rounds.later import plan_later
from tests.shown_village import TEST, UNPLANNED
from tests.stored_square import store_square
from tests.work_site import children, until

DORPSRONDE = Path(sys.executable).with_name("dorpsronde")


@pytest.fixture
def database(working_folder: Path) -> Iterator[Database]:
    database = Database.open(DatabaseSettings.from_environment())
    yield database
    database.close()


def dead_job(database: Database, square_id: str) -> str:
    with database.begin(TEST) as work:
        job_id = work.outbox.add(JobDraft("plan", square_id, {"day": "2026-12-01"}))
    with database.queue() as queue:
        queue.relay()
        lease = queue.claim("somebody", timedelta(minutes=1))
        assert lease is not None
        queue.fail(lease, "square proefdorp has no depot. Say where rounds begin.", None)
    return job_id


def test_what_failed_is_listed_shown_and_sent_again(call, database: Database) -> None:
    square = store_square(database)
    job_id = dead_job(database, square.id)
    said = call("jobs", "list", "proefdorp", "--state", "dead")
    assert said.code == 0
    first, second = said.out.splitlines()
    assert re.fullmatch(rf"{job_id}  dead  plan  proefdorp  \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC", first)
    assert second.strip() == "square proefdorp has no depot. Say where rounds begin."
    shown = call("jobs", "show", job_id).out
    assert 'arguments:  {"day": "2026-12-01"}' in shown
    assert "attempt:    1 of 5" in shown
    assert call("jobs", "retry", job_id).out == "Sent again: 1.\n"
    assert call("jobs", "list", "--state", "dead").out == "No jobs.\n"
    again = call("jobs", "retry", job_id)
    assert (again.code, again.last_line) == (1, f"Error: job {job_id} is pending. Only a dead job is sent again.")
    assert call("jobs", "cancel", job_id).out == "Cancelled: 1.\n"
    assert "error:      cancelled by " in call("jobs", "show", job_id).out
    ended = call("jobs", "cancel", job_id)
    assert (ended.code, ended.last_line) == (
        1, f"Error: job {job_id} is dead. Only a job that waits or runs is cancelled.",
    )  # fmt: skip


def test_a_job_that_is_not_there_is_one_line(call, database: Database) -> None:
    for job_id in ("018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f", "nonsense"):
        said = call("jobs", "show", job_id)
        assert said.code != 0
        assert len(said.err.strip().splitlines()) == 1
    assert call("jobs", "list", "nergens").code == 2


def test_a_square_says_when_it_plans_the_next_day(call, database: Database) -> None:
    store_square(database)
    said = call("square", "cutoff", "proefdorp", "20:30")
    assert said.out == "proefdorp plans the next day at 20:30 (Europe/Amsterdam).\n"
    with database.read(TEST) as work:
        assert work.squares.get("proefdorp").cutoff_s == 73_800
    assert call("square", "cutoff", "proefdorp", "25:00").code == 2


@pytest.mark.parametrize("command", ["worker", "beat"])
def test_a_broker_that_nobody_knows_is_one_line(call, database: Database, monkeypatch, command: str) -> None:
    monkeypatch.setenv("DORPSRONDE_BROKER_URL", "http://broker")
    said = call(command)
    assert (said.code, said.last_line) == (
        2,
        (
            "Error: DORPSRONDE_BROKER_URL: this address is of no broker that is known here. "
            "Write redis://HOST:6379/0 or amqp://USER:PASSWORD@HOST//, or leave it empty."
        ),
    )


def test_a_setting_of_workers_that_cannot_be_names_its_variable(call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_LEASE_S", "soon")
    said = call("worker")
    assert said.code == 2
    assert said.last_line.startswith("Error: DORPSRONDE_LEASE_S: 'soon': input should be a valid number")


@contextmanager
def serving(home: Path) -> Iterator[subprocess.Popen[str]]:
    settings = {"DORPSRONDE_HOME": str(home), "DORPSRONDE_DATABASE_URL": "", "DORPSRONDE_SOLVE_S": "1"}
    process = subprocess.Popen(
        [DORPSRONDE, "serve", "--port", "0"],
        env=os.environ | settings | {"DORPSRONDE_RING_AGAIN_S": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Dorpsronde is on http://127.0.0.1:")
        yield process
    finally:
        process.kill()
        process.communicate()


def test_serve_brings_a_worker_that_plans_and_is_started_again_when_it_is_killed(
    shown_home: Path, tmp_path: Path
) -> None:
    """The day is planned though its worker was killed in the middle; and nothing runs on after `serve`."""
    home = copied(shown_home, tmp_path / "home")
    database = Database.open(DatabaseSettings(home=home))
    with database.begin(TEST) as work:
        job_id = plan_later(work, work.squares.get("proefdorp").id, UNPLANNED)
    with serving(home) as server:

        def job():
            with database.read(TEST) as work:
                return work.jobs.get(job_id)

        until(lambda: (job().progress or {}).get("step_en"), "it is being planned")
        worker = next(pid for pid in children(server.pid) if "workers.child" in command_of(pid))
        os.kill(worker, signal.SIGKILL)
        until(lambda: job().state is JobState.DONE, "another worker has planned it")
        with database.read(TEST) as work:
            plan = work.plans.of_day(work.squares.get("proefdorp").id, UNPLANNED)
        assert plan is not None
        assert (job().result or {})["plan_id"] == plan.id
        worker = next(pid for pid in children(server.pid) if "workers.child" in command_of(pid))
        server.send_signal(signal.SIGINT)
        _, err = server.communicate()
        assert err.strip().splitlines()[-1] == "Stopped."
        assert not Path(f"/proc/{worker}").exists()
    database.close()


def test_a_server_that_is_killed_takes_its_worker_along(tmp_path: Path) -> None:
    Database.open(DatabaseSettings(home=tmp_path)).close()
    with serving(tmp_path) as server:
        until(lambda: [pid for pid in children(server.pid) if "workers.child" in command_of(pid)], "it has a worker")
        worker = next(pid for pid in children(server.pid) if "workers.child" in command_of(pid))
        server.kill()
        server.wait()
        until(lambda: "workers.child" not in command_of(worker), "Linux ends the worker")


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def copied(home: Path, to: Path) -> Path:
    subprocess.run(["cp", "-a", home, to], check=True)
    return to
