"""Progress bars on stderr for a person; where nobody watches, a line a step with the seconds it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import kernel.progress

__all__ = ["steps"]

Step = Callable[[str], kernel.progress.Progress]


@contextmanager
def steps() -> Iterator[Step]:
    """Give a function that begins a step by its title and answers what the step calls with its share done.

    A step ends where the next one begins.
    """
    console = Console(stderr=True, highlight=False)
    with bars(console) if console.is_terminal else lines(console) as step:
        yield step


@contextmanager
def bars(console: Console) -> Iterator[Step]:
    title = TextColumn("{task.description:<44}")
    with Progress(SpinnerColumn(finished_text="✓"), title, BarColumn(), TimeElapsedColumn(), console=console) as shown:

        def step(title: str) -> kernel.progress.Progress:
            for before in shown.task_ids:
                shown.update(before, completed=1.0)
            task = shown.add_task(title, total=1.0)
            return lambda share: shown.update(task, completed=share)

        yield step
        for task in shown.task_ids:
            shown.update(task, completed=1.0)


@contextmanager
def lines(console: Console) -> Iterator[Step]:
    current = ""
    begun = time.perf_counter()

    def end() -> None:
        if current:
            console.print(f"{current}: {time.perf_counter() - begun:.1f} s", markup=False, soft_wrap=True)

    def step(title: str) -> kernel.progress.Progress:
        nonlocal current, begun
        end()
        current, begun = title, time.perf_counter()
        return kernel.progress.silent

    yield step
    end()
