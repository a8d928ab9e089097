"""A report as a file: the page, the same page as a PDF, its document in JSON, or a table."""

import json
from collections.abc import Mapping
from typing import Any

from maps.month_page import month_page
from maps.pdf import pdf_of
from maps.report_page import report_page
from rounds.intake.mend_file import csv_text
from rounds.method_statement import method_statement
from rounds.report_rows import report_rows

__all__ = ["report_file"]


def report_file(report: Mapping[str, Any], form: str, lang: str) -> str | bytes:
    """Write a day's or a month's report.

    Parameters
    ----------
    form: html, pdf, json or csv.

    Raises
    ------
    MissingToolError
        A PDF is asked for, and what prints it is not installed.
    """
    match form:
        case "json":
            return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
        case "csv":
            return csv_text(report_rows(report))
        case _:
            written = month_page if "month" in report else report_page
            page = written(report, lang=lang, method=method_statement(report, lang))
            return pdf_of(page) if form == "pdf" else page
