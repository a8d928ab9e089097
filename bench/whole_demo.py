"""The demo as a user runs it: seconds, memory, kilometres; on Helsinki and, where it is there, Liechtenstein."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.places import bench_data
from bench.rivals import ROOT

__all__ = ["measure", "run"]

DORPSRONDE = Path(sys.executable).with_name("dorpsronde")
STEP = re.compile(r"^(?P<title>.+?): (?P<seconds>[\d.]+) s$", re.MULTILINE)


def measure() -> Iterator[Figure]:
    """Run the help and both demos as processes of their own, one after the other."""
    seconds, _, _ = run("--help")
    yield Figure("`dorpsronde --help`", f"{seconds:.2f} s", "≤0.5 s")
    yield from measure_demo("Helsinki", [])
    liechtenstein = bench_data() / "osm" / "liechtenstein-latest.osm.pbf"
    if liechtenstein.is_file():
        yield from measure_demo("Liechtenstein", ["--area", str(liechtenstein)])
    else:
        yield Figure("demo, Liechtenstein", f"not measured: {liechtenstein.name} is not there")


def measure_demo(area: str, arguments: list[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        seconds, mebibytes, said = run("demo", "--out", folder, *arguments)
        report = json.loads((Path(folder) / "report.json").read_text("utf-8"))
    steps = {match["title"]: float(match["seconds"]) for match in STEP.finditer(said)}
    yield Figure(f"demo, {area}: whole", f"{seconds:.1f} s", "≤60 s")
    yield Figure(f"demo, {area}: plan", f"{steps['Planning the rounds']:.1f} s", "≤15 s")
    yield Figure(f"demo, {area}: all baselines", f"{steps['Solving the baselines']:.1f} s", "≤10 s")
    yield Figure(f"demo, {area}: peak memory", f"{mebibytes:.0f} MiB", "<1536 MiB")
    metres = report["metres"]
    yield Figure(
        f"demo, {area}: unassigned", f"{len(report['orders']['unassigned'])} of {report['orders']['given']}", "≤5 %"
    )
    for name in ("pooled", "pooled_van", "shop_tours", "each_alone"):
        yield Figure(f"demo, {area}: km {name}", f"{metres[name] / 1000:.1f}")


def run(*arguments: str, home: Path | None = None) -> tuple[float, float, str]:
    """Seconds, peak MiB and stderr of one call of the command, on a home folder if one is given."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | ({"DORPSRONDE_HOME": str(home)} if home else {})
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, "-m", "bench.launched", str(told), str(DORPSRONDE), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"dorpsronde {' '.join(arguments)} failed:\n{done.stderr}")
        spent = json.loads(told.read_text("utf-8"))
    return spent["seconds"], spent["mib"], done.stderr
