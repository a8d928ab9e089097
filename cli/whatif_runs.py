"""The long work of `dorpsronde whatif`: with progress, and with what is done so far where Ctrl-C ends it."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli.demo import DEMO_DAY, area_name
from cli.opened import Opened, opened
from cli.progress import steps
from data.models.cost_sheet import CostSheet
from impact.factor_table import load_factors
from kernel.errors import BadInputError, NotFoundError
from kernel.progress import Progress
from kernel.scope import Scope
from kernel.text import Text
from maps.growth_page import growth_page
from maps.what_if_page import what_if_page
from rounds.changes import Changes
from rounds.growth import Growth, check_counts, growth
from rounds.growth_report import growth_report
from rounds.growth_source import GrowthSource, invented_source, stored_source
from rounds.invented_village import InventedVillage
from rounds.replayed import SearchDepth
from rounds.stored_costs import in_force
from rounds.what_if import planned_days, what_if
from rounds.what_if_costs import what_if_costs
from rounds.what_if_drawing import sketches_of
from rounds.what_if_report import what_if_report
from rounds.whole_day import Step
from routing.solver.interruption import noticing_ctrl_c

__all__ = ["Chosen", "Written", "run_growth", "run_what_if"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Days, or the first day of a month whose planned days are meant."""

    days: Sequence[date]
    month: date | None


@dataclass(frozen=True, slots=True)
class Written:
    """A document, and where it is partial how much of the work was done."""

    text: str
    partial: str


def run_what_if(
    square: str, chosen: Chosen, changes: Changes, depth: SearchDepth, *, costs: bool, form: str, lang: str
) -> Written:
    """Replay days, and give the page or the document of it.

    Raises
    ------
    NotFoundError
        Costs are wanted, and the square said none of these days.
    """
    with opened() as home, noticing_ctrl_c() as interruption:
        days = planned_days(home.database, square, chosen.month) if chosen.month else chosen.days
        sheets = _sheets_of(home, square, days) if costs else []
        with steps() as begin:
            found = what_if(
                home.database,
                home.home,
                square,
                days,
                changes,
                depth=depth,
                step=_english(begin),
                stop=lambda: bool(interruption),
            )
        if not found.days:
            raise KeyboardInterrupt
        report = what_if_report(found, load_factors(), lang, costs=what_if_costs(found, sheets))
        text = what_if_page(report, sketches_of(found, home.home), lang=lang) if form == "html" else _json(report)
    return Written(text, f"{len(found.days)} of {len(found.asked)} days" if found.is_partial else "")


def _sheets_of(home: Opened, square: str, days: Sequence[date]) -> list[CostSheet]:
    """Load the cost sheets before anything is solved for them."""
    with home.database.read(Scope.system("whatif --costs")) as work:
        standing = work.cost_sheets.standing(work.squares.get(square).id)
    if not any(in_force(standing, day) for day in days):
        raise NotFoundError(
            f"square {square} has no costs of these days",
            way_out=f"Say them first: `dorpsronde cost import {square} FILE.csv`.",
        )
    return standing


def run_growth(
    source: str | Path, chosen: Chosen, counts: Sequence[int], draws: int, depth: SearchDepth, *, form: str, lang: str
) -> Written:
    """Draw a curve from days of a square, or on an extract, and give the page or the document of it."""
    wanted = check_counts(counts, draws)
    with ExitStack() as stack:
        interruption = stack.enter_context(noticing_ctrl_c())
        begin = stack.enter_context(steps())
        opening = _source_of(stack, source, chosen, depth.seed, _english(begin))
        found = growth(opening, wanted, draws=draws, depth=depth, step=_english(begin), stop=lambda: bool(interruption))
    if not found.draws:
        raise KeyboardInterrupt
    return _growth_written(found, form, lang)


def _source_of(stack: ExitStack, source: str | Path, chosen: Chosen, seed: int, step: Step) -> GrowthSource:
    if isinstance(source, Path):
        if chosen.month or len(chosen.days) > 1:
            raise BadInputError("an invented village has one day", where="whatif", way_out="Give --date once, or not.")
        day = chosen.days[0] if chosen.days else date.fromisoformat(DEMO_DAY)
        village = InventedVillage(source, area_name(source), day, seed=seed)
        return stack.enter_context(invented_source(village, step))
    home = stack.enter_context(opened())
    days = planned_days(home.database, source, chosen.month) if chosen.month else chosen.days
    return stored_source(home.database, home.home, source, days, seed=seed, step=step)


def _growth_written(found: Growth, form: str, lang: str) -> Written:
    if not found.points:
        raise BadInputError(
            "no order could be delivered at any of these numbers",
            where="whatif",
            way_out=f"Plan the day and read why: {found.days[0]}.",
        )
    report = growth_report(found, lang)
    text = growth_page(report, lang=lang) if form == "html" else _json(report)
    asked = len(found.counts) * found.draws_asked
    return Written(text, f"{len(found.draws)} of {asked} drawn days" if found.is_partial else "")


def _json(report: dict[str, object]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _english(begin: Callable[[str], Progress]) -> Step:
    """The screen speaks English, whatever language the paper has."""

    def step(title: Text) -> Progress:
        return begin(title.within("en"))

    return step
