"""One route on a map with its directions: one HTML page that needs no network."""

from pathlib import Path

from kernel.progress import Progress, silent
from maps.base_map import base_map
from maps.formats import Formats
from maps.ground import Ground
from maps.map_elements import DrawnDay, Layer, OfflineMap, button_words
from maps.offline_figure import OfflineFigure
from maps.packing import GLOBE, pack_line
from maps.pages import page, style
from maps.palette import ROUND_COLOURS
from maps.words import words
from routing.network.guidance.guided_route import GuidedRoute
from routing.network.guidance.text import distance_in_words

__all__ = ["route_map"]


def route_map(route: GuidedRoute, extract: Path, *, base: Ground | None = None, progress: Progress = silent) -> str:
    """Draw a route over the extract's own ground, each maneuver as a number that says what to do.

    Raises
    ------
    BadInputError
        The extract cannot be read.
    MissingToolError
        The browser's part has not been built.
    """
    texts, formats = words(route.lang), Formats(route.lang)
    ground = base or base_map(extract, progress)
    told = [
        {
            "number": number,
            "text": text,
            "far": distance_in_words(step.distance_m, route.lang) if step.maneuver.type != "arrive" else "",
            "place": pack_line([step.maneuver.location], GLOBE),
        }
        for number, (step, text) in enumerate(zip(route.steps, route.texts, strict=True))
    ]
    minutes = max(1, round(route.path.duration_s / 60))
    figure = OfflineFigure(
        title=texts["route_title"],
        lang=route.lang,
        body=page(
            "route_panel.html",
            route=route,
            told=told,
            minutes=minutes,
            effort=route.effort.told().within(route.lang),
            t=texts,
            f=formats,
        ),
        styles=[style("day_map.css"), style("route_map.css"), f".colour-1 {{ --colour: {ROUND_COLOURS[0]}; }}"],
        data={
            "ground": ground.packed(),
            "day": {"rounds": [_packed(route, told, texts["route_start"])], "baselines": [], "closures": []},
            "bounds": _bounds(route),
            "words": button_words(texts),
        },
    )
    drawn = OfflineMap(texts["route_map_label"])
    figure.add_child(drawn)
    layer = Layer("round_1", show=True)
    for element in (layer, DrawnDay([layer], [])):
        drawn.add_child(element)
    return figure.render()


def _packed(route: GuidedRoute, told: list[dict[str, object]], start: str) -> dict[str, object]:
    """Write the route as the page's one round: maneuvers are its stops."""
    line = [(lon, lat) for lon, lat in route.path.line.tolist()]
    return {
        "number": 1,
        "label": page("route_label.html", name=route.profile),
        "colour": ROUND_COLOURS[0],
        "style": 1,
        "line": pack_line(line, GLOBE),
        "start": pack_line(line[:1], GLOBE),
        "startTitle": start,
        "stops": [
            {
                "number": one["number"],
                "point": one["place"],
                "title": f"{one['number']}: {one['text']}",
                "popup": page("route_popup.html", one=one),
            }
            for one in told[1:]
        ],
    }


def _bounds(route: GuidedRoute) -> list[list[float]]:
    west, south = route.path.line.min(axis=0).tolist()
    east, north = route.path.line.max(axis=0).tolist()
    return [[south, west], [north, east]]
