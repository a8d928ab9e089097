"""The day or month that a bundle is of."""

from dataclasses import dataclass
from datetime import date

from kernel.errors import BadInputError
from rounds.day_clock import last_of_month

__all__ = ["Period"]


@dataclass(frozen=True, slots=True)
class Period:
    """A day, or a whole month.

    Attributes
    ----------
    first: the day, or the first of the month.
    """

    first: date
    is_month: bool

    @classmethod
    def read(cls, text: str, where: str = "") -> "Period":
        """Read a period that was written as 2026-12-01 or 2026-12.

        Raises
        ------
        BadInputError
            It is neither.
        """
        is_month = len(text) == len("2026-12")
        try:
            found = cls(date.fromisoformat(f"{text}-01" if is_month else text), is_month)
        except ValueError:
            found = None
        if found is None or str(found) != text:
            raise BadInputError(
                f"{text[:40]!r} is no day and no month", where=where, way_out="Write it as 2026-12-01 or 2026-12."
            )
        return found

    @property
    def last(self) -> date:
        return last_of_month(self.first) if self.is_month else self.first

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}" if self.is_month else self.first.isoformat()
