"""Orders from a spreadsheet into a square: judged, looked up on the map, stored once however often the file comes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from data.database import Database
from data.drafts.order import OrderDraft
from data.models.shop import Shop
from data.models.square import Square
from data.repositories.orders import Receipt, ReceiptKind
from data.work import Work
from kernel.errors import BadInputError, ConflictError
from kernel.scope import Scope
from kernel.text import Text
from rounds.asking import keep_replies
from rounds.day_clock import DayClock
from rounds.imported import HowToImport, Imported, failing, mended, waiting
from rounds.intake.cell import UnreadableCellError
from rounds.intake.order_rows import OrderRow, OrderSettings, judge_orders, read_orders_table
from rounds.intake.shop_choice import ChooseShop, shop_chooser
from rounds.intake.verdict import Judged, Judgement
from rounds.known_places import KnownPlaces
from rounds.later import Within, nothing_more
from rounds.order_draft import order_draft, shared_parcels, usual_size
from rounds.order_prices import priced
from rounds.place_finder import NoPlace, PlaceFinder, PlaceGiven

__all__ = ["OrdersFile", "import_orders"]

SCOPE = Scope.system("orders import")
MOST_YEARS_AWAY = 20
"""Between today and a day of delivery that is given for all rows: more is a typing error."""
CONFLICT = Text(
    "dit nummer is eerder ingelezen met andere inhoud; wat er stond blijft staan",
    "this number was imported before with other content; what was stored stays",
)

Pair = tuple[Judged[OrderRow], OrderDraft | None]


@dataclass(frozen=True, slots=True)
class OrdersFile:
    """A file of orders.

    Attributes
    ----------
    shop: name or id of the shop whose file it is, where no column says it.
    day: of delivery, of rows that do not say.
    today: for dates without a year; None is the square's, by its clock.
    invented: whether nobody ordered them; reports say so.
    """

    source: Path
    today: date | None = None
    shop: str | None = None
    day: date | None = None
    invented: bool = False


def import_orders(
    database: Database,
    home: Path,
    slug: str,
    file: OrdersFile,
    how: HowToImport,
    *,
    within: Within[Imported] = nothing_more,
) -> Imported:
    """Judge every row of a file of orders, and store those that pass.

    Parameters
    ----------
    within: called in the unit of work that stores orders, with what will be returned; not where nothing is stored.

    Raises
    ------
    NotFoundError
        There is no such square.
    BadInputError
        The square has no shops, the shop is not known, the day is far from today, or the file cannot be read as a table
        of orders.
    ConflictError
        Somebody else stored an order of one of these numbers meanwhile; nothing was stored.
    StorageError
        The database cannot be written; it is as it was.
    """
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        done_on = work.now.astimezone(ZoneInfo(square.timezone)).date()
        shops = {shop.id: shop for shop in work.shops.all(square.id)}
    today = file.today or done_on
    _refuse_far_day(file.day, today)
    if not shops:
        raise BadInputError(
            f"square {slug} has no shops yet", way_out=f"Import them first: `dorpsronde shops import {slug} FILE.csv`."
        )
    choose = shop_chooser({shop.id: shop.name for shop in shops.values()})
    table = read_orders_table(file.source)
    settings = OrderSettings(choose, today, _chosen(choose, file.shop))
    read = judge_orders(table, settings)
    finder = KnownPlaces(home).finder(square)
    place = _Placing(square, shops, finder, file, how.keep_uncertain)
    pairs = [place(judged) for judged in read.judged]
    receipts, pairs = _compared(database, square.id, pairs)
    judgement = Judgement(read.name, read.columns, read.notes, [judged for judged, _ in pairs])
    drafts = [draft for _, draft in pairs if draft is not None]
    stores = how.stores(judgement)

    def told(receipts: Sequence[Receipt]) -> Imported:
        kinds = [receipt.kind for receipt in receipts]
        counts = (kinds.count(kind) for kind in (ReceiptKind.NEW, ReceiptKind.MENDED, ReceiptKind.SAME))
        notes = (*read.notes, *_unknown(judgement, shops), *_past(drafts, receipts, done_on))
        return Imported(table, judgement, stores, *counts, notes=notes)

    if not stores:
        return told(receipts)
    with database.begin(SCOPE) as work:
        imported = told(_store(work, square.id, drafts))
        within(work, imported)
    return imported


def _refuse_far_day(day: date | None, today: date) -> None:
    if day is not None and abs(day.year - today.year) > MOST_YEARS_AWAY:
        raise BadInputError(f"{day} is far from today ({today.year}); is the year right?", where="day")


def _chosen(choose: ChooseShop, shop: str | None) -> str | None:
    if shop is None:
        return None
    try:
        return choose(shop).value
    except UnreadableCellError as fault:
        raise BadInputError(fault.text.en, where="shop") from fault


@dataclass(frozen=True, slots=True)
class _Placing:
    """Looks up where an order goes, and completes it from what is usual."""

    square: Square
    shops: Mapping[str, Shop]
    finder: PlaceFinder
    file: OrdersFile
    keep_uncertain: bool

    def __call__(self, judged: Judged[OrderRow]) -> Pair:
        row = judged.value
        if row is None:
            return judged, None
        place = self.finder.find(row.address, row.position)
        faults: list[Text] = []
        if isinstance(place, NoPlace) and not (self.keep_uncertain and place.mendable):
            faults.append(place.reason)
        day = row.day or self.file.day
        if day is None:
            faults.append(
                Text("er staat geen bezorgdatum", "there is no delivery date; add a column date, or give a day for all")
            )
        if faults or day is None:
            return failing(judged, *faults), None
        clock = DayClock(day, self.square.timezone)
        draft = _draft(row, self.shops[row.shop], place, clock, invented=self.file.invented)
        if isinstance(place, NoPlace):
            return waiting(judged, place.reason), draft
        return mended(judged, *place.mends), draft


def _draft(row: OrderRow, shop: Shop, place: PlaceGiven | NoPlace, clock: DayClock, *, invented: bool) -> OrderDraft:
    return order_draft(
        shop_id=row.shop,
        order_ref=row.order_ref,
        recipient=row.recipient,
        written=row.address,
        place=place,
        clock=clock,
        window_s=(row.window_start_s, row.window_end_s),
        ready_at_s=row.ready_at_s,
        parcels=shared_parcels(
            shop, row.weight_g, row.volume_ml, crates=row.crates, temperature=row.temperature, needs=row.needs
        ),
        phone=row.phone,
        email=row.email,
        note=row.note,
        invented=invented,
        asked=row.asked,
    )


def _compared(database: Database, square_id: str, pairs: Sequence[Pair]) -> tuple[list[Receipt], list[Pair]]:
    """Let those rows fail whose number is stored with other content; return what storing the others would do."""
    with database.read(SCOPE) as work:
        receipts = iter(work.orders.compare(square_id, [draft for _, draft in pairs if draft is not None]))
    kept: list[Receipt] = []
    compared: list[Pair] = []
    for judged, draft in pairs:
        receipt = next(receipts) if draft is not None else None
        if receipt is None:
            compared.append((judged, None))
        elif receipt.kind is ReceiptKind.CONFLICT:
            compared.append((failing(judged, CONFLICT), None))
        else:
            kept.append(receipt)  # one that is stored with its place does not wait, whatever a newer map knows
            compared.append((judged if receipt.waits else replace(judged, waits=()), draft))
    return kept, compared


def _store(work: Work, square_id: str, drafts: Sequence[OrderDraft]) -> list[Receipt]:
    receipts = work.orders.add(square_id, priced(work, square_id, drafts))
    clash = next((receipt for receipt in receipts if receipt.kind is ReceiptKind.CONFLICT), None)
    if clash is not None:  # raised within the unit of work, so that it is undone
        raise ConflictError(
            f"order {clash.order_ref} was stored by somebody else meanwhile",
            way_out="Nothing was stored; import the file again.",
        )
    asked = {one.order_id: draft.asked for one, draft in zip(receipts, drafts, strict=True) if draft.asked}
    keep_replies(work, square_id, asked)
    return receipts


def _past(drafts: Sequence[OrderDraft], receipts: Sequence[Receipt], today: date) -> list[Text]:
    """Say how many of what is stored now are for days that are past: a clock plans today and later."""
    past = sum(
        draft.planned_for < today and receipt.kind in {ReceiptKind.NEW, ReceiptKind.MENDED}
        for draft, receipt in zip(drafts, receipts, strict=True)
    )
    if not past:
        return []
    return [
        Text(
            f"{past} voor een dag die voorbij is: ze worden niet vanzelf gepland; klopt de datum?",
            f"{past} for a day that is past: they are not planned by themselves; is the date right?",
        )
    ]


def _unknown(judgement: Judgement[OrderRow], shops: Mapping[str, Shop]) -> list[Text]:
    """Say how many orders do not tell their size, and what was taken instead."""
    rows = judgement.accepted
    weights = Counter(usual_size(shops[row.shop]).weight_g for row in rows if row.weight_g is None)
    volumes = Counter(usual_size(shops[row.shop]).volume_ml for row in rows if row.volume_ml is None)
    return [
        *(_taken(Text("gewicht", "weight"), many, f"{taken / 1_000:g} kg") for taken, many in sorted(weights.items())),
        *(_taken(Text("inhoud", "volume"), many, f"{taken / 1_000:g} l") for taken, many in sorted(volumes.items())),
    ]


def _taken(what: Text, many: int, size: str) -> Text:
    nl_size = size.replace(".", ",")
    return Text(f"{what.nl} onbekend bij {many}: {nl_size} aangenomen", f"{many} without {what.en}: {size} taken")
