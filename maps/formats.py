"""Figures as people read them: decimal comma in Dutch, point in English, never more digits than are known."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from math import floor, log10

__all__ = ["Formats"]

_MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_OPENING = {
    **{name: dutch[:2] for name, dutch in zip(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), _DAYS["nl"], strict=True)},
    **{english[:3]: dutch for english, dutch in zip(_MONTHS["en"], _MONTHS["nl"], strict=True)},
    "PH": "feestdagen",
    "SH": "schoolvakantie",
    "off": "gesloten",
    "closed": "gesloten",
}
_OPENING_WORD = re.compile(rf'"[^"]*"|\b(?:{"|".join(_OPENING)})\b')
"""A comment, which stays, or a word of ours. Source: wiki.openstreetmap.org/wiki/Key:opening_hours/specification."""
_GROUPS = {"nl": str.maketrans(",.", ".,"), "en": {}}
_NARROW = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one language ("nl" or "en")."""

    lang: str

    def number(self, value: float, decimals: int = 0) -> str:
        """Group thousands and round half to even, as the rest of the product does; nothing has no sign."""
        return f"{round(value, decimals) + 0.0:,.{decimals}f}".translate(_GROUPS[self.lang])

    def shortest(self, value: float, decimals: int) -> str:
        """At most so many decimals, without needless zeros: "21", "0,5"."""
        text = self.number(value, decimals)
        return text.rstrip("0").rstrip(",.") if decimals else text

    def month(self, first: date) -> str:
        """Name and year of a month."""
        return f"{_MONTHS[self.lang][first.month - 1]} {first.year}"

    def km(self, metres: int) -> str:
        """Kilometres with one decimal, without the unit."""
        return self.number(metres / 1000, 1)

    def about_km(self, metres: int) -> str:
        """Kilometres in two significant digits, for running text."""
        km = _significant(metres / 1000, 2)
        return self.number(km, 0 if km >= 10 else 1)

    def hours(self, seconds: int) -> str:
        """Hours and minutes, as on a watch, rounded to the minute."""
        minutes = round(seconds / 60)
        return f"{minutes // 60}:{minutes % 60:02}"

    def clock(self, seconds: int) -> str:
        """Time of day, cut to the minute; hours run on past midnight."""
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"

    def kg(self, kilograms: float) -> str:
        """Kilograms with one decimal, as orders are weighed, with the unit."""
        return f"{self.number(kilograms, 1)}{_NARROW}kg"

    def litres(self, litres: float) -> str:
        """Whole litres from ten on, else one decimal, with the unit."""
        return f"{self.number(litres, 0 if litres >= 10 else 1)}{_NARROW}l"

    def grams(self, grams: float) -> str:
        """Two significant digits of an amount of CO2e, in g, kg or t; the sign is left to the words around it."""
        return _NARROW.join(self._in_unit(grams, *_unit(grams)))

    def milligrams(self, mg: float) -> str:
        """Two significant digits of an amount of something else than CO2e, in mg, or from a gram on as `grams`."""
        rounded = _significant(mg, 2)
        if 1_000 <= rounded < 10_000:
            return f"{self.number(rounded / 1_000, 1)}{_NARROW}g"
        return self.grams(mg / 1_000) if rounded >= 10_000 else f"{self.number(rounded)}{_NARROW}mg"

    def gram_ends(self, low: float, high: float) -> tuple[str, str]:
        """Both ends of a range, each with the unit of the larger one: "0,97 kg" and "7,6 kg"."""
        unit = _unit(max(low, high, key=abs))
        return _NARROW.join(self._in_unit(low, *unit)), _NARROW.join(self._in_unit(high, *unit))

    def gram_range(self, low: float, high: float, to: str) -> str:
        """A range with its unit once, or one amount where both ends are told alike; `to` is as "{low} tot {high}"."""
        first, last = self.gram_ends(low, high)
        return last if first == last else to.format(low=first.split(_NARROW)[0], high=last)

    def _in_unit(self, grams: float, unit: str, size: int) -> tuple[str, str]:
        rounded = abs(_significant(grams, 2))
        # a gram is the least that is told, in whatever unit
        return self.number(rounded / size, _decimals(rounded / size, round(log10(size)))), unit

    def factor(self, value: float) -> str:
        """Three significant digits of a factor, without needless zeros."""
        return self.shortest(value, 0 if value == 0 else max(0, 2 - floor(log10(abs(value)))))

    def percent(self, share: float) -> str:
        """Whole percents; no chance is drawn often enough to be called certain."""
        if share > 0.99:
            return f">{_NARROW}99{_NARROW}%"
        return f"<{_NARROW}1{_NARROW}%" if share < 0.01 else f"{share * 100:.0f}{_NARROW}%"

    def day(self, day: date) -> str:
        """A date with its weekday."""
        month = _MONTHS[self.lang][day.month - 1]
        return f"{_DAYS[self.lang][day.weekday()]} {day.day} {month} {day.year}"

    def plain_day(self, day: date) -> str:
        """A date without its weekday."""
        return f"{day.day} {_MONTHS[self.lang][day.month - 1]} {day.year}"

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return _DAYS[self.lang][number]

    def short_day(self, day: date) -> str:
        """A date with its weekday and without its year, where that stands beside it."""
        return f"{_DAYS[self.lang][day.weekday()]} {day.day} {_MONTHS[self.lang][day.month - 1]}"

    def weekdays(self) -> list[str]:
        """The days of the week in two or three letters, Monday first."""
        return [name[: 2 if self.lang == "nl" else 3] for name in _DAYS[self.lang]]

    def opening_hours(self, written: str) -> str:
        """Opening hours as OpenStreetMap writes them, with Dutch names in Dutch."""
        if self.lang != "nl":
            return written
        return _OPENING_WORD.sub(lambda word: _OPENING.get(word[0], word[0]), written)

    def moment(self, at: datetime) -> str:
        """A date with the time on the clock it is in."""
        return f"{at.day} {_MONTHS[self.lang][at.month - 1]} {at.year}, {at:%H:%M}"


def _unit(grams: float) -> tuple[str, int]:
    rounded = abs(_significant(grams, 2))
    return next((step for step in (("t", 1_000_000), ("kg", 1_000)) if rounded >= step[1]), ("g", 1))


def _decimals(value: float, most: int) -> int:
    """How many decimals show two significant digits."""
    return 0 if value == 0 else min(most, max(0, 1 - floor(log10(value))))


def _significant(value: float, digits: int) -> float:
    return 0 if value == 0 else round(value, digits - 1 - floor(log10(abs(value))))
