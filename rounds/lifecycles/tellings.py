"""What another square of a relay knows by now: its last telling, each part of it as it was first told.

A telling takes the place of those before it. What stays true keeps the event that first said so: legs that follow from
it, and what was said of these, stay in force.
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
    """Give the facts that count, by id, each about those parcels alone that it was the first to tell so.

    Parameters
    ----------
    tellings: events "relay.told", in any order.
    """
    in_turn = sorted(tellings, key=lambda one: one.turn)
    if not in_turn:
        return {}
    untold: defaultdict[EventKind, frozenset[str]] = defaultdict(frozenset)
    untold.update({fact.kind: fact.parcels or WHOLE_ORDER for fact in in_turn[-1].relayed})
    counting: dict[str, Said] = {}
    for fact in (fact for one in in_turn for fact in one.relayed):
        about = untold[fact.kind] & (fact.parcels or WHOLE_ORDER)
        untold[fact.kind] -= about
        if about:
            counting[fact.id] = fact if fact.parcels is None else replace(fact, parcels=about)
    return counting
