"""One profile's roads with all that may be open at some hour, and what they are at any: numbers stay, values change.

What stands at an hour is what the same tags without `:conditional` would say: the tags are written anew with the values
that hold, and read by the same rules (`build`). All arcs and turns that may ever be open have numbers; those that
are not open now are closed, as in `closures`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kernel.errors import BadInputError
from routing.network.build import Rates, allowed_moves, binding_classes, graph_for, graph_of, is_walked, open_arcs
from routing.network.edge_effort import laden
from routing.network.forbidden_rides import forbidden_rides, restriction_kind, rides_ever_forbidden
from routing.network.hierarchy import Hierarchy, build_hierarchy, valued_anew
from routing.network.open_arcs import OpenArcs
from routing.network.profile import Profile, load_profile
from routing.network.road_graph import RoadGraph
from routing.network.road_network import RoadNetwork
from routing.network.strong_part import largest_strong_part
from routing.network.timed_tags import AS_TAGGED, TimedTag, TimedTags, timed_tags, wordings
from routing.network.turn_moves import RememberedMoves, remembered_moves

__all__ = ["ClockRoads", "clock_roads"]

Choice = tuple[int, ...]
"""For each timed tag the number of the value that holds, or `AS_TAGGED`."""


class ClockRoads:
    """The roads of one profile, ready for any choice of the values that its conditional tags may have.

    Attributes
    ----------
    network: with the tags of all hours.
    timed: the conditional tags that make a difference to the profile, and how many could be read.
    """

    def __init__(
        self,
        network: RoadNetwork,
        timed: TimedTags,
        *,
        profile: Profile,
        union: "_Union | None",
        plain: Hierarchy | None,
    ) -> None:
        self.network, self.timed = network, timed
        self._profile, self._union, self._plain = profile, union, plain

    @cached_property
    def graph(self) -> RoadGraph:
        """Give the graph by the tags without conditions.

        Raises
        ------
        BadInputError
            They leave no road that can be both entered and left.
        """
        if self._union is not None:
            return self._union.graph((AS_TAGGED,) * len(self.timed.all))
        return self._plain.graph if self._plain else graph_for(self.network, self._profile)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Give what `valued_anew` takes for every graph of `graph_at`.

        It has the values of `graph`; where nothing is open without conditions, those of no hour.

        Raises
        ------
        BadInputError
            As `build_hierarchy`.
        """
        if self._union is None:
            return self._plain or build_hierarchy(self.graph)
        whole = build_hierarchy(self._union.whole())
        try:
            graph = self.graph
        except BadInputError:  # another hour may be better
            return whole
        return valued_anew(whole, graph)

    def graph_at(self, choice: Choice) -> RoadGraph:
        """Give the graph in which each timed tag has the value chosen for it.

        Raises
        ------
        BadInputError
            It leaves no road that can be both entered and left.
        """
        as_tagged = all(number == AS_TAGGED for number in choice)
        return self.graph if self._union is None or as_tagged else self._union.graph(choice)


def clock_roads(
    network: RoadNetwork, profile: str, plain: Hierarchy | None = None, mass_kg: float | None = None
) -> ClockRoads:
    """Make one profile's roads ready for every hour; whether any is open shows when an hour is asked for.

    Parameters
    ----------
    plain: the profile's hierarchy without the clock, where there is one; taken as it is if no tag changes by the clock.
    mass_kg: as in `road_graph`; that of `plain`, where it is given.

    Raises
    ------
    BadInputError
        There is no such profile, or no such mass.
    """
    laden_profile = laden(load_profile(profile), mass_kg)
    timed, ever_open = _that_matter(network, laden_profile)
    union = _Union.of(network, laden_profile, timed, ever_open) if timed.all else None
    return ClockRoads(network, timed, profile=laden_profile, union=union, plain=None if union else plain)


