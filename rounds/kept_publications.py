"""What was made public of a square, for good: tables of places, and public bundles, of periods that are over."""

from datetime import date
from zoneinfo import ZoneInfo

from data.models.square import Square
from data.work import Work
from kernel.errors import ConflictError

__all__ = ["bundle_key", "months_with_bundle", "refuse_unfinished"]


def refuse_unfinished(work: Work, square: Square, period: object, last: date) -> None:
    """Refuse to publish before the last day of a period is past where the square is.

    Raises
    ------
    ConflictError
        It is not.
    """
    if work.now.astimezone(ZoneInfo(square.timezone)).date() <= last:
        raise ConflictError(
            f"{period} is not over", way_out="What is published stays: publish it when its last day is past."
        )


def bundle_key(first: date) -> str:
    """Name the publication that a month's public bundle is kept as: of no year's tables, which begin with the year."""
    return f"b{first:%Y%m}"


def months_with_bundle(work: Work, square_id: str, year: int) -> frozenset[str]:
    """Name the months of a year, "2026-11", whose sums were made public in a bundle."""
    months = [date(year, month, 1) for month in range(1, 13)]
    return frozenset(
        f"{first:%Y-%m}" for first in months if work.publications.find(square_id, bundle_key(first)) is not None
    )
