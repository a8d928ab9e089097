"""What factors are called by a reader who never saw the factor table; their ids are its own."""

from collections.abc import Mapping
from typing import Final

from kernel.text import Text

__all__ = ["factor_name"]

NAMES: Final[Mapping[str, Text]] = {
    "electricity.grid": Text("stroom uit het net", "electricity from the grid"),
    "cargo_bike.energy": Text("verbruik van de elektrische bakfiets", "energy of the electric cargo bike"),
    "cargo_bike.charging": Text("rendement van laden, bakfiets", "charging efficiency, cargo bike"),
    "electric_van.energy": Text("verbruik van de elektrische bestelbus", "energy of the electric van"),
    "electric_van.charging": Text("rendement van laden, bestelbus", "charging efficiency, van"),
    "electric_car.energy": Text("verbruik van de elektrische auto", "energy of the electric car"),
    "electric_car.charging": Text("rendement van laden, auto", "charging efficiency, car"),
    "diesel_van.driving": Text("rijden met een dieselbus", "driving a diesel van"),
    "fossil_car.driving": Text("rijden met een auto op brandstof", "driving a car on fuel"),
    "car.electric_share": Text("deel van de auto's dat elektrisch is", "share of cars that are electric"),
    "collect.car_share": Text("deel van de klanten dat met de auto komt", "share of customers who come by car"),
    "collect.chained_share": Text(
        "deel van de ritten dat toch al langs de winkel ging", "share of trips that went by the shop anyhow"
    ),
    "collect.orders_per_trip": Text("bestellingen op één rit van een klant", "orders on one trip of a customer"),
    "collect.replaced_share": Text(
        "deel van de ritten dat door bezorging vervalt", "share of trips that a delivery replaces"
    ),
    "shop_fleet.diesel_van": Text("deel van de winkels met een dieselbus", "share of shops with a diesel van"),
    "shop_fleet.car": Text("deel van de winkels met een auto", "share of shops with a car"),
    "shop_fleet.electric_van": Text(
        "deel van de winkels met een elektrische bestelbus", "share of shops with an electric van"
    ),
    "parcel_network.delivery": Text("pakket via een landelijk netwerk", "parcel by a national network"),
    "van.stem": Text("rit van de garage en terug", "trip from the garage and back"),
    "hub.handling": Text("overslag in een dorpspunt", "handling in a hub"),
    "supply_leg.driving": Text("aanvoer naar de ronde", "supply to the round"),
    "diesel.burnt": Text("diesel", "diesel"),
    "petrol.burnt": Text("benzine", "petrol"),
    "hvo100.burnt": Text("diesel uit plantaardige olie (HVO100)", "diesel from vegetable oil (HVO100)"),
    "likely_mix.customer_collects": Text("deel dat de klant zelf had opgehaald", "share that customers would fetch"),
    "likely_mix.shop_tours": Text("deel dat de winkel had bezorgd", "share that shops would deliver"),
    "likely_mix.parcel_network": Text("deel dat per pakket was gekomen", "share that would come by parcel"),
    "bicycle.making": Text("het maken van een fiets", "making a bicycle"),
    "cargo_bike.making": Text("het maken van een bakfiets", "making a cargo bike"),
    "car.making": Text("het maken van een auto", "making a car"),
    "diesel_van.making": Text("het maken van een dieselbus", "making a diesel van"),
    "electric_van.making": Text("het maken van een elektrische bestelbus", "making an electric van"),
    "diesel_van.nox": Text("stikstofoxiden van een dieselbus", "nitrogen oxides of a diesel van"),
    "diesel_van.pm10_exhaust": Text("fijnstof uit de uitlaat, dieselbus", "particles from the exhaust, diesel van"),
    "fossil_car.nox": Text("stikstofoxiden van een auto op brandstof", "nitrogen oxides of a car on fuel"),
    "fossil_car.pm10_exhaust": Text("fijnstof uit de uitlaat, auto", "particles from the exhaust, car"),
    "van.pm10_wear": Text("fijnstof van slijtage, bestelbus", "particles of wear, van"),
    "car.pm10_wear": Text("fijnstof van slijtage, auto", "particles of wear, car"),
    "cargo_bike.pm10_wear": Text("fijnstof van slijtage, bakfiets", "particles of wear, cargo bike"),
}


def factor_name(factor_id: str, lang: str) -> str:
    """Say a factor in words; one that only a set of one's own has is called by its id."""
    named = NAMES.get(factor_id)
    return factor_id if named is None else named.within(lang)
