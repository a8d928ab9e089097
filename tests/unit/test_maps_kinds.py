"""Tags to kinds, by hand-made cases from the OSM wiki."""

import pytest

from maps.map_kinds import area_kind, is_tunnel, line_kind, place_kind


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "yes"}, "building"),
        ({"building": "no", "leisure": "park"}, "park"),
        ({"building": "train_station", "railway": "station"}, "building"),
        ({"natural": "water", "landuse": "reservoir"}, "water"),
        ({"landuse": "forest"}, "forest"),
        ({"highway": "pedestrian", "area": "yes"}, "square"),
        ({"highway": "pedestrian"}, None),  # a closed walk around a square, not the square
        ({"highway": "residential"}, None),  # a roundabout is no area
        ({"boundary": "administrative"}, None),
        ({}, None),
    ],
)
def test_areas_are_drawn_as_what_they_are(tags: dict[str, str], kind: str | None):
    assert area_kind(tags) == kind


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "primary_link"}, "primary"),
        ({"highway": "living_street"}, "street"),
        ({"highway": "pedestrian", "area": "yes"}, None),
        ({"highway": "proposed"}, None),
        ({"highway": "construction"}, None),
        ({"railway": "rail"}, "rail"),
        ({"railway": "abandoned"}, None),
        ({"waterway": "canal"}, "river"),
        ({"building": "yes"}, None),
    ],
)
def test_ways_are_drawn_as_what_they_are(tags: dict[str, str], kind: str | None):
    assert line_kind(tags) == kind


def test_a_building_passage_is_not_under_ground():
    assert is_tunnel({"tunnel": "yes"})
    assert not is_tunnel({"tunnel": "building_passage"})
    assert not is_tunnel({})


def test_places_and_peaks_have_labels_and_trees_do_not():
    assert place_kind({"place": "village"}) == "village"
    assert place_kind({"natural": "peak"}) == "peak"
    assert place_kind({"natural": "tree"}) is None
    assert place_kind({"railway": "tram_stop"}) is None
