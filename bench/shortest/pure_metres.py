"""The bike whose cost is its metres: our rules of who may go where, every penalty 1, nothing else paid.

What docs/profiles.md declares as done otherwise than OSRM, on purpose, is switched off, so that what is left are
differences that nobody declared.
"""

from collections.abc import Callable, Iterable
from typing import Any

from routing.network.profile import Profile, load_profile
from routing.network.profile_table import ProfileTable

__all__ = ["PLATFORM", "SWITCHED_OFF", "TURNS", "pure_metres"]

Rows = dict[str, Any]

PENALTIES = frozenset({"penalty", "pushing_penalty", "penalty_with_cycleway"})
PRICES = frozenset({"metres"})
OUT_OF_THE_QUESTION_M = 100_000.0
CLOSED_BY_OSRM = ("no", "private", "agricultural", "forestry", "delivery", "use_sidepath")
"""Words of bicycle, vehicle and access. Source: OSRM's bicycle profile."""
BARRIERS_OF_OSRM = frozenset({"wall", "fence"})
"""Those of our rows that close a way without an access tag. Source: OSRM's bicycle profile, which has `yes` too."""
TURNS = "turned round only where there is no other way on, and no forbidden turn made on foot, as in OSRM"
"""What is changed about turns, too; docs/profiles.md is about ways and barriers alone."""
PLATFORM = "a platform is where one waits for a train: no street, so no way through"
"""Switched off in the extract: what is not read as a road no table can open."""


def nobody_pushes_there(rows: Rows) -> None:
    rows["pushing"]["never"] = CLOSED_BY_OSRM


def private_is_closed(rows: Rows) -> None:
    rows["access_values"]["private"]["means"] = "forbidden"


def trails_are_paths(rows: Rows) -> None:
    del rows["tag"]["sac_scale"], rows["tag"]["mtb:scale"]


def rough_is_open(rows: Rows) -> None:
    for key in ("smoothness", "tracktype", "locked"):
        for condition in rows["tag"].get(key, {}).values():
            condition["forbidden"] = False


def no_size(rows: Rows) -> None:
    rows["width"] = None
    rows["limit"] = {}


def barriers_let_through(rows: Rows) -> None:
    for value, barrier in rows["barrier"].items():
        barrier["impassable"] = value in BARRIERS_OF_OSRM


def boats_take_all(rows: Rows) -> None:
    rows["route"]["ferry"]["access"] = "allowed"


def words_not_known(rows: Rows) -> None:
    for word in ("permit", "psv", "military", "emergency", "default"):
        del rows["access_values"][word]


SWITCHED_OFF: dict[str, Callable[[Rows], None]] = {
    "one may walk where only riding is forbidden": nobody_pushes_there,
    "a door on a private way is an everyday delivery; never a way through": private_is_closed,
    "a hikers' or mountain bikers' trail carries no load; GraphHopper bike closes most of them": trails_are_paths,
    "no wheel of such a load gets through": rough_is_open,
    "the size of this vehicle counts; OSRM's default has another or none": no_size,
    "too narrow for the vehicle, unless a width is told": barriers_let_through,
    "not every boat takes vehicles: aboard only where a tag says so": boats_take_all,
    "OSRM does not know the word, or pushes wherever a road is; here it closes": words_not_known,
}
"""By the reason in docs/profiles.md."""


def pure_metres(off: Iterable[str] = tuple(SWITCHED_OFF)) -> Profile:
    """Make the profile "bike" over.

    Parameters
    ----------
    off: which declared deviations are switched off; all of them, unless said.
    """
    rows = without_prices(load_profile("bike").table.model_dump())
    rows["turn"]["u_turn"]["metres"] = OUT_OF_THE_QUESTION_M
    rows["turn"]["pushed"] = None
    rows["route"]["ferry"]["entry_m"] = 0.0
    for reason in off:
        SWITCHED_OFF[reason](rows)
    return Profile("bike", ProfileTable.model_validate(rows))


def without_prices(value: Any) -> Any:
    """Let every metre ridden or pushed cost a metre, and barriers, turns and ferries nothing more."""
    if isinstance(value, dict):
        return {key: priced_nothing(key, each) for key, each in value.items()}
    return value


def priced_nothing(key: str, value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return 1.0 if key in PENALTIES else 0.0 if key in PRICES else value
    return without_prices(value)
