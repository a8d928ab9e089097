"""What the compose file starts, started here: the same commands and environment, on a database and queue of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest
from sqlalchemy import make_url

from data.database import Database
from data.models.job import JobState
from data.settings import DatabaseSettings
from kernel.scope import Scope
from rounds.later import plan_later
from tests import private_postgres, private_redis
from tests.compose import REPOSITORY, composed
from tests.squares import DAY, good_rows, orders_file
from tests.work_site import until

BIN = Path(sys.executable).parent
PASSWORDS = {
    "DORPSRONDE_ADMIN_PASSWORD": "not used here",
    "DORPSRONDE_OWNER_PASSWORD": "p@ss:/?#%'\"own",
    "DORPSRONDE_APP_PASSWORD": "p@ss:/?#%'\"app",
}
TEST = Scope.system("a test")


class Machine:
    """The services of the compose file, each as it is told there, at other addresses."""

    def __init__(self, folder: Path, database: str, queue: str) -> None:
        self.services = composed(PASSWORDS | {"DORPSRONDE_HOSTS": "rondes.example.nl"})["services"]
        self.port, self.metrics_port = private_postgres.free_port(), private_postgres.free_port()
        self.moved = {
            "@db:5432/": f"@{database}/", "redis://redis:6379/": queue, "/data": str(folder / "data"),
            "0.0.0.0": "127.0.0.1", "8000": str(self.port), "9464": str(self.metrics_port),  # noqa: S104 - replaced
        }  # fmt: skip
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.folder = folder

    def here(self, text: str) -> str:
        for there, here in self.moved.items():
            text = text.replace(there, here)
        return text

    def environment(self, service: str) -> dict[str, str]:
        """Give the service's environment, and of ours only what a process cannot do without."""
        own = {name: self.here(value) for name, value in self.services[service]["environment"].items()}
        kept = ("PATH", "PYTHONPATH", "HOME", "DORPSRONDE_CACHE_DIR", "XDG_CACHE_HOME")
        return {name: os.environ[name] for name in kept if name in os.environ} | own

    def call(self, service: str, *words: str) -> tuple[list[str], dict[str, Any]]:
        program, *rest = words or self.services[service]["command"]
        options = {"env": self.environment(service), "cwd": self.folder, "text": True}
        return [str(BIN / program), *map(self.here, rest)], options

    def run(self, service: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        call, options = self.call(service, *map(str, words))
        return subprocess.run(call, **options, capture_output=True, check=False)

    def start(self, service: str) -> subprocess.Popen[str]:
        call, options = self.call(service)
        log = (self.folder / f"{service}.log").open("w")
        self.running[service] = subprocess.Popen(call, **options, stdout=subprocess.PIPE, stderr=log)
        log.close()
        return self.running[service]

    def check(self) -> subprocess.CompletedProcess[str]:
        """Do the check of the server's health, as Docker does."""
        return self.run("api", *self.services["api"]["healthcheck"]["test"][1:])

    def logged(self, service: str) -> list[dict[str, object]]:
        """Read a service's log, of which each line is an object."""
        return [json.loads(line) for line in (self.folder / f"{service}.log").read_text().splitlines()]

    def stop(self) -> dict[str, int]:
        for process in self.running.values():
            process.terminate()
        codes = {}
        for name, process in self.running.items():
            process.communicate()
            codes[name] = process.returncode
        self.running = {}
        return codes


@contextmanager
def machine(folder: Path) -> Iterator[tuple[Machine, private_redis.Private]]:
    where = private_postgres.programs()
    assert where is not None, "`make test` says how to get PostgreSQL"
    server, queue = private_postgres.Private(where), private_redis.Private()
    try:
        at = make_url(server.start())
        make_database(where, at)
        here = Machine(folder, f"{at.host}:{at.port}", queue.start().removesuffix("0"))
        try:
            yield here, queue
        finally:
            for process in here.running.values():
                process.kill()
                process.communicate()
    finally:
        queue.remove()
        server.stop()


def make_database(programs: Path, at: Any) -> None:
    """Do what the image of PostgreSQL does when its volume is new: the database, then the script."""
    with psycopg.connect(at.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("CREATE DATABASE dorpsronde ENCODING 'UTF8' TEMPLATE template0")
    given = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PGHOST": at.host, "PGPORT": str(at.port),
        "PGPASSWORD": unquote(at.password), "POSTGRES_USER": at.username, "POSTGRES_DB": "dorpsronde",
        "OWNER_PASSWORD": PASSWORDS["DORPSRONDE_OWNER_PASSWORD"], "APP_PASSWORD": PASSWORDS["DORPSRONDE_APP_PASSWORD"],
    }  # fmt: skip
    subprocess.run([REPOSITORY / "scripts" / "make_logins.sh"], env=given, check=True)


def asked(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Machine, private_redis.Private]]:
    """All services running, in the order in which the file has them wait for each other."""
    with machine(tmp_path_factory.mktemp("machine")) as (here, queue):
        migrated = here.run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        api = here.start("api")
        assert api.stdout is not None
        said = api.stdout.readline()
        assert f":{here.port}/" in said, (here.folder / "api.log").read_text()
        here.start("worker")
        here.start("beat")
        yield here, queue


