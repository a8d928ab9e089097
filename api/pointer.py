"""Where a reader of ours says a fault stands → a JSON pointer into the document, as RFC 9457 shows it."""

import re
from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import quote

__all__ = ["pointer_of", "pointer_to", "pointer_within", "steps_within"]

PATH = re.compile(r"([A-Za-z_][\w-]*|\[\d+\])(\.[A-Za-z_][\w-]*|\[\d+\])*")
STEP = re.compile(r"[\w-]+")
NAMED = re.compile(r"(vehicle|job|pickup|delivery) (\d+)")
"""How `routing.solver.validate` names what it refuses: by its own id."""
HOME: Mapping[str, tuple[str, ...]] = {
    "vehicle": ("vehicles",),
    "job": ("jobs",),
    "pickup": ("shipments", "pickup"),
    "delivery": ("shipments", "delivery"),
}
"""The list of each, and the field inside an entry."""

Steps = Sequence[str | int]
NOTHING = object()


def pointer_to(where: str, document: object) -> str | None:
    """Translate "vehicles[2].costs" or "vehicle 7"; None where that is no part of the document.

    A name with a dot in it reads as two steps: what leads nowhere is not told.
    """
    steps = _by_id(where, document) if NAMED.fullmatch(where) else _by_path(where)
    return None if steps is None or not _leads_somewhere(steps, document) else pointer_of(steps)


def pointer_within(where: str, document: object) -> str | None:
    """Translate as `pointer_to`, also "problem: vehicle 7", which is inside the field "problem", or else that field."""
    part, _, inside = where.partition(": ")
    pointer = pointer_to(inside, _entry(document, part)) if inside else None
    return pointer_to(part, document) if pointer is None else f"{pointer_of([part])}{pointer[1:]}"


def pointer_of(steps: Steps) -> str:
    """Write a JSON pointer as the fragment of an address (RFC 6901, section 6)."""
    return "#" + "".join(
        "/" + quote(str(step).replace("~", "~0").replace("/", "~1"), errors="backslashreplace") for step in steps
    )


def steps_within(steps: Steps, document: object, *, is_missing: bool) -> Steps:
    """Leave out of pydantic's steps the names of types, which it puts between where one of several may stand.

    Parameters
    ----------
    is_missing: whether the last step is what should be there.
    """
    found: list[str | int] = []
    holder = document
    for number, step in enumerate(steps, 1):
        inside = _entry(holder, step)
        if inside is not NOTHING or (is_missing and number == len(steps)):
            found.append(step)
            holder = inside
    return found


def _by_path(where: str) -> Steps | None:
    if where and not PATH.fullmatch(where):
        return None
    return [int(step) if step.isdigit() else step for step in STEP.findall(where)]


def _by_id(where: str, document: object) -> Steps | None:
    kind, number = where.split()
    name, *inside = HOME[kind]
    entries = _entry(document, name)
    for index, entry in enumerate(cast("list[object]", entries) if isinstance(entries, list) else []):
        task = _entry(entry, inside[0]) if inside else entry
        if _entry(task, "id") == int(number):
            return [name, index, *inside]
    return None


def _leads_somewhere(steps: Steps, document: object) -> bool:
    """Say whether each step is there."""
    found = document
    for step in steps:
        found = _entry(found, step)
    return found is not NOTHING


def _entry(holder: object, step: str | int) -> object:
    """Give an entry of an object or a list, or NOTHING."""
    if isinstance(holder, dict) and isinstance(step, str):
        return cast("dict[str, object]", holder).get(step, NOTHING)
    if isinstance(holder, list) and isinstance(step, int):
        entries = cast("list[object]", holder)
        return entries[step] if step < len(entries) else NOTHING
    return NOTHING
