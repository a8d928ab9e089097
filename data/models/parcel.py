"""A parcel: one physical piece, and who has it."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from data.base import Base, Tenancy, choice, key, reference, square_table, text, whole, within_square
from data.models.limits import MAX_VOLUME_ML, MAX_WEIGHT_G
from data.models.states import CustodianKind, Temperature
from kernel.rights import Thing

__all__ = ["Parcel"]


class Parcel(Base):
    """One piece of an order. Exactly one custodian has it: a shop, a hub, a round, the household, or nobody.

    Attributes
    ----------
    number: 1, 2, … within its order.
    barcode: unique in the square while it is not NULL.
    crate: it is or comes in a deposit crate, which the household owes its shop: `data.models.crate_entry`.
    """

    __tablename__ = "parcels"
    __table_args__ = square_table(
        within_square("order_id", "orders"),
        within_square("custodian_shop_id", "shops"),
        within_square("custodian_hub_id", "hubs"),
        within_square("custodian_round_id", "rounds"),
        UniqueConstraint("order_id", "number"),
        UniqueConstraint("square_id", "barcode"),
        Index(
            "ix_parcels_custodian_round_id", "custodian_round_id",
            sqlite_where=sql("custodian_round_id IS NOT NULL"), postgresql_where=sql("custodian_round_id IS NOT NULL"),
        ),
        CheckConstraint(
            "(custodian = 'shop') = (custodian_shop_id IS NOT NULL)"
            " AND (custodian = 'hub') = (custodian_hub_id IS NOT NULL)"
            " AND (custodian = 'round') = (custodian_round_id IS NOT NULL)",
            name="one_custodian",
        ),
    )  # fmt: skip
    tenancy = Tenancy.SQUARE
    thing = Thing.ORDERS

    id: Mapped[str] = key()
    square_id: Mapped[str] = reference()
    order_id: Mapped[str] = reference()
    number: Mapped[int] = whole(1)
    barcode: Mapped[str | None] = text(80, empty=False)
    weight_g: Mapped[int] = whole(0, MAX_WEIGHT_G)
    volume_ml: Mapped[int] = whole(0, MAX_VOLUME_ML)
    temperature: Mapped[Temperature] = choice(Temperature, "temperature")
    upright: Mapped[bool] = mapped_column()
    adults_only: Mapped[bool] = mapped_column()
    two_people: Mapped[bool] = mapped_column()
    crate: Mapped[bool] = mapped_column(server_default=false())
    custodian: Mapped[CustodianKind] = choice(CustodianKind, "custodian")
    custodian_shop_id: Mapped[str | None] = reference()
    custodian_hub_id: Mapped[str | None] = reference()
    custodian_round_id: Mapped[str | None] = reference()
