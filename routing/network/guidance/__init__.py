"""From a path over the roads to what is said along it: steps in OSRM's form, Dutch and English text, GPX, GeoJSON."""
