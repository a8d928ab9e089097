"""The API's own document: whatever is asked, the answer is one that it describes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi.routing import APIRoute
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

from api.resources import RESOURCES
from api.schemas.costs import EXAMPLE as COSTS
from api.vroom_docs import EXAMPLE
from kernel.scope import Role
from tests.asked_village import DAY, AskedVillage, asked_village
from tests.pictures import picture
from tests.served import OPTIMIZATION
from tests.stores import Store
from tests.told_village import FakeDoor

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FITS, DOES_NOT = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
RESOURCE_OPERATIONS = [
    (route.path, method)
    for router in RESOURCES
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
]
HEALTH = [(path, "GET") for path in ("/health", "/health/live", "/health/ready")]
WEB_SHOPS = [("/api/v1/webhooks-in/{web_shop_id}", "POST")]
EXAMPLES = 6 if settings.get_current_profile_name() == "default" else 60
"""Of each operation, in each mode; the 60 are for `make test-long`."""
OPERATIONS = [*HEALTH, (OPTIMIZATION, "POST"), (f"{OPTIMIZATION}/insertions", "POST"), *WEB_SHOPS, *RESOURCE_OPERATIONS]


@schemathesis.serializer("image/jpeg", "image/png", "image/webp")
def as_bytes(_context: object, value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, village: Path) -> Iterator[AskedVillage]:
    home = tmp_path_factory.mktemp("schema")
    with asked_village(Store(home), village, solve_limit_s=0.1, solve_default_s=0.01) as asked:
        yield asked


@pytest.fixture(scope="module")
def known(asked: AskedVillage) -> dict[str, str]:
    """One of each thing that an address can name."""
    order = asked.post("/orders", asked.order("S-1")).json()
    waiting = asked.post("/orders", asked.order("S-2", address="Nergensstraat 1, Proefdorp")).json()
    assert waiting["state"] == "received"
    ended, _ = (asked.post("/plans", {"day": DAY.isoformat()}) for _ in range(2))  # the second takes the first's place
    with asked.database.queue() as queue:
        queue.relay()
    asked.client.app.state.webhook_door = FakeDoor()
    webhook = asked.post("/webhooks", {"url": "https://winkel.example/", "kinds": ["order.planned"]}).json()["id"]
    said = {"leg_id": order["legs"][0]["id"], "kind": "photo", "proof_of": "dropped"}
    address = f"/api/v1/squares/{asked.square.slug}/proofs"
    headers = asked.key(Role.HOST) | {"Content-Type": "image/jpeg"}
    proof = asked.client.post(address, content=picture(), params=said, headers=headers).json()
    slot = {"name": "S", "weekdays": ["tue"], "start": "09:00", "end": "11:00", "cutoff": "08:00"}
    courier = asked.post("/couriers", {"name": "Noor", "profiles": ["cargo-bike"]}).json()
    assert asked.post("/costs", COSTS).status_code == 201
    vehicle = asked.get("/vehicles").json()["items"][0]["id"]
    reading = asked.post("/readings", {"vehicle": vehicle, "day": "2026-11-30", "driven_m": 9_000}).json()
    prices = {"delivery_cents": 1, "return_cents": 1, "crates_cents": 1, "vat_permille": 90}
    return {
        "webhook": webhook,
        "delivery": asked.post(f"/webhooks/{webhook}/ping").json()["id"],
        "proof": proof["id"],
        "courier": courier["id"],
        "slot_template": asked.post("/slot-templates", slot | {"valid_from": DAY.isoformat()}).json()["id"],
        "tariff": asked.post("/tariffs", prices | {"valid_from": DAY.isoformat()}).json()["id"],
        "square": asked.square.slug,
        "shop": asked.shops["Bakker Bart"],
        "vehicle": vehicle,
        "reading": reading["id"],
        "area": asked.get("/api/v1/areas").json()["items"][0]["id"],
        "order": order["id"],
        "leg": order["legs"][0]["id"],
        "parcel": order["parcels"][0]["id"],
        "day": DAY.isoformat(),
        "period": f"{DAY:%Y-%m}",
        "job": ended.json()["id"],
    }


@pytest.fixture(scope="module")
def api(asked: AskedVillage) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", asked.client.app)


@pytest.mark.hypothesis
@pytest.mark.parametrize("mode", [FITS, DOES_NOT], ids=["fits", "does not"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_one_that_the_document_describes(  # noqa: PLR0917 (pytest's way to hand things over)
    api: schemathesis.BaseSchema,
    asked: AskedVillage,
    known: dict[str, str],
    path: str,
    method: str,
    mode: schemathesis.GenerationMode,
) -> None:
    """Asked with what fits the document and with what does not, about things that are there and that are not."""
    if path.startswith("/health") and mode is DOES_NOT:
        pytest.skip("it takes nothing")
    operation = api[path][method]
    platform, host = asked.key(Role.PLATFORM), asked.key(Role.HOST)
    keys = [platform, platform, host, host, host, asked.key(Role.AUDITOR), {}]

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        for name, value in known.items():
            if name in (case.path_parameters or {}) and data.draw(st.integers(0, 3)):
                case.path_parameters[name] = value
        if mode is FITS and data.draw(st.integers(0, 3)):
            case.query = {name: value for name, value in (case.query or {}).items() if name != "cursor"}
            if method == "PUT":
                case.headers = {**(case.headers or {}), "If-Match": "*"}
        key = data.draw(st.sampled_from(keys))
        case.headers = {name: value for name, value in (case.headers or {}).items() if name.lower() != "authorization"}
        case.call_and_validate(checks=CHECKS, headers=key)

    ask()


def test_no_operation_goes_unasked(api: schemathesis.BaseSchema) -> None:
    found = [one.ok() for one in api.get_all_operations()]
    assert sorted((one.path, one.method.upper()) for one in found) == sorted(OPERATIONS)


def test_the_document_is_of_openapi_3_1_and_its_example_fits_it(api: schemathesis.BaseSchema) -> None:
    document = api.raw_schema
    assert document["openapi"].startswith("3.1.")
    content = document["paths"][OPTIMIZATION]["post"]["requestBody"]["content"]["application/json"]
    assert content["example"] == EXAMPLE
    with_a_list = {**EXAMPLE, "matrices": {**EXAMPLE["matrices"], "unreachable": [{"id": "a", "reason": "too far"}]}}
    for example in (EXAMPLE, with_a_list):  # as `dorpsronde matrix` writes it
        Draft202012Validator({**content["schema"], "components": document["components"]}).validate(example)


def test_whatever_is_sent_has_an_example_that_fits(api: schemathesis.BaseSchema) -> None:
    document = api.raw_schema
    for path, method in RESOURCE_OPERATIONS:
        body = document["paths"][path][method.lower()].get("requestBody")
        if body is None or "application/json" not in body["content"]:  # a file is described by docs/csv.md
            continue
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
        assert schema.get("examples"), f"{name} has no example"
        for example in schema["examples"]:
            Draft202012Validator({**schema, "components": document["components"]}).validate(example)


def test_the_limits_of_this_server_stand_in_the_document(api: schemathesis.BaseSchema) -> None:
    parameters = {one["name"]: one["schema"] for one in api.raw_schema["paths"][OPTIMIZATION]["post"]["parameters"]}
    assert (parameters["time_limit"]["maximum"], parameters["threads"]["maximum"]) == (0.1, 4)
    assert set(parameters) == {"area", "iterations", "seed", "threads", "time_limit", "why"}
