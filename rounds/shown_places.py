"""What was published, to be shown, and the borders that it is drawn on."""

from collections.abc import Mapping
from typing import Any

from shapely import MultiPolygon

from data.database import Database
from kernel.scope import Scope
from rounds.place_document import without_shops
from rounds.place_tables import Kind

__all__ = ["borders_of", "published_places"]

SCOPE = Scope.system("report publish")


def published_places(database: Database, slug: str, period: str) -> dict[str, Any]:
    """Give what was published of a period, without the shops.

    Raises
    ------
    NotFoundError
        There is no such square, or nothing was.
    """
    with database.read(SCOPE) as work:
        return without_shops(work.publications.get(work.squares.get(slug).id, period).document)


def borders_of(database: Database, report: Mapping[str, Any]) -> dict[str, MultiPolygon]:
    """Give the border of each neighbourhood of a published report, by its code."""
    wanted = {row["code"] for row in report["cells"] if row["kind"] == Kind.NEIGHBOURHOOD}
    with database.read(SCOPE) as work:
        return {one.code: one.border for one in work.neighbourhoods.of_year(report["division"]) if one.code in wanted}
