"""A tariff: what a delivery costs from a day on. Prices include VAT."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, document, key, moment, reference, square_table, text, whole
from data.models.limits import MAX_WEIGHT_G
from kernel.rights import Thing

__all__ = ["MAX_AMOUNT_CENTS", "MAX_PRICE_CENTS", "MIN_STEP_G", "Tariff"]

MAX_AMOUNT_CENTS = 100_000
"""Of one line of a tariff: more than any village would print. Our own choice."""
MAX_PRICE_CENTS = 10**12
"""Above the heaviest order there can be, at the dearest step."""
MIN_STEP_G = 100


class Tariff(Base):
    """One tariff of a square. In force from its first day until the next one's; what any order has is never changed.

    Attributes
    ----------
    valid_from: the first local day of delivery that it is for.
    currency: ISO 4217, of the square when it was made.
    delivery_cents, return_cents, crates_cents: of an order of that kind.
    included_weight_g: of all parcels, within that price; each step above it that is begun costs `step_cents`.
    cool_cents, frozen_cents, hot_cents: more, once an order, where any parcel must be kept so.
    adults_only_cents, two_people_cents: more, once an order, where any parcel needs it.
    slot_cents: by id of a slot template, more or (below zero) less.
    vat_permille: the rate, which the prices include; 210 is 21 %.
    ended_at: when it was withdrawn, before any order had it.
    """

    __tablename__ = "tariffs"
    __table_args__ = square_table(
        Index("ix_tariffs_square_id_valid_from", "square_id", "valid_from"),
        CheckConstraint("length(currency) = 3", name="currency_whole"),
    )
    tenancy = Tenancy.SQUARE
    thing = Thing.TARIFFS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    valid_from: Mapped[date] = mapped_column()
    currency: Mapped[str] = text(3, empty=False)
    delivery_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    return_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    crates_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    included_weight_g: Mapped[int] = whole(0, MAX_WEIGHT_G)
    step_weight_g: Mapped[int] = whole(MIN_STEP_G, MAX_WEIGHT_G)
    step_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    cool_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    frozen_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    hot_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    adults_only_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    two_people_cents: Mapped[int] = whole(0, MAX_AMOUNT_CENTS)
    slot_cents: Mapped[dict[str, int]] = document()
    vat_permille: Mapped[int] = whole(0, 1_000)
    created_at: Mapped[datetime] = moment()
    changed_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment()
