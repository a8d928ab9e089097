"""Every sentence that says something of CO2 or of a saving, in Dutch and English: one catalogue, and none beside it.

A claim of less CO2 can be sued for. So each text stands here once, with when it may be used, what must stand beside
it, and who looked at it when; a test finds any such sentence elsewhere. None says "green", "sustainable" or "climate
neutral": such words would need a proof of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from impact.ranges import Saving
from kernel.text import Text

__all__ = [
    "CLAIMS", "LEAST_COVERAGE", "Beside", "Claim", "Review", "claim", "difference_claim", "is_covered", "label_claims",
]  # fmt: skip


class Beside(StrEnum):
    """What a claim may not stand without."""

    RANGE = "both ends of its range"
    MIDDLE = "the middle estimate"
    BASELINE = "what it is compared with"
    CHANCE = "the chance of less"
    FACTORS = "the factor set"
    BASIS = "where the mix is from"
    ORDERS = "the orders of both periods"
    UNIT = "a unit"


@dataclass(frozen=True, slots=True)
class Review:
    """Who read a text, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Claim:
    """One text.

    Attributes
    ----------
    when: it may be used, in words; where that is a rule about figures, `difference_claim` and `is_covered` hold it.
    beside: what must stand with it.
    reviewed: by nobody outside yet; a lawyer's reading goes here with its date.
    """

    text: Text
    when: str
    beside: tuple[Beside, ...] = ()
    reviewed: Review = Review("the authors of this product", date(2026, 11, 29))


LEAST_COVERAGE: Final = 0.8
"""Share of a report's orders whose weight and way are known, below which nothing is compared. Chosen here."""

_FIGURE = (Beside.RANGE, Beside.MIDDLE, Beside.FACTORS)
_COMPARISON = (*_FIGURE, Beside.BASELINE, Beside.CHANCE)
_ANY = "as a heading or in a column"

