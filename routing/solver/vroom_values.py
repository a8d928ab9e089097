"""What jobs, shipments and vehicles say in the same words: amounts, skills, windows."""

from itertools import pairwise

from kernel.errors import BadInputError
from routing.solver.json_reading import read_list, read_whole
from routing.solver.problem import Amount, TimeWindow

__all__ = ["read_amount", "read_skills", "read_window", "read_windows"]

NO_WINDOW = "holds no window; leave the field out for any time"


def read_amount(value: object, where: str) -> Amount:
    """Read one whole number a dimension."""
    return tuple(read_list(value, where, read_whole))


def read_skills(value: object, where: str) -> frozenset[int]:
    """Read a list of skills."""
    return frozenset(read_list(value, where, read_whole))


def read_windows(value: object, where: str) -> tuple[TimeWindow, ...]:
    """Read windows, sorted and with room between them."""
    windows = tuple(read_list(value, where, read_window))
    if not windows:
        raise BadInputError(NO_WINDOW, where=where)
    for number, (before, after) in enumerate(pairwise(windows)):
        if after.start_s <= before.end_s:
            raise BadInputError(
                "begins before the one before it has ended",
                where=f"{where}[{number + 1}]",
                way_out="Give windows sorted, with room between them.",
            )
    return windows


def read_window(value: object, where: str) -> TimeWindow:
    """Read [start, end]."""
    moments = read_list(value, where, read_whole)
    if len(moments) != 2:
        raise BadInputError("is not [start, end]", where=where)
    if moments[1] < moments[0]:
        raise BadInputError(f"ends at {moments[1]}, before it starts at {moments[0]}", where=where)
    return TimeWindow(*moments)
