"""Shops and vehicles judged row by row."""

import re
from datetime import date

import pytest

from data.opening import read_opening
from kernel.position import Position
from rounds.intake.cell import Reading, UnreadableCellError
from rounds.intake.opening_words import read_opening_hours
from rounds.intake.shop_rows import ShopRow, judge_shops, read_shops_table
from rounds.intake.unreadable import UnreadableTableError
from rounds.intake.vehicle_rows import VehicleRow, judge_vehicles, read_vehicles_table
from rounds.intake.verdict import Judgement, Outcome
from routing.network.profile import PROFILE_NAMES

HERE = Position(5.39, 52.16)
SATURDAY = date(2026, 11, 28)


def shops(*rows: str) -> Judgement[ShopRow]:
    return judge_shops(read_shops_table("\n".join(rows).encode()))


def vehicles(*rows: str) -> Judgement[VehicleRow]:
    return judge_vehicles(read_vehicles_table("\n".join(rows).encode()))


def test_a_shop_is_understood_whole() -> None:
    file = shops(
        "Winkel;Soort;Straat;Huisnummer;Postcode;Plaats;Openingstijden;Klaar om;Telefoon;E-mail",
        "De Korenaar;bakker;Dorpsstraat;1;1234 AB;Proefdorp;Mo-Sa 08:00-17:00;11:00;0612345678;brood@example.org",
    )
    (shop,) = file.accepted
    assert file.judged[0].outcome is Outcome.PASSES
    assert (shop.name, shop.kind, shop.address_line) == ("De Korenaar", "bakker", "Dorpsstraat 1, 1234AB Proefdorp")
    assert (shop.opening_hours, shop.ready_at_s) == ("Mo-Sa 08:00-17:00", 39_600)
    assert (shop.phone, shop.email) == ("+31612345678", "brood@example.org")


def test_an_hour_of_either_half_of_the_day_is_asked_for() -> None:
    (shop,) = shops("winkel;postcode;nummer;klaar om", "Smit;1234 AB;1;4").judged
    assert [fault.nl for fault in shop.faults] == ['"4" is onduidelijk: 4:00 of 16:00? schrijf 16:00']


def test_a_shop_tells_how_large_its_orders_usually_are() -> None:
    header = "winkel;postcode;nummer;gewicht per bestelling;inhoud"
    file = shops(header, "Smit;1234 AB;1;1,5 kg;6", "Jansen;1234 AB;3;;")
    smit, jansen = file.accepted
    assert (smit.usual_weight_g, smit.usual_volume_ml) == (1_500, 6_000)
    assert (jansen.usual_weight_g, jansen.usual_volume_ml) == (None, None)
    assert shops("winkel;postcode;nummer;kilogrammen", "Smit;1234 AB;1;1,5").accepted[0].usual_weight_g == 1_500


def test_two_shops_of_one_name_fail_and_the_way_out_is_told() -> None:
    file = shops("winkel;postcode;nummer", "Smit;1234 AB;1", "SMIT ;1234 AB;2", "Jansen;1234 AB;3")
    assert [one.outcome for one in file.judged] == [Outcome.FAILS, Outcome.FAILS, Outcome.PASSES]
    assert (
        file.judged[0].faults[0].en
        == '"Smit" stands with different content on lines 2 and 3; give each shop a name of its own'
    )


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("ma-vr 9-18", "Mo-Fr 09:00-18:00"),
        ("ma t/m vr 9.00 - 18.00 uur, za 9:00-17:00", "Mo-Fr 09:00-18:00; Sa 09:00-17:00"),
        ("maandag gesloten; dinsdag tot en met zaterdag 8u30-17u", "Mo off; Tu-Sa 08:30-17:00"),
        ("di, do 10-12", "Tu, Th 10:00-12:00"),
        ("Mo-Fr 09:00-18:00; PH off", "Mo-Fr 09:00-18:00; PH off"),
        ("24/7", "24/7"),
    ],
)
def test_opening_hours_in_dutch(cell: str, hours: str) -> None:
    assert read_opening_hours(cell).value == hours


