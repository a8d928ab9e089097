"""What every answer has in common: problems, headers, languages, files."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.static_files import static_url
from kernel.errors import (
    BadInputError,
    ConflictError,
    DorpsrondeError,
    MissingToolError,
    NotAllowedError,
    NotFoundError,
    StorageError,
    UnreachablePlaceError,
)
from kernel.ids import new_id
from tests.served import served

PAGE = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def raising(client: TestClient, error: Exception) -> str:
    """Add a path that meets an error; returns it."""

    def fail() -> None:
        raise error

    client.app.add_api_route("/api/fails", fail, methods=["GET", "POST"])
    client.app.add_api_route("/fails", fail)
    return "/api/fails"


def test_a_healthy_server_says_so_with_its_version(client: TestClient) -> None:
    alive = {"status": "ok", "version": "0.1.0"}
    assert client.get("/health/live").json() == alive
    for path in ("/health/ready", "/health"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.json() == {**alive, "parts": {"database": "ok", "folder": "ok"}}


@pytest.mark.parametrize("path", ["/", "/health", "/squares/nergens"])
def test_who_asks_for_the_head_only_gets_that_of_the_answer(client: TestClient, path: str) -> None:
    asked = {"X-Request-ID": new_id()}
    whole, head = client.get(path, headers=asked), client.head(path, headers=asked)
    assert head.content == b""
    assert head.status_code == whole.status_code
    assert head.headers == whole.headers


def test_what_takes_no_get_takes_no_head(client: TestClient) -> None:
    answer = client.head("/api/v1/optimization")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_a_database_of_another_version_or_none_is_not_healthy(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "dorpsronde.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The database's schema is newer, not current.")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE alembic_version")
    assert client.get("/health").json()["detail"] == "The database's schema is foreign, not current."


def test_a_damaged_database_is_not_healthy_and_its_place_is_not_told(client: TestClient, tmp_path: Path) -> None:
    client.app.state.database.close()
    for leftover in tmp_path.glob("dorpsronde.db*"):
        leftover.unlink()
    (tmp_path / "dorpsronde.db").write_bytes(b"not a database at all" * 500)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The database cannot be read.")
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadInputError("x"), 422),
        (UnreachablePlaceError("x"), 422),
        (NotAllowedError("x"), 403),
        (NotFoundError("x"), 404),
        (ConflictError("x"), 409),
        (StorageError("x"), 503),
        (MissingToolError("x"), 501),
        (DorpsrondeError("x"), 500),
        (type("NewKind", (ConflictError,), {})("x"), 409),  # as its parent
    ],
)
def test_an_error_of_ours_becomes_a_problem_with_its_status(
    client: TestClient, error: DorpsrondeError, status: int
) -> None:
    answer = client.post(raising(client, error))
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail"}


def test_what_is_not_installed_is_not_to_be_asked_again(client: TestClient) -> None:
    path = raising(client, MissingToolError("no Pango"))
    said, shown = client.get(path), client.get("/fails?lang=nl", headers=PAGE)
    client.cookies.clear()
    assert "retry-after" not in {*said.headers, *shown.headers}
    assert "asking again will not help" in said.json()["detail"]
    assert "Dit kan deze server niet" in shown.text
    assert "nog eens" not in shown.text


def test_bad_input_without_a_payload_is_a_bad_request(client: TestClient) -> None:
    answer = client.get(raising(client, BadInputError("no such day", where="date", way_out="Write 2026-12-01.")))
    assert (answer.status_code, answer.json()["detail"]) == (400, "date: no such day. Write 2026-12-01.")


@pytest.mark.parametrize("error", [ValueError("the password is geheim"), StorageError("geheim", where="/srv/geheim")])
def test_what_went_wrong_inside_stands_in_the_log_and_not_in_the_answer(
    client: TestClient, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get(raising(client, error))
    assert answer.status_code >= 500
    assert "geheim" not in answer.text
    reference = answer.json()["instance"].removeprefix("urn:uuid:")
    assert reference in caplog.text
    assert "geheim" in caplog.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unknown_path_and_a_wrong_method_are_problems(client: TestClient) -> None:
    answer = client.get("/api/v1/nergens")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not Found")
    answer = client.delete("/health")
    assert (answer.status_code, answer.json()["status"], answer.headers["allow"]) == (405, 405, "GET, HEAD")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(("path", "status"), [("/nergens/<b>", 404), ("/fails", 500)])
def test_a_person_reads_a_page_in_their_language_instead(client: TestClient, lang: str, path: str, status: int) -> None:
    raising(client, ValueError("geheim"))
    answer = client.get(f"{path}?lang={lang}", headers=PAGE)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{lang}"' in answer.text
    assert "<b>" not in answer.text
    assert "geheim" not in answer.text


@pytest.mark.parametrize(("lang", "other"), [("nl", "en"), ("en", "nl")])
def test_an_error_can_be_read_in_the_other_language(client: TestClient, lang: str, other: str) -> None:
    page = client.get(f"/nergens?month=2026-12&lang={lang}", headers=PAGE).text
    assert f'href="?month=2026-12&amp;lang={other}"' in page


def test_the_api_answers_a_browser_as_it_answers_a_program(client: TestClient) -> None:
    assert client.get("/api/v1/nergens", headers=PAGE).headers["content-type"] == "application/problem+json"


def test_a_language_asked_for_is_remembered(client: TestClient) -> None:
    assert 'lang="nl"' in client.get("/nergens", headers=PAGE).text
    cookie = client.get("/nergens?lang=en", headers=PAGE).headers["set-cookie"]
    assert cookie == "lang=en; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    again = client.get("/nergens", headers=PAGE)
    assert 'lang="en"' in again.text
    assert "set-cookie" not in again.headers
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in again.headers["vary"].split(",")}


@pytest.mark.parametrize("path", ["/health", "/nergens", "/api/v1/openapi.json", "/static/leaflet.js"])
def test_no_answer_lets_a_browser_fetch_from_elsewhere(client: TestClient, path: str) -> None:
    headers = client.get(path, headers=PAGE).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert {source for sources in policy.values() for source in sources.split()} == {"'none'", "'self'", "data:"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_there_are_no_pages_about_the_api_that_load_scripts_from_elsewhere(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc", "/docs/oauth2-redirect")] == [404, 404, 404]


@pytest.mark.parametrize("path", ["/api/v1/squares/x/orders/", "/api/v1/optimization/", "/squares/x/"])
def test_a_slash_too_many_leads_nowhere_and_never_out_of_tls(client: TestClient, path: str) -> None:
    """A redirect would name http, and whatever host who asks says: behind a proxy it sends the payload in plain."""
    answer = client.post(path, json={}, follow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_file_asked_for_by_its_fingerprint_is_kept_and_another_is_asked_for_again(client: TestClient) -> None:
    assert "immutable" in client.get(static_url("leaflet.css")).headers["cache-control"]
    for query in ("", "?v=", "?v=0123456789abcdef"):
        answer = client.get(f"/static/leaflet.css{query}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "....//app.py", "/etc/passwd", "%00"])
def test_only_files_of_ours_are_given_out(client: TestClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_static_file_that_was_not_built_says_what_to_do() -> None:
    with pytest.raises(MissingToolError, match="Run `make setup`"):
        static_url("nergens.js")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:localhost", 421),
        ("", 421),
    ],
)
def test_a_server_of_one_machine_answers_to_its_own_names_only(tmp_path: Path, host: str, status: int) -> None:
    with served(tmp_path, hosts="localhost,127.0.0.1,[::1]") as client:
        answer = client.get("/health", headers={"host": host})
    assert answer.status_code == status
    assert json.loads(answer.text)
