"""OSRM and Valhalla, measured beside our roads: in an environment of their own, asked over JSON, never a dependency."""
