"""One problem planned in a process of its own: `python -m api.solving`, started by `api/solvers.py`.

It reads a line that says how to plan, then the problem to the end of its input, and writes a line that says how it
went, then the solution. SIGTERM ends it; a search that has begun ends as after Ctrl-C, with its best plan so far.
"""

import json
import logging
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from signal import SIGINT, SIGTERM, raise_signal, signal
from types import FrameType
from typing import TYPE_CHECKING

from api.asked import Asked, Refusal
from api.insertions import read_insertions
from api.pointer import pointer_to, pointer_within
from api.vroom_docs import EXAMPLE
from kernel.errors import BadInputError, StorageError, UnreachablePlaceError
from kernel.log_settings import LogSettings
from kernel.logs import set_up_logs
from routing.solver.interruption import Interruption, noticing_ctrl_c
from routing.solver.json_reading import parse_json
from routing.solver.schedule import EndedError
from routing.solver.solve import solve
from routing.solver.validate import validate
from routing.solver.vroom_changes import explained
from routing.solver.vroom_insertion import write_inserted
from routing.solver.vroom_reader import read_problem
from routing.solver.vroom_writer import write_solution

if TYPE_CHECKING:
    from rounds.problem_roads import ProblemRoads

__all__ = ["answer"]

LOG = logging.getLogger(__name__)

PAYLOAD = "the payload"


def answer(asked: Asked, payload: bytes, stop: Interruption | None = None) -> bytes | Refusal:
    """Plan a problem in VROOM's JSON, or insert into its plan, and answer in the same, as UTF-8.

    Parameters
    ----------
    stop: true once the server stops, whatever was under way then: there is no time left to ask why.
    """
    return _inserted(asked, payload) if asked.inserting else _planned(asked, payload, stop)


def _planned(asked: Asked, payload: bytes, stop: Interruption | None) -> bytes | Refusal:
    begun_s = time.monotonic()
    document: object = None
    try:
        document = parse_json(_text_of(payload), PAYLOAD)
        roads = None if asked.roads is None else _roads(asked.roads)
        problem = read_problem(document, roads and roads.measure)
        validate(problem)
        read_s = time.monotonic()
        solution = solve(
            problem,
            time_limit_s=asked.time_limit_s,
            iterations=asked.iterations,
            seed=asked.seed,
            threads=asked.threads,
        )
    except (BadInputError, UnreachablePlaceError) as fault:
        return Refusal(str(fault), pointer_to(fault.where, document))
    except StorageError as fault:
        return Refusal(str(fault), ours=True)
    with noticing_ctrl_c() as interruption:  # there is a plan now: it is not lost
        solved_s = time.monotonic()
        geometries = roads.geometries(problem, solution) if roads else {}
        times_s = {"loading": read_s - begun_s, "solving": solved_s - read_s, "routing": time.monotonic() - solved_s}
        times_ms = {name: round(1000 * taken_s) for name, taken_s in times_s.items()}
        plan = write_solution(problem, solution, times_ms, geometries)
        if asked.why and not (stop or interruption):
            plan = explained(plan, problem, solution, failed=_unexplained, time_limit_s=asked.time_limit_s)
        return json.dumps(plan, separators=(",", ":")).encode()


def _inserted(asked: Asked, payload: bytes) -> bytes | Refusal:
    begun_s = time.monotonic()
    document: object = None
    try:
        document = parse_json(_text_of(payload), PAYLOAD)
        roads = None if asked.roads is None else _roads(asked.roads)
        asking = read_insertions(document, roads and roads.measure)
        read_s = time.monotonic()
        inserted = asking.inserted(ended=lambda: time.monotonic() >= read_s + asked.time_limit_s)
    except EndedError:
        return Refusal(f"This takes longer than {asked.time_limit_s:g} s; hand over fewer orders at once.")
    except (BadInputError, UnreachablePlaceError) as fault:
        return Refusal(str(fault), pointer_within(fault.where, document))
    except StorageError as fault:
        return Refusal(str(fault), ours=True)
    inserted_s = time.monotonic()
    geometries = roads.geometries(asking.problem, inserted.solution) if roads else {}
    times_s = {"loading": read_s - begun_s, "solving": inserted_s - read_s, "routing": time.monotonic() - inserted_s}
    times_ms = {name: round(1000 * taken_s) for name, taken_s in times_s.items()}
    plan = write_inserted(asking.problem, inserted, times_ms, geometries)
    return json.dumps(plan, separators=(",", ":")).encode()


def _unexplained(fault: Exception) -> None:
    LOG.error("It could not be said why tasks are unassigned; the plan is answered without.", exc_info=fault)


def _roads(at: Mapping[str, str]) -> "ProblemRoads":
    """Open roads; who brings matrices does not wait for what this imports."""
    from rounds.problem_roads import ProblemRoads  # noqa: PLC0415 (see above)
    from rounds.roads import Roads  # noqa: PLC0415 (see above)
    from rounds.roads_at import RoadsAt  # noqa: PLC0415 (see above)

    return ProblemRoads(Roads.open(RoadsAt(**at)))


def _text_of(payload: bytes) -> str:
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInputError(f"is not UTF-8 text (byte {fault.start})", where=PAYLOAD) from fault


def main() -> None:
    """Serve one problem over standard input and output."""
    set_up_logs(LogSettings.from_environment())
    answer(Asked(time_limit_s=1.0, iterations=1), json.dumps(EXAMPLE).encode())  # loads the kernels' machine code
    stop = Interruption()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.press()
        raise_signal(SIGINT)

    signal(SIGTERM, end)
    asked = sys.stdin.buffer.readline()
    if not asked:  # whoever started us has ended
        return
    said = answer(Asked(**json.loads(asked)), sys.stdin.buffer.read(), stop)
    with noticing_ctrl_c():
        refusal = said if isinstance(said, Refusal) else None
        out = sys.stdout.buffer
        out.write(json.dumps({"refusal": refusal and asdict(refusal)}).encode() + b"\n")
        out.write(b"" if isinstance(said, Refusal) else said)
        out.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # the server stops, and there is no plan yet
        sys.exit(130)
