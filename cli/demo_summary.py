"""What the demo says at the end: the day in one table, CO2 beside each baseline, what to look at next."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from rich.console import Console
from rich.table import Table

from cli.called import called
from impact.claims import claim, difference_claim
from impact.ranges import Saving
from kernel.text import Text
from maps.formats import Formats
from maps.orders_left import orders_left
from maps.saving import headline_sentences, is_compared

__all__ = ["show_summary"]

SHOWN_UNASSIGNED = 10
FEW_G = 100.0
"""Below it a day's own grams would be 0.0 kg, so that its table is in grams."""
KILOMETRES = {
    "pooled": Text("samen, {vehicles}", "pooled, {vehicles}"),
    "pooled_van": Text("samen, met elektrische bus", "pooled, by electric van"),
    "shop_tours": Text("elke winkel rijdt zelf", "each shop drives its own tours"),
    "customer_collects": Text("autokilometers van klanten (schatting)", "customers' car kilometres (estimate)"),
    "each_alone": Text("elke bestelling apart per bus (bovengrens)", "every order alone by van (upper bound)"),
}
VEHICLES = {
    "bicycle": Text("zonder motor", "without a motor"),
    "cargo_bike": Text("op de bakfiets", "by cargo bike"),
    "car": Text("met de auto", "by car"),
    "diesel_van": Text("met een dieselbus", "by diesel van"),
    "electric_van": Text("met een elektrische bus", "by electric van"),
}
BASELINES = {
    "pooled_van": Text("ook gebundeld, met een elektrische bus", "pooled too, by electric van"),
    "shop_tours": Text("elke winkel rijdt zelf", "each shop drives its own tours"),
    "parcel_network": Text("landelijk pakketnetwerk", "national parcel network"),
    "customer_collects": Text("klanten halen zelf op (schatting)", "customers collect (estimate)"),
}
LESS, MORE = Text("minder", "less"), Text("MEER", "MORE")
UNSURE, SAME = Text("onzeker", "unsure"), Text("evenveel", "as much")


def show_summary(
    report: dict[str, Any], written: Sequence[Path], lang: str, *, then: Sequence[str], served: Path | None = None
) -> None:
    """Print the day for a person; every figure is the report's own.

    Parameters
    ----------
    written: the files to look at.
    then: commands that a person may want to call next.
    served: the home folder to look at in a browser, where it is not the usual one.
    """
    console = Console(highlight=False)
    console.print()
    console.print(kilometres(report, lang))
    console.print(emissions(report, lang))
    for line in unassigned(report, lang):
        console.print(line, markup=False)
    for note in report["notes"]:
        console.print(f"· {note}", style="dim", markup=False)
    console.print()
    console.print(Text("Kijk zelf:", "Look for yourself:").within(lang), style="bold")
    for file in sorted(written, key=lambda file: (file.parent.name == "sheets", file.suffix != ".html")):
        console.print(f"  {file}", markup=False, soft_wrap=True)
    console.print(Text("Probeer daarna:", "Then try:").within(lang), style="bold")
    command = called()
    for call in then:
        console.print(f"  {command} {call}", markup=False, soft_wrap=True)
    if served is not None:
        console.print(Text("In een browser:", "In a browser:").within(lang), style="bold")
        console.print(f"  {with_home(served)} {command} serve", markup=False, soft_wrap=True)


def with_home(home: Path) -> str:
    """Write the settings that make a command use a home folder, whatever the shell has set."""
    settings = [f"DORPSRONDE_HOME={quote(str(home))}"]
    if os.environ.get("DORPSRONDE_DATABASE_URL"):
        settings.append("DORPSRONDE_DATABASE_URL=")
    return " ".join(settings)


def kilometres(report: dict[str, Any], lang: str) -> Table:
    planned, given = report["orders"]["planned"], report["orders"]["given"]
    shops, rounds = report["shops"], len(report["rounds"])
    title = Text(
        f"{planned} van {given} bestellingen van {shops} {'winkel' if shops == 1 else 'winkels'} "
        f"in {rounds} {'ronde' if rounds == 1 else 'rondes'}",
        f"{planned} of {given} orders from {shops} {'shop' if shops == 1 else 'shops'} "
        f"in {rounds} {'round' if rounds == 1 else 'rounds'}",
    ).within(lang)
    table = Table(title=f"{report['area']}, {report['date']}: {title}", title_justify="left", title_style="bold")
    table.add_column("")
    table.add_column("km", justify="right")
    table.add_column(Text("uren", "hours").within(lang), justify="right")
    vehicles = vehicles_in(report).within(lang)
    for name, words in KILOMETRES.items():
        duration_s = report["duty_s"].get(name)
        hours = "–" if duration_s is None else number(duration_s / 3600, lang)
        table.add_row(words.within(lang).format(vehicles=vehicles), km(report, name, lang), hours)
    return table


