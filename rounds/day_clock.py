"""Between the clock on a square's wall and the moments that are stored, which are UTC."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kernel.errors import BadInputError

__all__ = ["DAY_S", "FIRST_DAY", "LAST_DAY", "DayClock", "days_from", "last_of_month"]

DAY_S = 86_400
FIRST_DAY, LAST_DAY = date(1, 3, 1), date(9999, 12, 28)
"""Between them a day, a month before it and two days after it have moments in every zone."""


def last_of_month(day: date) -> date:
    """Give the last day of a day's month, of the calendar's last month too."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def days_from(first: date, count: int) -> list[date]:
    """Give so many days from a first one on.

    Raises
    ------
    BadInputError
        One of them has no moments in every zone: the first and the last days of the calendar.
    """
    if not FIRST_DAY <= first <= LAST_DAY - timedelta(days=count):
        raise BadInputError(f"{first} is at the end of the calendar", way_out="Choose another day.")
    return [first + timedelta(days=ahead) for ahead in range(count)]


@dataclass(frozen=True, slots=True)
class DayClock:
    """One local day of one zone; its seconds are those a clock on the wall shows since midnight.

    On the two nights a year when clocks change, seconds before the change keep the time that the wall shows, so
    14:00 is 14:00; a round that rides through that very hour would be an hour off.
    """

    day: date
    timezone: str

    def moment(self, seconds: int) -> datetime:
        """Give the moment at which the wall shows this many seconds; 90,000 is 01:00 of the next day."""
        midnight = datetime.combine(self.day, time(), ZoneInfo(self.timezone))
        return (midnight + timedelta(seconds=seconds)).astimezone(UTC)

    def seconds(self, moment: datetime) -> int:
        """Give what the wall shows at a moment, since midnight of this day."""
        local = moment.astimezone(ZoneInfo(self.timezone))
        days = (local.date() - self.day).days
        return days * DAY_S + local.hour * 3_600 + local.minute * 60 + local.second
