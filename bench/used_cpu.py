"""What processes have used of the processors: what a rate on a shared machine is to be read beside."""

import os
from pathlib import Path

__all__ = ["used_below_s"]

PARENT, USER, SYSTEM, USER_OF_ENDED, SYSTEM_OF_ENDED = 1, 11, 12, 13, 14
"""Of the fields behind the program's name, counted from 0. Source: proc(5)."""
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def used_below_s(ancestor: int) -> float:
    """Seconds of every process that descends from one, itself left out; those that ended count with their parent."""
    fields = {process: stat for process in running() if (stat := fields_of(process))}
    parents = {process: int(stat[PARENT]) for process, stat in fields.items()}
    counted = (USER, SYSTEM, USER_OF_ENDED, SYSTEM_OF_ENDED)
    ticks = 0
    for process, stat in fields.items():
        above = parents[process]
        while above not in {ancestor, 0}:
            above = parents.get(above, 0)
        if above == ancestor:
            ticks += sum(int(stat[field]) for field in counted)
    return ticks / TICKS_A_SECOND


def running() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def fields_of(process: int) -> list[str]:
    """Read what is told of a process; nothing where it has ended meanwhile."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
