"""The statement of method that goes with a report: how its figures were made, in words that the report itself knows.

Whatever a figure of the report decides (period, coverage, shares, factors, what was asked) is read from it; what is
the same in every report (the standard, what is left out, whose saving it is) stands here once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from impact.draws import DEFAULT_DRAWS
from impact.likely_mix import told_basis
from kernel.text import Text
from maps.factor_words import factor_name
from maps.formats import Formats
from maps.orders_left import orders_left
from maps.words import words

__all__ = ["Section", "method_statement"]

READ = Text(
    "Gevolgd zoals tweedehands bronnen de norm weergeven: de tekst van de norm zelf is niet gelezen, en niemand anders "
    "heeft deze cijfers gecontroleerd.",
    "Followed as second-hand sources give it: the standard's own text was not read, and nobody else has audited these "
    "figures.",
)
BOUNDARY = Text(
    "Van bron tot wiel: energie die bij het rijden en in dorpspunten wordt gebruikt, en wat het kost die daar te "
    "brengen. Alle kilometers tellen: beladen en leeg, de weg terug, mislukte pogingen en retouren.",
    "Well-to-wheel: energy used while driving and in hubs, and what it took to bring it there. All kilometres count: "
    "laden and empty, the way back, failed attempts and returns.",
)
EXCLUSIONS = (
    Text("Het maken van voertuigen en accu's: op een eigen regel, in geen ander cijfer.",
         "Making vehicles and batteries: on a line of its own, in no other figure."),
    Text("Voedsel van wie fietst, gebouwen, verpakkingen, koelmiddelen, servers en telefoons.",
         "Food of who cycles, buildings, packaging, refrigerants, servers and telephones."),
    Text("Compensatie en contracten voor groene stroom: niets is ervan afgetrokken.",
         "Offsets and contracts for renewable power: nothing is netted against them."),
    Text("Wat winkels en hun leveranciers vooraf rijden, en wat een klant later extra koopt.",
         "What shops and their suppliers drive before, and what a customer buys besides, later."),
)  # fmt: skip
APART = Text(
    "Uitstoot van de rondes is een inventaris; een besparing is een vergelijking met iets wat niet gebeurd is, en "
    "hoort daar niet in. De vergelijkingen rijden met dezelfde bestellingen, bezorgmomenten en planner; een toename "
    "staat er als toename.",
    "Emissions of the rounds are an inventory; a saving is a comparison with something that did not happen, and is no "
    "part of it. Baselines carry the same orders in the same windows, planned by the same solver; an increase stands "
    "as one.",
)
OWNER = Text(
    "De besparing is er één keer. Zij is van dorpsplein {area}, dat de rondes laat rijden. Winkels, vervoerders en "
    "gemeente mogen haar noemen als die van het dorpsplein, met deze bandbreedte en vergelijking; wie haar bij de "
    "eigen besparing optelt, telt dubbel. Niets is verrekend met compensatie.",
    "The saving is there once. It belongs to the square {area}, which has the rounds ridden. Shops, carriers and the "
    "municipality may quote it as the square's, with this range and baseline; whoever adds it to a saving of their own "
    "counts it twice. Nothing is netted against offsets.",
)
BASIS = {
    "answers": Text("Antwoorden van klanten: {asked} van {orders} gevraagd, {answered} antwoordden.",
                    "Customers' answers: {asked} of {orders} were asked, {answered} answered."),
    "survey": Text("Een eigen peiling van het dorpsplein; bij deze bestellingen is niets geantwoord.",
                   "A survey of the square's own; none of these orders has an answer."),
    "assumed_shares": Text("De aandelen in de factoren, die geheel of deels aannamen zijn; bij deze bestellingen is "
                           "niets geantwoord.",
                           "The shares among the factors, which are assumed in whole or in part; none of these orders "
                           "has an answer."),
    "default": Text("Niemand is gevraagd: elke bestelling telt als een die de klant zelf gehaald of gelaten had.",
                    "Nobody was asked: every order counts as one that its customer would have fetched or left."),
    "unanswered": Text("Gevraagd bij {asked} van {orders} bestellingen, en niemand gaf een antwoord dat telt: elke "
                       "bestelling telt als een die de klant zelf gehaald of gelaten had.",
                       "{asked} of {orders} were asked, and nobody gave an answer that counts: every order counts as "
                       "one that its customer would have fetched or left."),
}  # fmt: skip
LEFT_OUT = Text(
    "Antwoorden van klanten zijn hier weggelaten: van een soort antwoord waren er minder dan vijf huishoudens. De "
    "cijfers zijn die zonder antwoorden.",
    "Customers' answers are left out here: of a kind of answer there were fewer than five households. The figures "
    "are those without answers.",
)
ENDS = ("low", "central", "high")
STATUSES = {
    "verified": Text("bij de bron gelezen", "read at the source"),
    "second-hand": Text("gelezen waar een ander haar aanhaalt", "read where another quotes it"),
    "assumed": Text("eigen aanname", "our own assumption"),
}
TIERS = {
    "primary": Text("gemeten", "primary (measured)"),
    "modelled": Text("gemodelleerd", "modelled"),
    "default": Text("standaardwaarde", "default"),
}
KNOWN = {
    "planned": Text("gepland", "planned"),
    "driven": Text("gereden", "driven"),
    "estimated": Text("geschat", "estimated"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the statement: what it is about, sentences, and rows of two or more cells."""

    title: str
    sentences: Sequence[str]
    rows: Sequence[Sequence[str]] = ()


