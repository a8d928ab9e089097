"""The reports that pages show, as files to keep or to print; without costs, as files are passed on."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.dependencies import Home, Language, Stored
from api.few_at_once import PAGE_ON_ROADS
from api.pages.dates import Day, Month
from kernel.errors import NotFoundError
from rounds.report_files import report_file
from rounds.told_report import told_day, told_month

__all__ = ["router"]

router = APIRouter(default_response_class=Response, include_in_schema=False)


class Form(StrEnum):
    """What a report is offered as; an iLEAP file names each order and is not: it comes from the command line."""

    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


def _form(form: str) -> Form:
    if form not in list(Form):
        raise NotFoundError(f"a report is not made as {form!r}", way_out=f"There is: {', '.join(Form)}.")
    return Form(form)


Asked = Annotated[Form, Depends(_form)]
"""`{form}` of the path."""
MEDIA = {Form.PDF: "application/pdf", Form.CSV: "text/csv; charset=utf-8", Form.JSON: "application/json"}


@router.get("/squares/{slug}/days/{day}/report.{form}", dependencies=[PAGE_ON_ROADS])
def day_file(*, slug: str, day: Day, form: Asked, database: Stored, home: Home, lang: Language) -> Response:
    """Give the report that was kept when the day was planned last."""
    return _answer(told_day(database, home, slug, day, lang), form, lang, f"{slug}-{day}")


@router.get("/squares/{slug}/months/{month}/report.{form}", dependencies=[PAGE_ON_ROADS])
def month_file(*, slug: str, month: Month, form: Asked, database: Stored, home: Home, lang: Language) -> Response:
    """Give the sums of the planned days of a month."""
    return _answer(told_month(database, home, slug, month, lang), form, lang, f"{slug}-{month:%Y-%m}")


def _answer(report: dict[str, Any], form: Form, lang: str, name: str) -> Response:
    shown = "inline" if form is Form.PDF else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}.{form}"'}
    return Response(report_file(report, form, lang), media_type=MEDIA[form], headers=headers)
