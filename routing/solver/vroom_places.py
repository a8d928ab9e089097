"""Where tasks and vehicles are: rows of the given matrices, or positions that are measured afterwards."""

from collections.abc import Callable, Mapping

from kernel.errors import BadInputError
from kernel.position import Position
from routing.matrix import TravelMatrix
from routing.solver.json_reading import Fields, read_list, read_number, read_whole

__all__ = ["Measure", "Places", "read_position"]

Measure = Callable[[Mapping[str, str], Mapping[Position, str]], Mapping[str, TravelMatrix]]
"""Measures positions against each other under each profile: a matrix a profile, rows in the order of the positions.

Profiles and positions come with where in the document they first stand, for who has to refuse one.
"""


class Places:
    """Turns what a document says of a place into a row of the matrices.

    Attributes
    ----------
    given: whether the matrices are given; otherwise each position gets the next row.
    rows: of the positions that got one.
    first: where each of these stands in the document, at first.
    """

    def __init__(self, *, given: bool) -> None:
        self.given = given
        self.rows: dict[Position, int] = {}
        self.first: dict[Position, str] = {}

    def row(self, fields: Fields, bare: str, index: str) -> int:
        """Read a place that must be there.

        Parameters
        ----------
        bare, index: the fields of its coordinates and of its row.
        """
        if not self.given:
            if fields.has(index):
                raise BadInputError(f'"{index}" needs matrices', where=fields.where, way_out=f'Give "{bare}" alone.')
            position = fields.take(bare, read_position)
            self.first.setdefault(position, fields.path(bare))
            return self.rows.setdefault(position, len(self.rows))
        if not fields.has(index) and fields.has(bare):
            raise BadInputError(
                f'"{bare}" alone is not enough',
                where=fields.where,
                way_out=f'Give "{index}" into the matrices, or an area instead of matrices.',
            )
        return fields.take(index, read_whole)

    def row_if_any(self, fields: Fields, bare: str, index: str) -> int | None:
        """Read a place that may be left out."""
        return self.row(fields, bare, index) if fields.has(bare) or fields.has(index) else None


def read_position(value: object, where: str) -> Position:
    """Read [lon, lat]."""
    figures = read_list(value, where, read_number)
    if len(figures) != 2:
        raise BadInputError("is not [lon, lat]", where=where)
    try:
        return Position(*figures)
    except BadInputError as fault:
        raise BadInputError(fault.what, where=where, way_out=fault.way_out) from None