def method_statement(report: Mapping[str, Any], lang: str) -> list[Section]:
    """Say how a day's or a month's report was made.

    Parameters
    ----------
    report: as `rounds.month_report` gives it, in the same language; `answers_left_out` as of a public bundle.
    """
    told = Formats(lang)
    parts = (
        (Text("Norm", "Standard"), _standard(report, lang), ()),
        (Text("Periode en dekking", "Period and coverage"), _coverage(report, lang), ()),
        (Text("Grens", "Boundary"), [BOUNDARY.within(lang)], ()),
        (Text("Niet meegeteld", "Left out"), [one.within(lang) for one in EXCLUSIONS], ()),
        (Text("Waar de gegevens vandaan komen", "Where the data are from"), *_data(report, told, lang)),
        (Text("Vergelijking", "Comparison"), _comparison(report, lang), ()),
        (Text("Van wie de besparing is", "Whose saving it is"), [OWNER.within(lang).format(area=report["area"])], ()),
        (Text("Factoren", "Factors"), *_factors(report, told, lang)),
    )
    return [Section(title.within(lang), sentences, rows) for title, sentences, rows in parts]


def _standard(report: Mapping[str, Any], lang: str) -> list[str]:
    inventory = report.get("inventory")
    if inventory is None:
        none = Text(
            "Deze factoren hebben geen verdeling over rijden en energie brengen: er is geen inventaris.",
            "These factors have no split of driving and bringing energy: there is no inventory.",
        )
        return [none.within(lang)]
    shared = Text(
        "Verdeeld over bestellingen naar massa maal kortste weg van winkel tot deur, in een dorpspunt naar massa.",
        "Shared over orders by mass times the shortest way from shop to door, in a hub by mass.",
    )
    return [f"{inventory['standard']}. {READ.within(lang)}", shared.within(lang)]


def _coverage(report: Mapping[str, Any], lang: str) -> list[str]:
    told, orders = Formats(lang), report["orders"]
    if "month" in report:
        when = told.month(date.fromisoformat(f"{report['month']}-01"))
        days = Text("{when}: {n} dagen die gepland zijn, alle.", "{when}: {n} days that were planned, all of them.")
        said = [days.within(lang).format(when=when, n=len(report["days"]))]
    else:
        said = [f"{told.day(date.fromisoformat(report['date']))}."]
    left = orders["unassigned"] if isinstance(orders["unassigned"], int) else orders_left(report)
    served = Text(
        "{given} bestellingen, {planned} gebracht volgens de planning, {left} niet ingepland.",
        "{given} orders, {planned} brought by the plan, {left} not planned.",
    )
    said.append(served.within(lang).format(given=orders["given"], planned=orders["planned"], left=left))
    if "inventory" in report:
        chains = Text(
            "In de inventaris: {in_chains} van {served} trajecten in een keten, {with_activity} met massa en weg.",
            "In the inventory: {in_chains} of {served} legs in a chain, {with_activity} with mass and way.",
        )
        said.append(chains.within(lang).format(**report["inventory"]["coverage"]))
    if report["demand"] == "invented":
        made_up = Text("De vraag is verzonnen.", "The demand is invented.")
        said.append(made_up.within(lang))
    return said


def _data(report: Mapping[str, Any], told: Formats, lang: str) -> tuple[list[str], list[tuple[str, str]]]:
    inventory = report.get("inventory")
    if inventory is None:
        return [], []
    grams, metres = inventory["data_g"], Counter[str]()
    for by_known in inventory["metres"].values():
        metres.update(by_known)
    rows = [
        *((TIERS[tier].within(lang), _share(grams[tier], sum(grams.values()), told)) for tier in TIERS),
        *((f"km, {KNOWN[known].within(lang)}", _share(metres[known], metres.total(), told)) for known in KNOWN),
    ]
    return [Text("Aandeel in grammen, en in kilometers.", "Share of grams, and of kilometres.").within(lang)], rows


def _share(part: int, whole: int, told: Formats) -> str:
    return f"{told.number(100 * part / whole)} %" if whole else "–"


def _comparison(report: Mapping[str, Any], lang: str) -> list[str]:
    said = [APART.within(lang)]
    headline = report.get("headline")
    if report.get("answers_left_out"):
        said.append(LEFT_OUT.within(lang))
    elif headline is not None:
        told = BASIS[told_basis(headline["basis"], headline["asked"])]
        said.append(told.within(lang).format(**headline))
    draws = Text(
        "Bandbreedtes zijn P5 tot P95 van {draws} trekkingen uit de factoren, met startgetal {seed}; beide kanten "
        "krijgen dezelfde trekking.",
        "Ranges are P5 to P95 of {draws} draws from the factors, with seed {seed}; both sides get the same draw.",
    )
    return [*said, draws.within(lang).format(draws=Formats(lang).number(DEFAULT_DRAWS), seed=report["seed"])]


def _factors(report: Mapping[str, Any], told: Formats, lang: str) -> tuple[list[str], list[tuple[str, ...]]]:
    rows, units = report["factors"], words(lang)
    counted = Counter(row["status"] for row in rows)
    statuses = "; ".join(f"{counted[status]} {said.within(lang)}" for status, said in STATUSES.items())
    said = Text("Set {version}: {n} factoren, {statuses}.", "Set {version}: {n} factors, {statuses}.")
    sentence = said.within(lang).format(version=report["co2_g"]["factor_set"], n=len(rows), statuses=statuses)
    table = [
        (
            " ".join(filter(None, (factor_name(row["id"], lang), f"({row['id']})", row.get("factor_set")))),
            f"{' – '.join(told.factor(row[end]) for end in ENDS)} {units.get(row['unit'], row['unit'])}",
            STATUSES[row["status"]].within(lang),
            row["source"],
        )
        for row in rows
    ]
    return [sentence], table
