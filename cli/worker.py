"""`dorpsronde worker`: does the work that was asked for, beside a server or on a machine of its own."""

import click

__all__ = ["command"]


@click.command("worker")
@click.option("--concurrency", type=click.IntRange(1, 256), help="Jobs at the same time. Default: one for two cores.")
@click.option("--beat/--no-beat", default=True, show_default=True, help="Run the relay and the clock here too.")
def command(*, concurrency: int | None, beat: bool) -> None:
    """Do jobs until Ctrl-C: plans at their cut-off, imports, reports.

    Any number of workers share the jobs of one database. They are called over DORPSRONDE_BROKER_URL, or, without one, a
    folder in DORPSRONDE_HOME. One of them at least runs the relay and the clock, or a `dorpsronde beat` does.
    """
    import sys

    from data.settings import DatabaseSettings
    from workers.settings import WorkerSettings
    from workers.worker import new_name, run_worker

    settings = WorkerSettings.from_environment(worker_processes=concurrency)
    name = new_name()
    click.echo(f"{name}: {settings.processes} at the same time (Ctrl-C stops it)")
    sys.exit(run_worker(settings, DatabaseSettings.from_environment(), name, beat=beat))
