"""The API's own document: whatever is asked, the answer is one that it describes."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.vroom_docs import EXAMPLE
from tests.served import OPTIMIZATION, Here, served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [("/health", "GET"), ("/health/live", "GET"), ("/health/ready", "GET"), (OPTIMIZATION, "POST")]
FITS, DOES_NOT = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    folder = tmp_path_factory.mktemp("schema")
    with served(folder, solvers=Here(1), solve_limit_s=0.1, solve_default_s=0.01) as client:
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [*((*operation, FITS) for operation in OPERATIONS), (OPTIMIZATION, "POST", DOES_NOT)],  # /health takes nothing
)
def test_every_answer_is_one_that_the_document_describes(
    api: schemathesis.BaseSchema, path: str, method: str, mode: schemathesis.GenerationMode
) -> None:
    """Asked with what fits the document, and with what does not."""
    operation = api[path][method]

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        case.call_and_validate(checks=CHECKS)

    ask()


def test_no_operation_goes_unasked(api: schemathesis.BaseSchema) -> None:
    found = [one.ok() for one in api.get_all_operations()]
    assert sorted((one.path, one.method.upper()) for one in found) == sorted(OPERATIONS)


def test_the_document_is_of_openapi_3_1_and_its_example_fits_it(api: schemathesis.BaseSchema) -> None:
    document = api.raw_schema
    assert document["openapi"].startswith("3.1.")
    content = document["paths"][OPTIMIZATION]["post"]["requestBody"]["content"]["application/json"]
    assert content["example"] == EXAMPLE
    Draft202012Validator({**content["schema"], "components": document["components"]}).validate(EXAMPLE)


def test_the_limits_of_this_server_stand_in_the_document(api: schemathesis.BaseSchema) -> None:
    parameters = {one["name"]: one["schema"] for one in api.raw_schema["paths"][OPTIMIZATION]["post"]["parameters"]}
    assert (parameters["time_limit"]["maximum"], parameters["threads"]["maximum"]) == (0.1, 4)
    assert set(parameters) == {"area", "iterations", "seed", "threads", "time_limit", "why"}
