"""Published shipment footprints: right where they are right, and wrong where they are printed wrong."""

from decimal import Decimal
from typing import Any

import pytest

from impact.footprint import activity_tkm, emission_kg, footprint_faults
from kernel.errors import BadInputError

TOCS = [
    {"tocId": "road", "co2eIntensityWTW": "0.116", "co2eIntensityTTW": "0.089"},
    {"tocId": "rail", "co2eIntensityWTW": "0.007", "co2eIntensityTTW": "0"},
    {"tocId": "van", "co2eIntensityWTW": "0.793", "co2eIntensityTTW": "0.609"},
]
HOCS = [{"hocId": "hub", "co2eIntensityWTW": "33", "co2eIntensityTTW": "10"}]


def tce(name: str, mass: str, km: str, wtw: str, ttw: str, **changes: Any) -> dict[str, Any]:
    activity = f"{float(mass) * float(km) / 1000:g}"
    return {
        "tceId": name,
        "tocId": name,
        "mass": mass,
        "distance": {"actual": km},
        "transportActivity": activity,
        "co2eWTW": wtw,
        "co2eTTW": ttw,
    } | changes


def hub(mass: str, wtw: str, ttw: str) -> dict[str, Any]:
    return {"tceId": "hub", "hocId": "hub", "mass": mass, "co2eWTW": wtw, "co2eTTW": ttw}


def faults(*tces: dict[str, Any], **totals: str) -> list[str]:
    footprint = {"shipmentId": "s", "mass": "1", "tces": list(tces), **totals}
    return footprint_faults({"footprints": [footprint], "tocs": TOCS, "hocs": HOCS})


@pytest.mark.parametrize(
    "tces",
    [
        (tce("road", "40000", "423", "1962.72", "1505.88"),),  # T1
        (tce("rail", "40000", "423", "118.44", "0"),),  # T2
        (hub("40000", "1320", "400"),),  # T3
    ],
)
def test_published_elements_follow_from_their_own_figures(tces: tuple[dict[str, Any], ...]) -> None:
    assert faults(*tces) == []


def test_a_published_chain_adds_up() -> None:
    """T4: 4 t over 30 km, a hub, 50 km: 385.76 kg well-to-wheel, 73.08 + 40 + 121.8 tank-to-wheel."""
    legs = (
        tce("van", "4000", "30", "95.16", "73.08"),
        hub("4000", "132", "40"),
        tce("van", "4000", "50", "158.60", "121.8"),
    )
    assert faults(*legs, co2eWTW="385.76", co2eTTW="234.88") == []


def test_digits_that_were_swapped_in_a_published_chain_are_found() -> None:
    """T5: the road leg is printed 1,692.62 and so the whole 3,131.06, where 3,401.16 follows."""
    legs = (
        tce("road", "40000", "423", "1692.62", "1505.88"),
        tce("rail", "40000", "423", "118.44", "0"),
        hub("40000", "1320", "400"),
    )
    assert faults(*legs, co2eWTW="3131.06") == [
        "s, road, co2eWTW: printed 1692.62, follows 1962.72",
        "s, co2eWTW of the whole: printed 3131.06, follows 3401.16",
    ]


def test_an_activity_of_a_tenth_in_a_published_example_is_found() -> None:
    """T6: 87 kg x 423 km is printed 3.6801 tkm; 36.801 follows."""
    element = tce("road", "87", "423", "4.27", "3.28", transportActivity="3.6801")
    assert faults(element) == ["s, road, transportActivity: printed 3.6801, follows 36.801"]


def test_published_activities_and_emissions_come_out() -> None:
    assert activity_tkm(Decimal(230), Decimal(700)) == 161  # T7
    whole = activity_tkm(Decimal(5000), Decimal(203))  # T11
    assert whole == 1015
    assert round(emission_kg(whole, Decimal("0.162")), 1) == Decimal("164.4")
    assert round(emission_kg(whole / 2, Decimal("0.162")), 1) == Decimal("82.2")


def test_an_operation_that_is_null_is_none_and_its_figures_are_checked() -> None:
    printed = tce("van", "4000", "30", "95.17", "73.08", hocId=None)
    assert faults(printed) == ["s, van, co2eWTW: printed 95.17, follows 95.16"]


def test_what_rounding_leaves_of_a_nought_is_compared_as_any_figure() -> None:
    """As a JSON number of a double: its last digit is the 32nd after the point."""
    printed = tce("rail", "40000", "423", "118.44", "0", co2eTTW=5.551115123125783e-17)
    assert faults(printed) == ["s, rail, co2eTTW: printed 5.551115123125783E-17, follows 0"]


VAM = tce("vam", "4000", "30", "95.16", "73.08")


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ({"footprints": "all"}, "footprints: is no list of objects"),
        ({"footprints": [{"shipmentId": "s", "tces": [{"tceId": "a"}]}]}, "s, a: mass is missing"),
        ({"footprints": [{"tces": [{"mass": "1"}]}]}, "no distance. Give actual, gcd or sfd"),
        ({"footprints": [{"tces": [{"mass": "NaN", "distance": {"sfd": "1"}}]}]}, "'NaN' is no number that can be"),
        ({"footprints": [{"tces": [{"mass": "x", "distance": {"sfd": "1"}}]}]}, "'x' is no number"),
        ({"footprints": [{"tces": [{"mass": "1", "distance": {"mile": "1"}}]}]}, "no distance"),
        ({"tocs": [{}]}, "tocId is missing"),
        ({"tocs": TOCS, "footprints": [{"shipmentId": "s", "tces": [VAM]}]}, "s, vam: tocId 'vam' is not listed."),
        (
            {"tocs": TOCS, "footprints": [{"tces": [VAM | {"hocId": "van"}]}]},
            "hocId 'van' is not listed. List it in hoc",
        ),
        ({"footprints": [{"tces": [VAM | {"mass": "1E-3000000"}]}]}, "'1E-3000000' is no number that can be"),
        ({"footprints": [{"tces": [VAM | {"transportActivity": "0E+16"}]}]}, "'0E+16' is no number that can be"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_in_one_line(document: dict[str, Any], line: str) -> None:
    with pytest.raises(BadInputError) as caught:
        footprint_faults(document)
    assert line in str(caught.value)
