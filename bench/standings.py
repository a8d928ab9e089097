"""From single searches to figures: a median an instance, the ratio to the best peer, and the goals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

from bench.day_shape import DayShape
from bench.figure import Figure
from bench.rivals import OURS, PEERS

__all__ = ["Heat", "Result", "goals", "medians", "ratio", "ratios", "rows_of", "spent"]


@dataclass(frozen=True, slots=True)
class Heat:
    """Instances searched for the same time.

    Attributes
    ----------
    most_mean, most: goals for the mean of the instances' ratios and for the largest one.
    """

    name: str
    seconds: float
    shapes: Sequence[DayShape]
    most_mean: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One search, judged.

    Attributes
    ----------
    fault: why there is no plan or it does not hold; empty where it does.
    trace: (seconds, cost) of each better plan.
    told: how the engine spent its time, where that is to be told.
    """

    heat: str
    instance: str
    seed: int
    engine: str
    km: float
    hours: float
    routes: int
    left_out: int
    fault: str
    runs: int
    seconds: float
    peak_mib: float
    version: str
    trace: list[tuple[float, float]] = field(default_factory=list, repr=False)
    told: str = ""

    @property
    def serves_all(self) -> bool:
        return not self.fault and self.left_out == 0

    @property
    def said(self) -> str:
        if self.fault:
            return f"no plan that holds: {self.fault}"
        left_out = f", {self.left_out} unassigned" if self.left_out else ""
        spent = ", ".join(filter(None, (f"{self.seconds:.1f} s", self.told)))
        return f"{self.km:.2f} km, {self.hours:.1f} h, {self.routes} routes{left_out} ({spent})"


def ratio(of_day: Sequence[Result]) -> float | None:
    """Our kilometres over the fewest of any peer on one day, where all orders are served by both.

    A day that no peer serves wholly compares with nobody: None. One that we alone do not serve is lost: infinity.
    """
    ours = [result.km for result in of_day if result.engine == OURS and result.serves_all]
    theirs = [result.km for result in of_day if result.engine != OURS and result.serves_all]
    if not theirs:
        return None
    return ours[0] / min(theirs) if ours else float("inf")


def ratios(results: Sequence[Result]) -> dict[str, float]:
    """The median over seeds of each instance's ratio; instances that compare with nobody are left out."""
    found: dict[str, list[float]] = {}
    for instance, seed in dict.fromkeys((result.instance, result.seed) for result in results):
        one = ratio([result for result in results if (result.instance, result.seed) == (instance, seed)])
        if one is not None:
            found.setdefault(instance, []).append(one)
    return {instance: median(of_seeds) for instance, of_seeds in found.items()}


def medians(results: Sequence[Result]) -> str:
    """Median kilometres, hours and routes of one engine on one instance, and what went wrong."""
    plans = [result for result in results if result.serves_all]
    short = [result.left_out for result in results if result.left_out and not result.fault]
    wrong = sum(bool(result.fault) for result in results)
    said = []
    if plans:
        km, hours, routes = (median(getattr(plan, name) for plan in plans) for name in ("km", "hours", "routes"))
        said.append(f"{km:.1f} km, {hours:.1f} h, {routes:.0f} routes")
    if short:
        least, most = min(short), max(short)
        said.append(f"{len(short)} of {len(results)} left {least if least == most else f'{least}–{most}'} orders")
    if wrong:
        said.append(f"{wrong} of {len(results)} without a plan that holds")
    return "; ".join(said)


def spent(results: Sequence[Result]) -> str:
    """Say what one engine spent on its searches: most seconds, fewest and median runs, most memory of one process."""
    seconds, mib = (max(getattr(result, name) for result in results) for name in ("seconds", "peak_mib"))
    runs = [result.runs for result in results]
    return f"{seconds:.1f} s, {min(runs)} and {median(runs):g} runs, {mib:.0f} MiB"


def rows_of(heat: Heat, results: Sequence[Result]) -> Iterator[Figure]:
    """Say every instance and engine; a day counts in the medians where all orders were served."""
    compared = ratios(results)
    for instance in dict.fromkeys(result.instance for result in results):
        of_instance = [result for result in results if result.instance == instance]
        for engine in dict.fromkeys((OURS, *PEERS)):
            of_engine = [result for result in of_instance if result.engine == engine]
            if of_engine:
                against = f" = {compared[instance]:.3f} x best peer" if engine == OURS and instance in compared else ""
                yield Figure(f"{heat.name}: {instance}, {PEERS.get(engine, 'ours')}", medians(of_engine) + against)


def goals(heat: Heat, results: Sequence[Result]) -> Iterator[Figure]:
    """Say the mean and the largest of the instances' ratios, and the largest memory of ours."""
    compared = list(ratios(results).values())
    seeds = len({result.seed for result in results})
    if compared:
        what = f"{heat.name}: km to the best peer's, {len(compared)} instances, up to {seeds} seeds"
        yield Figure(f"{what}, mean", f"{fmean(compared):.3f}", "" if heat.most_mean is None else f"≤{heat.most_mean}")
        yield Figure(f"{what}, largest", f"{max(compared):.3f}", "" if heat.most is None else f"≤{heat.most:.2f}")
    ours = [result.peak_mib for result in results if result.engine == OURS]
    if ours:
        yield Figure(f"{heat.name}: peak memory of ours", f"{max(ours):.0f} MiB", "<1536 MiB")
