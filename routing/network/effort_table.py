"""The part of a profile's table that is about effort, `[effort]`: what slopes do to speed, what the battery gives."""

from pydantic import BaseModel, ConfigDict, Field

from routing.network.table_row import Row

__all__ = ["Downhill", "EffortTable", "Mass", "Motor", "Rider", "Uphill", "Walking"]


class Mass(Row):
    """Vehicle, rider and load together, where nobody says otherwise; the table's speeds are those of this mass."""

    kg: float = Field(gt=0)


class Rolling(Row):
    """What rolling takes: so many times the weight."""

    coefficient: float = Field(ge=0)


class Air(Row):
    """What the air takes: drag coefficient times frontal area."""

    drag_area_m2: float = Field(ge=0)


class Rider(Row):
    """What one gives at the wheel for hours on end, up a hill."""

    watts: float = Field(gt=0)


class Motor(Row):
    """An electric motor.

    Attributes
    ----------
    watts: at the wheel, at most; None is as much as is asked for. Beside a rider it gives of any power the same share:
        its own of the watts of both.
    up_to_kmh: where it stops helping.
    efficiency: what arrives at the wheel, of what the battery gives.
    standing_watts: from the battery all the time, for all but driving.
    """

    watts: float | None = Field(default=None, gt=0)
    up_to_kmh: float | None = Field(default=None, gt=0)
    efficiency: float = Field(gt=0, le=1)
    standing_watts: float = Field(default=0, ge=0)


class Downhill(Row):
    """How fast one lets it roll.

    Attributes
    ----------
    from_kmh: on classes of road that are ridden at least so fast on the level; a slower one has its reasons.
    """

    kmh: float = Field(gt=0)
    from_kmh: float = Field(default=0, ge=0)


class Uphill(Row):
    """What climbing costs.

    Attributes
    ----------
    metres: of cost for each metre climbed.
    above: slopes up to this cost nothing, and steeper ones by what they are above it.
    """

    metres: float = Field(gt=0)
    above: float = Field(default=0, ge=0, lt=1)


class Walking(Row):
    """On foot, alone or beside the vehicle: speed falls by e^(-steepness x slope) beside the easiest slope."""

    steepness: float = Field(ge=0)
    easiest_slope: float = Field(default=0, le=0)


class EffortTable(BaseModel):
    """What moving takes; a row that is absent plays no part.

    Attributes
    ----------
    surface: rolling on a value of `surface`; others roll as `rolling` says.
    rider: who gives a part of the power; without one, slopes leave the speed as it is.
    motor: takes its energy from a battery.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mass: Mass | None = None
    rolling: Rolling | None = None
    surface: dict[str, Rolling] = {}
    air: Air | None = None
    rider: Rider | None = None
    motor: Motor | None = None
    downhill: Downhill | None = None
    uphill: Uphill | None = None
    walking: Walking | None = None
