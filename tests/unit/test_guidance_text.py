"""What a courier reads: natural Dutch, plain English, both complete."""

import tomllib
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from kernel.errors import BadInputError
from routing.network.guidance.roads import Road, read_road
from routing.network.guidance.step import Maneuver, Step
from routing.network.guidance.text import GUIDANCE_LANGUAGES, distance_in_words, texts_of
from tests.osm_scenarios.guiding import guided

HERE = (5.0, 52.0)
DORPSSTRAAT, KERKWEG = Road(name="Dorpsstraat"), Road(name="Kerkweg")


def step(
    kind: str,
    modifier: str = "",
    road: Road = DORPSSTRAAT,
    *,
    mode: str = "cycling",
    exit_: int = 0,
    m: int = 40,
    on_foot: bool = False,
) -> Step:
    return Step(Maneuver(kind, modifier, HERE, 0, 45, exit_, "Circus", on_foot), road, mode, m, 10, [HERE, HERE])


def pushed(kind: str, modifier: str, road: Road = DORPSSTRAAT) -> Step:
    return step(kind, modifier, road, mode="pushing bike", on_foot=True, m=20)


BEGIN = step("depart", road=Road(name="Lindelaan"))

SAID = [
    (step("depart"), "Rijd in noordoostelijke richting over de Dorpsstraat", "Ride northeast along Dorpsstraat"),
    (step("turn", "right"), "Sla rechtsaf, de Dorpsstraat in", "Turn right onto Dorpsstraat"),
    (step("turn", "left", Road(name="Kerkplein")), "Sla linksaf, het Kerkplein op", "Turn left onto Kerkplein"),
    (
        step("turn", "left", Road(name="Achter de Molen")),
        "Sla linksaf, Achter de Molen in",
        "Turn left onto Achter de Molen",
    ),
    (step("turn", "left", Road()), "Sla linksaf", "Turn left"),
    (step("turn", "left", Road(ref="N345")), "Sla linksaf, de N345 op", "Turn left onto N345"),
    (
        step("turn", "slight right", Road(kind="cycleway")),
        "Ga schuin rechts, het fietspad op",
        "Bear right onto the cycle path",
    ),
    (step("turn", "left", Road(kind="service")), "Sla linksaf, de dienstweg op", "Turn left onto the service road"),
    (step("turn", "left", Road(kind="footway")), "Sla linksaf, het voetpad op", "Turn left onto the footpath"),
    (step("turn", "left", Road(kind="path")), "Sla linksaf, het pad op", "Turn left onto the path"),
    (
        step("turn", "right", Road(name="Lindelaan")),
        "Sla rechtsaf en blijf op de Lindelaan",
        "Turn right to stay on Lindelaan",
    ),
    (
        step("turn", "right", Road(ref="A1", destinations="Apeldoorn")),
        "Sla rechtsaf, de A1 op, richting Apeldoorn",
        "Turn right onto A1 towards Apeldoorn",
    ),
    (step("new name", "straight", KERKWEG), "Ga rechtdoor, de Kerkweg op", "Go straight ahead onto Kerkweg"),
    (step("continue", "uturn", Road()), "Keer om", "Turn round"),
    (
        step("end of road", "left", KERKWEG),
        "Sla aan het einde van de weg linksaf, de Kerkweg op",
        "At the end of the road turn left onto Kerkweg",
    ),
    (
        step("fork", "slight left", KERKWEG),
        "Houd bij de splitsing links aan, de Kerkweg op",
        "Keep left at the fork onto Kerkweg",
    ),
    (
        step("roundabout", "straight", KERKWEG, exit_=2),
        "Neem op de rotonde de tweede afslag, de Kerkweg op",
        "At the roundabout take the second exit onto Kerkweg",
    ),
    (
        step("roundabout", "straight", KERKWEG, exit_=11),
        "Neem op de rotonde de 11e afslag, de Kerkweg op",
        "At the roundabout take the 11th exit onto Kerkweg",
    ),
    (step("roundabout", "right", KERKWEG), "Rijd de rotonde op", "Enter the roundabout"),
    (
        step("exit roundabout", "right", KERKWEG),
        "Verlaat de rotonde, de Kerkweg op",
        "Leave the roundabout onto Kerkweg",
    ),
    (
        step("rotary", "right", KERKWEG, exit_=1),
        "Neem op rotonde Circus de eerste afslag, de Kerkweg op",
        "At Circus take the first exit onto Kerkweg",
    ),
    (
        step("notification", "straight", Road(kind="footway"), mode="pushing bike"),
        "Stap af en loop 40 m over het voetpad",
        "Get off and walk 40 m along the footpath",
    ),
    (
        step("turn", "right", Road(kind="footway"), mode="pushing bike"),
        "Sla rechtsaf, het voetpad op; stap af en loop 40 m",
        "Turn right onto the footpath; get off and walk 40 m",
    ),
    (
        pushed("turn", "left"),
        "Stap af en loop linksaf, de Dorpsstraat in",
        "Get off and push: turn left onto Dorpsstraat",
    ),
    (
        pushed("continue", "right", Road(name="Lindelaan")),
        "Stap af en loop rechtsaf en blijf op de Lindelaan",
        "Get off and push: turn right to stay on Lindelaan",
    ),
    (
        pushed("end of road", "sharp left", Road()),
        "Stap af en loop scherp linksaf",
        "Get off and push: turn sharp left",
    ),
    (
        pushed("notification", "straight", Road(name="Kerkplein")),
        "Stap af en loop rechtdoor, het Kerkplein op",
        "Get off and push: go straight ahead onto Kerkplein",
    ),
    (pushed("continue", "uturn", Road()), "Stap af en keer lopend om", "Get off and push: turn round"),
    (
        step("exit roundabout", "right", KERKWEG, mode="pushing bike", on_foot=True, m=20),
        "Verlaat de rotonde, de Kerkweg op; stap af en loop 20 m",
        "Leave the roundabout onto Kerkweg; get off and walk 20 m",
    ),
    (
        step("notification", "straight", Road(name="Pont", is_ferry=True), mode="ferry"),
        "Neem het veer Pont",
        "Take the ferry Pont",
    ),
    (
        step("turn", "right", Road(name="Pont", is_ferry=True), mode="ferry"),
        "Sla rechtsaf; neem het veer Pont",
        "Turn right; take the ferry Pont",
    ),
    (
        step("turn", "left", Road(kind="ferry", is_ferry=True), mode="ferry"),
        "Sla linksaf; neem het veer",
        "Turn left; take the ferry",
    ),
    (step("arrive", "left", Road()), "Uw bestemming ligt links", "Your destination is on the left"),
    (step("arrive", "right", Road()), "Uw bestemming ligt rechts", "Your destination is on the right"),
    (step("arrive", "", Road()), "Uw bestemming is bereikt", "You have arrived"),
]


