"""What is exported as iLEAP: well formed, each figure follows from the others, and all add up to the inventory."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from impact.activities import VehicleClass
from impact.allocation import Consignment
from impact.elements import Carrier, Element, ElementKind, Energy, Known, Movement, Purpose, Stretch, Tier
from impact.factor_table import load_factors
from impact.footprint import footprint_faults
from impact.ileap import Shipment, ileap_document
from impact.ileap_operations import decimal
from impact.inventory import Inventory, inventory_of
from tests.unit.test_ileap_schema import SCHEMA

FACTORS = load_factors("2026.2")
ORDERS = ("a", "b", "c", "d")
SHIPMENTS = {order: Shipment(f"id-{order}") for order in ORDERS}
CARRIED = (Consignment("a", 1_500, 2_000), Consignment("b", 1_000, 1_000))


def exported(
    elements: Sequence[Element], shipments: Mapping[str, Shipment] = SHIPMENTS
) -> tuple[dict[str, Any], Inventory]:
    made = [(element, FACTORS) for element in elements]
    inventory = inventory_of(made, served=len(ORDERS))
    names = {element.id: f"dorp.{element.id}" for element in elements}
    return ileap_document(made, inventory, shipments, names), inventory


def a_round(
    *movements: Movement, orders: tuple[Consignment, ...] = CARRIED, name: str = "round-1", kind: str = "round"
) -> Element:
    return Element(id=name, kind=ElementKind(kind), movements=movements, consignments=orders)


def driven(vehicle: VehicleClass, metres: int, energy: Energy | None = None) -> Movement:
    carrying, empty = Stretch(metres, Purpose.CARRYING, Known.PLANNED), Stretch(metres, Purpose.EMPTY, Known.DRIVEN)
    return Movement(vehicle, (carrying, empty), energy)


def a_hub(orders: tuple[Consignment, ...] = CARRIED, energy: Energy | None = None) -> Element:
    return Element(id="hub-1", kind=ElementKind.HUB, movements=(), consignments=orders, energy=energy)


BIKE = driven(VehicleClass.CARGO_BIKE, 5_000)


def test_a_round_by_hand() -> None:
    """10 km of cargo bike: 10 x 30 / 0.88 Wh from the grid at 244 g/kWh are 83 g, over 3 and 1 kg km."""
    document, _ = exported([a_round(BIKE)])
    toc = document["tocs"][0]
    assert toc["tocId"] == "dorp.round-1"
    assert toc["mode"] == "Road"
    assert toc["emptyDistanceFactor"] == "0.5"
    assert toc["energyCarriers"] == [
        {
            "energyCarrier": "Electric",
            "relativeShare": "1",
            "feedstocks": [{"feedstock": "Grid", "feedstockShare": "1"}],
            "energyConsumptionUnit": "kWh",
            "emissionFactorWTW": "0.244",
            "emissionFactorTTW": "0",
        }
    ]
    assert (toc["co2eIntensityWTW"], toc["co2eIntensityTTW"]) == ("20.75", "0")  # 0.083 kg / 0.004 tkm
    assert document["footprints"][0] == {
        "shipmentId": "id-a",
        "mass": "1.5",
        "tces": [
            {
                "tceId": "id-a:1",
                "prevTceIds": [],
                "tocId": "dorp.round-1",
                "shipmentId": "id-a",
                "mass": "1.5",
                "distance": {"sfd": "2"},
                "transportActivity": "0.003",
                "co2eWTW": "0.06225",
                "co2eTTW": "0",
            }
        ],
    }
    assert document["statement"]["kilometres"] == {"driven": "5", "planned": "5", "estimated": "0"}


def test_an_order_goes_through_its_elements_in_their_order() -> None:
    """Brought to the hub by its first leg, kept there for the second, which a farmer's van fed."""
    first, second = (Consignment("a", 1_500, 900),), (Consignment("b", 1_500, 2_000),)
    document, _ = exported(
        [
            a_round(BIKE, orders=second, name="round-2"),
            a_hub(second),
            a_round(driven(VehicleClass.DIESEL_VAN, 900), orders=second, name="collection-1", kind="collection"),
            a_round(BIKE, orders=first),
        ],
        {"a": Shipment("order", "2026-12-01", 1), "b": Shipment("order", "2026-12-01", 2)},
    )
    (footprint,) = document["footprints"]
    told = [(tce.get("tocId") or tce["hocId"], tce["prevTceIds"]) for tce in footprint["tces"]]
    assert told == [
        ("dorp.round-1", []),
        ("dorp.collection-1", ["order:1"]),
        ("dorp.hub-1", ["order:2"]),
        ("dorp.round-2", ["order:3"]),
    ]


