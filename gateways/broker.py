"""The broker of jobs, as whoever watches over a server asks after it: does it answer?"""

from kombu.connection import Connection

__all__ = ["broker_answers"]

PATIENCE_S = 2


def broker_answers(url: str) -> bool:
    """Say whether a broker answers; why it does not is in nobody's interest but its own log's."""
    options = {"socket_connect_timeout": PATIENCE_S, "socket_timeout": PATIENCE_S} if url.startswith("redis") else {}
    try:
        with Connection(url, connect_timeout=PATIENCE_S, transport_options=options) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE_S)
    except Exception:  # noqa: BLE001 (each kind of broker has its own errors, and all mean the same)
        return False
    return True
