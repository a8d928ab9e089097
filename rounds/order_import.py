"""Orders from a spreadsheet into a square: judged, looked up on the map, stored once however often the file comes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.database import Database
from data.drafts.order import OrderDraft, ParcelDraft
from data.models.square import Square
from data.models.states import Temperature
from data.repositories.orders import Receipt, ReceiptKind
from kernel.errors import BadInputError, ConflictError
from kernel.scope import Scope
from kernel.text import Text
from rounds.day_clock import DAY_S, DayClock
from rounds.imported import HowToImport, Imported, failing, mended, waiting
from rounds.intake.cell import UnreadableCellError
from rounds.intake.handling import Need
from rounds.intake.order_rows import OrderRow, OrderSettings, judge_orders, read_orders_table
from rounds.intake.shop_choice import ChooseShop, shop_chooser
from rounds.intake.verdict import Judged, Judgement
from rounds.place_finder import NoPlace, PlaceFinder, PlaceGiven

__all__ = ["DEFAULT_VOLUME_ML", "DEFAULT_WEIGHT_G", "DEFAULT_WINDOW_S", "OrdersFile", "import_orders"]

SCOPE = Scope.system("orders import")
DEFAULT_WEIGHT_G, DEFAULT_VOLUME_ML = 4_000, 16_000
"""Of an order that does not say: the median of the invented demand (rounds/sample_day.py). Our own choice."""
DEFAULT_WINDOW_S = (8 * 3_600, 21 * 3_600)
"""Open ends of a window: no one is rung out of bed. Our own choice."""
MOST_YEARS_AWAY = 20
"""Between today and a day of delivery that is given for all rows: more is a typing error."""
MAX_REASON = 500
"""Characters that are stored."""
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
    today: for dates without a year.
    invented: whether nobody ordered them; reports say so.
    """

    source: Path
    today: date
    shop: str | None = None
    day: date | None = None
    invented: bool = False


