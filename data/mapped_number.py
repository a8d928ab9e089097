"""House numbers as mappers write them in `addr:housenumber`: lists, ranges, floors behind a comma."""

import re

from data.house_number import HouseNumber, house_number_at_start, only_house_number

__all__ = ["mapped_house_numbers", "numbers_between"]

MAX_SPAN = 200
"""A range of more numbers than this is taken for its two ends; no block of houses is that long."""

_RANGE = re.compile(r"\s*(\d{1,5})\s*[-–]\s*(\d{1,5})\s*")
_LIST = re.compile(r"[;,]|\s[/&+]\s")


def mapped_house_numbers(text: str, *, ranges: bool) -> tuple[HouseNumber, ...]:
    """Read an `addr:housenumber`.

    Parameters
    ----------
    ranges: whether "3-7" means 3, 5 and 7; in the Netherlands it is number 3, addition 7.

    Source: wiki.openstreetmap.org/wiki/Key:addr:housenumber, "Buildings with multiple house numbers".
    """
    houses: list[HouseNumber] = []
    for part in _LIST.split(text):
        span = _RANGE.fullmatch(part) if ranges else None
        houses += _between(int(span[1]), int(span[2])) if span else _one(part, first=not houses)
    return tuple(dict.fromkeys(houses))


def numbers_between(start: int, end: int, step: int) -> range:
    """Count the numbers strictly between two ends, in the direction of the ends."""
    step = step if end >= start else -step
    return range(start + step, end, step)


def _between(start: int, end: int) -> list[HouseNumber]:
    """Number a range: every second one where both ends are on one side of the street."""
    if start == 0 or end == 0:
        return []
    step = 2 if (end - start) % 2 == 0 else 1
    inner = numbers_between(start, end, step) if abs(end - start) <= MAX_SPAN else ()
    return [HouseNumber(number) for number in sorted({start, *inner, end})]


def _one(part: str, *, first: bool) -> list[HouseNumber]:
    """Read one number of a list; behind the first one only a plain number counts, as floors stand there too."""
    house = only_house_number(part.strip(" '’"))
    if house is None and first and (found := re.search(r"\d", part)):
        read = house_number_at_start(part[found.start() :])
        house = read[0] if read else None
    return [house] if house else []
