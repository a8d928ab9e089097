"""From a plan that was handed in to its rows: rounds, stops, tasks, and each leg's place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from shapely import LineString

from data.drafts.plan import PathDraft, PlanDraft, RoundDraft, StopDraft, UnassignedDraft
from data.models.states import RoundState, TaskKind
from kernel.errors import BadInputError
from kernel.ids import new_id

__all__ = ["PlanRows", "line_of", "plan_rows", "refuse_nonsense"]


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Rows of the proposed rounds of a plan."""

    rounds: list[dict[str, Any]] = field(default_factory=list)
    stops: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    legs: list[dict[str, Any]] = field(default_factory=list)


def plan_rows(square_id: str, plan_id: str, draft: PlanDraft, numbers: Sequence[int]) -> PlanRows:
    """Make the rows of every round of a draft; `numbers` are those it may use, one a round."""
    rows = PlanRows()
    for number, planned in zip(numbers, draft.rounds, strict=True):
        round_id = new_id()
        of_round = {"square_id": square_id, "round_id": round_id}
        of_plan = {"square_id": square_id, "plan_id": plan_id}
        rows.rounds.append({**of_plan, "id": round_id, "number": number, **_round_row(planned, draft.road_network_id)})
        rows.legs.extend(
            {**of_plan, "round_id": round_id, "leg_id": leg_id, **_reason(None)} for leg_id in planned.leg_ids
        )
        for place, stop in enumerate(planned.stops, 1):
            stop_id = new_id()
            rows.stops.append({**of_round, "id": stop_id, "number": place, **_stop_row(stop)})
            rows.tasks.extend(
                {
                    **of_round,
                    "stop_id": stop_id,
                    "id": new_id(),
                    "number": turn,
                    "leg_id": task.leg_id,
                    "kind": task.kind,
                }
                for turn, task in enumerate(stop.tasks, 1)
            )
    rows.legs.extend(
        {"square_id": square_id, "plan_id": plan_id, "leg_id": left.leg_id, "round_id": None, **_reason(left)}
        for left in draft.unassigned
    )
    return rows


def refuse_nonsense(draft: PlanDraft) -> None:
    """Refuse a plan in which a leg is not exactly once in a round, first collected, then brought, or unassigned.

    Raises
    ------
    BadInputError
        Names the leg, or the round whose times or metres do not add up.
    """
    placed: set[str] = set()
    for planned in draft.rounds:
        _refuse_wrong_sums(planned)
        tasks = [task for stop in planned.stops for task in stop.tasks]
        for leg_id in dict.fromkeys(task.leg_id for task in tasks):
            if [task.kind for task in tasks if task.leg_id == leg_id] != [TaskKind.PICKUP, TaskKind.DELIVERY]:
                raise BadInputError("its round does not collect it once and then bring it once", where=f"leg {leg_id}")
            _place_once(leg_id, placed)
    for left in draft.unassigned:
        _place_once(left.leg_id, placed)


def _place_once(leg_id: str, placed: set[str]) -> None:
    if leg_id in placed:
        raise BadInputError("it is twice in the plan", where=f"leg {leg_id}")
    placed.add(leg_id)


def _refuse_wrong_sums(planned: RoundDraft) -> None:
    where = f"round of vehicle {planned.vehicle_id}"
    if planned.distance_m != planned.way_back.distance_m + sum(stop.path.distance_m for stop in planned.stops):
        raise BadInputError("its metres are not the sum of its paths", where=where)
    moments = [planned.leaving_at, *(at for stop in planned.stops for at in (stop.arrival_at, stop.leaving_at))]
    moments.append(planned.return_at)
    if any(later < earlier for earlier, later in pairwise(moments)):
        raise BadInputError("it goes back in time", where=where)


def _round_row(planned: RoundDraft, road_network_id: str) -> dict[str, Any]:
    back = planned.way_back
    return {
        "state": RoundState.PROPOSED,
        "vehicle_id": planned.vehicle_id,
        "profile": planned.profile,
        "road_network_id": road_network_id,
        "depot_name": planned.depot_name,
        "depot_lon": planned.depot.lon,
        "depot_lat": planned.depot.lat,
        "leaving_at": planned.leaving_at,
        "return_at": planned.return_at,
        "distance_m": planned.distance_m,
        "duration_s": int((planned.return_at - planned.leaving_at).total_seconds()),
        "way_back_m": back.distance_m,
        "way_back_s": back.duration_s,
        "way_back_line": line_of(back),
        "released_at": None,
        "energy_wh": planned.energy_wh,
        "hindrance_nl": planned.hindrance.nl if planned.hindrance else None,
        "hindrance_en": planned.hindrance.en if planned.hindrance else None,
    }


def _stop_row(stop: StopDraft) -> dict[str, Any]:
    return {
        "place": stop.place,
        "lon": stop.position.lon,
        "lat": stop.position.lat,
        "arrival_at": stop.arrival_at,
        "leaving_at": stop.leaving_at,
        "path_m": stop.path.distance_m,
        "path_s": stop.path.duration_s,
        "path_line": line_of(stop.path),
    }


def line_of(path: PathDraft) -> LineString | None:
    return LineString(path.line) if len(path.line) > 1 else None


def _reason(left: UnassignedDraft | None) -> dict[str, str | None]:
    return {"reason_nl": left.reason.nl if left else None, "reason_en": left.reason.en if left else None}
