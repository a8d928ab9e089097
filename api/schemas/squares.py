"""Squares: tenants, each with its own shops, vehicles, rules and clock."""

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Name, Place, Sent, Thing, Whole
from data.drafts.square import DepotDraft, SquareDraft
from data.models.square import Square

__all__ = ["Depot", "SquareChange", "SquareGiven", "SquareShown"]

EXAMPLE: dict[str, Any] = {
    "slug": "bilthoven",
    "name": "Dorpsplein Bilthoven",
    "area": "Bilthoven",
    "timezone": "Europe/Amsterdam",
    "currency": "EUR",
    "depot": {"name": "Bibliotheek", "place": {"lon": 5.2017, "lat": 52.1289}},
}


class Depot(Sent):
    """Where rounds begin and end."""

    name: Name
    place: Place

    def draft_called(self, name: str) -> DepotDraft:
        return DepotDraft(name, self.place.position)


class SquareGiven(Sent):
    """A square to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    slug: str = Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="For ever.")
    name: Name
    area: Name = Field(description="The area it serves, by name; imported before.")
    timezone: str = Field("Europe/Amsterdam", min_length=1, max_length=64, description="IANA.")
    currency: str = Field("EUR", pattern="^[A-Z]{3}$", description="ISO 4217.")
    depot: Depot | None = None

    def draft_called(self, name: str) -> SquareDraft:
        depot = self.depot.draft_called(self.depot.name) if self.depot else None
        return SquareDraft(self.slug, name, self.timezone, self.currency, depot)


class SquareChange(Sent):
    """What of a square can be changed: all of it is given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{name: EXAMPLE[name] for name in ("name", "depot")}]})

    name: Name
    depot: Depot
    proofs_kept_days: Whole | None = Field(
        None, ge=1, le=365, description="How long pictures of proofs are kept that come from now on; null leaves it."
    )


class DepotShown(Thing):
    """Where rounds begin and end."""

    name: str
    place: Place


class SquareShown(Thing):
    """A square."""

    slug: str
    name: str
    timezone: str
    currency: str
    depot: DepotShown | None
    areas: list[str] = Field(description="Names.")
    proofs_kept_days: int = Field(description="After they came; the row of a proof stays.")

    @classmethod
    def of(cls, square: Square) -> "SquareShown":
        depot = None
        if square.depot_lon is not None and square.depot_lat is not None:
            depot = DepotShown(name=square.depot_name or "", place=Place.of(square.depot_lon, square.depot_lat))
        return cls(
            slug=square.slug,
            name=square.name,
            timezone=square.timezone,
            currency=square.currency,
            depot=depot,
            areas=[area.name for area in square.areas],
            proofs_kept_days=square.proofs_kept_days,
        )
