"""Whatever a person hands in, by route or by command, well or badly: no name, address or number stands in the log."""

import json
import logging
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import product
from pathlib import Path

import click
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from cli.main import SUBCOMMANDS
from kernel.ids import new_id
from kernel.log_settings import LogSettings
from kernel.logs import set_up_logs
from kernel.scope import Role
from tests.asked_village import asked_village
from tests.served import Here, served
from tests.squares import DAY, HEADER, make_square, orders_file
from tests.stores import Store

PERSONAL = {
    "name": "Wilhelmina-Jansen",
    "street": "Kerkstraat-12",
    "postcode": "9876ZX",
    "phone": "0612345678",
    "mail": "wilhelmina@example.org",
    "note": "Sleutel-onder-de-mat",
    "token": "geheim-token-abc",
}
LOOKED_FOR = re.compile("|".join(re.escape(value) for value in PERSONAL.values()), re.IGNORECASE)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(autouse=True)
def json_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DORPSRONDE_LOG_FORMAT", "json")
    monkeypatch.setenv("DORPSRONDE_LOG_LEVEL", "debug")
    set_up_logs(LogSettings.from_environment())
    yield
    set_up_logs(LogSettings())


def events(written: str) -> list[dict[str, object]]:
    """Read the lines of the log among what a command said."""
    return [json.loads(line) for line in written.splitlines() if line.startswith('{"at":')]


def assert_names_nobody(written: str) -> list[dict[str, object]]:
    told = events(written)
    assert told, "nothing was logged"
    for event in told:
        assert LOOKED_FOR.search(json.dumps(event)) is None, event
    return told


def templates(app: FastAPI) -> list[str]:
    """List the paths that the application answers; a list of them that FastAPI keeps apart is gone through too."""

    def all_of(routes: list[BaseRoute]) -> Iterator[str]:
        for route in routes:
            inner = getattr(getattr(route, "original_router", None), "routes", None)
            if inner is not None:
                yield from all_of(inner)
            elif hasattr(route, "path"):
                yield str(route.path)

    return sorted({*all_of(app.router.routes), *app.openapi()["paths"], "/nergens/{slug}"})


def asked_everything(client: TestClient, methods: Sequence[str] = METHODS, **own: str) -> None:
    """Put personal data where a caller can: in the path, the query, headers, cookies, and bodies of several kinds.

    Parameters
    ----------
    own: headers that are not made up.
    """
    headers = {
        "X-Request-ID": PERSONAL["phone"],
        "Authorization": f"Bearer {PERSONAL['token']}",
        "Idempotency-Key": PERSONAL["name"],
        "Referer": f"http://localhost/?q={PERSONAL['street']}",
        "User-Agent": PERSONAL["mail"],
        "Cookie": f"lang={PERSONAL['note']}",
        **own,
    }
    bodies = (
        {"content": json.dumps({"orders": [PERSONAL], **PERSONAL}), "headers": {"content-type": "application/json"}},
        {"content": "{" + PERSONAL["note"], "headers": {"content-type": "application/json"}},
        {"data": PERSONAL, "headers": {}},
    )
    values = list(PERSONAL.values())
    for number, (template, method) in enumerate(product(templates(client.app), methods)):
        said = template.replace("{square}", "proefdorp") if own else template
        path = re.sub(r"\{[^}]*\}", lambda _: values[number % len(values)], said)  # noqa: B023 - used at once
        for body in bodies if method in {"POST", "PUT", "PATCH"} else ({"headers": {}},):
            client.request(method, path, params=PERSONAL, **{**body, "headers": {**headers, **body["headers"]}})


def test_no_route_logs_what_it_is_asked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with served(tmp_path, solvers=Here(1)) as client:

        def broken(name: str) -> None:
            raise ValueError(f"what shall I do with {name} of {PERSONAL['street']}?")

        client.app.add_api_route("/broken/{name}", broken)
        capfd.readouterr()
        asked_everything(client)
        told = assert_names_nobody(capfd.readouterr().err)
    routes = {event["route"] for event in told if event["event"] == "request"}
    assert {"/", "/squares/{slug}", "/broken/{name}", "/api/v1/optimization", "none"} <= routes
    assert {event["status"] for event in told if event.get("route") == "/broken/{name}"} == {500, 405}
    assert all(event["request_id"] for event in told if event["event"] == "request")
    assert {"ValueError"} == {fault["kind"] for event in told for fault in event.get("faults", [])}


def commands() -> Iterator[list[str]]:
    for name in sorted(SUBCOMMANDS):
        command = import_module(f"cli.{name.replace('-', '_')}").command
        if name in {"beat", "demo", "serve", "warm-up", "worker"}:  # they take nothing of anybody, and last
            continue
        yield from [[name, inner] for inner in command.commands] if isinstance(command, click.Group) else [[name]]


