"""The rounds, stops and baselines as the page carries them: texts escaped here, coordinates as short text."""

from collections.abc import Mapping
from typing import Any

from kernel.position import Position
from maps.day_view import BaselineView, DayView, RoundView, StopView
from maps.distances import kilometres
from maps.formats import Formats
from maps.packing import GLOBE, pack_line
from maps.pages import page
from maps.palette import BASELINE_COLOURS, ROUND_COLOURS, round_colour

__all__ = ["packed_day"]


def packed_day(
    view: DayView, report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats
) -> dict[str, object]:
    """Write the rounds, baselines and closures as the page carries them; `web/src/day.ts` describes it."""
    return {
        "rounds": [
            {
                "number": round_.number,
                "label": _round_label(round_, i, texts, formats),
                "colour": round_colour(i),
                "style": i % len(ROUND_COLOURS) + 1,
                "line": pack_line(round_.line, GLOBE),
                "start": _point(round_.start),
                "startTitle": texts["depot"].format(place=round_.start_place),
                "stops": [_packed_stop(stop, round_, texts, formats) for stop in round_.stops],
            }
            for i, round_ in enumerate(view.rounds)
        ],
        "baselines": [
            {
                "label": _baseline_label(baseline, i, report, texts, formats),
                "style": i % len(BASELINE_COLOURS) + 1,
                "lines": list(baseline.lines),
            }
            for i, baseline in enumerate(view.baselines)
        ],
        "closures": [
            {
                "popup": page("closure_popup.html", closure=closure, t=texts, f=formats).strip(),
                "slowed": closure.slowed,
                "areas": [[pack_line(ring, GLOBE) for ring in rings] for rings in closure.areas],
                "streets": [pack_line(street, GLOBE) for street in closure.streets],
            }
            for closure in view.closures
        ],
    }


def _round_label(round_: RoundView, index: int, texts: Mapping[str, str], formats: Formats) -> str:
    return page("round_label.html", round=round_, colour=index % len(ROUND_COLOURS) + 1, t=texts, f=formats).strip()


def _baseline_label(
    baseline: BaselineView, index: int, report: Mapping[str, Any], texts: Mapping[str, str], formats: Formats
) -> str:
    return page(
        "baseline_label.html",
        name=texts[baseline.id],
        against=index % len(BASELINE_COLOURS) + 1,
        kilometres=kilometres(report, baseline.id, texts, formats),
        how=texts["planned" if baseline.id in report["duty_s"] else "estimated"],
        t=texts,
        f=formats,
    ).strip()


def _packed_stop(stop: StopView, round_: RoundView, texts: Mapping[str, str], formats: Formats) -> dict[str, object]:
    title = f"{texts['round']} {round_.number}, {texts['stop']} {stop.number}: {stop.place}"
    popup = page("stop_popup.html", stop=stop, round=round_, t=texts, f=formats)
    return {"number": stop.number, "point": _point(stop.position), "title": title, "popup": popup}


def _point(position: Position) -> str:
    return pack_line([(position.lon, position.lat)], GLOBE)
