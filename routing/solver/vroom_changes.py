"""What keeps unassigned tasks out of a plan and what would let them in, beside their reason in VROOM's JSON."""

from collections.abc import Callable, Mapping
from math import inf
from typing import Any

from kernel.progress import Progress, silent
from routing.solver.beginnings import visits_by_task
from routing.solver.changes import Change, ChangeKind
from routing.solver.problem import Problem
from routing.solver.requests import requests_of
from routing.solver.running import Running
from routing.solver.solution import Solution
from routing.solver.why import Why, why_all

__all__ = ["explained", "with_changes", "write_change"]

Json = dict[str, Any]
SECONDS = {
    ChangeKind.TIME_WINDOW,
    ChangeKind.TIME_ON_BOARD,
    ChangeKind.HOURS,
    ChangeKind.SLOT,
    ChangeKind.MAX_TRAVEL_TIME,
}
FIGURES = {ChangeKind.MAX_TASKS: "tasks", ChangeKind.MAX_DISTANCE: "metres", ChangeKind.MAX_ENERGY: "wh"}


def explained(
    document: Json,
    problem: Problem,
    solution: Solution,
    *,
    failed: Callable[[Exception], object],
    progress: Progress = silent,
    time_limit_s: float = inf,
) -> Json:
    """Return a solution's document with what `why_all` says of it; whatever that falls over, the document is not lost.

    Parameters
    ----------
    document: as `write_solution` gives it.
    failed: is told what asking why fell over; the document is then returned as it was given.
    """
    try:
        whys = why_all(Running.of(problem, solution), progress=progress, time_limit_s=time_limit_s)
        return with_changes(document, problem, whys)
    except Exception as fault:  # noqa: BLE001 (memory, a defect: the plan was searched for, and is worth more)
        failed(fault)
        return document


def with_changes(document: Json, problem: Problem, whys: Mapping[int, Why]) -> Json:
    """Return a solution's document with `block` and `changes` under each unassigned task's "dorpsronde".

    Parameters
    ----------
    document: as `write_solution` gives it.
    whys: by index of the request, as `why_all` gives them; others are left as they are.
    """
    index = {task: visit.request for task, visit in visits_by_task(requests_of(problem)).items()}
    unassigned = [_explained(entry, whys.get(index[entry["type"], entry["id"]])) for entry in document["unassigned"]]
    return {**document, "unassigned": unassigned}


def write_change(change: Change) -> Json:
    """Say a change; times in minutes, rounded up."""
    entry: Json = {"kind": change.kind.value, "vehicle": change.vehicle}
    if change.kind in SECONDS:
        entry["minutes"] = -(-change.amount // 60)
    elif change.kind in FIGURES:
        entry[FIGURES[change.kind]] = change.amount
    if change.side is not None:
        entry["side"] = change.side
    if change.task is not None:
        entry["task"] = change.task.value
    if change.window is not None:
        entry["time_window"] = [change.window.start_s, change.window.end_s]
    if change.capacity:
        entry["capacity"] = list(change.capacity)
    if change.skills:
        entry["skills"] = sorted(change.skills)
    return entry


def _explained(entry: Json, why: Why | None) -> Json:
    if why is None:
        return entry
    ours: Json = {**entry.get("dorpsronde", {}), "changes": [write_change(change) for change in why.changes]}
    if why.block is not None:
        ours["block"] = why.block.value
    return {**entry, "dorpsronde": ours}
