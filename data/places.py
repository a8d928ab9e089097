"""What an extract tells about places: addresses to deliver to, shops to collect from, and the towns they are in."""

from dataclasses import dataclass, field
from pathlib import Path

from data.house_number import HouseNumber
from data.opening import Opening
from kernel.errors import BadInputError
from kernel.position import Position

__all__ = ["SERVICES", "Address", "Places", "Shop", "Town", "require_addresses", "require_shops"]

SERVICES = frozenset({
    "beauty", "bookmaker", "builder", "car", "car_repair", "caravan", "carpenter", "cleaning", "copyshop",
    "dry_cleaning", "electrician", "estate_agent", "funeral_directors", "gardener", "hairdresser",
    "hairdresser_supply", "hvac", "insurance", "key_cutter", "laundry", "locksmith", "lottery", "mall",
    "massage", "money_lender", "motorcycle_repair", "nails", "painter", "pawnbroker", "photographer", "plumber",
    "psychic", "rental", "repair", "roofer", "scaffolder", "shoe_repair", "signmaker", "solarium", "stonemason",
    "storage_rental", "surveyor", "tailor", "tattoo", "ticket", "tiler", "travel_agency", "tyres",
    "vehicle_inspection", "watch_repair", "window_construction",
})  # fmt: skip
"""Kinds of shop and craft that sell work rather than parcels. Source: the OSM wiki's pages Key:shop, Key:craft."""


@dataclass(frozen=True, slots=True)
class Address:
    """One door: where it is and how it is written.

    Attributes
    ----------
    street: addr:street, or addr:place where houses are numbered by place; empty where neither was mapped.
    postcode: as in `WrittenAddress`; empty where it was not mapped.
    town: from `addr:city`; else the municipality's polygon; else the nearest town weighted by its kind.
    locality: the nearest village or quarter, where its name is another than the town's.
    osm_id: "node/1", "way/2" or "relation/3".
    town_written: whether the town was mapped with the address.
    interpolated: whether a mapper drew a line of numbers here (addr:interpolation) rather than this door.
    """

    position: Position
    street: str
    house: HouseNumber
    postcode: str
    town: str
    osm_id: str
    locality: str = ""
    town_written: bool = True
    interpolated: bool = False

    @property
    def number(self) -> int:
        return self.house.number

    @property
    def letter(self) -> str:
        return self.house.letter

    @property
    def addition(self) -> str:
        return self.house.addition

    def __str__(self) -> str:
        first = f"{self.street} {self.house}".strip()
        return ", ".join(part for part in (first, f"{self.postcode} {self.town}".strip()) if part)


@dataclass(frozen=True, slots=True)
class Shop:
    """A place where parcels may be collected.

    Attributes
    ----------
    name: its name, brand or keeper; where none was mapped, its kind in words, and `unnamed` is True.
    kind: the value of shop, craft or amenity.
    opening: what the mapper wrote; None where nothing was.
    address: where one was mapped with the shop.
    """

    position: Position
    name: str
    kind: str
    osm_id: str
    opening: Opening | None = None
    address: Address | None = None
    unnamed: bool = False

    @property
    def sells_goods(self) -> bool:
        """Whether there is likely something to deliver: a bakery, not a hairdresser."""
        return self.kind not in SERVICES


@dataclass(frozen=True, slots=True)
class Town:
    """A named place node: city, town, village, hamlet, or a quarter of one."""

    position: Position
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Places:
    """All places of one extract; any of them may be missing from it.

    Attributes
    ----------
    source: the file.
    skipped: objects with an address or shop that could not be placed (no geometry in the extract, or no number).
    """

    source: Path
    addresses: tuple[Address, ...] = ()
    shops: tuple[Shop, ...] = ()
    towns: tuple[Town, ...] = field(default=())
    skipped: int = 0


def require_addresses(places: Places) -> tuple[Address, ...]:
    """Return the addresses.

    Raises
    ------
    BadInputError
        The extract has none.
    """
    if not places.addresses:
        raise BadInputError(
            "this extract has no addresses (addr:housenumber)",
            where=str(places.source),
            way_out="Take an extract of an area where addresses are mapped, or give positions as lon,lat.",
        )
    return places.addresses


def require_shops(places: Places) -> tuple[Shop, ...]:
    """Return the shops.

    Raises
    ------
    BadInputError
        The extract has none.
    """
    if not places.shops:
        raise BadInputError(
            "this extract has no shops (shop=*, craft=*)",
            where=str(places.source),
            way_out="Take a larger extract, or import your own shops.",
        )
    return places.shops
