"""Squares: made on an area, with the shops that its map proposes and a depot among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from data.database import Database
from data.drafts.shop import ShopDraft
from data.drafts.square import DepotDraft, SquareDraft
from data.models.area import Area
from data.models.square import Square
from data.names import name_key
from data.places import Shop as ShopOnMap
from kernel.errors import BadInputError
from kernel.position import Position
from kernel.progress import Progress, silent
from kernel.scope import Scope
from rounds.areas import places_of
from rounds.given_name import given_name, visible
from rounds.intake.shop_choice import chosen_shop

__all__ = ["CreatedSquare", "create_square", "move_depot", "move_depot_to_shop", "within"]

SCOPE = Scope.system("square create")
MAX_HOURS = 500
"""Characters of opening hours that are stored."""


@dataclass(frozen=True, slots=True)
class CreatedSquare:
    """A new square; `shops` counts those proposed from the map, `unnamed` those the map gives no name."""

    square: Square
    shops: int
    unnamed: int


def create_square(
    database: Database,
    home: Path,
    draft: SquareDraft,
    area_name: str,
    *,
    from_map: bool = False,
    progress: Progress = silent,
) -> CreatedSquare:
    """Make a square on an area; with `from_map` it begins with the shops of the map that sell goods.

    A square without a depot of its own gets the shop nearest the median of those shops.

    Raises
    ------
    NotFoundError
        There is no such area.
    BadInputError
        The slug, name or zone cannot be used, the depot lies outside the area, or the map has no shops.
    ConflictError
        There is a square of this slug.
    """
    name = given_name(draft.name, "the square")
    with database.read(SCOPE) as work:
        area = work.areas.get(area_name)
    if draft.depot is not None:
        refuse_outside(draft.depot.position, [area])
    proposed, unnamed = _proposed(area, home, progress) if from_map else ([], 0)
    depot = draft.depot or (_depot_among(proposed) if proposed else None)
    with database.begin(SCOPE) as work:
        made = SquareDraft(draft.slug, name, draft.timezone, draft.currency, depot)
        square = work.squares.create(made, [area.name])
        if proposed:
            work.shops.put(square.id, proposed)
    return CreatedSquare(square, len(proposed), unnamed)


def move_depot(database: Database, slug: str, depot: DepotDraft) -> Square:
    """Say where a square's rounds begin and end from the next planning on.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        The place lies outside its areas, or its name does not show or is too long.
    """
    depot = DepotDraft(given_name(depot.name, "the depot"), depot.position)
    with database.begin(Scope.system("square depot")) as work:
        square = work.squares.get(slug)
        refuse_outside(depot.position, square.areas)
        work.squares.set_depot(square.id, depot)
        return work.squares.get(slug)


def move_depot_to_shop(database: Database, slug: str, shop: str) -> Square:
    """Let a square's rounds begin and end at one of its shops, named as in a spreadsheet: never guessed.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        No shop, or more than one, is called so.
    """
    with database.read(Scope.system("square depot")) as work:
        shops = {one.id: one for one in work.shops.all(work.squares.get(slug).id)}
    chosen = shops[chosen_shop({key: one.name for key, one in shops.items()}, shop)]
    return move_depot(database, slug, DepotDraft(chosen.name, Position(chosen.lon, chosen.lat)))


def within(place: Position, areas: Sequence[Area]) -> bool:
    """Say whether a place lies in any of the areas."""
    return any(bool(shapely.intersects_xy(area.border, place.lon, place.lat)) for area in areas)


def refuse_outside(place: Position, areas: Sequence[Area], what: str = "the depot", field: str = "depot/place") -> None:
    """Refuse a depot, or what else it is, outside the areas of its square.

    Raises
    ------
    BadInputError
        It lies outside.
    """
    if not within(place, areas):
        names = ", ".join(area.name for area in areas)
        raise BadInputError(
            f"{what} {place.lon:g},{place.lat:g} lies outside {names}",
            way_out="Positions are lon,lat in degrees; are the two swapped?",
            field=field,
        )


def _proposed(area: Area, home: Path, progress: Progress) -> tuple[list[ShopDraft], int]:
    """Propose the shops of the map with a name that sell goods; count those without a name."""
    on_map = [shop for shop in places_of(area, home, progress).shops if shop.sells_goods]
    on_map = [shop for shop in on_map if within(shop.position, [area])]
    named = [shop for shop in on_map if not shop.unnamed]
    if not named:
        raise BadInputError(
            f"the map of {area.name} has no shop with a name that sells goods",
            way_out="Make the square without --from-map and import your shops: `dorpsronde shops import`.",
        )
    return _told_apart(named), len(on_map) - len(named)


def _told_apart(shops: Sequence[ShopOnMap]) -> list[ShopDraft]:
    """Give each shop a name of its own: of two, the later one gets its town or kind, then a number."""
    met: set[str] = set()
    drafts: list[ShopDraft] = []
    for shop in shops:
        town = shop.address.town if shop.address else ""
        plain = visible(shop.name)[:100] or shop.kind
        more = [f"{plain} ({part})" for part in (town, shop.kind) if part]
        numbered = (f"{plain} {number}" for number in range(2, len(shops) + 2))
        name = next(one for one in (plain, *more, *numbered) if name_key(one) not in met)
        met.add(name_key(name))
        drafts.append(_draft(shop, name))
    return drafts


def _draft(shop: ShopOnMap, name: str) -> ShopDraft:
    door, opening = shop.address, shop.opening
    readable = opening is not None and not opening.unreadable and len(opening.text) <= MAX_HOURS
    return ShopDraft(
        name=name,
        lon=shop.position.lon,
        lat=shop.position.lat,
        kind=shop.kind[:60],
        street=door.street[:120] if door else "",
        number=f"{door.number}{door.letter}"[:20] if door else "",
        addition=door.addition[:20] if door else "",
        postcode=door.postcode[:20] if door else "",
        town=door.town[:120] if door else "",
        opening_hours=opening.text if opening is not None and readable else "",
        osm_id=shop.osm_id,
    )


def _depot_among(shops: Sequence[ShopDraft]) -> DepotDraft:
    """Choose the shop nearest the median: a depot in the middle of the supply."""
    lon, lat = np.array([shop.lon for shop in shops]), np.array([shop.lat for shop in shops])
    shorter = np.cos(np.radians(np.median(lat)))
    middle = shops[int(np.argmin(np.hypot((lon - np.median(lon)) * shorter, lat - np.median(lat))))]
    return DepotDraft(middle.name, Position(middle.lon, middle.lat))
