"""The names of a shop's columns, in Dutch and English."""

from kernel.text import Text
from rounds.intake.amount import GRAMS, MILLILITRES
from rounds.intake.shared_columns import (
    ADDITION,
    ADDRESS,
    ADDRESS_2,
    EMAIL,
    HOUSE_NUMBER,
    LAT,
    LETTER,
    LON,
    NOTE,
    PHONE,
    PLACE_PARTS,
    POSTCODE,
    READY_AT,
    REASON_TO_MEND,
    STREET,
    TOWN,
    WAYS_TO_A_DOOR,
    meaning,
)
from rounds.intake.vocabulary import Vocabulary, names

__all__ = ["SHOP_COLUMNS"]

SHOP_COLUMNS = Vocabulary(
    what=Text("winkels", "shops"),
    meanings=(
        meaning(
            "shop", "winkel", "shop",
            "shop, winkel, winkelnaam, shop name, store, store name, bedrijfsnaam",
            "name, naam, bedrijf, ondernemer, zaak",
        ),
        meaning("kind", "soort", "kind", "kind, soort, branche, type, categorie, category"),
        POSTCODE, HOUSE_NUMBER, LETTER, ADDITION, STREET, ADDRESS, ADDRESS_2, TOWN, LON, LAT,
        meaning(
            "opening_hours", "openingstijden", "opening hours",
            "opening_hours, openingstijden, open, hours, tijden",
        ),
        READY_AT,
        meaning(
            "usual_weight_kg", "gebruikelijk gewicht in kg", "usual weight in kg",
            "usual_weight_kg, gebruikelijk gewicht, gewicht per bestelling, gemiddeld gewicht, gewicht, usual weight, "
            "weight, kg, kilogram, kilograms, kilogrammen",
            units=GRAMS,
        ),
        meaning(
            "usual_volume_l", "gebruikelijke inhoud in liter", "usual volume in litres",
            "usual_volume_l, gebruikelijke inhoud, inhoud per bestelling, gemiddelde inhoud, inhoud, usual volume, "
            "volume, liter",
            units=MILLILITRES,
        ),
        PHONE, EMAIL, NOTE, REASON_TO_MEND,
    ),
    required=(frozenset({"shop"}), WAYS_TO_A_DOOR),
    address=PLACE_PARTS,
    not_ours=names("kvk nummer, kvk, btw nummer, country, land, klantnummer"),
)  # fmt: skip
