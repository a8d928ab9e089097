"""Spreadsheets on disk: web shops' exports, hostile files, and the documents about them."""

import os
import re
import tracemalloc
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from rounds.intake.mend_file import mend_file
from rounds.intake.order_columns import ORDER_COLUMNS
from rounds.intake.order_rows import OrderSettings, judge_orders, read_orders_table
from rounds.intake.shop_choice import shop_chooser
from rounds.intake.shop_columns import SHOP_COLUMNS
from rounds.intake.table_file import MAX_ROWS
from rounds.intake.unreadable import UnreadableTableError
from rounds.intake.vehicle_columns import VEHICLE_COLUMNS
from rounds.intake.vocabulary import REASON, Vocabulary, name_key

REPOSITORY = Path(__file__).parents[2]
EXPORTS = REPOSITORY / "tests" / "exports"
SETTINGS = OrderSettings(
    shop_chooser({"korenaar": "Bakkerij De Korenaar", "smit": "Slagerij Smit", "vat": "Wijnhuis Het Vat"}),
    today=date(2026, 11, 23),
)
MIB = 2**20


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableTableError) as fault:
        judge_orders(read_orders_table(path), SETTINGS)
    said = str(fault.value)
    assert "\n" not in said
    assert path.name in said
    return said


def test_an_excel_sheet_of_a_dutch_shopkeeper() -> None:
    file = judge_orders(read_orders_table(EXPORTS / "excel_nl.csv"), SETTINGS)
    assert file.summary.en == "6 read: 4 pass, 0 mended, 2 fail"
    assert {note.en for note in file.notes} == {
        "read as Windows-1252",
        'skipped above the names of the columns: "Bestellingen week 48"',
    }
    assert file.accepted[1].recipient == "Zoë Brandsma"
    assert [one.lines for one in file.failing] == [(9,), (10,)]
    assert len(file.failing[1].faults) == 3


def test_a_shopify_export_takes_the_rows_of_one_order_together() -> None:
    file = judge_orders(read_orders_table(EXPORTS / "shopify.csv"), replace(SETTINGS, shop="korenaar"))
    assert [(one.ref, one.lines, one.outcome.value) for one in file.judged] == [
        ("#2001", (2, 3, 4), "passes"),
        ("#2002", (5,), "passes"),
        ("#2003", (6, 7), "passes"),
        ("#2004", (8,), "fails"),  # collected in the shop: no delivery address, and the invoice's is not taken
    ]
    assert [order.address_line for order in file.accepted] == [
        "Dorpsstraat 12, 1234AB Proefdorp",
        "Kerkweg 7-2, 1234AC Proefdorp",
        "Molenlaan 3, 1234AD Proefdorp",
    ]
    assert file.accepted[2].note == "achterom"
    assert file.accepted[0].phone == "+31612345678"


def test_a_woocommerce_export_is_delivered_to_the_shipping_address() -> None:
    file = judge_orders(read_orders_table(EXPORTS / "woocommerce.csv"), replace(SETTINGS, shop="korenaar"))
    assert [(order.order_ref, order.recipient, order.address_line) for order in file.accepted] == [
        ("3001", "Jan de Boer", "Dorpsstraat 14A, 1234AB Proefdorp"),
        ("3002", "Fatma Yılmaz", "Kerkweg 9, 1234AC Proefdorp"),
    ]
    assert {order.day for order in file.accepted} == {None}  # its dates are those of ordering
    assert "none ends in SS" in file.failing[0].faults[0].en


@pytest.mark.parametrize(
    ("export", "was", "becomes", "why"),
    [
        ("shopify.csv", "#2001,postma@example.org,paid", "#2001,postma@example.org,refunded", "is refunded"),
        ("shopify.csv", "paid,,unfulfilled", "paid,,fulfilled", "is sent already"),
        ("woocommerce.csv", ",processing,", ",cancelled,", "is cancelled"),
        ("woocommerce.csv", ",processing,", ",Terugbetaald,", "is refunded"),
        ("woocommerce.csv", ",processing,", ",wc-completed,", "is sent already"),
    ],
)
def test_what_is_over_at_the_web_shop_is_not_brought(export: str, was: str, becomes: str, why: str) -> None:
    text = (EXPORTS / export).read_text("utf-8")
    assert was in text
    file = judge_orders(read_orders_table(text.replace(was, becomes, 1).encode()), replace(SETTINGS, shop="korenaar"))
    assert [fault.en for fault in file.judged[0].faults] == [f"the order {why}"]
    assert file.judged[1].value is not None


