"""The printed report: tagged, in its language, with nothing from elsewhere, and the same each time."""

import re
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NoReturn

import pytest
from pypdf import PdfReader

from kernel.errors import MissingToolError
from maps.month_page import month_page
from maps.pdf import pdf_of
from maps.report_page import report_page
from rounds.day_report import day_report
from rounds.report_rows import day_row
from tests.planned_day import PLANNED

SMALL = '<html lang="nl"><title>Proef</title><h1>Proef</h1><p>{}</p></html>'


def report(lang: str) -> dict[str, Any]:
    """A day's report with two factors: to print all of them takes seconds and shows nothing more."""
    made = day_report(PLANNED, lang)
    return made | {"factors": made["factors"][:2]}  # pyright: ignore[reportIndexIssue] (a list, by the schema)


def month(lang: str) -> dict[str, Any]:
    day = report(lang)
    days = {"month": "2026-11", "days": [day_row(day)], "rounds": 1}
    return day | days | {"orders": {"given": 2, "planned": 1, "unassigned": 1}}


def elements(node: Any) -> Iterator[Any]:
    """Walk the tree of what the pages are made of."""
    node = node.get_object()
    for child in node if isinstance(node, list) else [node.get("/K")] if hasattr(node, "get") else []:
        if child is not None:
            yield from elements(child)
    if hasattr(node, "get") and "/S" in node:
        yield node


@pytest.mark.parametrize(
    ("page", "lang", "title"),
    [
        (report_page(report("nl"), lang="nl"), "nl", "Bezorgplan van Proefdorp, dinsdag 24 november 2026"),
        (month_page(month("en"), lang="en"), "en", "Delivery plan of Proefdorp, November 2026"),
    ],
    ids=["day", "month"],
)
def test_a_printed_report_can_be_read_aloud(page: str, lang: str, title: str) -> None:
    printed = PdfReader(BytesIO(pdf_of(page)))
    root: Any = printed.trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert printed.metadata is not None
    assert printed.metadata.title == title
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()

    tree = list(elements(root["/StructTreeRoot"]))
    found = Counter(str(one["/S"]) for one in tree)
    assert found["/H1"] == 1
    assert found["/H2"] == page.count("<h2")
    # The head of a table is told again on each page that it goes on to.
    assert found["/TH"] >= page.count("<th ") > 20
    assert found["/Table"] == page.count("<table")
    headed = [one for one in tree if one["/S"] == "/TD"]
    assert all(one["/A"]["/Headers"] for one in headed)
    pictures = [one for one in tree if one["/S"] == "/Figure"]
    assert len(pictures) == page.count("<svg")
    assert all(one["/Alt"] for one in pictures)


def test_nothing_runs_and_nothing_leads_elsewhere() -> None:
    printed = PdfReader(BytesIO(pdf_of(report_page(report("nl"), lang="nl"))))
    root: Any = printed.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in root.get("/Names", {})
    assert all("/Annots" not in page for page in printed.pages)
    assert all("/FontFile2" in str(font) for font in fonts(printed))


def fonts(printed: PdfReader) -> list[Any]:
    of_pages = [page["/Resources"]["/Font"] for page in printed.pages]  # pyright: ignore[reportIndexIssue] (pypdf's types are wide)
    faces = [font.get_object()["/DescendantFonts"][0].get_object() for each in of_pages for font in each.values()]
    return [face["/FontDescriptor"].get_object() for face in faces]


def test_the_same_page_gives_the_same_bytes() -> None:
    page = SMALL.format("één keer")
    assert pdf_of.__wrapped__(page) == pdf_of.__wrapped__(page)
    assert pdf_of(page) != pdf_of(SMALL.format("twee keer"))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("printing opens no connection")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    pictures = '<img alt="a" src="http://localhost:9/a.png"><img alt="b" src="file:///etc/hostname">'
    style = "<style>@import url(http://localhost:9/b.css);</style>"
    printed = PdfReader(BytesIO(pdf_of(SMALL.format(pictures + style))))
    assert re.search(r"Proef\s+a\s*b", printed.pages[0].extract_text())


@pytest.mark.parametrize(
    ("absent", "line"),
    [
        ("weasyprint", "a PDF needs WeasyPrint. Run `make setup`, or `pip install weasyprint`."),
        ("pango", "a PDF needs Pango and HarfBuzz. Type: sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"),
    ],
)
def test_what_is_missing_is_told_in_one_line(
    absent: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class WithoutPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                print("many lines of advice")  # noqa: T201 (as WeasyPrint does)
                raise OSError("cannot load library 'libpango-1.0-0'")

    if absent == "weasyprint":
        monkeypatch.setitem(sys.modules, "weasyprint", None)
    else:
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(sys, "meta_path", [WithoutPango(), *sys.meta_path])
    with pytest.raises(MissingToolError) as caught:
        pdf_of(SMALL.format(absent))
    assert str(caught.value) == line
    assert capsys.readouterr().out == ""
