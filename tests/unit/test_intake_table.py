"""From bytes to rows: encodings, separators, headers, and files that are no table."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rounds.intake.layout import MAX_COLUMNS, SEPARATORS
from rounds.intake.order_columns import ORDER_COLUMNS
from rounds.intake.table_file import Table, read_table
from rounds.intake.unreadable import UnreadableTableError

HEADER = ["order_ref", "shop", "recipient", "postcode"]
ACCENTS = "1;Café Zoë;Yıl;1234 AB"


def table_of(data: bytes) -> Table:
    return read_table(data, ORDER_COLUMNS.known_names, name="orders.csv")


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in table_of(data).rows()]


def lines_of(text: str) -> bytes:
    return (";".join(HEADER) + "\n" + text).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableTableError) as fault:
        cells_of(data)
    assert "\n" not in str(fault.value)
    assert str(fault.value).startswith("orders.csv: ")
    assert fault.value.text.nl != fault.value.text.en
    return str(fault.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_unicode_encoding_is_recognised(encoding: str) -> None:
    data = lines_of(ACCENTS).decode().encode(encoding)
    assert cells_of(data) == [("1", "Café Zoë", "Yıl", "1234 AB")]


def test_windows_1252_is_read_and_told() -> None:
    table = table_of("order_ref;shop;recipient\n1;Café Zoë – ’t Hoekje;€ 5".encode("cp1252"))
    assert [row.cells for row in table.rows()] == [("1", "Café Zoë – ’t Hoekje", "€ 5")]
    assert "read as Windows-1252" in [note.en for note in table.notes]


def test_accents_after_the_first_megabyte_still_decide_the_encoding() -> None:
    many = "1;x;y;z\n" * 150_000
    assert table_of(lines_of(many + "2;Zoë;y;z\n")).encoding == "utf-8"
    assert table_of((lines_of(many).decode() + "2;Zoë;y;z\n").encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize(
    ("word", "encoding"),
    [("Café", "cp850"), ("Zoë", "cp850"), ("curaçao", "cp850"), ("Café", "mac_roman")],
)
def test_ms_dos_and_macintosh_letters_are_refused_and_the_line_named(word: str, encoding: str) -> None:
    said = refusal(lines_of("1;a;b;c\n").decode().encode(encoding) + f"2;{word};b;c\n".encode(encoding))
    assert "line 3" in said
    assert "CSV UTF-8" in said


def test_a_mixture_of_encodings_is_refused_and_the_line_named() -> None:
    said = refusal(lines_of("1;Zoë;b;c\n") + "2;Zoë;b;c\n".encode("cp1252"))
    assert "line 2 is UTF-8 and other lines are not" in said


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_separator_and_line_end_is_found(separator: str, end: str) -> None:
    text = separator.join(HEADER) + end + separator.join(["1", "a b", "c", "d"]) + end
    assert cells_of(text.encode()) == [("1", "a b", "c", "d")]


def test_the_separator_is_the_one_that_parts_the_names_not_the_commonest_sign() -> None:
    text = "order_ref;shop;address\n1;Bakker, Brood, Banket;Kerkstraat 1, 2, 3, 1234 AB, Dorp, NL\n"
    assert cells_of(text.encode()) == [("1", "Bakker, Brood, Banket", "Kerkstraat 1, 2, 3, 1234 AB, Dorp, NL")]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_first_line_of_excel_may_state_the_separator(first: str) -> None:
    assert cells_of(first.encode() + b"\r\n" + lines_of("1;a;b;c")) == [("1", "a", "b", "c")]


def test_a_header_below_title_lines_is_found_and_told() -> None:
    data = b"Orders of Tuesday;;;\n;;;\n" + lines_of("1;a;b;c\n")
    table = table_of(data)
    assert table.layout.header_line == 3
    assert [row.line for row in table.rows()] == [4]
    assert 'skipped above the names of the columns: "Orders of Tuesday"' in [note.en for note in table.notes]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    data = lines_of('1;a;"two\nlines";c\n\n;;;\n2;a;b;c\n')
    assert [(row.line, row.cells[0]) for row in table_of(data).rows()] == [(2, "1"), (6, "2")]


def test_a_header_told_again_half_way_is_no_row() -> None:
    assert [row.line for row in table_of(lines_of(f"1;a;b;c\n{';'.join(HEADER)}\n2;a;b;c\n")).rows()] == [2, 4]


def test_a_line_break_within_a_name_of_a_column_is_part_of_it() -> None:
    data = b'order_ref;"post\ncode";shop;recipient\n1;1234 AB;a;b\n'
    table = table_of(data)
    assert table.header[1] == "post\ncode"
    assert [row.line for row in table.rows()] == [3]


def test_nul_is_refused_and_its_line_named() -> None:
    assert "line 3 holds NUL characters" in refusal(lines_of("1;a;b;c\n2;a\0;b;c\n"))


def test_an_open_quote_never_swallows_the_orders_below_it() -> None:
    said = refusal(lines_of('1;a;b;c\n2;"De Korenaar;b;c\n3;a;b;c\n'))
    assert "lines 3 to 4" in said
    assert "quotes" in said


def test_a_quote_within_an_unquoted_cell_is_a_plain_sign() -> None:
    assert cells_of(lines_of('1;5" plank;b;c\n')) == [("1", '5" plank', "b", "c")]


def test_a_cell_beyond_the_csv_modules_limit_is_refused() -> None:
    assert "the cell is too long" in refusal(lines_of(f'1;"{"x" * 140_000}";b;c\n'))


def test_a_line_without_end_is_refused() -> None:
    assert "longer than 1048576 characters" in refusal(lines_of("x" * 1_100_000))


def test_a_million_columns_are_refused_and_counted() -> None:
    assert "line 1 has 1000001 columns, more than 1000" in refusal(b";" * 1_000_000)
    assert "line 2 has 1001 columns" in refusal(lines_of(";" * MAX_COLUMNS + "x"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04" + b"\0" * 50, "Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "old Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"\n<!DOCTYPE html><table>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
    ],
)
def test_what_is_no_text_is_named_and_the_way_to_csv_told(data: bytes, kind: str) -> None:
    said = refusal(data)
    assert kind in said
    assert "Save as" in said


def test_an_empty_file_is_refused() -> None:
    assert "the file is empty" in refusal(b"")


@pytest.mark.parametrize("data", [b"\n\n  \n", b"\xef\xbb\xbf", b";;;\n;;;\n"])
def test_a_file_without_words_is_refused(data: bytes) -> None:
    assert "no line" in refusal(data)


def test_a_file_without_names_of_columns_is_refused_with_its_first_line() -> None:
    assert 'the first is "1001;Anneke;Kerkstraat 1"' in refusal(b"1001;Anneke;Kerkstraat 1\n1002;Bert;Kerkstraat 2\n")


SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
SIGNS_1252 = st.sampled_from(
    [bytes([byte]).decode("cp1252") for byte in [9, 10, *range(32, 127), 0x80, *range(160, 256)]]
)


@st.composite
def written_tables(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    """A table of any cells, as the csv module writes it in a dialect and encoding we say we read."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    cell = st.text(SIGNS_1252 if encoding == "cp1252" else SIGNS, max_size=12)
    rows = draw(st.lists(st.lists(cell, min_size=1, max_size=6), max_size=6))
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=draw(st.sampled_from(SEPARATORS)),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        lineterminator="\r\n",
    )
    writer.writerows([HEADER, *rows])
    text = out.getvalue()
    assume(encoding != "cp1252" or not is_other_utf8(text))
    return rows, text.encode(encoding)


def is_other_utf8(text: str) -> bool:
    """Tell whether the text's bytes in Windows-1252 are, by chance, those of another text in UTF-8: nobody can know."""
    try:
        return text.encode("cp1252").decode() != text
    except UnicodeDecodeError:
        return False


@given(written_tables())
def test_whatever_the_csv_module_writes_reads_back_equal(written: tuple[list[list[str]], bytes]) -> None:
    rows, data = written
    read = None
    with suppress(UnreadableTableError):  # only cp1252 may be taken for a mixture, and is then refused, never spoilt
        read = cells_of(data)
    if read is None:
        with pytest.raises(UnicodeDecodeError):
            data.decode()
    else:
        assert read == [tuple(row) for row in rows if any(cell.strip() for cell in row)]


@given(st.binary(max_size=400), st.sampled_from([b"", b"order_ref;shop\n", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n"]))
@example(b"\x00", b"\xff\xfe")
def test_no_bytes_crash_the_reader(tail: bytes, head: bytes) -> None:
    with suppress(UnreadableTableError):
        cells_of(head + tail)
