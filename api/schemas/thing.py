"""What every schema has in common."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)

from kernel.position import Position
from kernel.text import Text

__all__ = ["Day", "Id", "Moment", "Name", "Number", "Place", "SaidTwice", "Sent", "Thing", "Truth", "Whole", "Words"]


class Thing(BaseModel):
    """Something that is answered.

    Attributes
    ----------
    told_once: fields that are a secret: in the first answer only, never in one that is repeated.
    untagged: fields that change without anybody changing the thing: they are in no ETag, so that whoever changes it
        need not have seen them. Such a thing is always sent whole, whatever of it is known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    told_once: ClassVar[frozenset[str]] = frozenset()
    untagged: ClassVar[frozenset[str]] = frozenset()

    def as_sent(self, *, again: bool = False) -> Any:
        """Give it as JSON says it; again without what is told once."""
        return self.model_dump(mode="json", exclude=set(self.told_once) if again else None)

    def as_tagged(self) -> Any:
        """Give of it, as JSON says it, what its ETag is made of."""
        return self.model_dump(mode="json", exclude=set(self.told_once | self.untagged))


class Sent(BaseModel):
    """Something that is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _shown(text: str) -> str:
    if not text.isprintable():
        raise ValueError("has signs in it that do not show")
    return text


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("has a NUL byte in it")
    return text


def _in_the_calendar(moment: datetime) -> datetime:
    """Refuse the last hours of the year 9999, and the first of the year 1, which have no moment in UTC."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is outside the calendar") from None


def _dated(value: Any) -> Any:
    """Refuse numbers, which would be taken for seconds since 1970, as numbers or as text."""
    if isinstance(value, date) or (isinstance(value, str) and DATED.match(value)):
        return value
    raise ValueError("is no date such as 2026-12-01")


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_shown)]
"""What people call a thing."""
Words = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_without_nul)]
"""Text of any kind; its length stands beside it."""
Whole = Annotated[int, Strict()]
"""A whole number that was sent: neither "5" nor true is one."""
Number = Annotated[float, Strict()]
Truth = Annotated[bool, Strict()]
DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_dated)]
HEX = "[0-9a-fA-F]"
Id = Annotated[
    str,
    StringConstraints(pattern=f"^{HEX}{{8}}(-{HEX}{{4}}){{3}}-{HEX}{{12}}$", to_lower=True),
    Field(examples=["018f3c2e-5a1b-7c3d-9e4f-0a1b2c3d4e5f"]),
]
"""A UUID, as this server writes it."""
Moment = Annotated[
    AwareDatetime, BeforeValidator(_dated), AfterValidator(_in_the_calendar), Field(examples=["2026-12-01T13:00:00Z"])
]


class Place(BaseModel):
    """A position in degrees, WGS 84."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"lon": 5.53, "lat": 52.12}]}
    )

    lon: Number = Field(ge=-180, le=180, allow_inf_nan=False)
    lat: Number = Field(ge=-90, le=90, allow_inf_nan=False)

    @classmethod
    def of(cls, lon: float, lat: float) -> "Place":
        return cls(lon=lon, lat=lat)

    @classmethod
    def where_known(cls, lon: float | None, lat: float | None) -> "Place | None":
        return None if lon is None or lat is None else cls(lon=lon, lat=lat)

    @property
    def position(self) -> Position:
        return Position(self.lon, self.lat)


class SaidTwice(BaseModel):
    """A sentence for a person, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nl: str
    en: str

    @classmethod
    def of(cls, text: Text) -> "SaidTwice":
        return cls(nl=text.nl, en=text.en)

    @classmethod
    def why(cls, nl: str, en: str, *, contacts: bool) -> "SaidTwice":
        """Say why something cannot be. That may name an address: who may not read contacts is told only that it is."""
        return cls(nl=nl, en=en) if contacts else WITHHELD


WITHHELD = SaidTwice(
    nl="de reden staat hier voor wie namen en adressen mag lezen",
    en="the reason is told to who may read names and addresses",
)
