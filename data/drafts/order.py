"""What an order is made from, and how two that were handed in are compared."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from data.drafts.customer_reply import ReplyDraft
from data.models.states import OrderKind, PositionSource, Temperature
from kernel.position import Position

__all__ = ["LOOKED_UP", "OrderDraft", "ParcelDraft", "PositionDraft", "PriceDraft"]


@dataclass(frozen=True, slots=True)
class ParcelDraft:
    """One physical piece; whole grams and millilitres, rounded up.

    Attributes
    ----------
    compared_as: grams and millilitres by which two that were handed in are compared, where a size was not told and
        the usual one stands here: a shop that changes what is usual has not changed its orders. None is as they stand.
    """

    weight_g: int
    volume_ml: int
    temperature: Temperature = Temperature.AMBIENT
    upright: bool = False
    adults_only: bool = False
    two_people: bool = False
    barcode: str | None = None
    crate: bool = False
    compared_as: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PositionDraft:
    """Where the household is, how we know, and how sure that is, in words."""

    position: Position
    source: PositionSource
    note: str = ""


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """What an order costs, by which tariff, and why, as it is stored; see `rounds.pricing`."""

    tariff_id: str
    cents: int
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order to be; see `data.models.order.Order`.

    Attributes
    ----------
    place: where the household is; None leaves the order waiting until someone mends its address.
    mend_reason: what there is to mend; needed where there is no place.
    mend_reason_nl: the same in Dutch, where it is known.
    asked: what its customer was asked, and answered; kept apart from the order.
    """

    shop_id: str
    order_ref: str
    planned_for: date
    window_start_at: datetime
    window_end_at: datetime
    parcels: Sequence[ParcelDraft]
    place: PositionDraft | None = None
    mend_reason: str = ""
    mend_reason_nl: str = ""
    kind: OrderKind = OrderKind.DELIVERY
    recipient: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    number: str = ""
    addition: str = ""
    postcode: str = ""
    town: str = ""
    ready_at: datetime | None = None
    note: str = ""
    invented: bool = False
    slot_id: str | None = None
    price: PriceDraft | None = None
    asked: ReplyDraft | None = None

    @property
    def sha256(self) -> str:
        """Digest of what was handed in.

        A position that we looked up is not part of it, as a newer map may move it; nor is a field at its default,
        so that a field added later leaves older digests as they are.
        """
        return sha256(json.dumps(_given(self), sort_keys=True, default=str).encode()).hexdigest()


LOOKED_UP = frozenset({"mend_reason", "mend_reason_nl", "place", "price", "asked"})
"""What we look up or reckon as a rule, or keep apart: a position is part of the digest only where it was given."""


def _given(draft: OrderDraft) -> dict[str, Any]:
    given = {field.name: _written(getattr(draft, field.name)) for field in _told(draft) if field.name not in LOOKED_UP}
    if draft.place is not None and draft.place.source is PositionSource.GIVEN:
        given["position"] = [draft.place.position.lon, draft.place.position.lat]
    given["parcels"] = [_given_parcel(parcel) for parcel in draft.parcels]
    return given


def _given_parcel(parcel: ParcelDraft) -> dict[str, Any]:
    given = {field.name: getattr(parcel, field.name) for field in _told(parcel) if field.name != "compared_as"}
    if parcel.compared_as is not None:
        given["weight_g"], given["volume_ml"] = parcel.compared_as
    return given


def _told(draft: OrderDraft | ParcelDraft) -> Iterator[Field[Any]]:
    return (field for field in fields(draft) if field.default is MISSING or getattr(draft, field.name) != field.default)


def _written(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
