"""What an order is on the platform that a web shop runs on."""

from typing import Any

from data.models.web_shop import Platform
from rounds.intake.shopify import read_shopify_order
from rounds.intake.web_order import WebOrder
from rounds.intake.woocommerce import read_woocommerce_order

__all__ = ["TOPICS", "read_web_order"]

READERS = {Platform.WOOCOMMERCE: read_woocommerce_order, Platform.SHOPIFY: read_shopify_order}
TOPICS = {Platform.WOOCOMMERCE: "x-wc-webhook-topic", Platform.SHOPIFY: "x-shopify-topic"}
"""The header that says what happened."""


def read_web_order(platform: Platform, document: dict[str, Any], shop_id: str) -> WebOrder | None:
    """Read an order; None where the document is none."""
    return READERS[platform](document, shop_id)
