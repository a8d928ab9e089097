"""One profile's roads on one day: intervals in which nothing changes, and the hierarchy of each, made when asked for.

Seconds are those of a clock on the wall since the midnight with which the day begins, as in `rounds.day_clock`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kernel.errors import BadInputError
from routing.network.clock_roads import Choice, ClockRoads
from routing.network.closures import Closure, closed_graph
from routing.network.hierarchy import Hierarchy, valued_anew
from routing.network.opening_spans import FIRST_YEAR, HORIZON_S, LAST_YEAR, open_spans
from routing.network.road_graph import RoadGraph
from routing.network.snapping import Snapper
from routing.network.timed_tags import middle_of

__all__ = ["HORIZON_S", "DayRoads", "TimedClosure"]


@dataclass(frozen=True, slots=True)
class TimedClosure:
    """A closure from one second of the day up to another; it may have begun the day before.

    Raises
    ------
    BadInputError
        It ends before it begins.
    """

    closure: Closure
    begin_s: int
    end_s: int

    def __post_init__(self) -> None:
        if self.begin_s >= self.end_s:
            raise BadInputError(
                f"a closure from second {self.begin_s} to second {self.end_s} ends before it begins",
                way_out="Give its beginning first.",
            )


@dataclass(frozen=True, slots=True)
class _State:
    """What distinguishes one interval from another: which values hold, and which closures."""

    choice: Choice
    closures: tuple[int, ...]


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

    def __init__(self, roads: ClockRoads, day: date, closures: Sequence[TimedClosure] = ()) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BadInputError(
                f"the holidays of {day.year:04} are not known",
                way_out=f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.",
            )
        self.roads, self.day = roads, day
        self._closures = [one for one in closures if _concerns(one.closure, roads.graph)]
        states = list(self._states())
        self._states_by_interval = [state for _, state in states]
        self._begins = [begin for begin, _ in states]
        self.intervals: tuple[tuple[int, int], ...] = tuple(pairwise([*self._begins, HORIZON_S]))
        self._graphs: dict[_State, RoadGraph] = {}
        self._hierarchies: dict[_State, Hierarchy] = {}
        self._snappers: dict[_State, Snapper] = {}

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
        state = self._state(second)
        if state not in self._hierarchies:
            base, graph = self.roads.hierarchy, self.graph_at(second)
            self._hierarchies[state] = base if graph is base.graph else valued_anew(base, graph)
        return self._hierarchies[state]

    def graph_at(self, second: int) -> RoadGraph:
        """Give the graph at a second, without its hierarchy."""
        state = self._state(second)
        if state not in self._graphs:
            graph = self.roads.graph_at(state.choice)
            closures = [self._closures[number].closure for number in state.closures]
            self._graphs[state] = closed_graph(graph, closures) if closures else graph
        return self._graphs[state]

    def snapper(self, second: int) -> Snapper:
        """Give what brings places to the roads that are open by their tags at a second; closures move no place.

        Raises
        ------
        BadInputError
            As `at`.
        UnreachablePlaceError
            None of the roads takes stops.
        """
        state = self._state(second)
        if state not in self._snappers:
            self._snappers[state] = Snapper(self.graph_at(second))
        return self._snappers[state]

    def choice(self, second: int) -> Choice:
        """Give for each timed tag of `roads` which value holds at a second."""
        return self._state(second).choice

    def _state(self, second: int) -> _State:
        return self._states_by_interval[self.interval(second)]

    def _states(self) -> Iterable[tuple[int, _State]]:
        """Give the beginning of each interval and its state, neighbours that are alike joined."""
        place = middle_of(self.roads.graph.network)
        spans = {text: open_spans(text, self.day, place) for text in self.roads.timed.hours}
        cuts = {0, *(second for of_text in spans.values() for span in of_text for second in span)}
        cuts |= {second for one in self._closures for second in (one.begin_s, one.end_s)}
        before: _State | None = None
        for begin in sorted(cut for cut in cuts if 0 <= cut < HORIZON_S):
            is_open = {text: any(start <= begin < end for start, end in of_text) for text, of_text in spans.items()}
            state = _State(self.roads.timed.choice(is_open), self._in_force(begin))
            if state != before:
                yield begin, state
            before = state

    def _in_force(self, second: int) -> tuple[int, ...]:
        return tuple(n for n, one in enumerate(self._closures) if one.begin_s <= second < one.end_s)


def _concerns(closure: Closure, graph: RoadGraph) -> bool:
    if closure.profiles is not None and graph.profile not in closure.profiles:
        return False
    return bool(closure.edges(graph.network)[graph.edge].any())
