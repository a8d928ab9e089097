"""Parcels: physical pieces, and who has them."""

from pydantic import Field

from api.schemas.thing import Sent, Thing, Whole
from data.models.parcel import Parcel
from data.models.states import CustodianKind, Temperature
from rounds import delivery_day
from rounds.delivery_day import Need
from rounds.intake.amount import MAX_ORDER_KG, MAX_ORDER_L
from rounds.intake.given_order import MAX_BARCODE, GivenParcel

__all__ = ["ParcelGiven", "ParcelShown"]


class ParcelGiven(Sent):
    """One piece; what is null is not known, and the shop's usual size is taken."""

    weight_g: Whole | None = Field(None, ge=1, le=1_000 * MAX_ORDER_KG)
    volume_ml: Whole | None = Field(None, ge=1, le=1_000 * MAX_ORDER_L)
    temperature: Temperature = Temperature.AMBIENT
    needs: list[Need] = Field([], max_length=len(Need), description="What carrying it or handing it over asks for.")
    barcode: str | None = Field(
        None, min_length=1, max_length=MAX_BARCODE, pattern=r"^[ -~]+$", description="Its own on the square."
    )

    @property
    def given(self) -> GivenParcel:
        temperature = delivery_day.Temperature(self.temperature.value)
        return GivenParcel(self.weight_g, self.volume_ml, temperature, frozenset(self.needs), self.barcode)


class Custodian(Thing):
    """Who has a parcel; `id` of the shop, hub or round."""

    kind: CustodianKind
    id: str | None


class ParcelShown(Thing):
    """A parcel."""

    id: str
    order_id: str
    number: int
    barcode: str | None
    weight_g: int
    volume_ml: int
    temperature: Temperature
    needs: list[Need]
    custodian: Custodian

    @classmethod
    def of(cls, parcel: Parcel) -> "ParcelShown":
        same = ("id", "order_id", "number", "barcode", "weight_g", "volume_ml", "temperature")
        needs = (
            (Need.UPRIGHT, parcel.upright),
            (Need.ADULT, parcel.adults_only),
            (Need.TWO_PEOPLE, parcel.two_people),
        )
        holder = parcel.custodian_shop_id or parcel.custodian_hub_id or parcel.custodian_round_id
        return cls(
            **{name: getattr(parcel, name) for name in same},
            needs=[need for need, asked in needs if asked],
            custodian=Custodian(kind=parcel.custodian, id=holder),
        )