def test_the_server_is_ready_under_its_own_names_and_asks_who_comes(at_work) -> None:
    here, _ = at_work
    until(lambda: here.check().returncode == 0, "the server is healthy")  # asked again, as Docker does
    assert here.check().stdout == "ready, version 0.1.0\n"
    status, text = asked(here.port, "/health/ready", host="rondes.example.nl")
    assert (status, json.loads(text)["parts"]) == (200, {"database": "ok", "folder": "ok", "queue": "ok"})
    assert asked(here.port, "/health/live", host="evil.example")[0] == 421


def test_an_order_is_planned_by_the_worker_and_seen_in_the_metrics(at_work, village: Path) -> None:
    here, _ = at_work
    vehicles = here.folder / "vehicles.csv"
    vehicles.write_text("vehicle,profile,duty\nBike 1,cargo-bike,13:00-18:00\n", "utf-8")
    for words in (
        ("area", "import", "Proefdorp", village),
        ("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map"),
        ("vehicles", "import", "proefdorp", vehicles),
        ("orders", "import", "proefdorp", orders_file(here.folder, good_rows(3)), "--date", DAY),
    ):
        done = here.run("api", "dorpsronde", *words)
        assert done.returncode == 0, done.stderr
    database = opened(here)
    with database.begin(TEST) as work:
        square = work.squares.get("proefdorp")
        job_id = plan_later(work, square.id, date.fromisoformat(DAY))

    def ended() -> bool:
        with database.read(TEST) as work:
            return work.jobs.get(job_id).state in {JobState.DONE, JobState.DEAD}

    until(ended, "the day is planned")
    with database.read(TEST) as work:
        job = work.jobs.get(job_id)
    database.close()
    assert job.state is JobState.DONE, job.error
    told = [line for line in here.logged("worker") if line["event"] == "job ended"]
    assert [(line["job_id"], line["state"], line["kind"]) for line in told] == [(job_id, "done", "plan")]
    status, text = asked(here.metrics_port, "/metrics")
    assert status == 200
    assert "dorpsronde_database_up 1.0" in text


def opened(here: Machine) -> Database:
    given = here.environment("worker")
    url = make_url(given["DORPSRONDE_DATABASE_URL"]).set(password=given["PGPASSWORD"])
    home = Path(given["DORPSRONDE_HOME"])
    return Database.open(DatabaseSettings(home=home, database_url=url.render_as_string(hide_password=False)))


def test_without_its_queue_the_server_lives_and_is_not_ready(at_work) -> None:
    here, queue = at_work
    queue.stop()
    try:
        checked = here.check()
        assert checked.returncode == 1
        assert "The queue does not answer; jobs wait in the database" in checked.stderr
        assert asked(here.port, "/health/live")[0] == 200
    finally:
        queue.start()


def test_everything_stops_when_it_is_asked_to_and_logged_objects_only(at_work) -> None:
    here, _ = at_work
    codes = here.stop()
    assert set(codes) == {"api", "worker", "beat"}
    assert all(code in {0, -15, 130, 143} for code in codes.values()), codes
    for service in codes:
        for line in here.logged(service):
            assert {"at", "level", "event"} <= line.keys()
