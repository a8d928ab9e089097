"""A time on the square's clock, as people write it: "14:30". Past 24:00 is the day after."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

__all__ = ["ClockTime", "on_clock", "optional_on_clock", "optional_seconds_of", "seconds_of"]

PATTERN = r"^(?:(?:[0-3][0-9]|4[0-7]):[0-5][0-9](?::[0-5][0-9])?|48:00(?::00)?)$"


def _known(text: str) -> str:
    if re.fullmatch(PATTERN, text, re.ASCII) is None:  # a `$` also takes a newline behind it
        raise ValueError("is no time such as 14:30")
    return text


ClockTime = Annotated[
    str, StringConstraints(pattern=PATTERN), AfterValidator(_known), Field(examples=["14:30"], max_length=8)
]


def seconds_of(time: str) -> int:
    """Give seconds since local midnight."""
    hours, minutes, *seconds = (int(part) for part in time.split(":"))
    return hours * 3_600 + minutes * 60 + (seconds[0] if seconds else 0)


def on_clock(second: int) -> str:
    """Write seconds since local midnight; seconds only where there are any."""
    hours, rest = divmod(second, 3_600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def optional_on_clock(second: int | None) -> Any:
    return None if second is None else on_clock(second)


def optional_seconds_of(time: str | None) -> int | None:
    return None if time is None else seconds_of(time)
