"""What a condition asks for, judged for one profile: hours of the day, the vehicle's size, who rides.

Of what a vehicle measures only the figures in its profile's table are known. A condition that cannot be judged makes
its clause as if it were not there, and is told.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt

from kernel.position import Position
from kernel.text import Text
from routing.network.conditions import Clause
from routing.network.opening_spans import fault_in_hours
from routing.network.profile import Profile
from routing.network.table_reading import ANY_OTHER_WORD
from routing.network.tag_values import listed, metres, tonnes

__all__ = ["ConditionJudge", "TimedValue"]

_COMPARED = re.compile(r"([a-z_:]+)\s*(<=|>=|==|=|<|>)\s*(.+)", re.IGNORECASE)
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "==": eq}

_LIMIT_OF = {
    "weight": "weight",
    "weightrating": "weight",
    "maxweight": "weight",
    "maxweightrating": "weight",
    "width": "width",
    "maxwidth": "width",
    "height": "height",
    "maxheight": "height",
}
"""The row of `limit` that says what the vehicle measures.

Source: wiki.openstreetmap.org/wiki/Conditional_restrictions, "vehicle properties"; Key:maxweightrating. A profile has
one figure for its weight, laden as far as it may be.
"""

_WORD = re.compile(r"[a-z_]+", re.IGNORECASE)
_GIVES_LEAVE = frozenset({"yes", "designated", "permissive", "official"})


@dataclass(frozen=True, slots=True)
class TimedValue:
    """A value that holds while all of its opening hours are open; without any, always."""

    value: str
    hours: tuple[str, ...]


class ConditionJudge:
    """Judges clauses for one profile, by the holidays of a place."""

    def __init__(self, profile: Profile, place: Position) -> None:
        self._place = place
        self._limits = profile.table.limit
        self._users = frozenset(profile.table.access_values) - {ANY_OTHER_WORD}
        self._access = profile.table.access.keys

    def judge(self, clause: Clause, key: str) -> TimedValue | Text | None:
        """Say when a clause of a key holds.

        Returns
        -------
        A value with its hours; why the clause cannot be judged; or None where it never holds for this vehicle.
        """
        value, hours = clause.value, list[str]()
        for condition in clause.conditions:
            compared = _COMPARED.fullmatch(condition)
            if compared is not None:
                holds = self._measures(*compared.groups())
                if holds is None:
                    figure = compared[1].lower()
                    return Text(
                        f"wat dit voertuig aan {figure} heeft, is niet bekend",
                        f"what {figure} this vehicle has is not known",
                    )
                if not holds:
                    return None
            elif _WORD.fullmatch(condition) and condition.lower() in self._users:
                if key.partition(":")[0] not in self._access or not _GIVES_LEAVE.issuperset(listed(value)):
                    return Text(
                        f"{condition.lower()} wordt alleen gelezen waar het toegang geeft",
                        f"{condition.lower()} is read only where it gives leave",
                    )
                value = condition.lower()  # `yes @ delivery` is what `delivery` says
            else:
                fault = fault_in_hours(condition, self._place)
                if fault is not None:
                    return fault
                hours.append(condition)
        return TimedValue(value, tuple(hours))

    def _measures(self, figure: str, operator: str, bound: str) -> bool | None:
        limit = self._limits.get(_LIMIT_OF.get(figure.lower(), ""))
        if limit is None:
            return None
        size = (metres if limit.unit == "m" else tonnes)(bound)
        return None if size is None else _COMPARE[operator](limit.vehicle, size)
