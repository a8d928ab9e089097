"""The tables of scenarios, and what a profile makes of tags told in the words of those tables."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from routing.network.profile import Profile
from routing.network.ride import Pace

FOLDER = Path(__file__).parent


class Scenario(NamedTuple):
    """A row; `line` is where it stands in its file."""

    line: int
    tags: str
    there: str
    back: str
    source: str
    peer: str
    verdict: str
    reason: str


@cache
def scenarios(profile: str) -> tuple[Scenario, ...]:
    with (FOLDER / f"{profile}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        return tuple(Scenario(rows.line_num, **{**row, "back": row["back"] or row["there"]}) for row in rows)


def tags_of(text: str) -> dict[str, str]:
    """Read `highway=path surface=sand`; no value here has a space."""
    return dict(part.split("=", 1) for part in text.split())


def effect(profile: Profile, text: str) -> tuple[str, str]:
    """Say what tags written in a row come to, in the direction of the way and against it."""
    return told(profile, tags_of(text))


def told(profile: Profile, tags: Mapping[str, str]) -> tuple[str, str]:
    """Say what tags come to, in the direction of the way and against it."""
    if "barrier" in tags:
        passage = profile.passage(tags)
        passed = "no" if passage is None else f"pass {passage.metres:g} m {passage.seconds:g} s"
        return passed, passed
    ride = profile.ride(tags)
    stops = profile.takes_stops(tags)
    return _told(ride.forward, stops=stops), _told(ride.backward, stops=stops)


def _told(pace: Pace | None, *, stops: bool) -> str:
    if pace is None:
        return "no"
    parts = [f"{'push' if pace.pushing else 'ride'} {pace.speed_kmh:.4g} km/h x{pace.penalty:.4g}"]
    if pace.entry_m or pace.entry_s:
        parts.append(f"in {pace.entry_m:g} m {pace.entry_s:g} s")
    if pace.whole_way_s:
        parts.append(f"whole {pace.whole_way_s:g} s")
    return ", ".join(parts if stops else [*parts, "no stops"])
