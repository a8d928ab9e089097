"""`dorpsronde serve` as a person starts it: a process on a port of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.served import JSON, OPTIMIZATION, streets
from tests.stored_square import new_database
from tests.stores import stored

DORPSRONDE = Path(sys.executable).with_name("dorpsronde")


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve a new database on any free port; gives the process and its port."""
    new_database(home).close()
    environment = os.environ | {"DORPSRONDE_HOME": str(home), "DORPSRONDE_DATABASE_URL": ""} | settings
    process = subprocess.Popen(
        [DORPSRONDE, "serve", "--port", "0", "--no-worker"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = re.fullmatch(
            r"Dorpsronde is on http://127\.0\.0\.1:(\d+)/ \(Ctrl-C stops it\)\n", process.stdout.readline()
        )
        assert said is not None
        yield process, int(said[1])
    finally:
        process.kill()
        process.communicate()


def asked(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_answers_until_it_is_asked_to_stop(tmp_path: Path, how: signal.Signals, code: int) -> None:
    with serving(tmp_path) as (process, port):
        assert asked(port, "GET", "/health") == 200
        assert asked(port, "GET", "/health", host="evil.example") == 421
        process.send_signal(how)
        _, err = process.communicate()
        assert process.returncode == code
        assert err.strip() == ("Stopped." if how is signal.SIGINT else "")
    assert not list(tmp_path.glob("*-wal")), "the journal is folded into the file"


def test_processes_at_one_door_answer_count_and_end_together(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        counted = free.getsockname()[1]
    with stored("postgresql", tmp_path) as store:
        together = {"DORPSRONDE_DATABASE_URL": store.url, "DORPSRONDE_PROCESSES": "2"}
        with serving(tmp_path, **together, DORPSRONDE_METRICS_PORT=str(counted)) as (process, port):
            process.send_signal(signal.SIGSTOP)
            assert asked(port, "GET", "/health/live") == 200, "by the other one, which alone can"
            process.send_signal(signal.SIGCONT)
            with urlopen(f"http://127.0.0.1:{counted}/metrics") as told:
                lines = told.read().decode().splitlines()
            answered = 'dorpsronde_http_requests_total{method="GET",route="/health/live",status="200"}'
            assert [line for line in lines if line.startswith(answered)] == [f"{answered} 1.0"]
            assert "dorpsronde_database_up 1.0" in lines
            process.send_signal(signal.SIGTERM)
            process.communicate()
            assert process.returncode == -signal.SIGTERM
            with pytest.raises(ConnectionRefusedError):
                asked(port, "GET", "/health/live")


def test_several_processes_on_sqlite_are_refused(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path))
    monkeypatch.setenv("DORPSRONDE_PROCESSES", "2")
    said = call("serve", "--port", "0")
    assert said.code == 2
    assert said.err == (
        "Error: DORPSRONDE_PROCESSES: 2 processes are for PostgreSQL; SQLite has one writer at a time. Unset it, or"
        " move to PostgreSQL: docs/how-to/postgresql.md.\n"
    )


def test_a_caller_who_hangs_up_frees_the_slot_and_stopping_waits_for_nobody_for_long(tmp_path: Path) -> None:
    with serving(tmp_path, DORPSRONDE_SOLVE_SLOTS="1") as (process, port):
        for _ in range(2):
            wait_until(port, 415)
            caller = HTTPConnection("127.0.0.1", port)
            caller.request("POST", f"{OPTIMIZATION}?time_limit=60", streets(60), JSON)
            wait_until(port, 503)
            assert asked(port, "GET", "/health") == 200
            hang_up(caller)
        wait_until(port, 415)
        caller.request("POST", f"{OPTIMIZATION}?time_limit=60", streets(60), JSON)
        wait_until(port, 503)
        process.send_signal(signal.SIGINT)
        with closing(caller):
            assert caller.getresponse().status in {200, 503}  # the best plan so far, if there was one
        _, err = process.communicate()
        assert (process.returncode, err.strip()) == (130, "Stopped.")


def wait_until(port: int, status: int) -> None:
    """Ask for a slot, with nothing to plan, until that is answered: 503 while there is none, else 415."""
    while asked(port, "POST", OPTIMIZATION, b"") != status:
        pass


def hang_up(caller: HTTPConnection) -> None:
    caller.sock.shutdown(socket.SHUT_RDWR)
    caller.close()


def test_a_taken_port_is_one_line(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = call("serve", "--port", port)
    assert said.code == 1
    assert said.err == (
        f"Error: port {port} of 127.0.0.1 is taken. Stop what listens there, or choose another with --port.\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "a" * 70, ""])
def test_an_address_that_is_not_of_this_machine_is_one_line(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path))
    said = call("serve", "--host", host, "--port", "0")
    assert said.code == 2
    assert said.err == f"Error: --host: {host!r} is no address of this machine\n"


def test_a_setting_that_cannot_be_names_its_variable(call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_SOLVE_SLOTS", "many")
    said = call("serve")
    assert said.code == 2
    assert said.last_line.startswith("Error: DORPSRONDE_SOLVE_SLOTS: 'many': input should be a valid integer")


def test_a_database_of_a_newer_version_is_refused_as_by_every_command(
    call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_database(tmp_path)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path))
    said = call("serve", "--port", "0")
    assert said.code == 1
    assert "was made by a newer version" in said.last_line
