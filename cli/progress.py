"""Progress bars on stderr for a person; nothing but a line a step when nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import kernel.progress

__all__ = ["steps"]

Step = Callable[[str], kernel.progress.Progress]


@contextmanager
def steps() -> Iterator[Step]:
    """Give a function that opens one bar a step and answers what that step calls with its share done."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description:<44}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:

        def step(title: str) -> kernel.progress.Progress:
            task = bars.add_task(title, total=1.0)
            if not console.is_terminal:
                console.print(title)

            def done(share: float) -> None:
                bars.update(task, completed=share)

            return done

        yield step
