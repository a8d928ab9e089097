"""`POST /api/v1/optimization`: plans, refusals, and a server that goes on answering meanwhile."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.asked import Asked, Refusal
from api.caller import CallerLeftError, while_caller_waits
from api.solvers import NoSlotError, OutOfTimeError, Solvers
from api.vroom_docs import EXAMPLE
from routing.solver.checker import check
from tests.awaiting import awaited
from tests.served import JSON, OPTIMIZATION, Here, served, streets

BRIEFLY = f"{OPTIMIZATION}?iterations=5"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("optimization"), solvers=Here(1), solve_body_bytes=200_000) as client:
        yield client


def posted(client: TestClient, payload: bytes, path: str = BRIEFLY, **headers: str) -> tuple[int, dict]:
    answer = client.post(path, content=payload, headers=JSON | {k.replace("_", "-"): v for k, v in headers.items()})
    assert answer.headers["content-type"] in {"application/json", "application/problem+json"}
    assert answer.json().get("status", 200) == answer.status_code
    return answer.status_code, answer.json()


def test_the_example_of_the_documentation_is_planned_and_passes_the_independent_check(tmp_path: Path) -> None:
    with served(tmp_path, processes=True) as client:
        status, plan = posted(client, json.dumps(EXAMPLE).encode())
    assert (status, plan["code"], plan["unassigned"]) == (200, 0, [])
    assert check(EXAMPLE, plan) == []
    assert plan["summary"]["distance"] > 0
    assert set(plan["summary"]["computing_times"]) == {"loading", "solving", "routing"}


def test_the_same_seed_and_iterations_give_the_same_plan(client: TestClient) -> None:
    plans = [posted(client, streets(12), f"{OPTIMIZATION}?iterations=20&seed=7")[1] for _ in range(2)]
    for plan in plans:
        del plan["summary"]["computing_times"]
        for phase in plan["summary"]["dorpsronde"]["phases"]:
            del phase["seconds"]
    assert plans[0] == plans[1]


def test_why_tells_what_would_let_in_what_is_left_out_as_far_as_there_is_time(client: TestClient) -> None:
    problem = json.loads(streets(6, bikes=1))
    problem["vehicles"][0]["max_tasks"] = 5
    told = {}
    for query in ("", "&why=true", "&why=true&time_limit=0"):
        _, plan = posted(client, json.dumps(problem).encode(), BRIEFLY + query)
        assert check(problem, plan) == []
        told[query] = plan["unassigned"][0]["dorpsronde"]
    assert told[""] == told["&why=true&time_limit=0"] == {"reason": "no_room_left"}
    assert told["&why=true"]["block"] == "limits"
    assert [change["kind"] for change in told["&why=true"]["changes"]] == ["max_tasks", "vehicle"]


@pytest.mark.parametrize(
    ("payload", "detail", "pointer"),
    [
        (b"", "the payload: is no JSON", None),
        (b"{", "the payload: is no JSON", None),
        (b"[]", "the document: a list is not an object", None),
        (b"null", "the document: null is not an object", None),
        (b"[" * 100_000, "the payload: is nested too deeply", None),
        (b'{"a":' * 30_000, "the payload: is nested too deeply", None),
        (b'{"jobs": NaN}', "the payload: holds NaN", None),
        (b'{"jobs": -Infinity}', "the payload: holds -Infinity", None),
        (b"9" * 5_000, "the payload: holds a number that is too long", None),
        (b'{"jobs": [], "jobs": []}', 'the payload: holds the key "jobs" twice', None),
        (b"\xff\xfe{}", "the payload: is not UTF-8 text (byte 0)", None),
        ('{"jobs": []}'.encode("utf-16"), "the payload: is not UTF-8 text (byte 0)", None),
        (b"\x1f\x8b\x08\x00", "the payload: is not UTF-8 text (byte 1)", None),
        (b'{"vehicles": []}', '"matrices" is missing', "#"),
        (b'{"matrices": {}, "vehicles": [{"id": 1e400}]}', "vehicles[0].id: Infinity is not", "#/vehicles/0/id"),
        (b'{"matrices": {}, "vehicles": [{"id": true}]}', "vehicles[0].id: true is not", "#/vehicles/0/id"),
        (b'{"matrices": {}, "vehicles": [{"id": 1, "\\u001b[2J": 1}]}', "vehicles[0]: ", "#/vehicles/0"),
        (b'{"matrices": {}, "vehicles": [{"id": 7}]}', "vehicle 7: no matrix", "#/vehicles/0"),
        (b'{"matrices": {"car": {"durations": [[-1]]}}}', "matrices.car.durations[0][0]:",
         "#/matrices/car/durations/0/0"),
    ],
)  # fmt: skip
def test_a_payload_that_cannot_be_planned_is_refused_with_its_place(
    client: TestClient, payload: bytes, detail: str, pointer: str | None
) -> None:
    status, problem = posted(client, payload)
    assert status == 422
    assert problem["detail"].startswith(detail)
    assert problem["detail"].isprintable()
    (error,) = problem["errors"]
    assert error == {"detail": problem["detail"]} | ({} if pointer is None else {"pointer": pointer})


def test_a_byte_order_mark_is_no_fault(client: TestClient) -> None:
    assert posted(client, b"\xef\xbb\xbf" + streets(2))[0] == 200


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("time_limit=nan", "time_limit: "),
        ("time_limit=-1", "time_limit: "),
        ("time_limit=1e400", "time_limit: "),
        ("time_limit=61", "time_limit: 61 s is more than 60 s"),
        ("iterations=0", "iterations: "),
        ("iterations=1.5", "iterations: "),
        ("seed=-1", "seed: "),
        (f"seed={2**31}", "seed: "),
        ("threads=0", "threads: "),
        ("threads=5", "threads: 5 are more than 4"),
        ("why=perhaps", "why: "),
        ("speed=9", "speed: "),
    ],
)
def test_an_effort_that_cannot_be_is_a_bad_request(client: TestClient, query: str, detail: str) -> None:
    status, problem = posted(client, streets(2), f"{OPTIMIZATION}?{query}")
    assert status == 400
    assert problem["detail"].startswith(detail)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_that_is_called_so_is_read(client: TestClient, kind: str) -> None:
    assert posted(client, streets(2), content_type=kind)[0] == 415


def test_a_compressed_payload_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post(BRIEFLY, content=b"\x1f\x8b", headers=JSON | {"content-encoding": "gzip"})
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


def test_a_payload_beyond_the_limit_is_refused_whatever_it_said_of_its_size(client: TestClient) -> None:
    pieces = (b" " * 50_000 for _ in range(5))
    assert client.post(BRIEFLY, content=pieces, headers=JSON).status_code == 413
    assert next(pieces, None) is None
    assert posted(client, b" " * 200_001)[0] == 413
    assert posted(client, b" " * 200_001, content_length="2")[0] == 413
    assert posted(client, b" " * (200_000 - len(streets(2))) + streets(2))[0] == 200


# While problems are planned


@pytest.fixture
def gate(tmp_path: Path) -> "Gate":
    return Gate(tmp_path)


class Gate:
    """A process in place of the one that plans: it says when it has the problem, and waits to be let through.

    Both ends of a named pipe wait for each other, so nobody sleeps.
    """

    def __init__(self, folder: Path) -> None:
        self.begun, self.go = folder / "begun", folder / "go"
        os.mkfifo(self.begun)
        os.mkfifo(self.go)
        self.code = (
            "import sys; sys.stdin.buffer.read(); "
            f"open({str(self.begun)!r}, 'w').close(); open({str(self.go)!r}).close(); "
            "print('{\"refusal\": null}'); print('{\"code\": 0}')"
        )

    def command(self, code: str | None = None) -> tuple[str, ...]:
        return (sys.executable, "-c", self.code if code is None else code)

    def wait_for_one(self) -> None:
        self.begun.open().close()

    def let_one_through(self) -> None:
        self.go.open("w").close()


def test_the_server_answers_while_a_problem_is_planned_and_refuses_one_too_many(tmp_path: Path, gate: Gate) -> None:
    solvers = Solvers(1, gate.command())
    with served(tmp_path, solvers=solvers) as client, ThreadPoolExecutor() as callers:
        planned = callers.submit(posted, client, streets(2))
        gate.wait_for_one()
        assert client.get("/health").status_code == 200
        refused = client.post(BRIEFLY, content=streets(2), headers=JSON)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert not planned.done()
        gate.let_one_through()
        assert planned.result() == (200, {"code": 0})
        again = callers.submit(posted, client, streets(2))
        gate.wait_for_one()
        gate.let_one_through()
        assert again.result()[0] == 200


def busy(client: TestClient) -> None:
    """Return when the only slot is taken: a caller is refused for want of one, and not for what it sends."""
    while client.post(OPTIMIZATION, content=b"", headers={"content-type": "text/plain"}).status_code != 503:
        pass


def test_a_real_search_leaves_the_server_free_and_ends_with_its_best_plan_when_the_server_stops(
    tmp_path: Path,
) -> None:
    with served(tmp_path, processes=True, solve_slots=1) as client, ThreadPoolExecutor() as callers:
        problem = streets(40)
        planned: Future[tuple[int, dict]] = callers.submit(posted, client, problem, f"{OPTIMIZATION}?time_limit=60")
        busy(client)
        assert client.get("/health").status_code == 200
        assert not planned.done()
        client.portal.call(client.app.state.solvers.stop)
        status, answer = planned.result()
        # It may not have come to a plan yet; then it is not now.
        assert status in {200, 503}
        assert status == 503 or check(json.loads(problem), answer) == []
        assert posted(client, problem)[1]["detail"] == "The server is being stopped."


TERMINATED = """
import os, signal, api.solving
whole, ended = api.solving.solve, []

