"""Text of the pages of what-ifs and growth, beside `maps.words`."""

from collections.abc import Mapping
from typing import Final

from maps.words import words

__all__ = ["what_if_words"]

NL: Final[Mapping[str, str]] = {
    "what_if_kicker": "Wat als",
    "what_if_title": "{area}: wat als",
    "nothing_changed": "Er is niets veranderd: beide kanten zijn dezelfde dag.",
    "of_day": "{days} van {area}, opnieuw gepland.",
    "one_day": "1 dag",
    "some_days": "{n} dagen",
    "partial": "Onvolledig: gestopt na {done} van {asked}.",
    "as_it_was": "Zoals het was",
    "what_if": "Wat als",
    "difference": "Verschil",
    "stored": "Bewaard",
    "row": "Wat",
    "delivered": "Bezorgd",
    "unassigned": "Niet ingepland",
    "hours_on_duty": "Uren onderweg",
    "km_per_order": "Km per bestelling",
    "cost_together": "Kosten van bezorgers en voertuigen",
    "cost_per_order": "Die kosten per bestelling",
    "co2_total": "CO₂e",
    "co2_per_order": "CO₂e per bestelling",
    "no_figure": "niet gepland",
    "more_word": "meer",
    "less_word": "minder",
    "same_word": "gelijk",
    "sides_title": "Naast elkaar",
    "sides_note": "Bij CO₂e staat de middelste schatting, met P5 tot P95 eronder; het verschil is per trekking "
    "genomen, dus niet de ene middelste schatting min de andere.",
    "chance": "Kans op minder CO₂e: {total} in totaal, {each} per bestelling.",
    "chance_total": "Kans op minder CO₂e in totaal: {total}.",
    "less_delivered": "Let op: hiermee worden er {n} van de {given} bestellingen niet bezorgd, tegen {before} van de "
    "{given_before} zoals het was. Kilometers en CO₂e gaan alleen over wat wel bezorgd wordt.",
    "maps_title": "De rondes van {day}",
    "map_alt": "Kaart van de rondes, noorden boven: {side}",
    "no_map": "Bestellingen die elk apart gereden worden, hebben geen rondes om te tekenen.",
    "days_title": "Dag voor dag",
    "replay_title": "Klopt het opnieuw plannen?",
    "replay_note": "De dag zoals hij bewaard is naast dezelfde dag die nu opnieuw gepland is. Wie langer zoekt, vindt "
    "kortere rondes; daarom wordt de bewaarde dag nergens met het wat-als vergeleken.",
    "left_title": "Niet ingepland, en waarom",
    "left_none": "Aan beide kanten zit alles in een ronde.",
    "left_side": "Kant",
    "growth_kicker": "Groei",
    "growth_title": "{area}: kilometers per bestelling bij meer bestellingen",
    "growth_lead_still": "Van {first} naar {last} bestellingen per dag daalt het van {from_km} naar {to_km} km per "
    "bestelling, en het daalt bij {last} nog steeds.",
    "growth_lead_up_and_down": "Van {first} naar {last} bestellingen per dag gaat het van {from_km} naar {to_km} km "
    "per bestelling.",
    "growth_lead_stops": "Van {first} naar {last} bestellingen per dag gaat het van {from_km} naar {to_km} km per "
    "bestelling. Vanaf {stop} bestellingen levert een verdubbeling minder dan {percent} op.",
    "growth_lead_one": "Bij {first} bestellingen per dag: {from_km} km per bestelling.",
    "growth_chart": "Km per bestelling",
    "growth_axis": "bestellingen per dag",
    "growth_solved": "gepland: midden, met kleinste en grootste",
    "growth_approx": "benadering van Daganzo",
    "growth_table": "De cijfers",
    "median": "midden",
    "span": "kleinste tot grootste",
    "approx": "Daganzo",
    "draws_done": "trekkingen",
    "per_doubling": "daling bij 2×",
    "growth_chart_alt": "Km per bestelling tegen bestellingen per dag: {points}.",
}

EN: Final[Mapping[str, str]] = {
    "what_if_kicker": "What if",
    "what_if_title": "{area}: what if",
    "nothing_changed": "Nothing was changed: both sides are the same day.",
    "of_day": "{days} of {area}, planned anew.",
    "one_day": "1 day",
    "some_days": "{n} days",
    "partial": "Partial: stopped after {done} of {asked}.",
    "as_it_was": "As it was",
    "what_if": "What if",
    "difference": "Difference",
    "stored": "Stored",
    "row": "What",
    "delivered": "Delivered",
    "unassigned": "Unassigned",
    "hours_on_duty": "Hours on duty",
    "km_per_order": "Km per order",
    "cost_together": "Cost of couriers and vehicles",
    "cost_per_order": "That cost an order",
    "co2_total": "CO₂e",
    "co2_per_order": "CO₂e per order",
    "no_figure": "not planned",
    "more_word": "more",
    "less_word": "less",
    "same_word": "the same",
    "sides_title": "Side by side",
    "sides_note": "Of CO₂e stands the middle estimate, with P5 to P95 below it; the difference is taken draw by "
    "draw, so it is not one middle estimate minus the other.",
    "chance": "Chance of less CO₂e: {total} in total, {each} per order.",
    "chance_total": "Chance of less CO₂e in total: {total}.",
    "less_delivered": "Mind: {n} of {given} orders are not delivered this way, against {before} of {given_before} as "
    "it was. Kilometres and CO₂e are of what is delivered alone.",
    "maps_title": "The rounds of {day}",
    "map_alt": "Map of the rounds, north up: {side}",
    "no_map": "Orders that are each driven alone have no rounds to draw.",
    "days_title": "Day by day",
    "replay_title": "Is the replay right?",
    "replay_note": "The day as it is stored beside the same day planned anew. Who searches longer finds shorter "
    "rounds; so the stored day is nowhere compared with the what-if.",
    "left_title": "Unassigned, and why",
    "left_none": "On both sides every order is in a round.",
    "left_side": "Side",
    "growth_kicker": "Growth",
    "growth_title": "{area}: kilometres per order as orders grow",
    "growth_lead_still": "From {first} to {last} orders a day it falls from {from_km} to {to_km} km per order, and at "
    "{last} it is still falling.",
    "growth_lead_up_and_down": "From {first} to {last} orders a day it goes from {from_km} to {to_km} km per order.",
    "growth_lead_stops": "From {first} to {last} orders a day it goes from {from_km} to {to_km} km per order. From "
    "{stop} orders on, doubling them saves less than {percent}.",
    "growth_lead_one": "At {first} orders a day: {from_km} km per order.",
    "growth_chart": "Km per order",
    "growth_axis": "orders a day",
    "growth_solved": "planned: median, with least and most",
    "growth_approx": "Daganzo's approximation",
    "growth_table": "The figures",
    "median": "median",
    "span": "least to most",
    "approx": "Daganzo",
    "draws_done": "draws",
    "per_doubling": "fall at 2×",
    "growth_chart_alt": "Km per order against orders a day: {points}.",
}


def what_if_words(lang: str) -> Mapping[str, str]:
    """Choose the language of a page, with the texts that all pages have.

    Raises
    ------
    BadInputError
        There are no texts in this language.
    """
    return {**words(lang), **(NL if lang == "nl" else EN)}
