"""What is known of one parcel on one leg: each source's own account, then all of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from data.drafts.event import EventKind
from data.models.states import IncidentKind
from rounds.lifecycles.leg_table import RANK, Known, step
from rounds.lifecycles.said import Said
from rounds.lifecycles.slots import Slot, may_stay

__all__ = ["Account", "agreed"]


@dataclass(frozen=True, slots=True)
class Account:
    """What is known, and by which events.

    Attributes
    ----------
    last: the event that says so, of each source that does.
    rounds: that say to have the parcel, or to have had it.
    amiss: what does not fit, with the events.
    contested: sources tell of different ends: it is as collected until someone finds out.
    """

    known: Known
    last: Sequence[Said] = ()
    rounds: frozenset[str] = frozenset()
    amiss: Sequence[tuple[IncidentKind, tuple[str, ...]]] = ()
    contested: bool = False


def agreed(slot: Slot, said: Iterable[Said], *, adults_only: bool) -> Account:
    """Put together what every source says of a parcel on a leg: the furthest counts, where it is one."""
    accounts = [
        _told(slot, list(of_one), adults_only=adults_only) for _, of_one in groupby(said, key=lambda one: one.source)
    ]
    if not accounts:
        return Account(Known.NOTHING)
    amiss = [one for account in accounts for one in account.amiss]
    most = max(RANK[account.known] for account in accounts)
    furthest = [account for account in accounts if RANK[account.known] == most]
    last = sorted((one for account in furthest for one in account.last), key=lambda one: one.id)
    rounds = frozenset(one.round_id for account in accounts for one in account.last if one.round_id)
    ends = {account.known for account in furthest}
    if len(ends) > 1:
        amiss.append((IncidentKind.TWO_ENDS, tuple(one.id for one in last)))
        return Account(Known.COLLECTED, last, rounds, amiss, contested=True)
    if ends <= {Known.COLLECTED, Known.FAILED} and len(rounds) > 1:
        amiss.append((IncidentKind.TWO_ROUNDS, tuple(one.id for one in last)))
    return Account(ends.pop(), last, rounds, amiss)


def _told(slot: Slot, said: Sequence[Said], *, adults_only: bool) -> Account:
    """Follow one source through the table, in the order of its own numbers."""
    known, last = Known.NOTHING, said[0]
    amiss: list[tuple[IncidentKind, tuple[str, ...]]] = []
    for one in said:
        row = step(known, one.kind)
        after = row.after
        if after is None:
            amiss.append((IncidentKind.OUT_OF_TURN, (one.id,)))
            continue
        if row.guarded and not may_stay(one, slot, adults_only=adults_only):
            amiss.append((IncidentKind.AGE, (one.id,)))
            after = max(known, Known.COLLECTED, key=RANK.__getitem__)
        if after is not known or one.kind in {EventKind.LEG_FAILED, EventKind.LEG_NOT_COLLECTED}:
            known, last = after, one
    return Account(known, [last], frozenset(), amiss)
