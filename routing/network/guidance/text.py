"""Steps as sentences, in Dutch and in English."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from kernel.errors import BadInputError
from routing.network.guidance.roads import Road
from routing.network.guidance.step import Step
from routing.network.guidance.way_names import NameRules, WayPhrases, named

__all__ = ["GUIDANCE_LANGUAGES", "distance_in_words", "texts_of"]

GUIDANCE_LANGUAGES = ("nl", "en")

Rows = dict[str, str]

_AT_A_JUNCTION = {"turn", "continue", "end of road", "fork", "notification"}


class _Phrases(BaseModel):
    """A language's table; the words for maneuvers are those of `Maneuver`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    headings: tuple[str, ...] = Field(min_length=8, max_length=8)
    ordinals: tuple[str, ...]
    ordinal_end: str
    decimal: str
    depart: Rows
    turn: Rows
    continue_: Rows = Field(alias="continue")
    new_name: Rows = Field(alias="new name")
    end_of_road: Rows = Field(alias="end of road")
    fork: Rows
    merge: Rows
    on_ramp: Rows = Field(alias="on ramp")
    off_ramp: Rows = Field(alias="off ramp")
    roundabout: Rows
    rotary: Rows
    exit_roundabout: Rows = Field(alias="exit roundabout")
    exit_rotary: Rows = Field(alias="exit rotary")
    notification: Rows
    pushed_turn: Rows = Field(alias="pushed turn")
    tail: Rows
    arrive: Rows
    ways: WayPhrases
    kinds: dict[str, tuple[str, str]]
    names: NameRules

    def rows(self, kind: str) -> Mapping[str, str]:
        """Give the sentences for a type of maneuver."""
        return getattr(self, "continue_" if kind == "continue" else kind.replace(" ", "_"))


def texts_of(steps: Sequence[Step], lang: str) -> list[str]:
    """Say each step in a sentence without a full stop.

    Raises
    ------
    BadInputError
        There are no phrases in this language.
    """
    phrases = _phrases(lang)
    return [_sentence(steps, i, phrases) for i in range(len(steps))]


def distance_in_words(metres: float, lang: str) -> str:
    """Say a distance as one would aloud: 10 m, 150 m, 0,5 km, 12 km.

    Rounded to 10 m below 100, to 50 m below 500, to 0.1 km below 10 km, else to whole kilometres. Own choice.

    Raises
    ------
    BadInputError
        There are no phrases in this language.
    """
    if metres < 95:
        return f"{max(10, round(metres / 10) * 10)} m"
    if metres < 475:
        return f"{round(metres / 50) * 50} m"
    if metres < 9_950:
        return f"{metres / 1000:.1f} km".replace(".", _phrases(lang).decimal)
    return f"{metres / 1000:.0f} km"


@cache
def _phrases(lang: str) -> _Phrases:
    if lang not in GUIDANCE_LANGUAGES:
        languages = ", ".join(GUIDANCE_LANGUAGES)
        raise BadInputError(f"there is no guidance in {lang!r}", way_out=f"Choose one of: {languages}.")
    text = (files("routing.network.guidance.phrases") / f"{lang}.toml").read_text("utf-8")
    return _Phrases.model_validate(tomllib.loads(text))


def _sentence(steps: Sequence[Step], at: int, phrases: _Phrases) -> str:
    step = steps[at]
    maneuver, before = step.maneuver, steps[at - 1].mode if at else step.mode
    values = _values(steps, at, phrases)
    if maneuver.on_foot and maneuver.type in _AT_A_JUNCTION:
        return phrases.pushed_turn.get(maneuver.modifier, phrases.pushed_turn["default"]).format(**values)
    rows = phrases.rows(maneuver.type)
    if maneuver.type in {"depart", "notification"}:
        key = step.mode if maneuver.type == "depart" else _change(before, step.mode)
        return rows.get(key, rows["default"]).format(**values)
    if maneuver.type in {"roundabout", "rotary"} and not maneuver.exit:
        return rows["without_exit"].format(**values)
    said = rows.get(maneuver.modifier, rows["default"]).format(**values)
    tail = phrases.tail.get(_change(before, step.mode), "") if maneuver.type != "arrive" else ""
    return said + tail.format(**values)


def _change(before: str, after: str) -> str:
    """Name a change of how one goes."""
    if before == after:
        return ""
    if before == "ferry":
        return "ashore"
    return "remount" if before == "pushing bike" and after != "ferry" else after


def _values(steps: Sequence[Step], at: int, phrases: _Phrases) -> dict[str, str]:
    step = steps[at]
    road, maneuver, ways = step.road, step.maneuver, phrases.ways
    way, inside = named(road, phrases.names, phrases.kinds)
    stays = bool(at and road.name) and steps[at - 1].road.name == road.name
    into = "" if road.is_ferry else _into(way, road, ways, inside=inside)
    stay = ways.stay.format(way=way) if way and not road.is_ferry else ""
    pushed = 0
    for following in steps[at:]:
        if following.mode != "pushing bike":
            break
        pushed += following.distance_m
    return {
        "into": stay if stays and maneuver.type in _AT_A_JUNCTION else into,
        "along": ways.along.format(way=way) if way else "",
        "stay": stay,
        "towards": ways.towards.format(destinations=road.destinations) if road.destinations else "",
        "heading": phrases.headings[round(maneuver.bearing_after / 45) % 8],
        "push": _pushed(pushed, phrases),
        "exit": _ordinal(maneuver.exit, phrases),
        "rotary": maneuver.rotary_name,
        "ferry": f" {road.name}" if road.name else "",
    }


def _ordinal(number: int, phrases: _Phrases) -> str:
    known = phrases.ordinals
    return known[number - 1] if 0 < number <= len(known) else f"{number}{phrases.ordinal_end}"


def _into(way: str, road: Road, ways: WayPhrases, *, inside: bool) -> str:
    if not way:
        return ""
    if way == road.name:  # it has no article, or one of its own
        return ways.into_bare.format(way=way)
    return (ways.into_in if inside else ways.into_on).format(way=way)


def _pushed(metres: int, phrases: _Phrases) -> str:
    return distance_in_words(metres, "nl" if phrases.decimal == "," else "en")
