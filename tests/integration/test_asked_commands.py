"""By command, on a planned day: answers of a spreadsheet, a starting measurement, and the reports that tell of both."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.squares import DAY, HEADER, good_rows, make_square, orders_file, written

SCHEMA = json.loads((Path(__file__).parents[2] / "rounds" / "report.schema.json").read_text("utf-8"))
ASKED = f"{HEADER},asked_wording,antwoord op de vraag"
COUNTED = "flow,by,trips,distance_m,parcels\nshop_trips,diesel_van,22,310000,\nparcels,PostNL,,,140\n"
SAID = (
    "--name", "Voorjaar", "--from", "2026-03-02", "--until", "2026-03-14", "--orders", "412",
    "--measured-by", "De dorpsraad", "--method", "Geteld", "--source", "Verslag",
)  # fmt: skip


def test_from_a_spreadsheet_to_the_months_report(call, village: Path, working_folder: Path) -> None:
    make_square(call, village, working_folder)
    answers = ["2026-1,no_car", "2026-1,Niet gekocht", "2026-1,", ","]
    rows = [f"{row},{answer}" for row, answer in zip(good_rows(4), answers, strict=True)]
    file = orders_file(working_folder, rows, header=ASKED)
    assert call("orders", "import", "proefdorp", file, "--date", DAY).code == 0
    again = call("orders", "import", "proefdorp", file, "--date", DAY)
    assert "4 known" in again.out
    assert call("plan", "proefdorp", "--date", DAY, "--iterations", "5").code == 0
    counted = written(working_folder, "voorjaar.csv", COUNTED)
    kept = call("report", "starting-measurement", "import", "proefdorp", counted, *SAID)
    assert kept.out == "Voorjaar, version 1: kept. 412 orders, 2 flows.\n"
    assert "was kept before" in call("report", "starting-measurement", "import", "proefdorp", counted, *SAID).out
    assert (
        "Voorjaar, version 1  2026-03-02..2026-03-14" in call("report", "starting-measurement", "list", "proefdorp").out
    )
    day = json.loads(call("report", "make", "proefdorp", "--date", DAY, "--format", "json", "-o", "-").out)
    month = json.loads(call("report", "make", "proefdorp", "--month", DAY[:7], "--format", "json", "-o", "-").out)
    Draft202012Validator(SCHEMA).validate(day)
    for report in (day, month):
        asked = report["asking"]
        assert [asked[name] for name in ("orders", "asked", "answered", "silent", "after_shown")] == [4, 3, 2, 1, 0]
        assert (report["headline"]["basis"], report["headline"]["asked"]) == ("answers", 3)
        assert report["starting_measurements"][0]["scaled_to_orders"] == 4
    page = call("report", "make", "proefdorp", "--month", DAY[:7], "-o", "-").out
    assert "Is het de klanten gevraagd?" in page
    assert "Vergeleken met de nulmeting „Voorjaar” (versie 1)" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("flow,by,trips,distance_m,parcels\nshop_trips,diesel_van,2,-5,\n", "line 2: distance_m: '-5' is no whole"),
        (
            "flow,by,trips,distance_m,parcels\nboats,diesel_van,2,5,\n",
            "line 2: 'boats' is no flow; use one of",
        ),
        ("flow,by\n", "has other columns. The first line is flow,by,trips,distance_m,parcels"),
    ],
)
def test_a_count_that_cannot_be_is_refused_in_one_line(call, file_folder: Path, text: str, says: str) -> None:
    said = call("report", "starting-measurement", "import", "proefdorp", written(file_folder, "c.csv", text), *SAID)
    assert said.code == 2
    assert says in said.err
    assert said.err.count("\n") == 1
