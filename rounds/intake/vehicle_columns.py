"""The names of a vehicle's columns, in Dutch and English."""

from kernel.text import Text
from rounds.intake.amount import GRAMS, MILLILITRES, WATT_HOURS
from rounds.intake.shared_columns import NOTE, REASON_TO_MEND, meaning
from rounds.intake.vocabulary import Vocabulary, names

__all__ = ["VEHICLE_COLUMNS"]

VEHICLE_COLUMNS = Vocabulary(
    what=Text("voertuigen", "vehicles"),
    meanings=(
        meaning(
            "vehicle", "voertuig", "vehicle",
            "vehicle, voertuig, vehicle name, voertuignaam",
            "name, naam, id, code, nummer",
        ),
        meaning("profile", "soort", "profile", "profile, soort, type, soort voertuig, vehicle type, kind"),
        meaning(
            "capacity_kg", "laadvermogen in kg", "capacity in kg",
            "capacity_kg, laadvermogen, kg, kilogram, kilograms, kilogrammen, max kg, payload, "
            "laadvermogen kg, max gewicht, capacity",
            units=GRAMS,
        ),
        meaning(
            "capacity_l", "laadruimte in liter", "capacity in litres",
            "capacity_l, laadruimte, liter, liters, max liter, inhoud, volume, volume l, litres",
            units=MILLILITRES,
        ),
        meaning(
            "cool_l", "koelruimte in liter", "cooled litres",
            "cool_l, koelruimte, gekoeld, gekoeld liter, koelbox, cool, cooled litres",
            units=MILLILITRES,
        ),
        meaning("duty", "diensttijd", "duty hours", "duty, dienst, diensttijd, werktijd, werktijden, hours, shift"),
        meaning(
            "duty_start", "dienst vanaf", "duty start",
            "duty_start, dienst vanaf, vanaf, van, begin, starttijd, from, start",
        ),
        meaning("duty_end", "dienst tot", "duty end", "duty_end, dienst tot, tot, einde, eindtijd, until, end"),
        meaning(
            "crew", "bemanning", "crew",
            "crew, bemanning, personen, aantal personen, people, persons, crew size, koeriers, couriers",
        ),
        meaning(
            "battery_wh", "accu in Wh", "battery in Wh",
            "battery_wh, accu, accu wh, accu in wh, batterij, battery, battery wh, wh",
            units=WATT_HOURS,
        ),
        meaning(
            "hub", "dorpspunt", "hub",
            "hub, dorpspunt, eigen dorpspunt, naam dorpspunt, own hub, hub name",
        ),
        meaning("electric", "elektrisch", "electric", "electric, elektrisch, e bike"),
        NOTE, REASON_TO_MEND,
    ),
    required=(frozenset({"vehicle"}), frozenset({"profile"})),
    not_ours=names("kenteken, licence plate, chauffeur, driver, bestuurder"),
)  # fmt: skip
