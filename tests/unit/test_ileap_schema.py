"""Our schema of iLEAP 1.0 takes what the specification and its demo server print, and refuses what contradicts it."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

SCHEMA = json.loads(files("impact").joinpath("ileap.schema.json").read_text("utf-8"))
DIESEL = {"energyCarrier": "Diesel", "relativeShare": "1", "emissionFactorWTW": "3.6801", "emissionFactorTTW": "3.2801"}
TOC = {
    "tocId": "4561230",
    "certifications": ["ISO14083:2023"],
    "mode": "Road",
    "temperatureControl": "refrigerated",
    "truckLoadingSequence": "FTL",
    "energyCarriers": [DIESEL],
    "co2eIntensityWTW": "3.6801",
    "co2eIntensityTTW": "3.2801",
    "transportActivityUnit": "tkm",
}
"""Appendix B of the specification; so is the hub."""
HOC = {
    "hocId": "7890123",
    "certifications": ["ISO14083:2023"],
    "hubType": "Warehouse",
    "temperatureControl": "refrigerated",
    "energyCarriers": [DIESEL],
    "co2eIntensityWTW": "3.6801",
    "co2eIntensityTTW": "3.2801",
    "hubActivityUnit": "tonnes",
}


def tce(name: str, carried: tuple[str, str, str], wtw: str, ttw: str, **by: str) -> dict[str, Any]:
    mass, km, activity = carried
    return {
        "tceId": name,
        "prevTceIds": [],
        "shipmentId": "s",
        "mass": mass,
        "distance": {"actual": km},
        "transportActivity": activity,
        "co2eWTW": wtw,
        "co2eTTW": ttw,
        **(by or {"tocId": "toc"}),
    }


def shipment(*tces: dict[str, Any], mass: str = "40000") -> dict[str, Any]:
    return {"mass": mass, "shipmentId": "s", "tces": list(tces)}


ROAD = tce("road", ("40000", "423", "16920"), "1962.72", "1505.88")


def faults(name: str, document: Mapping[str, Any]) -> list[str]:
    schema = {"$schema": SCHEMA["$schema"], "$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(document)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "footprint",
    [
        shipment(ROAD),  # T1
        shipment(tce("rail", ("40000", "423", "16920"), "118.44", "0")),  # T2
        shipment(tce("hub", ("40000", "0", "0"), "1320", "400", hocId="hub")),  # T3
        shipment(  # T4
            tce("pre", ("4000", "30", "120"), "95.16", "73.08"),
            tce("hub", ("4000", "0", "0"), "132", "40", hocId="hub") | {"prevTceIds": ["pre"]},
            tce("post", ("4000", "50", "200"), "158.6", "121.8") | {"prevTceIds": ["hub"]},
            mass="4000",
        ),
        shipment(ROAD | {"co2eWTW": "1692.62"}),  # T5: wrong, yet well formed: `report check` finds it
        shipment(tce("abcdef", ("87", "423", "3.6801"), "3.6801", "3.2801"), mass="87"),  # T6: likewise
        shipment(tce("a", ("230", "700", "161"), "1", "1"), mass="230"),  # T7
    ],
    ids=["T1", "T2", "T3", "T4", "T5", "T6", "T7"],
)
def test_published_footprints_are_well_formed(footprint: dict[str, Any]) -> None:
    assert faults("ShipmentFootprint", footprint) == []


def test_published_operations_are_well_formed() -> None:
    assert faults("TOC", TOC) == []
    assert faults("HOC", HOC) == []


def test_the_demo_servers_operations_are_of_an_earlier_draft() -> None:
    """Its TOCs name the unit otherwise and give no shares: they do not fit the tables of 1.0.0."""
    carrier = {name: value for name, value in DIESEL.items() if name != "relativeShare"}
    draft = {name: value for name, value in TOC.items() if name != "transportActivityUnit"}
    found = faults("TOC", draft | {"energyCarriers": [carrier], "co2eIntensityThroughput": "tkm", "isVerified": True})
    assert any("'transportActivityUnit' is a required property" in fault for fault in found)
    assert any("'relativeShare' is a required property" in fault for fault in found)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("ShipmentFootprint", shipment()),  # no element
        ("ShipmentFootprint", shipment(ROAD | {"co2eWTW": 1962.72})),  # a number, no decimal string
        ("ShipmentFootprint", shipment(ROAD | {"co2eWTW": "1.96e3"})),
        ("ShipmentFootprint", shipment(ROAD | {"hocId": "both"})),
        ("ShipmentFootprint", shipment({name: value for name, value in ROAD.items() if name != "tocId"})),
        ("ShipmentFootprint", shipment(ROAD | {"distance": {}})),
        ("ShipmentFootprint", shipment(ROAD | {"distance": {"miles": "1"}})),
        ("ShipmentFootprint", shipment(ROAD | {"co2eWtw": "1"})),  # a name that iLEAP does not have
        ("TOC", TOC | {"mode": "Cycle"}),
        ("TOC", TOC | {"transportActivityUnit": "parcel"}),
        ("TOC", TOC | {"energyCarriers": []}),
        ("TOC", TOC | {"energyCarriers": [DIESEL | {"relativeShare": "0"}]}),
        ("TOC", TOC | {"energyCarriers": [DIESEL | {"relativeShare": "1.01"}]}),
        ("TOC", TOC | {"energyCarriers": [DIESEL | {"energyConsumption": "1"}]}),  # of what?
        ("TOC", TOC | {"emptyDistanceFactor": "1"}),
        ("HOC", HOC | {"hubType": "village hub"}),
    ],
)
def test_what_contradicts_the_specification_is_refused(name: str, document: dict[str, Any]) -> None:
    assert faults(name, document)
