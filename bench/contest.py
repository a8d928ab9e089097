"""Our solver and its peers side by side: the same days, wall time and threads, every plan through the checker.

A day is drawn for each instance and seed; the engines search it one after the other, in turns who begins, and
every seed goes through all instances before the next one, so that a contest that is cut short is cut evenly.
Each search is written to `out/bench/contest.jsonl` when it ends; `--resume` goes on with the days that no engine has to
search again, as long as our solver, the peers and what is drawn from the roads are the same.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.day_shape import DayShape
from bench.figure import Figure
from bench.limits import Limits
from bench.revision import revision
from bench.rivals import OURS, PEERS, Asked, Found, installed, missing_peers, search
from bench.road_days import EXTRACTS, extract_of, road_day
from bench.search_log import SearchLog
from bench.standings import Heat, Result, goals, rows_of
from bench.verdict import Verdict, judge
from bench.warm import compile_ours
from routing.solver.problem import Problem
from routing.solver.vroom_writer import write_problem

__all__ = ["HEATS", "measure"]

SEEDS = 5
LONG_DAY = (9, 18)
"""Where villages lie far apart, a shift of five hours is over before it has begun."""

POOLED = (
    DayShape("helsinki", 60, 10, "dense", "tight", "weight"),
    DayShape("liechtenstein", 60, 15, "sparse", "loose", "weight", LONG_DAY, 8),
    DayShape("monaco", 80, 10, "dense", "loose", "volume"),
    DayShape("helsinki", 100, 20, "sparse", "loose", "volume"),
    DayShape("liechtenstein", 100, 20, "dense", "tight", "volume"),
    DayShape("monaco", 150, 20, "sparse", "tight", "weight"),
    DayShape("helsinki", 150, 30, "dense", "loose", "weight"),
    DayShape("liechtenstein", 150, 30, "sparse", "tight", "weight", LONG_DAY, 8),
    DayShape("helsinki", 200, 40, "sparse", "tight", "volume"),
    DayShape("liechtenstein", 200, 40, "sparse", "loose", "volume", LONG_DAY, 8),
    DayShape("monaco", 300, 30, "sparse", "loose", "volume"),
    DayShape("liechtenstein", 300, 40, "dense", "loose", "weight"),
)
LARGE = (
    DayShape("helsinki", 1_000, 40, "sparse", "loose", "weight"),
    DayShape("liechtenstein", 1_000, 40, "sparse", "tight", "volume", LONG_DAY, 8),
    DayShape("monaco", 1_000, 40, "sparse", "loose", "volume"),
)
HEATS = (
    Heat("5 s", 5.0, POOLED, most_mean=0.88, most=1.00),
    Heat("30 s", 30.0, POOLED, most_mean=0.86, most=0.95),
    Heat("1,000 orders, 60 s", 60.0, LARGE, most_mean=0.74, most=0.74),
)


@dataclass(frozen=True, slots=True)
class Bout:
    """One day that all engines search."""

    heat: Heat
    shape: DayShape
    seed: int


def measure(limits: Limits) -> Iterator[Figure]:
    """Hold the contest, or as much of it as was asked for."""
    if missing_peers():
        yield Figure("contest with peers", f"not measured: {missing_peers()}")
        return
    engines = limits.engines or (OURS, *PEERS)
    for place in sorted({shape.place for heat in HEATS for shape in heat.shapes}):
        if extract_of(place) is None:
            yield Figure(
                f"contest, {place}", f"not measured: {EXTRACTS[place]} is not there; set DORPSRONDE_BENCH_DATA"
            )
    compile_ours()
    log = SearchLog("contest", resumed=limits.resume)
    bouts = bouts_of(limits)
    results, left = taken_over(bouts, engines, limits, log)
    whole_min = sum(bout.heat.seconds for bout in left) * len(engines) / 60
    print(f"{len(left)} of {len(bouts)} days x {len(engines)} engines: {whole_min:.0f} minutes of searching")
    since_s = time.monotonic()
    for number, bout in enumerate(left):
        if not limits.allows(bout.heat.seconds * len(engines), since_s):
            print(f"the budget ends the contest after {number} of {len(left)} days")
            break
        turn = number % len(engines)
        results += held(bout, [*engines[turn:], *engines[:turn]], limits.threads, log)
    for heat in heats_of(limits):
        of_heat = [result for result in results if result.heat == heat.name]
        yield from rows_of(heat, of_heat)
        yield from goals(heat, of_heat)
    if limits.publish and results:
        from bench.publishing import publish  # noqa: PLC0415 (only who publishes needs it)

        publish(results, heats_of(limits), limits)


def heats_of(limits: Limits) -> Sequence[Heat]:
    if limits.seconds is None:
        return HEATS
    return [Heat(f"{limits.seconds:g} s", limits.seconds, (*POOLED, *LARGE) if limits.only else POOLED)]


def bouts_of(limits: Limits) -> list[Bout]:
    seeds = range(1, 1 + (limits.seeds or SEEDS))
    return [
        Bout(heat, shape, seed)
        for seed in seeds
        for heat in heats_of(limits)
        for shape in heat.shapes
        if limits.wants(shape.name) and extract_of(shape.place) is not None
    ]


def taken_over(
    bouts: Sequence[Bout], engines: Sequence[str], limits: Limits, log: SearchLog
) -> tuple[list[Result], list[Bout]]:
    """Part the days into what an earlier run found, where it held all engines, and those that are left."""
    results: list[Result] = []
    left: list[Bout] = []
    for bout in bouts:
        problem = road_day(bout.shape, bout.seed) if limits.resume else None
        found = [problem and log.found(key_of(bout, engine, limits.threads, problem)) for engine in engines]
        if all(found):
            results += [Result(**one) for one in found if one]
        else:
            left.append(bout)
    return results, left


def key_of(bout: Bout, engine: str, threads: int, problem: Problem) -> dict[str, Any]:
    """Name a search; what one state of a peer did on a day is compared with one state of ours on the same roads."""
    day = hashlib.sha256(json.dumps(write_problem(problem), sort_keys=True).encode()).hexdigest()
    asked = {"heat": bout.heat.name, "seconds": bout.heat.seconds, "instance": bout.shape.name, "seed": bout.seed}
    versions = {"ours": revision(), "version": installed(engine)}
    return {**asked, "day": day, "engine": engine, "threads": threads, **versions}


def held(bout: Bout, engines: Sequence[str], threads: int, log: SearchLog) -> Iterator[Result]:
    problem = road_day(bout.shape, bout.seed)
    keys = {engine: key_of(bout, engine, threads, problem) for engine in engines}
    for engine in engines:
        found = search(engine, problem, Asked(bout.heat.seconds, threads, bout.seed))
        result = result_of(bout, engine, found, judge(problem, found.orders))
        log.add(keys[engine], asdict(result))
        print(f"  {bout.heat.name}  {bout.shape.name}  seed {bout.seed}  {engine:10}  {result.said}", flush=True)
        yield result


def result_of(bout: Bout, engine: str, found: Found, verdict: Verdict) -> Result:
    solution = verdict.solution
    return Result(
        heat=bout.heat.name,
        instance=bout.shape.name,
        seed=bout.seed,
        engine=engine,
        km=0.0 if solution is None else solution.distance_m / 1000,
        hours=0.0 if solution is None else solution.duty_s / 3600,
        routes=0 if solution is None else len(solution.routes),
        left_out=verdict.left_out,
        fault=found.fault or verdict.fault,
        runs=found.runs,
        seconds=found.seconds,
        peak_mib=found.peak_mib,
        version=found.version,
        trace=found.trace,
        told=found.told,
    )