def test_a_cancelled_order_of_shopify_is_not_brought_and_an_unpaid_one_is_told() -> None:
    head = "Name,Financial Status,Lineitem name,Shipping Name,Shipping Zip,Shipping Address1,Cancelled at"
    rows = ("#1,paid,a,Jan,'1234 AB,Kerkweg 7,2026-11-22 10:00", "#1,,b,,,,", "#2,pending,a,Jan,'1234 AB,Kerkweg 7,")
    table = read_orders_table("\n".join((head, *rows)).encode())
    file = judge_orders(table, replace(SETTINGS, shop="korenaar"))
    assert [fault.nl for fault in file.judged[0].faults] == ["de bestelling is geannuleerd"]
    assert [mend.en for mend in file.judged[1].mends] == ['status "pending" at the shop: is it paid?']
    assert (file.judged[0].lines, file.judged[1].value is not None) == ((2, 3), True)


def test_a_lightspeed_export_with_order_numbers_added() -> None:
    file = judge_orders(read_orders_table(EXPORTS / "lightspeed.csv"), replace(SETTINGS, shop="korenaar"))
    assert [(order.recipient, order.address_line, order.weight_g) for order in file.accepted] == [
        ("Willem van der Meer", "Dorpsstraat 12A, 1234AB Proefdorp", 2500),
        ("Els Smeets", "Kerkweg 21-2, 1234AC Proefdorp", 750),
    ]
    assert file.failing[0].faults[0].en == "there is no house number"  # not the invoice's either


@pytest.mark.parametrize("name", ["excel_nl.csv", "shopify.csv", "woocommerce.csv", "lightspeed.csv"])
def test_the_rows_to_mend_of_each_export_come_back_with_the_same_reasons(name: str) -> None:
    settings = SETTINGS if name == "excel_nl.csv" else replace(SETTINGS, shop="korenaar")
    table = read_orders_table(EXPORTS / name)
    file = judge_orders(table, settings)
    written = mend_file(table, file).encode()
    again = judge_orders(read_orders_table(written), settings)
    assert [one.faults for one in again.judged] == [one.faults for one in file.failing]


def test_a_missing_file_a_folder_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "weg.csv")
    (tmp_path / "map.csv").mkdir()
    assert "this is a folder" in refusal(tmp_path / "map.csv")
    (tmp_path / "leeg.csv").touch()
    assert "the file is empty" in refusal(tmp_path / "leeg.csv")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.csv")
    assert "no ordinary file" in refusal(tmp_path / "pijp.csv")


def test_a_workbook_that_is_called_csv_is_named_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 100)
    assert "this is an Excel workbook or zip, not a CSV. Open it in Excel, choose Save as" in refusal(
        tmp_path / "orders.csv"
    )


@pytest.fixture
def memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * MIB, f"{peak / MIB:.0f} MiB"


def big_file(path: Path, head: bytes, block: bytes, times: int) -> Path:
    with path.open("wb") as file:
        file.write(head)
        for _ in range(times):
            file.write(block)
    return path


@pytest.mark.usefixtures("memory")
def test_a_line_of_200_megabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    with path.open("wb") as file:
        file.truncate(200 * 10**6)
    assert "the file is 190 MiB, more than 100 MiB" in refusal(path)
    assert "line 2 is longer than" in refusal(big_file(path, b"order_ref;shop\n", b"x" * MIB, 90))


@pytest.mark.usefixtures("memory")
def test_a_million_columns_are_refused_in_little_memory(tmp_path: Path) -> None:
    path = big_file(tmp_path / "breed.csv", b"a", b";" * 10**6, 1)
    assert "1000001 columns, more than 1000" in refusal(path)


@pytest.mark.usefixtures("memory")
def test_a_million_rows_are_read_as_a_stream_and_refused_beyond_the_limit(tmp_path: Path) -> None:
    path = big_file(
        tmp_path / "veel.csv", b"order_ref;shop;recipient;postcode;number\n", b"1;x;y;1234 AB;1\n" * 1000, 1000
    )
    table = read_orders_table(path)
    assert sum(1 for _ in islice(table.rows(), MAX_ROWS)) == MAX_ROWS
    with pytest.raises(UnreadableTableError, match=f"more than {MAX_ROWS} rows"):
        deque(table.rows(), maxlen=0)


def known_names(page: str, title: str) -> dict[str, set[str]]:
    """Column → keys of all its names, as a section of docs/csv.md lists them."""
    section = page.partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|.*\|([^|]*)\|$", section, re.MULTILINE)
    return {
        name: {name_key(said) for said in re.split(r"[,·]", f"{name},{known}") if said.strip()} for name, known in rows
    }


@pytest.mark.parametrize(
    ("title", "vocabulary"), [("Orders", ORDER_COLUMNS), ("Shops", SHOP_COLUMNS), ("Vehicles", VEHICLE_COLUMNS)]
)
def test_the_document_lists_every_column_and_every_name(title: str, vocabulary: Vocabulary) -> None:
    page = (REPOSITORY / "docs" / "csv.md").read_text("utf-8")
    for meaning in vocabulary.meanings:
        keys = {key for tier in meaning.tiers for key in tier}
        listed = known_names(page, title)[meaning.name] - ({REASON} if meaning.name == REASON else set())
        assert listed - {name_key(meaning.name)} == keys - {name_key(meaning.name)}, meaning.name
