"""Text that looks like a template stays text: an extract's names and a shop's words come from strangers."""

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import pytest
from folium.template import Template

from maps.base_map import BaseMap, base_map
from maps.day_map import day_map
from maps.day_view import DayView
from maps.geojson import rounds_geojson
from maps.map_elements import OfflineMap
from maps.offline_figure import OfflineFigure
from maps.report_page import report_page
from maps.route_sheet import route_sheet
from tests.drawn_day import drawn_day, report_of, with_every_text, with_every_text_in_the_report

CODES = [
    "{{7*191}}",
    "{{ cycler.__init__.__globals__.os.makedirs(dict(pwned=1)|first) }}",
    "{% raw %}",
    "{% for x in range(9) %}{{7*191}}",
    "{#",
    "${7*191} #{7*191} {7*191}",
]


@pytest.fixture(scope="module")
def ground(helsinki: Path) -> BaseMap:
    return base_map(helsinki)


@pytest.fixture(scope="module")
def view(helsinki: Path, ground: BaseMap) -> DayView:
    return drawn_day(helsinki, ground, rounds=2, stops=6)


def named(ground: BaseMap, name: str) -> BaseMap:
    return replace(
        ground,
        ways={kind: [replace(way, name=name) for way in ways] for kind, ways in ground.ways.items()},
        labels=[replace(label, name=name) for label in ground.labels],
    )


def data_of(page: str) -> dict[str, Any]:
    return json.loads(page.partition('<script type="application/json" id="drawn">')[2].partition("</script>")[0])


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("code", CODES)
def test_a_name_that_is_a_template_is_never_filled_in(
    view: DayView, ground: BaseMap, *, code: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    day, ground = with_every_text(view, code), named(ground, code)
    report = with_every_text_in_the_report(report_of(day), code)
    pages = {
        "map": day_map(day, report, lang=lang, base=ground),
        "report": report_page(report, lang=lang),
        "sheet": route_sheet(day.rounds[0], day, report, lang=lang, base=ground),
    }
    for name, text in pages.items():
        assert "1337" not in text, name
        assert code in html.unescape(text), name
        assert code not in text, name
    assert not list(tmp_path.iterdir())
    drawn = data_of(pages["map"])
    assert drawn["ground"]["names"] == ["", code]
    assert drawn["day"]["rounds"][0]["stops"][0]["title"].endswith(f": {code}")
    assert code in html.unescape(drawn["day"]["rounds"][0]["label"])
    tasks = [task for one in rounds_geojson(day)["features"] for task in one["properties"].get("tasks", [])]
    assert {task["order"] for task in tasks} == {task["who"] for task in tasks} == {code}


def test_what_folium_would_compile_a_second_time_is_refused():
    class Careless(folium.MacroElement):
        _template = Template('{% macro script(this, kwargs) %}var name = "{{ this.text }}";{% endmacro %}')
        text = "{{ 7*191 }}"

    figure = OfflineFigure(title="t", lang="nl")
    drawn = OfflineMap("kaart")
    figure.add_child(drawn)
    drawn.add_child(Careless())
    with pytest.raises(ValueError, match="would be compiled as a template"):
        figure.render()
