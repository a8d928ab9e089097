"""Our solver and VROOM on the same random rich problems: who serves more priority, then more tasks, then for less.

Both plans are held to every rule, and priced, by the independent checker: of either its order of steps, breaks
among them, which the checker times anew (as in VROOM's plan mode); ours as it stands too. A shipment is one request,
as our objective counts, and two tasks with a priority each, as VROOM's does: both ways to count are told. VROOM runs
once with exploration 5, to its own end; ours has a limit of time.
"""

import json
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from statistics import fmean
from typing import Any

from bench.figure import Figure
from bench.limits import Limits
from bench.publishing import machine, publish_section
from bench.revision import revision
from bench.rich_problems import LARGEST, SMALLEST, rich_problem
from bench.rivals import PEERS_PYTHON, ROOT, missing_peers
from bench.warm import compile_ours
from kernel.errors import DorpsrondeError
from routing.solver.checker import check
from routing.solver.checker.plan_mode import check_manual
from routing.solver.solve import solve
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_solution

__all__ = ["Comparison", "Counted", "Outcome", "Served", "Worth", "compare", "measure", "share", "summary", "worth"]

Json = dict[str, Any]
LOG = ROOT / "out" / "bench" / "differential.jsonl"
PROBLEMS = 300
SECONDS = 1.0
LEAST_SHARE = 0.95
SHOWN = 10
"""Worst cases told."""


class Outcome(StrEnum):
    """How our plan stands against VROOM's, or why there is nothing to compare."""

    BETTER = "better"
    EQUAL = "equal"
    WORSE = "worse"
    WE_REFUSE = "refused by us"
    VROOM_REFUSES = "refused by VROOM"
    WE_BREAK = "broken by us"
    VROOM_BREAKS = "broken by VROOM"


class Counted(StrEnum):
    """What is served: shipments as one or as two."""

    REQUESTS = "requests"
    TASKS = "tasks"


@dataclass(frozen=True, slots=True)
class Served:
    """The priority and the number of what is served."""

    priority: int
    number: int


NOTHING = Served(0, 0)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a plan comes to by the checker; `faults` are the rules it breaks."""

    requests: Served = NOTHING
    tasks: Served = NOTHING
    cost: int = 0
    faults: tuple[str, ...] = ()
    refused: str = ""

    def rank(self, counted: Counted) -> tuple[int, int, int]:
        """The smaller one is the better plan."""
        served = self.served(counted)
        return -served.priority, -served.number, self.cost

    def served(self, counted: Counted) -> Served:
        return self.requests if counted == Counted.REQUESTS else self.tasks

    @property
    def said(self) -> str:
        return f"priority {self.requests.priority}, {self.requests.number} requests, cost {self.cost:,}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One problem, by its seed, and both plans."""

    seed: int
    ours: Worth
    vrooms: Worth
    seconds: float
    vroom_seconds: float = 0.0

    def outcome(self, counted: Counted) -> Outcome:
        """Tell which plan is better."""
        if self.ours.refused or self.ours.faults:
            return Outcome.WE_REFUSE if self.ours.refused else Outcome.WE_BREAK
        if self.vrooms.refused or self.vrooms.faults:
            return Outcome.VROOM_REFUSES if self.vrooms.refused else Outcome.VROOM_BREAKS
        ours, vrooms = self.ours.rank(counted), self.vrooms.rank(counted)
        if ours == vrooms:
            return Outcome.EQUAL
        return Outcome.BETTER if ours < vrooms else Outcome.WORSE

    @property
    def loss(self) -> tuple[int, int, float]:
        """How much VROOM is ahead: in priority, in number, and in the share of the cost."""
        ours, vrooms = self.ours.requests, self.vrooms.requests
        dearer = self.ours.cost / max(1, self.vrooms.cost) - 1
        return vrooms.priority - ours.priority, vrooms.number - ours.number, dearer


def measure(limits: Limits) -> Iterator[Figure]:
    """Compare on so many problems as seeds were asked for, or on 300."""
    if missing_peers():
        yield Figure("differential with VROOM", f"not measured: {missing_peers()}")
        return
    problems = {seed: rich_problem(seed) for seed in range(1, 1 + (limits.seeds or PROBLEMS))}
    compile_ours()
    answers = answers_of_vroom(list(problems.values()), limits.threads)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    since_s = time.monotonic()
    compared: list[Comparison] = []
    with LOG.open("w", encoding="utf-8") as log:
        for (seed, problem), answer in zip(problems.items(), answers, strict=True):
            seconds = limits.seconds or SECONDS
            if not limits.allows(seconds, since_s):
                break
            compared.append(compare(seed, problem, answer, seconds, limits.threads))
            log.write(json.dumps({**outcomes(compared[-1]), **asdict(compared[-1])}) + "\n")
            log.flush()
            print(f"  seed {seed}  {said(compared[-1])}", flush=True)
    yield from figures(compared, limits)
    if limits.publish and compared:
        publish_section("differential", "\n".join(page(compared, limits)))


