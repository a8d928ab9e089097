"""The part of a profile's table that is about turns: the section `[turn]` and its rows."""

from pydantic import BaseModel, ConfigDict, Field

from routing.network.table_row import Row

__all__ = ["Binding", "MainRoad", "RightAngle", "TurnPrice", "TurnTable"]


class TurnPrice(Row):
    """What it takes beyond the roads themselves: metres of cost, and seconds. A turn has no length of its own."""

    metres: float = Field(default=0, ge=0)
    seconds: float = Field(default=0, ge=0)


class RightAngle(TurnPrice):
    """A turn of 90°; others by the square of their angle.

    Attributes
    ----------
    left: so many times as much to the left, and so many times less to the right.
    """

    left: float = Field(default=1.0, ge=1)


class MainRoad(TurnPrice):
    """Crossing or joining a main road from another one, where no signals stop it.

    Attributes
    ----------
    highway: the classes that are main roads.
    """

    highway: tuple[str, ...]


class Binding(Row):
    """Which restrictions bind the vehicle.

    Attributes
    ----------
    classes: of vehicles, the special before the general: `restriction:<class>` counts before `restriction`, and
        `except` frees any of them.
    """

    classes: tuple[str, ...]


class TurnTable(BaseModel):
    """What turning takes; a row that is absent costs nothing, or forbids nothing.

    Attributes
    ----------
    restrictions: relations of OSM that forbid turns to who rides.
    right_angle: where the vehicle has a choice of roads; the bends of a road are free.
    main_road, signals: at the junction.
    u_turn: back along the same road; `dead_end` where there is no other way on.
    pushed: a restricted turn made on foot beside the vehicle; absent: not made at all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    restrictions: Binding | None = None
    right_angle: RightAngle | None = None
    main_road: MainRoad | None = None
    signals: TurnPrice | None = None
    u_turn: TurnPrice | None = None
    dead_end: TurnPrice | None = None
    pushed: TurnPrice | None = None
