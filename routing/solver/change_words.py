"""A change that would let an order in, in plain words; English and Dutch."""

from collections.abc import Mapping, Sequence

from routing.solver.changes import Change, ChangeKind
from routing.solver.explanations import PLAIN, TASKS, Clock, Dimension, Language, time_of_day
from routing.solver.problem import TaskKind

__all__ = ["say_change"]

TEXTS: Mapping[str, Mapping[Language, str]] = {
    "window earlier": {
        "en": "fits if the window of the {task} may begin {minutes} earlier",
        "nl": "past als het venster van {task} {minutes} eerder mag beginnen",
    },
    "window later": {
        "en": "fits if the window of the {task} may end {minutes} later",
        "nl": "past als het venster van {task} {minutes} later mag eindigen",
    },
    "one window earlier": {
        "en": "fits if the window of the {task} from {opens} to {closes} may begin {minutes} earlier",
        "nl": "past als het venster van {task} van {opens} tot {closes} {minutes} eerder mag beginnen",
    },
    "one window later": {
        "en": "fits if the window of the {task} from {opens} to {closes} may end {minutes} later",
        "nl": "past als het venster van {task} van {opens} tot {closes} {minutes} later mag eindigen",
    },
    "hours earlier": {
        "en": "fits if {vehicle} may start {minutes} earlier",
        "nl": "past als {vehicle} {minutes} eerder mag beginnen",
    },
    "hours later": {
        "en": "fits if {vehicle} may finish {minutes} later",
        "nl": "past als {vehicle} {minutes} later mag eindigen",
    },
    "time_on_board": {
        "en": "fits if it may be on board {minutes} longer",
        "nl": "past als het {minutes} langer aan boord mag zijn",
    },
    "slot": {"en": "fits between {opens} and {closes}", "nl": "past tussen {opens} en {closes}"},
    "max_tasks": {"en": "fits if {vehicle} may do {tasks} more", "nl": "past als {vehicle} {tasks} meer mag doen"},
    "max_travel_time": {
        "en": "fits if {vehicle} may travel {minutes} longer",
        "nl": "past als {vehicle} {minutes} langer mag rijden",
    },
    "max_distance": {
        "en": "fits if {vehicle} may travel {km} km further",
        "nl": "past als {vehicle} {km} km verder mag rijden",
    },
    "max_energy_wh": {
        "en": "fits if {vehicle} may use {amount} Wh more",
        "nl": "past als {vehicle} {amount} Wh meer mag verbruiken",
    },
    "capacity": {"en": "fits if {vehicle} carries {more} more", "nl": "past als {vehicle} {more} meer kan dragen"},
    "skills": {"en": "fits if {vehicle} has {skills}", "nl": "past als {vehicle} dit heeft: {skills}"},
    "vehicle": {"en": "fits with one more vehicle like {vehicle}", "nl": "past met nog een voertuig als {vehicle}"},
}
COUNTED: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "minute": {"en": ("minute", "minutes"), "nl": ("minuut", "minuten")},
    "task": {"en": ("task", "tasks"), "nl": ("taak", "taken")},
}
VEHICLE: Mapping[Language, str] = {"en": "vehicle", "nl": "voertuig"}


def say_change(
    change: Change,
    *,
    language: Language = "en",
    dimensions: Sequence[Dimension] = (),
    skills: Mapping[int, str] | None = None,
    vehicles: Mapping[int, str] | None = None,
    clock: Clock = time_of_day,
) -> str:
    """Say a change in one clause without a full stop; minutes and kilometres are rounded up.

    Parameters
    ----------
    dimensions: how the caller calls its amounts, one entry a dimension.
    skills, vehicles: how the caller calls its own.
    """
    names = skills or {}
    window = change.window
    return TEXTS[_key(change)][language].format(
        task=TASKS[change.task or TaskKind.JOB][language],
        vehicle=(vehicles or {}).get(change.vehicle, f"{VEHICLE[language]} {change.vehicle}"),
        minutes=_counted(-(-change.amount // 60), "minute", language),
        tasks=_counted(change.amount, "task", language),
        amount=change.amount,
        km=f"{-(-change.amount // 100) / 10:g}",
        opens=clock(window.start_s) if window else "",
        closes=clock(window.end_s) if window else "",
        more=", ".join(_amounts(change, dimensions)),
        skills=", ".join(names.get(skill, str(skill)) for skill in sorted(change.skills)),
    )


def _key(change: Change) -> str:
    if change.side is None:
        return change.kind.value
    window = "window" if change.window is None else "one window"
    return f"{'hours' if change.kind is ChangeKind.HOURS else window} {change.side}"


def _counted(figure: int, what: str, language: Language) -> str:
    one, more = COUNTED[what][language]
    return f"{figure} {one if figure == 1 else more}"


def _amounts(change: Change, dimensions: Sequence[Dimension]) -> list[str]:
    named = [*dimensions, *([PLAIN] * len(change.capacity))]
    return [name.show(more) for more, name in zip(change.capacity, named, strict=False) if more]
