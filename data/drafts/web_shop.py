"""What a web shop and what it tells us are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.models.web_shop import Platform, WebDeliveryState
from kernel.text import Text

__all__ = ["WebDeliveryDraft", "WebDeliveryEnd", "WebShopDraft"]


@dataclass(frozen=True, slots=True)
class WebShopDraft:
    """A web shop to be; see `data.models.web_shop.WebShop`."""

    shop_id: str
    platform: Platform
    secret: str = field(repr=False)
    methods: Sequence[str] | None = None
    postcodes: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class WebDeliveryDraft:
    """A message as it came; see `data.models.web_shop.WebDelivery`."""

    web_shop_id: str
    delivery_key: str
    topic: str
    body: Mapping[str, Any] = field(repr=False)
    external_id: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WebDeliveryEnd:
    """What became of a message."""

    state: WebDeliveryState
    reason: Text
    order_ref: str = ""
    order_id: str | None = None
    method: str = ""
    postcode: str = ""
