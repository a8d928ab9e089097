"""What Prometheus reads: figures that add up, and labels of which there are few."""

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from errno import EACCES
from pathlib import Path
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.metrics import Metrics, metrics_offered
from api.settings import ApiSettings
from kernel.errors import BadInputError, ConflictError
from kernel.ids import new_id
from kernel.scope import Scope
from rounds.later import JobKind, later, plan_later
from tests.served import Here, served
from tests.stored_square import DAY, NOON, TEST, leg_ids, new_database, plan_of, settings, store_orders, store_square
from tests.stores import Store

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def assert_labels_are_no_ids(found: Iterable[tuple[str, ...]]) -> None:
    assert [labels for labels in found if UUID.search(" ".join(labels))] == []


def figures(given: ApiSettings) -> dict[tuple[str, ...], float]:
    """Read what is offered, by name and the values of labels."""
    with urlopen(f"http://127.0.0.1:{given.metrics_port}/metrics") as answer:
        text = answer.read().decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_plans_and_connections_are_counted_from_the_database(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    store_orders(database, square, ["1", "2", "3"])
    legs = leg_ids(database, square)
    with database.begin(TEST) as work:
        work.plans.save(square.id, DAY, plan_of(square, [legs[:2]], legs[2:]))
    given = ApiSettings(metrics_port=free_port())
    with metrics_offered(Metrics(database), given):
        found = figures(given)
    database.close()
    assert found["dorpsronde_database_up",] == 1
    assert found["dorpsronde_plans_last_day",] == 1
    assert found["dorpsronde_plans_last_day_distance_meters",] == 5_000
    assert found["dorpsronde_plans_last_day_legs", "unassigned"] == 1
    assert found["dorpsronde_plans_last_day_legs", "assigned"] == 2
    assert found["dorpsronde_database_connections", "in use"] == 0
    assert_labels_are_no_ids(found)


def test_jobs_are_counted_by_kind_and_state_and_the_oldest_is_told(store: Store) -> None:
    database = new_database(store)
    square = store_square(database)
    with database.begin(TEST) as work:
        for days in (0, 1):
            plan_later(work, square.id, DAY + timedelta(days=days))
        later(work, JobKind.IMPORT_AREA, None, {}, due_at=NOON + timedelta(hours=1))
    with database.queue() as queue:
        queue.relay(limit=1)
        lease = queue.claim("worker-1:2", timedelta(seconds=30))
    assert lease is not None
    database._clock = lambda: NOON + timedelta(seconds=90)
    given = ApiSettings(metrics_port=free_port())
    with metrics_offered(Metrics(database), given):
        found = figures(given)
    assert found["dorpsronde_jobs", "plan", "leased"] == 1
    assert found["dorpsronde_jobs", "plan", "pending"] == 1, "asked for, though no relay has seen it"
    assert found["dorpsronde_jobs_oldest_pending_seconds", "plan"] == 90
    assert ("dorpsronde_jobs_oldest_pending_seconds", "import area") not in found, "it may not begin yet"
    with database.begin(Scope.system("a test")) as work:
        work.jobs.close(lease)
    with metrics_offered(Metrics(database), given):
        found = figures(given)
    database.close()
    assert found["dorpsronde_jobs", "plan", "done"] == 1
    assert found["dorpsronde_jobs_last_day_seconds", "plan"] == 90
    assert_labels_are_no_ids(found)


def test_requests_are_counted_by_the_template_of_their_route(tmp_path: Path) -> None:
    given = ApiSettings(metrics_port=free_port())
    with served(tmp_path, solvers=Here(1)) as client, metrics_offered(client.app.state.metrics, given):
        for _ in range(3):
            client.get(f"/squares/{new_id()}")
        client.head(f"/squares/{new_id()}")
        client.request("JANSEN", "/")
        client.get(f"/nergens/{new_id()}")
        client.get(f"/static/{new_id()}")
        client.get("/", headers={"host": "evil.example"})
        found = figures(given)
    assert found["dorpsronde_http_requests_total", "GET", "/squares/{slug}", "404"] == 3
    assert found["dorpsronde_http_requests_total", "HEAD", "/squares/{slug}", "404"] == 1
    assert found["dorpsronde_http_requests_total", "OTHER", "/", "405"] == 1
    assert found["dorpsronde_http_requests_total", "GET", "none", "404"] == 1
    assert found["dorpsronde_http_requests_total", "GET", "/static", "404"] == 1
    assert found["dorpsronde_http_request_duration_seconds_count", "GET", "/squares/{slug}"] == 3
    assert_labels_are_no_ids(found)


def test_where_no_port_is_set_nothing_listens_and_the_application_gives_no_metrics(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    app = create_app(ApiSettings(), settings(tmp_path))
    with metrics_offered(app.state.metrics, ApiSettings()), TestClient(app) as client:
        assert client.get("/metrics").status_code == 404


def test_a_lost_database_is_a_figure_and_no_failure(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    given = ApiSettings(metrics_port=free_port())
    app = create_app(given, settings(tmp_path))
    app.state.database.close()
    for file in tmp_path.glob("dorpsronde.db*"):
        file.write_bytes(b"gone" * 5_000)
    with metrics_offered(app.state.metrics, given):
        found = figures(given)
    assert found["dorpsronde_database_up",] == 0
    with suppress(OSError):
        app.state.database.close()


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    app = create_app(ApiSettings(), settings(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = ApiSettings(metrics_port=taken.getsockname()[1])
        with pytest.raises(ConflictError, match="DORPSRONDE_METRICS_PORT"), metrics_offered(app.state.metrics, given):
            pass
    app.state.database.close()


def test_a_port_that_this_user_may_not_open_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(EACCES, "Permission denied")  # a superuser, as whom tests may run, is not refused

    monkeypatch.setattr("api.metrics.start_http_server", refuse)
    new_database(tmp_path).close()
    app = create_app(ApiSettings(), settings(tmp_path))
    line = r"DORPSRONDE_METRICS_PORT: this user may not listen on port 80\. Choose one from 1024\."
    with (
        pytest.raises(BadInputError, match=line),
        metrics_offered(app.state.metrics, ApiSettings(metrics_port=80)),
    ):
        pass
    app.state.database.close()
