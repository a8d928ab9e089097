"""The borders that a published report is drawn on."""

from collections.abc import Mapping
from typing import Any

from shapely import MultiPolygon

from data.database import Database
from kernel.scope import Scope
from rounds.place_tables import Kind

__all__ = ["borders_of"]

SCOPE = Scope.system("report publish")


def borders_of(database: Database, report: Mapping[str, Any]) -> dict[str, MultiPolygon]:
    """Give the border of each neighbourhood of a published report, by its code."""
    wanted = {row["code"] for row in report["cells"] if row["kind"] == Kind.NEIGHBOURHOOD}
    with database.read(SCOPE) as work:
        return {one.code: one.border for one in work.neighbourhoods.of_year(report["division"]) if one.code in wanted}
