"""How a delivery of a webhook is signed: HMAC-SHA256 over the moment, a dot, and the very bytes of the body."""

from collections.abc import Iterable
from hashlib import sha256
from hmac import digest

__all__ = ["ID_HEADER", "SIGNATURE_HEADER", "TIMESTAMP_HEADER", "signed_headers"]

ID_HEADER = "Dorpsronde-Delivery"
TIMESTAMP_HEADER = "Dorpsronde-Timestamp"
SIGNATURE_HEADER = "Dorpsronde-Signature"


def signed_headers(delivery_id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """Give the headers of a delivery: its id, when it is sent (seconds since 1970), and a signature by each secret.

    While a secret is being replaced there are two; who verifies takes one that fits.
    """
    signed = f"{timestamp}.".encode() + body
    signatures = (f"v1={digest(secret.encode(), signed, sha256).hex()}" for secret in secrets)
    return {
        ID_HEADER: delivery_id,
        TIMESTAMP_HEADER: str(timestamp),
        SIGNATURE_HEADER: ",".join(signatures),
    }
