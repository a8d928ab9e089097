"""Whether a webhook is from whom it says: a signature over the very bytes that came.

Sources: woocommerce.github.io/woocommerce-rest-api-docs, "Webhooks"; shopify.dev/docs/apps/build/webhooks.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest

from data.models.web_shop import Platform

__all__ = ["delivery_key", "is_ping", "is_signed", "is_stale"]

SIGNATURES = {Platform.WOOCOMMERCE: "x-wc-webhook-signature", Platform.SHOPIFY: "x-shopify-hmac-sha256"}
SENT_AT = "x-shopify-triggered-at"
"""WooCommerce has nothing of the kind; there only the moment of change within the order tells old from new."""
OLDEST, EARLIEST = timedelta(days=1), timedelta(minutes=10)
"""A delivery's age at most, and how far our clocks may differ. Shopify tries for four hours. Our own choice."""
_PING = re.compile(rb"webhook_id=[0-9]{1,12}")


def is_signed(platform: Platform, secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Compare the signature in constant time.

    Parameters
    ----------
    headers: by lower-case name.
    """
    ours = b64encode(digest(secret.encode(), body, sha256))
    return compare_digest(ours, headers.get(SIGNATURES[platform], "").encode("utf-8", "replace"))


def is_ping(platform: Platform, body: bytes) -> bool:
    """Say whether this is the form, without a signature, by which WooCommerce looks whether anybody is there."""
    return platform is Platform.WOOCOMMERCE and _PING.fullmatch(body) is not None


def is_stale(headers: Mapping[str, str], now: datetime) -> bool:
    """Say whether a delivery is too old, or from too far in the future, to be what its sender sends now."""
    written = headers.get(SENT_AT, "")
    if not written:
        return False
    try:
        sent_at = datetime.fromisoformat(written[:40])
    except ValueError:
        return True
    sent_at = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)
    return not now - OLDEST <= sent_at <= now + EARLIEST


def delivery_key(platform: Platform, body: bytes, headers: Mapping[str, str], before: int = 0) -> str:
    """Give what two deliveries that are one have alike.

    WooCommerce gives two deliveries of one second the same id, so there it is the content; Shopify's id is kept on
    every further attempt.

    Parameters
    ----------
    before: how much was told of its order before, of a delivery whose content is the same each time that it is meant.
    """
    given = headers.get("x-shopify-webhook-id", "") if platform is Platform.SHOPIFY else ""
    return given[:80] or f"{sha256(body).hexdigest()}{f':{before}' if before else ''}"
