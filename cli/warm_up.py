"""`dorpsronde warm-up`: numba compiles here, in `make setup`, and not while a user waits."""

import click

__all__ = ["command"]


@click.command("warm-up")
def command() -> None:
    """Compile the kernels, so that no user waits for it."""
    from cli.progress import steps
    from routing.network.warm import warm_up

    with steps() as step:
        warm_up(step("Compiling the kernels"))
