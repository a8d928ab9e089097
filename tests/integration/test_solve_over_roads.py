"""Bare coordinates over a stored area, as a person and a program ask for them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rounds.areas import import_area
from tests.bare_problem import PROBLEM, at, changed
from tests.decoded_polyline import decoded_polyline, length_m
from tests.integration.conftest import Said
from tests.served import OPTIMIZATION, Here, served
from tests.stored_square import new_database

Call = Callable[..., Said]
Json = dict[str, Any]

CROWDED = changed(
    vehicles=[{**PROBLEM["vehicles"][0], "max_tasks": 2}],
    jobs=[{"id": number, "location": at(100 * number, 0), "delivery": [1]} for number in (1, 2, 3)],
    options={"g": True},
)
"""More than one bike may bring."""


@pytest.fixture(scope="module")
def home(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    database = new_database(folder)
    import_area(database, folder, "Proefdorp", village)
    database.close()
    return folder


@pytest.fixture
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DORPSRONDE_HOME", str(home))


Write = Callable[[Json], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(problem: Json) -> Path:
        path = tmp_path / "in.json"
        path.write_text(json.dumps(problem))
        return path

    return write


BRIEFLY = ("--area", "Proefdorp", "--iterations", "5")


@pytest.mark.usefixtures("at_home")
def test_a_plan_over_an_area_passes_its_check_over_the_same_area(call: Call, written: Write) -> None:
    given = written(changed(options={"g": True}))
    out = given.with_name("out.json")
    said = call("solve", given, "-o", out, *BRIEFLY)
    assert (said.code, said.out) == (0, "")
    plan = json.loads(out.read_text())
    for route in plan["routes"]:
        assert length_m(decoded_polyline(route["geometry"])) == pytest.approx(route["distance"], rel=0.01, abs=3)
    checked = call("check", given, out, "--area", "Proefdorp")
    assert (checked.code, checked.out) == (0, f"no violations: {len(plan['routes'])} route, 3 tasks, 0 unassigned\n")
    plan["routes"][0]["distance"] += 1
    out.write_text(json.dumps(plan))
    broken = call("check", given, out, "--area", "Proefdorp")
    assert broken.code == 1
    assert broken.out.startswith("sum: routes[0].distance: is ")


@pytest.mark.usefixtures("at_home")
def test_a_route_made_by_hand_is_timed_over_an_area(call: Call, written: Write) -> None:
    steps = [{"type": kind, "id": 1} for kind in ("delivery", "pickup", "job")]
    given = written(changed(vehicles=[{**PROBLEM["vehicles"][0], "steps": steps}]))
    said = call("check", given, "--area", "Proefdorp")
    assert said.code == 1
    assert "routes[0].steps[1]: delivery 1 arrives at " in said.out
    assert "\nprecedence: routes[0]" in said.out


@pytest.mark.usefixtures("at_home")
def test_why_says_what_lets_the_rest_in_and_is_silent_otherwise(call: Call, written: Write) -> None:
    given = written(CROWDED)
    for options, told in (((), {"reason"}), (("--why",), {"reason", "block", "changes"})):
        said = call("solve", given, *BRIEFLY, *options)
        assert said.code == 0
        plan = json.loads(said.out)
        assert [set(left["dorpsronde"]) for left in plan["unassigned"]] == [told] * len(plan["unassigned"])
        assert ("Asking why" in said.err) == bool(options)
    kinds = [change["kind"] for change in plan["unassigned"][0]["dorpsronde"]["changes"]]
    assert kinds == ["max_tasks", "vehicle"]
    given.write_text(json.dumps(PROBLEM))
    assert "Asking why" not in call("solve", given, *BRIEFLY, "--why").err  # all are served


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    ("problem", "area", "code", "line"),
    [
        (PROBLEM, "Nergens", 2, "Nergens"),
        (PROBLEM, "", 2, "there is no area"),
        (changed(matrices={}), "Proefdorp", 2, "in.json: matrices: stands beside an area; one of the two measures"),
        (changed(jobs=[{"id": 1}]), "Proefdorp", 2, 'in.json: jobs[0]: "location" is missing'),
        (
            changed(jobs=[{"id": 1, "location": at(250, 2_500)}]),
            "Proefdorp",
            1,
            "in.json: jobs[0].location: there is no road for a cargo-bike within 300 m",
        ),
        (PROBLEM, None, 2, 'in.json: "matrices" is missing. Give it, or an area to measure bare coordinates in.'),
        (
            {"options": {"g": True}, "matrices": {}},
            None,
            2,
            "in.json: options.g: asks for geometry, and no roads are known. Give an area instead of matrices",
        ),
    ],
)
def test_what_cannot_be_measured_is_one_line(  # noqa: PLR0917 (two fixtures, and a table of four columns)
    call: Call, written: Write, problem: Json, area: str | None, code: int, line: str
) -> None:
    given = written(problem)
    plan = given.with_name("plan.json")
    plan.write_text("{}")
    options = () if area is None else ("--area", area)
    for said in (call("solve", given, *options), call("check", given, plan, *options)):
        assert (said.code, said.out) == (code, "")
        assert said.last_line.startswith("Error: ")
        assert line in said.last_line
        assert "Traceback" not in said.err


def home_without_extract(village: Path, home: Path) -> None:
    database = new_database(home)
    import_area(database, home, "Proefdorp", village)
    database.close()
    (extract,) = (home / "extracts").iterdir()
    extract.unlink()


def test_an_extract_that_is_gone_is_one_line(
    call: Call, written: Write, village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_without_extract(village, tmp_path)
    monkeypatch.setenv("DORPSRONDE_HOME", str(tmp_path))
    assert call("solve", written(PROBLEM), *BRIEFLY).code == 0  # what was made of it is still there
    shutil.rmtree(tmp_path / "roads")
    said = call("solve", written(PROBLEM), *BRIEFLY)
    assert (said.code, said.out) == (1, "")
    assert said.last_line.startswith("Error: ")
    assert "Proefdorp" in said.last_line or "extract" in said.last_line


# Over HTTP


def test_a_program_gets_the_lines_of_its_routes_and_why_the_rest_stays(home: Path) -> None:
    with served(home, solvers=Here(1)) as client:
        asked = f"{OPTIMIZATION}?iterations=5&area=Proefdorp"
        plan = client.post(f"{asked}&why=true", json=CROWDED).json()
        (route,) = plan["routes"]
        assert length_m(decoded_polyline(route["geometry"])) == pytest.approx(route["distance"], rel=0.01, abs=3)
        left = plan["unassigned"][0]["dorpsronde"]
        assert left["reason"] == "no_room_left"
        assert [change["kind"] for change in left["changes"]] == ["max_tasks", "vehicle"]
        plain = client.post(asked, json=CROWDED).json()
        assert set(plain["unassigned"][0]["dorpsronde"]) == {"reason"}
        beside = client.post(asked, json=changed(matrices={"van": {"durations": [[0]]}}))
        assert (beside.status_code, beside.json()["errors"][0]["pointer"]) == (422, "#/matrices")
        drawn = client.post(f"{OPTIMIZATION}?iterations=5", json={"options": {"g": True}, "matrices": {}})
        assert (drawn.status_code, drawn.json()["errors"][0]["pointer"]) == (422, "#/options/g")
        assert client.post(f"{asked}&why=perhaps", json=CROWDED).status_code == 400


def test_over_http_as_over_the_command_an_area_is_known_or_refused(home: Path) -> None:
    with served(home, solvers=Here(1)) as client:
        asked = f"{OPTIMIZATION}?iterations=5&area="
        plan = client.post(f"{asked}Proefdorp", json=PROBLEM)
        assert plan.status_code == 200
        assert plan.json()["unassigned"] == []
        assert 0 < plan.json()["summary"]["distance"] < 5_000
        unknown = client.post(f"{asked}Nergens", json=PROBLEM)
        assert unknown.status_code == 404
        assert "Nergens" in unknown.json()["detail"]
        refused = client.post(f"{asked}Proefdorp", json=changed(jobs=[{"id": 1, "location": at(250, 2_500)}]))
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "#/jobs/0/location"


def test_over_http_an_extract_that_is_gone_is_not_the_callers_fault(village: Path, tmp_path: Path) -> None:
    home_without_extract(village, tmp_path)
    shutil.rmtree(tmp_path / "roads")
    with served(tmp_path, solvers=Here(1)) as client:
        gone = client.post(f"{OPTIMIZATION}?area=Proefdorp", json=PROBLEM)
        assert gone.status_code == 503
        assert str(tmp_path) not in json.dumps(gone.json())


@pytest.mark.usefixtures("at_home")
def test_orders_come_in_at_places_that_the_plan_does_not_know(call: Call, written: Write) -> None:
    """Coordinates are counted as they come, so that what was told of rows is no longer so."""
    given = written(changed(options={"g": True}))
    plan = given.with_name("plan.json")
    call("solve", given, "-o", plan, *BRIEFLY)
    jobs = PROBLEM["jobs"]
    for number, now_s in ((77, 10), (78, 40)):
        jobs = [*jobs, {"id": number, "location": at(500, number), "service": 30}]
        new = written(changed(options={"g": True}, jobs=jobs))
        out = plan.with_name(f"{number}.json")
        said = call("insert", new, plan, "-o", out, "--now", now_s, "--area", "Proefdorp")
        assert said.code == 0
        assert f"job {number}: vehicle " in said.err
        assert call("check", new, out, "--area", "Proefdorp").code == 0
        for route in json.loads(out.read_text())["routes"]:
            assert length_m(decoded_polyline(route["geometry"])) == pytest.approx(route["distance"], rel=0.01, abs=3)
        plan = out
