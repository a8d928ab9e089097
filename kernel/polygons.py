"""The polygons of a shape: borders and isochrones are areas, whatever mending or rounding makes of them."""

import shapely

__all__ = ["polygons_of"]


def polygons_of(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Keep the polygons of a shape, mended where it touches or crosses itself; points and lines are left out.

    Returns
    -------
    Valid polygons; none of a shape without any area.
    """
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))  # of a collection, of its polygons
    return shapely.MultiPolygon([part for part in parts if isinstance(part, shapely.Polygon)])
