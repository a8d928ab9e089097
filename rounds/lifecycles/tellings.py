"""What another square of a relay knows by now: its last telling, each part of it as it was first told without a break.

A telling takes the place of those before it. What stays true keeps the event that first said so: legs that follow from
it, and what was said of these, stay in force. What was not so in between is told anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.drafts.event import EventKind
from rounds.lifecycles.said import Said

__all__ = ["told_now"]

WHOLE_ORDER = frozenset({""})
"""In place of parcels, for what is told of the order."""


def told_now(tellings: Iterable[Said]) -> Mapping[str, Said]:
    """Give the facts that count, by id, each about those parcels alone of which it was told ever since.

    Parameters
    ----------
    tellings: events "relay.told", in any order.
    """
    since: dict[tuple[EventKind, str], Said] = {}
    for one in sorted(tellings, key=lambda one: one.turn):
        told = {(fact.kind, parcel): fact for fact in one.relayed for parcel in fact.parcels or WHOLE_ORDER}
        since = {key: since.get(key, fact) for key, fact in told.items()}
    about: defaultdict[str, set[str]] = defaultdict(set)
    for (_, parcel), fact in since.items():
        about[fact.id].add(parcel)
    return {
        fact.id: fact if fact.parcels is None else replace(fact, parcels=frozenset(about[fact.id]))
        for fact in since.values()
    }
