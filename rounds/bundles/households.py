"""Who may not be found in a public bundle: a few households, who answered as few others did, or the one who rode."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from datetime import date

from impact.substitution import Answer, Reply
from kernel.errors import NotAllowedError
from rounds.bundles.kept_days import KeptDays
from rounds.people_of_days import HOUSEHOLDS, RIDERS, PeopleOfDay, riders_at_least

__all__ = ["SILENCE", "few_answered", "few_told", "refuse_few"]

COUNTED = (Answer.OWN_CAR_TRIP, Answer.SHOP_BRINGS, Answer.WEB_SHOP)
"""Answers that have a figure of their own in the sums; the others are told together, and so is silence."""
SILENCE = (None, Answer.UNKNOWN)


def refuse_few(days: KeptDays) -> None:
    """Refuse sums of too few households, or of too few couriers: the kilometres are theirs.

    The days of each factor set are summed apart. The days that may not be published alone, taken together, have to be
    enough or none: else they would follow from the sum less all other days.

    Raises
    ------
    NotAllowedError
        Too few.
    """
    by_set = _by_set(days)
    for version, of_set in by_set.items():
        which, way_out = f"{days.period}", "Take a month with more of them, or make the complete bundle."
        if len(by_set) > 1:
            which = f"{days.period} with factors {version}"
            way_out = "Give --factors, so that all days are summed together, or make the complete bundle."
        if not _is_enough([days.people[day] for day in of_set]):
            raise NotAllowedError(
                f"{which} has fewer than {HOUSEHOLDS.fewest} households or {RIDERS.fewest} couriers",
                where="public bundle",
                way_out=way_out,
            )
        alone = [day for day in of_set if not _is_enough([days.people[day]])]
        if alone and not _is_enough([days.people[day] for day in alone]):
            raise NotAllowedError(
                f"{alone[0]} has few households or couriers, and would follow from {which} less its other days",
                where="public bundle",
                way_out=way_out,
            )


def few_answered(days: KeptDays) -> bool:
    """Say whether an answer that is told was given by few households: its way or its words would be one customer's."""
    return few_told(days, lambda reply: _told_as(reply.answer))


def few_told(days: KeptDays, told_as: Callable[[Reply], Hashable]) -> bool:
    """Say whether few households gave replies that are told as one, on the days of any one factor set.

    The sums of each set are apart: what is told of the whole month, less the sums of a set, tells of the other's days.
    A reply to an order that was not brought is in no sum, and is nobody's here.
    """
    households = defaultdict[tuple[str, Hashable], set[str]](set)
    replies = days.asked.replies
    for version, of_set in _by_set(days).items():
        for day in of_set:
            known = days.people[day].households
            for reply in replies.get(day, ()):
                if reply.order in known:
                    households[version, told_as(reply)].add(known[reply.order])
    return any(len(each) < HOUSEHOLDS.fewest for each in households.values())


def _told_as(answer: Answer | None) -> str:
    if answer in SILENCE:
        return "silence"
    return str(answer) if answer in COUNTED else "no metre"


def _by_set(days: KeptDays) -> dict[str, list[date]]:
    found = defaultdict[str, list[date]](list)
    for day, (_, factors) in days.activities().items():
        found[factors.version].append(day)
    return dict(found)


def _is_enough(days: Sequence[PeopleOfDay]) -> bool:
    """Count households and couriers of days together, each once."""
    households = {one for day in days for one in day.households.values()}
    riders = riders_at_least([day.riders for day in days])
    return len(households) >= HOUSEHOLDS.fewest and riders >= RIDERS.fewest
