"""A stored square's bundle, by command and over HTTP: made, logged, checked elsewhere, solved again."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from data.database import Database
from data.settings import DatabaseSettings
from kernel.scope import Role, Scope
from people.keys import create_key
from tests.asked_village import TEST as ASKER
from tests.how_to import lines_of
from tests.squares import DAY, good_rows, home_in, make_square, open_home, orders_file

TEST = Scope.system("a test")
OURS = ".venv/bin/dorpsronde "


@pytest.fixture
def planned(call, working_folder: Path, village: Path) -> Path:
    """A folder with a square of two planned days, each of fifteen orders and too much for two bikes."""
    make_square(call, village, working_folder)
    short = [f"Bike {number},cargo-bike,13:00-13:20" for number in (1, 2, 3)]
    bikes = orders_file(working_folder, short, "short.csv", "vehicle,profile,duty")
    assert call("vehicles", "import", "proefdorp", bikes).code == 0
    for day, rows in ((DAY, good_rows(15)), ("2026-12-02", good_rows(15, first=200))):
        file = orders_file(working_folder, rows, f"{day}.csv")
        assert call("orders", "import", "proefdorp", file, "--date", day).code == 0
        assert call("plan", "proefdorp", "--date", day, "--iterations", "5").code == 0
    return working_folder


@pytest.fixture
def over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month of these days is over."""
    opened = Database.open
    monkeypatch.setattr(Database, "open", lambda settings: opened(settings, lambda: datetime(2027, 1, 2, tzinfo=UTC)))


def made(call, *more: str, out: str = "b.zip") -> str:
    said = call("report", "bundle", "proefdorp", *more, "-o", out)
    assert said.code == 0, said.err
    file, seal = said.out.split("\n")[:2]
    assert file == out
    return seal.removeprefix("seal ")


def readings(folder: Path) -> list[tuple[str, dict[str, str]]]:
    database = open_home(folder)
    with database.read(TEST) as work:
        events = work.events.of(work.squares.get("proefdorp").id)
    database.close()
    return [(event.who, event.details) for event in events if event.kind == "bundle.read"]


def typed(call) -> None:
    """Type every line of the page."""
    for line in lines_of("check-a-report.md"):
        assert line.startswith(OURS)
        said = call(*line.removeprefix(OURS).split())
        assert said.code == 0, (line, said.err, said.out)


