"""Ids of the legs that follow from events: whoever knows the event knows the leg, with or without the server."""

from uuid import UUID, uuid5

from data.models.states import LegCause

__all__ = ["follow_up", "going_back", "parted"]

_LEGS = UUID("5b0d1a0e-6a5e-5d0c-9b57-1f6f1c2f7a31")
"""A namespace of our own (RFC 9562, section 5.5); drawn once, never changed."""


def follow_up(event_id: str, cause: LegCause) -> str:
    """Name the leg that a failed attempt makes: retry, hub, onward or back."""
    return str(uuid5(_LEGS, f"{cause}:{event_id}"))


def parted(leg_id: str, parcel_id: str) -> str:
    """Name the leg of a parcel that parts from the others of a leg."""
    return str(uuid5(_LEGS, f"{LegCause.SPLIT}:{leg_id}:{parcel_id}"))


def going_back(leg_id: str) -> str:
    """Name the leg that takes back what was cancelled while a leg had it."""
    return str(uuid5(_LEGS, f"{LegCause.RETURN}:{leg_id}"))
