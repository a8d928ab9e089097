"""An area by the name of its place, on saved answers of Nominatim and Overpass; the servers are ours, on loopback."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import osmnx
import pytest

from kernel.scope import Scope
from tests.squares import DAY, contents, good_rows, open_home, orders_file
from tests.village import LAT, LON

ANSWERS = Path(__file__).parents[1] / "answers"
FREE_SLOTS = "Connected as: 1\nCurrent time: 2026-11-24T00:00:00Z\nRate limit: 2\n\n2 slots available now.\n"


@dataclass
class MapServer:
    """Both servers in one: answers a path with a status, a kind of content and a text; keeps what it was asked."""

    answers: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)

    def give(self, path: str, text: str, *, status: int = 200, kind: str = "application/json") -> None:
        self.answers[path] = (status, kind, text)


@contextmanager
def listening(server: MapServer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", 0))
            url = urlsplit(self.path)
            asked = parse_qs(url.query or self.rfile.read(length).decode())
            server.asked.append((url.path, asked, self.headers["user-agent"]))
            status, kind, text = server.answers.get(url.path, (404, "text/plain", ""))
            self.send_response(status)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET  # noqa: N815 (the library's names)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the library's name)
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MapServer]:
    """Answer as for the made-up village; OSMnx's pauses between requests are not waited for."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DATABASE_URL"):
        monkeypatch.delenv(f"DORPSRONDE_{name}", raising=False)
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda _: None)
    known = MapServer()
    known.give("/search", (ANSWERS / "proefdorp.nominatim.json").read_text("utf-8"))
    known.give("/api/interpreter", (ANSWERS / "proefdorp.overpass.json").read_text("utf-8"))
    known.give("/api/status", FREE_SLOTS, kind="text/plain")
    with listening(known) as address:
        monkeypatch.setenv("DORPSRONDE_NOMINATIM_URL", address)
        monkeypatch.setenv("DORPSRONDE_OVERPASS_URL", f"{address}/api")
        yield known


@pytest.fixture
def stored(call, server: MapServer, village: Path, tmp_path: Path) -> Callable[[], list[str]]:
    """An area Proefdorp that is there before; called, it gives all that is stored."""
    assert call("area", "import", "Proefdorp", village).code == 0

    def everything() -> list[str]:
        files = sorted(path.name for path in (tmp_path / "dorpsronde-data" / "extracts").iterdir())
        return [*contents(tmp_path), *files, *sorted(path.name for path in tmp_path.iterdir())]

    return everything


def changed(known: str, change: Callable[[list], None]) -> str:
    document = json.loads((ANSWERS / known).read_text("utf-8"))
    change(document)
    return json.dumps(document)


def test_a_place_is_taken_in_as_its_file_would_be(call, server: MapServer, village: Path, tmp_path: Path) -> None:
    from_file = call("area", "import", "Uit bestand", village)
    said = call("area", "import", "Proefdorp", "--place", "Proefdorp")
    assert said.code == 0, said.err
    assert said.out.splitlines()[0] == (
        "Area Proefdorp: 6 km of roads in 60 pieces, 50 addresses, 4 shops, 4 of them with a name and goods."
    )
    assert "6 km of roads in 60 pieces, 60 addresses" in from_file.out, "the border leaves one street out"
    call("square", "create", "proefdorp", "--area", "Proefdorp", "--from-map")
    said = call("orders", "import", "proefdorp", orders_file(tmp_path, good_rows(4)), "--date", DAY)
    assert "Stored: 4 new" in said.out, said.out
    database = open_home(tmp_path)
    with database.read(Scope.system("a test")) as work:
        area = work.areas.get("Proefdorp")
    database.close()
    assert area.road_network.extract_name == "Proefdorp.osm.pbf"
    assert area.border.bounds[0] < LON < area.border.bounds[2]
    assert area.border.bounds[1] < LAT < area.border.bounds[3]
    assert not list(tmp_path.glob("cache*"))


def test_what_was_asked_covers_every_kind_of_object_and_says_who_asks(call, server: MapServer) -> None:
    call("area", "import", "Proefdorp", "--place", "Proefdorp, Verzonnen Land")
    search, _, question = server.asked
    assert search[1]["q"] == ["Proefdorp, Verzonnen Land"]
    query = question[1]["data"][0]
    for key in ("highway", "barrier", "addr:housenumber", "addr:interpolation", "shop", "building", "natural"):
        for kind in ("node", "way", "relation"):
            assert f"({kind}['{key}'](poly:" in query
    assert "['boundary']" not in query
    assert "(relation['type'='restriction'](poly:" in query, "also of those without the key `restriction`"
    assert {agent.split("/")[0] for _, _, agent in server.asked} == {"dorpsronde"}


def test_the_same_place_again_is_replaced_and_the_same_bytes_are_kept_once(
    call, server: MapServer, tmp_path: Path
) -> None:
    for _ in range(2):
        assert call("area", "import", "Proefdorp", "--place", "Proefdorp").code == 0
    database = open_home(tmp_path)
    with database.read(Scope.system("a test")) as work:
        assert len(work.areas.all()) == len(work.areas.networks()) == 1
    database.close()


def test_a_border_from_a_file_goes_before_the_places_own(call, server: MapServer, tmp_path: Path) -> None:
    ring = [[LON, LAT], [LON + 0.001, LAT], [LON + 0.001, LAT + 0.001], [LON, LAT]]
    border = tmp_path / "border.geojson"
    border.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), "utf-8")
    assert call("area", "import", "Proefdorp", "--place", "Proefdorp", "--border", border).code == 0
    database = open_home(tmp_path)
    with database.read(Scope.system("a test")) as work:
        areas = [work.areas.get("Proefdorp")]
    database.close()
    assert areas[0].border.bounds == pytest.approx((LON, LAT, LON + 0.001, LAT + 0.001))
    assert areas[0].border.area == pytest.approx(5e-7)


