"""Rounds as they were stored, in the words of planning: released ones are kept beside what is planned anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from shapely import LineString

from data.drafts.plan import PathDraft, RoundDraft, StopDraft, TaskDraft
from data.models.round import Round as StoredRound
from data.models.states import TaskKind as StoredTaskKind
from kernel.position import Position
from kernel.text import Text
from rounds.day_clock import DayClock
from rounds.delivery_day import DeliveryDay, Depot, Order, Span, Vehicle
from rounds.plan import PlannedTask, Round, Stop
from routing.network.paths import RoadPath
from routing.solver.problem import TaskKind

__all__ = ["free_span", "hindrance_of", "path_draft", "round_draft", "round_of_stored"]

MAX_HINDRANCE = 500
"""Characters that are stored."""


def round_of_stored(
    stored: StoredRound, vehicle: Vehicle, orders: Mapping[str, Order], clock: DayClock, *, lines: bool = True
) -> Round:
    """Give a stored round as planning made it, from where it began; the arcs of its paths are not stored.

    Parameters
    ----------
    orders: by leg id.
    lines: whether its lines were loaded; else each path is the point where it ends.
    """
    here = depot = Position(stored.depot_lon, stored.depot_lat)
    stops: list[Stop] = []
    for stop in stored.stops:
        here = Position(stop.lon, stop.lat)
        stops.append(
            Stop(
                position=here,
                place=stop.place,
                arrival_s=clock.seconds(stop.arrival_at),
                leaving_s=clock.seconds(stop.leaving_at),
                tasks=[PlannedTask(TaskKind(task.kind.value), orders[task.leg_id]) for task in stop.tasks],
                path=_path(stop.path_m, stop.path_s, stop.path_line if lines else None, here),
            )
        )
    return Round(
        id=f"round-{stored.number}",
        vehicle=replace(vehicle, profile=stored.profile, depot=Depot(stored.depot_name, depot)),
        leaving_s=clock.seconds(stored.leaving_at),
        return_s=clock.seconds(stored.return_at),
        stops=stops,
        way_back=_path(stored.way_back_m, stored.way_back_s, stored.way_back_line if lines else None, here),
        distance_m=stored.distance_m,
        hindrance=hindrance_of(stored),
        energy_wh=stored.energy_wh,
        unreached=tuple(stored.unreached or ()),
    )


def round_draft(
    planned: Round, day: DeliveryDay, vehicle_id: str, leg_ids: Mapping[str, str], clock: DayClock
) -> RoundDraft:
    """Give a planned round as it is stored.

    Parameters
    ----------
    leg_ids: by id of the order.
    """
    depot = day.depot_of(planned.vehicle)
    return RoundDraft(
        vehicle_id=vehicle_id,
        profile=planned.vehicle.profile,
        depot_name=depot.name,
        depot=depot.position,
        leaving_at=clock.moment(planned.leaving_s),
        return_at=clock.moment(planned.return_s),
        distance_m=planned.distance_m,
        stops=[
            StopDraft(
                place=stop.place[:300],
                position=stop.position,
                arrival_at=clock.moment(stop.arrival_s),
                leaving_at=clock.moment(stop.leaving_s),
                tasks=[TaskDraft(leg_ids[task.order.id], StoredTaskKind(task.kind.value)) for task in stop.tasks],
                path=path_draft(stop.path),
            )
            for stop in planned.stops
        ],
        way_back=path_draft(planned.way_back),
        hindrance=None
        if planned.hindrance is None
        else Text(planned.hindrance.nl[:MAX_HINDRANCE], planned.hindrance.en[:MAX_HINDRANCE]),
        energy_wh=planned.energy_wh,
    )


def free_span(duty: Span, taken: Sequence[Span]) -> Span | None:
    """Give the longest part of a duty that no span takes; None where none is left."""
    begin, gaps = duty[0], list[Span]()
    for start, end in sorted(taken):
        gaps.append((begin, min(start, duty[1])))
        begin = max(begin, end)
    gaps.append((begin, duty[1]))
    longest = max(gaps, key=lambda gap: gap[1] - gap[0])
    return longest if longest[1] > longest[0] else None


def hindrance_of(stored: StoredRound) -> Text | None:
    """Say why a stored round cannot be released; None where nothing is in the way."""
    return None if stored.hindrance_nl is None else Text(stored.hindrance_nl, stored.hindrance_en or "")


def _path(distance_m: int, duration_s: int, line: LineString | None, here: Position) -> RoadPath:
    points = [(here.lon, here.lat)] if line is None else list(line.coords)
    return RoadPath(distance_m, duration_s, np.empty(0, np.int32), np.empty(0, np.bool_), np.array(points, np.float64))


def path_draft(path: RoadPath) -> PathDraft:
    return PathDraft(path.distance_m, path.duration_s, [(lon, lat) for lon, lat in path.line.tolist()])