def end_once(share):
    if not ended:
        ended.append(share)
        os.kill(os.getpid(), signal.SIGTERM)

def solve(problem, **how):
    return whole(problem, **how, **({"progress": end_once} if len(problem.jobs) == 40 else {}))

api.solving.solve = solve
api.solving.main()
"""
"""The process that plans, which gets SIGTERM when its search first tells how far it is."""


def test_a_search_that_is_to_end_answers_its_best_plan_so_far_and_asks_no_more_why(gate: Gate) -> None:
    problem = json.loads(streets(40))
    for bike in problem["vehicles"]:
        bike["max_tasks"] = 13
    payload = json.dumps(problem).encode()
    said = awaited(Solvers(1, gate.command(TERMINATED)).plan(Asked(60, why=True), payload))
    assert isinstance(said, bytes)
    plan = json.loads(said)
    assert check(problem, plan) == []
    assert plan["summary"]["computing_times"]["solving"] < 60_000
    assert [left["dorpsronde"] for left in plan["unassigned"]] == [{"reason": "no_room_left"}]


def test_a_caller_who_leaves_takes_the_process_along(gate: Gate) -> None:
    class Request:
        async def receive(self) -> dict[str, str]:
            await asyncio.to_thread(gate.wait_for_one)
            return {"type": "http.disconnect"}

    async def leave() -> None:
        solvers = Solvers(1, gate.command())
        with pytest.raises(CallerLeftError), solvers.slot():
            await while_caller_waits(Request(), solvers.plan(Asked(5), b"{}"))
        with solvers.slot():
            pass
        with pytest.raises(OSError, match="No such device"):  # ENXIO: nobody waits to be let through
            os.open(gate.go, os.O_WRONLY | os.O_NONBLOCK)

    awaited(leave())


def test_a_process_that_outstays_its_time_is_ended(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.solvers.PATIENCE_S", 0.0)

    async def outstay() -> None:
        with pytest.raises(OutOfTimeError):
            await Solvers(1, gate.command()).plan(Asked(0.0), b"{}")

    awaited(outstay())


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_process_that_dies_is_an_unknown_fault_and_its_slot_is_free_again(
    tmp_path: Path, gate: Gate, code: str
) -> None:
    with served(tmp_path, solvers=Solvers(1, gate.command(code))) as client:
        for _ in range(2):
            status, problem = posted(client, streets(2))
            assert (status, problem["detail"]) == (500, "This is a defect; the log has its cause.")


class Watched(Solvers):
    """Keeps every process that it began; each answers nothing to anything."""

    def __init__(self, slots: int) -> None:
        super().__init__(slots, (sys.executable, "-c", "import sys; sys.stdin.read(); print('{\"refusal\": null}')"))
        self.begun: list[asyncio.subprocess.Process] = []

    async def _begin(self) -> asyncio.subprocess.Process:
        process = await super()._begin()
        self.begun.append(process)
        return process


def test_problems_that_come_together_leave_no_process_behind() -> None:
    async def plan_together() -> None:
        solvers = Watched(3)
        await solvers.start()
        assert await asyncio.gather(*(solvers.plan(Asked(5), b"{}") for _ in range(3))) == [b"", b"", b""]
        running = [process for process in solvers.begun if process.returncode is None]
        assert running == [solvers._spare]
        await solvers.stop()
        assert None not in {process.returncode for process in solvers.begun}

    awaited(plan_together())


def test_a_spare_process_that_died_while_it_waited_is_replaced(gate: Gate) -> None:
    async def plan_twice() -> None:
        solvers = Solvers(1)
        await solvers.start()
        spare = solvers._spare
        assert spare is not None
        spare.kill()
        await spare.wait()
        said = await solvers.plan(Asked(5, iterations=1), streets(2))
        assert isinstance(said, bytes)
        refused = await solvers.plan(Asked(5, iterations=1), b"{}")
        assert isinstance(refused, Refusal)
        await solvers.stop()
        assert solvers._spare is None
        with pytest.raises(NoSlotError), solvers.slot():
            pass

    awaited(plan_twice())
