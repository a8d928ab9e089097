"""A day as a dispatcher's board shows it: orders, and the rounds that bring them."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import Field

from api.schemas.plans import PlanBrief
from api.schemas.thing import Moment, Place, SaidTwice, Thing
from data.models.order import address_line
from data.models.states import LegState, OrderState, RoundState, TaskKind
from data.repositories.board import BoardRows

__all__ = ["BoardShown"]

Row = Mapping[Any, Any]


class BoardTask(Thing):
    """What is done at a stop."""

    kind: TaskKind
    leg_id: str
    order_id: str


class BoardStop(Thing):
    """A stop of a round."""

    id: str
    number: int
    name: str | None
    place: Place | None
    arrival_at: Moment
    leaving_at: Moment
    tasks: list[BoardTask]


class BoardRound(Thing):
    """A round."""

    id: str
    number: int
    state: RoundState
    vehicle_id: str
    vehicle: str
    profile: str
    leaving_at: Moment
    return_at: Moment
    distance_m: int
    duration_s: int
    unreached: list[int] = Field(description="Numbers of the stops that a closure keeps it from; 0 is its return.")
    hindrance: SaidTwice | None
    stops: list[BoardStop]


class BoardLeg(Thing):
    """A leg: in which round, or why in none; both null where the day was not planned since it came in."""

    id: str
    state: LegState
    weight_g: int
    volume_ml: int
    round_id: str | None
    reason: SaidTwice | None


class BoardOrder(Thing):
    """An order of the day, or of another with a leg that waits for this one."""

    id: str
    order_ref: str
    shop_id: str
    shop: str
    state: OrderState
    recipient: str | None
    address: str | None
    place: Place | None
    waits_for: SaidTwice | None
    window_start_at: Moment
    window_end_at: Moment
    legs: list[BoardLeg]


class BoardShown(Thing):
    """A square's day."""

    square: str
    day: date
    plan: PlanBrief | None
    rounds: list[BoardRound]
    orders: list[BoardOrder] = Field(description="By the shops' numbers.")

    @classmethod
    def of(cls, square: str, day: date, rows: BoardRows, *, contacts: bool) -> "BoardShown":
        tasks = {key: list(group) for key, group in groupby(rows.tasks, lambda row: row["round_id"])}
        return cls(
            square=square,
            day=day,
            plan=None if rows.plan is None else PlanBrief.of(rows.plan),
            rounds=[_round(row, tasks.get(row["id"], []), contacts=contacts) for row in rows.rounds],
            orders=[_order(list(group), contacts=contacts) for _, group in groupby(rows.orders, lambda row: row["id"])],
        )


def _round(row: Row, tasks: Iterable[Row], *, contacts: bool) -> BoardRound:
    stops = [_stop(list(group), contacts=contacts) for _, group in groupby(tasks, lambda task: task["id"])]
    same = (
        "id", "number", "state", "vehicle_id", "vehicle", "profile", "leaving_at", "return_at", "distance_m",
        "duration_s",
    )  # fmt: skip
    return BoardRound(
        **{name: row[name] for name in same},
        unreached=row["unreached"] or [],
        hindrance=_said(row, "hindrance", contacts=contacts),
        stops=stops,
    )


def _stop(tasks: list[Row], *, contacts: bool) -> BoardStop:
    first = tasks[0]
    return BoardStop(
        id=first["id"],
        number=first["number"],
        name=first["place"] if contacts else None,
        place=Place.of(first["lon"], first["lat"]) if contacts else None,
        arrival_at=first["arrival_at"],
        leaving_at=first["leaving_at"],
        tasks=[BoardTask(kind=one["kind"], leg_id=one["leg_id"], order_id=one["order_id"]) for one in tasks],
    )


def _order(rows: list[Row], *, contacts: bool) -> BoardOrder:
    first = rows[0]
    same = ("id", "order_ref", "shop_id", "shop", "state", "window_start_at", "window_end_at")
    waits = first["state"] is OrderState.RECEIVED and contacts
    note = first["position_note"]
    return BoardOrder(
        **{name: first[name] for name in same},
        recipient=first["recipient"] if contacts else None,
        address=address_line(*(first[part] for part in ("street", "number", "addition", "postcode", "town")))
        if contacts
        else None,
        place=Place.of(first["lon"], first["lat"]) if first["lon"] is not None and contacts else None,
        waits_for=SaidTwice(nl=first["position_note_nl"] or note, en=note) if waits else None,
        legs=[
            BoardLeg(
                id=row["leg_id"],
                state=row["leg_state"],
                weight_g=row["weight_g"],
                volume_ml=row["volume_ml"],
                round_id=row["round_id"],
                reason=_said(row, "reason", contacts=contacts),
            )
            for row in rows
            if row["leg_id"] is not None
        ],
    )


def _said(row: Row, name: str, *, contacts: bool) -> SaidTwice | None:
    nl, en = row[f"{name}_nl"], row[f"{name}_en"]
    return None if nl is None or en is None else SaidTwice.why(nl, en, contacts=contacts)
