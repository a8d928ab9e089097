"""What the pages say beside the words of `maps/words.py`, in Dutch and in English; the two have the same keys."""

from collections.abc import Mapping
from typing import Final

from kernel.text import Text
from maps.words import words

__all__ = ["page_words"]

TEXTS: Final[Mapping[str, Text]] = {
    "skip": Text("Naar de inhoud", "Skip to the content"),
    "site": Text("Bezorgrondes van het dorpsplein", "Delivery rounds of the village square"),
    "crumbs": Text("Waar u bent", "Where you are"),
    "language": Text("Taal", "Language"),
    "other_language": Text("English", "Nederlands"),
    "home": Text("Dorpspleinen", "Village squares"),
    "home_lead": Text(
        "Elk plein bundelt de bestellingen van zijn winkels in gedeelde rondes.",
        "Each square pools the orders of its shops into shared rounds.",
    ),
    "no_squares": Text("Er is nog geen dorpsplein.", "There is no village square yet."),
    "no_squares_how": Text(
        "Lees een stuk van de kaart in en maak er een plein van:",
        "Take in an extract of the map and make a square of it:",
    ),
    "area": Text("Bezorggebied", "Area"),
    "areas": Text("Bezorggebieden", "Areas"),
    "no_depot": Text("nog geen", "none yet"),
    "vehicles": Text("voertuigen", "vehicles"),
    "vehicle_one": Text("voertuig", "vehicle"),
    "next_planned": Text("Volgende planning", "Next planned day"),
    "last_planned": Text("Vorige planning", "Last planned day"),
    "none_planned": Text("geen", "none"),
    "to_be_planned": Text("nog te plannen", "to be planned"),
    "to_be_mended": Text("adressen te verbeteren", "addresses to mend"),
    "to_be_mended_one": Text("adres te verbeteren", "address to mend"),
    "square_kicker": Text("Dorpsplein", "Village square"),
    "days_of": Text("Dagen in {month}", "Days in {month}"),
    "months": Text("Andere maanden", "Other months"),
    "month_report": Text("Maandrapport", "Month report"),
    "empty_month": Text("In deze maand is er niets.", "There is nothing in this month."),
    "no_orders_yet": Text(
        "Er zijn nog geen bestellingen. Inlezen gaat met:", "There are no orders yet. Take them in with:"
    ),
    "today": Text("vandaag", "today"),
    "order_one": Text("bestelling", "order"),
    "order_many": Text("bestellingen", "orders"),
    "round_one": Text("ronde", "round"),
    "round_many": Text("rondes", "rounds"),
    "not_planned_yet": Text("nog niet gepland", "not planned yet"),
    "proposed": Text("voorstel", "proposal"),
    "released": Text("vrijgegeven", "released"),
    "partly_released": Text("deels vrijgegeven", "partly released"),
    "under way": Text("onderweg", "under way"),
    "completed": Text("gereden", "completed"),
    "no_round": Text("geen ronde", "no round"),
    "shops_title": Text("Winkels", "Shops"),
    "shop_name": Text("Winkel", "Shop"),
    "opening_hours": Text("Openingstijden", "Opening hours"),
    "address": Text("Adres", "Address"),
    "unknown": Text("onbekend", "unknown"),
    "no_shops": Text("Dit plein heeft nog geen winkels.", "This square has no shops yet."),
    "vehicles_title": Text("Voertuigen", "Vehicles"),
    "carries": Text("Laadvermogen", "Carries"),
    "cooled": Text("waarvan gekoeld {litres}", "{litres} of it cooled"),
    "duty": Text("Dienst", "Duty"),
    "electric": Text("elektrisch", "electric"),
    "profile_cargo-bike": Text("bakfiets", "cargo bike"),
    "profile_cargo-trike": Text("bakfiets op drie wielen", "cargo trike"),
    "profile_bike": Text("fiets", "bicycle"),
    "profile_foot": Text("te voet", "on foot"),
    "profile_car": Text("auto", "car"),
    "profile_van": Text("bestelbus", "van"),
    "no_vehicles": Text("Dit plein heeft nog geen voertuigen.", "This square has no vehicles yet."),
    "take_in": Text("Inlezen gaat met:", "Take them in with:"),
    "shops_file": Text("winkels.csv", "shops.csv"),
    "vehicles_file": Text("voertuigen.csv", "vehicles.csv"),
    "orders_file": Text("bestellingen.csv", "orders.csv"),
    "map_file": Text("kaart.osm.pbf", "map.osm.pbf"),
    "some_name": Text("NAAM", "NAME"),
    "day_kicker": Text("Dagplanning", "Day plan"),
    "day_before": Text("Vorige dag", "Day before"),
    "day_after": Text("Volgende dag", "Day after"),
    "tile_rounds": Text("rondes", "rounds"),
    "not_planned_title": Text("Deze dag is nog niet gepland", "This day has not been planned yet"),
    "not_planned_some": Text("Voor deze dag: {orders}. Plannen gaat met:", "For this day: {orders}. Plan with:"),
    "not_planned_none": Text(
        "Voor deze dag zijn er geen bestellingen. Inlezen gaat met:",
        "There are no orders for this day. Take them in with:",
    ),
    "co2_range": Text("bandbreedte {span} (P5 tot P95)", "range {span} (P5 to P95)"),
    "map_title_short": Text("Kaart", "Map"),
    "map_whole": Text("Kaart op volledig scherm", "Map on the whole screen"),
    "map_frame": Text("Kaart met de rondes van deze dag", "Map with the rounds of this day"),
    "rounds_lead": Text("Open een ronde om haar haltes te zien.", "Open a round to see its stops."),
    "print_sheets": Text("Alle routebladen om af te drukken", "All route sheets to print"),
    "print_sheet": Text("Routeblad om af te drukken", "Route sheet to print"),
    "released_at": Text("vrijgegeven op {moment}", "released on {moment}"),
    "of_stops": Text("Haltes van ronde {number}", "Stops of round {number}"),
    "orders_title": Text("Bestelling", "Order"),
    "recipient": Text("Ontvanger", "Recipient"),
    "unassigned_lead": Text(
        "Deze bestellingen passen in geen ronde. De reden staat erbij.",
        "These orders fit in no round. The reason stands beside each.",
    ),
    "mend_title": Text("Wacht op een beter adres", "Waiting for a better address"),
    "mend_lead": Text(
        "Van deze bestellingen is het adres niet zeker. Ze worden pas gepland als iemand het verbetert.",
        "The address of these orders is not certain. Someone has to mend it before they can be planned.",
    ),
    "mend_reason": Text("Wat er mis is", "To mend"),
    "new_title": Text("Na de planning binnengekomen", "Come in since planning"),
    "new_lead": Text("Plan opnieuw om ze mee te nemen:", "Plan again to take them along:"),
    "closure_name": Text("Naam", "Name"),
    "closure_effect": Text("Wat", "What"),
    "closure_when": Text("Wanneer", "When"),
    "closure_whom": Text("Voor wie", "For whom"),
    "closure_all": Text("iedereen", "everyone"),
    "no_closures": Text(
        "Er is nu geen weg dicht. Een markt of wegwerk voegt u toe met:",
        "No road is closed now. Add a market or road works with:",
    ),
    "closure_example": Text(
        "Zaterdagmarkt --closed markt.geojson --from 07:00 --until 17:00 --every za",
        '"Saturday market" --closed market.geojson --from 07:00 --until 17:00 --every sa',
    ),
    "alerts_title": Text("Vrijgegeven rondes omgeleid", "Released rounds led another way"),
    "alert_added": Text("wegens {closure}, sinds {moment}", "because of {closure}, since {moment}"),
    "alert_ended": Text("na het einde van {closure}, {moment}", "after the end of {closure}, {moment}"),
    "alerts_note": Text("De volgorde van de haltes is niet veranderd.", "The order of the stops has not changed."),
    "alerts_since": Text(
        "Het rapport is van de planning daarvoor; opnieuw plannen werkt het bij.",
        "The report is of the plan before that; planning again brings it up to date.",
    ),
    "hindered": Text("niet vrij te geven", "cannot be released"),
    "hindrance": Text(
        "Deze ronde kan zo niet worden vrijgegeven: {why}.", "This round cannot be released as it is: {why}."
    ),
    "history_title": Text("Eerdere planningen", "Earlier plans"),
    "history_none": Text("Dit is de eerste planning van deze dag.", "This is the first plan of this day."),
    "version": Text("Versie", "Version"),
    "planned_at": Text("Gemaakt op", "Made on"),
    "this_version": Text("deze", "this one"),
    "made": Text("Versie {version}, gemaakt op {moment}", "Version {version}, made on {moment}"),
    "to_front": Text("Naar de beginpagina", "To the front page"),
    "error": Text("Fout", "Error"),
}


def page_words(lang: str) -> dict[str, str]:
    """Choose the language of a page: these words, and those that every page has.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    return {**words(lang), **{key: text.within(lang) for key, text in TEXTS.items()}}