CLAIMS: Final[Mapping[str, Claim]] = MappingProxyType({
    "saving.likely": Claim(
        Text(
            "Waarschijnlijk tussen {span} {direction} CO2e dan {baseline}",
            "Likely between {span} {direction} CO2e than {baseline}",
        ),
        "P5 and P95 are both savings, or both increases: P(saving > 0) is at least 0.95, or at most 0.05",
        _COMPARISON,
    ),
    "saving.about": Claim(
        Text("Ongeveer {low} {direction} CO2e dan {baseline}", "About {low} {direction} CO2e than {baseline}"),
        "as saving.likely, and both ends are the same in two digits",
        _COMPARISON,
    ),
    "saving.uncertain": Claim(
        Text(
            "Onzeker: tussen {low} meer en {high} minder CO2e dan {baseline}",
            "Uncertain: between {low} more and {high} less CO2e than {baseline}",
        ),
        "P5 is an increase and P95 a saving, whatever the middle is",
        _COMPARISON,
    ),
    "saving.none": Claim(
        Text(
            "Niet zichtbaar meer of minder CO2e dan {baseline}", "Not visibly more or less CO2e than {baseline}"
        ),
        "P5 and P95 are nought",
        (Beside.MIDDLE, Beside.BASELINE, Beside.FACTORS),
    ),
    "saving.too_little_known": Claim(
        Text(
            "Van {known} van de {served} bestellingen zijn gewicht en weg bekend: te weinig om de CO2e ergens mee te"
            " vergelijken.",
            "Weight and way are known of {known} of {served} orders: too few to compare their CO2e with anything.",
        ),
        "fewer orders than LEAST_COVERAGE are covered",
    ),
    "amount.likely": Claim(
        Text("Waarschijnlijk tussen {span} CO2e", "Likely between {span} CO2e"), "of an emission", _FIGURE
    ),
    "amount.about": Claim(
        Text("Ongeveer {low} CO2e", "About {low} CO2e"), "both ends are the same in two digits", _FIGURE
    ),
    "behind.saving": Claim(
        Text(
            " (middelste schatting {central}; kans op minder: {chance}; factoren {factors}).",
            " (middle estimate {central}; chance of less: {chance}; factors {factors}).",
        ),
        "after every saving.likely, saving.about and saving.uncertain",
    ),
    "behind.amount": Claim(
        Text(
            " (middelste schatting {central}; factoren {factors}).", " (middle estimate {central}; factors {factors})."
        ),
        "after every amount, and after saving.none",
    ),
    "change.less": Claim(
        Text(
            "{scope}: {span} minder CO2e dan in {before} (kans op minder: {chance}).",
            "{scope}: {span} less CO2e than in {before} (chance of less: {chance}).",
        ),
        "of two periods; P5 and P95 are both less",
        (Beside.RANGE, Beside.CHANCE, Beside.ORDERS, Beside.FACTORS),
    ),
    "change.more": Claim(
        Text(
            "{scope}: {span} meer CO2e dan in {before} (kans op minder: {chance}).",
            "{scope}: {span} more CO2e than in {before} (chance of less: {chance}).",
        ),
        "of two periods; P5 and P95 are both more",
        (Beside.RANGE, Beside.CHANCE, Beside.ORDERS, Beside.FACTORS),
    ),
    "change.uncertain": Claim(
        Text(
            "{scope}: onzeker, van {more} meer tot {less} minder CO2e dan in {before} (kans op minder: {chance}).",
            "{scope}: uncertain, from {more} more to {less} less CO2e than in {before} (chance of less: {chance}).",
        ),
        "of two periods; one end is more and the other less",
        (Beside.RANGE, Beside.CHANCE, Beside.ORDERS, Beside.FACTORS),
    ),
    "change.none": Claim(
        Text("{scope}: evenveel CO2e als in {before}.", "{scope}: as much CO2e as in {before}."),
        "of two periods; both ends are nought",
        (Beside.ORDERS, Beside.FACTORS),
    ),
    "compared.held": Claim(
        Text(
            "Beide maanden zijn gerekend met factoren {factors}: wat verschilt, is wat er gepland is.",
            "Both months are reckoned with factors {factors}: what differs is what was planned.",
        ),
        "two periods with one factor set",
    ),
    "compared.of_their_time": Claim(
        Text(
            "Elke maand is gerekend met de factoren van haar tijd ({factors}): een verschil kan ook van de factoren"
            " komen.",
            "Each month is reckoned with the factors of its time ({factors}): a difference may come from the factors.",
        ),
        "two periods with the factors of their time",
    ),
    "co2": Claim(Text("CO₂e", "CO₂e"), _ANY, (Beside.UNIT,)),
    "co2_heading": Claim(Text("CO₂e, van bron tot wiel", "CO₂e, well to wheel"), _ANY, (Beside.FACTORS,)),
    "co2_title": Claim(Text("CO₂e van deze planning", "CO₂e of this plan"), _ANY, _FIGURE),
    "chart_title": Claim(Text("CO₂e van deze dag", "CO₂e of this day"), _ANY, _FIGURE),
    "month_chart_title": Claim(Text("CO₂e van deze maand", "CO₂e of this month"), _ANY, _FIGURE),
    "savings_title": Claim(Text("Wat scheelt het?", "What does it save?"), "above all baselines", _COMPARISON),
    "savings_note": Claim(
        Text(
            "Samen bezorgd vergeleken met elke andere manier, met dezelfde trekking van de factoren.",
            "Delivered together compared with each other way, with the same draw of the factors.",
        ),
        "under savings_title",
    ),
    "probability": Claim(Text("Kans op minder CO₂e", "Chance of less CO₂e"), _ANY, (Beside.BASELINE,)),
    "effect_less": Claim(Text("minder CO₂e", "less CO₂e"), "as saving.likely, of a saving", _COMPARISON),
    "effect_more": Claim(Text("meer CO₂e", "more CO₂e"), "as saving.likely, of an increase", _COMPARISON),
    "effect_unsure": Claim(Text("niet zeker", "uncertain"), "as saving.uncertain", _COMPARISON),
    "effect_same": Claim(Text("evenveel CO₂e", "as much CO₂e"), "as saving.none", (Beside.BASELINE,)),
    "basis_answers": Claim(
        Text(
            "Waarschijnlijkst: naar het antwoord van klanten op de vraag wat zij anders hadden gedaan."
            " Van {orders} bestellingen is bij {asked} gevraagd en bij {answered} geantwoord;"
            " de rest telt als de mix van de factorset.",
            "Most likely: by customers' answers to what they would have done otherwise."
            " Of {orders} orders, {asked} were asked and {answered} answered; the rest counts as the factor set's mix.",
        ),
        "the headline's basis is answers",
    ),
    "basis_survey": Claim(
        Text(
            "Waarschijnlijkst: naar de eigen enquête in de factorset; bij bestellingen is niets geantwoord.",
            "Most likely: by your own survey in the factor set; no order has an answer.",
        ),
        "the headline's basis is survey",
    ),
    "basis_assumed_shares": Claim(
        Text(
            "Waarschijnlijkst: naar de aandelen in de factoren, die geheel of deels aannamen zijn; bij bestellingen is"
            " niets geantwoord.",
            "Most likely: by the shares among the factors, which are assumed in whole or in part; no order has an"
            " answer.",
        ),
        "the headline's basis is assumed_shares",
    ),
    "basis_default": Claim(
        Text(
            "Er is niemand gevraagd wat hij anders had gedaan. Daarom telt elke bestelling als één die de"
            " klant zelf had opgehaald (met de auto, te voet, met de fiets of onderweg) of niet had gedaan: meestal de"
            " kleinste van de vergelijkingen.",
            "Nobody was asked what they would have done otherwise. So each order counts as one that the"
            " customer would have fetched (by car, on foot, by bicycle or on the way) or done without: usually the"
            " least of the baselines.",
        ),
        "the headline's basis is default, and nobody was asked",
    ),
    "basis_unanswered": Claim(
        Text(
            "Van {orders} bestellingen is bij {asked} gevraagd wat de klant anders had gedaan; een antwoord dat telt,"
            " gaf niemand. Daarom telt elke bestelling als één die de klant zelf had opgehaald (met de auto, te voet,"
            " met de fiets of onderweg) of niet had gedaan: meestal de kleinste van de vergelijkingen.",
            "Of {orders} orders, {asked} were asked what the customer would have done otherwise; nobody gave an answer"
            " that counts. So each order counts as one that the customer would have fetched (by car, on foot, by"
            " bicycle or on the way) or done without: usually the least of the baselines.",
        ),
        "the headline's basis is default, and customers were asked",
    ),
    "input_effect": Claim(Text("Samenhang met de besparing", "Goes with the saving"), _ANY, (Beside.BASIS,)),
    "input_more": Claim(Text("meer hiervan, meer bespaard", "more of it, more saved"), "rank correlation above 0"),
    "input_fewer": Claim(Text("meer hiervan, minder bespaard", "more of it, less saved"), "rank correlation below 0"),
    "driven_note": Claim(
        Text(
            "De CO2e van de rondes is gerekend naar wat er gereden en gemeten is. Gemeten energie telt in de"
            " inventaris; de bandbreedte rekent met de gereden kilometers. De lijst van rondes, hun kilometers en uren,"
            " en de kentallen blijven die van de planning.",
            "CO2e of the rounds is reckoned by what was driven and metered. Metered energy counts in the inventory; the"
            " range is that of the kilometres driven. The list of rounds, their kilometres and hours, and the figures"
            " of rounds stay those of the plan.",
        ),
        "a log took the place of the plan",
    ),
    "driven_note_ridden": Claim(
        Text(
            "De CO2e van de rondes is gerekend naar het bestand van wat er gereden en gemeten is; wat daar niet in"
            " staat, naar meldingen en meterstanden, anders naar de planning. Gemeten energie telt in de inventaris; de"
            " bandbreedte rekent met de gereden kilometers. De lijst van rondes blijft die van de planning; in de"
            " kentallen telt dat bestand niet mee.",
            "CO2e of the rounds is reckoned by the file of what was driven and metered; what is not in it, by reports"
            " and readings, or else by the plan. Metered energy counts in the inventory; the range is that of the"
            " kilometres driven. The list of rounds stays that of the plan; in the figures of rounds that file does not"
            " count.",
        ),
        "a log took the place of a day that was ridden",
    ),
    "compared.grams": Claim(Text("g CO2e (P50)", "g CO2e (P50)"), _ANY, (Beside.ORDERS, Beside.FACTORS)),
    "compared.grams_each": Claim(
        Text("g CO2e per bestelling (P50)", "g CO2e an order (P50)"), _ANY, (Beside.ORDERS, Beside.FACTORS)
    ),
    "plain.co2": Claim(Text("CO2e", "CO2e"), "as co2, in a terminal", (Beside.UNIT,)),
    "emission": Claim(Text("uitstoot", "emission"), _ANY, _FIGURE),
    "asked_after_shown": Claim(
        Text(
            "Bestellingen met een antwoord van nadat de besparing te zien kon zijn: {many}. Die antwoorden"
            " tellen niet mee.",
            "Orders with an answer from after their saving could be seen: {many}. Those answers do not count.",
        ),
        "answers came after a saving could be seen",
    ),
    "local_note": Claim(
        Text(
            "Stikstofoxiden en fijnstof op straat: niets van centrales of raffinaderijen, en geen CO₂e. De"
            " factoren zijn grotendeels aannamen; zie de tabel. Van het pakketnetwerk zijn de voertuigen niet bekend.",
            "Nitrogen oxides and particles in the street: nothing of power stations or refineries, and no CO₂e."
            " Most factors are assumptions; see the table. The vehicles of the parcel network are not known.",
        ),
        "above nitrogen oxides and particles",
    ),
    "local_rounds_less": Claim(
        Text("Kans dat de rondes minder geven", "Chance that the rounds emit less"),
        "in the table of nitrogen oxides and particles",
        (Beside.BASELINE,),
    ),
    "places_basis_default": Claim(
        Text(
            "Antwoorden van klanten tellen hier niet mee, ook niet waar zij gevraagd zijn: van weinig huishoudens zou"
            " een antwoord te herkennen zijn. Elke bestelling telt als één die de klant zelf had opgehaald (met de"
            " auto, te voet, met de fiets of onderweg) of niet had gedaan: meestal de kleinste van de vergelijkingen."
            " Het maandrapport van het plein kan daarom iets anders zeggen.",
            "Customers' answers do not count here, not even where they were asked: of few households an answer could"
            " be recognised. Each order counts as one that the customer would have fetched (by car, on foot, by"
            " bicycle or on the way) or done without: usually the least of the baselines. The square's own report of"
            " the month may therefore say otherwise.",
        ),
        "under published places whose basis is default",
    ),
    "places_basis_survey": Claim(
        Text(
            "Waarschijnlijkst: naar de eigen enquête in de factorset. Antwoorden van klanten tellen hier niet mee, ook"
            " niet waar zij gevraagd zijn. Het maandrapport van het plein kan daarom iets anders zeggen.",
            "Most likely: by your own survey in the factor set. Customers' answers do not count here, not even where"
            " they were asked. The square's own report of the month may therefore say otherwise.",
        ),
        "under published places whose basis is survey",
    ),
    "places_basis_assumed_shares": Claim(
        Text(
            "Waarschijnlijkst: naar de aandelen in de factoren, die geheel of deels aannamen zijn. Antwoorden van"
            " klanten tellen hier niet mee, ook niet waar zij gevraagd zijn. Het maandrapport van het plein kan daarom"
            " iets anders zeggen.",
            "Most likely: by the shares among the factors, which are assumed in whole or in part. Customers' answers do"
            " not count here, not even where they were asked. The square's own report of the month may therefore say"
            " otherwise.",
        ),
        "under published places whose basis is assumed_shares",
    ),
    "places.more_km": Claim(
        Text(
            "De rondes leggen {km} km meer af dan er anders het waarschijnlijkst gereden was:"
            " vermeden kilometers staan daarom onder nul.",
            "The rounds cover {km} km more than would most likely have been driven otherwise:"
            " kilometres avoided are therefore below nought.",
        ),
        "the middle of the kilometres avoided is below nought",
        (Beside.BASELINE,),
    ),
    "places.by_vehicle": Claim(
        Text(
            "Minder CO₂e komt hier van het voertuig, niet van minder kilometers.",
            "Less CO₂e comes from the vehicle here, not from fewer kilometres.",
        ),
        "beside places.more_km, and as saving.likely of a saving",
        _COMPARISON,
    ),
    "places_saved": Claim(Text("CO₂e, verschil", "CO₂e, difference"), _ANY, _COMPARISON),
})  # fmt: skip


def claim(name: str, lang: str) -> str:
    """Give the text of a claim."""
    return CLAIMS[name].text.within(lang)


def label_claims(lang: str) -> dict[str, str]:
    """Give the texts that pages use by their own name: those without a point in it."""
    return {name: one.text.within(lang) for name, one in CLAIMS.items() if "." not in name}


def difference_claim(saving: Saving, *, alike: bool) -> str:
    """Choose the claim that a saving may be told by.

    Parameters
    ----------
    alike: whether both ends of its range are told alike.
    """
    if saving.low < 0 < saving.high:
        return "saving.uncertain"
    if saving.low == saving.high == 0:
        return "saving.none"
    return "saving.about" if alike else "saving.likely"


def is_covered(known: int, served: int) -> bool:
    """Say whether enough is known of enough orders to compare them with anything."""
    return served == 0 or known >= LEAST_COVERAGE * served
