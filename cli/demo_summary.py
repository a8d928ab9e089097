"""What the demo says at the end: the day in one table, CO2 beside each baseline, what to look at next."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from kernel.text import Text
from rounds.day_report import PlannedDay

__all__ = ["show_summary"]

SHOWN_UNASSIGNED = 10
BASELINES = {
    "customer_collects": Text("klanten halen zelf op (schatting)", "customers collect (estimate)"),
    "shop_tours": Text("elke winkel rijdt zelf", "each shop drives its own tours"),
    "parcel_network": Text("landelijk pakketnetwerk", "national parcel network"),
    "pooled_van": Text("dezelfde rondes met elektrische bus", "the same pooled by electric van"),
}


def show_summary(report: dict[str, Any], planned: PlannedDay, folder: Path, lang: str) -> None:
    """Print the day for a person; every figure is the report's own."""
    console = Console()

    def say(nl: str, en: str) -> str:
        return nl if lang == "nl" else en

    console.print()
    console.print(kilometres(report, lang))
    console.print(emissions(report, lang))
    for line in unassigned(report, lang):
        console.print(line, markup=False)
    for note in report["notes"]:
        console.print(f"· {note}", style="dim", markup=False)
    console.print()
    console.print(say("Kijk zelf:", "Look for yourself:"), style="bold")
    for name in ("map.html", "report.html", "report.json", "rounds.geojson", "sheets/"):
        console.print(f"  {folder / name}", markup=False, highlight=False)
    console.print(say("Probeer daarna:", "Then try:"), style="bold")
    console.print(f"  dorpsronde demo --seed {planned.day.seed + 1}", highlight=False)
    console.print(
        say("  dorpsronde demo --area UW-DORP.osm.pbf", "  dorpsronde demo --area YOUR-VILLAGE.osm.pbf"),
        highlight=False,
    )


def kilometres(report: dict[str, Any], lang: str) -> Table:
    def say(nl: str, en: str) -> str:
        return nl if lang == "nl" else en

    orders, metres, duty = report["orders"], report["metres"], report["duty_s"]
    title = say(
        f"{report['area']}, {report['date']}: {orders['planned']} van {orders['given']} bestellingen "
        f"van {report['shops']} winkels in {len(report['rounds'])} rondes",
        f"{report['area']}, {report['date']}: {orders['planned']} of {orders['given']} orders "
        f"from {report['shops']} shops in {len(report['rounds'])} rounds",
    )
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    table.add_column("km", justify="right")
    table.add_column(say("uren", "hours"), justify="right")
    rows: Sequence[tuple[str, int, int | None]] = (
        (say("samen, op de bakfiets", "pooled, by cargo bike"), metres["pooled"], duty["pooled"]),
        (say("samen, met elektrische bus", "pooled, by electric van"), metres["pooled_van"], duty["pooled_van"]),
        (say("elke winkel rijdt zelf", "each shop drives its own tours"), metres["shop_tours"], duty["shop_tours"]),
        (
            say("autokilometers van klanten (schatting)", "customers' car kilometres (estimate)"),
            metres["customer_collects"],
            None,
        ),
        (
            say("elke bestelling apart per bus (bovengrens)", "every order alone by van (upper bound)"),
            metres["each_alone"],
            None,
        ),
    )
    for name, distance_m, duration_s in rows:
        table.add_row(name, f"{distance_m / 1000:.1f}", "–" if duration_s is None else f"{duration_s / 3600:.1f}")
    return table


def emissions(report: dict[str, Any], lang: str) -> Table:
    def say(nl: str, en: str) -> str:
        return nl if lang == "nl" else en

    table = Table(
        title=f"CO2e, kg, well-to-wheel: P5 – P50 – P95 ({say('kengetallen', 'factors')} {report['co2_g']['factor_set']})",
        title_justify="left",
        title_style="bold",
    )
    table.add_column(say("vergeleken met", "compared with"))
    table.add_column(say("uitstoot", "emission"), justify="right")
    table.add_column(say("verschil met de rondes", "against the rounds"), justify="right")
    table.add_column(say("kans op minder", "P(less)"), justify="right")
    table.add_row(say("deze rondes", "these rounds"), kg_range(report["co2_g"]["project"]), "", "")
    for baseline, name in BASELINES.items():
        saving = report["saved_g"][baseline]
        table.add_row(
            name.within(lang),
            kg_range(report["co2_g"][baseline]),
            difference(saving, lang),
            f"{saving['probability']:.0%}",
        )
    return table


def difference(saving: dict[str, float], lang: str) -> str:
    """A saving, an increase shown as an increase, or neither when the range holds zero."""
    low, high = saving["low"], saving["high"]
    less, more, unsure = ("minder", "MEER", "onzeker") if lang == "nl" else ("less", "MORE", "unsure")
    if low > 0:
        return f"{kg_range(saving)} {less}"
    if high < 0:
        turned = {"low": -high, "central": -saving["central"], "high": -low}
        return f"{kg_range(turned)} {more}"
    return f"{kg_range(saving)} {unsure}"


def kg_range(grams: dict[str, float]) -> str:
    return " – ".join(f"{grams[part] / 1000:.1f}" for part in ("low", "central", "high"))


def unassigned(report: dict[str, Any], lang: str) -> list[str]:
    left = report["orders"]["unassigned"]
    if not left:
        return ["Elke bestelling zit in een ronde." if lang == "nl" else "Every order is in a round."]
    head = f"{len(left)} niet ingepland:" if lang == "nl" else f"{len(left)} unassigned:"
    lines = [head, *(f"  {entry['id']}: {entry['reason']}" for entry in left[:SHOWN_UNASSIGNED])]
    rest = len(left) - SHOWN_UNASSIGNED
    if rest > 0:
        lines.append(f"  … en nog {rest}, zie report.json" if lang == "nl" else f"  … and {rest} more, see report.json")
    return lines
