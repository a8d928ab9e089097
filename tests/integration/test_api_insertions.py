"""`POST /api/v1/optimization/insertions`: an order that comes in while a plan is ridden."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.vroom_docs import EXAMPLE
from routing.solver.checker import check
from tests.served import JSON, OPTIMIZATION, Here, served, streets

INSERTIONS = f"{OPTIMIZATION}/insertions"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("insertions"), solvers=Here(1), solve_body_bytes=200_000) as client:
        yield client


@pytest.fixture(scope="module")
def usual(client: TestClient) -> dict[str, Any]:
    """Problem and plan of a day, as the server answers it."""
    problem = json.loads(streets(8))
    return {"now": 0, "problem": problem, "plan": client.post(f"{OPTIMIZATION}?iterations=20", json=problem).json()}


def with_one_more(problem: dict[str, Any], number: int) -> dict[str, Any]:
    """Let a job come in that brings nothing, at the place of another one."""
    return {**problem, "jobs": [*problem["jobs"], {"id": number, "location_index": 1, "service": 30}]}


def posted(client: TestClient, payload: object, path: str = INSERTIONS) -> tuple[int, dict[str, Any]]:
    answer = client.post(path, content=json.dumps(payload), headers=JSON)
    assert answer.json().get("status", 200) == answer.status_code
    return answer.status_code, answer.json()


def test_an_order_comes_in_and_then_another_one(client: TestClient, usual: dict[str, Any]) -> None:
    problem, plan = usual["problem"], usual["plan"]
    for number, now_s in ((77, 150), (78, 400)):
        problem = with_one_more(problem, number)
        status, plan = posted(client, {"problem": problem, "plan": plan, "now": now_s})
        assert status == 200
        assert check(problem, plan) == []
        (entry,) = plan["dorpsronde"]["insertions"]
        assert [task["id"] for task in entry["tasks"]] == [number]
        assert entry["extra"]["duty"] >= 30


def test_in_a_process_of_its_own_as_users_have_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(tmp_path_factory.mktemp("process"), processes=True) as client:
        plan = client.post(f"{OPTIMIZATION}?iterations=5", json=EXAMPLE).json()
        more = {**EXAMPLE, "jobs": [{"id": 9, "location_index": 3, "service": 60}]}
        status, answer = posted(client, {"problem": more, "plan": plan, "now": 47_000})
    assert status == 200
    assert check(more, answer) == []


def test_what_does_not_fit_is_unassigned_and_it_is_said_what_would_let_it_in(
    client: TestClient, usual: dict[str, Any]
) -> None:
    problem = with_one_more(usual["problem"], 77)
    problem["jobs"][-1]["skills"] = [5]
    status, plan = posted(client, {**usual, "problem": problem})
    assert status == 200
    assert plan["dorpsronde"]["insertions"] == []
    (left,) = plan["unassigned"]
    assert left["dorpsronde"]["reason"] == "skills"
    assert [change["kind"] for change in left["dorpsronde"]["changes"]] == ["skills"]


@pytest.mark.parametrize(
    ("change", "detail", "pointer"),
    [
        ({"problem": ...}, '"problem" is missing', "#"),
        ({"plan": ...}, '"plan" is missing', "#"),
        ({"speed": 3}, '"speed" is not a field', "#"),
        ({"now": -1}, "now: -1 is not a whole number", "#/now"),
        ({"now": ...}, '"now" is missing', "#"),
        ({"now": 2**32}, "now: 4294967296 is more than", "#/now"),
        ({"begun": {"x": 1}}, "begun: is to say by a vehicle's id", "#/begun"),
        ({"begun": {"01": 1}}, "begun: is to say by a vehicle's id", "#/begun"),
        ({"begun": {"0": True}}, "begun: true is not a whole number", "#/begun"),
        ({"begun": {"0": 99}}, "begun: vehicle 0 cannot have begun 99 visits, of", "#/begun"),
        ({"problem": []}, "problem: the document: a list is not an object", "#/problem"),
        ({"problem": {"vehicles": []}}, 'problem: "matrices" is missing', "#/problem"),
        ({"plan": {"routes": {}}}, "plan: routes: an object is not a list", "#/plan/routes"),
        (
            {"plan": {"routes": [{"vehicle": 99}], "unassigned": []}},
            "plan: routes[0].vehicle: the problem has no vehicle 99",
            "#/plan/routes/0/vehicle",
        ),
    ],
)
def test_a_payload_that_cannot_be_used_is_refused_with_its_place(
    client: TestClient, usual: dict[str, Any], change: dict[str, Any], detail: str, pointer: str | None
) -> None:
    whole = {**usual, "problem": with_one_more(usual["problem"], 77), **change}
    status, problem = posted(client, {name: value for name, value in whole.items() if value is not ...})
    assert status == 422
    assert problem["detail"].startswith(detail)
    (error,) = problem["errors"]
    assert error == {"detail": problem["detail"]} | ({} if pointer is None else {"pointer": pointer})


def test_a_fault_inside_the_problem_has_its_place_there(client: TestClient, usual: dict[str, Any]) -> None:
    problem = with_one_more(usual["problem"], 77)
    problem["jobs"][-1]["service"] = "long"
    assert posted(client, {**usual, "problem": problem})[1]["errors"][0]["pointer"] == "#/problem/jobs/8/service"
    problem["jobs"][-1] = {"id": 1, "location_index": 1}
    assert posted(client, {**usual, "problem": problem})[1]["errors"][0]["pointer"] == "#/problem/jobs/8/id"


def test_what_takes_too_long_is_told_so(tmp_path: Path, usual: dict[str, Any]) -> None:
    with served(tmp_path, solvers=Here(1), solve_limit_s=1e-9) as client:
        status, problem = posted(client, {**usual, "problem": with_one_more(usual["problem"], 77)})
    assert status == 422
    assert problem["detail"] == "This takes longer than 1e-09 s; hand over fewer orders at once."


@pytest.mark.parametrize(("query", "status"), [("why=true", 400), ("seed=1", 400), ("area=nowhere", 404)])
def test_only_an_area_may_be_asked_for(client: TestClient, usual: dict[str, Any], query: str, status: int) -> None:
    assert posted(client, usual, f"{INSERTIONS}?{query}")[0] == status


def test_it_is_json_and_no_more_of_it_than_this_server_reads(client: TestClient) -> None:
    assert client.post(INSERTIONS, content=b"{}", headers={"content-type": "text/plain"}).status_code == 415
    assert client.post(INSERTIONS, content=b" " * 200_001, headers=JSON).status_code == 413
    assert client.post(INSERTIONS, content=b"[" * 100_000, headers=JSON).status_code == 422
