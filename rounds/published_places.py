"""Publishing what a square's rounds did for places and shops: hidden where few are concerned, and for good.

A month is published once, after it is over; a year likewise. What was published stays as it is, so that two versions
of one number cannot be subtracted from each other; and a later period hides whatever would tell of an earlier one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import shapely

from data.database import Database
from data.models.neighbourhood import Neighbourhood
from data.models.publication import Publication
from data.models.square import Square
from data.repositories.served import ServedDay
from data.work import Work
from impact.disclosure.hiding import hidden_cells
from impact.disclosure.tables import Cell
from impact.elements import Known
from impact.factors import FactorSet
from kernel.errors import BadInputError, ConflictError, NotFoundError, StorageError
from kernel.scope import Scope
from rounds.day_clock import last_of_month
from rounds.day_report import ATTRIBUTION
from rounds.kept_publications import months_with_bundle, refuse_unfinished
from rounds.people_of_days import HOUSEHOLDS, RIDERS
from rounds.place_document import place_figures
from rounds.place_tables import WHOLE, PlaceTables, place_tables
from rounds.planned_hours import hidden_hours, months_of
from rounds.served_homes import Home, served_homes
from rounds.served_orders import ServedOrder, served_orders

__all__ = ["period_of", "publish_places"]

SCOPE = Scope.system("report publish")
_PERIOD = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
KIND = "dorpsronde/places/1"


@dataclass(frozen=True, slots=True)
class _Year:
    """A year of a square: its days, and what of it was published before: tables, and the months of bundles."""

    square: Square
    neighbourhoods: Sequence[Neighbourhood]
    division: int
    days: Sequence[ServedDay]
    shops: Mapping[str, str]
    before: Sequence[Publication]
    with_bundle: frozenset[str]


def publish_places(
    database: Database, slug: str, period: str, *, division: int | None = None, factors: FactorSet | None = None
) -> dict[str, Any]:
    """Publish a month, "2026-11", or a year, "2026"; one that was published is given as it was.

    Parameters
    ----------
    division: the year of the neighbourhoods; without it the newest that is not later than the period.

    Raises
    ------
    NotFoundError
        There is no such square, no such division, or nothing was planned.
    ConflictError
        The period is not over, was published with another division or other factors than are asked for, its year was
        published with another division, or something else of the year was made public meanwhile.
    StorageError
        Its days were planned otherwise when a part of its year was published.
    """
    first, last = _span(period)
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        known = work.publications.find(square.id, period)
        if known is not None:
            _refuse_otherwise(known, division, factors)
            return known.document
        refuse_unfinished(work, square, period, last)
        loaded = _loaded(work, square, first, division)
    document = _document(loaded, period, factors)
    with database.begin(SCOPE) as work:
        _refuse_meanwhile(work, loaded, first.year)
        return work.publications.add(square.id, period, document).document


def _refuse_otherwise(known: Publication, division: int | None, factors: FactorSet | None) -> None:
    """Refuse to give what was published in the place of something else that is asked for."""
    was = {"--division": str(known.document["division"]), "--factors": known.document["factor_set"]}
    asked = {"--division": str(division or ""), "--factors": factors.version if factors else ""}
    other = [option for option, wanted in asked.items() if wanted and wanted != was[option]]
    if other:
        raise ConflictError(
            f"{known.period} was published before, with the neighbourhoods of {was['--division']} and factors "
            f"{was['--factors']}, and stays as it is",
            way_out=f"Leave {' and '.join(other)} out: that one is given.",
        )


def _refuse_meanwhile(work: Work, loaded: _Year, year: int) -> None:
    """Refuse a document that was made without knowing all that is public by now: it hides too little beside that."""
    periods = {one.period for one in work.publications.of_year(loaded.square.id, year)}
    if periods != {one.period for one in loaded.before} or loaded.with_bundle != months_with_bundle(
        work, loaded.square.id, year
    ):
        raise ConflictError(f"something else of {year} was made public meanwhile", way_out="Ask once more.")


def period_of(text: str) -> str:
    """Read "2026-11" or "2026".

    Raises
    ------
    BadInputError
        It is neither.
    """
    try:
        if _PERIOD.fullmatch(text):
            _span(text)
            return text
    except ValueError:
        pass
    raise BadInputError(f"{text!r:.20} is no month or year", way_out="Write 2026-11, or 2026.")


def _span(period: str) -> tuple[date, date]:
    if len(period) == 4:
        year = int(period)
        return date(year, 1, 1), date(year, 12, 31)
    first = date.fromisoformat(f"{period}-01")
    return first, last_of_month(first)


def _loaded(work: Work, square: Square, first: date, division: int | None) -> _Year:
    before = work.publications.of_year(square.id, first.year)
    years = [one.year for one in work.neighbourhoods.divisions()]
    used = {one.document["division"] for one in before}
    chosen = division or next(iter(used), None) or next((year for year in years if year <= first.year), None)
    if chosen not in years:
        raise NotFoundError(
            f"there are no neighbourhoods of {chosen or first.year}",
            way_out="Take some in: `dorpsronde report places import FILE.geojson --year YYYY`.",
        )
    if used - {chosen}:
        raise ConflictError(
            f"{first.year} was published with the neighbourhoods of {used.pop()}",
            way_out="Keep to those: places of two divisions cannot be added up.",
        )
    ground = shapely.union_all([area.border for area in square.areas])
    return _Year(
        square=square,
        neighbourhoods=[one for one in work.neighbourhoods.of_year(chosen) if one.border.intersection(ground).area > 0],
        division=chosen,
        days=work.served.days(square.id, first.replace(month=1, day=1), first.replace(month=12, day=31)),
        shops={shop.id: shop.name for shop in work.shops.all(square.id)},
        before=before,
        with_bundle=months_with_bundle(work, square.id, first.year),
    )


def _document(loaded: _Year, period: str, factors: FactorSet | None) -> dict[str, Any]:
    """Make the document of a period.

    A month's numbers are connected with other periods only once its year is published; then with all its months,
    published or not.
    """
    year = period[:4]
    with_year = period == year or any(one.period == year for one in loaded.before)
    months = {month: days for month, days in months_of(loaded.days).items() if with_year or month == period}
    tables = _tables(loaded, months, year if with_year else None, factors)
    if period not in tables or not tables[period].orders[WHOLE]:
        raise NotFoundError(f"nothing was brought in {period}", way_out="Plan its days first.")
    of_period = [day for month, days in months.items() if period in {month, year} for day in days]
    before = [one for one in loaded.before if one.period in tables]
    hours = hidden_hours(months, year if with_year else None, before)
    return {
        "report": KIND,
        "area": loaded.square.name,
        "period": period,
        "known": str(Known.PLANNED),
        "division": loaded.division,
        "rule": {"households": HOUSEHOLDS.fewest, "couriers": RIDERS.fewest},
        **place_figures(tables[period], of_period, _hidden(tables, before, loaded.with_bundle), hours),
        "attribution": ATTRIBUTION,
    }


def _tables(
    loaded: _Year, months: Mapping[str, Sequence[ServedDay]], year: str | None, factors: FactorSet | None
) -> dict[str, PlaceTables]:
    homes = served_homes(loaded.days)
    tables: dict[str, PlaceTables] = {}
    every: list[ServedOrder] = []
    for month, days in months.items():
        orders = [_at_home(one, homes[one.order_id]) for one in served_orders(days, factors)]
        every += orders
        tables[month] = place_tables(month, orders, loaded.neighbourhoods, loaded.shops, by_day=True)
    if year is not None:
        tables[year] = place_tables(year, every, loaded.neighbourhoods, loaded.shops, by_day=False)
    return tables


def _at_home(order: ServedOrder, home: Home) -> ServedOrder:
    return replace(order, household=home.household, position=home.position)


def _hidden(
    tables: Mapping[str, PlaceTables], before: Sequence[Publication], with_bundle: frozenset[str]
) -> frozenset[str]:
    """Choose what is hidden of all periods together; what was published before is as it was.

    Hidden is what would give away households behind the orders that were carried, or behind those of them that came to
    their end, of which the savings are. A month's public bundle showed how many orders the square had, so that this
    cell is shown.
    """
    cells = [cell for one in tables.values() for cell in one.cells()]
    ended = [cell for one in tables.values() for cell in one.ended_cells()]
    sums = [each for one in tables.values() for each in one.sums()]
    for period, one in tables.items():
        if len(period) == 4:
            sums += one.sums_of_parts([month for name, month in tables.items() if name != period])
    known = {cell.name: cell for cell in cells}
    shown = {tables[month].name(WHOLE) for month in with_bundle & set(tables)}
    withheld = set[str]()
    for publication in before:
        for row in [*publication.document["cells"], *publication.document["days"]]:
            name = f"{publication.period} {row['key']}"
            _refuse_changed(known.get(name), row, publication.period)
            (withheld if row["hidden"] else shown).add(name)
    hidden = hidden_cells(cells, sums, shown=shown, hidden=withheld, rule=HOUSEHOLDS)
    return hidden if ended == cells else hidden_cells(ended, sums, shown=shown, hidden=hidden, rule=HOUSEHOLDS)


def _refuse_changed(cell: Cell | None, row: Mapping[str, Any], period: str) -> None:
    is_same = cell is not None and (
        cell.people > 0 if row["hidden"] else (cell.people, cell.amount) == (row["households"], row["orders"])
    )
    if not is_same:
        raise StorageError(
            f"what was published of {period} is not what its days say now ({row['key']})",
            way_out="Its days, addresses or neighbourhoods were changed since; no more of that year can be published.",
        )