def vehicles_in(report: dict[str, Any]) -> Text:
    """Name each class of vehicle that rides the day's rounds, in the order of their names."""
    ridden = sorted({planned["vehicle_class"] for planned in report["rounds"]}) or ["cargo_bike"]
    named = [VEHICLES[name] for name in ridden]
    return Text(" en ".join(one.nl for one in named), " and ".join(one.en for one in named))


def km(report: dict[str, Any], name: str, lang: str) -> str:
    """Kilometres that were solved as one number, those that are estimated with their range."""
    estimated = report["metres_range"].get(name)
    return in_thousands(estimated, lang) if estimated else number(report["metres"][name] / 1000, lang)


def emissions(report: dict[str, Any], lang: str) -> Table:
    factors = Text("factoren", "factors").within(lang)
    whole = Text("van bron tot wiel", "well-to-wheel").within(lang)
    few = report["co2_g"]["project"]["central"] < FEW_G
    grams = claim("plain.co2", lang)
    unit, shown = ("g", in_units) if few else ("kg", in_thousands)
    is_told = is_compared(report)
    table = Table(
        title=f"{grams}, {unit}, {whole}, P5 – P50 – P95 ({factors} {report['co2_g']['factor_set']})",
        title_justify="left",
        title_style="bold",
        caption=None if is_told else headline_sentences(report, list(BASELINES), lang)[0],
        caption_justify="left",
    )
    table.add_column(Text("vergeleken met", "compared with").within(lang))
    table.add_column(claim("emission", lang), justify="right")
    table.add_column(Text("verschil met de rondes", "difference").within(lang), justify="right")
    table.add_column(Text("kans op minder", "P(less)").within(lang), justify="right")
    table.add_row(Text("deze rondes", "these rounds").within(lang), shown(report["co2_g"]["project"], lang), "", "")
    for baseline, words in BASELINES.items() if is_told else ():
        saving = report["saved_g"][baseline]
        emitted, chance = shown(report["co2_g"][baseline], lang), percent(saving["probability"])
        table.add_row(words.within(lang), emitted, difference(saving, lang, shown), chance)
    return table


def difference(saving: dict[str, Any], lang: str, shown: Callable[[dict[str, float], str], str]) -> str:
    """A saving, an increase shown as an increase, or that it is uncertain or none: as every page tells it."""
    match difference_claim(Saving(**saving), alike=False):
        case "saving.uncertain":
            return f"{shown(saving, lang)} {UNSURE.within(lang)}"
        case "saving.none":
            return SAME.within(lang)
        case _ if saving["high"] > 0:
            return f"{shown(saving, lang)} {LESS.within(lang)}"
        case _:
            more = {"low": -saving["high"], "central": -saving["central"], "high": -saving["low"]}
            return f"{shown(more, lang)} {MORE.within(lang)}"


def in_thousands(range_: dict[str, float], lang: str) -> str:
    return " – ".join(number(range_[part] / 1000, lang) for part in ("low", "central", "high"))


def in_units(range_: dict[str, float], lang: str) -> str:
    return " – ".join(number(range_[part], lang, decimals=0) for part in ("low", "central", "high"))


def number(value: float, lang: str, decimals: int = 1) -> str:
    """One decimal, with the comma or point of the language."""
    return Formats(lang).number(value, decimals)


def percent(share: float) -> str:
    """Whole percents; no chance is drawn often enough to be called certain."""
    if share > 0.99:
        return ">99%"
    return "<1%" if share < 0.01 else f"{share:.0%}"


def unassigned(report: dict[str, Any], lang: str) -> list[str]:
    left = report["orders"]["unassigned"]
    if not left:
        return [Text("Elke bestelling zit in een ronde.", "Every order is in a round.").within(lang)]
    head = Text(f"{orders_left(report)} niet ingepland:", f"{orders_left(report)} unassigned:").within(lang)
    lines = [head, *(f"  {entry['id']}: {entry['reason']}" for entry in left[:SHOWN_UNASSIGNED])]
    rest = len(left) - SHOWN_UNASSIGNED
    if rest > 0:
        lines.append(Text(f"  … en nog {rest}, zie report.json", f"  … and {rest} more, see report.json").within(lang))
    return lines