def import_orders(database: Database, home: Path, slug: str, file: OrdersFile, how: HowToImport) -> Imported:
    """Judge every row of a file of orders, and store those that pass.

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
    _refuse_far_day(file)
    with database.read(SCOPE) as work:
        square = work.squares.get(slug)
        shops = {shop.id: shop.name for shop in work.shops.all(square.id)}
    if not shops:
        raise BadInputError(
            f"square {slug} has no shops yet", way_out=f"Import them first: `dorpsronde shops import {slug} FILE.csv`."
        )
    choose = shop_chooser(shops)
    table = read_orders_table(file.source)
    settings = OrderSettings(choose, file.today, _chosen(choose, file.shop))
    read = judge_orders(table, settings)
    finder = PlaceFinder(square, home)
    pairs = [_placed(judged, square, finder, file, keep_uncertain=how.keep_uncertain) for judged in read.judged]
    receipts, pairs = _compared(database, square.id, pairs)
    judgement = Judgement(read.name, read.columns, read.notes, [judged for judged, _ in pairs])
    drafts = [draft for _, draft in pairs if draft is not None]
    if how.stores(judgement):
        receipts = _store(database, square.id, drafts)
    kinds = [receipt.kind for receipt in receipts]
    counts = (kinds.count(kind) for kind in (ReceiptKind.NEW, ReceiptKind.MENDED, ReceiptKind.SAME))
    return Imported(table, judgement, how.stores(judgement), *counts, notes=(*read.notes, *_unknown(judgement)))


def _refuse_far_day(file: OrdersFile) -> None:
    if file.day is not None and abs(file.day.year - file.today.year) > MOST_YEARS_AWAY:
        raise BadInputError(f"{file.day} is far from today ({file.today.year}); is the year right?", where="--date")


def _chosen(choose: ChooseShop, shop: str | None) -> str | None:
    if shop is None:
        return None
    try:
        return choose(shop).value
    except UnreadableCellError as fault:
        raise BadInputError(fault.text.en, where="--shop") from fault


def _placed(
    judged: Judged[OrderRow], square: Square, finder: PlaceFinder, file: OrdersFile, *, keep_uncertain: bool
) -> Pair:
    """Look up where an order goes, and complete it from what is usual."""
    row = judged.value
    if row is None:
        return judged, None
    place = finder.find(row.address, row.position)
    faults: list[Text] = []
    if isinstance(place, NoPlace) and not (keep_uncertain and place.mendable):
        faults.append(place.reason)
    planned_for = row.day or file.day
    if planned_for is None:
        faults.append(Text("er staat geen bezorgdatum", "there is no delivery date; add a column date or give --date"))
    if faults or planned_for is None:
        return failing(judged, *faults), None
    draft = _draft(row, place, DayClock(planned_for, square.timezone), invented=file.invented)
    if isinstance(place, NoPlace):
        return waiting(judged, place.reason), draft
    return mended(judged, *place.mends), draft


def _draft(row: OrderRow, place: PlaceGiven | NoPlace, clock: DayClock, *, invented: bool) -> OrderDraft:
    placed = place if isinstance(place, PlaceGiven) else None
    address = placed.address if placed else row.address
    house = address.house
    start_s, end_s = _window(row)
    return OrderDraft(
        shop_id=row.shop,
        order_ref=row.order_ref,
        planned_for=clock.day,
        window_start_at=clock.moment(start_s),
        window_end_at=clock.moment(end_s),
        parcels=[_parcel(row)],
        place=placed.draft if placed else None,
        mend_reason="" if isinstance(place, PlaceGiven) else place.reason.en[:MAX_REASON],
        mend_reason_nl="" if isinstance(place, PlaceGiven) else place.reason.nl[:MAX_REASON],
        recipient=row.recipient,
        phone=row.phone,
        email=row.email,
        street=address.street,
        number=f"{house.number}{house.letter}" if house else "",
        addition=house.addition if house else "",
        postcode=address.postcode,
        town=address.town,
        ready_at=None if row.ready_at_s is None else clock.moment(row.ready_at_s),
        note=row.note,
        invented=invented,
    )


def _window(row: OrderRow) -> tuple[int, int]:
    """Close the open ends of a window, by the usual hours or, where those do not hold it, by the day."""
    start_s, end_s = row.window_start_s, row.window_end_s
    usual_s, latest_s = DEFAULT_WINDOW_S
    if end_s is None:
        end_s = latest_s if (start_s or 0) < latest_s else DAY_S
    if start_s is None:
        start_s = usual_s if usual_s < end_s else 0
    return start_s, end_s


def _parcel(row: OrderRow) -> ParcelDraft:
    return ParcelDraft(
        weight_g=row.weight_g or DEFAULT_WEIGHT_G,
        volume_ml=row.volume_ml or DEFAULT_VOLUME_ML,
        temperature=Temperature(row.temperature.value),
        upright=Need.UPRIGHT in row.needs,
        adults_only=Need.ADULT in row.needs,
        two_people=Need.TWO_PEOPLE in row.needs,
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


def _store(database: Database, square_id: str, drafts: Sequence[OrderDraft]) -> list[Receipt]:
    with database.begin(SCOPE) as work:
        receipts = work.orders.add(square_id, drafts)
        clash = next((receipt for receipt in receipts if receipt.kind is ReceiptKind.CONFLICT), None)
        if clash is not None:  # raised within the unit of work, so that it is undone
            raise ConflictError(
                f"order {clash.order_ref} was stored by somebody else meanwhile",
                way_out="Nothing was stored; import the file again.",
            )
        return receipts


def _unknown(judgement: Judgement[OrderRow]) -> list[Text]:
    """Say how many orders do not tell their size, and what was taken instead."""
    rows = judgement.accepted
    heavy = sum(row.weight_g is None for row in rows)
    large = sum(row.volume_ml is None for row in rows)
    notes: list[Text] = []
    if heavy:
        kg = DEFAULT_WEIGHT_G // 1_000
        notes.append(
            Text(f"gewicht onbekend bij {heavy}: {kg} kg aangenomen", f"{heavy} without weight: {kg} kg taken")
        )
    if large:
        litres = DEFAULT_VOLUME_ML // 1_000
        notes.append(
            Text(f"inhoud onbekend bij {large}: {litres} l aangenomen", f"{large} without volume: {litres} l taken")
        )
    return notes
