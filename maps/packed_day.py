"""The rounds, stops and baselines as the page carries them: texts escaped here, coordinates as short text."""

from collections.abc import Mapping

from kernel.position import Position
from maps.day_view import DayView, StopView
from maps.formats import Formats
from maps.packing import pack_line
from maps.pages import page
from maps.palette import BASELINE_COLOURS, ROUND_COLOURS, round_colour

__all__ = ["packed_day"]

_ORIGIN = (0, 0)


def packed_day(view: DayView, texts: Mapping[str, str], formats: Formats) -> dict[str, object]:
    """Write the rounds and baselines as the page carries them; `web/src/day.ts` describes it."""
    return {
        "rounds": [
            {
                "colour": round_colour(i),
                "style": i % len(ROUND_COLOURS) + 1,
                "line": pack_line(round_.line, _ORIGIN),
                "start": _point(round_.start),
                "startTitle": texts["depot"].format(place=round_.start_place),
                "stops": [_packed_stop(stop, i, texts, formats) for stop in round_.stops],
            }
            for i, round_ in enumerate(view.rounds)
        ],
        "baselines": [
            {"style": i % len(BASELINE_COLOURS) + 1, "lines": [pack_line(line, _ORIGIN) for line in baseline.lines]}
            for i, baseline in enumerate(view.baselines)
        ],
    }


def _packed_stop(stop: StopView, round_index: int, texts: Mapping[str, str], formats: Formats) -> dict[str, object]:
    title = f"{texts['round']} {round_index + 1}, {texts['stop']} {stop.number}: {stop.place}"
    popup = page("stop_popup.html", stop=stop, round_number=round_index + 1, t=texts, f=formats)
    return {"number": stop.number, "point": _point(stop.position), "title": title, "popup": popup}


def _point(position: Position) -> str:
    return pack_line([(position.lon, position.lat)], _ORIGIN)
