"""From an order that was read and looked up to what is stored of it, completed from what is usual."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from data.drafts.customer_reply import ReplyDraft
from data.drafts.order import OrderDraft, ParcelDraft
from data.dutch_address import WrittenAddress
from data.models.shop import Shop
from data.models.states import OrderKind, Temperature
from rounds import delivery_day
from rounds.day_clock import DAY_S, DayClock
from rounds.delivery_day import Need
from rounds.intake.given_order import GivenParcel
from rounds.place_finder import NoPlace, PlaceGiven

__all__ = [
    "DEFAULT_VOLUME_ML",
    "DEFAULT_WEIGHT_G",
    "DEFAULT_WINDOW_S",
    "UsualSize",
    "given_parcels",
    "order_draft",
    "parcel_draft",
    "shared_parcels",
    "usual_size",
]

DEFAULT_WEIGHT_G, DEFAULT_VOLUME_ML = 4_000, 16_000
"""Of an order that does not say, from a shop that told no usual size: the median of the invented demand
(rounds/sample_day.py). Our own choice."""
DEFAULT_WINDOW_S = (8 * 3_600, 21 * 3_600)
"""Open ends of a window: no one is rung out of bed. Our own choice."""
MAX_REASON = 500
"""Characters that are stored."""


@dataclass(frozen=True, slots=True)
class UsualSize:
    """What is taken of an order that does not tell its size."""

    weight_g: int
    volume_ml: int


EMPTY_CRATE = UsualSize(2_000, 40_000)
"""A folding crate of 60 × 40 × 17 cm, unfolded. Our own choice."""


def usual_size(shop: Shop | None) -> UsualSize:
    """Give what a shop told of itself, else what is usual for any."""
    if shop is None:
        return UsualSize(DEFAULT_WEIGHT_G, DEFAULT_VOLUME_ML)
    return UsualSize(shop.usual_weight_g or DEFAULT_WEIGHT_G, shop.usual_volume_ml or DEFAULT_VOLUME_ML)


def order_draft(
    *,
    shop_id: str,
    order_ref: str,
    recipient: str,
    written: WrittenAddress,
    place: PlaceGiven | NoPlace,
    clock: DayClock,
    window_s: tuple[int | None, int | None],
    ready_at_s: int | None,
    parcels: Sequence[ParcelDraft],
    phone: str,
    email: str,
    note: str,
    kind: OrderKind = OrderKind.DELIVERY,
    invented: bool = False,
    slot_id: str | None = None,
    asked: ReplyDraft | None = None,
) -> OrderDraft:
    """Make what is stored; without a place it waits, and says what there is to mend."""
    placed = place if isinstance(place, PlaceGiven) else None
    address = placed.address if placed else written
    house = address.house
    start_s, end_s = _closed(window_s)
    return OrderDraft(
        shop_id=shop_id,
        order_ref=order_ref,
        planned_for=clock.day,
        window_start_at=clock.moment(start_s),
        window_end_at=clock.moment(end_s),
        parcels=parcels,
        place=placed.draft if placed else None,
        mend_reason="" if isinstance(place, PlaceGiven) else place.reason.en[:MAX_REASON],
        mend_reason_nl="" if isinstance(place, PlaceGiven) else place.reason.nl[:MAX_REASON],
        kind=kind,
        recipient=recipient,
        phone=phone,
        email=email,
        street=address.street,
        number=f"{house.number}{house.letter}" if house else "",
        addition=house.addition if house else "",
        postcode=address.postcode,
        town=address.town,
        ready_at=None if ready_at_s is None else clock.moment(ready_at_s),
        note=note,
        invented=invented,
        slot_id=slot_id,
        asked=asked,
    )


def parcel_draft(
    shop: Shop | None,
    weight_g: int | None,
    volume_ml: int | None,
    *,
    temperature: delivery_day.Temperature,
    needs: Collection[Need],
    barcode: str | None = None,
    crate: bool = False,
    empty: bool = False,
) -> ParcelDraft:
    """Make a parcel; what is not known of its size is what is usual for its shop, or for any.

    Parameters
    ----------
    crate: it is or comes in a deposit crate.
    empty: it is the crate alone, and goes back.
    """
    usual = EMPTY_CRATE if empty else usual_size(shop)
    return ParcelDraft(
        weight_g=weight_g or usual.weight_g,
        volume_ml=volume_ml or usual.volume_ml,
        temperature=Temperature(temperature.value),
        upright=Need.UPRIGHT in needs,
        adults_only=Need.ADULT in needs,
        two_people=Need.TWO_PEOPLE in needs,
        barcode=barcode,
        crate=crate or empty,
        compared_as=(weight_g or DEFAULT_WEIGHT_G, volume_ml or DEFAULT_VOLUME_ML),
    )


def given_parcels(shop: Shop | None, kind: OrderKind, parcels: Sequence[GivenParcel]) -> list[ParcelDraft]:
    """Make the parcels of an order that a program hands in; none is one of the usual size."""
    return [
        parcel_draft(
            shop,
            one.weight_g,
            one.volume_ml,
            temperature=one.temperature,
            needs=one.needs,
            barcode=one.barcode,
            crate=one.crate,
            empty=kind is OrderKind.CRATES,
        )
        for one in parcels or [GivenParcel()]
    ]


def shared_parcels(
    shop: Shop,
    weight_g: int | None,
    volume_ml: int | None,
    *,
    crates: int,
    temperature: delivery_day.Temperature,
    needs: Collection[Need],
) -> list[ParcelDraft]:
    """Make one parcel of an order, or as many as it is in crates: they share what it weighs and measures, or what is
    usual for its shop, to the gram and millilitre.
    """
    pieces, usual = crates or 1, usual_size(shop)
    rounded_up = (None if of_all is None else -(-of_all // pieces) for of_all in (weight_g, volume_ml))
    # A crate is compared by its share rounded up: so they were stored once, and the same row is still the same.
    one = parcel_draft(shop, *rounded_up, temperature=temperature, needs=needs, crate=bool(crates))
    sizes = zip(_shared(weight_g or usual.weight_g, pieces), _shared(volume_ml or usual.volume_ml, pieces), strict=True)
    return [replace(one, weight_g=share_g, volume_ml=share_ml) for share_g, share_ml in sizes]


def _shared(of_all: int, pieces: int) -> list[int]:
    """Share a number out: what does not go round is one more for each of the first."""
    each, over = divmod(of_all, pieces)
    return [each + (turn < over) for turn in range(pieces)]


def _closed(window_s: tuple[int | None, int | None]) -> tuple[int, int]:
    """Close the open ends of a window, by the usual hours or, where those do not hold it, by the day."""
    start_s, end_s = window_s
    usual_s, latest_s = DEFAULT_WINDOW_S
    if end_s is None:
        end_s = latest_s if (start_s or 0) < latest_s else max(DAY_S, (start_s or 0) + 1)
    if start_s is None:
        start_s = usual_s if usual_s < end_s else 0
    return start_s, end_s