@pytest.mark.parametrize(
    "cell",
    [
        "Mo-Sa 09:00-18:00; Jul 10-20 off",
        "week 10-20 Mo 09:00-12:00",
        "Mo 09:00-12:00, Tu 13:00-18:00",
        "Jul Mo-Sa 09:00-18:00, Sa 10:00-16:00",
    ],
)
def test_opening_hours_in_the_form_of_openstreetmap_stay_as_they_are(cell: str) -> None:
    assert read_opening_hours(cell) == Reading(cell, None)


@pytest.mark.parametrize("cell", ["Mo-Sa 09:00-18:00, Sa 10:00-16:00", "ma-za 9-18, za 10-16"])
def test_a_day_told_again_behind_a_comma_has_the_hours_told_last(cell: str) -> None:
    reading = read_opening_hours(cell)
    assert read_opening(reading.value, HERE).opens_on(SATURDAY) == ((36_000, 57_600),)
    assert reading.mend is not None


@pytest.mark.parametrize("cell", ["Mo-Sa 09:00-12:00, Mo-Sa 13:00-18:00", "ma-za 9-12, ma-za 13-18"])
def test_hours_behind_a_comma_that_lie_beside_those_before_it_are_added(cell: str) -> None:
    hours = read_opening(read_opening_hours(cell).value, HERE).opens_on(SATURDAY)
    assert hours == ((32_400, 43_200), (46_800, 64_800))


def test_opening_hours_nobody_can_read_fail() -> None:
    with pytest.raises(UnreadableCellError, match="cannot be read"):
        read_opening_hours("meestal wel")


def test_a_vehicle_is_understood_whole() -> None:
    (bike,) = vehicles(
        "Voertuig;Soort;Laadvermogen;Laadruimte;Koelruimte;Dienst;Elektrisch",
        "Bakfiets 1;Bakfiets;150 kg;800;60 L;13:00-18:00;ja",
    ).accepted
    assert bike == VehicleRow(
        "Bakfiets 1", "cargo-bike", 150_000, 800_000, 60_000, 46_800, 64_800, electric=True, note=""
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("A;raket;150;800;60;13-18;ja", 'profile "raket" is not known'),
        ("A;;150;800;60;13-18;ja", "what kind of vehicle"),
        (";bakfiets;150;800;60;13-18;ja", "has no name"),
        ("A;bakfiets;150;50;60;13-18;ja", "cooled part is larger"),
        ("A;bakfiets;150;800;60;18-13;ja", "not after it starts"),
        ("A;bakfiets;-150;800;60;13-18;ja", "negative"),
        ("A;bakfiets;150;800;60;13-18;misschien", "neither yes nor no"),
    ],
)
def test_a_vehicle_that_cannot_be_fails(row: str, why: str) -> None:
    (one,) = vehicles("voertuig;soort;kg;liter;koelbox;dienst;elektrisch", row).judged
    assert why in " | ".join(fault.en for fault in one.faults)


def test_who_writes_an_unknown_kind_is_told_a_word_of_each() -> None:
    (one,) = vehicles("voertuig;soort", "A;raket").judged
    (fault,) = one.faults
    for said in (fault.nl, fault.en):
        words = re.split(r", | of | or ", said.partition("; ")[2].partition(" ")[2])
        kinds = vehicles("voertuig;soort", *(f"{number};{word}" for number, word in enumerate(words))).accepted
        assert sorted(kind.profile for kind in kinds) == sorted(PROFILE_NAMES)


def test_a_file_of_orders_is_no_file_of_vehicles() -> None:
    with pytest.raises(UnreadableTableError):
        vehicles("order_ref;recipient;postcode", "1;Jan;1234 AB")


@pytest.mark.parametrize(("cell", "crew"), [("", None), ("1", 1), ("2", 2), ("9", 9)])
def test_a_crew_is_a_whole_number_of_people(cell: str, crew: int | None) -> None:
    (van,) = vehicles("voertuig;soort;bemanning", f"Bus;bestelbus;{cell}").accepted
    assert van.crew == crew


@pytest.mark.parametrize("cell", ["0", "10", "-1", "1,5", "twee", "²", "9" * 100])
def test_a_crew_of_nobody_or_of_a_bus_fails(cell: str) -> None:
    (one,) = vehicles("voertuig;soort;bemanning", f"Bus;bestelbus;{cell}").judged
    assert "is no crew; write how many people ride, 1 to 9" in one.faults[0].en
