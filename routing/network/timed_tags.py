"""The conditional tags of a road network as one profile reads them: on roads, on barriers, on restrictions of turns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from kernel.position import Position
from kernel.text import Text
from routing.network.condition_judge import ConditionJudge, TimedValue
from routing.network.conditions import SUFFIX, clauses_of
from routing.network.profile import Profile
from routing.network.road_network import RoadNetwork

__all__ = ["AS_TAGGED", "TimedTag", "TimedTags", "Unread", "middle_of", "timed_tags", "wordings"]

AS_TAGGED = -1
"""Chosen where no condition of a tag holds: the tag without `:conditional` stands, if there is one."""

_MOST_WORDINGS = 256
"""Combinations of values of one set of tags that are looked at; beyond, anything may be. Own choice."""

_OF_A_KIND = frozenset({"highway", "route", "barrier", "junction"})

_STAYS = Text("wat voor ding het is, blijft op elk uur gelijk", "what kind of thing it is stays the same at all hours")
_NO_FORM = Text("het heeft niet de vorm `waarde @ (voorwaarde)`", "it has not the form `value @ (condition)`")

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TimedTag:
    """A key that has other values at times.

    Attributes
    ----------
    row: of the network's tags, or of its restrictions' tags.
    key: without `:conditional`.
    values: of those that hold, the last counts.
    """

    row: int
    key: str
    values: tuple[TimedValue, ...]

    @property
    def choices(self) -> range:
        return range(AS_TAGGED, len(self.values))


@dataclass(frozen=True, slots=True)
class Unread:
    """A condition that could not be read: as if it were not there.

    Attributes
    ----------
    count: how many ways, barriers or restrictions have it.
    """

    key: str
    text: str
    reason: Text
    count: int


@dataclass(frozen=True, slots=True)
class TimedTags:
    """What changes with the clock.

    Attributes
    ----------
    roads: of ways and barriers; rows of `RoadNetwork.tags`.
    restrictions: rows of `Restrictions.tags`.
    read: how many conditional tags were understood, of as many ways, barriers and restrictions.
    unread: those that were not, or not wholly.
    """

    roads: tuple[TimedTag, ...] = ()
    restrictions: tuple[TimedTag, ...] = ()
    read: int = 0
    unread: tuple[Unread, ...] = ()

    @property
    def all(self) -> tuple[TimedTag, ...]:
        return self.roads + self.restrictions

    def choice(self, is_open: Mapping[str, bool]) -> tuple[int, ...]:
        """Choose for each of `all` the last value whose hours are all open, or `AS_TAGGED`."""
        return tuple(
            max(
                (n for n, value in enumerate(tag.values) if all(is_open[text] for text in value.hours)),
                default=AS_TAGGED,
            )
            for tag in self.all
        )

    @property
    def hours(self) -> frozenset[str]:
        """All opening hours that are asked for."""
        return frozenset(text for tag in self.all for value in tag.values for text in value.hours)

    def rewritten(self, network: RoadNetwork, choice: Sequence[int]) -> RoadNetwork:
        """Give a network the tags that stand when each timed tag has the value chosen for it.

        Parameters
        ----------
        choice: for each of `all`, the number of its value, or `AS_TAGGED`.
        """
        of_roads = choice[: len(self.roads)]
        restrictions = network.restrictions
        told = _with_values(restrictions.tags, self.restrictions, choice[len(self.roads) :])
        return replace(
            network,
            tags=_with_values(network.tags, self.roads, of_roads),
            restrictions=replace(restrictions, tags=told),
        )


def timed_tags(network: RoadNetwork, profile: Profile) -> TimedTags:
    """Read the conditional tags whose keys a profile reads."""
    judge = ConditionJudge(profile, middle_of(network))
    roads = _Read(judge, _ways_of_rows(network))
    of_roads = tuple(roads.timed(network.tags, profile.keys))
    turn = profile.table.turn
    binding = turn.restrictions if turn is not None else None
    classes = binding.classes if binding is not None else ()
    keys = frozenset(["restriction", *(f"restriction:{name}" for name in classes)] if classes else [])
    relations = _Read(judge, [1] * len(network.restrictions.tags))
    of_relations = tuple(relations.timed(network.restrictions.tags, keys))
    unread = _counted([*roads.unread, *relations.unread])
    return TimedTags(of_roads, of_relations, roads.read + relations.read, unread)


def _ways_of_rows(network: RoadNetwork) -> list[int]:
    """Count the ways and barriers of each row of tags; rows without conditions are left at 0."""
    told = np.array([any(key.endswith(SUFFIX) for key in tags) for tags in network.tags], np.bool_)
    edges = np.flatnonzero(told[network.edge_tags])
    pairs = {*zip(network.edge_tags[edges].tolist(), network.edge_way[edges].tolist(), strict=True)}
    rows = np.array([row for row, _ in pairs], np.int64)
    return np.bincount(rows, minlength=len(network.tags)).tolist()


def middle_of(network: RoadNetwork) -> Position:
    """Give the place whose public holidays and sunrise count."""
    return Position(float(network.node_lon.mean()), float(network.node_lat.mean()))


def wordings(tags: Tags, timed: Sequence[TimedTag]) -> Iterator[dict[str, str]] | None:
    """Give one row's tags in each wording that they may have at some time; None where those are too many."""
    if np.prod([len(tag.choices) for tag in timed], dtype=np.float64) > _MOST_WORDINGS:
        return None
    return (_worded(tags, timed, choice) for choice in product(*(tag.choices for tag in timed)))


