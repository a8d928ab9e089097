"""Spreadsheets of orders: handed in, judged and stored by a job, their rows to mend fetched, a trial made real."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answers import Answer, accepted
from api.at_square import PATH, AtSquare, to_change, to_see
from api.dependencies import Home
from api.idempotency import Once
from api.problem_docs import problem_docs
from api.route_docs import ASKED, starting
from api.schemas.jobs import JobShown
from api.schemas.thing import Day, Id, Words
from data.kept_uploads import KeptUploads
from data.work import Work
from kernel.errors import BadInputError
from kernel.rights import Thing
from rounds.asked_import import AskedImport, ask_for_import, commit_trial, refuse_past, rows_to_mend

__all__ = ["router"]

router = APIRouter(prefix=PATH + "/imports", tags=["imports"])

See = Annotated[AtSquare, to_see(Thing.JOBS)]
Change = Annotated[AtSquare, to_change(Thing.JOBS)]
"""Whoever may ask for jobs sees every shop of the square: a file may hold orders of all of them."""
FILE = {
    "requestBody": {
        "description": "A table in a text file, as docs/csv.md describes.",
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
CSV = {200: {"description": "The rows to mend, with the reason in the last column.", "content": {"text/csv": {}}}}


class How(BaseModel):
    """What is done with the rows."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(False, description="Only judge the rows; `commit` stores them afterwards.")
    partial: bool = Field(False, description="Store what passes though other rows fail.")
    keep_uncertain: bool = Field(False, description="Store orders whose address is not sure; they wait to be mended.")
    shop: Words | None = Field(None, max_length=120, description="Whose file it is, where no column says the shop.")
    day: Day | None = Field(None, description="Of delivery, for rows that do not say.")
    invented: bool = Field(False, description="Made up for a trial: papers and reports will say so.")

    def asked(self, upload: str) -> AskedImport:
        return AskedImport(upload=upload, **self.model_dump())


TABLES = frozenset(
    {"text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/vnd.ms-excel"}
)
"""What programs call a table; a browser on a machine with Excel says the last of a CSV."""


async def _file(request: Request) -> bytes:
    """Read the file.

    Raises
    ------
    HTTPException
        415: it is called something else than a table, such as a form that holds one.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in TABLES:
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "The payload must be the table itself and be called so: Content-Type: text/csv.",
            {"Accept": "text/csv"},
        )
    return await request.body()


File = Annotated[bytes, Depends(_file)]


@router.post("", openapi_extra=FILE, **starting(JobShown))
def hand_in_file(at: Change, once: Once, home: Home, how: Annotated[How, Query()], content: File) -> Response:
    """Hand in a spreadsheet of orders; the answer is the job that judges it and stores what passes.

    Its result counts what is `new`, `changed` and the `same`, and the rows `mended`, `waiting` and `failing`; `notes`
    tells what was guessed of the whole file, such as columns that are not read, each in Dutch and English.
    """
    if (kept := once.answered(at.read)) is not None:
        return kept
    with at.read() as work:  # what is refused leaves no file
        try:
            refuse_past(work, at.id, how.day)
        except BadInputError as fault:  # of the query, not of the file
            raise HTTPException(HTTPStatus.BAD_REQUEST, str(fault)) from fault
    upload = KeptUploads(home).keep(content, ".csv")
    return once.once(at.begin, lambda work: _started(at, work, ask_for_import(work, at.id, how.asked(upload))))


@router.post("/{job}/commit", **starting(JobShown))
def commit(at: Change, once: Once, job: Id) -> Response:
    """Store what a dry run judged; asked for again, it is the same job."""

    def ask(work: Work) -> Answer:
        return _started(at, work, commit_trial(work, work.jobs.get(job)))

    return once.once(at.begin, ask)


@router.get("/{job}/mend", response_class=Response, responses={**CSV, **problem_docs(*ASKED, 409)})
def mend(at: See, home: Home, job: Id) -> Response:
    """Fetch the rows that fail or wait; mended, they can be handed in again as they are."""
    at.asker.must_read(Thing.CONTACTS)
    with at.read() as work:
        content = rows_to_mend(work.jobs.get(job), home)
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{job}.mend.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _started(at: AtSquare, work: Work, job_id: str) -> Answer:
    return accepted(JobShown.of(work.jobs.get(job_id), at.asker), at.address_of("jobs", job_id))