@pytest.mark.parametrize(("one", "dutch", "english"), SAID)
def test_a_step_is_said_in_both_languages(one: Step, dutch: str, english: str) -> None:
    steps = [one] if one.maneuver.type == "depart" else [BEGIN, one]
    assert texts_of(steps, "nl")[-1] == dutch
    assert texts_of(steps, "en")[-1] == english


def test_the_bike_is_ridden_again_after_the_walk() -> None:
    walk = step("notification", "straight", Road(kind="footway"), mode="pushing bike")
    on = step("notification", "straight")
    assert texts_of([BEGIN, walk, on], "nl")[-1] == "Stap weer op over de Dorpsstraat"
    assert texts_of([BEGIN, walk, step("turn", "right")], "nl")[-1] == "Sla rechtsaf, de Dorpsstraat in; stap weer op"
    assert texts_of([BEGIN, walk, walk, on], "nl")[1] == "Stap af en loop 80 m over het voetpad"


def test_one_goes_ashore_however_one_goes_on() -> None:
    boat = step("notification", "straight", Road(name="Pont", is_ferry=True), mode="ferry")
    turn, on = step("turn", "right"), step("notification", "straight", mode="walking")
    assert texts_of([BEGIN, boat, turn], "nl")[-1] == "Sla rechtsaf, de Dorpsstraat in; ga van boord"
    assert texts_of([BEGIN, boat, turn], "en")[-1] == "Turn right onto Dorpsstraat; leave the ferry"
    assert texts_of([BEGIN, boat, on], "nl")[-1] == "Ga van boord en ga verder over de Dorpsstraat"


@pytest.mark.parametrize(
    ("metres", "dutch"),
    [
        (0, "10 m"),
        (12, "10 m"),
        (94, "90 m"),
        (96, "100 m"),
        (130, "150 m"),
        (474, "450 m"),
        (480, "0,5 km"),
        (1_849, "1,8 km"),
        (12_400, "12 km"),
    ],
)
def test_a_distance_is_said_as_roughly_as_one_would(metres: int, dutch: str) -> None:
    assert distance_in_words(metres, "nl") == dutch
    assert distance_in_words(metres, "en") == dutch.replace(",", ".")


def rows(document: dict[str, Any], at: str = "") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, value in document.items():
        if isinstance(value, dict):
            found |= rows(value, f"{at}{key}.")
        elif isinstance(value, str):
            found[f"{at}{key}"] = {name for _, name, _, _ in Formatter().parse(value) if name}
    return found


def test_both_tables_say_the_same_with_the_same_parts() -> None:
    tables = [
        rows(tomllib.loads((files("routing.network.guidance.phrases") / f"{lang}.toml").read_text("utf-8")))
        for lang in GUIDANCE_LANGUAGES
    ]
    dutch, english = tables
    assert set(english) - set(dutch) == {"depart.driving"}  # Dutch drives and rides with one word
    assert {key: parts for key, parts in dutch.items() if parts != english[key]} == {}


def test_another_language_is_refused() -> None:
    with pytest.raises(BadInputError, match="no guidance in 'fy'"):
        texts_of([BEGIN], "fy")


def test_a_name_that_looks_like_a_field_stays_a_name() -> None:
    route = guided(
        "a  b\n   c", {"ab": {"highway": "residential"}, "bc": {"highway": "residential", "name": "{into} {0}"}}, "ac"
    )
    assert route.texts[1] == "Follow the bend to the right onto {into} {0}"


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "path", "bicycle": "designated"}, "cycleway"),
        ({"highway": "footway", "bicycle": "yes"}, "footway"),
        ({"highway": "path", "foot": "designated"}, "footway"),
        ({"highway": "residential"}, ""),
        ({"route": "ferry"}, "ferry"),
    ],
)
def test_an_unnamed_way_is_called_by_its_kind(tags: dict[str, str], kind: str) -> None:
    assert read_road(tags).label == kind


def test_signs_of_the_other_direction_are_not_told() -> None:
    tags = {"highway": "primary", "destination:backward": "Zutphen", "destination:forward": "Lochem; Goor"}
    assert read_road(tags).destinations == "Lochem, Goor"
    assert read_road(tags, forward=False).destinations == "Zutphen"


def test_a_name_of_blanks_is_none() -> None:
    assert read_road({"highway": "residential", "name": " ", "ref": " "}) == read_road({"highway": "residential"})
    assert read_road({"route": "ferry", "name": "\u00a0"}) == read_road({"route": "ferry"})
