"""The entrants of the contest: who they are, in which environment they run, and one search of one of them."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from routing.solver.problem import Problem
from routing.solver.vroom_writer import write_problem

__all__ = ["OURS", "PEERS", "PEERS_PYTHON", "ROOT", "Asked", "Found", "installed", "missing_peers", "search"]

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / "build" / "peers-venv" / "bin" / "python"
OURS = "dorpsronde"
PEERS: Mapping[str, str] = {"vroom": "VROOM", "pyvrp": "PyVRP", "ortools": "OR-Tools"}
PACKAGES: Mapping[str, str] = {"vroom": "pyvroom", "pyvrp": "pyvrp", "ortools": "ortools"}
GRACE_S = 120.0
"""For reading, building the model, and ending late."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How an entrant shall search."""

    seconds: float
    threads: int
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an entrant answered; see `bench.entrants.entry.Answer`."""

    orders: dict[int, list[tuple[str, int]]]
    trace: list[tuple[float, float]]
    runs: int
    seconds: float
    version: str
    peak_mib: float
    told: str = ""
    fault: str = ""


def missing_peers() -> str:
    """Say what is missing before peers can run; empty where nothing is."""
    return "" if PEERS_PYTHON.is_file() else f"no peers at {PEERS_PYTHON.relative_to(ROOT)}; `make peers` installs them"


@cache
def installed(engine: str) -> str:
    """Say which version of a peer there is, empty where it does not tell; of ours `bench.revision` tells."""
    if engine == OURS or missing_peers():
        return ""
    asked = f"from importlib.metadata import version; print(version({PACKAGES[engine]!r}))"
    told = subprocess.run([str(PEERS_PYTHON), "-c", asked], capture_output=True, text=True, check=False)
    return "" if told.returncode else told.stdout.strip()


def search(engine: str, problem: Problem, asked: Asked) -> Found:
    """Run one entrant as a process of its own; whatever becomes of it, there is an answer."""
    if engine != OURS and missing_peers():
        return failed(missing_peers())
    python, module = (sys.executable, "run_ours") if engine == OURS else (str(PEERS_PYTHON), f"run_{engine}")
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "problem.json", Path(folder) / "answer.json"
        given.write_text(json.dumps(write_problem(problem)), "utf-8")
        command = [python, "-m", f"bench.entrants.{module}", str(given), str(answer)]
        command += [f"--seconds={asked.seconds}", f"--threads={asked.threads}", f"--seed={asked.seed}"]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                check=False,
                timeout=2 * asked.seconds + GRACE_S,
            )
        except subprocess.TimeoutExpired:
            return failed("did not end")
        if done.returncode or not answer.is_file():
            return failed((done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1])
        return read(json.loads(answer.read_text("utf-8")))


def failed(fault: str) -> Found:
    return Found({}, [], 0, 0.0, "", 0.0, fault=fault)


def read(answer: dict[str, Any]) -> Found:
    return Found(
        orders={int(number): [(kind, task) for kind, task in tasks] for number, tasks in answer["orders"].items()},
        trace=[(seconds, cost) for seconds, cost in answer["trace"]],
        runs=answer["runs"],
        seconds=answer["seconds"],
        version=answer["version"],
        peak_mib=answer["peak_mib"],
        told=answer["told"],
    )