def answers_of_vroom(problems: Sequence[Json], threads: int) -> list[Json]:
    """Let VROOM answer all of them in the peers' environment."""
    with tempfile.TemporaryDirectory() as folder:
        given, answers = Path(folder) / "problems.jsonl", Path(folder) / "answers.jsonl"
        given.write_text("".join(json.dumps(problem) + "\n" for problem in problems), "utf-8")
        command = [str(PEERS_PYTHON), "-m", "bench.entrants.answer_vroom", str(given), str(answers)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([*command, f"--threads={threads}"], cwd=ROOT, env=env, check=True)
        return [json.loads(line) for line in answers.read_text("utf-8").splitlines()]


def compare(seed: int, problem: Json, answer: Json, seconds: float, threads: int) -> Comparison:
    """Solve a problem and hold the plan against VROOM's answer to it."""
    begun_s = time.perf_counter()
    ours = our_worth(problem, seed, seconds, threads)
    spent_s = time.perf_counter() - begun_s
    if "error" in answer:
        return Comparison(seed, ours, Worth(refused=answer["error"]), spent_s)
    return Comparison(seed, ours, worth(problem, answer["plan"]), spent_s, answer["seconds"])


def our_worth(problem: Json, seed: int, seconds: float, threads: int) -> Worth:
    try:
        read = read_problem(problem)
        plan = write_solution(read, solve(read, time_limit_s=seconds, seed=seed, threads=threads))
    except DorpsrondeError as refusal:
        return Worth(refused=str(refusal))
    faults = tuple(map(str, check(problem, plan)))
    return Worth(faults=faults) if faults else worth(problem, plan)


def worth(problem: Json, plan: Json) -> Worth:
    """Time a plan's steps anew, name the rules they break, and price them."""
    routes = [
        {
            "vehicle": route["vehicle"],
            "steps": [bare(step) for step in route["steps"] if step["type"] not in {"start", "end"}],
        }
        for route in plan["routes"]
    ]
    without_steps = {**problem, "vehicles": [{**one, "steps": []} for one in problem["vehicles"]]}
    timed = check_manual(without_steps, {"routes": routes})
    if timed.violations:
        return Worth(faults=tuple(map(str, timed.violations)))
    requests, tasks = served(problem, routes)
    return Worth(requests, tasks, timed.document["summary"]["cost"])


def served(problem: Json, routes: Sequence[Json]) -> tuple[Served, Served]:
    """Count requests, and tasks."""
    asked = {("job", job["id"]): job.get("priority", 0) for job in problem["jobs"]}
    for shipment in problem["shipments"]:
        asked |= {(step, shipment[step]["id"]): shipment.get("priority", 0) for step in ("pickup", "delivery")}
    steps = [(step["type"], step["id"]) for route in routes for step in route["steps"]]
    tasks = [step for step in steps if step in asked]
    requests = [step for step in tasks if step[0] != "delivery"]
    of_requests, of_tasks = (Served(sum(asked[step] for step in done), len(done)) for done in (requests, tasks))
    return of_requests, of_tasks


def bare(step: Mapping[str, Any]) -> Json:
    return {"type": step["type"], "id": step["id"]}


def outcomes(one: Comparison) -> dict[str, Outcome]:
    return {f"by_{counted}": one.outcome(counted) for counted in Counted}


def summary(compared: Sequence[Comparison], counted: Counted) -> dict[Outcome, int]:
    """Count the outcomes, each of them."""
    counts = Counter(one.outcome(counted) for one in compared)
    return {outcome: counts[outcome] for outcome in Outcome}


def share(compared: Sequence[Comparison], counted: Counted) -> float:
    """Better or equal of all that could be compared; 0 where nothing could."""
    counts = summary(compared, counted)
    good = counts[Outcome.BETTER] + counts[Outcome.EQUAL]
    return good / max(1, good + counts[Outcome.WORSE])


def worst(compared: Sequence[Comparison]) -> list[Comparison]:
    lost = [one for one in compared if one.outcome(Counted.REQUESTS) == Outcome.WORSE]
    return sorted(lost, key=lambda one: one.loss, reverse=True)[:SHOWN]


def figures(compared: Sequence[Comparison], limits: Limits) -> Iterator[Figure]:
    what = f"differential with VROOM, {len(compared)} problems, ours {limits.seconds or SECONDS:g} s"
    for counted in Counted:
        counts = ", ".join(f"{number} {outcome}" for outcome, number in summary(compared, counted).items())
        yield Figure(f"{what}, by {counted}", counts)
        yield Figure("… better or equal", f"{share(compared, counted):.1%}", f"≥{LEAST_SHARE:.0%}")
    for one in worst(compared):
        yield Figure(f"… worse, seed {one.seed}", f"{one.ours.said}; VROOM {one.vrooms.said}")


def said(one: Comparison) -> str:
    why = one.ours.refused or one.vrooms.refused or "; ".join((*one.ours.faults, *one.vrooms.faults)[:2])
    ways = "/".join(outcomes(one).values())
    return f"{ways:17} {why or f'{one.ours.said}; VROOM {one.vrooms.said}'} ({one.seconds:.1f} s)"


def page(compared: Sequence[Comparison], limits: Limits) -> Iterator[str]:
    """Say it for docs/benchmarks.md."""
    vroom_s = fmean(one.vroom_seconds for one in compared)
    times = f"ours {limits.seconds or SECONDS:g} s a problem, VROOM {vroom_s:.2f} s on average"
    yield f"{machine()}. Ours {revision()}; {limits.threads} threads each; {times}."
    yield ""
    yield f"| {len(compared)} problems, {SMALLEST}–{LARGEST} tasks | {' | '.join(Outcome)} | better or equal |"
    yield "|---|" + "---|" * (len(Outcome) + 1)
    for counted in Counted:
        counts = " | ".join(map(str, summary(compared, counted).values()))
        reached = f"**{share(compared, counted):.1%}** (goal ≥{LEAST_SHARE:.0%})"
        yield f"| by {counted} | {counts} | {reached} |"
    yield ""
    for one in worst(compared):
        yield f"- Worse, seed {one.seed}: {one.ours.said}; VROOM {one.vrooms.said}."
