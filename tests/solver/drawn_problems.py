"""Small random problems that use every field, for tests against trying everything."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from routing.matrix import TravelMatrix
from routing.solver.problem import (
    Break,
    Costs,
    Job,
    Problem,
    Reload,
    Shipment,
    SoftWindow,
    Task,
    TimeWindow,
    Vehicle,
)
from tests.solver.oracle import LAST_S

PLACES = 4

amounts = st.tuples(st.integers(0, 3))
skills = st.frozensets(st.integers(1, 2), max_size=1)
priorities = st.sampled_from([0, 0, 1, 5])
places = st.integers(0, PLACES - 1)


@st.composite
def windows(draw: st.DrawFn) -> tuple[TimeWindow, ...]:
    edges = sorted(draw(st.sets(st.integers(0, LAST_S), min_size=4, max_size=4)))
    return draw(
        st.sampled_from(
            [
                (),
                (TimeWindow(edges[0], edges[2]),),
                (TimeWindow(edges[0], edges[3]),),
                (TimeWindow(edges[0], edges[1]), TimeWindow(edges[2], edges[3])),
            ]
        )
    )


@st.composite
def tasks(draw: st.DrawFn, number: int, *, rich: bool) -> Task:
    edges = sorted(draw(st.sets(st.integers(0, LAST_S), min_size=2, max_size=2)))
    plain = Task(
        id=number,
        location=draw(places),
        setup_s=draw(st.sampled_from([0, 0, 2])),
        service_s=draw(st.integers(0, 2)),
        time_windows=draw(windows()),
    )
    if not rich:
        return plain
    return Task(
        id=number,
        location=plain.location,
        setup_s=plain.setup_s,
        service_s=plain.service_s,
        time_windows=plain.time_windows,
        setup_per_type_s=draw(st.sampled_from([{}, {}, {"trike": 1}])),
        service_per_type_s=draw(st.sampled_from([{}, {}, {"trike": 3}])),
        soft_window=draw(st.sampled_from([None, None, SoftWindow(*edges, 1_800), SoftWindow(*edges, 7_200)])),
        latest_finish_s=draw(st.sampled_from([None, None, edges[1]])),
    )


@st.composite
def matrices(draw: st.DrawFn, *, rich: bool, custom: bool = False, metric: bool = False) -> TravelMatrix:
    """Not symmetric. Unless metric, shortcuts over other places are allowed."""

    def square() -> np.ndarray:
        figures = draw(st.lists(st.integers(0, 6), min_size=PLACES**2, max_size=PLACES**2))
        ways = np.array(figures, dtype=np.int32).reshape(PLACES, PLACES)
        if metric:
            np.fill_diagonal(ways, 0)
        for over in range(PLACES if metric else 0):
            ways = np.minimum(ways, ways[:, over, None] + ways[None, over, :])
        return ways

    durations, distances = square(), square()
    np.fill_diagonal(durations, 0)
    np.fill_diagonal(distances, 0)
    return TravelMatrix(distances, durations, square() if custom else None, square() if rich else None)


@st.composite
def breaks(draw: st.DrawFn, number: int) -> Break:
    return Break(
        id=number,
        windows=draw(windows()),
        service_s=draw(st.integers(0, 3)),
        max_load=draw(st.sampled_from([None, None, (0,), (2,)])),
    )


@st.composite
def vehicles(draw: st.DrawFn, number: int, *, rich: bool, custom: bool = False) -> Vehicle:
    place = st.none() | places
    plain = {
        "id": number,
        "profile": draw(st.sampled_from(["bike", "van"])),
        "start": draw(place),
        "end": draw(place),
        "capacity": draw(st.sampled_from([(), (2,), (4,)])),
        "costs": Costs(
            fixed=draw(st.sampled_from([0, 3])),
            per_hour=3600 if custom else draw(st.sampled_from([0, 3600])),
            per_km=0 if custom else draw(st.sampled_from([0, 1000, 7])),
            per_duty_hour=draw(st.sampled_from([0, 3600])),
            per_task_hour=draw(st.sampled_from([0, 3600])) if rich else 0,
        ),
        "skills": draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({1, 2})])),
        "time_window": draw(st.sampled_from([None, TimeWindow(0, LAST_S), TimeWindow(5, 20)])),
        "max_tasks": draw(st.sampled_from([None, None, 2, 3])),
        "max_travel_time_s": draw(st.sampled_from([None, None, 8])),
        "max_distance_m": draw(st.sampled_from([None, None, 8])),
    }
    if not rich:
        return Vehicle(**plain)
    return Vehicle(
        **plain,
        type=draw(st.sampled_from(["", "trike"])),
        speed_factor=draw(st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(13, 10), Fraction(5)])),
        breaks=tuple(draw(breaks(of)) for of in range(draw(st.sampled_from([0, 0, 1, 2])))),
        reload=draw(st.none() | st.builds(Reload, places, st.sampled_from([0, 1]), st.sampled_from([None, 0, 1]))),
        lifo=draw(st.booleans()),
        max_energy_wh=draw(st.sampled_from([None, None, 12])),
    )


@st.composite
def problems(
    draw: st.DrawFn, *, rich: bool, most: int = 4, fleet: int = 2, metric: bool = False, shipments: int | None = None
) -> Problem:
    """Draw up to so many tasks; of shipments as many as are asked for, and no jobs beside them then."""
    if shipments is None:
        shipments = draw(st.integers(0, most // 2))
    else:
        most = 2 * shipments
    jobs = draw(st.integers(0 if shipments else 1, most - 2 * shipments)) if most > 2 * shipments else 0
    limited, custom = draw(st.booleans()), rich and draw(st.booleans())
    return Problem(
        vehicles=tuple(
            draw(vehicles(number, rich=rich, custom=custom)) for number in range(draw(st.integers(1, fleet)))
        ),
        matrices={profile: draw(matrices(rich=rich, custom=custom, metric=metric)) for profile in ("bike", "van")},
        jobs=tuple(
            Job(draw(tasks(number, rich=rich)), draw(amounts), draw(amounts), draw(skills), draw(priorities))
            for number in range(jobs)
        ),
        shipments=tuple(
            Shipment(
                draw(tasks(number, rich=rich)),
                draw(tasks(number, rich=rich)),
                draw(amounts),
                draw(skills),
                draw(priorities),
                draw(st.integers(0, 8)) if limited and number == 0 else None,
            )
            for number in range(shipments)
        ),
    )