@dataclass(frozen=True, slots=True, eq=False)
class _Union:
    """Every arc and turn that may be open at some hour.

    Attributes
    ----------
    rates: of the tags without conditions, but open wherever a road may be.
    is_open: bool (2, sets); where it is open without conditions.
    order: of the arcs, as they are made, by tail.
    """

    network: RoadNetwork
    profile: Profile
    timed: TimedTags
    rates: Rates
    is_open: NDArray[np.bool_]
    order: NDArray[np.int64]
    moves: RememberedMoves

    @classmethod
    def of(cls, network: RoadNetwork, profile: Profile, timed: TimedTags, ever_open: NDArray[np.bool_]) -> "_Union":
        rates = Rates.of(network.tags, profile)
        ever = replace(rates, is_open=ever_open)
        arcs = open_arcs(network, ever, profile)
        order = arcs.order()
        arcs = arcs.where(order)
        rides = rides_ever_forbidden(network, arcs, _kinds(network, profile, timed))
        moves = remembered_moves(arcs, network.node_count, rides)
        return cls(network, profile, timed, ever, rates.is_open, order, moves)

    def whole(self) -> RoadGraph:
        """Give all arcs and turns at once, with any values."""
        return graph_of(self.network, self.profile, self._arcs(self.network, self.rates), self.moves.moves, self.rates)

    def graph(self, choice: Choice) -> RoadGraph:
        """Do as `build.graph_for` does with the tags that are chosen, but keep every arc and its number."""
        network = self.timed.rewritten(self.network, choice)
        rates, is_open = self._rates(network, choice)
        arcs = self._arcs(network, rates)
        arc_open = is_open[np.where(arcs.forward, 0, 1), network.edge_tags[arcs.edge]]
        forbidden = forbidden_rides(network, arcs, binding_classes(self.profile), arc_open)
        moves = self.moves.forbidding(forbidden)
        moves = moves.where(arc_open[moves.arc[moves.start]] & arc_open[moves.arc[moves.to]])
        moves = allowed_moves(network, self.profile, arcs, moves)
        connected = largest_strong_part(len(moves.arc), moves.start, moves.to, moves.arc, arcs.mm)
        if not connected.any():
            raise BadInputError(
                f"at this hour there is no road here that {self.profile.vehicle} can both enter and leave",
                way_out="Choose another hour, or a larger extract.",
            )
        inside = connected[moves.arc[moves.to]] | ~connected[moves.arc[moves.start]]  # out of a cut-off street, not in
        graph = graph_of(network, self.profile, arcs, moves.where(inside), rates, connected=connected)
        return replace(graph, closed=~arc_open)

    def _arcs(self, network: RoadNetwork, rates: Rates) -> OpenArcs:
        return open_arcs(network, rates, self.profile).where(self.order)

    def _rates(self, network: RoadNetwork, choice: Choice) -> tuple[Rates, NDArray[np.bool_]]:
        """Read the rows of tags that are written anew; open stays what may be, and what is comes beside it."""
        chosen = zip(self.timed.roads, choice, strict=False)
        rows = sorted({tag.row for tag, number in chosen if number != AS_TAGGED})
        told = Rates.of([network.tags[row] for row in rows], self.profile)
        is_open = self.is_open.copy()
        is_open[:, rows] = told.is_open
        columns = {field.name: getattr(self.rates, field.name) for field in fields(Rates) if field.name != "is_open"}
        for name, column in columns.items():
            columns[name] = column.copy()
            columns[name][:, rows] = getattr(told, name)
        return replace(self.rates, **columns), is_open


def _that_matter(network: RoadNetwork, profile: Profile) -> tuple[TimedTags, NDArray[np.bool_]]:
    """Leave out what makes no difference to the profile, and say which sets of tags are open at some time."""
    timed = timed_tags(network, profile)
    rates = Rates.of(network.tags, profile)
    ever_open = rates.is_open.copy()
    kept: list[TimedTag] = []
    for row, tags_of_row in _by_row(timed.roads).items():
        worded = wordings(network.tags[row], tags_of_row)
        if worded is None:
            ever_open[:, row] = True
            kept += tags_of_row
            continue
        worded = list(worded)
        told = Rates.of(worded, profile)
        ever_open[:, row] |= told.is_open.any(axis=1)
        columns = [getattr(told, field.name) for field in fields(Rates)]
        if any((column != column[:, :1]).any() for column in columns) or len({is_walked(tags) for tags in worded}) > 1:
            kept += tags_of_row
    restrictions = [
        tag
        for row, tags_of_row in _by_row(timed.restrictions).items()
        for tag in tags_of_row
        if len(_kinds_of_row(network.restrictions.tags[row], tags_of_row, profile)) > 1
    ]
    return replace(timed, roads=tuple(kept), restrictions=tuple(restrictions)), ever_open


def _by_row(timed: Sequence[TimedTag]) -> dict[int, list[TimedTag]]:
    rows: dict[int, list[TimedTag]] = {}
    for tag in timed:
        rows.setdefault(tag.row, []).append(tag)
    return rows


def _kinds(network: RoadNetwork, profile: Profile, timed: TimedTags) -> list[frozenset[str]]:
    of_row = _by_row(timed.restrictions)
    rows = network.restrictions.tags
    return [_kinds_of_row(tags, of_row.get(row, []), profile) for row, tags in enumerate(rows)]


def _kinds_of_row(tags: Mapping[str, str], timed: Sequence[TimedTag], profile: Profile) -> frozenset[str]:
    worded = wordings(tags, timed)
    classes = binding_classes(profile)
    return frozenset(("no", "only", "") if worded is None else (restriction_kind(one, classes) for one in worded))
