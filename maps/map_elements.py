"""What folium's map is made of here: no element fetches anything, and each has a name that can be foretold."""

from collections.abc import Mapping, Sequence

import folium
from folium.elements import JSCSSMixin
from folium.map import FeatureGroup, LayerControl
from folium.template import Template

__all__ = ["DrawnDay", "Layer", "LayerList", "OfflineMap", "Panel"]


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
        super().__init__(
            tiles=None, zoom_snap=0.25, zoom_delta=0.5, wheel_px_per_zoom_level=90, min_zoom=9, max_zoom=19
        )
        self.label = label

    def get_name(self) -> str:
        return "map"


class Layer(FeatureGroup):
    """A layer whose name in the page can be foretold; its label in the list of layers is HTML."""

    def __init__(self, variable: str, label: str, *, show: bool) -> None:
        super().__init__(name=label, show=show)
        self.variable = variable

    def get_name(self) -> str:
        return self.variable


class DrawnDay(JSCSSMixin, folium.MacroElement):
    """Hands everything drawn to `web/src/roundmap.ts`, as data."""

    default_js = [("roundmap", "roundmap.js")]  # noqa: RUF012 - folium reads it off the class
    _template = Template("""
        {% macro script(this, kwargs) %}
        map.fitBounds({{ this.bounds|tojson }});
        dorpsronde.baseMap({{ this.ground|tojson }}).addTo(map);
        dorpsronde.drawDay(
            map, {{ this.day|tojson }}, [{{ this.rounds|join(", ") }}], [{{ this.baselines|join(", ") }}]
        );
        {% endmacro %}
    """)

    def __init__(
        self,
        ground: Mapping[str, object],
        day: Mapping[str, object],
        rounds: Sequence[str],
        baselines: Sequence[str],
        bounds: Sequence[Sequence[float]],
    ) -> None:
        super().__init__()
        self.ground = ground
        self.day = day
        self.rounds = rounds
        self.baselines = baselines
        self.bounds = bounds


class Panel(folium.MacroElement):
    """Moves folium's list of layers into the panel of figures."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        dorpsronde.openPanel(map, layer_list, {{ this.words|tojson }});
        dorpsronde.showAll(map, {{ this.bounds|tojson }});
        {% endmacro %}
    """)

    def __init__(self, texts: Mapping[str, str], bounds: Sequence[Sequence[float]]) -> None:
        super().__init__()
        self.bounds = bounds
        self.words = {"zoomIn": texts["zoom_in"], "zoomOut": texts["zoom_out"]}


class LayerList(LayerControl):
    def get_name(self) -> str:
        return "layer_list"
