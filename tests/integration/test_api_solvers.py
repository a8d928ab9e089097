"""The processes that plan, where something comes between: the caller leaves, none can be started, the server stops."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from errno import EACCES, EAGAIN
from pathlib import Path
from typing import Any

import pytest

from api import solving
from api.asked import Asked
from api.routes.optimization import Effort
from api.settings import ApiSettings
from api.solvers import NoSlotError, Solvers
from routing.solver import vroom_changes
from routing.solver.checker import check
from tests.awaiting import awaited
from tests.served import JSON, OPTIMIZATION, served, streets

ANSWER = b'{"code": 0}'
ANSWERING = (
    sys.executable,
    "-c",
    f"""import sys; sys.stdin.buffer.read(); print('{{"refusal": null}}'); print('{ANSWER.decode()}', end='')""",
)
AT_LENGTH = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'x' * 3_000_000)")
NOWHERE = ("/nowhere/python",)


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():  # noqa: ASYNC110 (asyncio tells nobody of its own pipes)
            await asyncio.sleep(0)


def refusing(fault: int) -> Callable[..., Awaitable[None]]:
    """Start no process, as a machine that says so."""

    async def refused(*_command: str, **_how: object) -> None:
        raise OSError(fault, os.strerror(fault))

    return refused


def test_a_caller_who_leaves_while_a_large_answer_comes_takes_the_process_along() -> None:
    async def leave() -> None:
        solvers = Solvers(1, AT_LENGTH)

        async def plan() -> None:
            with solvers.slot():
                await solvers.plan(Asked(5), b"{}")

        planning = asyncio.ensure_future(plan())
        await until(lambda: bool(solvers._busy))
        (process,) = solvers._busy
        pipe: Any = process.stdout
        pipe._limit = 1_000  # asyncio stops reading from the pipe beyond twice as much
        await until(lambda: pipe._paused)
        planning.cancel()
        done, _ = await asyncio.wait({planning}, timeout=10)
        assert done, "it waits for a process that has ended"
        with solvers.slot():
            pass

    awaited(leave())


@pytest.mark.parametrize(("fault", "told"), [(EAGAIN, NoSlotError), (EACCES, PermissionError)])
def test_a_problem_is_planned_though_no_process_can_wait_beside_it(
    monkeypatch: pytest.MonkeyPatch, fault: int, told: type[Exception]
) -> None:
    async def plan() -> None:
        solvers = Solvers(1, ANSWERING)
        await solvers.start()
        with monkeypatch.context() as patched:
            patched.setattr(asyncio, "create_subprocess_exec", refusing(fault))
            assert await solvers.plan(Asked(5), b"{}") == ANSWER
            with pytest.raises(told):
                await solvers.plan(Asked(5), b"{}")
        assert await solvers.plan(Asked(5), b"{}") == ANSWER
        await solvers.stop()

    awaited(plan())


def test_where_there_is_no_room_for_a_process_a_caller_is_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncio, "create_subprocess_exec", refusing(EAGAIN))
    with served(tmp_path, solvers=Solvers(1)) as client:
        for _ in range(2):
            answer = client.post(OPTIMIZATION, content=streets(2), headers=JSON)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_server_whose_python_is_gone_does_not_begin(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), served(tmp_path, solvers=Solvers(1, NOWHERE)):
        pass


TERMINATED = """
import os, signal, api.solving
whole = api.solving.write_solution

def write_solution(problem, *arguments):
    if len(problem.jobs) == 12:
        os.kill(os.getpid(), signal.SIGTERM)
    return whole(problem, *arguments)

api.solving.write_solution = write_solution
api.solving.main()
"""
"""The process that plans, which gets SIGTERM when it has its plan."""


def test_a_server_that_stops_when_the_search_is_over_still_answers_the_plan() -> None:
    said = awaited(Solvers(1, (sys.executable, "-c", TERMINATED)).plan(Asked(5, iterations=5), streets(12)))
    assert isinstance(said, bytes)
    assert check(json.loads(streets(12)), json.loads(said)) == []


def test_a_plan_is_answered_though_it_cannot_be_said_why_tasks_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: object, **_named: object) -> None:
        raise MemoryError

    monkeypatch.setattr(vroom_changes, "why_all", fails)
    problem = json.loads(streets(6, bikes=1))
    problem["vehicles"][0]["max_tasks"] = 5
    said = solving.answer(Asked(5, iterations=5, why=True), json.dumps(problem).encode())
    assert isinstance(said, bytes)
    plan = json.loads(said)
    assert check(problem, plan) == []
    assert [left["dorpsronde"] for left in plan["unassigned"]] == [{"reason": "no_room_left"}]


@pytest.mark.parametrize(("limit_s", "given_s"), [(2.0, 2.0), (60.0, 5.0)])
def test_who_asks_for_no_time_gets_no_more_than_may_be_asked_for(limit_s: float, given_s: float) -> None:
    assert Effort.model_validate({}).asked(ApiSettings(solve_limit_s=limit_s), None).time_limit_s == given_s