def no_area(answer: list) -> None:
    del answer[1]


def a_country(answer: list) -> None:
    ring = [[5.0, 51.0], [6.0, 51.0], [6.0, 52.0], [5.0, 52.0], [5.0, 51.0]]
    answer[1]["geojson"] = {"type": "Polygon", "coordinates": [ring]}


def half(answer: dict) -> None:
    answer["elements"] = answer["elements"][:30]
    answer["remark"] = 'runtime error: Query timed out in "query" at line 1 after 181 seconds.'


def no_roads(answer: dict) -> None:
    answer["elements"] = [one for one in answer["elements"] if one["type"] == "node"]


def a_spoilt_way(answer: dict) -> None:
    answer["elements"][0]["nodes"] = ["here"]


def a_spoilt_node(answer: dict) -> None:
    answer["elements"] = [{"type": "node", "id": 7}, *answer["elements"]]


@pytest.mark.parametrize(
    ("path", "answer", "status", "code", "line"),
    [
        ("/search", "[]", 200, 2, "Error: --place: OpenStreetMap knows no such place. Add the region or the country"),
        ("/search", no_area, 200, 2, "Error: OpenStreetMap knows 'Proefdorp' as a point, not as an area. Name the"),
        ("/search", a_country, 200, 2, "Verzonnen Land: it is 7,726 km², more than the 500 km² that may be asked"),
        ("/search", "", 429, 1, ": no answer (429 Too Many Requests). Try again later; nothing was changed."),
        ("/search", "<html>Sign in to the hotel</html>", 200, 1, ": no answer (its answer cannot be read). Try again"),
        ("/search", "{", 200, 1, ": no answer (its answer cannot be read)"),
        ("/search", '{"error": "out of order"}', 200, 1, ": no answer (its answer cannot be read)"),
        ("/search", '[{"importance": 1}]', 200, 2, "as a point, not as an area"),
        ("/api/interpreter", "", 504, 1, "/api: no answer (504 Gateway Timeout). Try again later"),
        ("/api/interpreter", "", 400, 1, "/api: no answer (400 Bad Request). Try again later"),
        ("/api/interpreter", half, 200, 1, "interpreter: could not answer whole (runtime error: Query timed out"),
        ("/api/interpreter", no_roads, 200, 2, "Verzonnen Land: OpenStreetMap has no roads there. Name a larger"),
        ("/search", '["Proefdorp"]', 200, 1, ": no answer (its answer cannot be read)"),
        ("/api/interpreter", a_spoilt_way, 200, 1, "/api: no answer (its answer cannot be read)"),
        ("/api/interpreter", a_spoilt_node, 200, 1, "/api: no answer (its answer cannot be read)"),
        ("/api/interpreter", "[]", 200, 1, "/api: no answer (its answer cannot be read)"),
        ("/api/interpreter", "{}", 200, 1, "/api: no answer (its answer cannot be read)"),
    ],
)
def test_an_answer_that_cannot_be_used_is_one_line_and_nothing_is_changed(  # noqa: PLR0917 (the table's columns)
    call, server: MapServer, stored, path: str, answer: object, status: int, code: int, line: str
) -> None:
    saved = "proefdorp.nominatim.json" if path == "/search" else "proefdorp.overpass.json"
    text = answer if isinstance(answer, str) else changed(saved, answer)
    server.give(path, text, status=status, kind="text/html" if text.startswith("<") else "application/json")
    before = stored()
    said = call("area", "import", "Proefdorp", "--place", "Proefdorp")
    assert said.code == code, said.err
    assert line in said.last_line
    assert "Traceback" not in said.err
    assert stored() == before


@pytest.mark.parametrize("which", ["NOMINATIM", "OVERPASS"])
def test_a_server_that_is_down_is_one_line_and_nothing_is_changed(
    call, server: MapServer, stored, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv(f"DORPSRONDE_{which}_URL", nobody)
        before = stored()
        said = call("area", "import", "Proefdorp", "--place", "Proefdorp")
    assert said.code == 1
    assert said.last_line.startswith(f"Error: {nobody}: no answer (it cannot be reached). Try again later; nothing was")
    assert stored() == before


def test_what_osmnx_changes_for_the_whole_process_is_put_back(call, server: MapServer) -> None:
    before = {name: value for name, value in vars(osmnx.settings).items() if not name.startswith("_")}
    lookup = socket.getaddrinfo
    call("area", "import", "Proefdorp", "--place", "Proefdorp")
    assert {name: value for name, value in vars(osmnx.settings).items() if not name.startswith("_")} == before
    assert socket.getaddrinfo is lookup


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--place", " ?! "], "Error: --place: ' ?! ' is no name of a place."),
        (["--place", "x" * 300], "is no name of a place"),
        (["dorp.osm", "--place", "Proefdorp"], "Error: area import: FILE and --place were both given."),
        ([], "Error: area import: no FILE was given."),
    ],
)
def test_a_call_that_names_no_place_asks_nobody(call, server: MapServer, arguments: list[str], line: str) -> None:
    said = call("area", "import", "Proefdorp", *arguments)
    assert said.code == 2
    assert line in said.last_line
    assert server.asked == []


def test_a_server_that_is_no_address_is_refused(call, server: MapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_OVERPASS_URL", "overpass-api.de")
    said = call("area", "import", "Proefdorp", "--place", "Proefdorp")
    assert said.code == 2
    assert said.last_line.startswith("Error: DORPSRONDE_OVERPASS_URL: 'overpass-api.de' is no address of a server.")
