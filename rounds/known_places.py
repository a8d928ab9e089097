"""The maps of squares, kept open for those who look up one address at a time."""

from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path
from threading import Lock

from data.geocoder import Geocoder
from data.models.area import Area
from data.models.square import Square
from data.work import Work
from rounds.areas import places_of
from rounds.place_finder import PlaceFinder

__all__ = ["KnownPlaces"]

MOST_MAPS = 8
"""Kept at once; the one that was asked for longest ago goes. Our own choice: a town's addresses take tens of MB."""


class KnownPlaces:
    """Finders of places; a map is read when its first address is looked up, and anew when its extract was replaced.

    One for a process: made where it starts, handed to whoever needs it, safe for many threads.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._kept: OrderedDict[str, _Map] = OrderedDict()
        self._squares: dict[str, tuple[Hashable, Square]] = {}
        self._turn = Lock()

    def square(self, work: Work, slug: str) -> Square:
        """Give a square with its areas as it is now; loaded only where it is not what it was, for borders are long.

        Raises
        ------
        NotFoundError
            There is none in the scope.
        """
        version = work.squares.version(slug)
        known, square = self._squares.get(slug, (None, None))
        if square is None or version is None or version != known:
            square = work.squares.get(slug)
            self._squares[slug] = version, square
        return square

    def finder(self, square: Square) -> PlaceFinder:
        """Give the finder of a square that was loaded with its areas."""
        return PlaceFinder(square, lambda: self._geocoder(square.areas[0]))  # all its areas lie in one extract

    def _geocoder(self, area: Area) -> Geocoder:
        with self._turn:
            kept = self._kept.setdefault(area.road_network.sha256, _Map())
            self._kept.move_to_end(area.road_network.sha256)
            while len(self._kept) > MOST_MAPS:
                self._kept.popitem(last=False)
        return kept.geocoder(area, self._home)


class _Map:
    """One map; whoever asks while it is read waits for it instead of reading it again."""

    def __init__(self) -> None:
        self._read: Geocoder | None = None
        self._turn = Lock()

    def geocoder(self, area: Area, home: Path) -> Geocoder:
        with self._turn:
            if self._read is None:
                self._read = Geocoder(places_of(area, home))
            return self._read
