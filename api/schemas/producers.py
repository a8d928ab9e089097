"""Producers: from whom a shop has what it sells, and how far that comes."""

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.thing import Name, Place, Sent, Thing, Whole
from data.models.shop import Shop
from rounds.producer_file import LONGEST_NAME, MOST_OF_A_SHOP, GivenProducer

__all__ = ["ProducersGiven", "ProducersShown"]

EXAMPLE: dict[str, Any] = {
    "producers": [{"name": "Molen De Hoop", "place": {"lon": 5.51, "lat": 52.11}, "share_permille": 600}]
}


class ProducerGiven(Sent):
    """One producer of a shop."""

    name: Name = Field(max_length=LONGEST_NAME)
    place: Place
    share_permille: Whole = Field(ge=1, le=1_000, description="Of the shop's orders, in thousandths.")


class ProducersGiven(Sent):
    """A shop's producers, all of them; of what is left to the whole nobody knows where it comes from."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    producers: list[ProducerGiven] = Field(max_length=MOST_OF_A_SHOP)

    @property
    def given(self) -> list[GivenProducer]:
        return [GivenProducer(one.name, one.place.position, one.share_permille) for one in self.producers]


class ProducerShown(Thing):
    """One producer, and the way from there to the shop."""

    name: str
    place: Place
    share_permille: int
    distance_m: int
    by_road: bool = Field(description="Else the straight line times 1.3, as one of both is off the area's roads.")
    is_known: bool = Field(description="False where the shop moved since: put them again. Reports leave it out.")


class ProducersShown(Thing):
    """A shop's producers."""

    shop_id: str
    producers: list[ProducerShown]

    @classmethod
    def of(cls, shop: Shop) -> "ProducersShown":
        return cls(
            shop_id=shop.id,
            producers=[
                ProducerShown(
                    name=one["name"],
                    place=Place.of(one["lon"], one["lat"]),
                    share_permille=one["share_permille"],
                    distance_m=one["distance_m"],
                    by_road=one["by_road"],
                    is_known=(one["shop_lon"], one["shop_lat"]) == (shop.lon, shop.lat),
                )
                for one in shop.producers or ()
            ],
        )
