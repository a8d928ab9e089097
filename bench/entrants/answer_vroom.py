"""VROOM's own answers to many problems: each line of the one file is a problem, of the other its answer.

Every problem is solved once at exploration 5, from its own JSON, in a process of its own: VROOM may crash.
"""

import argparse
import json
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import vroom

EXPLORATION = 5
"""The highest VROOM has."""
PATIENCE_S = 60.0


def main() -> None:
    """Answer problem after problem."""
    parser = argparse.ArgumentParser()
    parser.add_argument("problems", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--threads", type=int, required=True)
    asked = parser.parse_args()
    with asked.answers.open("w", encoding="utf-8") as answers:
        for line in asked.problems.read_text("utf-8").splitlines():
            answers.write(json.dumps(answer(line, asked.threads)) + "\n")


def answer(problem: str, threads: int) -> dict[str, Any]:
    """Solve one problem; what becomes of it if VROOM refuses, crashes or does not end is an answer too."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    runner = context.Process(target=solve, args=(problem, threads, theirs))
    runner.start()
    theirs.close()
    try:
        found = ours.recv() if ours.poll(PATIENCE_S) else {"error": f"did not end in {PATIENCE_S:g} s"}
    except EOFError:
        found = {"error": "crashed"}
    runner.kill()
    runner.join()
    return found


def solve(problem: str, threads: int, answers: Connection) -> None:
    """Send VROOM's document, or what it says of the problem."""
    try:
        given = vroom.Input()
        given._from_json(problem, False)  # noqa: SLF001 (the public from_json reads the same from a file)
        begun_s = time.perf_counter()
        plan = given.solve(EXPLORATION, nb_threads=threads).to_dict()
        answers.send({"plan": plan, "seconds": time.perf_counter() - begun_s})
    except Exception as refusal:  # noqa: BLE001 (its own exceptions have no tree)
        answers.send({"error": str(refusal) or type(refusal).__name__})


if __name__ == "__main__":
    main()
