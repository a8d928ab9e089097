"""Everything a planned day is shown by, written together: map, report, data, route sheets; and months of days."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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
from rounds.report_files import report_file

__all__ = ["publish", "publish_months"]

LANGUAGE = "nl"
FORMS = ("html", "json")
SHEET = re.compile(r"round-\d+\.html")
MONTH = re.compile(r"month-\d{4}-\d{2}\.(html|json)")


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
    _remove_others(folder / "sheets", SHEET, {Path(name).name for name in texts})
    progress(1.0)
    return written


def publish_months(months: Sequence[Mapping[str, Any]], folder: Path, *, lang: str = LANGUAGE) -> Sequence[Path]:
    """Write each month's report as page and data; those of earlier days in the same folder are removed.

    Raises
    ------
    OutputError
        No space or no permission; what was in the folder is still there.
    """
    texts = {
        f"month-{month['month']}.{form}": str(report_file(month, form, lang)) for month in months for form in FORMS
    }
    written = write_texts_whole(folder, texts)
    _remove_others(folder, MONTH, set(texts))
    return written


def _remove_others(folder: Path, kind: re.Pattern[str], kept: set[str]) -> None:
    for file in folder.glob("*"):
        if kind.fullmatch(file.name) and file.name not in kept and file.is_file():
            file.unlink(missing_ok=True)
