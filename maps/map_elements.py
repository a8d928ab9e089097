"""What folium's map is made of here: no element fetches anything, and each has a name that can be foretold.

branca compiles what a template has made as a template once more, so that a name put into one could run as
code. The templates here therefore hold no data at all: `OfflineFigure.data` carries it past them.
"""

from collections.abc import Mapping, Sequence

import folium
from folium.elements import JSCSSMixin
from folium.map import FeatureGroup
from folium.template import Template

__all__ = ["DrawnDay", "Layer", "OfflineMap", "button_words"]


class OfflineMap(folium.Map):
    """folium's map without what it fetches: jQuery, Bootstrap and icon fonts are not needed here."""

    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012 - folium reads it off the class
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012 - the same
    _template = Template("""
        {% macro html(this, kwargs) %}
        <div id="map" role="application" aria-label="{{ this.label|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var map = L.map("map", {{ this.options|tojavascript }});
        map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
        L.control.scale({imperial: false}).addTo(map);
        {% endmacro %}
    """)

    def __init__(self, label: str) -> None:
        super().__init__(tiles=None, zoom_snap=0.25, zoom_delta=0.5, wheel_px_per_zoom_level=90)
        self.label = label

    def get_name(self) -> str:
        return "map"


class Layer(FeatureGroup):
    """A layer whose name in the page can be foretold; what a reader calls it is data."""

    def __init__(self, variable: str, *, show: bool) -> None:
        super().__init__(name=variable, show=show)
        self.variable = variable

    def get_name(self) -> str:
        return self.variable


class DrawnDay(JSCSSMixin, folium.MacroElement):
    """Lets `web/src/roundmap.ts` draw the page's data into the layers."""

    default_js = [("roundmap", "roundmap.js")]  # noqa: RUF012 - folium reads it off the class
    _template = Template("""
        {% macro script(this, kwargs) %}
        dorpsronde.show(map, [{{ this.rounds|join(", ") }}], [{{ this.baselines|join(", ") }}]);
        {% endmacro %}
    """)

    def __init__(self, rounds: Sequence[Layer], baselines: Sequence[Layer]) -> None:
        super().__init__()
        self.rounds = [layer.variable for layer in rounds]
        self.baselines = [layer.variable for layer in baselines]


def button_words(texts: Mapping[str, str]) -> dict[str, str]:
    """Give what Leaflet's own buttons are called; `web/src/panel.ts` names them so."""
    return {"zoomIn": texts["zoom_in"], "zoomOut": texts["zoom_out"], "closePopup": texts["close_popup"]}
