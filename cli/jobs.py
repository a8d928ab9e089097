"""`dorpsronde jobs`: what was asked for, how far it is, and what failed."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from data.models.job import Job
    from data.work import Work

__all__ = ["command"]

STATES = ("pending", "leased", "done", "dead", "superseded")


@click.group("jobs")
def command() -> None:
    """See what workers do, cancel it, and send again what failed."""


@command.command("list")
@click.argument("square", required=False)
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Only these; can be repeated.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
def list_command(*, square: str | None, states: tuple[str, ...], limit: int) -> None:
    """List jobs, the newest first: of SQUARE, or of all."""
    from cli.opened import opened
    from data.models.job import JobState
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("jobs list")) as work:
        square_id = None if square is None else work.squares.get(square).id
        jobs = work.jobs.all(square_id, states=[JobState(state) for state in states or STATES], limit=limit)
        slugs = {one.id: one.slug for one in work.squares.all()}
    for job in jobs:
        click.echo(line_of(job, slugs))
        if job.error:
            click.echo(f"    {job.error}")
    if not jobs:
        click.echo("No jobs.")


@command.command("show")
@click.argument("job_id", metavar="JOB")
def show_command(*, job_id: str) -> None:
    """Show everything about a job."""
    import json

    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.read(Scope.system("jobs show")) as work:
        job = work.jobs.get(job_id)
        slugs = {one.id: one.slug for one in work.squares.all()}
    click.echo(line_of(job, slugs))
    told = {
        "asked by": job.asked_by,
        "asked at": moment(job.created_at),
        "due at": moment(job.due_at),
        "wanted by": moment(job.deadline_at),
        "ended at": moment(job.ended_at),
        "attempt": f"{job.attempt} of {job.most_attempts}",
        "worker": job.owner,
        "error": job.error,
    }
    for name, value in told.items():
        if value:
            click.echo(f"  {name + ':':11} {value}")
    for name in ("arguments", "progress", "result"):
        if value := getattr(job, name):
            click.echo(f"  {name + ':':11} {json.dumps(value, ensure_ascii=False)}")


@command.command("retry")
@click.argument("job_ids", metavar="JOB...", nargs=-1, required=True)
def retry_command(*, job_ids: tuple[str, ...]) -> None:
    """Send dead jobs again, as if they were new."""
    from rounds.job_keeping import send_again

    _with_each(job_ids, "jobs retry", send_again)
    click.echo(f"Sent again: {len(job_ids)}.")


@command.command("cancel")
@click.argument("job_ids", metavar="JOB...", nargs=-1, required=True)
def cancel_command(*, job_ids: tuple[str, ...]) -> None:
    """End jobs that wait or run: nothing more of them is written; `retry` sends them again."""
    from rounds.job_keeping import cancel

    _with_each(job_ids, "jobs cancel", cancel)
    click.echo(f"Cancelled: {len(job_ids)}.")


def _with_each(job_ids: Iterable[str], called: str, act: "Callable[[Work, str], Job]") -> None:
    """Do something to all of some jobs, or to none."""
    from cli.opened import opened
    from kernel.scope import Scope

    with opened() as home, home.database.begin(Scope.system(called)) as work:
        for job_id in job_ids:
            act(work, job_id)


def line_of(job: "Job", slugs: dict[str, str]) -> str:
    """Say a job in one line."""
    share = f" {job.done_percent} %" if job.state == "leased" else ""
    where = slugs.get(job.square_id or "", "all squares")
    return f"{job.id}  {job.state}{share}  {job.kind}  {where}  {moment(job.due_at)}"


def moment(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S} UTC"
