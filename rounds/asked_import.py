"""Spreadsheets of orders that are taken in by a job: asked for, tried first, made real, and their rows to mend."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from data.kept_uploads import KeptUploads
from data.models.job import Job, JobState
from data.work import Work
from kernel.errors import BadInputError, ConflictError, NotFoundError
from rounds.later import JobKind, later

__all__ = ["AskedImport", "ask_for_import", "commit_trial", "refuse_past", "rows_to_mend"]


@dataclass(frozen=True, slots=True)
class AskedImport:
    """What is asked; see `rounds.imported.HowToImport` and `rounds.order_import.OrdersFile`.

    Attributes
    ----------
    upload: the name under which the file is kept.
    """

    upload: str
    dry_run: bool = False
    partial: bool = False
    keep_uncertain: bool = False
    shop: str | None = None
    day: date | None = None
    invented: bool = False


def refuse_past(work: Work, square_id: str, day: date | None) -> date:
    """Refuse a day of delivery that is over on the square's clock; give the day that it is there.

    Raises
    ------
    BadInputError
        It is over.
    """
    today = _today(work, square_id)
    if day is not None and day < today:
        raise BadInputError(f"{day} is past", where="day", way_out=f"Give today ({today}) or a later day.")
    return today


def ask_for_import(work: Work, square_id: str, asked: AskedImport) -> str:
    """Ask for the job that judges a file and stores what passes; returns its id.

    Raises
    ------
    NotFoundError, NotAllowedError
        As `later`.
    BadInputError
        As `refuse_past`.
    """
    today = refuse_past(work, square_id, asked.day)
    arguments = {
        "upload": asked.upload,
        "today": today.isoformat(),
        "dry_run": asked.dry_run,
        "partial": asked.partial,
        "keep_uncertain": asked.keep_uncertain,
        "shop": asked.shop,
        "day": asked.day.isoformat() if asked.day else None,
        "invented": asked.invented,
    }
    return later(work, JobKind.IMPORT_ORDERS, square_id, arguments)


def commit_trial(work: Work, trial: Job) -> str:
    """Ask for what a dry run judged to be stored; asked for again, it is the same job. Returns its id.

    Raises
    ------
    NotFoundError
        The job is no import.
    ConflictError
        It was no dry run, is not done, or was for a day that is past by now.
    """
    _refuse_other(trial)
    if not trial.arguments.get("dry_run"):
        raise ConflictError(f"import {trial.id} was no dry run", way_out="What passed is stored already.")
    if trial.state is not JobState.DONE:
        raise ConflictError(f"import {trial.id} is {trial.state}", way_out="Wait until it is done.")
    square_id, once = trial.square_id or "", f"commit:{trial.id}"
    day, today = trial.arguments.get("day"), _today(work, square_id)
    if day and date.fromisoformat(day) < today and work.outbox.asked(square_id, once) is None:
        raise ConflictError(
            f"import {trial.id} is for {day}, which is past", way_out=f"Hand the file in with {today} or a later day."
        )
    arguments = {**trial.arguments, "dry_run": False}
    return later(work, JobKind.IMPORT_ORDERS, square_id, arguments, once=once)


def rows_to_mend(job: Job, home: Path) -> bytes:
    """Give the file of rows to mend of an import.

    Raises
    ------
    NotFoundError
        The job is no import, or every row passed.
    ConflictError
        It is not done.
    """
    _refuse_other(job)
    if job.state is not JobState.DONE:
        raise ConflictError(f"import {job.id} is {job.state}", way_out="Wait until it is done.")
    name = (job.result or {}).get("rows_to_mend")
    if not name:
        raise NotFoundError(f"import {job.id} has no rows to mend", way_out="Every row passed.")
    return KeptUploads(home).path(name).read_bytes()


def _today(work: Work, square_id: str) -> date:
    return work.now.astimezone(ZoneInfo(work.squares.with_id(square_id).timezone)).date()


def _refuse_other(job: Job) -> None:
    if job.kind != JobKind.IMPORT_ORDERS:
        raise NotFoundError(f"job {job.id} is no import of orders", way_out="Is it spelled right?")
