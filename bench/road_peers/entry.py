"""What every road peer's program has in common: its call, its answer, and the words of both.

Imports the standard library alone: it runs in the peers' environment. Positions are (lon, lat).
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["Point", "answer", "run", "shape_points"]

Point = Sequence[float]


def answer(questions: Mapping[str, Callable[..., Any]]) -> None:
    """Read the call, answer its question, write the answer."""
    asked = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    found = questions[asked["question"]](**asked["given"])
    Path(sys.argv[2]).write_text(json.dumps(found), "utf-8")


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> float:
    """Run a step of a peer and give its seconds; its last line where it fails."""
    begun_s = time.perf_counter()
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr + done.stdout).strip().splitlines()
        sys.exit(f"{Path(command[0]).name} failed: {lines[-1] if lines else done.returncode}")
    return time.perf_counter() - begun_s


def shape_points(shape: str) -> list[Point]:
    """Read an encoded polyline of six digits.

    Source: developers.google.com/maps/documentation/utilities/polylinealgorithm, with 10⁶ instead of 10⁵.
    """
    values = [0, 0]
    points: list[Point] = []
    axis = number = shift = 0
    for letter in shape:
        chunk = ord(letter) - 63
        number |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            values[axis] += ~(number >> 1) if number & 1 else number >> 1
            axis, number, shift = 1 - axis, 0, 0
            if axis == 0:
                points.append((values[1] / 1e6, values[0] / 1e6))
    return points
