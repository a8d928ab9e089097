"""What the page of a published report says, in Dutch and English; what it says of CO2 stands in `impact.claims`."""

from collections.abc import Mapping
from typing import Final

from kernel.text import Text

__all__ = ["places_words"]

WORDS: Final[Mapping[str, Text]] = {
    "places_kicker": Text("Bezorgd per buurt", "Delivered by neighbourhood"),
    "places_title": Text("{area}, {period}", "{area}, {period}"),
    "places_lead": Text(
        "{orders} bestellingen bij {households} huishoudens, {km} km gepland.",
        "{orders} orders for {households} households, {km} km planned.",
    ),
    "places_lead_hidden": Text(
        "Er is te weinig bezorgd om cijfers van het hele plein te tonen.",
        "Too little was brought to show figures of the whole square.",
    ),
    "places_map": Text("Bestellingen per buurt", "Orders by neighbourhood"),
    "places_map_note": Text(
        "Hoe donkerder, hoe meer bestellingen. Wit: geen. Gearceerd: niet getoond. De nummers staan in de tabel.",
        "The darker, the more orders. White: none. Hatched: not shown. The numbers stand in the table.",
    ),
    "places_none": Text("geen", "none"),
    "places_hidden": Text("niet getoond", "not shown"),
    "places_table": Text("Buurten", "Neighbourhoods"),
    "places_place": Text("Buurt", "Neighbourhood"),
    "places_households": Text("Huishoudens", "Households"),
    "places_km": Text("Geplande km", "Km planned"),
    "places_hours": Text("Geplande uren", "Planned hours"),
    "places_less_km": Text("Vermeden km", "Km avoided"),
    "places_emitted": Text("van de rondes", "of the rounds"),
    "places_elsewhere": Text("Buiten alle buurten", "In no neighbourhood"),
    "places_whole": Text("Het hele plein", "The whole square"),
    "places_days": Text("Per dag", "By day"),
    "places_coverage": Text(
        "{inside} van {orders} bestellingen liggen in een buurt.",
        "{inside} of {orders} orders lie in a neighbourhood.",
    ),
    "places_why_title": Text("Waarom er cijfers ontbreken", "Why figures are missing"),
    "places_why": Text(
        "Van minder dan {households} huishoudens tonen we niets: zo is niemand te herkennen. Om te zorgen dat dit ook"
        " niet uit de andere cijfers, uit andere maanden of uit het jaar is af te leiden, ontbreken soms ook cijfers"
        " van grotere buurten. Geplande uren en rondes ontbreken waar minder dan {couriers} bezorgers reden, of niet"
        " bekend is hoeveel het er waren. Waar niemand bestelde, staat 0.",
        "Of fewer than {households} households nothing is shown, so that nobody can be recognised. So that it does not"
        " follow from the other figures, from other months or from the year either, figures of larger neighbourhoods"
        " are missing too at times. Planned hours and rounds are missing where fewer than {couriers} couriers rode, or"
        " it is not known how many did. Where nobody ordered it says 0.",
    ),
    "places_how_title": Text("Hoe het gerekend is", "How it is reckoned"),
    "places_how": Text(
        "Kilometers en uren zijn gepland, niet gereden en gemeten."
        " Elke bestelling draagt haar deel van de ronde, naar gewicht × kortste weg van winkel naar deur. Een"
        " bestelling die op twee dagen onderweg was, telt op beide. Vermeden kilometers zijn die van wat er anders het"
        " waarschijnlijkst gebeurd was, min die van de rondes: onder nul wordt er meer gereden. Indeling van buurten:"
        " {division}.",
        "Kilometres and hours are planned, not driven and measured."
        " Each order bears its part of the round, by weight × shortest way from shop to door. An order that was under"
        " way on two days counts on both. Kilometres avoided are those of what would most likely have happened"
        " otherwise, minus those of the rounds: below nought more is driven. Division of neighbourhoods: {division}.",
    ),
}


def places_words(lang: str) -> dict[str, str]:
    """Choose a language."""
    return {key: text.within(lang) for key, text in WORDS.items()}
