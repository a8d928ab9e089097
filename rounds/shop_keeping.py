"""One shop as somebody says it, whole: looked up on the map, its hours read, ready to be stored."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.drafts.shop import ShopDraft
from data.dutch_address import WrittenAddress, parse_address
from data.models.order import address_line
from data.models.shop import Shop
from data.opening import read_opening
from kernel.errors import BadInputError, about
from kernel.position import Position
from kernel.text import Text
from rounds.given_name import given_name
from rounds.place_finder import NoPlace, PlaceFinder
from rounds.stored_counters import STANDS_FOR_A_HUB

__all__ = ["GivenShop", "in_place_of", "paused", "shop_draft"]


@dataclass(frozen=True, slots=True)
class GivenShop:
    """A shop as it was handed in; see `data.models.shop.Shop`.

    Attributes
    ----------
    position: None is to be looked up by its address.
    """

    name: str
    kind: str = ""
    street: str = ""
    number: str = ""
    addition: str = ""
    postcode: str = ""
    town: str = ""
    position: Position | None = None
    opening_hours: str = ""
    closing_days: frozenset[date] = frozenset()
    ready_at_s: int | None = None
    paused_until: datetime | None = None
    phone: str = ""
    email: str = ""
    note: str = ""
    usual_weight_g: int | None = None
    usual_volume_ml: int | None = None
    osm_id: str = ""


def shop_draft(given: GivenShop, finder: Callable[[], PlaceFinder]) -> ShopDraft:
    """Make what is stored of a shop.

    Raises
    ------
    BadInputError
        Its name does not show, its hours cannot be read, or its place is not found, not sure or outside the areas.
    """
    with about("name"):
        name = given_name(given.name, "the shop")
    with about("place" if given.position else "address"):
        position = _position(given, finder())
    hours = read_opening(given.opening_hours, position) if given.opening_hours else None
    if hours is not None and hours.unreadable:
        raise BadInputError(
            hours.unreadable,
            where="opening_hours",
            way_out='Write them as OpenStreetMap does: "Mo-Sa 09:00-18:00".',
            field="opening_hours",
        )
    return ShopDraft(
        name=name,
        lon=position.lon,
        lat=position.lat,
        kind=given.kind,
        street=given.street,
        number=given.number,
        addition=given.addition,
        postcode=given.postcode,
        town=given.town,
        opening_hours=given.opening_hours,
        ready_at_s=given.ready_at_s,
        phone=given.phone,
        email=given.email,
        osm_id=given.osm_id,
        note=given.note,
        closing_days=given.closing_days,
        usual_weight_g=given.usual_weight_g,
        usual_volume_ml=given.usual_volume_ml,
        paused_until=given.paused_until,
    )


def in_place_of(before: Shop, draft: ShopDraft) -> ShopDraft:
    """Keep of a shop what nobody says of it: what it is on the map, and that it stands for another square's hub."""
    stands = before.kind == STANDS_FOR_A_HUB
    return replace(draft, osm_id=before.osm_id, kind=STANDS_FOR_A_HUB if stands else draft.kind)


def paused(shop: Shop, now: datetime, timezone: str) -> Text | None:
    """Say until when, on the square's clock, a shop takes no new orders; None where it does."""
    if shop.paused_until is None or shop.paused_until <= now:
        return None
    until = f"{shop.paused_until.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"
    return Text(f"{shop.name} neemt tot {until} geen bestellingen aan", f"{shop.name} takes no orders until {until}")


def _position(given: GivenShop, finder: PlaceFinder) -> Position:
    line = address_line(given.street, given.number, given.addition, given.postcode, given.town)
    if not line and given.position is None:
        raise BadInputError("there is neither a place nor an address", where="place", way_out="Give one of them.")
    written = parse_address(line) if given.position is None else WrittenAddress()
    place = finder.find(written, given.position)
    if isinstance(place, NoPlace):
        raise BadInputError(place.reason.en, where="address" if given.position is None else "place")
    return place.position
