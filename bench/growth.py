"""How time and memory grow with the roads: synthetic towns of ten thousand to a million arcs, each in new processes."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path

from bench.figure import Figure
from bench.growth_plot import Panel, picture
from bench.limits import Limits
from bench.places import bench_data
from bench.publishing import machine, publish_section
from bench.rivals import ROOT
from bench.synthetic_town import SyntheticTown

__all__ = ["measure"]

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
BUILDINGS = (0, 250_000, 1_000_000)
"""Beside one town, which have no roads."""
TOWN_OF_BUILDINGS = 20_000
PICTURE = ROOT / "docs" / "img" / "growth.svg"
NEAR_LINEAR = 1.15
"""The exponent that still counts as near-linear: n·log n has 1.1 between ten thousand and a million. Own choice."""
REAL = "Liechtenstein"

Told = Mapping[str, float]


def measure(limits: Limits) -> Iterator[Figure]:
    """Measure towns by size; `--only 30000` takes some of them, `--publish` writes page and picture."""
    begun_s = time.monotonic()
    rows: dict[str, Told] = {}
    for size in SIZES:
        if limits.wants(str(size)) and limits.allows(size / 10_000, begun_s):
            rows[f"{size:,}"] = of_town(SyntheticTown(size))
            yield from figures(f"{size:,} arcs", rows[f"{size:,}"])
    towns = list(rows.values())
    if len(towns) > 1:
        for step in ("read", "graph", "hierarchy", "save", "open"):
            yield Figure(
                f"growth of {step}: exponent, first to last", f"{exponent(towns, step):.2f}", f"≤{NEAR_LINEAR}"
            )
    extract = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if limits.wants(REAL) and extract.is_file():
        rows[REAL] = of_file(extract)
        yield from figures(REAL, rows[REAL])
    beside = [
        of_town(SyntheticTown(TOWN_OF_BUILDINGS, buildings=count)) for count in BUILDINGS if limits.wants("buildings")
    ]
    for count, told in zip(BUILDINGS, beside, strict=False):
        yield Figure(
            f"reading {told['arcs']:,.0f} arcs beside {count:,} buildings", f"{told['read: MiB']:.0f} MiB at most"
        )
    if limits.publish:
        PICTURE.write_text(picture(panels(towns)), "utf-8")
        publish_section("growth", "\n".join(page(rows, beside)))


def of_town(town: SyntheticTown) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        return of_file(town.write(Path(folder) / "town.osm.pbf"))


def of_file(extract: Path) -> Told:
    """Take a file in and open what was saved, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        taken = run("import", str(extract), folder)
        opened = run("open", folder)
    return taken | {f"again {name}" if name == "begun: MiB" else name: value for name, value in opened.items()}


def run(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.growth_steps", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def exponent(towns: Sequence[Told], step: str) -> float:
    """Say by which power of the arcs a step grew."""
    first, last = towns[0], towns[-1]
    return log(last[f"{step}: s"] / first[f"{step}: s"]) / log(last["arcs"] / first["arcs"])


def figures(name: str, told: Told) -> Iterator[Figure]:
    made = sum(told[f"{step}: s"] for step in ("read", "graph", "hierarchy"))
    yield Figure(f"{name}: file to hierarchy", f"{made:.2f} s, {told['hierarchy: MiB']:.0f} MiB")
    goal = "<100 ms" if name == REAL else "≤1.5 s" if told["turns"] <= 650_000 else ""
    yield Figure(f"{name}, {told['turns']:,.0f} turns: opened, to the first path", to_path(told), goal)


def to_path(told: Told) -> str:
    processor_ms, wall_ms = ((told[f"open: {of}"] + told[f"first path: {of}"]) * 1000 for of in ("s", "wall s"))
    return f"{processor_ms:,.0f} ms (wall {wall_ms:,.0f})"


def page(rows: Mapping[str, Told], beside: Sequence[Told]) -> Iterator[str]:
    yield f"{machine()}. Seconds of the processor; peak memory of the whole process.\n"
    yield (
        "| town | arcs | turns | read | graph | hierarchy | – from its order | save | peak | saved "
        "| opened, to the first path | its own memory |"
    )
    yield "|---" * 12 + "|"
    for name, told in rows.items():
        steps = " | ".join(
            f"{told[f'{step}: s']:.2f} s" for step in ("read", "graph", "hierarchy", "from its order", "save")
        )
        yield (
            f"| {name} | {told['arcs']:,.0f} | {told['turns']:,.0f} | {steps} | {told['hierarchy: MiB']:,.0f} MiB "
            f"| {told['saved bytes'] / 2**20:,.0f} MiB | {to_path(told)} | {told['own: MiB']:,.0f} MiB |"
        )
    if beside:
        yield f"\nMemory while reading one town of {beside[0]['arcs']:,.0f} arcs, with buildings beside its roads:\n"
        yield "| buildings | file | peak |"
        yield "|---|---|---|"
        for count, told in zip(BUILDINGS, beside, strict=False):
            yield f"| {count:,} | {told['file bytes'] / 2**20:,.1f} MiB | {told['read: MiB']:,.0f} MiB |"
    yield f"\n![Growth of time and memory, both axes logarithmic; dotted is linear](img/{PICTURE.name})"


def panels(towns: Sequence[Told]) -> list[Panel]:
    def line(name: str) -> list[tuple[float, float]]:
        return [(told["arcs"], told[name]) for told in towns]

    steps = {step: line(f"{step}: s") for step in ("read", "graph", "hierarchy", "open")}
    peak = {"taken in": line("hierarchy: MiB"), "opened": line("open: MiB"), "own of it": line("own: MiB")}
    return [Panel("processor seconds", "arcs", steps), Panel("peak MiB, all that Python loads included", "arcs", peak)]
