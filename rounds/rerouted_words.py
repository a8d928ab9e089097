"""What a closure does to released rounds, in words: for the dispatcher's screen and the page of the day."""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.text import Text
from rounds.clock import clock
from rounds.rerouting import Rerouted
from rounds.retiming import BACK

__all__ = ["alert_said", "rerouted_lines", "unreached_said"]

MOST_NAMED = 3


def rerouted_lines(found: Sequence[Rerouted]) -> list[Text]:
    """Say how many released rounds go other ways, and what each does; nothing where none does."""
    if not found:
        return []
    many = len(found)
    passing = Text("ronde komt", "round passes") if many == 1 else Text("rondes komen", "rounds pass")
    head = Text(
        f"{many} vrijgegeven {passing.nl} hierlangs; de volgorde van de haltes blijft.",
        f"{many} released {passing.en} here; nothing was reordered.",
    )
    return [head, *(_line(one) for one in found)]


def alert_said(details: Mapping[str, Any]) -> Text:
    """Say what an event "round.rerouted" tells, as it was kept."""
    places = list[str](details["places"])
    later_s = {int(number): int(seconds) for number, seconds in details["later_s"].items()}
    late_s = {int(number): int(seconds) for number, seconds in details["late_s"].items()}
    unreached, short_wh = list[int](details["unreached"]), int(details.get("short_wh", 0))
    return _effect(later_s, late_s, unreached, places, int(details["most_moved"]), short_wh=short_wh)


def unreached_said(unreached: Sequence[int], places: Sequence[str]) -> Text:
    """Name the stops that a round cannot come to.

    Parameters
    ----------
    places: of all its stops, in order.
    """
    return _named(unreached, places, Text("niet te bereiken: ", "cannot be reached: "))


def _line(one: Rerouted) -> Text:
    places = [stop.place for stop in one.after.stops]
    effect = _effect(one.later_s, one.late_s, one.unreached, places, one.most_moved, short_wh=one.short_wh)
    back = clock(one.after.return_s)
    day = one.clock.day
    return Text(
        f"{day}, ronde {one.number}: {effect.nl}; terug om {back}",
        f"{day}, round {one.number}: {effect.en}; back at {back}",
    )


def _effect(
    later_s: Mapping[int, int],
    late_s: Mapping[int, int],
    unreached: Sequence[int],
    places: Sequence[str],
    most_moved: int,
    *,
    short_wh: int,
) -> Text:
    reached = len(places) - len(set(unreached) - {BACK})
    if not reached:
        return Text("geen enkele halte is te bereiken", "no stop can be reached")
    parts = [unreached_said(unreached, places)] if unreached else []
    parts.append(_moved(later_s.get(most_moved, 0), most_moved, places))
    late = [number for number in late_s if number != BACK]
    if late:
        parts.append(_named(late, places, Text("na het bezorgmoment: ", "after the window: ")))
    if BACK in late_s:
        parts.append(Text("terug na het einde van de dienst", "back after the end of the duty"))
    if short_wh:
        parts.append(Text(f"de accu komt {short_wh} Wh te kort", f"the battery lacks {short_wh} Wh"))
    return Text("; ".join(part.nl for part in parts), "; ".join(part.en for part in parts))


def _moved(seconds: int, number: int, places: Sequence[str]) -> Text:
    minutes = round(abs(seconds) / 60)
    if minutes == 0:
        return Text("andere wegen, geen minuut later", "other roads, not a minute later")
    how = Text("later", "later") if seconds > 0 else Text("eerder", "earlier")
    unit = Text("minuut", "minute") if minutes == 1 else Text("minuten", "minutes")
    by = Text(f"{minutes} {unit.nl} {how.nl}", f"{minutes} {unit.en} {how.en}")
    if number == BACK:
        return Text(f"is {by.nl} terug", f"is back {by.en}")
    place = places[number - 1]
    return Text(f"komt {by.nl} aan bij halte {number}, {place}", f"arrives {by.en} at stop {number}, {place}")


def _named(numbers: Sequence[int], places: Sequence[str], head: Text) -> Text:
    named = [
        Text("het vertrekpunt", "the depot")
        if number == BACK
        else Text(f"halte {number}, {places[number - 1]}", f"stop {number}, {places[number - 1]}")
        for number in numbers
    ]
    more = len(named) - MOST_NAMED
    tail = Text(f" en nog {more}", f" and {more} more") if more > 0 else Text("", "")
    said = named[:MOST_NAMED]
    return Text(
        head.nl + "; ".join(one.nl for one in said) + tail.nl, head.en + "; ".join(one.en for one in said) + tail.en
    )
