"""Hubs of a square, known by their names."""

from data.drafts.event import EventKind
from data.drafts.shop import HubDraft
from data.models.hub import Hub
from data.repositories.named import NamedRows
from kernel.rights import Thing

__all__ = ["Hubs"]


class Hubs(NamedRows[Hub, HubDraft]):
    """Where goods are handed over."""

    thing = Thing.HUBS
    model = Hub
    one = "hub"
    told = EventKind.HUBS_CHANGED
