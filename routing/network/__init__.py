"""From an OSM extract to a road network: matrices and paths per profile."""