@pytest.mark.parametrize("command", list(commands()), ids="-".join)
def test_no_command_logs_what_is_typed(
    call, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DORPSRONDE_HOME", raising=False)
    monkeypatch.delenv("DORPSRONDE_DATABASE_URL", raising=False)
    (tmp_path / PERSONAL["name"]).write_text(json.dumps(PERSONAL), "utf-8")
    for count in range(4):
        typed = [PERSONAL["name"], PERSONAL["name"], PERSONAL["street"]][:count]
        last = assert_names_nobody(call(*command, *typed).err)[-1]
        assert (last["event"], last["command"]) == ("command ended", ".".join(command))


def test_who_has_a_key_is_logged_as_little(tmp_path: Path, village: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Behind the door: orders that are taken in, changed and refused, and every other route of a square."""
    with asked_village(Store(tmp_path), village) as asked:
        capfd.readouterr()
        address = {"street": PERSONAL["street"], "number": "12", "postcode": PERSONAL["postcode"], "town": "Proefdorp"}
        contact = {"recipient": PERSONAL["name"], "email": PERSONAL["mail"], "note": PERSONAL["note"]}
        answers = [
            asked.post("/orders", asked.order("1", phone=PERSONAL["phone"], **contact)),
            asked.post("/orders", asked.order("1", phone=PERSONAL["phone"], **contact | {"note": PERSONAL["token"]})),
            asked.post("/orders", asked.order("2", address=address, **contact)),
            asked.post("/orders", asked.order("3", parcels=[{"weight_kg": PERSONAL["name"]}], **contact)),
            asked.post("/orders", asked.order("4", shop=PERSONAL["name"], **contact)),
            asked.get(f"/orders?order_ref={PERSONAL['name']}"),
        ]
        assert {answer.status_code for answer in answers} >= {201, 200, 422}
        asked_everything(asked.client, ("GET", "POST"), **asked.key(Role.HOST))
        told = assert_names_nobody(capfd.readouterr().err)
    assert {200, 201, 404, 422} <= {event["status"] for event in told if event["event"] == "request"}


def test_a_day_of_real_orders_is_logged_without_them(
    call, working_folder: Path, village: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make_square(call, village, working_folder)
    header = f"{HEADER},phone,note"
    bad = f"2,Bakker Bart,{PERSONAL['name']},{PERSONAL['street']},1,{PERSONAL['postcode']},-3,{PERSONAL['phone']},"
    good = f"1,Bakker Bart,{PERSONAL['name']},,3,1201 AB,2.5,{PERSONAL['phone']},{PERSONAL['note']}"
    file = orders_file(working_folder, [good, bad], header=header)
    for command in (
        ("orders", "import", "proefdorp", file, "--date", DAY, "--partial"),
        ("orders", "waiting", "proefdorp"),
        ("plan", "proefdorp", "--date", DAY, "--iterations", "1"),
        ("round", "list", "proefdorp", "--date", DAY),
        ("report", "make", "proefdorp", "--month", DAY[:7], "--format", "json", "-o", "month.json"),
    ):
        assert_names_nobody(call(*command).err)


def test_a_line_can_be_found_by_the_number_that_the_caller_was_given(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(tmp_path) as client:
        capfd.readouterr()
        given = new_id()
        answer = client.get("/nergens", headers={"X-Request-ID": given})
        other = client.get("/nergens", headers={"X-Request-ID": "ask Mrs Jansen"})
        told = events(capfd.readouterr().err)
    assert answer.headers["X-Request-ID"] == given
    assert answer.json()["instance"] == f"urn:uuid:{given}"
    made = other.headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made)
    assert [event["request_id"] for event in told if event["event"] == "request"] == [given, made]


@pytest.mark.parametrize("came", ["0123456789ABCDEF0123456789ABCDEF", "01234567-89ab-cdef-0123-456789abcdef"])
def test_an_id_that_a_proxy_made_is_taken_over(tmp_path: Path, came: str) -> None:
    with served(tmp_path) as client:
        taken = client.get("/health/live", headers={"X-Request-ID": came}).headers["X-Request-ID"]
    assert taken == "01234567-89ab-cdef-0123-456789abcdef"


def test_probes_are_logged_only_where_something_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with served(tmp_path) as client:
        capfd.readouterr()
        client.get("/health/ready")
        assert [event for event in events(capfd.readouterr().err) if event["event"] == "request"] == []
        client.app.state.home = tmp_path / "dorpsronde.db"  # no folder
        assert client.get("/health/ready").status_code == 503
        assert [event["status"] for event in events(capfd.readouterr().err) if event["event"] == "request"] == [503]


def test_libraries_are_heard_from_a_warning_on(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://geo.example/?q=Kerkstraat")
    logging.getLogger("httpx").warning("slow")
    assert [event["event"] for event in events(capfd.readouterr().err)] == ["slow"]
