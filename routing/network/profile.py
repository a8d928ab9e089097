"""What a vehicle may ride, how fast and how gladly: a set of OSM tags read with a profile's table.

Pure: the same tags always give the same ride. A value that no row names changes nothing, but for access tags: a
word that nobody knows grants what the row `default` says. Of several values (`a;b`) of an access tag the most
permissive counts, of any other tag the worst.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from kernel.errors import BadInputError
from routing.network.conditions import SUFFIX
from routing.network.cycleways import CYCLEWAY_KEYS, cycleways_serving, has_contraflow
from routing.network.profile_table import Access, AccessValue, Barrier, ProfileTable, Pushing, RoadClass, read_table
from routing.network.ride import Pace, Passage, Ride
from routing.network.slope_tags import RELIEF_KEYS
from routing.network.table_reading import ANY_OTHER_WORD, conditions, granted, has_room, legal_kmh
from routing.network.tag_values import listed, metres, seconds

__all__ = ["PROFILE_NAMES", "Pace", "Passage", "Profile", "Ride", "ferries", "load_profile", "network_keys", "profiles"]

PROFILE_NAMES = ("bike", "car", "cargo-bike", "cargo-trike", "foot", "van")

NAMING_KEYS = frozenset({"name", "ref", "destination", "destination:forward", "destination:backward"})
"""Not read by any profile, but by people who follow a path."""

Tags = Mapping[str, str]
Direction = str  # "forward" or "backward", as OSM writes it behind a key

_DIRECTIONS: tuple[Direction, Direction] = ("forward", "backward")
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_REVERSE = frozenset({"-1", "reverse"})
_ROUNDABOUTS = frozenset({"roundabout", "circular"})
_RIDDEN = frozenset({"allowed", "destination", "ends"})
_CLOSED_AT_TIMES = "reversible"  # one direction now, the other later: nobody can count on it


@dataclass(frozen=True)
class Profile:
    """A vehicle and its table.

    Attributes
    ----------
    mass_kg: vehicle, rider and load together; None is the table's.
    """

    name: str
    table: ProfileTable
    mass_kg: float | None = None

    @property
    def vehicle(self) -> str:
        return self.table.vehicle

    def ride(self, tags: Tags) -> Ride:
        """Read the tags of a way."""
        road = self._road(tags)
        if road is None:
            return Ride()
        open_directions = self._open_directions(tags, road)
        return Ride(*(self._pace(tags, road, way, open_directions) for way in _DIRECTIONS))

    def passage(self, tags: Tags) -> Passage | None:
        """Read the tags of a barrier's node; None where this vehicle can't pass."""
        row = self._barrier_row(tags)
        grant = self._grant(tags, None)
        fits = self._fits(tags)
        pushed = grant is not None and grant.means == "forbidden"
        if pushed:
            grant = self._leave_on_foot(tags)
        if (pushed and grant is None) or fits is False or self._too_large(tags, None):
            return None
        opened = fits or (not pushed and row.access_opens and self._opens(grant)) or self._opened_by_a_limit(tags, row)
        if not opened and (row.impassable or self._closed_by_a_tag(tags)):
            return None
        return Passage(row.metres + (grant.entry_m if grant else 0), row.seconds)

    def is_free(self, barrier: str) -> bool:
        """Say whether a value of `barrier`, without further tags, costs this vehicle nothing."""
        return self._barrier_row({"barrier": barrier}).is_free

    def takes_stops(self, tags: Tags) -> bool:
        """Say whether a place may be brought to this road: no address lies on a motorway, a ferry or a barrier."""
        road = self._road(tags)
        return road is not None and road.stops

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that this profile reads."""
        table = self.table
        directed = {*table.access.keys, *(table.pushing.keys if table.pushing else ())}
        directed |= {"maxspeed"} if table.maxspeed else set()
        directed |= {key for limit in table.limit.values() for key in limit.keys}
        plain = {"highway", "barrier", "junction", *table.oneway.keys, *table.tag}
        plain |= set(table.width.keys) if table.width else set()
        plain |= {"route", "duration"} if table.route else set()
        plain |= {"surface"} if table.effort and table.effort.surface else set()
        plain |= {*table.ramp, *({"kerb"} if table.kerb else ())}
        if table.cycleway or table.oneway.contraflow:
            plain |= CYCLEWAY_KEYS
        return frozenset(plain | directed | {f"{key}:{way}" for key in directed for way in _DIRECTIONS})

    def _road(self, tags: Tags) -> RoadClass | None:
        name = tags.get("highway", "")
        if not name:
            return self.table.route.get(tags.get("route", ""))
        if name == "steps":
            ramps = (row for key, row in self.table.ramp.items() if tags.get(key, "") in _YES | {"designated"})
            return next(ramps, self.table.highway.get(name))
        road = self.table.highway.get(name)
        if road is None or road.designated_as is None:
            return road
        designated = any("designated" in listed(tags.get(key, "")) for key in self.table.access.keys)
        return self.table.highway[road.designated_as] if designated else road

    def _barrier_row(self, tags: Tags) -> Barrier:
        rows, value = self.table.barrier, tags.get("barrier", "")
        of_kerb = self.table.kerb.get(tags.get("kerb", "")) if self.table.kerb and value == "kerb" else None
        return of_kerb or rows.get(value, rows["default"])

    def _grant(self, tags: Tags, direction: Direction | None) -> AccessValue | None:
        return next(self._grants(tags, self.table.access.keys, direction), None)

    def _grants(self, tags: Tags, keys: tuple[str, ...], direction: Direction | None) -> Iterator[AccessValue]:
        """Access rows in order of weight; a value that says nothing is as if it were not there."""
        for key in keys:
            for name in (f"{key}:{direction}", key) if direction else (key,):
                row = granted(self.table.access_values, tags.get(name, ""))
                if row is not None:
                    yield row

    def _opens(self, grant: AccessValue | None) -> bool:
        """Say whether a grant may open what is closed without it: not a word that nobody knows, nor `private`."""
        return grant is not None and grant.means != "ends" and grant is not self.table.access_values.get(ANY_OTHER_WORD)

    def _pace(
        self, tags: Tags, road: RoadClass, direction: Direction, open_directions: tuple[Direction, ...]
    ) -> Pace | None:
        if self._closed_by_a_tag(tags) or self._too_large(tags, direction):
            return None
        against = direction not in open_directions
        grant = self._grant(tags, direction)
        if road.access != "allowed" and not self._opens(grant):
            grant = None
        access: Access = grant.means if grant else road.access
        if not against and access in _RIDDEN:
            pace = self._ridden(tags, road, direction, self._beside(tags, direction, open_directions))
            return (
                replace(pace, penalty=pace.penalty * grant.penalty, entry_m=pace.entry_m + grant.entry_m)
                if grant
                else pace
            )
        if against and not self._may_be_pushed_against(tags):
            return None
        invited = access == "pushing" or (against and access != "forbidden")
        pace = self._pushed(tags, road, direction, invited=invited)
        return replace(pace, entry_m=max(pace.entry_m, grant.entry_m)) if pace and grant else pace

    def _beside(self, tags: Tags, direction: Direction, open_directions: tuple[Direction, ...]) -> frozenset[str]:
        if self.table.cycleway is None:
            return frozenset()
        return cycleways_serving(tags, direction, oneway=len(open_directions) == 1)

    def _ridden(self, tags: Tags, road: RoadClass, direction: Direction, beside: frozenset[str]) -> Pace:
        relieved = self.table.cycleway is not None and not beside.isdisjoint(self.table.cycleway.values)
        speed_kmh = self._allowed_kmh(tags, road, direction)
        penalty = (relieved and road.penalty_with_cycleway) or road.penalty
        for condition in conditions(self.table.tag, {**tags, "cycleway": "" if relieved else ";".join(beside)}):
            speed_kmh = min(speed_kmh, condition.cap_kmh or speed_kmh)
            penalty *= condition.penalty
        if self.table.reference_kmh is not None:
            penalty *= self.table.reference_kmh / speed_kmh
        whole_way_s = seconds(tags.get("duration", "")) if "highway" not in tags else None
        return Pace(
            speed_kmh,
            penalty,
            entry_m=road.entry_m,
            entry_s=road.entry_s,
            whole_way_s=whole_way_s,
            most_kmh=self._most_kmh(tags, road, direction),
            rolling=self._rolling(tags),
        )

    def _pushed(self, tags: Tags, road: RoadClass, direction: Direction, *, invited: bool) -> Pace | None:
        rules = self.table.pushing
        if rules is None or "highway" not in tags or self._never_pushed(tags, rules):
            return None  # nobody pushes a bike across the water
        on_foot = next(self._grants(tags, rules.keys, direction), None)
        welcome = on_foot is not None and on_foot.means != "ends"
        if not welcome and not invited and road.access != "pushing":
            return None
        if on_foot is not None and on_foot.means == "forbidden":
            return None
        return Pace(
            road.pushing_kmh or rules.speed_kmh,
            road.pushing_penalty or rules.penalty,
            pushing=True,
            entry_m=on_foot.entry_m if on_foot else 0,
            rolling=self._rolling(tags),
        )

    def _most_kmh(self, tags: Tags, road: RoadClass, direction: Direction) -> float:
        """Roll downhill as fast as law and ground allow."""
        effort = self.table.effort
        if effort is None or effort.downhill is None or road.speed_kmh < effort.downhill.from_kmh:
            return 0
        limit = self._limit_kmh(tags, direction)
        caps = [condition.cap_kmh for condition in conditions(self.table.tag, tags) if condition.cap_kmh is not None]
        return min([effort.downhill.kmh, *caps, *([] if limit is None else [limit])])

    def _rolling(self, tags: Tags) -> float | None:
        """Give the worst of a road's surfaces that have a row."""
        effort = self.table.effort
        if effort is None or "highway" not in tags:
            return None
        usual = 0.0 if effort.rolling is None else effort.rolling.coefficient
        rows = [effort.surface[word] for word in listed(tags.get("surface", "")) if word in effort.surface]
        return max((row.coefficient for row in rows), default=usual)

    def _leave_on_foot(self, tags: Tags) -> AccessValue | None:
        """Give what welcomes who pushes past a barrier that is closed to riding, as such a road is pushed along."""
        rules = self.table.pushing
        if rules is None or self._never_pushed(tags, rules):
            return None
        on_foot = next(self._grants(tags, rules.keys, None), None)
        return on_foot if on_foot is not None and on_foot.means not in {"forbidden", "ends"} else None

    def _never_pushed(self, tags: Tags, rules: Pushing) -> bool:
        return any(word in rules.never for key in self.table.access.keys for word in listed(tags.get(key, "")))

    def _may_be_pushed_against(self, tags: Tags) -> bool:
        rules = self.table.pushing
        return rules is not None and rules.against_oneway and tags.get("junction") not in _ROUNDABOUTS

    def _closed_by_a_tag(self, tags: Tags) -> bool:
        return any(condition.forbidden for condition in conditions(self.table.tag, tags))

    def _allowed_kmh(self, tags: Tags, road: RoadClass, direction: Direction) -> float:
        rules = self.table.maxspeed
        if rules is None:
            return road.speed_kmh
        limit = self._limit_kmh(tags, direction)
        if limit is None:
            return road.speed_kmh * rules.pace
        return rules.pace * (limit if rules.use == "replaces" else min(limit, road.speed_kmh))

    def _limit_kmh(self, tags: Tags, direction: Direction) -> float | None:
        rules = self.table.maxspeed
        if rules is None:
            return None
        return legal_kmh(tags.get(f"maxspeed:{direction}") or tags.get("maxspeed", ""), rules.words)

    def _fits(self, tags: Tags) -> bool | None:
        """Whether the vehicle is narrow enough for a barrier; None where its width is not known."""
        rules = self.table.width
        if rules is None:
            return None
        widths = (metres(tags[key]) for key in rules.keys if key in tags)
        width = next((width for width in widths if width is not None), None)
        return None if width is None else width >= rules.vehicle_m

    def _too_large(self, tags: Tags, direction: Direction | None) -> bool:
        return any(has_room(limit, tags, direction) is False for limit in self.table.limit.values())

    def _opened_by_a_limit(self, tags: Tags, row: Barrier) -> bool:
        limit = self.table.limit.get(row.opened_by or "")
        return limit is not None and has_room(limit, tags, None) is True

    def _open_directions(self, tags: Tags, road: RoadClass) -> tuple[Direction, ...]:
        """Read the first oneway tag that is set."""
        for key in self.table.oneway.keys:
            value = tags.get(key, "")
            if value in _NO:
                return _DIRECTIONS
            if value in _YES | _REVERSE:
                way = "forward" if value in _YES else "backward"
                return _DIRECTIONS if key == "oneway" and self._may_go_against(tags, way) else (way,)
            if value == _CLOSED_AT_TIMES:
                return ()
        goes_round = "oneway" in self.table.oneway.keys and tags.get("junction") in _ROUNDABOUTS
        return ("forward",) if road.oneway or goes_round else _DIRECTIONS

    def _may_go_against(self, tags: Tags, way: Direction) -> bool:
        """Say whether a lane, or an access tag for that direction, opens what `oneway` itself closed."""
        against = "backward" if way == "forward" else "forward"
        rows = self.table.access_values
        told = (granted(rows, tags.get(f"{key}:{against}", "")) for key in self.table.access.keys)
        grant = next((row for row in told if row is not None), None)
        if grant is not None:
            return self._opens(grant) and grant.means in ("allowed", "destination")
        return self.table.oneway.contraflow and has_contraflow(tags)


def load_profile(name: str) -> Profile:
    """Find a profile by its name.

    Raises
    ------
    BadInputError
        There is no profile of that name.
    """
    if name not in PROFILE_NAMES:
        names = ", ".join(PROFILE_NAMES)
        raise BadInputError(f"there is no profile {name!r}", way_out=f"Choose one of: {names}.")
    return _profile(name)


@cache
def _profile(name: str) -> Profile:
    return Profile(name, read_table(name))


def profiles() -> tuple[Profile, ...]:
    """Give every profile."""
    return tuple(_profile(name) for name in PROFILE_NAMES)


@cache
def ferries() -> frozenset[str]:
    """Give the values of `route` that are a boat to some profile."""
    return frozenset(name for profile in profiles() for name in profile.table.route)


@cache
def network_keys() -> frozenset[str]:
    """Give the keys that a road network keeps: those that any profile reads, always or at times, names, and slopes."""
    read = frozenset[str]().union(*(profile.keys for profile in profiles()))
    return NAMING_KEYS | RELIEF_KEYS | read | {key + SUFFIX for key in read}
