"""`dorpsronde warm-up`: numba compiles here, in `make setup`, and not while a user waits."""

import click

__all__ = ["command"]


@click.command("warm-up")
def command() -> None:
    """Compile the kernels, so that no user waits for it."""
    from cli.progress import steps
    from routing.network import warm as network
    from routing.solver import warm as solver

    with steps() as step:
        network.warm_up(step("Compiling the kernels of the road network"))
        solver.warm_up(step("Compiling the kernels of the solver"))
