"""Shops from a spreadsheet into a square; a shop that is known by its name is completed or changed."""

from dataclasses import dataclass, replace
from pathlib import Path

from data.database import Database
from data.distance import metres_apart
from data.drafts.shop import ShopDraft
from data.models.shop import Shop
from data.names import name_key
from data.postcode import postcode_to_compare
from data.repositories.named import Outcome
from kernel.position import Position
from kernel.scope import Scope
from rounds.imported import HowToImport, Imported, failing, mended
from rounds.intake.shop_rows import ShopRow, judge_shops, read_shops_table
from rounds.intake.verdict import Judged, Judgement
from rounds.known_places import KnownPlaces
from rounds.place_finder import NoPlace, PlaceFinder
from rounds.shop_keeping import in_place_of

__all__ = ["import_shops"]

SCOPE = Scope.system("shops import")
SAME_DOOR_M = 50
"""From where a shop was stored to where a later row puts it: nearer it did not move. Our own choice, as wide as a shop
and the street before it."""


@dataclass(frozen=True, slots=True)
class _Pair:
    judged: Judged[ShopRow]
    draft: ShopDraft | None


def import_shops(database: Database, home: Path, slug: str, source: Path, how: HowToImport) -> Imported:
    """Judge every row of a file of shops, and store those that pass; what a row leaves empty stays as it was.

    Raises
    ------
    NotFoundError
        There is no such square.
    UnreadableTableError
        The file cannot be read as a table of shops.
    StorageError
        The database cannot be written; it is as it was.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        known = {shop.name_key: shop for shop in work.shops.all(square.id)}
    table = read_shops_table(source)
    read = judge_shops(table)
    finder = KnownPlaces(home).finder(square)
    pairs = [_placed(judged, finder, known) for judged in read.judged]
    judgement = Judgement(read.name, read.columns, read.notes, [pair.judged for pair in pairs])
    drafts = [pair.draft for pair in pairs if pair.draft is not None]
    stores = how.stores(judgement)
    with database.begin(SCOPE) if stores else database.read(SCOPE) as work:
        puts = (work.shops.put if stores else work.shops.compare)(square.id, drafts)
    outcomes = [put.outcome for put in puts]
    counts = (outcomes.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME))
    return Imported(table, judgement, stores, *counts, notes=read.notes)


def _placed(judged: Judged[ShopRow], finder: PlaceFinder, known: dict[str, Shop]) -> _Pair:
    row = judged.value
    if row is None:
        return _Pair(judged, None)
    place = finder.find(row.address, row.position)
    if isinstance(place, NoPlace):
        return _Pair(failing(judged, place.reason), None)
    house, before = place.address.house, known.get(name_key(row.name))
    draft = ShopDraft(
        name=row.name,
        lon=place.position.lon,
        lat=place.position.lat,
        kind=row.kind or (before.kind if before else ""),
        street=place.address.street,
        number=f"{house.number}{house.letter}" if house else "",
        addition=house.addition if house else "",
        postcode=place.address.postcode,
        town=place.address.town,
        opening_hours=row.opening_hours or (before.opening_hours if before else ""),
        ready_at_s=before.ready_at_s if before and row.ready_at_s is None else row.ready_at_s,
        phone=row.phone or (before.phone if before else ""),
        email=row.email or (before.email if before else ""),
        note=row.note or (before.note if before else ""),
        usual_weight_g=row.usual_weight_g or (before.usual_weight_g if before else None),
        usual_volume_ml=row.usual_volume_ml or (before.usual_volume_ml if before else None),
        paused_until=before.paused_until if before else None,
        closing_days=frozenset(closing.day for closing in before.closing_days) if before else frozenset(),
    )
    return _Pair(mended(judged, *place.mends), in_place_of(before, _with_address(before, draft)) if before else draft)


def _with_address(before: Shop, draft: ShopDraft) -> ShopDraft:
    """Keep of a shop's address what a row leaves empty, where the shop is found at the door where it was."""
    is_elsewhere = metres_apart(Position(draft.lon, draft.lat), Position(before.lon, before.lat)) > SAME_DOOR_M
    codes = {postcode_to_compare(code) for code in (draft.postcode, before.postcode) if code}
    is_other_street = draft.street and name_key(draft.street) != name_key(before.street)
    if is_elsewhere or is_other_street or len(codes) > 1:
        return draft
    house = draft if draft.number else before
    return replace(
        draft,
        street=draft.street or before.street,
        number=house.number,
        addition=house.addition,
        postcode=draft.postcode or before.postcode,
        town=draft.town or before.town,
    )