class _Read:
    """Conditional tags read row by row, and counted."""

    def __init__(self, judge: ConditionJudge, count: Sequence[int]) -> None:
        self._judge, self._count = judge, count
        self.read = 0
        self.unread: list[Unread] = []

    def timed(self, rows: Sequence[Tags], keys: frozenset[str]) -> Iterator[TimedTag]:
        for row, tags in enumerate(rows):
            for name, text in tags.items():
                key = name.removesuffix(SUFFIX)
                if key != name and key in keys and self._count[row]:
                    values = self._values(row, key, text)
                    if values:
                        yield TimedTag(row, key, values)

    def _values(self, row: int, key: str, text: str) -> tuple[TimedValue, ...]:
        if key in _OF_A_KIND:
            self._miss(row, key, text, _STAYS)
            return ()
        clauses = clauses_of(text)
        if clauses is None:
            self._miss(row, key, text, _NO_FORM)
            return ()
        judged = [self._judge.judge(clause, key) for clause in clauses]
        faults = [one for one in judged if isinstance(one, Text)]
        if faults:
            self._miss(row, key, text, faults[0])
        else:
            self.read += self._count[row]
        return tuple(one for one in judged if isinstance(one, TimedValue))

    def _miss(self, row: int, key: str, text: str, reason: Text) -> None:
        self.unread.append(Unread(key + SUFFIX, text, reason, self._count[row]))


def _counted(unread: Sequence[Unread]) -> tuple[Unread, ...]:
    """Put together what differs only in the row of tags where it stands: names make many rows."""
    count: dict[Unread, int] = {}
    for one in unread:
        alike = replace(one, count=0)
        count[alike] = count.get(alike, 0) + one.count
    return tuple(replace(one, count=of_them) for one, of_them in count.items())


def _with_values(
    rows: tuple[dict[str, str], ...], timed: Sequence[TimedTag], choice: Sequence[int]
) -> tuple[dict[str, str], ...]:
    changed = list(rows)
    for tag, number in zip(timed, choice, strict=True):
        changed[tag.row] = _worded(changed[tag.row], [tag], [number])
    return tuple(changed)


def _worded(tags: Tags, timed: Sequence[TimedTag], choice: Sequence[int]) -> dict[str, str]:
    told = {tag.key: tag.values[number].value for tag, number in zip(timed, choice, strict=True) if number != AS_TAGGED}
    return {**tags, **told}
