"""A full disk and a lost database, as a user sees them: over HTTP, by command; nothing is lost, nothing doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maps import offline_figure
from tests.asked_village import AskedVillage, asked_village
from tests.small_disk import filled, small_disk
from tests.squares import DAY, contents, good_rows, make_square, orders_file
from tests.stores import Store, command, stored

MIB = 24
KEY = "once-and-no-more"
PAGE = {"accept": "text/html"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MIB) as folder:
        yield folder


def refs(asked: AskedVillage) -> list[str]:
    return [order["order_ref"] for order in asked.get("/orders").json()["items"]]


def test_on_a_full_disk_orders_are_refused_with_507_and_come_in_once_there_is_room(disk: Path, village: Path) -> None:
    with asked_village(Store(disk), village) as asked:
        assert asked.post("/orders", asked.order("1"), Idempotency_Key="first").status_code == 201
        with filled(disk):
            # What the journal has room for is still written, and counts.
            answers = [asked.post("/orders", asked.order(f"2-{n}", n + 1)) for n in range(8)]
            assert {answer.status_code for answer in answers} <= {201, 507}
            full = asked.post("/orders", asked.order("3", 2), Idempotency_Key=KEY)
            while full.status_code == 201:
                answers.append(full)
                full = asked.post("/orders", asked.order(f"4-{len(answers)}", 2))
            assert full.status_code == 507
            assert full.headers["content-type"] == "application/problem+json"
            assert full.json()["detail"].startswith("This server has no space left to write to. Nothing was changed")
            assert str(disk) not in full.text
            assert asked.get("/orders").status_code == 200, "who reads is answered"
            ready = asked.client.get("/health/ready")
            assert (ready.status_code, ready.json()["errors"][0]["pointer"]) == (503, "/parts/folder")
            assert asked.client.get("/health/live").status_code == 200
            taken = sum(answer.status_code == 201 for answer in answers) + 1
            assert len(refs(asked)) == taken, "each 201 is there, and no other"
        again = [asked.post("/orders", asked.order("last"), Idempotency_Key=KEY + "last") for _ in range(2)]
        assert [answer.status_code for answer in again] == [201, 201]
        assert again[0].content == again[1].content
        assert len(refs(asked)) == taken + 1
        assert asked.client.get("/health/ready").status_code == 200


def test_where_no_map_can_be_drawn_nothing_is_planned(
    call, file_folder: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_square(call, village, file_folder)
    assert call("orders", "import", "proefdorp", orders_file(file_folder, good_rows(2)), "--date", DAY).code == 0
    before = contents(file_folder)
    monkeypatch.setattr(offline_figure, "_STATIC", file_folder)
    said = call("plan", "proefdorp", "--date", DAY, "--iterations", "1")
    assert said.code == 1
    assert said.last_line.endswith("the browser's part of the map is not built. Run `make setup`.")
    assert contents(file_folder) == before


def test_on_a_full_disk_a_command_says_so_in_a_line_and_stores_nothing(
    call, disk: Path, village: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(disk)
    for name in ("HOME", "DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    make_square(call, village, disk)
    file = orders_file(disk, good_rows(2_000))
    before = contents(disk)
    with filled(disk):
        said = call("orders", "import", "proefdorp", file, "--date", DAY)
        assert (said.code, said.err.count("\n")) == (1, 1)
        assert "no space is left for it" in said.err
        backup = call("db", "backup", disk / "backup.zip")
        assert backup.code == 1
        assert backup.err.count("\n") == 1
    assert contents(disk) == before
    assert call("orders", "import", "proefdorp", file, "--date", DAY).code == 0


def test_a_lost_database_is_503_with_a_number_and_back_again_all_is_as_it_was(tmp_path: Path, village: Path) -> None:
    with stored("postgresql", tmp_path) as store, asked_village(store, village) as asked:
        order = asked.order("1")
        assert asked.post("/orders", order, Idempotency_Key=KEY).status_code == 201
        close_door(store, closed=True)
        try:
            lost = asked.post("/orders", asked.order("2"), Idempotency_Key="second")
            assert (lost.status_code, lost.headers["retry-after"]) == (503, "5")
            assert lost.json()["detail"].startswith("Something that this server needs does not answer now.")
            assert lost.json()["instance"] == f"urn:uuid:{lost.headers['X-Request-ID']}"
            page = asked.client.get("/", headers=PAGE)
            assert (page.status_code, "Dit kan even niet" in page.text) == (503, True)
            for answer in (lost, page):
                assert "127.0.0.1" not in answer.text
                assert "psycopg" not in answer.text
            assert asked.client.get("/health/live").status_code == 200
            assert asked.client.get("/health/ready").json()["errors"][0]["pointer"] == "/parts/database"
        finally:
            close_door(store, closed=False)
        assert asked.client.get("/health/ready").status_code == 200
        assert asked.post("/orders", asked.order("2"), Idempotency_Key="second").status_code == 201
        assert sorted(refs(asked)) == ["1", "2"]


def close_door(store: Store, *, closed: bool) -> None:
    """Let nobody into a database any more, and whoever is in it out; or in again."""
    name = store.url.rpartition("/")[2]
    server = store.super_url.rpartition("/")[0] + "/postgres"
    if closed:
        command(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        command(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 (a name of ours)
    else:
        command(server, "ALTER DATABASE {} ALLOW_CONNECTIONS true", name)


def test_a_lost_database_is_a_line_to_whoever_types(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", "postgresql://dorp:geheim@127.0.0.1:1/dorp")
    said = call("round", "list", "proefdorp", "--date", DAY)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "does not answer" in said.err
    assert "geheim" not in said.err
