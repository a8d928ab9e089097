"""An extract that is refreshed changes what is planned from then on, and nothing of a round that was released."""

from datetime import date
from pathlib import Path

import pytest

from kernel.scope import Scope
from tests.served import served
from tests.squares import DAY, HEADER, contents, good_rows, make_square, open_home, orders_file
from tests.village import Village

TEST = Scope.system("a test")
DATE = date.fromisoformat(DAY)
AT = ("--date", DAY)


def refreshed_village() -> Village:
    """The village after a year: two streets are gone, all houses moved, a wood has grown, and one bends far out."""
    village = Village()
    size = 6
    corners = {(x, y): village.node(x * 100 + 7, y * 100 + 4) for x in range(size) for y in range(size)}
    for i in range(size):
        if i not in {1, 3}:
            village.way([corners[x, i] for x in range(size)], highway="residential", name=f"Dwarsstraat {i + 1}")
        bend = village.node(i * 100 - 60, 255)
        along = [corners[i, y] for y in range(size)]
        village.way([*along[:3], bend, *along[3:]], highway="residential", name=f"Langestraat {i + 1}")
    village.doors()
    village.shops()
    wood = [village.node(x, y) for x, y in ((20, 20), (80, 20), (80, 80), (20, 80))]
    village.way([*wood, wood[0]], landuse="forest")
    return village


@pytest.fixture
def folder(file_folder: Path, call, village: Path) -> Path:
    """A folder with a square of fourteen orders, planned into one round early, which is released, and one late."""
    make_square(call, village, file_folder)
    shifts = file_folder / "shifts.csv"
    shifts.write_text("vehicle,profile,duty\nBike 1,cargo-bike,13:00-15:30\nBike 2,cargo-bike,15:00-18:00\n", "utf-8")
    assert call("vehicles", "import", "proefdorp", shifts).code == 0
    windows = ("13:00,15:00", "15:30,18:00")
    rows = [f"{row},{windows[number % 2]}" for number, row in enumerate(good_rows(14))]
    orders = orders_file(file_folder, rows, header=f"{HEADER},window_start,window_end")
    assert call("orders", "import", "proefdorp", orders, *AT).code == 0
    plan(call)
    assert call("round", "release", "proefdorp", *AT, "--round", "1").code == 0
    return file_folder


def plan(call) -> None:
    said = call("plan", "proefdorp", *AT, "--iterations", "5")
    assert said.code == 0, said.err


def rounds_of(folder: Path):
    database = open_home(folder)
    with database.read(TEST) as work:
        found = work.rounds.of_day(work.squares.get("proefdorp").id, DATE, lines=True)
    database.close()
    return found


def rows_about(folder: Path, round_id: str) -> list[str]:
    """Every stored line of a round with its stops and tasks: places, metres, lines, times of arrival."""
    told = ('INSERT INTO "events"', 'INSERT INTO "system_acts"')
    return [line for line in contents(folder) if round_id.replace("-", "") in line and not line.startswith(told)]


def papers(folder: Path) -> dict[str, str]:
    """The sheet of round 1 as its page shows it, and as `plan` wrote it."""
    with served(folder / "dorpsronde-data") as client:
        page = client.get(f"/squares/proefdorp/days/{DAY}/sheets/1", headers={"accept": "text/html"})
    assert page.status_code == 200
    written = folder / "out" / "proefdorp" / DAY / "sheets" / "round-1.html"
    return {"page": page.text, "written": written.read_text("utf-8")}


def test_a_refreshed_extract_never_changes_a_released_round(call, folder: Path) -> None:
    before = rounds_of(folder)
    released = next(one for one in before if one.number == 1)
    rows, sheets = rows_about(folder, released.id), papers(folder)
    fresh = refreshed_village().write(folder / "fresh.osm")
    assert call("area", "import", "Proefdorp", fresh).code == 0
    assert rows_about(folder, released.id) == rows
    assert papers(folder) == sheets
    plan(call)
    after = rounds_of(folder)
    assert rows_about(folder, released.id) == rows
    assert papers(folder) == sheets
    others = [next(one for one in rounds if one.number == 2) for rounds in (before, after)]
    assert others[0].distance_m != others[1].distance_m, "the rest is planned over the new roads"
    assert others[1].road_network_id != released.road_network_id
    assert len(list((folder / "dorpsronde-data" / "extracts").iterdir())) == 2
