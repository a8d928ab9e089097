"""What the contest writes into docs/benchmarks.md, between two marks, and the picture of cost over time."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from bench.limits import Limits
from bench.rivals import OURS, PEERS, PEERS_PYTHON, ROOT
from bench.standings import Heat, Result, medians, ratios, spent

__all__ = ["machine", "publish", "publish_section", "write_between"]

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "img" / "cost-over-time.svg"
NAMES = {OURS: "ours", **PEERS}
PANELS = 3


def publish(results: Sequence[Result], heats: Sequence[Heat], limits: Limits) -> None:
    """Write the page's section and the picture."""
    drawn = draw(results, heats)
    publish_section("contest", "\n".join(lines_of(results, heats, limits, drawn)))


def publish_section(name: str, text: str) -> None:
    """Write a part's section of docs/benchmarks.md."""
    write_between(PAGE, name, text)


def write_between(page: Path, name: str, text: str) -> None:
    """Replace what stands between the two marks of that name; a page without them gets them at its end."""
    begin, end = f"<!-- {name}: written by `python -m bench {name} --publish` -->", f"<!-- end of {name} -->"
    said = page.read_text("utf-8")
    if begin not in said:
        said = f"{said.rstrip()}\n\n{begin}\n{end}\n"
    before, rest = said.split(begin, 1)
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end, 1)[1]}", "utf-8")


def lines_of(results: Sequence[Result], heats: Sequence[Heat], limits: Limits, drawn: bool) -> Iterator[str]:
    yield from conditions(results, limits)
    for heat in heats:
        of_heat = [result for result in results if result.heat == heat.name]
        if of_heat:
            yield ""
            yield from table(heat, of_heat)
    if drawn:
        yield f"\n![Cost over time, first seed, logarithmic seconds](img/{PICTURE.name})"


def conditions(results: Sequence[Result], limits: Limits) -> Iterator[str]:
    told = {result.engine: result.version for result in results if result.version}
    versions = {name: told[engine] for engine, name in NAMES.items() if engine in told}
    engines = ", ".join(f"{name} {version}" for name, version in versions.items())
    yield f"{machine()}. {limits.threads} threads an engine; {engines}."


def machine() -> str:
    """Say day, processor as far as the system tells, cores, Python, and how busy it was."""
    cpu = Path("/proc/cpuinfo")
    told = cpu.read_text("utf-8") if cpu.is_file() else ""
    models = [line.split(":", 1)[1].strip() for line in told.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.processor() or platform.machine()
    what = f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"{datetime.now(UTC):%Y-%m-%d}, {what}, load {os.getloadavg()[2]:.1f} over the last 15 minutes"


def table(heat: Heat, results: Sequence[Result]) -> Iterator[str]:
    engines = [engine for engine in NAMES if any(result.engine == engine for result in results)]
    compared = ratios(results)
    yield f"| {heat.name} | seeds | {' | '.join(NAMES[engine] for engine in engines)} | ours ÷ best peer |"
    yield "|---|---|" + "---|" * (len(engines) + 1)
    for instance in dict.fromkeys(result.instance for result in results):
        of_instance = [result for result in results if result.instance == instance]
        seeds = len({result.seed for result in of_instance})
        cells = [medians([result for result in of_instance if result.engine == engine]) for engine in engines]
        against = f"{compared[instance]:.3f}" if instance in compared else "–"
        yield f"| {instance} | {seeds} | {' | '.join(cells)} | {against} |"
    if compared:
        goal = "" if heat.most_mean is None else f" (goals ≤{heat.most_mean}, ≤{heat.most:.2f})"
        mean, largest = fmean(compared.values()), max(compared.values())
        yield f"\nMean of the ratios **{mean:.3f}**, largest {largest:.3f}{goal}."
    told = [f"{NAMES[engine]} {spent([one for one in results if one.engine == engine])}" for engine in engines]
    yield f"\nMost seconds, fewest and median runs, most memory of one process: {'; '.join(told)}."


def draw(results: Sequence[Result], heats: Sequence[Heat]) -> bool:
    """Draw the first seed of the largest instance of each place in the longest heat of pooled days."""
    heat = max((heat for heat in heats if heat.shapes), key=lambda heat: (len(heat.shapes), heat.seconds))
    orders = {shape.name: shape.orders for shape in heat.shapes}
    largest: dict[str, str] = {}
    shown = [result for result in results if result.heat == heat.name and result.seed == 1 and result.trace]
    for name in sorted({result.instance for result in shown}, key=orders.__getitem__):
        largest[name.split("-")[0]] = name
    panels = {
        name: {NAMES[result.engine]: result.trace for result in shown if result.instance == name}
        for name in sorted(largest.values())[:PANELS]
    }
    if not panels:
        return False
    given = json.dumps({"seconds": heat.seconds, "panels": panels})
    command = [str(PEERS_PYTHON), "-m", "bench.cost_plot", str(PICTURE)]
    subprocess.run(command, cwd=ROOT, input=given, text=True, check=True)
    return True
