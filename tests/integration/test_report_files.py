"""Reports as files: of a day or a month that is stored, from the command line and over HTTP, on both databases."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from data.database import Database
from data.settings import DatabaseSettings
from impact.factor_table import load_factors
from impact.ileap import Shipment
from rounds.day_report import assess_day
from rounds.kept_report import kept_report
from tests.integration.conftest import Said
from tests.planned_day import DAY, ORDER, OTHERS, PLAN, PLANNED
from tests.served import served
from tests.stored_square import TEST, plan_of, store_square
from tests.unit.test_ileap_schema import SCHEMA

Call = Callable[..., Said]
FIRST, SECOND, EMPTY = (date(2026, 11, day) for day in (23, 24, 26))
ORDER_ID = "0193a0b4-0000-7000-8000-000000000001"


def kept(day: date, version: str = "2026.2", *, leg: int = 1) -> dict[str, Any]:
    """The document of a planned day; the order has the same id on each, as one that is tried again."""
    planned = assess_day(replace(DAY, day=day), PLANNED.effort, PLAN, OTHERS, load_factors(version))
    return kept_report(planned, {ORDER.id: Shipment(ORDER_ID, day.isoformat(), leg)})


def store_days(database: Database, days: Mapping[date, Mapping[str, Any]]) -> None:
    square = store_square(database)
    with database.begin(TEST) as work:
        for day, report in days.items():
            work.plans.save(square.id, day, replace(plan_of(square, []), report=report))


@pytest.fixture
def planned(working_folder: Path) -> Path:
    """A square with two days in November and one, in October, that an earlier version kept."""
    before = kept(date(2026, 10, 5))
    before = {"kept": "dorpsronde/kept-day/1"} | {
        name: part for name, part in before.items() if name in {"nl", "en", "activity", "lines"}
    }
    database = Database.open(DatabaseSettings.from_environment())
    store_days(database, {FIRST: kept(FIRST), SECOND: kept(SECOND, leg=2), date(2026, 10, 5): before})
    database.close()
    return working_folder


def exported(call: Call, *options: str) -> dict[str, Any]:
    said = call("report", "make", "proefdorp", *options, "--format", "ileap", "-o", "out.json")
    assert said.code == 0, said.err
    document = json.loads(Path("out.json").read_text("utf-8"))
    Draft202012Validator(SCHEMA).validate(document)
    assert call("report", "check", "out.json").out == "All figures follow from one another.\n"
    return document


def test_a_name_of_bytes_that_are_no_text_and_a_file_with_nothing_to_check_are_told(call: Call, planned: Path) -> None:
    (planned / "nothing.json").write_text("{}", "utf-8")
    for arguments, told in (
        (("order", "proefdorp", "caf\udce9"), r"'caf\udce9' is no UTF-8 text"),
        (("check", "nothing.json"), "nothing.json: there are no footprints, tocs or hocs in it"),
    ):
        said = call("report", *arguments)
        assert (said.code, said.out) == (2, "")
        assert told in said.last_line


def total_g(document: Mapping[str, Any]) -> Fraction:
    return 1000 * sum(Fraction(tce["co2eWTW"]) for one in document["footprints"] for tce in one["tces"])


def test_a_day_is_exported_by_ids_that_say_nothing(planned: Path, call: Call) -> None:
    document = exported(call, "--date", "2026-11-24")
    call("report", "make", "proefdorp", "--date", "2026-11-24", "--format", "json", "-o", "day.json")
    report = json.loads(Path("day.json").read_text("utf-8"))
    assert round(total_g(document)) == report["inventory"]["total_g"]["wtw"] > 0
    (footprint,) = document["footprints"]
    assert footprint["shipmentId"] == ORDER_ID
    assert footprint["tces"][0]["tocId"] == "proefdorp.2026-11-24.round-1"
    text = Path("out.json").read_text("utf-8")
    assert not [name for name in (ORDER.id, ORDER.customer, ORDER.address, "Bakker Bart", "Brink") if name in text]


def test_a_month_brings_an_orders_days_together(planned: Path, call: Call) -> None:
    document = exported(call, "--month", "2026-11")
    (footprint,) = document["footprints"]
    assert [tce["tocId"].split(".")[1] for tce in footprint["tces"]] == ["2026-11-23", "2026-11-24"]
    assert footprint["tces"][1]["prevTceIds"] == [footprint["tces"][0]["tceId"]]
    assert (document["referencePeriodStart"], document["referencePeriodEnd"]) == ("2026-11-23", "2026-11-25")
    call("report", "make", "proefdorp", "--month", "2026-11", "--format", "json", "-o", "month.json")
    report = json.loads(Path("month.json").read_text("utf-8"))
    assert round(total_g(document)) == report["inventory"]["total_g"]["wtw"]


def test_what_was_metered_is_primary_and_names_of_ones_own_stay_inside(planned: Path, call: Call) -> None:
    Path("log.csv").write_text(
        "element,kind,serves,vehicle,purpose,known,distance_m,energy,amount,data\n"
        "round-1,round,,cargo_bike,carrying,driven,3000,electricity,100,primary\n"
        "boer Jansen,collection,all,diesel_van,own_trip,estimated,4000,,,\n",
        "utf-8",
    )
    document = exported(call, "--date", "2026-11-24", "--driven", "log.csv")
    assert [toc["tocId"] for toc in document["tocs"]] == [
        "proefdorp.2026-11-24.collection-other-1",
        "proefdorp.2026-11-24.round-1",
    ]
    assert "Jansen" not in Path("out.json").read_text("utf-8")
    assert 0 < Fraction(document["pcf"][ORDER_ID]["primaryDataShare"]) < 10
    assert document["statement"]["kilometres"] == {"driven": "3", "planned": "0", "estimated": "4"}


REFUSED = [
    (
        ("--date", "2026-10-05"),
        "iLEAP: 2026-10-05: kept by an earlier version, without its chains or its orders' ids. Plan it again",
    ),
    (("--month", "2026-01"), "nothing was planned for 2026-01-01 to 2026-01-31 on square proefdorp."),
    (
        ("--date", "2026-11-24", "--factors", "2026.1"),
        "factor set 2026.1: does not split tank-to-wheel from well-to-tank.",
    ),
    (("--date", "2026-11-24", "--orders"), "the format ileap takes no --orders. Leave it out"),
    (("--date", "2026-11-24", "--costs"), "the format ileap takes no --costs. Leave it out, or write json"),
    (
        ("--month", "2026-11", "--producers", "--lang", "nl", "--metres", "ridden", "--answers", "file.csv"),
        "the format ileap takes no --answers, --metres, --lang, --producers. Leave them out",
    ),
]


def test_what_cannot_be_exported_is_told_in_one_line(planned: Path, call: Call) -> None:
    for options, line in REFUSED:
        said = call("report", "make", "proefdorp", *options, "--format", "ileap", "-o", "out.json")
        assert said.code == 2
        assert line in said.last_line
        assert not Path("out.json").exists()


def test_what_a_form_would_leave_out_in_silence_is_refused(call: Call) -> None:
    for form, option in (("csv", "--costs"), ("csv", "--producers"), ("csv", "--orders"), ("html", "--orders")):
        said = call("report", "make", "proefdorp", "--date", "2026-11-24", option, "--format", form, "-o", "-")
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert f"the format {form} takes no {option}. Leave it out, or write json" in said.last_line


def test_a_month_as_a_table_has_its_inventory(planned: Path, call: Call) -> None:
    call("report", "make", "proefdorp", "--month", "2026-11", "--format", "csv", "-o", "month.csv")
    rows = list(csv.DictReader(StringIO(Path("month.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [row["date"] for row in rows] == ["2026-11-23", "2026-11-24", "2026-11"]
    for row in rows:
        assert int(row["inventory_ttw_g"]) + int(row["inventory_wtt_g"]) == int(row["inventory_wtw_g"]) > 0
        assert int(row["inventory_default_g"]) == int(row["inventory_wtw_g"])
        assert int(row["co2_pooled_van_low_g"]) <= int(row["co2_pooled_van_high_g"])
    assert rows[2]["in_chains"] == "2"
    assert "," in rows[2]["tonne_km"]
    figures = [cell for row in rows for name, cell in row.items() if name != "factor_set"]
    assert not [cell for cell in figures if re.search(r"\d\.\d", cell)], "a Dutch Excel reads 14.372 as 14372"
    call("report", "make", "proefdorp", "--date", "2026-10-05", "--format", "csv", "-o", "old.csv")
    (old,) = csv.DictReader(StringIO(Path("old.csv").read_text("utf-8-sig")), delimiter=";")
    assert old["date"] == "2026-10-05"


def test_a_day_without_any_round_is_an_empty_exchange(working_folder: Path, call: Call) -> None:
    nobody = replace(PLAN, rounds=[], unassigned=[])
    others = replace(OTHERS, collections=[], direct_m={}, whole_m={})
    planned = assess_day(replace(DAY, day=EMPTY), PLANNED.effort, nobody, others, load_factors("2026.2"))
    database = Database.open(DatabaseSettings.from_environment())
    store_days(database, {EMPTY: kept_report(planned, {})})
    database.close()
    document = exported(call, "--date", "2026-11-26")
    assert document["footprints"] == document["tocs"] == document["hocs"] == []


def test_pages_offer_their_report_as_files(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        store_days(client.app.state.database, {SECOND: kept(SECOND)})  # pyright: ignore[reportAttributeAccessIssue] (Starlette's app)
        for at in ("days/2026-11-24/report", "months/2026-11/report"):
            path = f"/squares/proefdorp/{at}"
            assert client.get(f"{path}.json?lang=nl").json()["area"] == "Proefdorp"
            table = client.get(f"{path}.csv")
            assert "inventory_wtw_g" in table.text
            assert table.headers["content-disposition"].startswith('attachment; filename="proefdorp-2026-11')
            assert client.get(f"{path}.ileap").status_code == 404
        # The month's: a day's has a table of all factors, which takes as long again.
        printed = client.get("/squares/proefdorp/months/2026-11/report.pdf?lang=en")
        assert printed.headers["content-type"] == "application/pdf"
        assert PdfReader(BytesIO(printed.content)).trailer["/Root"]["/Lang"] == "en"  # pyright: ignore[reportIndexIssue] (pypdf's types are wide)
        page = client.get("/squares/proefdorp/days/2026-11-24/report").text
        assert 'href="/squares/proefdorp/days/2026-11-24/report.pdf?lang=nl"' in page
        assert client.get("/squares/proefdorp/days/2026-11-23/report.pdf").status_code == 404
