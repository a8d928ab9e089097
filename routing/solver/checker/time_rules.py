"""When work may begin and end: windows, the vehicle's hours, latest finish, time on board."""

from collections.abc import Iterator, Sequence

from routing.solver.checker.breach import Breach
from routing.solver.checker.given import GivenTask, Window
from routing.solver.checker.shown import listed
from routing.solver.checker.walk import Figures, Walk

__all__ = ["missed_s", "time_breaches"]


def time_breaches(walk: Walk) -> Iterator[Breach]:
    """Name every moment that is too early or too late."""
    for number, task in walk.done:
        yield from _outside(number, "time windows", walk.figures[number].begin_s, task.windows)
        yield from _finish(number, walk.figures[number], task)
    for number, rest in walk.rests:
        yield from _outside(number, "break's windows", walk.figures[number].begin_s, rest.windows)
    yield from _on_board(walk)
    yield from _hours(walk)


def missed_s(moment_s: int, windows: Sequence[Window]) -> int:
    """Return seconds to the nearest window: below 0 where it is too early, 0 inside one or where there is none."""
    gaps = [moment_s - max(start_s, min(moment_s, end_s)) for start_s, end_s in windows]
    return min(gaps, key=abs, default=0)


def _outside(step: int, what: str, moment_s: int, windows: Sequence[Window]) -> Iterator[Breach]:
    missed = missed_s(moment_s, windows)
    if missed:
        spans = listed(windows)
        name = "delay" if missed > 0 else "lead_time"
        yield Breach(step, name, f"{moment_s} is outside the {what} {spans} by {abs(missed)} s", abs(missed))


def _finish(step: int, figures: Figures, task: GivenTask) -> Iterator[Breach]:
    if task.latest_finish_s is not None and figures.end_s > task.latest_finish_s:
        late_s = figures.end_s - task.latest_finish_s
        text = f"ends at {figures.end_s}, {late_s} s after its latest finish at {task.latest_finish_s}"
        yield Breach(step, "latest_finish", text, late_s)


def _on_board(walk: Walk) -> Iterator[Breach]:
    """Measure from the end of service at a pickup to the beginning of service at its delivery."""
    picked_s: dict[object, int] = {}
    for number, task in walk.done:
        figures = walk.figures[number]
        if task.key[0] == "pickup":
            picked_s[task.key] = figures.end_s
        elif task.max_time_on_board_s is not None and task.partner in picked_s:
            on_board_s = figures.begin_s + figures.setup_s - picked_s[task.partner]
            if on_board_s > task.max_time_on_board_s:
                text = f"{on_board_s} s on board, at most {task.max_time_on_board_s}"
                yield Breach(number, "time_on_board", text, on_board_s - task.max_time_on_board_s)


def _hours(walk: Walk) -> Iterator[Breach]:
    """Hold the beginning and the end of a route to the vehicle's hours; what is between lies between."""
    if walk.vehicle.hours is None or not walk.figures:
        return
    opens_s, closes_s = walk.vehicle.hours
    begins_s, ends_s = walk.figures[0].arrival_s, walk.figures[-1].end_s
    hours = f"outside the vehicle's hours [{opens_s}, {closes_s}]"
    if begins_s < opens_s:
        early_s = opens_s - begins_s
        yield Breach(0, "lead_time", f"{begins_s} is {hours} by {early_s} s", early_s)
    if ends_s > closes_s:
        late_s = ends_s - closes_s
        yield Breach(len(walk.figures) - 1, "delay", f"{ends_s} is {hours} by {late_s} s", late_s)
