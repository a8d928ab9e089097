"""The day on a map: one HTML page that needs no network."""

from collections.abc import Mapping
from typing import Any

from kernel.progress import Progress, silent
from maps.base_map import base_map
from maps.day_view import DayView
from maps.distances import kilometres
from maps.formats import Formats
from maps.ground import Ground
from maps.map_elements import DrawnDay, Layer, OfflineMap, button_words
from maps.offline_figure import OfflineFigure
from maps.packed_day import packed_day
from maps.pages import page, style
from maps.palette import BASELINE_COLOURS, ROUND_COLOURS
from maps.saving import is_compared, saving_in_words
from maps.words import words

__all__ = ["day_map"]

_COMPARED = ("shop_tours", "customer_collects", "parcel_network", "pooled_van", "each_alone")


def day_map(
    view: DayView,
    report: Mapping[str, Any],
    *,
    lang: str = "nl",
    base: Ground | None = None,
    back: str = "",
    progress: Progress = silent,
) -> str:
    """Draw the rounds of a day over the extract's own ground.

    Parameters
    ----------
    report: valid against `rounds/report.schema.json`; grams and other ways of delivering are told from it.
    base: the ground, if it was read before; else it is read from the view's extract.
    back: address of the page one came from; the link is left out where the map stands in a frame.

    Returns
    -------
    One HTML page. Every script and style is inside, and its policy forbids to fetch anything.

    Raises
    ------
    BadInputError
        The extract cannot be read; there are no texts in this language.
    MissingToolError
        The browser's part has not been built.
    """
    texts, formats = words(lang), Formats(lang)
    ground = base or base_map(view.extract, progress)
    title = texts["map_title"].format(area=view.area, day=formats.day(view.day))
    rounds = [Layer(f"round_{i + 1}", show=True) for i in range(len(view.rounds))]
    baselines = [Layer(f"baseline_{i + 1}", show=False) for i in range(len(view.baselines))]
    figure = OfflineFigure(
        title=title,
        lang=lang,
        body=page(
            "day_panel.html", view=view, back=back, t=texts, f=formats, **_figures(view, report, lang, texts, formats)
        ),
        styles=[style("day_map.css"), _colours()],
        data={
            "ground": ground.packed(),
            "day": packed_day(view, report, texts, formats),
            "bounds": _bounds(view, ground),
            "words": button_words(texts),
        },
    )
    drawn = OfflineMap(texts["map_label"])
    figure.add_child(drawn)
    for element in (*rounds, *baselines, DrawnDay(rounds, baselines)):
        drawn.add_child(element)
    progress(1.0)
    return figure.render()


def _colours() -> str:
    rounds = [f".colour-{i} {{ --colour: {colour}; }}" for i, colour in enumerate(ROUND_COLOURS, 1)]
    lines = [
        f".against-{i} {{ --colour: {colour}; }} path.baseline-{i} {{ stroke: {colour}; }}"
        for i, colour in enumerate(BASELINE_COLOURS, 1)
    ]
    return "\n".join([*rounds, *lines])


def _figures(
    view: DayView, report: Mapping[str, Any], lang: str, texts: Mapping[str, str], formats: Formats
) -> dict[str, object]:
    """Gather what the panel tells beside the layers.

    What is ridden is that of the rounds on the map: a closure may have given them other ways since the report.
    """
    metres, duty = report["metres"], report["duty_s"]
    co2, saved = (report["co2_g"], report["saved_g"]) if is_compared(report) else ({}, {})
    return {
        "report": report,
        "total": {
            "metres": sum(round_.distance_m for round_ in view.rounds),
            "duty_s": sum(round_.duration_s for round_ in view.rounds),
            "stops": sum(len(round_.stops) for round_ in view.rounds),
            "kg": sum(round_.kg for round_ in view.rounds),
        },
        "compared": [
            {
                "id": baseline,
                "kilometres": None if metres[baseline] is None else kilometres(report, baseline, texts, formats),
                "duty_s": duty.get(baseline),
                "co2": co2.get(baseline),
                "saving": saving_in_words(report, baseline, lang) if baseline in saved else None,
            }
            for baseline in _COMPARED
        ],
    }


def _bounds(view: DayView, ground: Ground) -> list[list[float]]:
    """The rounds' extent as Leaflet's corners, or the ground's on a day without rounds."""
    points = [point for round_ in view.rounds for point in round_.line]
    points += [(stop.position.lon, stop.position.lat) for round_ in view.rounds for stop in round_.stops]
    if not points:
        west, south, east, north = ground.frame
        return [[south, west], [north, east]]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return [[min(lats), min(lons)], [max(lats), max(lons)]]
