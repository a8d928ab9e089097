"""Everything a planned day is shown by, written together: map, report, data, route sheets."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from kernel.files import write_texts_whole
from kernel.progress import Progress, silent
from maps.base_map import base_map
from maps.day_map import day_map
from maps.day_view import DayView
from maps.geojson import rounds_geojson
from maps.ground import Ground
from maps.report_page import report_page
from maps.route_sheet import route_sheet
from rounds.method_statement import method_statement

__all__ = ["publish"]

LANGUAGE = "nl"
SHEET = re.compile(r"round-\d+\.html")


def publish(
    view: DayView,
    report: dict[str, object],
    folder: Path,
    *,
    lang: str = LANGUAGE,
    ground: Ground | None = None,
    progress: Progress = silent,
) -> Sequence[Path]:
    """Write the map, the report as page and data, the rounds and a sheet for each round.

    Parameters
    ----------
    ground: what they are drawn on, if it is kept; else it is read from the view's extract.

    All are made before the first is written, and put in place together; route sheets of an earlier
    day in the same folder are removed.

    Raises
    ------
    OutputError
        No space or no permission; what was in the folder is still there.
    """
    ground = ground or base_map(view.extract, lambda share: progress(0.6 * share))
    texts = {
        "report.json": json.dumps(report, ensure_ascii=False, indent=2) + "\n",
        "report.html": report_page(report, lang=lang, method=method_statement(report, lang)),
        "rounds.geojson": json.dumps(rounds_geojson(view), ensure_ascii=False) + "\n",
    }
    for planned in view.rounds:
        texts[f"sheets/round-{planned.number}.html"] = route_sheet(planned, view, lang=lang, base=ground)
    progress(0.7)
    texts["map.html"] = day_map(view, report, lang=lang, base=ground)
    progress(0.9)
    written = write_texts_whole(folder, texts)
    for sheet in (folder / "sheets").glob("round-*.html"):
        if SHEET.fullmatch(sheet.name) and f"sheets/{sheet.name}" not in texts and sheet.is_file():
            sheet.unlink(missing_ok=True)
    progress(1.0)
    return written
