"""Li and Lim's instances of 100 and 200 tasks against the best known plans: routes first, then distance.

Distances are searched as whole ten-thousandths and recomputed in double precision. Every plan goes through the
checker. Peers take part where `--engines` names them. Each search is written to `out/bench/best_known.jsonl` when it
ends; `--resume` goes on with those of the same solver.
"""

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from bench.figure import Figure
from bench.li_lim import best_known, distance_of, read_instance
from bench.limits import Limits
from bench.places import bench_data
from bench.publishing import machine, publish_section
from bench.revision import revision
from bench.rivals import OURS, Asked, installed, search
from bench.search_log import SearchLog
from bench.verdict import judge
from bench.warm import compile_ours

__all__ = ["Attempt", "measure"]

SECONDS = 30.0
FOLDER = "lilim"


@dataclass(frozen=True, slots=True)
class Size:
    """Instances of one size and the goals for them.

    Attributes
    ----------
    name: of its instances, as a regular expression.
    least_same: share with as many routes as the best known plan.
    most_gap: mean distance over the best known where routes are equal.
    """

    tasks: int
    name: str
    least_same: float
    most_gap: float

    def holds(self, instance: str) -> bool:
        return re.fullmatch(self.name, instance) is not None


SIZES = (Size(100, r"l(c|r|rc)[12]\d\d", 0.98, 0.003), Size(200, r"l(c|r|rc)[12]_2_\d+", 0.90, 0.010))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One search and the best known plan beside it; `fault` says why there is no plan to compare."""

    instance: str
    routes: int
    distance: float
    fewest: int
    shortest: float
    seconds: float
    fault: str = ""

    @property
    def same_routes(self) -> bool:
        return not self.fault and self.routes <= self.fewest

    @property
    def gap(self) -> float:
        """Distance over the best known one, to a hundredth of a percent: how exactly that is known."""
        return round(self.distance / self.shortest - 1, 4) + 0.0  # + 0.0: no gap has no sign

    @property
    def said(self) -> str:
        plan = self.fault or f"{self.routes} routes, {self.distance:.2f}"
        return plan + (f" ({self.gap:+.2%})" if self.same_routes else "")


def measure(limits: Limits) -> Iterator[Figure]:
    """Search every instance, or as many as the budget allows."""
    folder = bench_data() / FOLDER
    if not folder.is_dir():
        yield Figure("Li & Lim", "not measured: no instances there; set DORPSRONDE_BENCH_DATA")
        return
    compile_ours()
    since_s = time.monotonic()
    for engine in limits.engines or (OURS,):
        attempts = list(attempts_at(folder, engine, limits, since_s))
        for attempt in sorted(attempts, key=lambda attempt: attempt.instance):
            yield figure_of(attempt, engine)
        for size in SIZES:
            yield from totals(size, engine, [one for one in attempts if size.holds(one.instance)])
        if limits.publish and engine == OURS and attempts:
            publish_known(attempts, limits)


def attempts_at(folder: Path, engine: str, limits: Limits, since_s: float) -> Iterator[Attempt]:
    """Go through both sizes in a mixed order, the same each time, so that a budget cuts all classes alike."""
    known = best_known(folder)
    names = [name for name in known if limits.wants(name) and any(size.holds(name) for size in SIZES)]
    random.Random(1).shuffle(names)  # noqa: S311 (nothing secret)
    asked = [(name, seed) for seed in range(1, 1 + (limits.seeds or 1)) for name in names]
    seconds, log = limits.seconds or SECONDS, SearchLog("best_known", resumed=limits.resume)
    for name, seed in asked:
        key = {"instance": name, "engine": engine, "seconds": seconds, "threads": limits.threads, "seed": seed}
        key |= {"ours": revision(), "version": installed(engine)}
        found = log.found(key)
        if found is not None:
            yield Attempt(**found)
        elif limits.allows(seconds, since_s):
            attempt = attempt_at(folder / f"{name}.txt", engine, Asked(seconds, limits.threads, seed), known[name])
            log.add(key, asdict(attempt))
            print(f"  {name}  {engine}  {attempt.said} ({attempt.seconds:.1f} s)", flush=True)
            yield attempt


def attempt_at(path: Path, engine: str, asked: Asked, known: tuple[int, float]) -> Attempt:
    problem = read_instance(path)
    found = search(engine, problem, asked)
    verdict = judge(problem, found.orders)
    fault = found.fault or verdict.fault or (f"{verdict.left_out} unassigned" if verdict.left_out else "")
    if verdict.solution is None or fault:
        return Attempt(path.stem, 0, 0.0, *known, found.seconds, fault)
    solution = verdict.solution
    return Attempt(path.stem, len(solution.routes), distance_of(path, solution), *known, found.seconds)


def figure_of(attempt: Attempt, engine: str) -> Figure:
    goal = f"best known: {attempt.fewest} routes, {attempt.shortest:.2f}"
    return Figure(f"Li & Lim {attempt.instance}, {engine}", attempt.said, goal)


def totals(size: Size, engine: str, attempts: Sequence[Attempt]) -> Iterator[Figure]:
    if not attempts:
        return
    what = f"Li & Lim {size.tasks}, {engine}, {len(attempts)} searches"
    same = [attempt for attempt in attempts if attempt.same_routes]
    yield Figure(f"{what}: as few routes", f"{len(same) / len(attempts):.1%}", f"≥{size.least_same:.0%}")
    if same:
        gap = fmean(attempt.gap for attempt in same)
        yield Figure(f"{what}: mean distance over best known there", f"{gap:+.2%}", f"≤{size.most_gap:.1%}")


def publish_known(attempts: Sequence[Attempt], limits: Limits) -> None:
    """Write a row a class into docs/benchmarks.md."""
    classes = sorted({class_of(attempt.instance) for attempt in attempts})
    searched = f"{limits.threads} threads, {limits.seconds or SECONDS:g} s"
    lines = [
        f"{machine()}. Ours {revision()}; {searched}, one search an instance and seed.",
        "",
        "| class | searches | as few routes as best known | mean distance over best known there | without a plan |",
        "|---|---|---|---|---|",
    ]
    for tasks, kind in classes:
        of_class = [attempt for attempt in attempts if class_of(attempt.instance) == (tasks, kind)]
        same = [attempt.gap for attempt in of_class if attempt.same_routes]
        gap = f"{fmean(same):+.2%}" if same else "–"
        faults = sum(bool(attempt.fault) for attempt in of_class)
        lines.append(f"| {kind}, {tasks} tasks | {len(of_class)} | {len(same)} | {gap} | {faults} |")
    figures = [one for size in SIZES for one in totals(size, OURS, [a for a in attempts if size.holds(a.instance)])]
    lines += ["", *(f"- {one.what}: **{one.measured}** (goal {one.goal})" for one in figures)]
    publish_section("best_known", "\n".join(lines))


def class_of(instance: str) -> tuple[int, str]:
    """Tasks and class: lrc1_2_4 is of 200 tasks and of class lrc1."""
    tasks = next(size.tasks for size in SIZES if size.holds(instance))
    return tasks, instance.split("_", maxsplit=1)[0] if "_" in instance else instance[:-2]