def test_carriers_are_those_that_drove_the_metres() -> None:
    """Half by metered HVO, a quarter each by diesel van and by the table's car, of which 9 % is electric."""
    hvo = Energy(Carrier.HVO100, 500, Tier.PRIMARY)
    movements = (
        driven(VehicleClass.DIESEL_VAN, 2_000, hvo),
        driven(VehicleClass.DIESEL_VAN, 1_000),
        driven(VehicleClass.CAR, 1_000),
    )
    document, _ = exported([a_round(*movements)])
    carriers = {one["energyCarrier"]: one for one in document["tocs"][0]["energyCarriers"]}
    assert {name: one["relativeShare"] for name, one in carriers.items()} == {
        "Diesel": "0.25",
        "Electric": "0.0225",
        "HVO": "0.5",
        "Petrol": "0.2275",
    }
    assert "feedstocks" not in carriers["HVO"]
    assert 0 < float(document["pcf"]["id-a"]["primaryDataShare"]) < 100


def test_a_bicycle_takes_no_energy() -> None:
    document, _ = exported([a_round(driven(VehicleClass.BICYCLE, 1_000))])
    toc = document["tocs"][0]
    assert toc["energyCarriers"][0]["energyConsumption"] == "0"
    assert toc["co2eIntensityWTW"] == "0"
    assert "primaryDataShare" not in document["pcf"]["id-a"]


def test_what_nobody_weighed_is_told_apart_and_not_made_up() -> None:
    """An order without mass beside others has no part; a round of nothing else cannot be told by activity."""
    weightless = (Consignment("c", 0, 800),)
    document, inventory = exported(
        [a_round(BIKE, orders=(*CARRIED, *weightless)), a_round(BIKE, orders=weightless, name="round-2")]
    )
    tces = {one["shipmentId"]: one["tces"] for one in document["footprints"]}
    assert [tce["co2eWTW"] for tce in tces["id-c"]] == ["0"]
    assert [one["tocId"] for one in document["tocs"]] == ["dorp.round-1"]
    left = inventory.elements[1].grams
    assert document["statement"]["notExported"] == {"co2eWTW": decimal(Fraction(left.wtw, 1000), 3), "co2eTTW": "0"}
    assert left.wtw > 0


def consignments() -> st.SearchStrategy[tuple[Consignment, ...]]:
    grams, metres = st.integers(0, 2_000_000), st.integers(0, 60_000)
    one = st.builds(Consignment, st.sampled_from(ORDERS), grams, metres)
    return st.lists(one, max_size=4, unique_by=lambda each: each.order).map(tuple)


ENERGY = st.none() | st.builds(
    Energy, st.sampled_from(Carrier), st.integers(0, 100_000), st.sampled_from([Tier.PRIMARY, Tier.MODELLED])
)
STRETCHES = st.lists(
    st.builds(Stretch, st.integers(0, 90_000), st.sampled_from(Purpose), st.sampled_from(Known)), min_size=1, max_size=3
)


@st.composite
def chains(draw: st.DrawFn) -> list[Element]:
    found: list[Element] = []
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(ElementKind))
        is_hub = kind is ElementKind.HUB
        movement = st.builds(Movement, st.sampled_from(VehicleClass), STRETCHES.map(tuple), ENERGY)
        found.append(
            Element(
                id=f"{kind}-{number}",
                kind=kind,
                movements=() if is_hub else tuple(draw(st.lists(movement, min_size=1, max_size=3))),
                consignments=draw(consignments()),
                energy=draw(ENERGY) if is_hub else None,
            )
        )
    return found


def kilograms(document: Mapping[str, Any], scope: str) -> Fraction:
    tces = (tce for footprint in document["footprints"] for tce in footprint["tces"])
    return sum((Fraction(tce[scope]) for tce in tces), Fraction(document["statement"]["notExported"][scope]))


@given(chains())
@settings(max_examples=60)
def test_whatever_was_driven_is_exported_whole_and_checks_out(elements: list[Element]) -> None:
    document, inventory = exported(elements)
    around = {
        "exchange": "dorpsronde/ileap/1",
        "square": "dorp",
        "referencePeriodStart": "2026-12-01",
        "referencePeriodEnd": "2026-12-02",
    }
    Draft202012Validator(SCHEMA).validate(around | document)
    assert footprint_faults(document) == []
    for scope, grams in (("co2eWTW", inventory.total.wtw), ("co2eTTW", inventory.total.ttw)):
        assert abs(kilograms(document, scope) - Fraction(grams, 1000)) < Fraction(1, 10**6)  # a milligram
    for operation in (*document["tocs"], *document["hocs"]):
        assert sum(Fraction(one["relativeShare"]) for one in operation["energyCarriers"]) == 1
    for footprint in document["footprints"]:
        pcf = document["pcf"][footprint["shipmentId"]]
        assert Fraction(pcf["pCfExcludingBiogenic"]) == sum(Fraction(tce["co2eWTW"]) for tce in footprint["tces"])
        assert Fraction(pcf["unitaryProductAmount"]) == sum(
            Fraction(tce["transportActivity"]) for tce in footprint["tces"]
        )


def test_a_figure_that_somebody_changed_is_found() -> None:
    document, _ = exported([a_round(BIKE), a_hub()])
    document["footprints"][0]["tces"][1]["co2eWTW"] = "0.0624"
    assert footprint_faults(document) == ["id-a, id-a:2, co2eWTW: printed 0.0624, follows 0.06225"]
