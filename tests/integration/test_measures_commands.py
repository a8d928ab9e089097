"""`vehicles reading`, `cost` and the options of `report make` that go with them: for a host without a program."""

from datetime import date
from pathlib import Path

import pytest

from rounds.cost_file import COLUMNS
from tests.squares import home_in
from tests.stored_square import TEST, new_database, open_database, store_square

READ = ("vehicles", "reading")
NOV_2 = date(2026, 11, 2)
DAY = ("--date", NOV_2.isoformat())


@pytest.fixture
def square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    home_in(tmp_path).mkdir()
    database = new_database(home_in(tmp_path))
    here = store_square(database)
    database.close()
    return here.slug


def test_a_reading_is_noted_and_noted_again(call, square: str, tmp_path: Path) -> None:
    one = (*READ, square, "Fiets 1", *DAY)
    assert call(*one, "--odometer", "1204.5", "1221.2", "--charged", "0.61").out == (
        "Noted: Fiets 1, 2026-11-02: 16.7 km 0.61 kWh\n"
    )
    assert call(*one, "--km", "16.25", "--lang", "nl").out == "Genoteerd: Fiets 1, 2026-11-02: 16,25 km\n"
    database = open_database(home_in(tmp_path))
    with database.read(TEST) as work:
        (reading,) = work.vehicle_readings.between(work.squares.get(square).id, NOV_2, NOV_2)
    database.close()
    assert (reading.driven_m, reading.odometer_end_m, reading.taken_wh) == (16_250, None, None)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (("--odometer", "20", "10"), 2, "the counter goes back, from 20000 to 10000 m"),
        (("--charged", "1000000000"), 2, "is not in the range"),
        (("--km", "-1"), 2, "is not in the range"),
        (("--km", "veel"), 2, "is not a valid float"),
        (("--km", "1e5"), 2, "is not in the range"),
        (("--km", "nan"), 2, "is not a number"),
        (("--odometer", "nan", "3"), 2, "is not a number"),
        (("--charged", "1", "--battery", "1"), 2, "energy of more than one kind"),
        (("--fuel", "diesel"), 2, "--fuel and --litres belong together"),
        (("--fuel", "diesel", "--litres", "3"), 2, "it has no tank for diesel"),
        ((), 2, "it says nothing"),
    ],
)
def test_a_reading_that_cannot_be_is_told_in_a_line(
    call, square: str, given: tuple[str, ...], code: int, said: str
) -> None:
    refused = call(*READ, square, "Fiets 1", *DAY, *given)
    assert (refused.code, said in refused.err) == (code, True), refused.err
    assert "Traceback" not in refused.err


def test_costs_are_taken_in_listed_and_withdrawn(call, square: str, tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text(f"{','.join(COLUMNS)}\n2026-01-01,2400,800,1000,9000,30000,\n", encoding="utf-8")
    told = "from 2026-01-01: EUR 24.00 a courier's hour, 8.00 a vehicle and 10.00 for hubs a day"
    assert told in call("cost", "import", square, str(file)).out
    listed = call("cost", "list", square).out
    assert told in listed
    assert listed.rstrip().endswith("; an order brings what the tariff says")
    assert call("cost", "import", square, str(file)).code == 1, "another begins on that day"
    ended = call("cost", "end", square, listed.split()[0], "--lang", "nl").out
    assert ended == "Ingetrokken: vanaf 2026-01-01.\n"
    assert call("cost", "list", square).out == "There are no costs yet.\n"
    file.write_text(f"{','.join(COLUMNS)}\n2026-01-01,2400,800,1000,9000,30000,350\n", encoding="utf-8")
    assert "; een bestelling zonder tarief 3,50" in call("cost", "import", square, str(file), "--lang", "nl").out
    file.write_text(f"{','.join(COLUMNS)}\n2026-01-01,-1,800,1000,9000,30000,\n", encoding="utf-8")
    refused = call("cost", "import", square, str(file))
    assert (refused.code, "line 2" in refused.err, refused.err.count("\n")) == (2, True, 1)
