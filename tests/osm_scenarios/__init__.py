"""Hand-made OSM: roads drawn with letters, and rides over them."""
