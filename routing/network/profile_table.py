"""The form of a profile's table: rows of numbers, each with the source it came from.

The tables stand in `profiles/*.toml`. A table may extend another: then it gives only the rows that differ,
and `left_out = true` for a row it does without.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from routing.network.effort_table import EffortTable
from routing.network.table_row import Row
from routing.network.turn_table import TurnTable

__all__ = ["Access", "Barrier", "Condition", "ProfileTable", "RoadClass", "own_rows", "read_table", "table_of"]

Access = Literal["allowed", "destination", "ends", "pushing", "forbidden"]
"""Ride freely; ride to an address there, dearer; ride only at the ends of a trip; get off and push; none of these."""


class RoadClass(Row):
    """A value of `highway` or of `route`, or a ramp on steps.

    Attributes
    ----------
    speed_kmh: when ridden (for `costs = "time"`: free flow, before `pace`).
    penalty: cost of a metre ridden.
    penalty_with_cycleway: the same where a cycle lane or track belongs to the road.
    access: what holds where no access tag says otherwise.
    pushing_kmh, pushing_penalty: when pushed; the vehicle's own where absent.
    oneway: implied by the class.
    stops: a place may be brought to this road.
    designated_as: the class whose row counts where the road is designated for this vehicle.
    entry_m, entry_s: paid once on coming from a road of another entry.
    """

    speed_kmh: float = Field(gt=0)
    penalty: float = Field(default=1.0, ge=1)
    penalty_with_cycleway: float | None = Field(default=None, ge=1)
    access: Access = "allowed"
    pushing_kmh: float | None = Field(default=None, gt=0)
    pushing_penalty: float | None = Field(default=None, ge=1)
    oneway: bool = False
    stops: bool = True
    designated_as: str | None = None
    entry_m: float = Field(default=0, ge=0)
    entry_s: float = Field(default=0, ge=0)


class Condition(Row):
    """A value of any other tag: it slows, repels or closes."""

    cap_kmh: float | None = Field(default=None, gt=0)
    penalty: float = Field(default=1.0, ge=1)
    forbidden: bool = False


class AccessValue(Row):
    """A value of an access tag, and the penalty of riding under it.

    Attributes
    ----------
    entry_m: with `ends`, paid at each way in from a road that is free of it: more than any way round costs.
    """

    means: Access
    penalty: float = Field(default=1.0, ge=1)
    entry_m: float = Field(default=0, ge=0)


class Keys(Row):
    """Tags in order of weight: the first that is set and understood decides."""

    keys: tuple[str, ...]


class Oneway(Keys):
    """Attributes: contraflow: tags of a lane against the traffic open the other direction."""

    contraflow: bool = False


class MaxSpeed(Row):
    """A legal limit replaces the class's speed, or caps it; driven speed is `pace` times that.

    Attributes
    ----------
    words: km/h of limits written as words.
    """

    use: Literal["replaces", "caps"]
    pace: float = Field(default=1.0, gt=0, le=1)
    words: dict[str, float]


class Cycleway(Row):
    """Values of `cycleway` (`:left`, `:right`, `:both`) that make a busy road a good one on their side."""

    values: tuple[str, ...]


class Pushing(Keys):
    """Dismounted: who is on foot obeys the foot's tags (`keys`).

    Attributes
    ----------
    never: values of access tags that forbid pushing as well.
    against_oneway: may be pushed against the traffic.
    """

    speed_kmh: float = Field(gt=0)
    penalty: float = Field(ge=1)
    never: tuple[str, ...] = ()
    against_oneway: bool = False


class Barrier(Row):
    """A value of `barrier` on a node.

    Attributes
    ----------
    metres, seconds: what passing it costs.
    impassable: unless its width or an access tag says otherwise.
    access_opens: an explicit yes for this vehicle makes it passable.
    opened_by: the limit that makes it passable where it is known to leave room enough.
    """

    metres: float = Field(default=0, ge=0)
    seconds: float = Field(default=0, ge=0)
    impassable: bool = False
    access_opens: bool = True
    opened_by: str | None = None

    @property
    def is_free(self) -> bool:
        return not (self.impassable or self.metres or self.seconds)


class Width(Keys):
    """Attributes: vehicle_m: width of the vehicle; what is narrower does not let it through."""

    vehicle_m: float = Field(gt=0)


class Limit(Row):
    """What a way or a barrier has room for; of several keys the smallest counts.

    Attributes
    ----------
    vehicle: what this vehicle measures, in `unit`: metres or tonnes.
    highway: the classes whose tag it is; all, and barriers, where empty.
    """

    keys: tuple[str, ...]
    vehicle: float = Field(gt=0)
    unit: Literal["m", "t"] = "m"
    highway: tuple[str, ...] = ()


class ProfileTable(BaseModel):
    """One profile.

    Attributes
    ----------
    vehicle: as a person says it, with its article.
    costs: `metres`: cost is metres times penalties; `time`: the same times reference_kmh / speed.
    highway: by value of `highway`; a class without a row is not used.
    route: by value of `route`, for ways without `highway`: ferries.
    ramp: by key of a tag on steps; the first that says yes takes the place of the steps' own row.
    access_values: by value of an access tag; `default` for words without a row.
    tag: by key and value; a value without a row changes nothing. `cycleway` is read for each side of the road.
    limit: by name.
    barrier: by value of `barrier`; `default` for those without a row.
    kerb: by value of `kerb`, where `barrier` is one.
    turn: what turning costs and which turns are forbidden; nothing where absent.
    effort: what slopes do, and what the battery gives; nothing where absent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vehicle: str
    costs: Literal["metres", "time"]
    reference_kmh: float | None = Field(default=None, gt=0)
    access: Keys
    access_values: dict[str, AccessValue]
    oneway: Oneway
    maxspeed: MaxSpeed | None = None
    cycleway: Cycleway | None = None
    pushing: Pushing | None = None
    width: Width | None = None
    limit: dict[str, Limit] = {}
    highway: dict[str, RoadClass]
    route: dict[str, RoadClass] = {}
    ramp: dict[str, RoadClass] = {}
    tag: dict[str, dict[str, Condition]] = {}
    barrier: dict[str, Barrier]
    kerb: dict[str, Barrier] = {}
    turn: TurnTable | None = None
    effort: EffortTable | None = None


@cache
def read_table(name: str) -> ProfileTable:
    """Read a table of the package, with what it extends."""
    return table_of(own_rows(name))


@cache
def own_rows(name: str) -> dict[str, Any]:
    """Read the rows that stand in a table's own file; not to be changed."""
    return tomllib.loads((files("routing.network.profiles") / f"{name}.toml").read_text("utf-8"))


def table_of(rows: dict[str, Any]) -> ProfileTable:
    """Make a table of rows and of those they extend."""
    return ProfileTable.model_validate(_merged(rows))


def _merged(rows: dict[str, Any]) -> dict[str, Any]:
    table = dict(rows)
    base = table.pop("extends", None)
    return table if base is None else _overlaid(_merged(own_rows(base)), table)


def _overlaid(base: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    """Replace whole rows (what has a source) or leave them out; go down into what groups them."""
    merged = dict(base)
    for key, value in rows.items():
        if _is_left_out(value):
            merged.pop(key, None)
        else:
            merged[key] = _overlaid(merged[key], value) if key in merged and _is_group(value) else value
    return merged


def _is_left_out(value: Any) -> bool:
    return isinstance(value, dict) and "left_out" in value


def _is_group(value: Any) -> bool:
    return isinstance(value, dict) and "source" not in value