def test_a_bundle_agrees_elsewhere_and_the_same_iterations_solve_to_the_same_metres(
    call, planned: Path, over: None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    refused = call("report", "bundle", "proefdorp", "--month", "2026-12", "-o", ".")
    assert (refused.code, readings(planned)) == (1, []), "what could not be written was not read"
    seal = made(call, "--month", "2026-12", "--for", "Controle BV")
    content = (planned / "b.zip").read_bytes()
    assert made(call, "--month", "2026-12", out="again.zip") == seal
    assert (planned / "again.zip").read_bytes() == content
    assert readings(planned) == [
        ("system:report bundle", {"period": "2026-12", "seal": seal, "for": "Controle BV"}),
        ("system:report bundle", {"period": "2026-12", "seal": seal}),
    ]
    typed(call)
    assert (planned / "auditor.zip").read_bytes() == content
    assert len(readings(planned)) == 3, "a public bundle is everybody's"
    public = (planned / "public.zip").read_bytes()
    made(call, "--month", "2026-12", "--public", out="public.zip")
    assert (planned / "public.zip").read_bytes() == public
    refused = call("report", "verify", "public.zip", "--resolve")
    assert (refused.code, "All of it agrees." in refused.out) == (1, True)
    assert refused.last_line.endswith("has no rounds to solve again")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "b.zip").write_bytes(content)
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("DORPSRONDE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    said = call("report", "verify", "b.zip", "--seal", seal, "--resolve")
    assert said.code == 0, said.out + said.err
    assert "All of it agrees." in said.out
    rows = [line.split() for line in said.out.splitlines() if line.startswith("2026-12-0")]
    assert {row[1] for row in rows} == {"pooled", "pooled_van", "shop_tours-1", "shop_tours-2"}
    assert len(rows) == 8
    assert all(row[2] == row[3] != "0" and row[4] == "+0" for row in rows), said.out
    assert [path.name for path in elsewhere.iterdir()] == ["b.zip"]
    over = next(line for line in said.out.splitlines() if line.startswith("rounds"))
    rounds = int(over.split()[1])
    assert over.endswith(f"of 2 of 2 days; {rounds} over their matrices")
    said = call("report", "verify", "b.zip", "--seal", "0" * 64)
    assert (said.code, said.out.splitlines()[-1][:26]) == (1, "manifest.json: its seal is")


def test_a_call_that_cannot_be_is_told_in_one_line(call, file_folder: Path, village: Path) -> None:
    make_square(call, village, file_folder)
    orders_file(file_folder, good_rows(6))
    bundle, verify = ("report", "bundle"), ("report", "verify")
    for arguments, code, line in (
        ((*bundle, "nergens", "--date", DAY, "-o", "b.zip"), 2, "there is no square 'nergens'"),
        ((*bundle, "proefdorp", "-o", "b.zip"), 2, "either --date or --month is wanted"),
        ((*bundle, "proefdorp", "--date", DAY, "-o", "b.zip"), 2, f"nothing was planned for {DAY}"),
        ((*bundle, "proefdorp", "--month", "2026-12", "--driven", "x", "-o", "b.zip"), 2, "--driven is of one day"),
        ((*bundle, "proefdorp", "--date", DAY, "--public", "-o", "b.zip"), 2, "--public is of a month"),
        ((*bundle, "proefdorp", "--date", DAY, "-o", "-"), 2, "a bundle is a file"),
        ((*bundle, "proefdorp", "--month", "2099-12", "--public", "-o", "b.zip"), 1, "2099-12 is not over"),
        ((*bundle, "proefdorp", "--date", DAY, "--for", "x" * 121, "-o", "b.zip"), 2, "is longer than 120"),
        ((*verify, "nothing.zip"), 2, "nothing.zip: cannot be read"),
        ((*verify, "."), 2, ".: cannot be read"),
        ((*verify, "orders.csv"), 1, "is no bundle, or only a part of one"),
        ((*verify, "orders.csv", "--iterations", "3"), 2, "--iterations is of --resolve"),
    ):
        said = call(*arguments)
        assert (said.code, said.out) == (code, ""), said.err
        assert line in said.last_line
        assert len(said.err.splitlines()) == 1


def words_of(folder: Path) -> set[str]:
    """Every word that the database has of somebody on the first day."""
    database = open_home(folder)
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp")
        orders = work.orders.of_day(square.id, date.fromisoformat(DAY))
        words = {one.name for one in (*work.shops.all(square.id), *work.vehicles.all(square.id))}
    database.close()
    for order in orders:
        words |= {order.id, order.recipient, order.street, order.postcode, f"{order.lon}", f"{order.lat}"}
    return {word for word in words if word and word != "None"}


def test_who_may_fetch_it_over_http_what_the_public_gets_and_that_reading_is_written_down(
    call, planned: Path, over: None
) -> None:
    settings = DatabaseSettings.from_environment()
    app = create_app(ApiSettings(), settings.model_copy(update={"home": home_in(planned)}))
    database = app.state.database
    with database.read(TEST) as work:
        square = work.squares.get("proefdorp").id
    keys = {
        role: create_key(database, ASKER, str(role), Scope(role, frozenset({square})))
        for role in (Role.AUDITOR, Role.HOST, Role.MUNICIPALITY, Role.REGION, Role.DISPATCHER)
    }
    with TestClient(app) as client:

        def asked(role: Role, period: str = DAY, **more: str) -> tuple[int, bytes, str]:
            answer = client.get(
                f"/api/v1/squares/proefdorp/reports/{period}/bundle",
                headers={"Authorization": f"Bearer {keys[role].written}"},
                params=more,
            )
            return answer.status_code, answer.content, answer.headers.get("dorpsronde-seal", "")

        found = {role: asked(role) for role in keys}
        assert {role: answer[0] for role, answer in found.items()} == {
            Role.AUDITOR: 200, Role.HOST: 200, Role.MUNICIPALITY: 403, Role.REGION: 403, Role.DISPATCHER: 403,
        }  # fmt: skip
        assert [asked(Role.HOST, period, public="true")[0] for period in (DAY, "2026-12")] == [404, 404]
        seal = made(call, "--month", "2026-12", "--public")
        assert asked(Role.HOST, public="true")[0] == 404, "single days could be subtracted from their month"
        public = {role: asked(role, "2026-12", public="true") for role in keys}
        assert {(answer[0], answer[2]) for answer in public.values()} == {(200, seal)}
        assert len({answer[1] for answer in public.values()}) == 1
        archive = zipfile.ZipFile(io.BytesIO(public[Role.MUNICIPALITY][1]))
        text = b"\n".join(map(archive.read, archive.namelist())).decode()
        words = words_of(planned)
        assert len(words) > 40
        assert [word for word in sorted(words) if word in text] == []
        assert [asked(Role.AUDITOR, period)[0] for period in ("2027-01", "2026-13", "2026-12-02")] == [404, 404, 200]
    status, content, seal = found[Role.AUDITOR]
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("manifest.json"))
    assert (status, manifest["seal"], manifest["kind"]) == (200, seal, "complete")
    told = readings(planned)
    assert [details["period"] for _, details in told] == [DAY, DAY, "2026-12-02"]
    assert all(who.startswith("key:") for who, _ in told)
    assert len({who for who, _ in told}) == 2
