"""One profile's roads on one day: intervals in which nothing changes, and the hierarchy of each, made when asked for.

Seconds are those of a clock on the wall since the midnight with which the day begins, as in `rounds.day_clock`.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from kernel.errors import BadInputError
from routing.network.clock_roads import Choice, ClockRoads
from routing.network.hierarchy import Hierarchy, valued_anew
from routing.network.opening_spans import FIRST_YEAR, HORIZON_S, LAST_YEAR, open_spans
from routing.network.road_graph import RoadGraph
from routing.network.snapping import Snapper
from routing.network.timed_tags import middle_of

__all__ = ["HORIZON_S", "DayRoads"]


class DayRoads:
    """The roads of a day.

    Attributes
    ----------
    roads: of one profile, for every hour.
    day: the date of its midnight.
    intervals: (begin_s, end_s) one after another from 0 to `HORIZON_S`; in neighbours the roads differ.

    Raises
    ------
    BadInputError
        It is not known which days of that year are holidays.
    """

    def __init__(self, roads: ClockRoads, day: date) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadInputError(
                f"the holidays of {day.year:04} are not known",
                way_out=f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.",
            )
        self.roads, self.day = roads, day
        choices = list(self._choices())
        self._choice_by_interval = [choice for _, choice in choices]
        self._begins = [begin for begin, _ in choices]
        self.intervals: tuple[tuple[int, int], ...] = tuple(pairwise([*self._begins, HORIZON_S]))
        self._graphs: dict[Choice, RoadGraph] = {}
        self._hierarchies: dict[Choice, Hierarchy] = {}
        self._snappers: dict[Choice, Snapper] = {}

    def interval(self, second: int) -> int:
        """Give the number of the interval in which a second lies.

        Raises
        ------
        BadInputError
            It lies before the day, or more than two days after its beginning.
        """
        if not 0 <= second < HORIZON_S:
            raise BadInputError(
                f"second {second} is not within the {HORIZON_S // 3600} hours from the midnight before {self.day}",
                way_out="Choose the day on which the round leaves.",
            )
        return bisect_right(self._begins, second) - 1

    def at(self, second: int) -> Hierarchy:
        """Give the roads at a second: the order and topology of all hours, the values of this one.

        Raises
        ------
        BadInputError
            As `interval`; or no road is left that can be both entered and left.
        """
        choice = self.choice(second)
        if choice not in self._hierarchies:
            graph, base = self.graph_at(second), self.roads.hierarchy
            self._hierarchies[choice] = base if graph is base.graph else valued_anew(base, graph)
        return self._hierarchies[choice]

    def graph_at(self, second: int) -> RoadGraph:
        """Give the graph at a second, without its hierarchy."""
        choice = self.choice(second)
        if choice not in self._graphs:
            self._graphs[choice] = self.roads.graph_at(choice)
        return self._graphs[choice]

    def snapper(self, second: int) -> Snapper:
        """Give what brings places to the roads that are open at a second.

        Raises
        ------
        BadInputError
            As `at`.
        UnreachablePlaceError
            None of the roads takes stops.
        """
        choice = self.choice(second)
        if choice not in self._snappers:
            self._snappers[choice] = Snapper(self.graph_at(second))
        return self._snappers[choice]

    def choice(self, second: int) -> Choice:
        """Give for each timed tag of `roads` which value holds at a second."""
        return self._choice_by_interval[self.interval(second)]

    def _choices(self) -> Iterable[tuple[int, Choice]]:
        """Give the beginning of each interval and its choice, neighbours that are alike joined."""
        place = middle_of(self.roads.network)
        spans = {text: open_spans(text, self.day, place) for text in self.roads.timed.hours}
        cuts = {0, *(second for of_text in spans.values() for span in of_text for second in span)}
        before: Choice | None = None
        for begin in sorted(cut for cut in cuts if 0 <= cut < HORIZON_S):
            is_open = {text: any(start <= begin < end for start, end in of_text) for text, of_text in spans.items()}
            choice = self.roads.timed.choice(is_open)
            if choice != before:
                yield begin, choice
            before = choice
