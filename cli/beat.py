"""`dorpsronde beat`: the relay and the clock on their own."""

import click

__all__ = ["command"]


@click.command("beat")
def command() -> None:
    """Make jobs of what was asked for and call workers for what is due, until Ctrl-C.

    Workers started with --no-beat need one of these. Several do no harm.
    """
    from data.settings import DatabaseSettings
    from workers.settings import WorkerSettings
    from workers.worker import run_beat

    run_beat(WorkerSettings.from_environment(), DatabaseSettings.from_environment())
