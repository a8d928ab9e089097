"""What is sent is taken as it stands: text is no number, a number no date, and half a character no text."""

from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import api.schemas
from api.schemas.parcels import ParcelGiven
from api.schemas.thing import Sent

for schema in Path(api.schemas.__file__).parent.glob("*.py"):
    import_module(f"api.schemas.{schema.stem}")

GIVEN: dict[str, tuple[type[BaseModel], Any]] = {
    model.__name__: (model, example)
    for model in Sent.__subclasses__()
    for example in [dict(model.model_config.get("json_schema_extra") or {}).get("examples", [None])[0]]
    if example is not None
} | {"ParcelGiven": (ParcelGiven, {"weight_g": 5, "volume_ml": 5, "barcode": "x"})}
"""Every schema of a payload, with its example: leaves of it are made wrong one by one."""
HALF = "\ud800"

Path_ = tuple[str | int, ...]


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))
    elif value is not None:
        yield path, value


def changed(example: Any, path: Path_, value: Any) -> Any:
    whole = deepcopy(example)
    holder = whole
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return whole


def wrong_for(value: Any) -> list[Any]:
    match value:
        case bool():
            return ["true", 1, "on"]
        case int() | float():
            return [str(value), True]
        case _:
            return [HALF, f"x{HALF}", 5, 1_700_000_000, True]


@pytest.mark.parametrize("name", GIVEN)
def test_a_value_of_another_kind_is_refused_where_it_stands(name: str) -> None:
    model, example = GIVEN[name]
    model.model_validate(example)
    for path, value in leaves(example):
        if "shape" in path:
            continue  # GeoJSON, which a reader of its own looks at
        for wrong in wrong_for(value):
            with pytest.raises(ValidationError) as refused:
                model.model_validate(changed(example, path, wrong))
            places = [tuple(step for step in fault["loc"] if step in path) for fault in refused.value.errors()]
            assert path in places, (path, wrong)


@pytest.mark.parametrize("text", ["1700000000", "20261201", "2026-12-01T00:00:00Z ", "vandaag", ""])
def test_a_day_is_written_as_a_date_and_never_as_seconds(text: str) -> None:
    model, example = GIVEN["PlanWished"]
    with pytest.raises(ValidationError):
        model.model_validate({**example, "day": text})


def test_every_schema_of_a_payload_is_among_these_or_within_one() -> None:
    alone = {model.__name__ for model in Sent.__subclasses__()} - set(GIVEN)
    within = {
        "Address", "AskedGiven", "Depot", "EventSaid", "Exceptional", "FlowGiven", "HubElsewhere",
        "LocalMoment", "Odometer", "ProducerGiven", "SlotExceptional", "SlotPrice", "Weekly",
    }  # fmt: skip
    assert alone == within - set(GIVEN)
